// Checks a scorecard and binds it to the types of its features.

#include "rules/score/scorecard.h"

#include <algorithm>
#include <array>

namespace dunlin::rules {
namespace {

using core::bad_configuration;
using core::Status;
using Bin = ScorecardPolicy::Bin;
using Characteristic = ScorecardPolicy::Characteristic;

std::string place(std::string_view what, size_t index) {
  return "score." + std::string(what) + "[" + std::to_string(index + 1) + "]";
}

Status check_points(const std::string& where, int64_t points) {
  if (points >= -kPointsMax && points <= kPointsMax) return {};
  return bad_configuration(where, "points beyond " + std::to_string(kPointsMax));
}

Status check_classes(const ScorecardPolicy& policy) {
  if (policy.classes.size() >= kNoRiskClass) return bad_configuration("score.risk_classes", "more than 254 risk classes");
  for (size_t i = 0; i < policy.classes.size(); ++i) {
    const std::string where = place("risk_classes", i);
    const auto& at = policy.classes[i];
    if (at.id.empty()) return bad_configuration(where, "risk class without an id");
    for (size_t j = 0; j < i; ++j) {
      if (policy.classes[j].id == at.id) return bad_configuration(where, "risk class " + at.id + " stands twice");
    }
    if (i > 0 && at.from >= policy.classes[i - 1].from) {
      return bad_configuration(where, "from = " + std::to_string(at.from) + " is not below the class before",
                               "list the risk classes from the highest score down");
    }
  }
  return {};
}

/// Every bin but the last has what its feature's type wants, and the last has nothing.
Status check_bin(const std::string& where, const Bin& bin, ValueType type, bool last) {
  DUNLIN_TRY(check_points(where, bin.points));
  if (last) {
    if (!bin.below && bin.in.empty()) return {};
    return bad_configuration(where, "the last bin must be open", "add a bin that has only points");
  }
  if (type == ValueType::kNumber) {
    if (!bin.in.empty()) return bad_configuration(where, "bins of a number have below, not in");
    if (!bin.below) return bad_configuration(where, "only the last bin may be open", "give it below = ...");
    return {};
  }
  if (bin.below) return bad_configuration(where, "bins of a text or boolean have in, not below");
  if (bin.in.empty()) return bad_configuration(where, "only the last bin may be open", "give it in = [...]");
  for (const std::string& value : bin.in) {
    if (type == ValueType::kBoolean && value != "true" && value != "false") {
      return bad_configuration(where, "'" + value + "' is no value of a boolean", "write \"true\" or \"false\"");
    }
  }
  return {};
}

/// Thresholds in the feature's units; an upper bound with more digits than the feature rounds up, which moves no value.
core::Result<Scorecard::Term> term_of(const Characteristic& from, const std::string& where, FeatureType type) {
  Scorecard::Term term;
  term.missing = from.missing;
  term.best = from.bins[0].points;
  for (size_t b = 0; b < from.bins.size(); ++b) {
    const Bin& bin = from.bins[b];
    const std::string bin_where = where + ".bins[" + std::to_string(b + 1) + "]";
    DUNLIN_TRY(check_bin(bin_where, bin, type.type, b + 1 == from.bins.size()));
    term.points.push_back(bin.points);
    term.best = std::max(term.best, bin.points);
    if (!bin.below) continue;
    const auto threshold = bin.below->ceiling_to(type.scale);
    if (!threshold) return bad_configuration(bin_where, "below = " + core::to_string(*bin.below) + " is out of range");
    if (b > 0 && *bin.below <= *from.bins[b - 1].below) {
      return bad_configuration(bin_where, "below = " + core::to_string(*bin.below) + " is not above the bin before",
                               "list the bins from the lowest bound up");
    }
    term.thresholds.push_back(*threshold);
  }
  return term;
}

}  // namespace

core::Result<Scorecard> compile_scorecard(ScorecardPolicy policy, const NameCatalogue& catalogue) {
  if (policy.characteristics.empty()) return bad_configuration("score", "scorecard without characteristics");
  if (policy.characteristics.size() > kCharacteristicsMax) {
    return bad_configuration("score", "more than " + std::to_string(kCharacteristicsMax) + " characteristics");
  }
  DUNLIN_TRY(check_points("score.base", policy.base));
  DUNLIN_TRY(check_classes(policy));
  Scorecard card;
  for (size_t i = 0; i < policy.characteristics.size(); ++i) {
    Characteristic& characteristic = policy.characteristics[i];
    const std::string where = place("characteristic", i);
    const std::string& feature = characteristic.feature;
    const auto type = catalogue.find ? catalogue.find(feature) : std::nullopt;
    const std::string named = where + ".feature";
    if (!type) return bad_configuration(named, "unknown feature '" + feature + "'", nearest_name_hint(catalogue, feature));
    if (type->type == ValueType::kDate) return bad_configuration(named, feature + " is a date; bins take none");
    if (characteristic.bins.empty()) return bad_configuration(where, "characteristic without bins");
    if (characteristic.bins.size() > kBinsMax) {
      return bad_configuration(where, "more than " + std::to_string(kBinsMax) + " bins");
    }
    DUNLIN_TRY(check_points(where + ".missing", characteristic.missing));
    DUNLIN_ASSIGN(Scorecard::Term term, term_of(characteristic, where, *type));
    auto input = std::find_if(card.inputs_.begin(), card.inputs_.end(),
                              [&](const RuleInput& known) { return known.name == feature; });
    if (input == card.inputs_.end()) input = card.inputs_.insert(input, RuleInput{feature, *type});
    term.input = static_cast<uint32_t>(input - card.inputs_.begin());
    card.terms_.push_back(std::move(term));
    if (characteristic.reason.empty()) characteristic.reason = feature;
  }
  card.policy_ = std::move(policy);
  return card;
}

}  // namespace dunlin::rules
