#include "engine/settings/shipped_presets.h"

#include "core/invariant.h"
#include "engine/settings/interest_reader.h"
#include "engine/settings/shipped_files.h"

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
  ShippedPresets out;
  std::vector<core::Error> found;
  for (const auto& [name, text] : shipped_files()) {
    FileErrors errors(std::string(name), found);
    if (name.starts_with("rates/")) read_rates(std::string(text), errors, out.rates);
    if (!name.starts_with("presets/")) continue;
    const core::Result<TomlNode> root = parse_toml(text, std::string(name));
    INVARIANT(root.ok(), "a shipped preset cannot be read:", name);
    read_presets(*root, errors, out);
  }
  INVARIANT(found.empty(), "shipped presets are wrong at", found.front().where, found.front().what);
  return out;
}

}  // namespace

const ShippedPresets& shipped_presets() {
  static const ShippedPresets kPresets = read_shipped();
  return kPresets;
}

}  // namespace dunlin::engine
