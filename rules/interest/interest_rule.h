// How late payment interest is reckoned, as the operator (or a law) wrote it. Plain data; interest.h computes with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/limits.h"
#include "core/vocabulary.h"

namespace dunlin::rules {

/// Rates are integers in units of 10^-10 percent a year: 9.5 % is 95'000'000'000.
using RateValue = int64_t;
inline constexpr RateValue kRateOne = core::kRateUnit;

/// No reference, rate, margin or rounding goes beyond this: 1000 % a year. What a receivable bears on a day is at most three
/// times as much (reference and margin, rounded up), and no sum of interest leaves 128 bits.
inline constexpr RateValue kRateMax = core::kRateMax;

/// Which value of a reference rate holds on a bearing day. kHalfYear: that in force on 1 January or 1 July of its half-year;
/// kDaily: that in force on the day; kHalfYearEve: that in force on the day before its half-year began (UK: 31 December,
/// 30 June).
enum class RateSample : uint8_t { kHalfYear, kDaily, kHalfYearEve };
inline constexpr std::array<std::string_view, 3> kRateSampleNames = {"half_year", "daily", "half_year_eve"};

/// kSplit: each bearing day has its own rate. kStart: that of the first bearing day for good (UK). kPayment: that of the
/// last day asked for all days (IE).
enum class RateLock : uint8_t { kSplit, kStart, kPayment };
inline constexpr std::array<std::string_view, 3> kRateLockNames = {"split", "start", "payment"};

/// kYearly: on each anniversary of the first bearing day unrounded interest joins the principal (NL).
enum class Compounding : uint8_t { kNone, kYearly };
inline constexpr std::array<std::string_view, 2> kCompoundingNames = {"none", "yearly"};

enum class DayCount : uint8_t { kAct365, kAct360, k30E360, k30E360Isda, k30360Us, k30360Bond, kActAct };
inline constexpr std::array<std::string_view, 7> kDayCountNames = {"act/365",  "act/360",     "30e/360", "30e/360-isda",
                                                                   "30/360us", "30/360-bond", "act/act"};

/// A margin from a bearing day on, until the next one.
struct DatedMargin {
  core::Date from;  ///< not set: since ever
  RateValue value = 0;
};

struct InterestRule {
  std::string id = {};
  std::string reference = {};             ///< name of a rate table; empty: `rate` alone
  RateValue rate = 0;                     ///< fixed, where there is no reference
  std::vector<DatedMargin> margins = {};  ///< added to it, by date rising; before the first: nothing
  RateSample sample = RateSample::kHalfYear;
  RateLock lock = RateLock::kSplit;
  RateValue round_up = 0;  ///< rate and margin together are rounded up to a multiple of this (BE: 0.5 %); 0: not
  Compounding compounding = Compounding::kNone;
  DayCount convention = DayCount::kAct365;
  /// A statutory rule for one kind of debtor never touches the other.
  std::optional<core::DebtorKind> only_for = {};
};

/// What a step does about interest.
struct StepInterest {
  std::string rule = {};          ///< name of a rule or preset, or "statutory"
  uint32_t line = 0, column = 0;  ///< place of the name, for messages
  bool show = false;              ///< the action tells and demands it
  bool charge = false;            ///< the action adds it to what is owed
};

}  // namespace dunlin::rules
