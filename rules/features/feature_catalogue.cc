#include "rules/features/feature_catalogue.h"

#include <array>

#include "core/invariant.h"

namespace dunlin::rules {
namespace {

/// What a fixed feature's number is: money takes the base currency's digits, ratios six, the score what its model gives.
enum class Measure : uint8_t { kText, kDate, kCount, kMoney, kRatio, kScore };

struct FixedFeature {
  std::string_view name;
  Measure measure;
};

constexpr std::array<FixedFeature, kFixedFeatures> kFeatures = {{
    {"kind", Measure::kText},
    {"country", Measure::kText},
    {"region", Measure::kText},
    {"language", Measure::kText},
    {"segment", Measure::kText},
    {"sales_rep", Measure::kText},
    {"credit_limit", Measure::kMoney},
    {"external_score", Measure::kRatio},
    {"open_count", Measure::kCount},
    {"total_balance", Measure::kMoney},
    {"overdue_count", Measure::kCount},
    {"overdue_balance", Measure::kMoney},
    {"oldest_due", Measure::kDate},
    {"days_past_due", Measure::kCount},
    {"days_delinquent", Measure::kCount},
    {"max_days_past_due", Measure::kCount},
    {"disputed_balance", Measure::kMoney},
    {"held_balance", Measure::kMoney},
    {"promised_balance", Measure::kMoney},
    {"unallocated_cash", Measure::kMoney},
    {"broken_promises", Measure::kCount},
    {"kept_promises", Measure::kCount},
    {"last_payment_amount", Measure::kMoney},
    {"days_since_last_payment", Measure::kCount},
    {"paid_12m", Measure::kMoney},
    {"late_share", Measure::kRatio},
    {"average_days_late", Measure::kRatio},
    {"last_return_reason", Measure::kText},
    {"returns_90d", Measure::kCount},
    {"contacts_7d", Measure::kCount},
    {"contacts_30d", Measure::kCount},
    {"days_since_last_contact", Measure::kCount},
    {"step_index", Measure::kCount},
    {"stage", Measure::kText},
    {"days_since_last_step", Measure::kCount},
    {"episode", Measure::kCount},
    {"credit_used_ratio", Measure::kRatio},
    {"tenure_days", Measure::kCount},
    {"score", Measure::kScore},
    {"risk_class", Measure::kText},
    {"receivable_kind", Measure::kText},
    {"amount", Measure::kMoney},
    {"balance", Measure::kMoney},
    {"currency", Measure::kText},
    {"receivable_days_past_due", Measure::kCount},
    {"portfolio", Measure::kText},
}};
static_assert(!kFeatures.back().name.empty(), "a feature without a row in the table");

constexpr auto kNames = [] {
  std::array<std::string_view, kFixedFeatures> names;
  for (size_t i = 0; i < kFixedFeatures; ++i) names[i] = kFeatures[i].name;
  return names;
}();

constexpr uint8_t kRatioDigits = 6;
constexpr std::string_view kDebtorPrefix = "attr.";
constexpr std::string_view kReceivablePrefix = "receivable.attr.";

}  // namespace

FeatureCatalogue::FeatureCatalogue(core::Currency base_currency, AttributeTypes attribute_types, uint8_t score_scale)
    : base_(base_currency), score_scale_(score_scale), attribute_types_(std::move(attribute_types)) {}

std::optional<FoundFeature> FeatureCatalogue::find(std::string_view name) {
  const bool of_receivable_row = name.starts_with(kReceivablePrefix);
  const std::string_view prefix = of_receivable_row ? kReceivablePrefix : kDebtorPrefix;
  if (!name.starts_with(prefix)) {
    for (size_t i = 0; i < kFixedFeatures; ++i) {
      if (kNames[i] == name) return FoundFeature{static_cast<FeatureId>(i), type(static_cast<FeatureId>(i))};
    }
    return std::nullopt;
  }
  const std::string attribute(name.substr(prefix.size()));
  if (attribute.empty()) return std::nullopt;
  for (size_t i = 0; i < attributes_.size(); ++i) {
    if (attributes_[i].name == name) return FoundFeature{static_cast<FeatureId>(kFixedFeatures + i), attributes_[i].type};
  }
  const auto declared = attribute_types_.find(attribute);
  FeatureType attribute_type{ValueType::kText, 0};
  if (declared != attribute_types_.end()) attribute_type.type = declared->second;
  if (attribute_type.type == ValueType::kNumber) attribute_type.scale = kRatioDigits;
  INVARIANT(size() < UINT16_MAX, "attributes named in rules:", size());
  attributes_.push_back({std::string(name), attribute_type, of_receivable_row});
  return FoundFeature{static_cast<FeatureId>(size() - 1), attribute_type};
}

std::string_view FeatureCatalogue::name(FeatureId id) const {
  return id < kFixedFeatures ? kNames[id] : std::string_view(attributes_[id - kFixedFeatures].name);
}

FeatureType FeatureCatalogue::type(FeatureId id) const {
  if (id >= kFixedFeatures) return attributes_[id - kFixedFeatures].type;
  switch (kFeatures[id].measure) {
    case Measure::kText: return {ValueType::kText, 0};
    case Measure::kDate: return {ValueType::kDate, 0};
    case Measure::kCount: return {ValueType::kNumber, 0};
    case Measure::kMoney: return {ValueType::kNumber, static_cast<uint8_t>(core::minor_digits(base_))};
    case Measure::kRatio: return {ValueType::kNumber, kRatioDigits};
    case Measure::kScore: return {ValueType::kNumber, score_scale_};
  }
  return {};
}

bool FeatureCatalogue::of_receivable(FeatureId id) const {
  if (id >= kFixedFeatures) return attributes_[id - kFixedFeatures].of_receivable;
  return id >= id_of(Feature::kReceivableKind);
}

std::string_view FeatureCatalogue::attribute_name(FeatureId id) const {
  if (id < kFixedFeatures) return {};
  const AttributeFeature& feature = attributes_[id - kFixedFeatures];
  return std::string_view(feature.name).substr((feature.of_receivable ? kReceivablePrefix : kDebtorPrefix).size());
}

std::span<const std::string_view> FeatureCatalogue::names() { return kNames; }

NameCatalogue FeatureCatalogue::name_catalogue(bool receivable_units) {
  NameCatalogue catalogue;
  catalogue.find = [this, receivable_units](std::string_view name) -> std::optional<FeatureType> {
    const std::optional<FoundFeature> found = find(name);
    if (!found || (!receivable_units && of_receivable(found->id))) return std::nullopt;
    return found->type;
  };
  for (size_t i = 0; i < kFixedFeatures; ++i) {
    if (receivable_units || !of_receivable(static_cast<FeatureId>(i))) catalogue.names.push_back(kNames[i]);
  }
  return catalogue;
}

}  // namespace dunlin::rules
