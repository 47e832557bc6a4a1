// What may be done to a person, how often, and when. Flags, opt-outs and addresses need no policy: they always hold.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary.h"

namespace dunlin::rules {

enum class CapScope : uint8_t { kDebtor, kReceivable };
/// What a cap counts: every outbound attempt, or conversations only.
enum class CapCounts : uint8_t { kAttempt, kConversation };
inline constexpr std::array<std::string_view, 2> kCapCountsNames = {"attempt", "conversation"};

/// At most `max` contacts on any of `channels` in the `per_days` days that end today.
struct ContactCap {
  core::ChannelSet channels = core::kEveryChannel;
  int32_t max = 0;
  int32_t per_days = 1;  ///< 1..400
  CapScope scope = CapScope::kDebtor;
  CapCounts counts = CapCounts::kAttempt;
  std::string rule = {};  ///< the preset's rule that it comes from, for explain; empty: the operator's own
};

/// What happens to a contact that falls on a closed day. kFollowing: it is deferred. kNone: the day does not matter.
/// kPreceding: it leaves on the last open day before. kModifiedFollowing: as following, but preceding where that would leave
/// the month.
enum class ContactRoll : uint8_t { kFollowing, kNone, kPreceding, kModifiedFollowing };
inline constexpr std::array<std::string_view, 4> kContactRollNames = {"following", "none", "preceding",
                                                                      "modified_following"};

/// Seconds after local midnight, both ends inclusive.
struct DayHours {
  int32_t from = 0;
  int32_t until = 86'399;
};

inline constexpr core::ChannelSet kCalendarChannels =
    core::bit(core::Channel::kCall) | core::bit(core::Channel::kSms) | core::bit(core::Channel::kWhatsapp);

/// How many contacts a channel takes on one business date, over all debtors.
struct ChannelCapacity {
  core::Channel channel = core::Channel::kCall;
  int64_t max = 0;
  std::optional<core::Channel> overflow;  ///< where the rest goes when its step names none; none: it is deferred
};

struct ContactPolicy {
  std::vector<std::string> presets;     ///< as named in the configuration
  int32_t min_days_between = 0;         ///< a gap of n defers while D - last contact < n
  int32_t wait_after_conversation = 0;  ///< defers while D - last conversation < n
  std::vector<ContactCap> caps;
  uint8_t weekdays = 0x7F;                            ///< bit 0 = Monday: days on which calendar channels may be used
  bool holidays = false;                              ///< true: not on public holidays of the debtor's country and region
  std::array<std::optional<DayHours>, 7> hours = {};  ///< by weekday; none: free
  core::ChannelSet calendar_channels = kCalendarChannels;
  ContactRoll roll = ContactRoll::kFollowing;
  std::vector<ChannelCapacity> capacity;
};

}  // namespace dunlin::rules
