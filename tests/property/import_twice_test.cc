// Importing twice is importing once: by content nothing happens at all, and the same rows in another file change nothing.
#include <gtest/gtest.h>

#include "core/hash.h"
#include "storage/fold/control_totals.h"
#include "tests/property/laboratory.h"

namespace dunlin::property {
namespace {

using engine::ImportedFile;
using engine::ImportReport;
using engine::Landing;
using storage::RowCounts;

storage::RowCounts total_of(const ImportReport& report) {
  RowCounts total;
  for (const ImportedFile& file : report.files) {
    const RowCounts& counts = file.counts;
    EXPECT_EQ(counts.rows, counts.inserted + counts.amended + counts.unchanged + counts.duplicate + counts.conflict +
                               counts.suspended + counts.rejected)
        << file.name;
    total.rows += counts.rows;
    total.inserted += counts.inserted;
    total.amended += counts.amended;
    total.suspended += counts.suspended;
    total.conflict += counts.conflict;
    total.rejected += counts.rejected;
  }
  return total;
}

/// The same rows, other bytes.
std::vector<Sheet> reworded(std::vector<Sheet> sheets, Dice& dice) {
  for (Sheet& sheet : sheets) {
    dice.shuffle(sheet.rows);
    sheet.header.emplace_back();  // a column without a name is nobody's
    for (auto& row : sheet.rows) row.emplace_back();
  }
  return sheets;
}

TEST(ImportTwice, IsImportOnce) {
  for (const uint64_t seed : seeds(4)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Portfolio portfolio = make_portfolio(seed);
    const Policies policies = make_policies(seed);
    const Conditions conditions{.landing = seed % 2 == 0 ? Landing::kBulk : Landing::kDeltas};
    Laboratory once(policies, conditions);
    Laboratory twice(policies, conditions);
    Dice dice(seed);
    for (const Day& day : portfolio.days) {
      once.import(day.sheets);
      const RowCounts first = total_of(twice.import(day.sheets));

      const uint64_t last = twice.store().last_import();
      for (const ImportedFile& file : twice.import(day.sheets).files) EXPECT_TRUE(file.already_known) << file.name;
      EXPECT_EQ(twice.store().last_import(), last);

      const RowCounts again = total_of(twice.import(reworded(day.sheets, dice), true));
      EXPECT_EQ(again.rows, first.rows);
      EXPECT_EQ(again.inserted, 0U);
      EXPECT_EQ(again.amended, 0U);
      EXPECT_EQ(again.suspended, 0U);
      EXPECT_EQ(again.conflict, first.conflict);
      EXPECT_EQ(again.rejected, first.rejected);

      once.run(day.date);
      twice.run(day.date);
    }
    EXPECT_EQ(difference(once.queue(), twice.queue()), "");
  }
}

/// Sum of the totals of every page, as a reader meets it.
storage::ControlTotals recounted(Laboratory& laboratory) {
  storage::ControlTotals totals;
  for (core::SlotIndex slot = 0; slot < laboratory.store().identity().slots; ++slot) {
    for (const storage::PageKey& key : laboratory.store().pages_of(slot)) {
      const auto loaded = laboratory.store().load(key, {});
      EXPECT_TRUE(loaded.ok());
      if (loaded.ok()) totals = sum_of(totals, storage::control_totals(loaded.value().page));
    }
  }
  return totals;
}

TEST(ControlTotals, BeforeAndChangeMakeAfterAndAfterIsWhatThePagesHold) {
  for (const uint64_t seed : seeds(4)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Portfolio portfolio = make_portfolio(seed);
    Laboratory laboratory(make_policies(seed), {.landing = seed % 2 == 0 ? Landing::kDeltas : Landing::kBulk});
    Dice dice(seed);
    storage::ControlTotals before;
    for (const Day& day : portfolio.days) {
      laboratory.import(day.sheets);
      const auto imports = laboratory.store().imports();
      ASSERT_TRUE(imports.ok());
      const storage::ImportRecord& record = imports.value().back();
      EXPECT_TRUE(equal(record.before, before)) << describe(record.before) << "\n" << describe(before);
      EXPECT_TRUE(equal(sum_of(record.before, record.change), record.after));
      EXPECT_TRUE(equal(record.after, recounted(laboratory))) << describe(record.after) << "\n"
                                                              << describe(recounted(laboratory));
      before = record.after;
      laboratory.fold(dice, 50);
      EXPECT_TRUE(equal(before, recounted(laboratory))) << "after folding";
      const auto problems = laboratory.store().verify({});
      ASSERT_TRUE(problems.ok());
      EXPECT_EQ(problems.value(), std::vector<std::string>());
    }
  }
}

}  // namespace
}  // namespace dunlin::property
