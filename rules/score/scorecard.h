// The plain scorecard of `[score]`: base plus, for each characteristic, the points of the first bin that holds the value.
// Evaluated over columns in exact integers; every score carries the reasons that cost it most.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/decimal.h"
#include "core/result.h"
#include "rules/feel/name_catalogue.h"

namespace dunlin::rules {

inline constexpr size_t kCharacteristicsMax = 64;
inline constexpr size_t kBinsMax = 256;
inline constexpr int64_t kPointsMax = 1'000'000;
inline constexpr size_t kReasonsMax = 4;  ///< of one score

/// What the configuration says. The last bin of a characteristic is open: it has neither `below` nor `in`.
struct ScorecardPolicy {
  struct Bin {
    std::optional<core::Decimal> below;  ///< of number features: exclusive upper bound
    std::vector<std::string> in;         ///< of text features: the values; of boolean features "true" or "false"
    int64_t points = 0;
  };
  struct Characteristic {
    std::string feature;
    std::string reason;  ///< shown when the characteristic costs most against its best bin; may be empty: the feature's name
    std::vector<Bin> bins;
    int64_t missing = 0;  ///< points where the feature is null
  };
  struct RiskClass {
    std::string id;
    int64_t from = 0;  ///< lowest score of the class
  };
  int64_t base = 0;
  std::vector<Characteristic> characteristics;
  std::vector<RiskClass> classes;  ///< `from` descending
};

/// A checked scorecard, bound to the types of its features. Immutable.
class Scorecard {
 public:
  /// Features read, each once; the caller brings one InputColumn for each, in this order.
  std::span<const RuleInput> inputs() const { return inputs_; }
  const ScorecardPolicy& policy() const { return policy_; }
  /// Reason text of a characteristic.
  const std::string& reason(size_t characteristic) const { return policy_.characteristics[characteristic].reason; }

  /// A characteristic in the form of the kernels.
  struct Term {
    uint32_t input = 0;
    std::vector<int64_t> thresholds;  ///< numbers: bin b holds value < thresholds[b], in units of the feature
    std::vector<int64_t> points;      ///< one a bin
    int64_t missing = 0;
    int64_t best = 0;  ///< most points that a bin gives
  };
  std::span<const Term> terms() const { return terms_; }

 private:
  friend core::Result<Scorecard> compile_scorecard(ScorecardPolicy policy, const NameCatalogue& catalogue);
  Scorecard() = default;
  ScorecardPolicy policy_;
  std::vector<RuleInput> inputs_;
  std::vector<Term> terms_;
};

/// Checks bins (ascending, last one open), classes (descending), bounds, and that features exist and have a fitting type.
/// An error's `where` is the setting, for example `score.characteristic[2].bins[1]` (from 1).
core::Result<Scorecard> compile_scorecard(ScorecardPolicy policy, const NameCatalogue& catalogue);

/// Up to four characteristics of a score, the costliest first; kNoReason behind the last.
using ReasonIndexes = std::array<uint8_t, kReasonsMax>;
inline constexpr uint8_t kNoReason = 0xFF;
inline constexpr uint8_t kNoRiskClass = 0xFF;

/// One row a row of the inputs.
struct ScoreColumns {
  std::vector<int64_t> score;
  std::vector<uint8_t> risk_class;     ///< index into policy().classes; kNoRiskClass below the last one's `from`
  std::vector<ReasonIndexes> reasons;  ///< by points lost against the best bin, ties in the card's order; only losses
};

/// Scores rows [0, rows). A column without values (and without a TextColumn) is missing in every row.
void evaluate_scorecard(const Scorecard& card, std::span<const InputColumn> inputs, size_t rows, ScoreColumns& out);

/// The definition, one row at a time, with what each characteristic gave: for explain and tests.
struct ScoredRow {
  static constexpr uint32_t kMissingBin = 0xFFFF'FFFF;
  struct Part {
    uint32_t bin = kMissingBin;
    int64_t points = 0;
  };
  int64_t score = 0;
  uint8_t risk_class = kNoRiskClass;
  ReasonIndexes reasons{kNoReason, kNoReason, kNoReason, kNoReason};
  std::vector<Part> parts;  ///< one a characteristic
};
ScoredRow score_row(const Scorecard& card, std::span<const InputColumn> inputs, size_t row);

}  // namespace dunlin::rules
