// May we contact this person today, on this channel? Flags, opt-outs and addresses first, then caps and gaps; every "no" has
// a code. The order of the tests is the order in which reasons are given.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/vocabulary.h"
#include "rules/contact/contact_policy.h"

namespace dunlin::rules {

/// Why something that was due did not happen. Codes are a contract; kDeferralNames spells them, docs list them.
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
  kNoChannel,
  kBreathingSpace,
  kBankruptcy,
};
inline constexpr std::array<std::string_view, 16> kDeferralNames = {
    "permitted",   "flag_insolvent", "flag_deceased",   "cease_contact", "vulnerable_channel", "bad_address",
    "represented", "opted_out",      "no_address",      "cap_reached",   "min_days_between",   "no_rate",
    "time_barred", "no_channel",     "breathing_space", "bankruptcy"};

/// A contact made on a day by ourselves; `listed` are rows of the page, only kept where a cap has receivable scope.
struct PastContact {
  core::Date on;
  core::Channel channel;
  std::span<const uint32_t> listed;
};

/// What is known of the person whom a step wants to reach.
struct Person {
  core::DebtorFlags flags = 0;
  core::ChannelSet opt_out = 0;
  core::ChannelSet reach = 0;                 ///< addresses of the debtor, or of the contact that stands for it
  core::ChannelSet representative_reach = 0;  ///< of the contact with that role; counts alone when kRepresented is set
  std::span<const PastContact> contacts;      ///< oldest first
};

struct ContactRequest {
  core::Date date;
  core::ActionKind action = core::ActionKind::kContact;
  core::Stage stage = core::Stage::kAmicable;
  int32_t min_days_between = 0;           ///< the scenario's; the larger of this and the policy's holds
  std::span<const uint32_t> listed = {};  ///< receivable rows that the action would list
};

/// kNone when permitted, else the first rule that says no.
Deferral permit(const ContactPolicy& policy, const Person& person, const ContactRequest& request, core::Channel channel);

/// True when some cap counts per receivable, so that contacts must remember what they listed.
bool has_receivable_cap(const ContactPolicy& policy);
/// Days of contacts that must be remembered for caps, gaps and the features that count contacts.
int32_t window_days(const ContactPolicy& policy);

}  // namespace dunlin::rules
