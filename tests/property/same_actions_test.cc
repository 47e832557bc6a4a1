// However rows come and wherever they lie, the same bytes leave: order of rows, number of files and imports, page size,
// slots, threads, memory, deltas or whole pages, folds at any moment.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/property/laboratory.h"

namespace dunlin::property {
namespace {

using engine::Landing;

/// How a day's files are handed in.
enum class Order { kAsMade, kShuffled, kCutIntoFiles, kCutIntoImports };

struct Way {
  const char* name;
  Conditions conditions;
  Order order = Order::kAsMade;
  uint64_t fold_percent = 0;  ///< chance of each page before and after each run
};

const Way kWays[] = {
    {"one debtor a page, folded", {.shape = {4, 1, false}}, Order::kAsMade, 100},
    {"one debtor a page, whole pages", {.shape = {4, 1, false}, .landing = Landing::kBulk}},
    {"pages of 512", {.shape = {4, 512, false}}},
    {"one slot, folded at random", {.shape = {1, 7, false}}, Order::kAsMade, 30},
    {"three slots, folded at random", {.shape = {3, 7, false}}, Order::kAsMade, 40},
    {"256 slots", {.shape = {256, 7, false}}},
    {"two threads, whole pages", {.threads = 2, .landing = Landing::kBulk}},
    {"seven threads, one debtor a page", {.shape = {16, 1, false}, .threads = 7}, Order::kShuffled, 50},
    {"no memory", {.threads = 2, .import_memory = 1}},
    {"no memory, whole pages", {.import_memory = 1, .landing = Landing::kBulk}, Order::kShuffled},
    {"rows shuffled", {}, Order::kShuffled},
    {"cut into files", {.threads = 2}, Order::kCutIntoFiles},
    {"cut into imports", {}, Order::kCutIntoImports, 20},
    {"cut into imports of whole pages", {.landing = Landing::kBulk}, Order::kCutIntoImports},
};

std::vector<Sheet> shuffled(std::vector<Sheet> sheets, Dice& dice) {
  for (Sheet& sheet : sheets) dice.shuffle(sheet.rows);
  dice.shuffle(sheets);
  return sheets;
}

std::vector<Sheet> cut(const std::vector<Sheet>& sheets, Dice& dice) {
  std::vector<Sheet> pieces;
  for (const Sheet& sheet : sheets) {
    const size_t count = 1 + dice.below(4);
    std::vector<Sheet> parts(count, Sheet{sheet.kind, sheet.header, {}});
    for (const auto& row : sheet.rows) parts[dice.below(count)].rows.push_back(row);
    std::erase_if(parts, [](const Sheet& part) { return part.rows.empty(); });
    pieces.insert(pieces.end(), parts.begin(), parts.end());
  }
  return shuffled(std::move(pieces), dice);
}

void import_day(Laboratory& laboratory, const Day& day, Order order, Dice& dice) {
  switch (order) {
    case Order::kAsMade: laboratory.import(day.sheets); return;
    case Order::kShuffled: laboratory.import(shuffled(day.sheets, dice)); return;
    case Order::kCutIntoFiles: laboratory.import(cut(day.sheets, dice)); return;
    case Order::kCutIntoImports: break;
  }
  // Whether money names another debtor's receivable can be told only once that is there: parents go first.
  std::vector<Sheet> pieces = cut(day.sheets, dice);
  std::stable_sort(pieces.begin(), pieces.end(), [](const Sheet& a, const Sheet& b) { return a.kind < b.kind; });
  for (const Sheet& piece : pieces) laboratory.import({piece});
}

std::vector<std::string> queue_after(const Portfolio& portfolio, const Policies& policies, const Way& way, uint64_t seed) {
  Laboratory laboratory(policies, way.conditions);
  Dice dice(seed);
  for (const Day& day : portfolio.days) {
    import_day(laboratory, day, way.order, dice);
    if (way.fold_percent > 0) laboratory.fold(dice, way.fold_percent);
    laboratory.run(day.date);
    if (way.fold_percent > 0) laboratory.fold(dice, way.fold_percent);
  }
  return laboratory.queue();
}

TEST(SameActions, HoweverTheRowsComeAndWhereverTheyLie) {
  size_t actions = 0;
  for (const uint64_t seed : seeds(5)) {
    const Portfolio portfolio = make_portfolio(seed);
    const Policies made = make_policies(seed);
    const Policies policies = seed % 2 == 0 ? with_accrued_interest(made) : made;
    const std::vector<std::string> expected = queue_after(portfolio, policies, Way{"plain", {}}, seed);
    actions += expected.size();
    for (const Way& way : kWays) {
      const std::string found = difference(expected, queue_after(portfolio, policies, way, seed));
      EXPECT_EQ(found, "") << "seed " << seed << ", " << way.name;
    }
  }
  EXPECT_GT(actions, 50U) << "portfolios without actions prove nothing";
}

}  // namespace
}  // namespace dunlin::property
