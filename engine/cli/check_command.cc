#include <fmt/format.h>

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/check.h"

namespace dunlin::engine {
int check_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(const CheckResponse response, check(invocation.site));
  Terminal& terminal = invocation.terminal;
  if (terminal.is_json()) terminal.line(check_json(response));
  for (const core::Error& error : response.errors) terminal.error(error);
  for (const std::string& warning : response.warnings) terminal.note("warning: " + warning);
  if (!response.ok()) return kExitUsage;
  if (!terminal.is_json()) {
    terminal.line(fmt::format("The configuration is sound: {} scenario{} with {} steps, {} segment{}, {} source{}.",
                              response.scenarios, response.scenarios == 1 ? "" : "s", response.steps, response.segments,
                              response.segments == 1 ? "" : "s", response.sources, response.sources == 1 ? "" : "s"));
    terminal.line(response.fingerprint);
  }
  return kExitDone;
}

}  // namespace dunlin::engine
