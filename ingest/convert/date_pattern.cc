#include "ingest/convert/date_pattern.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace dunlin::ingest {
namespace {

/// Reads `least`..`most` digits from the front of `text`; -1 when there are fewer.
int32_t take_digits(std::string_view& text, size_t least, size_t most) {
  int32_t value = 0;
  size_t count = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count++] - '0');
  }
  if (count < least) return -1;
  text.remove_prefix(count);
  return value;
}

int32_t take_month_name(std::string_view& text) {
  constexpr std::string_view kNames = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (text.size() < 3) return -1;
  char name[3];
  for (size_t i = 0; i < 3; ++i) name[i] = static_cast<char>(text[i] | 0x20);
  for (size_t month = 0; month < 12; ++month) {
    if (kNames.substr(month * 3, 3) != std::string_view(name, 3)) continue;
    text.remove_prefix(3);
    return static_cast<int32_t>(month) + 1;
  }
  return -1;
}

}  // namespace

core::Result<DatePattern> DatePattern::compile(std::string_view pattern) {
  struct Spelling {
    std::string_view text;
    Part part;
    size_t role;  // 0 year, 1 month, 2 day
  };
  // Longer spellings first.
  static constexpr Spelling kSpellings[] = {{"YYYY", Part::kYear4, 0}, {"YY", Part::kYear2, 0}, {"MMM", Part::kMonthName, 1},
                                            {"MM", Part::kMonth2, 1},  {"M", Part::kMonth, 1},  {"DD", Part::kDay2, 2},
                                            {"D", Part::kDay, 2}};
  DatePattern compiled;
  compiled.iso_ = pattern == "YYYY-MM-DD";
  size_t seen[3] = {};
  for (std::string_view rest = pattern; !rest.empty();) {
    const auto* spelling = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                        [&](const Spelling& known) { return rest.starts_with(known.text); });
    if (spelling != std::end(kSpellings)) {
      compiled.tokens_.push_back({spelling->part, 0});
      ++seen[spelling->role];
      rest.remove_prefix(spelling->text.size());
      continue;
    }
    if (std::isalnum(static_cast<unsigned char>(rest.front())) != 0) {
      return core::bad_configuration(
          "dates", "the date pattern \"" + std::string(pattern) + "\" has an unknown token at \"" + std::string(rest) + '"',
          "tokens are YYYY YY MMM MM M DD D");
    }
    compiled.tokens_.push_back({Part::kLiteral, rest.front()});
    rest.remove_prefix(1);
  }
  if (seen[0] != 1 || seen[1] != 1 || seen[2] != 1) {
    return core::bad_configuration(
        "dates", "the date pattern \"" + std::string(pattern) + "\" needs a year, a month and a day, each once");
  }
  return compiled;
}

std::optional<core::Date> DatePattern::parse(std::string_view text) const {
  int32_t year = 0;
  int32_t month = 0;
  int32_t day = 0;
  for (const Token token : tokens_) {
    switch (token.part) {
      case Part::kYear4: year = take_digits(text, 4, 4); break;
      case Part::kYear2:
        year = take_digits(text, 2, 2);
        if (year >= 0) year += year < 69 ? 2000 : 1900;
        break;
      case Part::kMonth2: month = take_digits(text, 2, 2); break;
      case Part::kMonth: month = take_digits(text, 1, 2); break;
      case Part::kMonthName: month = take_month_name(text); break;
      case Part::kDay2: day = take_digits(text, 2, 2); break;
      case Part::kDay: day = take_digits(text, 1, 2); break;
      case Part::kLiteral:
        if (text.empty() || text.front() != token.literal) return std::nullopt;
        text.remove_prefix(1);
        break;
    }
  }
  if (!text.empty() || year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (static_cast<uint32_t>(day) > core::days_in_month(year, static_cast<uint32_t>(month))) return std::nullopt;
  return core::date_of(year, static_cast<uint32_t>(month), static_cast<uint32_t>(day));
}

}  // namespace dunlin::ingest
