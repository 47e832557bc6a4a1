// Configuration files in and out of memory: from a folder, and as the one text that a run record keeps.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "engine/settings/configuration.h"
#include "engine/settings/letter_check.h"

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFileBytesMax = 4U << 20;
constexpr std::string_view kPackHead = "dunlin-bundle 1\n";

core::Error unreadable(const fs::path& path) {
  return core::bad_configuration(path.string(), "cannot be read", "does it exist, and may you read it?");
}

core::Result<std::string> read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path);
  std::string text;
  std::array<char, 16U << 10> part;
  while (file && text.size() <= kFileBytesMax) {
    file.read(part.data(), part.size());
    text.append(part.data(), static_cast<size_t>(file.gcount()));
  }
  if (file.bad()) return unreadable(path);
  if (text.size() > kFileBytesMax) return core::bad_configuration(path.string(), "is larger than 4 MiB");
  return text;
}

/// A folder that is not there holds nothing; one that cannot be read might hold the bank's own law.
core::Status read_folder(const fs::path& directory, const std::string& folder, std::string_view extension,
                         ConfigurationBundle& bundle) {
  const fs::path path = directory / folder;
  std::error_code error;
  const fs::file_status found = fs::status(path, error);
  if (found.type() == fs::file_type::not_found) return {};
  if (error) return unreadable(path);
  fs::directory_iterator at(path, error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != extension || at->is_directory(error)) continue;
    DUNLIN_ASSIGN(std::string text, read_text(at->path()));
    bundle.files.emplace_back(folder + "/" + at->path().filename().string(), std::move(text));
  }
  if (error) return unreadable(path);
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

bool decides(const std::string& name) { return !name.starts_with("sources/") && !name.starts_with(kTemplatesFolder); }

}  // namespace

core::Result<ConfigurationBundle> read_bundle(const std::string& config_path) {
  const fs::path path(config_path);
  ConfigurationBundle bundle;
  if (path.filename() != "dunlin.toml") bundle.policies_file = config_path;
  bundle.directory = path.parent_path().empty() ? "." : path.parent_path().string();
  std::error_code error;
  const fs::file_status found = fs::status(path, error);
  if (found.type() != fs::file_type::not_found) {
    if (error) return unreadable(path);
    if (fs::is_directory(found)) {
      return core::bad_configuration(config_path, "is a folder", "name the file: " + config_path + "/dunlin.toml");
    }
    DUNLIN_ASSIGN(std::string text, read_text(path));
    bundle.files.emplace_back("dunlin.toml", std::move(text));
  }
  DUNLIN_TRY(read_folder(bundle.directory, "calendars", ".toml", bundle));
  DUNLIN_TRY(read_folder(bundle.directory, "contact_rules", ".toml", bundle));
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
