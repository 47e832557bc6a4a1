// The events of a page that no run has settled yet: those of records, of episodes and of the credit limit, and those that
// earlier runs saw and left waiting.
#pragma once

#include "engine/run/unit_stage.h"

namespace dunlin::engine {

/// Record id of an event of a unit's episode: "2" for the debtor, "receivable:R1/2" else.
std::string episode_record_id(core::UnitKind kind, std::string_view unit, int32_t episode);

/// Record id of the remark that all that is open has fallen below the credit limit again.
std::string below_limit_id(core::Date on);
bool is_below_limit(std::string_view record_id);

/// Adds them to decision.events, by debtor, event and record id; units are decided.
void collect_events(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision);

}  // namespace dunlin::engine
