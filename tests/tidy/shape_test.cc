// The shape of the tree: files that can be read at a sitting, folders that explain themselves, nothing dead, nothing that no
// test reaches.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "tests/tidy/source_tree.h"

namespace dunlin::tidy {
namespace {

constexpr size_t kFileLinesMax = 500;
constexpr size_t kReadmeLinesMax = 40;
const std::vector<std::string> kProduct = {"core/", "ingest/", "rules/", "storage/", "engine/"};

TEST(Shape, FilesHaveAtMost500Lines) {
  Findings findings("a file over 500 lines wants to be split by phase or by noun");
  for (const SourceFile& file : source_tree()) {
    const bool counted = file.is_cpp() || file.path.starts_with("scripts/") || file.path.ends_with(".fbs");
    if (counted && file.lines.size() > kFileLinesMax) {
      findings.add(file.path, file.lines.size(), std::to_string(file.lines.size()) + " lines");
    }
  }
}

TEST(Shape, HeadersSayWhatTheyAre) {
  Findings findings("a header begins with what it is, and is included once");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_header() || file.lines.empty()) continue;
    if (!file.lines.front().starts_with("// ")) findings.add(file.path, 1, "no file head");
    if (std::find(file.lines.begin(), file.lines.end(), "#pragma once") == file.lines.end()) {
      findings.add(file.path, 1, "no #pragma once");
    }
  }
}

TEST(Shape, FoldersExplainThemselves) {
  std::set<std::string> folders;
  std::map<std::string, size_t> readme_lines;
  for (const SourceFile& file : source_tree()) {
    const bool source = file.is_cpp() || file.path.ends_with(".fbs") || file.path.ends_with(".case");
    if (source) folders.insert(file.folder());
    if (file.path.ends_with("README.md")) readme_lines[file.folder()] = file.lines.size();
  }
  for (const char* top : {"config", "scripts", "tests", "bench"}) folders.insert(top);
  Findings findings("a folder with sources has a README.md of at most 40 lines: purpose, door, callers, threads");
  for (const std::string& folder : folders) {
    // Test folders mirror the tree; the README of the folder they mirror speaks for them, unless they are a kind of their
    // own.
    const std::string mirrored = folder.substr(folder.find('/') + 1) + "/";
    const bool mirror = starts_with_any(folder, {"tests/", "bench/"}) && starts_with_any(mirrored, kProduct);
    if (!mirror && readme_lines.count(folder) == 0) findings.add(folder + "/README.md", 1, "missing");
  }
  for (const auto& [folder, lines] : readme_lines) {
    if (!folder.empty() && lines > kReadmeLinesMax) {
      findings.add(folder + "/README.md", lines, std::to_string(lines) + " lines");
    }
  }
}

/// Header path -> files that include it.
std::map<std::string, std::vector<const SourceFile*>> includers() {
  std::map<std::string, std::vector<const SourceFile*>> by_header;
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp()) continue;
    for (const SourceFile::Include& include : file.includes()) {
      if (include.quoted) by_header[include.path].push_back(&file);
    }
  }
  return by_header;
}

std::string without_extension(const std::string& path) { return path.substr(0, path.rfind('.')); }

TEST(Shape, NoHeaderIsDead) {
  const auto by_header = includers();
  Findings findings("a header that nothing but its own source includes");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_header()) continue;
    const auto users = by_header.find(file.path);
    const bool used =
        users != by_header.end() && std::any_of(users->second.begin(), users->second.end(), [&](const SourceFile* user) {
          return without_extension(user->path) != without_extension(file.path);
        });
    if (!used) findings.add(file.path, 1, "is included by nobody");
  }
}

/// Sources reached from tests: a test reaches the headers it includes; a header reaches its twin source, and every source
/// that includes it as its own door (`x.h` declared there, defined in several files); both reach what they include.
TEST(Shape, EverySourceIsReachedByATest) {
  std::map<std::string, const SourceFile*> by_path;
  for (const SourceFile& file : source_tree()) {
    if (file.is_cpp()) by_path[file.path] = &file;
  }
  const auto by_header = includers();
  std::set<std::string> reached;
  std::vector<const SourceFile*> open;
  const auto reach = [&](const std::string& path) {
    const auto file = by_path.find(path);
    if (file != by_path.end() && reached.insert(path).second) open.push_back(file->second);
  };
  // Commands and the program's entry are driven as a process by the black-box tests: they are reached from the start.
  const std::vector<std::string> by_process = {"engine/cli/", "engine/daemon/"};
  for (const auto& [path, file] : by_path) {
    if (path.ends_with(".cc") && (file->room() == "tests" || starts_with_any(path, by_process))) reach(path);
  }
  while (!open.empty()) {
    const SourceFile* file = open.back();
    open.pop_back();
    for (const SourceFile::Include& include : file->includes()) reach(include.path);
    if (!file->is_header()) continue;
    reach(without_extension(file->path) + ".cc");
    const auto users = by_header.find(file->path);
    if (users == by_header.end()) continue;
    for (const SourceFile* user : users->second) {
      const bool defines = user->folder() == file->folder() && by_path.count(without_extension(user->path) + ".h") == 0;
      if (defines) reach(user->path);
    }
  }
  Findings findings("a source that no test reaches");
  for (const auto& [path, file] : by_path) {
    if (!path.ends_with(".cc") || !starts_with_any(path, kProduct)) continue;
    if (reached.count(path) == 0) findings.add(path, 1, "no test includes it, directly or through what it tests");
  }
}

/// Not a failure, a list to work on: sources whose header no test includes by name.
TEST(Shape, SourcesWithoutATestOfTheirOwnAreListed) {
  std::set<std::string> included;
  size_t sources = 0;
  size_t named = 0;
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || (file.room() != "tests" && file.room() != "bench")) continue;
    for (const SourceFile::Include& include : file.includes()) included.insert(include.path);
  }
  for (const SourceFile& file : source_tree()) {
    if (!file.path.ends_with(".cc") || !starts_with_any(file.path, kProduct)) continue;
    ++sources;
    if (included.count(without_extension(file.path) + ".h") > 0) {
      ++named;
    } else {
      printf("only through others: %s\n", file.path.c_str());
    }
  }
  EXPECT_GT(named * 4, sources) << "fewer than a quarter of the sources have a test that names them";
}

}  // namespace
}  // namespace dunlin::tidy
