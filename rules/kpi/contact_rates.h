// How often calls reach the person who owes.
#pragma once

#include <cstdint>

#include "core/vocabulary.h"
#include "rules/kpi/ratio.h"

namespace dunlin::rules {

struct ContactSums {
  uint64_t attempts = 0;     ///< outbound calls, answered or not
  uint64_t connects = 0;     ///< of them somebody answered
  uint64_t right_party = 0;  ///< of them ended in a conversation with the debtor

  void merge(const ContactSums& other);
};

/// Counts an outbound call. Outcomes that speak of a task (done, skipped, cancelled) or of a message (sent, delivered,
/// opened) are no attempts.
void add_call(core::InteractionOutcome outcome, ContactSums& sums);

/// Percent: right-party contacts of attempts, and of connects.
Ratio right_party_of_attempts(const ContactSums& sums);
Ratio right_party_of_connects(const ContactSums& sums);

}  // namespace dunlin::rules
