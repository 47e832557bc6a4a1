// Flat fees as a step shows them.
#include <gtest/gtest.h>

#include "rules/fees/flat_fee.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

TEST(FlatFee, OnTheAnchorOrOnEachLine) {
  const uint32_t euro = core::kEur.code;
  const uint32_t pound = test::currency("GBP").code;
  const uint32_t yen = test::currency("JPY").code;
  const std::vector<FeeAmount> fee = {{euro, 500}, {pound, 400}};
  const std::vector<uint32_t> lines = {euro, pound, yen, euro};
  std::vector<int64_t> fees(lines.size(), -1);
  const struct {
    const char* name;
    FeePer per;
    size_t anchor;
    std::vector<int64_t> expected;
  } cases[] = {
      {"action", FeePer::kAction, 1, {0, 400, 0, 0}},
      {"currency not named", FeePer::kAction, 2, {0, 0, 0, 0}},
      {"receivable", FeePer::kReceivable, 1, {500, 400, 0, 500}},
  };
  for (const auto& c : cases) {
    write_line_fees(fee, c.per, lines, c.anchor, fees);
    EXPECT_EQ(fees, c.expected) << c.name;
  }
  EXPECT_EQ(flat_fee_in({}, euro), 0);
}

}  // namespace
}  // namespace dunlin::rules
