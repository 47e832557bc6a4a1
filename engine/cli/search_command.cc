#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/debtor_file.h"

namespace dunlin::engine {

int search_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(const uint64_t limit, invocation.arguments.number("--limit", 50, 1, 1'000'000));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, search(site, invocation.arguments.text("TEXT"), limit));
  if (rows.rows.empty() && invocation.terminal.format() == Format::kTable) {
    invocation.terminal.line("Nobody was found.");
    return kExitDone;
  }
  invocation.terminal.rows(rows);
  return kExitDone;
}

}  // namespace dunlin::engine
