#include "engine/settings/fee_reader.h"

#include <algorithm>

#include "core/limits.h"

namespace dunlin::engine {
namespace {

using rules::FeeForm;
using rules::FeeRule;

constexpr int32_t kPercentDigits = 6;
constexpr int64_t kPercentMax = 1000 * rules::kPercentOne;

class FeeTable {
 public:
  FeeTable(const TomlNode& node, const FeePresets& presets, FileErrors& errors)
      : node_(node), table_(node, "fee", fee_settings(), errors), presets_(presets), errors_(errors) {}

  FeeRule read() {
    if (table_.find("preset") != nullptr) return preset();
    read_form();
    if (table_.find("only_for") != nullptr) fee_.only_for = table_.word("only_for", core::DebtorKind::kBusiness);
    if (table_.find("reminder_for") != nullptr) fee_.reminder_for = table_.word("reminder_for", core::DebtorKind::kBusiness);
    fee_.per = table_.word("per", rules::FeePer::kAction);
    fee_.rounding = table_.word("round", rules::FeeRounding::kHalfUp);
    return std::move(fee_);
  }

 private:
  FeeRule preset() {
    const std::string name = *table_.text("preset");
    if (node_.children.size() > 1) {
      errors_.at_value(node_, "a fee of a preset is what the law says", "write the form instead of the preset to change it");
    }
    if (const auto at = presets_.find(name); at != presets_.end()) return at->second;
    std::vector<std::string_view> names;
    for (const auto& [known, rule] : presets_) names.push_back(known);
    std::string hint = nearest_hint(names, name);
    for (const std::string_view known : names)
      hint += (hint.empty() ? "one of " : hint.back() == '?' ? " " : ", ") + std::string(known);
    errors_.at_value(*table_.find("preset"), "there is no fee preset \"" + name + "\"", std::move(hint));
    return {};
  }

  void read_form() {
    constexpr std::pair<std::string_view, FeeForm> kForms[] = {
        {"flat", FeeForm::kFlat}, {"percent", FeeForm::kPercent}, {"bands", FeeForm::kBands}, {"slices", FeeForm::kSlices}};
    size_t forms = 0;
    for (const auto& [key, form] : kForms) {
      if (node_.find(key) == nullptr) continue;
      ++forms;
      fee_.form = form;
    }
    if (forms != 1) {
      errors_.at_value(node_, "a fee has one of flat, percent, bands, slices, preset", "such as { flat = \"5.00 EUR\" }");
      fee_.form = FeeForm::kNone;
      return;
    }
    find_currencies();
    if (fee_.form == FeeForm::kFlat) fee_.flat = table_.money("flat").amounts;
    if (fee_.form == FeeForm::kPercent) fee_.percent = percent(table_.decimal("percent"), table_.find("percent"));
    if (fee_.form == FeeForm::kBands) read_bands();
    if (fee_.form == FeeForm::kSlices) read_slices();
    read_limits();
  }

  /// Bounds and slices are in one currency, fees in one, which is the same unless both are named.
  void find_currencies() {
    fee_.currency = table_.currency("currency", core::Currency{}).code;
    const auto meet = [&](const TomlNode* at, uint32_t& currency) {
      const auto written = at == nullptr ? std::nullopt : written_amount(*at);
      if (!written || written->currency == 0) return;
      if (currency != 0 && currency != written->currency) errors_.at_value(*at, "the fee speaks of two currencies");
      currency = written->currency;
    };
    uint32_t of_fees = 0;
    if (const TomlNode* bands = table_.find("bands")) {
      for (const TomlNode& band : bands->children) {
        meet(band.find("below"), fee_.currency);
        meet(band.find("up_to"), fee_.currency);
        meet(band.find("fee"), of_fees);
      }
    }
    meet(table_.find("min"), of_fees);
    meet(table_.find("max"), of_fees);
    if (fee_.currency == 0) fee_.currency = of_fees;
    fee_.fee_currency = of_fees == 0 ? fee_.currency : of_fees;
    const bool measured = fee_.form == FeeForm::kBands || fee_.form == FeeForm::kSlices;
    if (measured && fee_.currency == 0) {
      errors_.at_value(node_, "the fee does not say in which currency its amounts are", "currency = \"EUR\"");
      fee_.currency = fee_.fee_currency = core::kEur.code;
    }
    if (fee_.form == FeeForm::kSlices && fee_.currency != fee_.fee_currency) {
      errors_.at_value(node_, "slices and their least and most fee are in one currency");
    }
  }

