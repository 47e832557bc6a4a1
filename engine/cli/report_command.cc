#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/reports.h"

namespace dunlin::engine {
namespace {

using Report = core::Result<ResultTable> (*)(Site&, const ReportRequest&);

int print_report(Invocation& invocation, Report report, std::string_view title) {
  const Arguments& arguments = invocation.arguments;
  ReportRequest request;
  DUNLIN_CLI_ASSIGN(request.date, arguments.date("--date"));
  request.by = arguments.text("--by");
  request.creditor = arguments.text("--creditor");
  request.method = arguments.text("--method", "simple");
  request.rule = arguments.text("--rule", "statutory");
  DUNLIN_CLI_ASSIGN(const uint64_t days, arguments.number("--days", 365, 1, 36500));
  request.days = static_cast<uint32_t>(days);
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, report(site, request));
  if (invocation.terminal.format() == Format::kJson) {
    invocation.terminal.line(report_json(rows, request.date));
  } else {
    invocation.terminal.rows(rows, std::string(title) + " on " + core::to_string(request.date));
  }
  return kExitDone;
}

}  // namespace

int report_ageing_command(Invocation& invocation) { return print_report(invocation, ageing, "Ageing"); }
int report_interest_command(Invocation& invocation) { return print_report(invocation, interest, "Interest"); }
int report_dso_command(Invocation& invocation) { return print_report(invocation, dso, "Days sales outstanding"); }

}  // namespace dunlin::engine
