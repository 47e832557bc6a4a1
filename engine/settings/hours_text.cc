#include "engine/settings/hours_text.h"

#include <optional>

#include "core/vocabulary.h"
#include "rules/calendar/calendar_rule.h"

namespace dunlin::engine {
namespace {

constexpr int32_t kLastSecond = 86'399;

std::optional<int32_t> two_digits(std::string_view text) {
  if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/// Seconds after midnight of "08:30"; "24:00" is the end of the day.
std::optional<int32_t> time_of(std::string_view text) {
  if (text == "24:00") return kLastSecond;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = two_digits(text.substr(0, 2));
  const auto minutes = two_digits(text.substr(3));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return *hours * 3600 + *minutes * 60;
}

std::optional<rules::DayHours> day_hours_of(std::string_view text) {
  const size_t cut = text.find('-');
  if (cut == std::string_view::npos) return std::nullopt;
  const auto from = time_of(text.substr(0, cut));
  const auto until = time_of(text.substr(cut + 1));
  if (!from || !until || *until < *from) return std::nullopt;
  return rules::DayHours{*from, *until};
}

/// First and last weekday of "mon-fri" or "sat".
std::optional<std::pair<int, int>> days_of(std::string_view text) {
  const size_t cut = text.find('-');
  const int first = weekday_named(text.substr(0, cut));
  const int last = cut == std::string_view::npos ? first : weekday_named(text.substr(cut + 1));
  if (first < 0 || last < first) return std::nullopt;
  return std::pair(first, last);
}

HoursReading refused(const TomlNode& node, std::string what) { return {{}, &node, std::move(what)}; }

}  // namespace

int weekday_named(std::string_view name) {
  const auto day = core::find_name(rules::kWeekdayNames, name);
  return day ? static_cast<int>(*day) : -1;
}

HoursReading parse_hours(const TomlNode& node) {
  HoursReading reading;
  if (node.kind == TomlKind::kText) {
    const auto hours = day_hours_of(node.text);
    if (!hours) return refused(node, '"' + node.text + "\" are no hours");
    reading.hours.fill(hours);
    return reading;
  }
  for (const TomlNode& entry : node.children) {
    const auto days = days_of(entry.key);
    if (!days) return refused(entry, '"' + entry.key + "\" is neither a weekday nor a run of weekdays");
    const auto hours = entry.kind == TomlKind::kText ? day_hours_of(entry.text) : std::nullopt;
    if (!hours) return refused(entry, entry.key + " = " + canonical_text(entry) + " are no hours");
    for (int day = days->first; day <= days->second; ++day) {
      auto& slot = reading.hours[static_cast<size_t>(day)];
      if (slot) return refused(entry, '"' + entry.key + "\" names a weekday that has its hours already");
      slot = hours;
    }
  }
  return reading;
}

}  // namespace dunlin::engine