  /// Minor units; a currency that has fewer places than the number is told.
  int64_t minor(const TomlNode* node, uint32_t currency) {
    const auto written = node == nullptr ? std::nullopt : written_amount(*node);
    if (!written) return 0;
    const auto digits = static_cast<int32_t>(core::minor_digits(core::Currency{currency}));
    const auto least = written->number.floor_to(digits);
    if (least && least == written->number.ceiling_to(digits) && *least <= core::kAmountMax) return *least;
    errors_.at_value(*node, canonical_text(*node) + " is not an amount in " + core::to_string(core::Currency{currency}));
    return 0;
  }

  int64_t percent(const std::optional<core::Decimal>& number, const TomlNode* node) {
    if (!number) return 0;
    const auto least = number->floor_to(kPercentDigits);
    if (least && least == number->ceiling_to(kPercentDigits) && *least >= 0 && *least <= kPercentMax) return *least;
    errors_.at_value(*node, core::to_string(*number) + " is not a share in percent", "0 to 1000, at most six places");
    return 0;
  }

  void read_bands() {
    const TomlNode* bands = table_.find("bands");
    if (bands == nullptr) return;
    int64_t below = 0;
    for (const TomlNode& entry : bands->children) {
      const SectionReader band(entry, "a band", fee_band_settings(), errors_);
      const TomlNode* up_to = band.find("up_to");
      const TomlNode* bound = up_to == nullptr ? band.find("below") : up_to;
      FeeRule::Band out;
      out.open = bound == nullptr;
      out.inclusive = up_to != nullptr;
      out.bound = minor(bound, fee_.currency);
      out.fee = minor(band.find("fee"), fee_.fee_currency);
      out.percent_over = percent(band.decimal("percent_over"), band.find("percent_over"));
      const bool is_last = &entry == &bands->children.back();
      if (out.open && !is_last) errors_.at_value(entry, "a band without a bound is the last", "give it below or up_to");
      if (!out.open && out.bound <= below) errors_.at_value(*bound, "the bounds of the bands do not rise");
      if (band.find("below") != nullptr && up_to != nullptr) errors_.at_value(entry, "a band has either below or up_to");
      below = out.bound;
      fee_.bands.push_back(out);
    }
  }

  void read_slices() {
    const TomlNode* slices = table_.find("slices");
    if (slices == nullptr) return;
    for (const TomlNode& entry : slices->children) {
      const bool is_last = &entry == &slices->children.back();
      if (entry.children.size() != 2) {
        errors_.at_value(entry, "a slice is its width and its percentage", "such as [2500, 15]");
        continue;
      }
      const TomlNode& width = entry.children[0];
      const auto share = written_amount(entry.children[1]);
      FeeRule::Slice out;
      const bool is_rest = width.text == "rest" || (width.kind == TomlKind::kInteger && width.integer == 0);
      if (!is_rest) out.width = minor(&width, fee_.currency);
      if (!is_rest && out.width == 0) errors_.at_value(width, "the width of a slice is an amount, or \"rest\"");
      if (is_rest && !is_last) errors_.at_value(width, "the slice of the rest is the last");
      if (!share || share->currency != 0) {
        errors_.at_value(entry.children[1], "the percentage of a slice is a whole number, or a decimal in quotes");
      } else {
        out.percent = percent(share->number, &entry.children[1]);
      }
      fee_.slices.push_back(out);
    }
  }

  void read_limits() {
    const TomlNode* least = table_.find("min");
    const TomlNode* most = table_.find("max");
    if (least == nullptr && most == nullptr) return;
    if (fee_.form == FeeForm::kFlat) return errors_.at_value(node_, "a flat fee needs neither \"min\" nor \"max\"");
    // Of a percentage, limits are in one currency, and only amounts in it meet them.
    if (fee_.fee_currency == 0) {
      return errors_.at_value(node_, "\"min\" and \"max\" do not say in which currency they are", "\"40.00 EUR\"");
    }
    fee_.min = minor(least, fee_.fee_currency);
    if (most != nullptr) fee_.max = minor(most, fee_.fee_currency);
    if (fee_.min > fee_.max) errors_.at_value(node_, "the least fee is above the most");
  }

  const TomlNode& node_;
  SectionReader table_;
  const FeePresets& presets_;
  FileErrors& errors_;
  FeeRule fee_;
};

}  // namespace

FeeRule read_fee(const TomlNode& node, const FeePresets& presets, FileErrors& errors) {
  return FeeTable(node, presets, errors).read();
}

}  // namespace dunlin::engine
