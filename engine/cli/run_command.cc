#include <fmt/format.h>

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/runs.h"

namespace dunlin::engine {
namespace {

void print_head(Terminal& terminal, const RunSummary& summary) {
  std::string head =
      summary.dry_run ? "Dry run of " + summary.business_date : "Run " + summary.run_id + " of " + summary.business_date;
  if (summary.already_final) head += " was finished before; nothing was decided";
  if (summary.resumed) head += ", resumed";
  if (summary.state == "open" && !summary.dry_run) head += ", not finished";
  terminal.heading(head);
  terminal.line(fmt::format("{} debtors, {} receivables, {} actions, {} quarantined, {:.2f} s", summary.debtors,
                            summary.receivables, summary.actions, summary.quarantined.size(), summary.seconds));
  terminal.line("rules " + summary.config + (summary.rule_version.empty() ? "" : ", version " + summary.rule_version));
}

void print_standing(Terminal& terminal, const RunSummary& summary) {
  ResultTable table{{{"standing"}, {"receivables", CellKind::kNumber}}, {}};
  for (const NamedCount& standing : summary.standing) {
    if (standing.count > 0) table.rows.push_back({standing.name, std::to_string(standing.count)});
  }
  if (table.rows.empty()) return;
  terminal.line("");
  terminal.aligned(table);
}

void print_actions(Terminal& terminal, const RunSummary& summary) {
  if (summary.actions_by.empty()) return;
  ResultTable table{{{"scenario"}, {"step"}, {"action"}, {"channel"}, {"actions", CellKind::kNumber}}, {}};
  for (const RunCount& by : summary.actions_by) {
    table.rows.push_back({by.scenario, by.step, by.action, by.channel.empty() ? std::nullopt : std::optional(by.channel),
                          std::to_string(by.count)});
  }
  terminal.line("");
  terminal.aligned(table);
}

void print_deferred(Terminal& terminal, const RunSummary& summary) {
  if (summary.deferred.empty()) return;
  ResultTable table{{{"deferred because"}, {"units", CellKind::kNumber}}, {}};
  for (const NamedCount& reason : summary.deferred) table.rows.push_back({reason.name, std::to_string(reason.count)});
  terminal.line("");
  terminal.aligned(table);
}

void print_amounts(Terminal& terminal, const RunSummary& summary) {
  ResultTable table{{{"currency"}, {"overdue"}, {"demanded"}}, {}};
  for (const NamedAmount& overdue : summary.overdue) {
    std::optional<std::string> demanded;
    for (const NamedAmount& amount : summary.demanded) {
      if (amount.currency == overdue.currency) demanded = amount.amount;
    }
    table.rows.push_back({overdue.currency, overdue.amount, demanded});
  }
  if (table.rows.empty()) return;
  terminal.line("");
  terminal.aligned(table);
}

ResultTable by_rows(const RunSummary& summary) {
  ResultTable table{{{"run_id"}, {"scenario"}, {"step"}, {"action"}, {"channel"}, {"count", CellKind::kNumber}}, {}};
  for (const RunCount& by : summary.actions_by) {
    table.rows.push_back({summary.run_id, by.scenario, by.step, by.action,
                          by.channel.empty() ? std::nullopt : std::optional(by.channel), std::to_string(by.count)});
  }
  return table;
}

void print_summary(Terminal& terminal, const RunSummary& summary) {
  if (terminal.is_json()) {
    terminal.line(run_json(summary));
    return;
  }
  if (terminal.format() == Format::kCsv) {
    terminal.rows(by_rows(summary));
    return;
  }
  print_head(terminal, summary);
  print_standing(terminal, summary);
  print_actions(terminal, summary);
  print_deferred(terminal, summary);
  print_amounts(terminal, summary);
  for (const std::string& warning : summary.warnings) terminal.line("warning: " + warning);
  for (const auto& [debtor, reason] : summary.quarantined) terminal.line("quarantined " + debtor + ": " + reason);
}

/// Whoever reads exit codes alone must not take a night for complete that left debtors out.
int exit_of(const RunSummary& summary) { return summary.quarantined.empty() ? kExitDone : kExitRejects; }

}  // namespace

int run_command(Invocation& invocation) {
  RunRequest request;
  DUNLIN_CLI_ASSIGN(request.date, invocation.arguments.date("--date"));
  if (!request.date.is_set()) {
    return fail(invocation, {core::ErrorKind::kUsage, "run", "needs --date", "the business date, such as 2026-11-21"});
  }
  request.creditor = invocation.arguments.text("--creditor");
  request.dry_run = invocation.arguments.has("--dry-run");
  request.force = invocation.arguments.has("--force");
  const bool wants_actions = invocation.arguments.has("--actions");
  if (wants_actions && !request.dry_run) {
    return fail(invocation,
                {core::ErrorKind::kUsage, "--actions", "goes with --dry-run only", "after a live run: dunlin actions"});
  }
  if (wants_actions) {
    request.action = [&](const std::string& json) { invocation.terminal.line(json); };
  }
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kWrite));
  DUNLIN_CLI_ASSIGN(const RunSummary summary, run(site, request));
  if (!wants_actions) print_summary(invocation.terminal, summary);
  return exit_of(summary);
}

int run_show_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const RunSummary summary, run_show(site, invocation.arguments.text("ID")));
  print_summary(invocation.terminal, summary);
  return kExitDone;
}

}  // namespace dunlin::engine
