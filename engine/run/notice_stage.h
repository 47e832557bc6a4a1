// Between the choice of a step and its action: the first notice in writing opens a period in which the law lets nothing more
// be done, or charged. A step that falls into it waits. Where only charges must wait, every receivable counts from the first
// notice that listed it, and an action leaves without what it may not ask for yet.
#pragma once

#include <optional>

#include "engine/run/unit_stage.h"
#include "rules/contact/first_notice.h"

namespace dunlin::engine {

/// Takes the step away from units that must wait, with the deferral notice_period: until nothing blocks the next step, and
/// where the step charges, until the unit's anchor may be charged. Costs nothing without such a rule.
void hold_for_notice(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

/// True when the answer to an event must wait as a further step would: it speaks to the debtor, or goes to court. What
/// thanks for a cure or answers a dispute does not.
bool waits_for_notice(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                      const PageEvent& event);

/// The first notice in writing of a receivable, in the open episode of the unit that holds it.
struct GivenNotice {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
};
std::optional<GivenNotice> notice_of(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor,
                                     uint32_t receivable);

/// What may not be charged on a receivable: there was no notice yet, or its period runs.
rules::FreeOf free_of(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor,
                      uint32_t receivable);

/// True when some rule lets charges of this debtor wait, so that its notices must be remembered.
bool counts_from_notices(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor);

/// Why the unit's step waits, in words; empty when it does not.
std::string notice_text(const Night& night, const PageDecision& decision, size_t unit);

}  // namespace dunlin::engine
