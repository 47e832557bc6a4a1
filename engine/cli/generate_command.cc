#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/cli/import_report.h"
#include "engine/service/care.h"

namespace dunlin::engine {

int generate_command(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  GenerateRequest request;
  DUNLIN_CLI_ASSIGN(request.receivables, arguments.number("--receivables", 200'000, 1, 1'000'000'000));
  DUNLIN_CLI_ASSIGN(request.seed, arguments.number("--seed", 1, 0, UINT64_MAX));
  DUNLIN_CLI_ASSIGN(request.date, arguments.date("--date"));
  request.profile = arguments.text("--profile", "b2b");
  request.threads = invocation.site.threads;
  const std::string to = arguments.text("--to");
  if (to == "-") {
    DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kWrite));
    request.threads = site.threads;
    DUNLIN_CLI_ASSIGN(const IngestResponse response, generate_into_store(site, request));
    return report_import(invocation, response);
  }
  const core::Status status = generate_files(request, to);
  if (!status.ok()) return fail(invocation, status.error());
  invocation.terminal.note("Made " + std::to_string(request.receivables) + " receivables in " + to);
  return kExitDone;
}

}  // namespace dunlin::engine
