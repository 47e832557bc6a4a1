// Calls that the house does without, each with what to use instead. Comments and literals are not looked at.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/tidy/source_tree.h"

namespace dunlin::tidy {
namespace {

const std::vector<std::string> kProduct = {"core/", "ingest/", "rules/", "storage/", "engine/"};

struct Ban {
  const char* needle;   ///< plain text that a hit contains: most lines need no regular expression
  const char* pattern;  ///< ECMAScript
  std::vector<std::string> folders;
  std::vector<std::string> except;
  const char* instead;
};

const Ban kBans[] = {
    {"std::c", R"(std::(cout|cerr|clog)\b)", kProduct, {"engine/cli/", "engine/daemon/"}, "hand results to engine/cli"},
    {"throw", R"(\bthrow\b)", kProduct, {}, "return a Result, or INVARIANT for our own bugs"},
    {"assert", R"(\bassert\s*\()", kProduct, {}, "INVARIANT, which is on in every build"},
    {"printf", R"(\b(f|s|sn|v|vf|vs|vsn)?printf\s*\()", {"rules/"}, {}, "rules write nothing: return a reason"},
    {"rand", R"(\bs?rand\s*\()", kProduct, {}, "a seeded generator that the caller passes in"},
    {"random_device",
     R"(\brandom_device\b)",
     kProduct,
     {"storage/rocks_store_open.cc"},
     "a seed passed in; only a store's uuid is random"},
    {"time", R"((^|[^\w.>])(std::)?time\s*\()", {"rules/", "storage/", "core/"}, {}, "the business date, an argument"},
    {"_clock", R"(\b(system_clock|high_resolution_clock)\b)", {"rules/", "storage/", "core/"}, {}, "a date passed in"},
    {"steady_clock", R"(\bsteady_clock\b)", {"rules/", "core/"}, {}, "nothing: rules have no time but D"},
    {"std::sto", R"(\bstd::sto(i|l|ll|ul|ull|f|d|ld)\b)", kProduct, {}, "std::from_chars, which throws nothing"},
    {"ato", R"(\bato(i|l|ll|f)\s*\()", kProduct, {}, "std::from_chars, which says when a text is no number"},
    {"std::endl", R"(\bstd::endl\b)", kProduct, {}, "'\\n'"},
    {"std::regex", R"(\bstd::regex\b)", kProduct, {}, "a parser of its own: std::regex recurses on hostile text"},
    {"sleep",
     R"(\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\()",
     {"tests/", "bench/", "core/", "rules/"},
     {},
     "wait for the event itself"},
    {"virtual", R"(\bvirtual\b)", kProduct, {"!_kernel"}, "kernels are free functions over spans"},
    {"std::function", R"(\bstd::function\b)", kProduct, {"!_kernel"}, "kernels are free functions over spans"},
};

/// An exception `!part` turns the rule round: it holds only for paths that contain the part.
bool concerns(const Ban& ban, const std::string& path) {
  if (!starts_with_any(path, ban.folders)) return false;
  for (const std::string& except : ban.except) {
    if (except.front() == '!' && path.find(except.substr(1)) == std::string::npos) return false;
    if (except.front() != '!' && path.starts_with(except)) return false;
  }
  return true;
}

TEST(BannedCalls, NoneIsMade) {
  Findings findings("a call that the house does without");
  for (const Ban& ban : kBans) {
    const std::regex pattern(ban.pattern);
    for (const SourceFile& file : source_tree()) {
      if (!file.is_cpp() || !concerns(ban, file.path)) continue;
      for (size_t i = 0; i < file.code.size(); ++i) {
        if (file.code[i].find(ban.needle) == std::string::npos) continue;
        std::smatch match;
        if (std::regex_search(file.code[i], match, pattern)) {
          findings.add(file.path, i + 1, "`" + match.str() + "`: use " + ban.instead);
        }
      }
    }
  }
}

/// Hash maps have no order of their own: walking through one in rules would make results depend on the build.
TEST(BannedCalls, RulesNeverIterateUnorderedMaps) {
  const std::regex declared(R"(unordered_(?:flat_)?(?:map|set)<.*>\s*&?\s*(\w+)\s*[;={(])");
  const std::regex walked(R"(for\s*\([^:;]*:\s*\*?(?:this->)?(\w+)\s*\))");
  Findings findings("iteration over an unordered container in rules");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || !starts_with_any(file.path, {"rules/", "engine/run/", "engine/outbound/"})) continue;
    std::set<std::string> names;
    for (size_t i = 0; i < file.code.size(); ++i) {
      std::smatch match;
      if (file.code[i].find("unordered_") != std::string::npos && std::regex_search(file.code[i], match, declared)) {
        names.insert(match[1]);
      }
      if (file.code[i].find("for") == std::string::npos) continue;
      if (std::regex_search(file.code[i], match, walked) && names.count(match[1]) > 0) {
        findings.add(file.path, i + 1,
                     "`" + match[1].str() + "` has no order: copy its keys and sort them, or use std::map");
      }
    }
  }
}

TEST(BannedCalls, BlankingKeepsCodeAndDropsTheRest) {
  const std::vector<std::string> lines = {"throw x;  // throw y", "f(\"throw \\\" it\", 't', 1'000); /* throw",
                                          "throw */ g();", "h(R\"(throw)\" \"a\");"};
  const std::vector<std::string> expected = {"throw x;            ", "f(\"           \",    , 1'000);         ",
                                             "         g();", "h(           \" \");"};
  EXPECT_EQ(blanked(lines), expected);
}

}  // namespace
}  // namespace dunlin::tidy
