#include "core/instant.h"

#include <algorithm>

namespace dunlin::core {
namespace {

/// Two digits from the front of `text`, or -1.
int32_t take_two(std::string_view& text) {
  if (text.size() < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return -1;
  const int32_t value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// The offset in seconds; nothing when `text` is no offset.
std::optional<int64_t> parse_offset(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z") return 0;
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const int32_t hours = take_two(text);
  int32_t minutes = 0;
  if (!text.empty()) {
    take(text, ':');
    minutes = take_two(text);
  }
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
  const int64_t seconds = hours * 3600 + minutes * 60;
  return east ? seconds : -seconds;
}

std::string two_digits(int64_t value) { return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)}; }

}  // namespace

std::optional<int64_t> parse_time_of_day(std::string_view text) {
  const int32_t hours = take_two(text);
  if (hours < 0 || hours > 23 || !take(text, ':')) return std::nullopt;
  const int32_t minutes = take_two(text);
  int32_t seconds = 0;
  if (take(text, ':')) {
    seconds = take_two(text);
    if (take(text, '.') || take(text, ',')) {
      const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
      if (digits == 0) return std::nullopt;
      text.remove_prefix(digits);
    }
  }
  if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return std::nullopt;
  while (take(text, ' ')) {
  }
  const auto offset = parse_offset(text);
  if (!offset) return std::nullopt;
  return hours * 3600 + minutes * 60 + seconds - *offset;
}

std::optional<int64_t> parse_instant(std::string_view text) {
  const auto date = parse_iso_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  const int64_t midnight = date->days * kSecondsPerDay;
  text.remove_prefix(10);
  if (text.empty()) return midnight + kDateAloneSeconds;
  if (text.front() != 'T' && text.front() != 't' && text.front() != ' ') return std::nullopt;
  const auto time = parse_time_of_day(text.substr(1));
  if (!time) return std::nullopt;
  // An offset may lead out of the years that dates have.
  const int64_t at = midnight + *time;
  const bool has_date = utc_date_of(at) >= date_of(1, 1, 1) && utc_date_of(at) <= date_of(9999, 12, 31);
  return has_date ? std::optional(at) : std::nullopt;
}

std::string format_instant(int64_t seconds) {
  const Date date = utc_date_of(seconds);
  const int64_t rest = seconds - date.days * kSecondsPerDay;
  return to_string(date) + "T" + two_digits(rest / 3600) + ":" + two_digits(rest / 60 % 60) + ":" + two_digits(rest % 60) +
         "Z";
}

}  // namespace dunlin::core
