#include <algorithm>

#include "engine/run/candidate_stage.h"
#include "engine/run/contact_stage.h"
#include "engine/run/find_by_id.h"
#include "engine/run/unit_stage.h"
#include "rules/feel/undecided.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;
using rules::kNoRow;

/// The last pre-due step whose day has come, or comes within the closed days `ahead`; kNoStep when none has.
int8_t pre_due_step_at(const rules::ContactPolicy& contact, const rules::Scenario& scenario, size_t pre_due_steps,
                       int32_t days_past_due, int32_t ahead) {
  int8_t found = rules::kNoStep;
  for (size_t i = 0; i < pre_due_steps; ++i) {
    const rules::Step& step = scenario.steps[i];
    const int32_t as_of = days_past_due + (ahead > 0 && leaves_ahead(contact, step) ? ahead : 0);
    if (*step.days <= as_of) found = static_cast<int8_t>(i);
  }
  return days_past_due <= 0 ? found : rules::kNoStep;
}

}  // namespace

void decide_pre_due(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  const rules::Rulebook& book = *night.book;
  const Assessment& assessed = decision.assessment;
  decision.pre_due_debtor.clear();
  decision.pre_due_receivable.clear();
  decision.pre_due_step.clear();
  decision.pre_due_holds.clear();
  decision.pre_due_barred.clear();
  decision.pre_due_kept_away.clear();
  const bool any = std::any_of(book.scenarios.begin(), book.scenarios.end(),
                               [](const rules::CompiledScenario& scenario) { return scenario.first_episode_step > 0; });
  if (!any) return;

  const std::vector<int32_t> ahead = days_looked_ahead(night, loaded.page);
  const core::Group& receivables = loaded.page.group(RecordKind::kReceivable);
  for (uint32_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
    const uint32_t memory = assessed.memory_debtor[debtor];
    const Deferral away = statutory_deferral(assessed.covers.holds, debtor, Deferral::kNone);
    for (uint32_t row = receivables.begin[debtor]; row < receivables.begin[debtor + 1]; ++row) {
      const uint16_t scenario = assessed.receivable_scenario[row];
      const bool held =
          away != Deferral::kNone && assessed.dunnable[row] && assessed.standings.at(row) == core::Standing::kHeld;
      if (scenario == rules::kNoScenario || (!held && !(assessed.items[row] & rules::kItemNotDue))) continue;
      const rules::Scenario& policy = book.source.scenarios[scenario];
      const int8_t step = pre_due_step_at(book.source.contact, policy, book.scenarios[scenario].first_episode_step,
                                          assessed.standings.days_past_due[row], ahead.empty() ? 0 : ahead[debtor]);
      if (step < 0) continue;
      if (memory != kNoRow) {
        const core::Group& marks = loaded.memory.marks;
        const uint32_t mark =
            find_by_id(marks, memory, Field::kReceivableId, receivables.rows.text_at(Field::kReceivableId, row));
        const bool same = mark != kNoRow && marks.rows.text_at(Field::kScenario, mark) == policy.id;
        if (same && last_step_of(policy, marks.rows.text_at(Field::kStep, mark)) >= step) continue;
      }
      if (held) {
        decision.pre_due_kept_away.push_back({debtor, row, step, away});
        continue;
      }
      decision.pre_due_debtor.push_back(debtor);
      decision.pre_due_receivable.push_back(row);
      decision.pre_due_step.push_back(step);
    }
  }
  const size_t rows = decision.pre_due_debtor.size();
  decision.pre_due_holds.assign(rows, rules::kTrue);
  decision.pre_due_barred.assign(rows, Deferral::kNone);
  if (rows == 0) return;

  const auto& ids = book.step_features.ids;
  rules::FeatureInputs features = feature_inputs(night, loaded, assessed);
  features.steps = {decision.step_index, decision.step_stage, decision.step_on, decision.step_episode};
  const auto columns = rules::compute_features(book.catalogue, ids, features, scratch.arena);
  decision.pre_due_columns = rules::gather_for_units(book.catalogue, ids, columns, decision.pre_due_debtor,
                                                     decision.pre_due_receivable, scratch.arena);
  std::vector<uint8_t> truth(rows);
  for (size_t scenario = 0; scenario < book.scenarios.size(); ++scenario) {
    for (size_t i = 0; i < book.scenarios[scenario].first_episode_step; ++i) {
      const auto& when = book.scenarios[scenario].steps[i].when;
      if (!when) continue;
      std::vector<rules::InputColumn> inputs;
      for (const uint32_t at : when->columns) inputs.push_back(decision.pre_due_columns[at]);
      rules::evaluate(when->program, inputs, rows, scratch.workspace, truth);
      rules::mark_undecided(when->program, inputs, rows, truth);
      for (size_t row = 0; row < rows; ++row) {
        const bool here = assessed.receivable_scenario[decision.pre_due_receivable[row]] == scenario &&
                          decision.pre_due_step[row] == static_cast<int8_t>(i);
        if (!here) continue;
        decision.pre_due_holds[row] = truth[row];
        if (truth[row] == rules::kUndecided) decision.pre_due_barred[row] = Deferral::kNoRate;
      }
    }
  }
}

}  // namespace dunlin::engine
