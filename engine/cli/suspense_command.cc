#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/ingest.h"

namespace dunlin::engine {

int suspense_list_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(const uint64_t limit, invocation.arguments.number("--limit", UINT64_MAX, 1, UINT64_MAX));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, suspense(site, limit));
  if (rows.rows.empty() && invocation.terminal.format() == Format::kTable) {
    invocation.terminal.line("Nothing waits.");
    return kExitDone;
  }
  invocation.terminal.rows(rows);
  return kExitDone;
}

}  // namespace dunlin::engine
