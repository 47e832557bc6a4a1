// What the actions of a page add to what is owed: fees, and interest that they charge or show. Stands between the contact
// policy, which says what leaves, and emission, which writes it; the memory keeps what was added.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary.h"
#include "engine/run/night.h"
#include "engine/run/page_decision.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Fills the line_* columns and `added` for the candidates that leave. Nothing is added by a reminder before the due date,
/// and nothing is demanded of the insolvent and the dead. A charge is the rounded total less what was claimed before.
void charge(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision);

/// The course of the principal of the wanted receivables (one byte a row), as the day's allocation left it.
void trace_principal_of(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed,
                        std::span<const uint8_t> wanted, rules::PrincipalHistory& history);

/// Who charges, as the memory keeps it: the unit that carries the action's step. A fee that is charged once in a
/// receivable's life belongs to the receivable and to no episode (0).
struct ChargeOwner {
  core::UnitKind kind = core::UnitKind::kDebtor;
  std::string unit;
  std::string_view scenario;
  std::string step;  ///< of an event: with the id of its record
  int32_t episode = 0;
};
ChargeOwner charge_owner(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                         const Candidate& candidate);
/// Whose a free reminder is: of each listed receivable's own unit, whichever unit led the action. None: no unit holds it.
std::optional<ChargeOwner> reminder_owner(const Night& night, const storage::LoadedPage& loaded,
                                          const PageDecision& decision, const Candidate& candidate, uint32_t receivable);

}  // namespace dunlin::engine
