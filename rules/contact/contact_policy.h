// What may be done to a person, and how often: caps and gaps. Flags, opt-outs and addresses need no policy: they always
// hold.
#pragma once

#include <cstdint>
#include <vector>

#include "core/vocabulary.h"

namespace dunlin::rules {

enum class CapScope : uint8_t { kDebtor, kReceivable };

/// At most `max` contacts on any of `channels` in the `per_days` days that end today.
struct ContactCap {
  core::ChannelSet channels = core::kEveryChannel;
  int32_t max = 0;
  int32_t per_days = 1;  ///< 1..400
  CapScope scope = CapScope::kDebtor;
};

struct ContactPolicy {
  int32_t min_days_between = 0;  ///< a gap of n defers while D - last contact < n
  std::vector<ContactCap> caps;
};

}  // namespace dunlin::rules
