#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/init.h"

namespace dunlin::engine {

int init_command(Invocation& invocation) {
  InitRequest request;
  request.data = invocation.site.data;
  request.example = invocation.arguments.text("--example", "b2b");
  DUNLIN_CLI_ASSIGN(const uint64_t debtors, invocation.arguments.number("--page-debtors", 512, 1, 1'000'000));
  DUNLIN_CLI_ASSIGN(const uint64_t slots, invocation.arguments.number("--slots", 256, 1, 65'536));
  request.shape.page_debtors = static_cast<uint32_t>(debtors);
  request.shape.slots = static_cast<uint32_t>(slots);
  DUNLIN_CLI_ASSIGN(const InitResponse response, init(request));

  Terminal& terminal = invocation.terminal;
  if (terminal.is_json()) {
    terminal.line(init_json(response));
    return kExitDone;
  }
  terminal.line("Made the store " + response.data + " with the " + response.example + " example.");
  for (const std::string& file : response.files) terminal.line("  " + file);
  for (const std::string& file : response.kept) terminal.line("  " + file + " (was there, left as it is)");
  terminal.line("Next: dunlin ingest FILE..., then dunlin run --date D.");
  return kExitDone;
}

}  // namespace dunlin::engine
