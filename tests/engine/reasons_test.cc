// config/REASONS.md lists every code of deferrals and of actions held back, no more and no fewer, in the order of the
// program.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "engine/run/last_look.h"
#include "rules/contact/permit.h"

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

}  // namespace
}  // namespace dunlin::engine
