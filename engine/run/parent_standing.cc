#include "engine/run/parent_standing.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "engine/run/assess_stage.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/memory_writer.h"
#include "engine/run/unit_stage.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using core::Standing;

bool shelters(Standing standing) {
  return standing == Standing::kHeld || standing == Standing::kDisputed || standing == Standing::kPromised ||
         standing == Standing::kPlanned;
}

/// True when a hold on the debtor as a whole covers the date.
bool is_held_whole(const core::AccountPage& page, size_t debtor, core::Date date) {
  constexpr core::Days kBreathingSpaceDays = 60;
  const core::Group& holds = page.group(RecordKind::kHold);
  for (uint32_t row = holds.begin[debtor]; row < holds.begin[debtor + 1]; ++row) {
    if (!holds.rows.text_at(Field::kReceivableId, row).empty()) continue;
    const int64_t from = holds.rows.int_at(Field::kFrom, row);
    int64_t until = holds.rows.int_at(Field::kUntil, row);
    const bool breathing = holds.rows.int_at(Field::kReason, row) == static_cast<int64_t>(core::HoldReason::kBreathingSpace);
    if (until == core::kNull) until = breathing ? from + kBreathingSpaceDays - 1 : INT64_MAX;
    if (from <= date.days && date.days <= until) return true;
  }
  return false;
}

/// Stage of the furthest step that a unit of the memory's row has taken in an open episode.
std::optional<core::Stage> stage_of(const rules::Rulebook& book, const core::Group& units, uint32_t remembered) {
  std::optional<core::Stage> stage;
  int8_t furthest = rules::kNoStep;
  for (uint32_t row = units.begin[remembered]; row < units.begin[remembered + 1]; ++row) {
    const UnitMemory unit = unit_memory_at(units.rows, row);
    const uint16_t scenario = book.find_scenario(unit.scenario);
    if (!unit.open || scenario == rules::kNoScenario) continue;
    const rules::Scenario& policy = book.source.scenarios[scenario];
    const int8_t step = last_step_of(policy, unit.step);
    if (step <= furthest) continue;
    furthest = step;
    stage = policy.steps[static_cast<size_t>(step)].stage;
  }
  return stage;
}

std::optional<Standing> shelter_of(const Assessment& assessed, const core::AccountPage& page, uint32_t debtor,
                                   core::Date date) {
  const auto& begin = page.group(RecordKind::kReceivable).begin;
  std::optional<Standing> shelter;
  for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
    if (assessed.items[row] & rules::kItemOverdue) return std::nullopt;
    const Standing standing = assessed.standings.at(row);
    if (shelters(standing)) shelter = std::min(shelter.value_or(standing), standing);
  }
  if (is_held_whole(page, debtor, date)) shelter = Standing::kHeld;
  return shelter;
}

}  // namespace

std::string_view paying_parent(const core::Table& debtors, size_t row) {
  if (debtors.int_at(Field::kPayer, row) != static_cast<int64_t>(core::Payer::kParent)) return {};
  return debtors.text_at(Field::kParentDebtorId, row);
}

std::vector<ParentStanding> standings_of_parents(const Night& night, const storage::LoadedPage& parents,
                                                 PageScratch& scratch) {
  std::vector<ParentStanding> result(parents.page.debtor_count());
  scratch.arena.clear();
  Assessment assessed;
  const core::OverflowWatch watch;
  assess(night, parents, scratch, assessed);
  if (watch.noticed()) {
    // Of a parent that is quarantined nothing is known: its children stand for themselves.
    if (result.size() == 1) return result;
    for (uint32_t debtor = 0; debtor < result.size(); ++debtor) {
      result[debtor] = standings_of_parents(night, debtor_alone(parents, debtor), scratch).front();
    }
    return result;
  }
  for (uint32_t debtor = 0; debtor < result.size(); ++debtor) {
    const uint32_t remembered = assessed.memory_debtor[debtor];
    if (remembered != rules::kNoRow) result[debtor].stage = stage_of(*night.book, parents.memory.units, remembered);
    result[debtor].standing = shelter_of(assessed, parents.page, debtor, night.date);
  }
  return result;
}

void take_parents_stage(const Night& night, const core::AccountPage& page, std::span<int64_t> stages) {
  if (night.survey == nullptr || night.survey->parents.empty() || !page.debtors.has(Field::kPayer)) return;
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const std::string_view payer = paying_parent(page.debtors, debtor);
    if (payer.empty()) continue;
    const ParentStanding* parent = night.survey->parent(page.debtors.text_at(Field::kCreditorId, debtor), payer);
    if (parent != nullptr && parent->stage) stages[debtor] = static_cast<int64_t>(*parent->stage);
  }
}

void take_parents_standing(const Night& night, const core::AccountPage& page, rules::Standings& standings) {
  if (night.survey == nullptr || night.survey->parents.empty() || !page.debtors.has(Field::kPayer)) return;
  const auto& begin = page.group(RecordKind::kReceivable).begin;
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const std::string_view payer = paying_parent(page.debtors, debtor);
    if (payer.empty()) continue;
    const ParentStanding* parent = night.survey->parent(page.debtors.text_at(Field::kCreditorId, debtor), payer);
    if (parent == nullptr || !parent->standing) continue;
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
      const Standing own = standings.at(row);
      if (own == Standing::kOverdue || own == Standing::kNotDue) {
        standings.standing[row] = static_cast<uint8_t>(*parent->standing);
      }
    }
  }
}

}  // namespace dunlin::engine
