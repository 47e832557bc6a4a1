#include <fmt/format.h>

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/explanation.h"

namespace dunlin::engine {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

void print_receivables(Terminal& terminal, const Explanation& explanation) {
  using enum CellKind;
  ResultTable table{{{"receivable"},
                     {"standing"},
                     {"due date"},
                     {"past due", kNumber},
                     {"delinquent", kNumber},
                     {"balance"},
                     {"currency"},
                     {"why"}},
                    {}};
  for (const ExplainedReceivable& item : explanation.receivables) {
    table.rows.push_back({item.receivable_id, item.standing, item.due_date, std::to_string(item.days_past_due),
                          std::to_string(item.days_delinquent), item.balance, item.currency, joined(item.reasons)});
  }
  terminal.line("");
  terminal.aligned(table);
  for (const auto& [currency, amount] : explanation.unallocated_cash) {
    terminal.line("unallocated cash " + amount + " " + currency);
  }
}

void print_features(Terminal& terminal, const Explanation& explanation) {
  ResultTable table{{{"feature"}, {"value"}}, {}};
  for (const ExplainedValue& value : explanation.features) table.rows.push_back({value.name, value.json});
  if (table.rows.empty()) return;
  terminal.line("");
  terminal.aligned(table);
}

void print_choice(Terminal& terminal, const Explanation& explanation) {
  terminal.line("");
  if (explanation.has_score) {
    terminal.line(fmt::format("score {}, risk class {}{}", explanation.score,
                              explanation.risk_class.empty() ? "-" : explanation.risk_class,
                              explanation.score_reasons.empty() ? "" : ": " + joined(explanation.score_reasons)));
  }
  if (!explanation.segment.empty()) terminal.line("segment " + explanation.segment);
  terminal.line("scenario " + (explanation.scenario.empty() ? "-" : explanation.scenario) +
                (explanation.scenario_reason.empty() ? "" : ": " + explanation.scenario_reason));
}

void print_steps(Terminal& terminal, const Explanation& explanation) {
  ResultTable steps{{{"unit"}, {"scenario"}, {"step"}, {"fired"}, {"why"}}, {}};
  for (const ExplainedStep& step : explanation.steps) {
    steps.rows.push_back({step.unit, step.scenario, step.step, step.fired ? "yes" : "no", joined(step.reasons)});
  }
  ResultTable channels{{{"step"}, {"channel"}, {"permitted"}, {"why"}}, {}};
  for (const ExplainedChannel& channel : explanation.channels) {
    channels.rows.push_back({channel.step, channel.channel, channel.permitted ? "yes" : "no",
                             channel.detail.empty() ? channel.reason : channel.reason + ": " + channel.detail});
  }
  for (const ResultTable& table : {steps, channels}) {
    if (table.rows.empty()) continue;
    terminal.line("");
    terminal.aligned(table);
  }
}

void print_actions(Terminal& terminal, const Explanation& explanation) {
  const core::ActionBatch& actions = explanation.actions;
  terminal.line("");
  if (actions.size() == 0) terminal.line(explanation.recorded ? "No action was emitted." : "No action.");
  for (size_t i = 0; i < actions.size(); ++i) terminal.line(action_line(actions, i));
}

void print(Terminal& terminal, const Explanation& explanation) {
  terminal.heading("Debtor " + explanation.debtor_id + " of creditor " + explanation.creditor_id + " on " +
                   core::to_string(explanation.date));
  terminal.line(explanation.recorded
                    ? "A live run covered this date (" + explanation.run_id + "): the actions are as recorded."
                    : "No live run has covered this date: this is how it will decide.");
  for (const std::string& note : explanation.notes) terminal.line("note: " + note);
  print_receivables(terminal, explanation);
  print_features(terminal, explanation);
  print_choice(terminal, explanation);
  print_steps(terminal, explanation);
  print_actions(terminal, explanation);
}

ResultTable step_rows(const std::vector<Explanation>& explanations) {
  ResultTable table{{{"creditor_id"}, {"debtor_id"}, {"date"}, {"unit"}, {"scenario"}, {"step"}, {"fired"}, {"reasons"}},
                    {}};
  for (const Explanation& explanation : explanations) {
    for (const ExplainedStep& step : explanation.steps) {
      table.rows.push_back({explanation.creditor_id, explanation.debtor_id, core::to_string(explanation.date), step.unit,
                            step.scenario, step.step, step.fired ? "true" : "false", joined(step.reasons)});
    }
  }
  return table;
}

}  // namespace

int explain_command(Invocation& invocation) {
  ExplainRequest request;
  request.debtor_id = invocation.arguments.text("--debtor");
  request.creditor = invocation.arguments.text("--creditor");
  DUNLIN_CLI_ASSIGN(request.date, invocation.arguments.date("--date"));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  DUNLIN_CLI_ASSIGN(const std::vector<Explanation> explanations, explain(site, request));
  Terminal& terminal = invocation.terminal;
  if (terminal.format() == Format::kCsv) {
    terminal.rows(step_rows(explanations));
    return kExitDone;
  }
  for (const Explanation& explanation : explanations) {
    if (terminal.is_json()) {
      terminal.line(explanation_json(explanation, site.configuration.fingerprint));
    } else {
      if (&explanation != explanations.data()) terminal.line("");
      print(terminal, explanation);
    }
  }
  return kExitDone;
}

}  // namespace dunlin::engine
