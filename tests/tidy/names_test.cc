// Names: a file is named after the one thing it holds, and a closed list of endings says what kind of thing that is.
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/tidy/source_tree.h"

namespace dunlin::tidy {
namespace {

const std::vector<std::string> kRooms = {"core/", "ingest/", "rules/", "storage/", "engine/", "bench/", "tests/"};

std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words;
  std::stringstream stream(name);
  for (std::string word; std::getline(stream, word, '_');) words.push_back(word);
  return words;
}

/// Words that say nothing about what a thing is.
const std::set<std::string> kEmptyWords = {"util",    "utils", "utility", "utilities", "common", "helper",
                                           "helpers", "misc",  "manager", "data",      "info",   "process",
                                           "new",     "v2",    "impl",    "stuff",     "wrapper"};

/// In tests a process is the operating system's.
bool is_empty_word(const std::string& word, const SourceFile& file) {
  return kEmptyWords.count(word) > 0 && !(word == "process" && file.room() == "tests");
}

TEST(Names, NoFileOrFolderHasAnEmptyName) {
  Findings findings("a name that says nothing: what do its parts share besides being useful?");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || !starts_with_any(file.path, kRooms)) continue;
    std::stringstream parts(file.folder());
    for (std::string part; std::getline(parts, part, '/');) {
      for (const std::string& word : words_of(part)) {
        if (is_empty_word(word, file)) findings.add(file.path, 1, "folder " + part);
      }
    }
    for (const std::string& word : words_of(file.stem())) {
      if (is_empty_word(word, file)) findings.add(file.path, 1, "`" + word + "`");
    }
  }
}

TEST(Names, FilesAreSnakeCase) {
  const std::regex snake("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  Findings findings("file names are snake_case");
  for (const SourceFile& file : source_tree()) {
    if (file.is_cpp() && !std::regex_match(file.stem(), snake)) findings.add(file.path, 1, file.stem());
  }
}

/// Ending -> where files with it may lie. An ending that promises a kind of thing is worth keeping only where it is true.
const std::map<std::string, std::vector<std::string>> kEndings = {
    {"kernel", {"core/", "ingest/", "rules/", "storage/", "engine/"}},
    {"stage", {"engine/run/", "engine/simulate/"}},
    {"batch", {"core/", "engine/run/"}},
    {"store", {"storage/"}},
    {"reader", kRooms},
    {"writer", kRooms},
    {"handler", {"engine/http/"}},
    {"command", {"engine/cli/"}},
    {"test", {"tests/"}},
    {"bench", {"bench/"}},
    {"fuzz", {"tests/"}},
};
/// Endings that other houses use for what ours calls by the endings above, or by a plain noun.
const std::set<std::string> kForeignEndings = {"controller", "processor", "provider", "factory",  "singleton", "tests",
                                               "handlers",   "stages",    "kernels",  "commands", "repository"};

TEST(Names, EndingsComeFromTheClosedListAndMeanWhatTheySay) {
  Findings findings("the ending of a file name");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || !starts_with_any(file.path, kRooms)) continue;
    const std::vector<std::string> words = words_of(file.stem());
    if (words.size() < 2) continue;
    const auto ending = kEndings.find(words.back());
    if (ending != kEndings.end() && !starts_with_any(file.path, ending->second) && !file.path.starts_with("tests/")) {
      findings.add(file.path, 1, "_" + words.back() + " belongs to " + ending->second.front());
    }
    if (kForeignEndings.count(words.back()) > 0) findings.add(file.path, 1, "_" + words.back() + " is not one of ours");
  }
}

TEST(Names, NamespacesAreTheRooms) {
  const std::set<std::string> known = {"core", "ingest", "rules", "storage", "engine", "wire"};
  const std::regex opened(R"(^namespace dunlin::(\w+))");
  Findings findings("namespace = folder of the room");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || file.room() == "tests" || file.room() == "bench") continue;
    for (size_t i = 0; i < file.code.size(); ++i) {
      std::smatch match;
      // A namespace that only declares somebody else's type is not the file's own.
      const bool declares = file.code[i].find('}') != std::string::npos ||
                            (i + 1 < file.code.size() && file.code[i + 1].find(';') != std::string::npos);
      if (!file.code[i].starts_with("namespace dunlin::") || declares) continue;
      if (!std::regex_search(file.code[i], match, opened)) continue;
      if (match[1] != file.room()) findings.add(file.path, i + 1, "dunlin::" + match[1].str() + " in " + file.room());
    }
  }
}

}  // namespace
}  // namespace dunlin::tidy
