// Second half, part three: may each candidate leave, on which channel and to whom. Each action of a debtor counts in the
// caps and gaps of the next.
#pragma once

#include "engine/run/unit_stage.h"
#include "rules/contact/debtor_places.h"

namespace dunlin::engine {

/// Zones and holidays of the page's debtors.
rules::DebtorPlaces contact_places(const Night& night, const core::AccountPage& page);

/// Per debtor: the closed days that follow today and whose steps are due today (roll = "preceding"); empty under other
/// rolls.
std::vector<int32_t> days_looked_ahead(const Night& night, const core::AccountPage& page);
/// Whether a step leaves ahead of closed days: its action can go by calendar channels only. Any other channel takes over on
/// the closed day itself.
bool leaves_ahead(const rules::ContactPolicy& policy, const rules::Step& step);

/// True when the candidate goes to the debtor's contact of that role (`contacts`: the page's).
bool goes_to_representative(const core::Table& contacts, const Candidate& candidate);

/// Sets outcome, action, channel, hours and recipient of every candidate, in order, and records every channel asked in
/// decision.verdicts.
void decide_contacts(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

}  // namespace dunlin::engine
