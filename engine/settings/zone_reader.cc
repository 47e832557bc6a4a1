#include "engine/settings/zone_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rules/calendar/zones_of_places.h"

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;
using rules::Zone;

constexpr std::string_view kFolder = "/usr/share/zoneinfo/";
constexpr int32_t kFirstYear = 1970;
constexpr int32_t kLastYear = 2100;
constexpr int64_t kDay = 86'400;
constexpr size_t kZoneBytesMax = 1U << 20;

int64_t start_of(core::Date date) { return date.days * kDay; }

/// Bytes of a file read from front to back; past the end everything is zero and `failed` is set.
class ByteCursor {
 public:
  explicit ByteCursor(std::string_view bytes) : bytes_(bytes) {}
  std::string_view take(size_t count) {
    if (count > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  /// A signed big-endian number.
  int64_t number(size_t width) {
    const std::string_view taken = take(width);
    uint64_t value = !taken.empty() && (taken[0] & 0x80) != 0 ? ~uint64_t{0} : 0;
    for (const char byte : taken) value = value << 8 | static_cast<uint8_t>(byte);
    return static_cast<int64_t>(value);
  }
  std::string_view rest() const { return bytes_; }
  bool failed() const { return failed_; }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

/// A day and time of the year on which the clock changes, as POSIX writes them: M3.5.0/2, J60, 59.
struct YearlyChange {
  enum class Form { kWeekday, kJulianWithoutLeapDay, kDayOfYear } form = Form::kDayOfYear;
  int32_t month = 1, week = 1, weekday = 0;  // weekday: 0 = Sunday
  int32_t day = 0;
  int32_t second = 7200;  // of the local day, may be negative or beyond it

  int64_t local_in(int32_t year) const {
    const core::Date january = core::date_of(year, 1, 1);
    core::Date date = january + day;
    if (form == Form::kJulianWithoutLeapDay) date = january + (day - 1) + (core::is_leap_year(year) && day >= 60);
    if (form == Form::kWeekday) date = nth_weekday(year);
    return start_of(date) + second;
  }

 private:
  core::Date nth_weekday(int32_t year) const {
    const auto of = static_cast<uint32_t>(month);
    const core::Date first = core::date_of(year, of, 1);
    const auto first_weekday = static_cast<int32_t>((core::weekday_of(first) + 1) % 7);
    int32_t at = (weekday - first_weekday + 7) % 7 + 7 * (week - 1);
    while (at >= static_cast<int32_t>(core::days_in_month(year, of))) at -= 7;
    return first + at;
  }
};

/// The rule of the footer, for every year behind the last listed change.
struct YearlyRule {
  int32_t standard = 0;
  int32_t summer = 0;
  bool has_summer = false;
  YearlyChange begin, end;
};

class PosixReader {
 public:
  explicit PosixReader(std::string_view text) : text_(text) {}

  std::optional<YearlyRule> read() {
    YearlyRule rule;
    if (!skip_name()) return std::nullopt;
    rule.standard = -time();
    if (!text_.empty() && skip_name()) {
      rule.has_summer = true;
      rule.summer = rule.standard + 3600;
      if (!text_.empty() && text_.front() != ',') rule.summer = -time();
      rule.begin = change();
      rule.end = change();
    }
    return failed_ || !text_.empty() ? std::nullopt : std::optional(rule);
  }

 private:
  bool eat(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool skip_name() {
    size_t size = 0;
    if (eat('<')) {
      size = std::min(text_.find('>'), text_.size());
      text_.remove_prefix(size);
      return eat('>');
    }
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    while (size < text_.size() && is_letter(text_[size])) ++size;
    text_.remove_prefix(size);
    return size > 0;
  }
  int32_t number() {
    int32_t value = 0;
    size_t size = 0;
    while (size < text_.size() && size < 4 && text_[size] >= '0' && text_[size] <= '9') {
      value = value * 10 + (text_[size++] - '0');
    }
    failed_ |= size == 0;
    text_.remove_prefix(size);
    return value;
  }
  /// [+-]h[:m[:s]] in seconds.
  int32_t time() {
    const int32_t sign = eat('-') ? -1 : 1;
    if (sign == 1) eat('+');
    int32_t seconds = number() * 3600;
    if (eat(':')) seconds += number() * 60;
    if (eat(':')) seconds += number();
    return sign * seconds;
  }
  YearlyChange change() {
    YearlyChange change;
    failed_ |= !eat(',');
    if (eat('M')) {
      change.form = YearlyChange::Form::kWeekday;
      change.month = std::clamp(number(), 1, 12);
      failed_ |= !eat('.');
      change.week = std::clamp(number(), 1, 5);
      failed_ |= !eat('.');
      change.weekday = number() % 7;
    } else {
      const bool is_julian = eat('J');
      if (is_julian) change.form = YearlyChange::Form::kJulianWithoutLeapDay;
      change.day = number();
    }
    if (eat('/')) change.second = time();
    return change;
  }

  std::string_view text_;
  bool failed_ = false;
};

/// Appends offsets by time; one that changes nothing is left out, one at the same instant takes the other's place.
class ZoneMaker {
 public:
  void add(int64_t utc, int32_t offset) {
    const int64_t first = start_of(core::date_of(kFirstYear, 1, 1));
    if (utc >= start_of(core::date_of(kLastYear + 1, 1, 1))) return;
    utc = std::max(utc, first);
    if (!zone_.utc_from.empty() && zone_.utc_from.back() == utc) {
      zone_.utc_from.pop_back();
      zone_.offset.pop_back();
    }
    if (!zone_.offset.empty() && zone_.offset.back() == offset) return;
    zone_.utc_from.push_back(utc);
    zone_.offset.push_back(offset);
  }

  void add_years(const YearlyRule& rule, std::optional<int64_t> after) {
    if (!rule.has_summer) {
      if (!after) add(0, rule.standard);
      return;
    }
    for (int32_t year = kFirstYear; year <= kLastYear; ++year) {
      std::pair<int64_t, int32_t> changes[] = {{rule.begin.local_in(year) - rule.standard, rule.summer},
                                               {rule.end.local_in(year) - rule.summer, rule.standard}};
      std::sort(std::begin(changes), std::end(changes));
      for (const auto& [utc, offset] : changes) {
        if (!after || utc > *after) add(utc, offset);
      }
    }
  }
  Zone take() { return std::move(zone_); }

 private:
  Zone zone_;
};

struct ZoneHead {
  int64_t utc_flags, standard_flags, leaps, times, types, letters;
  int64_t block_bytes(int64_t time_bytes) const {
    return times * (time_bytes + 1) + types * 6 + letters + leaps * (time_bytes + 4) + standard_flags + utc_flags;
  }
  bool is_sound() const {
    const auto small = [](int64_t count) { return count >= 0 && count <= 100'000; };
    return small(utc_flags) && small(standard_flags) && small(leaps) && small(times) && types > 0 && types <= 256 &&
           small(letters);
  }
};

std::optional<ZoneHead> read_head(ByteCursor& cursor) {
  if (cursor.take(4) != "TZif") return std::nullopt;
  cursor.take(16);  // version and reserved bytes
  ZoneHead head{};
  for (int64_t* count : {&head.utc_flags, &head.standard_flags, &head.leaps, &head.times, &head.types, &head.letters}) {
    *count = cursor.number(4);
  }
  return cursor.failed() || !head.is_sound() ? std::nullopt : std::optional(head);
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return text.str().size() > kZoneBytesMax ? std::string() : std::move(text).str();
}

bool is_zone_name(std::string_view name) {
  const auto is_good = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' ||
           c == '+';
  };
  return !name.empty() && name.front() != '/' && std::all_of(name.begin(), name.end(), is_good);
}

}  // namespace

std::optional<Zone> read_zone_bytes(std::string_view bytes) {
  ByteCursor cursor(bytes);
  const auto old_head = read_head(cursor);
  if (!old_head || bytes[4] < '2') return std::nullopt;
  cursor.take(static_cast<size_t>(old_head->block_bytes(4)));
  const auto head = read_head(cursor);
  if (!head) return std::nullopt;
  std::vector<int64_t> times;
  std::vector<size_t> types;
  std::vector<int32_t> offsets;
  for (int64_t i = 0; i < head->times; ++i) times.push_back(cursor.number(8));
  for (int64_t i = 0; i < head->times; ++i) types.push_back(static_cast<size_t>(cursor.number(1) & 0xFF));
  for (int64_t i = 0; i < head->types; ++i) {
    offsets.push_back(static_cast<int32_t>(cursor.number(4)));
    cursor.take(2);  // summer time, and where its letters begin
  }
  cursor.take(static_cast<size_t>(head->letters + head->leaps * 12 + head->standard_flags + head->utc_flags));
  const std::string_view footer = cursor.rest();
  if (cursor.failed() || footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return std::nullopt;
  ZoneMaker maker;
  maker.add(0, offsets.front());
  for (size_t i = 0; i < times.size(); ++i) {
    if (types[i] >= offsets.size()) return std::nullopt;
    maker.add(times[i], offsets[types[i]]);
  }
  const std::string_view rule = footer.substr(1, footer.size() - 2);
  if (rule.empty()) return maker.take();
  const auto yearly = PosixReader(rule).read();
  if (!yearly) return std::nullopt;
  maker.add_years(*yearly, times.empty() ? std::nullopt : std::optional(times.back()));
  return maker.take();
}

std::optional<Zone> read_zone(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  return read_zone_bytes(read_text(std::string(kFolder) + std::string(name)));
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::recursive_directory_iterator at(kFolder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().string().substr(kFolder.size());
    const bool is_copy = name == "posix" || name == "right";  // the whole database again, the second with leap seconds
    if (is_copy) at.disable_recursion_pending();
    const bool is_zone = is_zone_name(name) && name.front() >= 'A' && name.front() <= 'Z' && at->is_regular_file(error);
    if (is_zone) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<const rules::ZoneBook> read_zones(const std::string& default_zone) {
  auto book = std::make_shared<rules::ZoneBook>();
  for (const std::string& name : zone_names()) {
    if (auto zone = read_zone(name)) book->add(name, std::move(*zone));
  }
  book->set_default(default_zone);
  return book;
}

std::vector<std::string> missing_zones(const rules::ZoneBook& book, bool everywhere) {
  std::vector<std::string> missing;
  if (book.find(book.default_name()) == nullptr) missing.push_back(book.default_name());
  if (!everywhere) return missing;
  for (const std::string_view name : rules::zones_of_all_places()) {
    if (book.find(name) == nullptr && name != book.default_name()) missing.emplace_back(name);
  }
  return missing;
}

bool uses_zones(const rules::RulebookSource& source) {
  const rules::ContactPolicy& contact = source.contact;
  const auto keeps_apart = [](const rules::Scenario& scenario) { return scenario.min_days_between_contacts > 0; };
  return !contact.times.empty() || !contact.caps.empty() || !contact.waits.empty() || contact.min_days_between > 0 ||
         std::any_of(source.scenarios.begin(), source.scenarios.end(), keeps_apart);
}

}  // namespace dunlin::engine
