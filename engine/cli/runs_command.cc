#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/runs.h"

namespace dunlin::engine {

int runs_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, runs(site));
  if (rows.rows.empty() && invocation.terminal.format() == Format::kTable) {
    invocation.terminal.line("No run yet: dunlin run --date D");
    return kExitDone;
  }
  invocation.terminal.rows(rows);
  return kExitDone;
}

}  // namespace dunlin::engine
