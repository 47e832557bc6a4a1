// What may be done to a person, how often, and when: the operator's own keys and the rules of the presets it names, side by
// side. Each rule must permit, so several presets are as strict as the strictest. Flags, opt-outs and addresses need no
// policy: they always hold.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary.h"

namespace dunlin::rules {

/// Whom a rule speaks of. A debtor whose kind nobody told is met by the rules of both kinds.
enum class Protects : uint8_t { kEverybody, kConsumers, kBusinesses };
inline constexpr std::array<std::string_view, 3> kProtectsNames = {"everybody", "consumers", "businesses"};
constexpr bool protects(Protects whom, std::optional<core::DebtorKind> kind) {
  if (whom == Protects::kEverybody || !kind) return true;
  return (whom == Protects::kConsumers) == (*kind == core::DebtorKind::kConsumer);
}

enum class CapScope : uint8_t { kDebtor, kReceivable };
inline constexpr std::array<std::string_view, 2> kCapScopeNames = {"debtor", "receivable"};
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
  std::string rule = {};  ///< "PRESET ID" of the preset's rule, for explain; empty: the operator's own
  Protects whom = Protects::kEverybody;
};

/// Silence on `channels` while D - day of the last conversation < `days`; with receivable scope only about debts that the
/// conversation was about.
struct ConversationWait {
  int32_t days = 0;
  core::ChannelSet channels = core::kEveryChannel;
  CapScope scope = CapScope::kDebtor;
  std::string rule = {};
  Protects whom = Protects::kEverybody;
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
inline constexpr uint8_t kAllWeekdays = 0x7F;
/// By weekday, Monday first; a weekday without hours is closed.
using WeekHours = std::array<std::optional<DayHours>, 7>;

/// When calendar channels may be used, in the debtor's own days and hours.
struct ContactTimes {
  uint8_t weekdays = kAllWeekdays;  ///< bit 0 = Monday
  bool holidays = false;            ///< true: not on public holidays of the debtor's country and region
  std::optional<WeekHours> hours = std::nullopt;
  std::string rule = {};
  Protects whom = Protects::kEverybody;
  bool restricts() const { return weekdays != kAllWeekdays || holidays || hours.has_value(); }
};

inline constexpr core::ChannelSet kCalendarChannels =
    core::bit(core::Channel::kCall) | core::bit(core::Channel::kSms) | core::bit(core::Channel::kWhatsapp);

/// The period of a jurisdiction that the first contact of an episode opens (rules/calendar/legal_periods.h).
enum class NoticeKind : uint8_t { kUsValidation, kBeFirstReminder, kNlFourteenDays };
inline constexpr std::array<std::string_view, 3> kNoticeKindNames = {"us-validation", "be-first-reminder",
                                                                     "nl-fourteen-days"};
/// What must wait for the end of that period: every further step, steps with a fee, or steps that charge a fee or interest.
/// Where charges wait, the first notice itself is free.
enum class NoticeBlocks : uint8_t { kNextStep, kFee, kCharge };
inline constexpr std::array<std::string_view, 3> kNoticeBlocksNames = {"next_step", "fee", "charge"};

struct FirstNotice {
  NoticeKind kind = NoticeKind::kUsValidation;
  NoticeBlocks blocks = NoticeBlocks::kNextStep;
  std::string rule = {};
  Protects whom = Protects::kEverybody;
};

/// Which contacts of an episode a rule on texts speaks of: the first in writing, those behind it, or all.
enum class Letters : uint8_t { kFirst, kLater, kEvery };
inline constexpr std::array<std::string_view, 3> kLettersNames = {"first", "later", "every"};

/// What the text of a contact must hold; looked at by those who render it.
struct RequiredFields {
  std::string rule;
  std::vector<std::string> fields;
  Protects whom = Protects::kEverybody;
  Letters letters = Letters::kFirst;
};

/// How many contacts a channel takes on one business date, over all debtors.
struct ChannelCapacity {
  core::Channel channel = core::Channel::kCall;
  int64_t max = 0;
  std::optional<core::Channel> overflow;  ///< where the rest goes when its step names none; none: it is deferred
};

struct ContactPolicy {
  std::vector<std::string> presets;  ///< as named in the configuration
  int32_t min_days_between = 0;      ///< a gap of n defers while D - last contact < n
  std::vector<ContactCap> caps;
  std::vector<ConversationWait> waits;
  std::vector<ContactTimes> times;
  std::vector<FirstNotice> first_notices;
  std::vector<RequiredFields> required_fields;
  core::ChannelSet calendar_channels = kCalendarChannels;
  ContactRoll roll = ContactRoll::kFollowing;
  std::vector<ChannelCapacity> capacity;
};

}  // namespace dunlin::rules
