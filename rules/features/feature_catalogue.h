// The names that conditions, tables and scorecards may use, and what each is. One table drives the compiler's checks, its
// hints and the computation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "rules/feel/name_catalogue.h"

namespace dunlin::rules {

/// The fixed names, in the order of kFeatureNames; attributes are numbered behind them by the catalogue.
enum class Feature : uint16_t {
  kKind,
  kCountry,
  kRegion,
  kLanguage,
  kSegment,
  kSalesRep,
  kCreditLimit,
  kExternalScore,
  kOpenCount,
  kTotalBalance,
  kOverdueCount,
  kOverdueBalance,
  kOldestDue,
  kDaysPastDue,
  kDaysDelinquent,
  kMaxDaysPastDue,
  kDisputedBalance,
  kHeldBalance,
  kPromisedBalance,
  kUnallocatedCash,
  kBrokenPromises,
  kKeptPromises,
  kLastPaymentAmount,
  kDaysSinceLastPayment,
  kPaid12m,
  kLateShare,
  kAverageDaysLate,
  kLastReturnReason,
  kReturns90d,
  kContacts7d,
  kContacts30d,
  kDaysSinceLastContact,
  kStepIndex,
  kStage,
  kDaysSinceLastStep,
  kEpisode,
  kCreditUsedRatio,
  kTenureDays,
  kScore,
  kRiskClass,
  // Of receivable units only.
  kReceivableKind,
  kAmount,
  kBalance,
  kCurrency,
  kReceivableDaysPastDue,
  kPortfolio,
  kCount_,
};
inline constexpr size_t kFixedFeatures = static_cast<size_t>(Feature::kCount_);

/// A Feature, or kFixedFeatures + n for the nth attribute that was asked for.
using FeatureId = uint16_t;
constexpr FeatureId id_of(Feature feature) { return static_cast<FeatureId>(feature); }

/// What declared attributes are read as, by name, of debtors and receivables alike; undeclared ones are texts. Numbers take
/// six decimal digits.
using AttributeTypes = std::map<std::string, ValueType>;

struct FoundFeature {
  FeatureId id = 0;
  FeatureType type;
};

/// Filled while a configuration is compiled; constant and shared by all threads afterwards.
class FeatureCatalogue {
 public:
  explicit FeatureCatalogue(core::Currency base_currency, AttributeTypes attribute_types = {}, uint8_t score_scale = 0);

  /// The feature of that name; nothing when there is none. Any `attr.NAME` and `receivable.attr.NAME` is one: the first
  /// call for it numbers it.
  std::optional<FoundFeature> find(std::string_view name);

  std::string_view name(FeatureId id) const;
  FeatureType type(FeatureId id) const;
  /// True for features of a single receivable: only scenarios of receivable units may use them.
  bool of_receivable(FeatureId id) const;
  /// True when the value comes from the cold strings (attributes), so that the run loads them only when asked for.
  bool needs_cold(FeatureId id) const { return id >= kFixedFeatures; }
  /// Behind `attr.` or `receivable.attr.`; empty for fixed features.
  std::string_view attribute_name(FeatureId id) const;
  core::Currency base_currency() const { return base_; }
  size_t size() const { return kFixedFeatures + attributes_.size(); }

  /// All fixed names, for hints about misspelt ones.
  static std::span<const std::string_view> names();
  /// The same for the compilers of conditions and scorecards; `receivable_units` false: without the features of single
  /// receivables. Holds this catalogue by reference.
  NameCatalogue name_catalogue(bool receivable_units);

 private:
  struct AttributeFeature {
    std::string name;  // whole
    FeatureType type;
    bool of_receivable;
  };
  core::Currency base_;
  uint8_t score_scale_;
  AttributeTypes attribute_types_;
  std::vector<AttributeFeature> attributes_;
};

}  // namespace dunlin::rules
