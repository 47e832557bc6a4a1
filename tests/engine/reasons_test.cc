// config/REASONS.md lists every code of deferrals, of actions held back, of quarantine and of charges that are not made, no
// more and no fewer, in the order of the program.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "engine/run/decide_page.h"
#include "engine/run/last_look.h"
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

TEST(Reasons, PageAndProgramAgree) {
  const std::vector<std::string> names(rules::kDeferralNames.begin(), rules::kDeferralNames.end());
  EXPECT_EQ(documented_codes("code"), names);
}

TEST(Reasons, PageAndLastLookAgree) {
  const std::vector<std::string> names(kSuppressionNames.begin(), kSuppressionNames.end());
  EXPECT_EQ(documented_codes("code of `suppressed`"), names);
}

template <class Names>
std::vector<std::string> without_none(const Names& names) {
  return std::vector<std::string>(names.begin() + 1, names.end());
}

TEST(Reasons, PageAndQuarantineAgree) {
  const std::vector<std::string> names(kQuarantineNames.begin(), kQuarantineNames.end());
  EXPECT_EQ(documented_codes("code of `quarantined`"), names);
}

TEST(Reasons, PageAndChargesAgree) {
  EXPECT_EQ(documented_codes("code of `no_interest`"), without_none(rules::kInterestBarNames));
  EXPECT_EQ(documented_codes("code of `no_fee`"), without_none(rules::kFeeBarNames));
}

}  // namespace
}  // namespace dunlin::engine
