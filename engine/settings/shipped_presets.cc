#include "engine/settings/shipped_presets.h"

#include "core/invariant.h"
#include "engine/settings/interest_reader.h"

namespace dunlin::engine {
namespace {

void read_presets(const TomlNode& root, FileErrors& errors, ShippedPresets& out) {
  if (const TomlNode* rules = root.find("interest")) read_interest_rules(*rules, errors, out.interest);
  const TomlNode* fees = root.find("fee");
  if (fees == nullptr) return;
  for (const TomlNode& node : fees->children) {
    rules::FeeRule fee = read_fee(node, {}, errors);
    fee.preset = node.key;
    out.fees.emplace(node.key, std::move(fee));
  }
}

ShippedPresets read_shipped() {
  std::vector<core::Error> found;
  ShippedPresets out = presets_of(law_of({}), found);
  INVARIANT(found.empty(), "shipped presets are wrong at", found.front().where, found.front().what);
  return out;
}

}  // namespace

ShippedPresets presets_of(const LawTexts& law, std::vector<core::Error>& errors) {
  ShippedPresets out;
  for (const auto& [name, text] : law) {
    FileErrors of_file(std::string(name), errors);
    if (name.starts_with("rates/")) read_rates(std::string(text), of_file, out.rates);
    if (!name.starts_with("presets/")) continue;
    const core::Result<TomlNode> root = parse_toml(text, std::string(name));
    if (root.ok()) {
      read_presets(*root, of_file, out);
    } else {
      errors.push_back(root.error());
    }
  }
  return out;
}

const ShippedPresets& shipped_presets() {
  static const ShippedPresets kPresets = read_shipped();
  return kPresets;
}

}  // namespace dunlin::engine
