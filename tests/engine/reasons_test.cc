// config/REASONS.md lists every code that answers "why", no more and no fewer: those of tables in the order of the program,
// those that stand in its sentences as they are found there.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/run/decide_page.h"
#include "engine/run/last_look.h"
#include "engine/run/page_decision.h"
#include "rules/contact/permit.h"
#include "rules/fees/fee.h"
#include "rules/interest/interest_book.h"

namespace dunlin::engine {
namespace {

/// The codes of the table whose head begins with `head`.
std::vector<std::string> documented_codes(const std::string& head) {
  std::ifstream file(std::string(DUNLIN_SOURCE_DIR) + "/config/REASONS.md");
  std::vector<std::string> codes;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("|")) inside = false;
    if (line.starts_with("| " + head + " |")) inside = true;
    if (inside && line.starts_with("| `")) codes.push_back(line.substr(3, line.find('`', 3) - 3));
  }
  return codes;
}

std::vector<std::string> texts(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }
/// Tables whose first name means that nothing stands in the way.
std::vector<std::string> without_first(std::span<const std::string_view> names) { return texts(names.subspan(1)); }

std::string source(const std::string& path) {
  std::ifstream file(std::string(DUNLIN_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// First groups of all matches, in order.
std::vector<std::string> found_in(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

TEST(Reasons, PageAndProgramAgree) {
  const std::vector<std::string> names(rules::kDeferralNames.begin(), rules::kDeferralNames.end());
  EXPECT_EQ(documented_codes("code"), names);
}

TEST(Reasons, PageAndLastLookAgree) {
  const std::vector<std::string> names(kSuppressionNames.begin(), kSuppressionNames.end());
  EXPECT_EQ(documented_codes("code of `suppressed`"), names);
}

TEST(Reasons, PageAndQuarantineAgree) { EXPECT_EQ(documented_codes("code of `quarantined`"), texts(kQuarantineNames)); }

TEST(Reasons, PageAndScenarioReasonsAgree) {
  EXPECT_EQ(documented_codes("code of `scenario_reason`"), texts(kScenarioReasonNames));
}

TEST(Reasons, PageAndWhatIsLeftOutAgree) { EXPECT_EQ(documented_codes("code of `left_out`"), without_first(kLeftOutNames)); }

TEST(Reasons, PageAndChargesAgree) {
  EXPECT_EQ(documented_codes("code of `no_fee`"), without_first(rules::kFeeBarNames));
  EXPECT_EQ(documented_codes("code of `no_interest`"), without_first(rules::kInterestBarNames));
}

TEST(Reasons, PageAndRejectsAgree) {
  const std::string pattern = "string_view k\\w+ = \"([a-z0-9_]+)\";";
  std::vector<std::string> codes = found_in(source("ingest/reject_reasons.h"), pattern);
  ASSERT_GT(codes.size(), 10U);
  for (const std::string& code : found_in(source("engine/import/classify.h"), pattern)) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  EXPECT_EQ(documented_codes("code of `rejects`"), codes);
}

/// The words of a step's reasons are written where they are told.
TEST(Reasons, PageAndStepsAgree) {
  const std::string words = source("engine/run/step_words.cc");
  std::set<std::string> codes;
  for (const char* pattern : {"\"([a-z][a-z_]+): ", "\"waits: ([a-z_]+): ", "\\? \"([a-z_]+)\" :"}) {
    for (const std::string& code : found_in(words, pattern)) codes.insert(code);
  }
  codes.erase("nothing_past_due");  // a note on the debtor
  ASSERT_GT(codes.size(), 10U);
  const std::vector<std::string> documented = documented_codes("code of a step");
  EXPECT_EQ(std::set<std::string>(documented.begin(), documented.end()), codes);
  EXPECT_TRUE(std::is_sorted(documented.begin(), documented.end()));
}

}  // namespace
}  // namespace dunlin::engine
