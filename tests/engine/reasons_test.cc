// config/REASONS.md lists every deferral code, no more and no fewer, in the order of the program.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "rules/contact/permit.h"

namespace dunlin::engine {
namespace {

std::vector<std::string> documented_codes() {
  std::ifstream file(std::string(DUNLIN_SOURCE_DIR) + "/config/REASONS.md");
  std::vector<std::string> codes;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    codes.push_back(line.substr(3, line.find('`', 3) - 3));
  }
  return codes;
}

TEST(Reasons, PageAndProgramAgree) {
  const std::vector<std::string> names(rules::kDeferralNames.begin(), rules::kDeferralNames.end());
  EXPECT_EQ(documented_codes(), names);
}

}  // namespace
}  // namespace dunlin::engine
