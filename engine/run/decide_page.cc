#include "engine/run/decide_page.h"

#include "engine/run/assess_stage.h"
#include "engine/run/candidate_stage.h"
#include "engine/run/charge_stage.h"
#include "engine/run/contact_stage.h"
#include "engine/run/emit_stage.h"
#include "engine/run/event_stage.h"
#include "engine/run/notice_stage.h"
#include "engine/run/priority_stage.h"
#include "engine/run/remember_stage.h"
#include "engine/run/unit_stage.h"

namespace dunlin::engine {

void decide_contacts_of_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch,
                             PageDecision& decision) {
  scratch.arena.clear();
  decision.counters.clear();
  decision.quarantined.clear();
  assess(night, loaded, scratch, decision.assessment);
  decide_units(night, loaded, scratch, decision);
  hold_for_notice(night, loaded, decision);
  decide_events(night, loaded, scratch, decision);
  decide_pre_due(night, loaded, scratch, decision);
  gather_candidates(night, loaded, decision);
  rank_candidates(night, scratch, decision);
  decide_contacts(night, loaded, decision);
}

void decide_page(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  decide_contacts_of_page(night, loaded, scratch, decision);
  count_standings(loaded, decision.assessment, decision.counters);
  charge(night, loaded, decision);
  emit_actions(night, loaded, decision);
  remember(night, loaded, decision);
}

}  // namespace dunlin::engine
