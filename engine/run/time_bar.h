// What a time bar leaves of a unit. No suit, and no threat of one, over a barred receivable: legal steps look at a unit as
// if its barred receivables were not there, so that one of them neither rides along nor keeps the others from court.
#pragma once

#include <vector>

#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// A referral to court, or a step of the stages pre_legal and legal.
bool is_legal(const rules::Step& step);

bool is_time_barred(const storage::LoadedPage& loaded, const Assessment& assessed, core::Date date, uint32_t receivable);

/// Fills legal_anchor and legal_clock of the units; leaves them empty where nothing overdue on the page is barred.
void find_legal_anchors(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

/// The anchor of a step and its clock: of legal steps the oldest item that is not barred (kNoRow: all are).
uint32_t anchor_for(const PageDecision& decision, size_t unit, const rules::Step& step);
int32_t clock_for(const PageDecision& decision, size_t unit, const rules::Step& step);

/// True when the step would claim less of the unit than other steps do.
bool claims_less(const PageDecision& decision, size_t unit, const rules::Step& step);
/// What a legal step claims of the unit, by currency code: as Units::claims_of, without what is barred.
std::vector<rules::Claim> legal_claims(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                                       size_t unit);

}  // namespace dunlin::engine
