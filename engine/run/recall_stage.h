// Second half, part zero: what memory says of each unit. The episode after this day's opening or closing, the last completed
// step, and an emitted step that an interaction must complete.
#pragma once

#include "engine/run/assess_stage.h"
#include "rules/contact/place.h"

namespace dunlin::engine {

/// The ids of a scenario's steps up to one, parted by '\x1f': what memory keeps of the last completed step.
std::string step_path(const rules::Scenario& scenario, size_t step);
/// Index of the last completed step that a path stands for in `scenario`: the last of its ids that still exists; -1: none.
int8_t last_step_of(const rules::Scenario& scenario, std::string_view path);

struct CompletionAnswer {
  Completion what = Completion::kWaits;
  core::Date on;  ///< of the interaction that completed it
};
struct CompletionQuestion {
  core::Date date;
  rules::Completes completes = rules::Completes::kSent;
  std::string_view action_id;
};
/// Interactions of the debtor up to the date, on the calendar of its place, that name the action. The earliest that
/// completes it counts; none and one that failed or was cancelled frees the step.
CompletionAnswer completion_of(const core::AccountPage& page, uint32_t debtor, const rules::Place& place,
                               const CompletionQuestion& question);

/// What a remembered path means in the scenario under which a unit stands today: a scenario that changed in the middle of an
/// episode goes on behind the steps that come no later.
int8_t step_today(const rules::Rulebook& book, std::string_view remembered_scenario, std::string_view path,
                  uint16_t scenario);

/// Fills the columns of decision.unit that memory decides.
void recall_units(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
