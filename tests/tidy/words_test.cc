// Words that do not belong into a repository: unfinished business, and where or by what a text was written. The words are
// put together here from halves, so that this file does not find itself.
#include <gtest/gtest.h>

#include <regex>

#include "tests/tidy/source_tree.h"

namespace dunlin::tidy {
namespace {

std::string joined(const char* first, const char* second) { return std::string(first) + second; }

TEST(Words, NothingIsLeftForLater) {
  const std::string words = joined("TO", "DO") + "|" + joined("FIX", "ME") + "|" + joined("HA", "CK");
  const std::regex pattern("(^|[^A-Za-z_])(" + words + ")([^A-Za-z_]|$)");
  Findings findings("do it, or write an issue");
  for (const SourceFile& file : source_tree()) {
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (file.lines[i].find(joined("TO", "DO")) == std::string::npos &&
          file.lines[i].find(joined("FIX", "ME")) == std::string::npos &&
          file.lines[i].find(joined("HA", "CK")) == std::string::npos) {
        continue;
      }
      if (std::regex_search(file.lines[i], pattern)) findings.add(file.path, i + 1, file.lines[i]);
    }
  }
}

TEST(Words, NoPathOfTheMachineItWasWrittenOn) {
  const std::string strangers[] = {joined("/wo", "rk/"), joined(".libr", "ary"), joined("/ho", "me/"), joined("/ro", "ot/"),
                                   joined("/tmp/", "bash_jobs")};
  Findings findings("a path of somebody's machine");
  for (const SourceFile& file : source_tree()) {
    for (size_t i = 0; i < file.lines.size(); ++i) {
      for (const std::string& stranger : strangers) {
        if (file.lines[i].find(stranger) != std::string::npos) findings.add(file.path, i + 1, stranger);
      }
    }
  }
}

TEST(Words, NoTabsOrBlanksAtTheEndOfLines) {
  Findings findings("white space that nobody sees");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() && !file.path.ends_with(".fbs")) continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      if (line.find('\t') != std::string::npos) findings.add(file.path, i + 1, "a tab");
      if (line.ends_with(' ') || line.ends_with('\r')) findings.add(file.path, i + 1, "a blank at the end");
    }
  }
}

}  // namespace
}  // namespace dunlin::tidy
