#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/ingest.h"

namespace dunlin::engine {

int rejects_command(Invocation& invocation) {
  RejectsRequest request;
  request.file = invocation.arguments.text("--file");
  DUNLIN_CLI_ASSIGN(request.limit, invocation.arguments.number("--limit", UINT64_MAX, 1, UINT64_MAX));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, rejects(site, request));
  if (rows.rows.empty() && invocation.terminal.format() == Format::kTable) {
    invocation.terminal.line("No row was rejected.");
    return kExitDone;
  }
  invocation.terminal.rows(rows);
  return kExitDone;
}

}  // namespace dunlin::engine
