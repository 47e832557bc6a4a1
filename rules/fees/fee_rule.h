// What a step's fee is, as the operator (or a scale of a law) wrote it. Plain data; fee.h computes with it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary.h"

namespace dunlin::rules {

/// (Currency::code, minor units).
using FeeAmount = std::pair<uint32_t, int64_t>;

enum class FeeForm : uint8_t { kNone, kFlat, kPercent, kBands, kSlices };
/// kAction: once, on the action's anchor. kReceivable: on each receivable it lists, once in its life (statutory sums).
enum class FeePer : uint8_t { kAction, kReceivable };
inline constexpr std::array<std::string_view, 2> kFeePerNames = {"action", "receivable"};
/// How an exact fee becomes minor units: a legal cap is truncated, so that it is never exceeded.
enum class FeeRounding : uint8_t { kHalfUp, kDown };
inline constexpr std::array<std::string_view, 2> kFeeRoundingNames = {"half_up", "down"};

/// Shares are in millionths of a percent: 15 % is 15'000'000.
inline constexpr int64_t kPercentOne = 1'000'000;

struct FeeRule {
  FeeForm form = FeeForm::kNone;
  std::vector<FeeAmount> flat = {};  ///< a currency not named is charged nothing
  int64_t percent = 0;               ///< of the original amount

  /// The first band that holds the original amount gives the fee.
  struct Band {
    int64_t bound = 0;         ///< minor units of `currency`
    bool inclusive = false;    ///< `up_to` (else `below`)
    bool open = false;         ///< the last band: no bound
    int64_t fee = 0;           ///< minor units of `fee_currency`
    int64_t percent_over = 0;  ///< plus this share of what exceeds the bound of the band before
  };
  std::vector<Band> bands = {};

  /// Slices of the original amount, each with its share.
  struct Slice {
    int64_t width = 0;  ///< minor units of `currency`; 0: the rest
    int64_t percent = 0;
  };
  std::vector<Slice> slices = {};

  /// Bands and slices speak of amounts in this currency (Currency::code); others are charged nothing.
  uint32_t currency = 0;
  /// Where it differs from `currency` the bands are met by exchange, and the fee is exchanged into the receivable's own
  /// currency (PL: sums in EUR for debts measured in PLN).
  uint32_t fee_currency = 0;
  int64_t min = 0, max = INT64_MAX;  ///< of percent, bands and slices, in `fee_currency`
  FeeRounding rounding = FeeRounding::kHalfUp;

  FeePer per = FeePer::kAction;
  std::optional<core::DebtorKind> only_for = {};  ///< a statutory sum for one kind of debtor never touches the other
  /// Debtors of this kind are charged only after a free reminder: the step's `fee_after`.
  std::optional<core::DebtorKind> reminder_for = {};
  std::string preset = {};  ///< where it comes from, for explain; empty: the operator's own
};

}  // namespace dunlin::rules
