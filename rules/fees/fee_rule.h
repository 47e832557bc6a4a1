// What a step's fee is, as the operator (or a scale of a law) wrote it. Plain data; fee.h computes with it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunlin::rules {

/// (Currency::code, minor units).
using FeeAmount = std::pair<uint32_t, int64_t>;

enum class FeeForm : uint8_t { kNone, kFlat, kPercent, kBands, kSlices };
/// kAction: once, on the action's anchor. kReceivable: on each receivable it lists, once in its life (statutory sums).
enum class FeePer : uint8_t { kAction, kReceivable };
inline constexpr std::array<std::string_view, 2> kFeePerNames = {"action", "receivable"};

struct FeeRule {
  FeeForm form = FeeForm::kNone;
  std::vector<FeeAmount> flat;  ///< a currency not named is charged nothing
  int64_t percent = 0;          ///< of the original amount, in millionths of a percent

  /// The first band that holds the original amount gives the fee. Bounds and fees are in one currency; others are charged
  /// nothing.
  struct Band {
    int64_t bound = 0;         ///< minor units
    bool inclusive = false;    ///< `up_to` (else `below`)
    bool open = false;         ///< the last band: no bound
    int64_t fee = 0;           ///< minor units
    int64_t percent_over = 0;  ///< plus this share (millionths of a percent) of what exceeds the band before
  };
  std::vector<Band> bands;

  /// Slices of the original amount, each with its share; the last is open.
  struct Slice {
    int64_t width = 0;    ///< minor units; 0: the rest
    int64_t percent = 0;  ///< millionths of a percent
  };
  std::vector<Slice> slices;
  uint32_t currency = 0;  ///< of bands and slices: Currency::code
  int64_t min = 0, max = INT64_MAX;
  bool round_down = false;  ///< legal caps are truncated; else half up

  FeePer per = FeePer::kAction;
  bool only_business = false, only_consumer = false;  ///< a statutory sum for one kind of debtor
  std::string preset;                                 ///< where it comes from, for explain; empty: the operator's own
};

}  // namespace dunlin::rules
