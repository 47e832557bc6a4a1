// Configuration files in and out of memory: from a folder, and as the one text that a run record keeps.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/settings/configuration.h"
#include "engine/settings/letter_check.h"
#include "engine/settings/shipped_files.h"

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFileBytesMax = 4U << 20;
constexpr std::string_view kPackHead = "dunlin-bundle 1\n";

core::Result<std::string> read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return core::bad_configuration(path.string(), "cannot be read", "does it exist, and may you read it?");
  std::ostringstream text;
  text << file.rdbuf();
  if (text.str().size() > kFileBytesMax) return core::bad_configuration(path.string(), "is larger than 4 MiB");
  return std::move(text).str();
}

core::Status read_folder(const fs::path& directory, const std::string& folder, std::string_view extension,
                         ConfigurationBundle& bundle) {
  std::error_code error;
  for (fs::directory_iterator at(directory / folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != extension || !at->is_regular_file(error)) continue;
    DUNLIN_ASSIGN(std::string text, read_text(at->path()));
    bundle.files.emplace_back(folder + "/" + at->path().filename().string(), std::move(text));
  }
  return {};
}

/// Texts of letters: templates/<language>/<name>.txt, .html or .md. One that cannot be read stops nothing that goes on
/// without it: it is there without a text, and whoever looks for something in it says so.
void read_templates(const fs::path& directory, ConfigurationBundle& bundle) {
  std::error_code error;
  for (fs::recursive_directory_iterator at(directory / kTemplatesFolder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string extension = at->path().extension().string();
    if (extension != ".html" && extension != ".md" && extension != ".txt") continue;
    core::Result<std::string> text = read_text(at->path());
    bundle.files.emplace_back(at->path().lexically_relative(directory).generic_string(),
                              text.ok() ? std::move(*text) : std::string());
  }
}

/// Shipped contact rules that dunlin.toml names and no file of the folder takes the place of.
void add_shipped_rules(ConfigurationBundle& bundle) {
  const auto file_named = [&](std::string_view name) {
    return std::find_if(bundle.files.begin(), bundle.files.end(), [&](const auto& file) { return file.first == name; });
  };
  const auto policies = file_named("dunlin.toml");
  if (policies == bundle.files.end()) return;
  const std::string text = policies->second;
  for (const auto& [name, rules] : shipped_files()) {
    if (!name.starts_with(kContactRulesFolder) || file_named(name) != bundle.files.end()) continue;
    const std::string stem = fs::path(name).stem().string();
    const bool named =
        text.find('"' + stem + '"') != std::string::npos || text.find('\'' + stem + '\'') != std::string::npos;
    if (named) bundle.files.emplace_back(name, rules);
  }
}

bool decides(const std::string& name) { return !name.starts_with("sources/") && !name.starts_with(kTemplatesFolder); }

}  // namespace

core::Result<ConfigurationBundle> read_bundle(const std::string& config_path) {
  const fs::path path(config_path);
  ConfigurationBundle bundle;
  if (path.filename() != "dunlin.toml") bundle.policies_file = config_path;
  bundle.directory = path.parent_path().empty() ? "." : path.parent_path().string();
  std::error_code error;
  if (fs::exists(path, error)) {
    if (fs::is_directory(path, error)) {
      return core::bad_configuration(config_path, "is a folder", "name the file: " + config_path + "/dunlin.toml");
    }
    DUNLIN_ASSIGN(std::string text, read_text(path));
    bundle.files.emplace_back("dunlin.toml", std::move(text));
  }
  DUNLIN_TRY(read_folder(bundle.directory, "calendars", ".toml", bundle));
  DUNLIN_TRY(read_folder(bundle.directory, "contact_rules", ".toml", bundle));
  add_shipped_rules(bundle);
  DUNLIN_TRY(read_folder(bundle.directory, "decisions", ".dmn", bundle));
  DUNLIN_TRY(read_folder(bundle.directory, "rates", ".csv", bundle));
  DUNLIN_TRY(read_folder(bundle.directory, "scenarios", ".toml", bundle));
  DUNLIN_TRY(read_folder(bundle.directory, "sources", ".toml", bundle));
  read_templates(bundle.directory, bundle);
  std::sort(bundle.files.begin(), bundle.files.end());
  return bundle;
}

std::string pack_bundle(const ConfigurationBundle& bundle) {
  std::string packed(kPackHead);
  for (const auto& [name, text] : bundle.files) {
    if (!decides(name)) continue;
    packed += name + '\n' + std::to_string(text.size()) + '\n' + text + '\n';
  }
  return packed;
}

core::Result<ConfigurationBundle> unpack_bundle(const std::string& packed) {
  const core::Error broken{core::ErrorKind::kCorruption, "recorded configuration", "is damaged", "run dunlin verify"};
  if (!packed.starts_with(kPackHead)) return broken;
  ConfigurationBundle bundle;
  for (size_t at = kPackHead.size(); at < packed.size();) {
    const size_t name_end = packed.find('\n', at);
    const size_t size_end = name_end == std::string::npos ? name_end : packed.find('\n', name_end + 1);
    if (size_end == std::string::npos || size_end - name_end > 12) return broken;
    size_t size = 0;
    for (size_t i = name_end + 1; i < size_end; ++i) {
      if (packed[i] < '0' || packed[i] > '9') return broken;
      size = size * 10 + static_cast<size_t>(packed[i] - '0');
    }
    if (size_end + 1 + size + 1 > packed.size()) return broken;
    bundle.files.emplace_back(packed.substr(at, name_end - at), packed.substr(size_end + 1, size));
    at = size_end + 1 + size + 1;
  }
  return bundle;
}

}  // namespace dunlin::engine
