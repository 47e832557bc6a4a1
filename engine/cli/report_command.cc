#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/collection_reports.h"
#include "engine/service/reports.h"

namespace dunlin::engine {
namespace {

using Report = core::Result<ResultTable> (*)(Site&, const ReportRequest&);

core::Result<ReportRequest> plain_request_of(const Arguments& arguments) {
  ReportRequest request;
  DUNLIN_ASSIGN(request.date, arguments.date("--date"));
  request.by = arguments.text("--by");
  request.creditor = arguments.text("--creditor");
  request.method = arguments.text("--method", "simple");
  request.rule = arguments.text("--rule", "statutory");
  DUNLIN_ASSIGN(const uint64_t days, arguments.number("--days", 365, 1, 36500));
  request.days = static_cast<uint32_t>(days);
  return request;
}

int print_report(Invocation& invocation, Report report, std::string_view title) {
  DUNLIN_CLI_ASSIGN(const ReportRequest request, plain_request_of(invocation.arguments));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, report(site, request));
  if (invocation.terminal.format() == Format::kJson) {
    invocation.terminal.line(report_json(rows, request.date));
  } else {
    invocation.terminal.rows(rows, std::string(title) + " on " + core::to_string(request.date));
  }
  return kExitDone;
}

/// Rows of a report as they come, spelt as the whole would be: a program reads as many as there are.
class RowStream {
 public:
  RowStream(Terminal& terminal, core::Date date) : terminal_(terminal), date_(date) {}

  void take(const ResultTable& part) {
    std::string text;
    switch (terminal_.format()) {
      case Format::kJson:
        if (first_) text = "{\"date\":\"" + core::to_string(date_) + "\",\"rows\":[";
        for (size_t row = 0; row < part.rows.size(); ++row) {
          if (text.empty() || text.back() != '[') text += ',';
          append_row_json(part, row, text);
        }
        break;
      case Format::kJsonl: text = rows_as_jsonl(part); break;
      default:
        text = rows_as_csv(part);
        if (!first_) text.erase(0, text.find('\n') + 1);
    }
    first_ = false;
    terminal_.out(text);
  }
  void end() {
    if (terminal_.format() == Format::kJson) terminal_.line("]}");
  }

 private:
  Terminal& terminal_;
  core::Date date_;
  bool first_ = true;
};

/// A report with its own usual method; `method` names it.
using Answer = core::Result<ReportAnswer> (*)(Site&, const ReportRequest&);

core::Result<ReportRequest> request_of(const Arguments& arguments, std::string method) {
  ReportRequest request;
  DUNLIN_ASSIGN(request.date, arguments.date("--date"));
  DUNLIN_ASSIGN(request.from, arguments.date("--from"));
  request.by = arguments.text("--by");
  request.creditor = arguments.text("--creditor");
  request.method = arguments.text("--method", std::move(method));
  request.debtor = arguments.text("--debtor");
  DUNLIN_ASSIGN(const uint64_t days, arguments.number("--days", 0, 1, 36500));
  DUNLIN_ASSIGN(const uint64_t weeks, arguments.number("--weeks", 13, 1, 520));
  request.back_days = static_cast<uint32_t>(days);
  request.weeks = static_cast<uint32_t>(weeks);
  if (request.from.is_set() && days > 0) {
    return core::Error{core::ErrorKind::kUsage, "--days", "does not go with --from", "give one of them"};
  }
  return request;
}

std::string title_of(std::string_view report, const ReportAnswer& answer) {
  std::string title(report);
  for (const auto& [name, text] : answer.facts) title += " " + text;
  if (!answer.from.is_set()) return title + " on " + core::to_string(answer.date);
  return title + " from " + core::to_string(answer.from) + " to " + core::to_string(answer.date);
}

int print_answer(Invocation& invocation, Answer report, std::string_view title, std::string method = {}) {
  DUNLIN_CLI_ASSIGN(const ReportRequest request, request_of(invocation.arguments, std::move(method)));
  const std::string section = invocation.arguments.text("--section");
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  DUNLIN_CLI_ASSIGN(const ReportAnswer answer, report(site, request));
  Terminal& terminal = invocation.terminal;
  DUNLIN_CLI_ASSIGN(const ResultTable asked, section_of(answer, section));
  if (terminal.format() == Format::kJson && section.empty()) {
    terminal.line(answer_json(answer));
    return kExitDone;
  }
  terminal.rows(asked, title_of(title, answer));
  if (terminal.format() != Format::kTable || !section.empty()) return kExitDone;
  for (const auto& [name, table] : answer.sections) {
    terminal.line("");
    terminal.rows(table, name);
  }
  return kExitDone;
}

}  // namespace

int report_ageing_command(Invocation& invocation) { return print_report(invocation, ageing, "Ageing"); }
int report_interest_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(const ReportRequest request, plain_request_of(invocation.arguments));
  // A table is aligned, and sums are few: both are made whole.
  if (invocation.terminal.format() == Format::kTable || !request.by.empty()) {
    return print_report(invocation, interest, "Interest");
  }
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  RowStream stream(invocation.terminal, request.date);
  const core::Status status = interest_rows(site, request, [&](const ResultTable& part) { stream.take(part); });
  if (!status.ok()) return fail(invocation, status.error());
  stream.end();
  return kExitDone;
}
int report_dso_command(Invocation& invocation) { return print_report(invocation, dso, "Days sales outstanding"); }

int report_cei_command(Invocation& invocation) { return print_answer(invocation, cei, "Collection effectiveness"); }
int report_lateness_command(Invocation& invocation) { return print_answer(invocation, lateness, "Lateness"); }
int report_recovery_command(Invocation& invocation) { return print_answer(invocation, recovery, "Recovery"); }
int report_contacts_command(Invocation& invocation) { return print_answer(invocation, contacts, "Contacts"); }
int report_promises_command(Invocation& invocation) { return print_answer(invocation, promises, "Promises"); }
int report_worklist_command(Invocation& invocation) { return print_answer(invocation, worklist, "Agenda"); }
int report_statement_command(Invocation& invocation) { return print_answer(invocation, statement, "Statement of"); }
int report_roll_command(Invocation& invocation) { return print_answer(invocation, roll, "Roll rates"); }
int report_forecast_command(Invocation& invocation) { return print_answer(invocation, forecast, "Cash forecast", "delay"); }
int report_provision_command(Invocation& invocation) {
  return print_answer(invocation, provision, "Expected credit losses", "matrix");
}

}  // namespace dunlin::engine
