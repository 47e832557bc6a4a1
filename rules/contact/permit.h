// May we contact this person today, on this channel? Flags, opt-outs and addresses first, then caps, talks and gaps, then
// the calendar; every "no" has a code. The order of the tests is the order in which reasons are given.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/table.h"
#include "core/vocabulary.h"
#include "rules/contact/contact_history.h"
#include "rules/contact/contact_policy.h"
#include "rules/contact/place.h"

namespace dunlin::rules {

/// Why something that was due did not happen. Codes are a contract; kDeferralNames spells them, config/REASONS.md lists
/// them.
enum class Deferral : uint8_t {
  kNone,
  kFlagInsolvent,
  kFlagDeceased,
  kCeaseContact,
  kVulnerableChannel,
  kBadAddress,
  kRepresented,
  kOptedOut,
  kNoAddress,
  kCapReached,
  kMinDaysBetween,
  kNoRate,
  kTimeBarred,
  kWaitAfterConversation,
  kClosedWeekday,
  kPublicHoliday,
  kNoCommonHours,
  kNoticePeriod,
  kBreathingSpace,
  kBankruptcy,
  kReplacedByEvent,
  kCapacityUsedUp,
  kUnknownScenario,
};
inline constexpr auto kDeferralNames = std::to_array<std::string_view>({
    "permitted",          "flag_insolvent",
    "flag_deceased",      "cease_contact",
    "vulnerable_channel", "bad_address",
    "represented",        "opted_out",
    "no_address",         "cap_reached",
    "min_days_between",   "no_rate",
    "time_barred",        "wait_after_conversation",
    "closed_weekday",     "public_holiday",
    "no_common_hours",    "notice_period",
    "breathing_space",    "bankruptcy",
    "replaced_by_event",  "capacity_used_up",
    "unknown_scenario",
});

/// What is known of the person whom a step wants to reach.
struct Person {
  core::DebtorFlags flags = 0;
  core::ChannelSet opt_out = 0;
  core::ChannelSet reach = 0;                 ///< addresses of the debtor, or of the contact that stands for it
  core::ChannelSet representative_reach = 0;  ///< of the contact with that role; counts alone when kRepresented is set
  std::optional<core::DebtorKind> kind = std::nullopt;
  const ContactHistory* history = nullptr;  ///< null: never contacted
  const Place* place = nullptr;             ///< null: no calendar rule is asked
};

struct ContactRequest {
  core::Date date;
  core::ActionKind action = core::ActionKind::kContact;
  core::Stage stage = core::Stage::kAmicable;
  int32_t min_days_between = 0;           ///< the scenario's; the larger of this and the policy's holds
  std::span<const uint32_t> listed = {};  ///< receivable rows that the action would list
};

/// The answer, with the figures that made it.
struct Permission {
  Deferral answer = Deferral::kNone;
  int32_t rule = -1;                 ///< position in the policy's caps, waits or times; -1: none of these
  int32_t found = 0;                 ///< contacts counted, or days since
  int32_t limit = 0;                 ///< how many are allowed, or days that must pass
  core::Date on = core::kNoDate;     ///< of the talk or contact that is waited for
  int64_t not_before = core::kNull;  ///< seconds since 1970 UTC, both ends inclusive; kNull: any time
  int64_t not_after = core::kNull;
};

/// Permitted, or the first rule that says no.
Permission permit(const ContactPolicy& policy, const Person& person, const ContactRequest& request, core::Channel channel);

/// The permission in words: "us-reg-f 1006.14(b)(2)(i)(A): 7 of 7 by call in 7 days". Empty where the code says it all.
std::string detail_of(const ContactPolicy& policy, const Permission& permission, core::Date date);

/// True when some rule counts per receivable, so that contacts must remember what they listed.
bool remembers_listed(const ContactPolicy& policy);
/// Days of contacts that must be remembered for caps, gaps and the features that count contacts.
int32_t window_days(const ContactPolicy& policy);

}  // namespace dunlin::rules
