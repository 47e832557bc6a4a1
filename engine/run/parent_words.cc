#include "engine/run/parent_words.h"

#include "engine/run/parent_standing.h"

namespace dunlin::engine {
namespace {

using core::Standing;

/// True when a record of the debtor's own makes the receivable stand so.
bool stands_by_itself(const rules::CoverMasks& own, Standing standing, uint32_t receivable) {
  const auto covers = [&](std::span<const uint8_t> mask) { return !mask.empty() && mask[receivable] != 0; };
  switch (standing) {
    case Standing::kHeld: return covers(own.held);
    case Standing::kDisputed: return covers(own.disputed);
    case Standing::kPromised: return covers(own.promised);
    case Standing::kPlanned: return covers(own.planned);
    default: return true;
  }
}

}  // namespace

void tell_parent(const Night& night, const core::Table& debtors, uint32_t debtor, std::vector<std::string>& notes) {
  const ParentStanding* parent = followed_parent(night, debtors, debtor);
  if (parent == nullptr) return;
  std::string text = "parent_pays: " + std::string(paying_parent(debtors, debtor));
  if (parent->standing) text += ", which stands " + std::string(core::name_of(core::kStandingNames, *parent->standing));
  if (parent->stage) text += ", at the stage " + std::string(core::name_of(core::kStageNames, *parent->stage));
  notes.push_back(text + "; its own explanation says why");
}

void tell_shelter(const Night& night, const StandingFacts& facts, uint32_t debtor, uint32_t receivable,
                  std::vector<std::string>& reasons) {
  const ParentStanding* parent = followed_parent(night, facts.page.debtors, debtor);
  if (parent == nullptr || !parent->standing || facts.standings.at(receivable) != *parent->standing) return;
  if (stands_by_itself(facts.covers.masks(), *parent->standing, receivable)) return;
  reasons.push_back(std::string(core::name_of(core::kStandingNames, *parent->standing)) + ": through its parent " +
                    std::string(paying_parent(facts.page.debtors, debtor)) + ", which pays and stands so");
}

}  // namespace dunlin::engine
