#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/care.h"

namespace dunlin::engine {
int verify_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const VerifyResponse response, verify(site));
  Terminal& terminal = invocation.terminal;
  if (terminal.is_json()) terminal.line(verify_json(response));
  for (const std::string& problem : response.problems) {
    terminal.error({core::ErrorKind::kCorruption, invocation.site.data, problem, ""});
  }
  if (!response.problems.empty()) return kExitFailed;
  if (!terminal.is_json()) {
    ResultTable sizes{{{"family"}, {"bytes", CellKind::kNumber}}, {}};
    for (const auto& [family, bytes] : response.family_bytes) sizes.rows.push_back({family, std::to_string(bytes)});
    terminal.rows(sizes);
    terminal.note("The store keeps every promise (" + std::to_string(response.imports) + " imports, " +
                  std::to_string(response.runs) + " runs).");
  }
  return kExitDone;
}

}  // namespace dunlin::engine
