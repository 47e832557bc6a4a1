#include "engine/run/decide_page.h"

#include <algorithm>

#include "core/invariant.h"
#include "core/overflow_watch.h"
#include "engine/run/assess_stage.h"
#include "engine/run/candidate_stage.h"
#include "engine/run/charge_stage.h"
#include "engine/run/contact_stage.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/emit_stage.h"
#include "engine/run/event_stage.h"
#include "engine/run/notice_stage.h"
#include "engine/run/priority_stage.h"
#include "engine/run/remember_stage.h"
#include "engine/run/unit_stage.h"

namespace dunlin::engine {
namespace {

using core::Field;

void pass_stages(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  scratch.arena.clear();
  decision.counters.clear();
  assess(night, loaded, scratch, decision.assessment);
  decide_units(night, loaded, scratch, decision);
  hold_for_notice(night, loaded, decision);
  decide_events(night, loaded, scratch, decision);
  decide_pre_due(night, loaded, scratch, decision);
  gather_candidates(night, loaded, decision);
  rank_candidates(night, scratch, decision);
  decide_contacts(night, loaded, decision);
  charge(night, loaded, decision);
}

/// Some sum of the page has overflowed; it does so again where its debtor is decided alone.
void quarantine(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  std::vector<uint8_t>& set_aside = decision.assessment.set_aside;
  set_aside.assign(loaded.page.debtor_count(), 0);
  for (uint32_t debtor = 0; debtor < set_aside.size(); ++debtor) {
    const storage::LoadedPage alone = debtor_alone(loaded, debtor);
    PageDecision of_one;
    const core::OverflowWatch watch;
    pass_stages(night, alone, scratch, of_one);
    if (!watch.noticed()) continue;
    set_aside[debtor] = 1;
    if (of_one.assessment.decided[0] == 0) continue;
    std::string name(loaded.page.debtors.text_at(Field::kCreditorId, debtor));
    name.append(1, '\x1f').append(loaded.page.debtors.text_at(Field::kDebtorId, debtor));
    decision.quarantined.emplace_back(std::move(name), kQuarantineNames.front());
  }
  INVARIANT(std::ranges::find(set_aside, 1) != set_aside.end(), "a sum of a page overflows, and none of its debtors'");
}

}  // namespace

void decide_charges_of_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch,
                            PageDecision& decision) {
  decision.quarantined.clear();
  decision.assessment.set_aside.clear();
  const core::OverflowWatch watch;
  pass_stages(night, loaded, scratch, decision);
  if (!watch.noticed()) return;
  // Whoever is set aside stays in the page, as the debtors of another creditor's run do: nothing is decided of it.
  quarantine(night, loaded, scratch, decision);
  pass_stages(night, loaded, scratch, decision);
}

void decide_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  decide_charges_of_page(night, loaded, scratch, decision);
  count_standings(loaded, decision.assessment, decision.counters);
  emit_actions(night, loaded, decision);
  remember(night, loaded, decision);
}

}  // namespace dunlin::engine
