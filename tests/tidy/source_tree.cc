#include "tests/tidy/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace dunlin::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtensions[] = {".h",   ".cc",   ".fbs", ".toml", ".md", ".case",
                                            ".txt", ".json", ".sh",  ".supp", ""};

/// Folders that hold no source of ours: builds, stores, version control.
bool is_foreign(const std::string& name) {
  return name == "build" || name == "dunlin-data" || name == "dunlin-demo" || (name.starts_with(".") && name != ".ci");
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<SourceFile> read_tree(const fs::path& root) {
  std::vector<SourceFile> files;
  auto at = fs::recursive_directory_iterator(root);
  for (; at != fs::recursive_directory_iterator(); ++at) {
    const std::string name = at->path().filename().string();
    if (at->is_directory()) {
      if (is_foreign(name)) at.disable_recursion_pending();
      continue;
    }
    const std::string extension = at->path().extension().string();
    if (!at->is_regular_file() || name.starts_with(".") || at->file_size() > 1U << 20) continue;
    if (std::find(std::begin(kExtensions), std::end(kExtensions), extension) == std::end(kExtensions)) continue;
    SourceFile& file = files.emplace_back();
    file.path = fs::relative(at->path(), root).generic_string();
    file.lines = lines_of(at->path());
    if (file.is_cpp()) file.code = blanked(file.lines);
  }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace

std::string SourceFile::folder() const {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::string SourceFile::stem() const {
  const size_t slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

std::vector<SourceFile::Include> SourceFile::includes() const {
  std::vector<Include> found;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (!line.starts_with("#include ")) continue;
    line.remove_prefix(9);
    const char close = line.starts_with('"') ? '"' : '>';
    const size_t end = line.find(close, 1);
    if (end != std::string_view::npos) found.push_back({std::string(line.substr(1, end - 1)), close == '"', i + 1});
  }
  return found;
}

const std::vector<SourceFile>& source_tree() {
  static const std::vector<SourceFile> files = read_tree(DUNLIN_SOURCE_DIR);
  return files;
}

std::vector<std::string> blanked(const std::vector<std::string>& lines) {
  enum class In { kCode, kBlock, kText, kCharacter, kRaw };
  In in = In::kCode;
  std::string raw_end;
  std::vector<std::string> result;
  for (const std::string& line : lines) {
    std::string out(line.size(), ' ');
    for (size_t i = 0; i < line.size(); ++i) {
      const std::string_view rest = std::string_view(line).substr(i);
      switch (in) {
        case In::kCode: {
          if (rest.starts_with("//")) {
            i = line.size();
          } else if (rest.starts_with("/*")) {
            in = In::kBlock;
            ++i;
          } else if (rest.starts_with("R\"") && rest.find('(') != std::string_view::npos) {
            const size_t open = rest.find('(');
            raw_end = ")" + std::string(rest.substr(2, open - 2)) + "\"";
            in = In::kRaw;
            i += open;
          } else if (rest[0] == '"') {
            out[i] = '"';
            in = In::kText;
          } else if (rest[0] == '\'' && (i == 0 || !isalnum(static_cast<unsigned char>(line[i - 1])))) {
            in = In::kCharacter;
          } else {
            out[i] = line[i];
          }
          break;
        }
        case In::kBlock:
          if (rest.starts_with("*/")) {
            in = In::kCode;
            ++i;
          }
          break;
        case In::kText:
        case In::kCharacter:
          if (rest[0] == '\\') {
            ++i;
          } else if (rest[0] == (in == In::kText ? '"' : '\'')) {
            if (in == In::kText) out[i] = '"';
            in = In::kCode;
          }
          break;
        case In::kRaw:
          if (rest.starts_with(raw_end)) {
            i += raw_end.size() - 1;
            in = In::kCode;
          }
          break;
      }
    }
    if (in == In::kText || in == In::kCharacter) in = In::kCode;
    result.push_back(std::move(out));
  }
  return result;
}

bool starts_with_any(std::string_view path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) { return path.starts_with(folder); });
}

Findings::~Findings() {
  if (found_.empty()) return;
  std::string text = rule_ + ":\n";
  for (const std::string& finding : found_) text += "  " + finding + "\n";
  ADD_FAILURE() << text;
}

void Findings::add(const std::string& path, size_t line, const std::string& text) {
  found_.push_back(path + ":" + std::to_string(line) + ": " + text);
}

}  // namespace dunlin::tidy
