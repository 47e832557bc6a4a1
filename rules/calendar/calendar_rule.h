// Calendars as rules: what the files of config/calendars and of the operator say, as plain data. compile_calendars.h makes
// days of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "rules/calendar/calendar.h"

namespace dunlin::rules {

/// How a rule finds its day in a year.
enum class HolidayForm : uint8_t {
  kFixed,          ///< `month` and `day`
  kEaster,         ///< `days` after Easter Sunday (Gregorian), negative before
  kNthWeekday,     ///< the `nth` `weekday` of `month`; -1: the last
  kWeekdayBefore,  ///< the last `weekday` before `month` and `day`
  kWeekdayAfter,   ///< the first `weekday` after `month` and `day`
  kOnce,           ///< `dates`, each in its own year
};

inline constexpr std::array<std::string_view, 7> kWeekdayNames = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
inline constexpr uint8_t kEveryWeekday = 0x7F;

struct HolidayRule {
  std::string name = {};
  HolidayForm form = HolidayForm::kFixed;
  uint32_t month = 0, day = 0;
  int32_t days = 0;
  uint32_t weekday = 0;  ///< 0 = Monday
  int32_t nth = 0;
  std::vector<core::Date> dates = {};

  std::optional<int32_t> from = {}, until = {};  ///< years, inclusive
  std::vector<int32_t> years = {};               ///< these too, whatever `from` and `until` say
  std::vector<int32_t> except_years = {};
  uint8_t weekdays = kEveryWeekday;           ///< counts only when it falls on one of these, bit 0 = Monday
  std::array<int8_t, 7> move = {};            ///< by weekday: the day it is kept on instead, so many days on
  std::array<int8_t, 7> observed = {};        ///< by weekday: kept on that day too, in calendars that count observed days
  bool substitute = false;                    ///< on a weekend, the next weekday that is no holiday is one too
  bool not_in_easter_week = false;            ///< falling in the week that ends with Easter Sunday, it is kept a week later
  std::vector<std::string> regions = {};      ///< only there; empty: everywhere
  std::vector<std::string> not_regions = {};  ///< everywhere but there
};

struct CalendarPolicy {
  std::string id = {};                    ///< "DE", "TARGET", "ACME"
  std::string name = {};                  ///< "Germany"
  std::string source = {};                ///< where the rules are from, for people
  std::string base = {};                  ///< a calendar whose rules hold here too: "DE-BY"
  std::vector<std::string> regions = {};  ///< each makes a calendar ID-REGION
  std::optional<uint8_t> working = {};  ///< weekdays that are business days; none: those of the base, else Monday to Friday
  bool observed = false;                ///< observed days count
  std::vector<HolidayRule> holidays = {};
};

}  // namespace dunlin::rules
