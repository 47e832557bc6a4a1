#include "engine/settings/shipped_law.h"

#include <algorithm>

#include "core/hash.h"
#include "engine/settings/shipped_files.h"

namespace dunlin::engine {
namespace {

constexpr std::string_view kLawFolders[] = {"calendars/", kContactRulesFolder, "presets/", "rates/"};
constexpr std::string_view kLaidFolder = "shipped/";

LawTexts law_of_binary() {
  LawTexts texts;
  for (const auto& file : shipped_files()) {
    const auto holds = [&](std::string_view folder) { return file.first.starts_with(folder); };
    if (std::ranges::any_of(kLawFolders, holds)) texts.push_back(file);
  }
  return texts;
}

}  // namespace

std::string pack_law() {
  ConfigurationBundle law;
  for (const auto& [name, text] : law_of_binary()) law.files.emplace_back(name, text);
  return pack_bundle(law);
}

std::string law_id() {
  static const std::string kId = core::to_hex(core::hash128(pack_law()));
  return kId;
}

ConfigurationBundle naming_law(ConfigurationBundle bundle) {
  bundle.files.emplace_back(kLawName, law_id());
  return bundle;
}

std::string named_law(const ConfigurationBundle& bundle) {
  const auto at = std::ranges::find_if(bundle.files, [](const auto& file) { return file.first == kLawName; });
  return at == bundle.files.end() ? std::string() : at->second;
}

core::Status lay_law(const std::string& packed, ConfigurationBundle& bundle) {
  DUNLIN_ASSIGN(ConfigurationBundle law, unpack_bundle(packed));
  for (auto& [name, text] : law.files) bundle.files.emplace_back(std::string(kLaidFolder) + name, std::move(text));
  return {};
}

bool is_of_law(std::string_view file) { return file == kLawName || file.starts_with(kLaidFolder); }

bool has_law(const ConfigurationBundle& bundle) {
  return std::ranges::any_of(bundle.files, [](const auto& file) { return file.first.starts_with(kLaidFolder); });
}

LawTexts law_of(const ConfigurationBundle& bundle) {
  if (!has_law(bundle)) return law_of_binary();
  LawTexts texts;
  for (const auto& [name, text] : bundle.files) {
    if (name.starts_with(kLaidFolder)) texts.emplace_back(std::string_view(name).substr(kLaidFolder.size()), text);
  }
  return texts;
}

}  // namespace dunlin::engine
