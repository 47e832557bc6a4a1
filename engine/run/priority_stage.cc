#include "engine/run/priority_stage.h"

#include <algorithm>
#include <map>

#include "core/overflow_watch.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

/// Priorities of one step that a rule gives, over units, pre-due rows and events.
struct RuledPriority {
  uint16_t scenario;
  int8_t step;
  std::vector<int64_t> over_units, over_pre_due, over_events;
};

std::vector<int64_t> numbers(const rules::BoundProgram& bound, const std::vector<rules::InputColumn>& columns, size_t rows,
                             PageScratch& scratch) {
  std::vector<int64_t> values(rows);
  if (rows == 0) return values;
  std::vector<rules::InputColumn> inputs;
  for (const uint32_t at : bound.columns) inputs.push_back(columns[at]);
  rules::evaluate_numbers(bound.program, inputs, rows, scratch.workspace, 0, values);
  return values;
}

std::vector<RuledPriority> ruled_priorities(const rules::Rulebook& book, PageScratch& scratch,
                                            const PageDecision& decision) {
  std::vector<RuledPriority> ruled;
  for (size_t scenario = 0; scenario < book.scenarios.size(); ++scenario) {
    const auto& steps = book.scenarios[scenario].steps;
    for (size_t step = 0; step < steps.size(); ++step) {
      if (!steps[step].priority) continue;
      ruled.push_back({static_cast<uint16_t>(scenario), static_cast<int8_t>(step),
                       numbers(*steps[step].priority, decision.step_columns, decision.units.size(), scratch),
                       numbers(*steps[step].priority, decision.pre_due_columns, decision.pre_due_debtor.size(), scratch),
                       numbers(*steps[step].priority, decision.event_columns, decision.event_rows, scratch)});
    }
  }
  return ruled;
}

int32_t priority_of(const rules::Rulebook& book, const std::vector<RuledPriority>& ruled, const Candidate& candidate) {
  for (const RuledPriority& rule : ruled) {
    if (rule.scenario != candidate.scenario || rule.step != candidate.step) continue;
    const auto& values = candidate.is_event() ? rule.over_events : candidate.pre_due ? rule.over_pre_due : rule.over_units;
    const int64_t value = values[candidate.value_row];
    if (value != core::kNull) return static_cast<int32_t>(std::clamp<int64_t>(value, 0, 100));
  }
  return book.source.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)].priority;
}

}  // namespace

void rank_candidates(const Night& night, PageScratch& scratch, PageDecision& decision) {
  if (decision.candidates.empty()) return;
  const std::vector<RuledPriority> ruled = ruled_priorities(*night.book, scratch, decision);
  for (Candidate& candidate : decision.candidates) candidate.priority = priority_of(*night.book, ruled, candidate);
}

AdmissionKey admission_key(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t at) {
  const Candidate& candidate = decision.candidates[at];
  const core::Table& receivables = loaded.page.rows(RecordKind::kReceivable);
  AdmissionKey key;
  key.priority = candidate.priority;
  std::map<uint32_t, int64_t> overdue;  // by currency, as the action will tell it
  // It only ranks: what is too large to be converted, or to be added up, comes as it is.
  const core::OverflowWatch ranks_all_the_same;
  for (uint32_t line = candidate.line_begin; line < candidate.line_end; ++line) {
    const uint32_t row = decision.lines[line];
    const bool claimed = candidate.pre_due || decision.assessment.standings.days_past_due[row] > 0;
    if (!claimed) continue;
    const std::vector<int64_t>& disputed = decision.assessment.standings.disputed_part;
    const int64_t claim = decision.assessment.balances.balance[row] - (disputed.empty() ? 0 : disputed[row]);
    int64_t& sum = overdue[static_cast<uint32_t>(receivables.int_at(Field::kCurrency, row))];
    sum = core::checked_add(sum, claim);
  }
  for (const auto& [currency, sum] : overdue) {
    key.overdue = core::checked_add(key.overdue, night.rates.to_base(sum, currency).value_or(0));
  }
  key.hash = loaded.page.hash(candidate.debtor);
  key.creditor_id = std::string(loaded.page.debtors.text_at(Field::kCreditorId, candidate.debtor));
  key.debtor_id = std::string(loaded.page.debtors.text_at(Field::kDebtorId, candidate.debtor));
  size_t first = at;
  while (first > 0 && decision.candidates[first - 1].debtor == candidate.debtor) --first;
  key.turn = static_cast<uint32_t>(at - first);
  return key;
}

}  // namespace dunlin::engine
