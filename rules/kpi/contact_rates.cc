#include "rules/kpi/contact_rates.h"

namespace dunlin::rules {

using core::InteractionOutcome;

void ContactSums::merge(const ContactSums& other) {
  attempts += other.attempts;
  connects += other.connects;
  right_party += other.right_party;
}

void add_call(InteractionOutcome outcome, ContactSums& sums) {
  switch (outcome) {
    case InteractionOutcome::kConversation: ++sums.right_party; [[fallthrough]];
    case InteractionOutcome::kAnswered:
    case InteractionOutcome::kRefused: ++sums.connects; [[fallthrough]];
    case InteractionOutcome::kNoAnswer:
    case InteractionOutcome::kFailed: ++sums.attempts; break;
    case InteractionOutcome::kSent:
    case InteractionOutcome::kDelivered:
    case InteractionOutcome::kOpened:
    case InteractionOutcome::kDone:
    case InteractionOutcome::kSkipped:
    case InteractionOutcome::kCancelled: break;
  }
}

Ratio right_party_of_attempts(const ContactSums& sums) {
  return percent(static_cast<__int128>(sums.right_party), static_cast<__int128>(sums.attempts));
}
Ratio right_party_of_connects(const ContactSums& sums) {
  return percent(static_cast<__int128>(sums.right_party), static_cast<__int128>(sums.connects));
}

}  // namespace dunlin::rules
