// What a debtor owes in all: noticed where it leaves 64 bits, whatever the page around it.
#include "rules/allocation/owed_sums.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/overflow_watch.h"
#include "core/table.h"

namespace dunlin::rules {
namespace {

constexpr int64_t kHalf = INT64_MAX / 2;

TEST(OwedSums, AreNoticedDebtorByDebtor) {
  const struct {
    const char* name;
    std::vector<uint32_t> begin;
    std::vector<int64_t> balance;
    bool noticed;
  } cases[] = {
      {"nothing", {0}, {}, false},
      {"usual", {0, 2, 3}, {100, 200, 300}, false},
      {"absent ones are nothing", {0, 3}, {core::kNull, kHalf, core::kNull}, false},
      {"large, of several debtors", {0, 1, 2, 3}, {kHalf, kHalf, kHalf}, false},
      {"just fits", {0, 3}, {kHalf, kHalf, 1}, false},
      {"leaves 64 bits", {0, 3}, {kHalf, kHalf, 2}, true},
      {"the second does", {0, 1, 4}, {5, kHalf, kHalf, kHalf}, true},
  };
  for (const auto& c : cases) {
    const core::OverflowWatch watch;
    watch_owed_sums(c.begin, c.balance);
    EXPECT_EQ(watch.noticed(), c.noticed) << c.name;
  }
}

}  // namespace
}  // namespace dunlin::rules
