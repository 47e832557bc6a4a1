#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/actions.h"

namespace dunlin::engine {

int actions_command(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  ActionsRequest request{arguments.text("--run"),     arguments.text("--creditor"), arguments.text("--debtor"),
                         arguments.text("--channel"), arguments.text("--after"),    UINT64_MAX};
  DUNLIN_CLI_ASSIGN(request.limit, arguments.number("--limit", UINT64_MAX, 1, UINT64_MAX));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  Terminal& terminal = invocation.terminal;
  if (!terminal.is_json()) {
    DUNLIN_CLI_ASSIGN(const ResultTable rows, action_rows(site, request));
    terminal.rows(rows);
    return kExitDone;
  }
  const bool is_array = terminal.format() == Format::kJson;
  bool is_first = true;
  if (is_array) terminal.out("[");
  const core::Status status = each_action(site, request, [&](const std::string&, const std::string& json) {
    if (is_array && !is_first) terminal.out(",");
    is_first = false;
    is_array ? terminal.out(json) : terminal.line(json);
    return true;
  });
  if (is_array) terminal.line("]");
  return status.ok() ? kExitDone : fail(invocation, status.error());
}

}  // namespace dunlin::engine
