// Permissions in words, for explain.
#include "core/instant.h"
#include "rules/contact/permit.h"

namespace dunlin::rules {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};

std::string channels_text(core::ChannelSet channels) {
  if (channels == core::kEveryChannel) return "any channel";
  std::string text;
  for (size_t i = 0; i < core::kChannelNames.size(); ++i) {
    if ((channels >> i & 1) == 0) continue;
    text += (text.empty() ? "" : " or ") + std::string(core::kChannelNames[i]);
  }
  return text;
}

/// "12:00:00Z"; a time of another day than `date` carries its own.
std::string time_text(int64_t utc, core::Date date) {
  const core::Date day = core::utc_date_of(utc);
  const int64_t second = utc - day.days * core::kSecondsPerDay;
  const auto two = [](int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  std::string text;
  if (day != date) text = core::to_string(day) + "T";
  return text + two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + "Z";
}

std::string named(const std::string& rule, std::string_view own) { return (rule.empty() ? std::string(own) : rule) + ": "; }

std::string cap_text(const ContactCap& cap, const Permission& met) {
  std::string text = named(cap.rule, "contact.cap") + std::to_string(met.found) + " of " + std::to_string(met.limit) + " ";
  if (cap.counts == CapCounts::kConversation) text += "conversations ";
  text +=
      "by " + channels_text(cap.channels) + " in " + std::to_string(cap.per_days) + (cap.per_days == 1 ? " day" : " days");
  return cap.scope == CapScope::kReceivable ? text + " about one receivable" : text;
}

}  // namespace

std::string detail_of(const ContactPolicy& policy, const Permission& met, core::Date date) {
  const auto rule = static_cast<size_t>(met.rule);
  switch (met.answer) {
    case Deferral::kCapReached: return cap_text(policy.caps[rule], met);
    case Deferral::kWaitAfterConversation:
      return named(policy.waits[rule].rule, "contact.wait_after_conversation") + "spoken with on " +
             core::to_string(met.on) + ", " + std::to_string(met.found) + " of " + std::to_string(met.limit) + " days ago";
    case Deferral::kMinDaysBetween:
      return "last contact on " + core::to_string(met.on) + ", " + std::to_string(met.found) + " of " +
             std::to_string(met.limit) + " days ago";
    case Deferral::kClosedWeekday:
      return named(policy.times[rule].rule, "contact") + std::string(kWeekdays[core::weekday_of(date)]) + " is closed";
    case Deferral::kPublicHoliday:
      return named(policy.times[rule].rule, "contact.holidays") + core::to_string(date) + " is a public holiday";
    case Deferral::kNoCommonHours:
      return named(policy.times[rule].rule, "contact.hours") + "no hour is open in every zone of the debtor";
    case Deferral::kNone:
      if (met.not_before == core::kNull) return {};
      return "from " + time_text(met.not_before, date) + " to " + time_text(met.not_after, date);
    default: return {};
  }
}

}  // namespace dunlin::rules
