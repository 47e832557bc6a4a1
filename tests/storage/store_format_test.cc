// Stores of older formats: one stored fixture a format, made by the last program that knew nothing newer. They open as they
// are for reading and are raised to the format of today by the first open for writing; nothing in them changes its meaning.
//
// format_1: three debtors with a receivable each and a payment, a run of 2026-11-25 over them (three reminders, one of them
// before the due date, two with a fee), and a payment loaded after it that lies as a delta.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "storage/key_layout.h"
#include "tests/storage/open_store.h"

namespace dunlin::storage {
namespace {

namespace fs = std::filesystem;
using core::Field;
using core::RecordKind;

std::string marker_of(const std::string& directory) {
  std::ifstream file(directory + "/dunlin-store");
  std::string head, format;
  std::getline(file, head);
  std::getline(file, format);
  return format;
}

class FormatOne : public testing::Test {
 protected:
  void SetUp() override {
    if (kFeatures != 0) GTEST_SKIP() << "this build reads only stores of its own";
    fs::copy(fs::path(DUNLIN_SOURCE_DIR) / "tests/storage/format_1", directory_.store(), fs::copy_options::recursive);
  }

  /// Everything that the fixture was made of, wherever the store put it.
  static void expect_whole(const Store& store) {
    expect_sound(store);
    size_t receivables = 0, payments = 0, remembered = 0, charges = 0;
    for (const PageKey& key : all_pages(store)) {
      const auto loaded = store.load(key, {.cold = true, .memory = true});
      ASSERT_TRUE(loaded.ok()) << core::describe(loaded.error());
      receivables += loaded->page.rows(RecordKind::kReceivable).rows();
      payments += loaded->page.rows(RecordKind::kPayment).rows();
      remembered += loaded->memory.units.rows.rows() + loaded->memory.marks.rows.rows();
      charges += loaded->memory.charges.rows.rows();
      ASSERT_EQ(loaded->memory.events.begin.size(), loaded->memory.debtors.rows() + 1) << "a group that is newer is empty";
    }
    EXPECT_EQ(receivables, 3U);
    EXPECT_EQ(payments, 2U);
    EXPECT_EQ(remembered, 3U);
    EXPECT_EQ(charges, 0U) << "what format 1 charged it did not remember";
    std::vector<std::string> debtors;
    EXPECT_OK(store.each_batch(0, 0, 0, [&](const OutboxBatch& batch) {
      for (size_t i = 0; i < batch.actions.size(); ++i) debtors.emplace_back(batch.actions.debtor_id.at(i));
      return true;
    }));
    EXPECT_EQ(debtors, (std::vector<std::string>{"D1", "D3", "D2"}));
    const auto runs = store.runs();
    ASSERT_TRUE(runs.ok());
    ASSERT_EQ(runs->size(), 1U);
    EXPECT_EQ(runs->front().run_id, "2026-11-25/1");
    EXPECT_EQ(runs->front().state, RunState::kFinished);
    EXPECT_EQ(store.last_import(), 2U);
    const auto waiting = store.waiting(RecordKind::kDispute);
    ASSERT_TRUE(waiting.ok());
    EXPECT_EQ(waiting->rows(), 0U);
  }

  TemporaryDirectory directory_;
};

TEST_F(FormatOne, IsReadAsItIs) {
  const auto store = Store::open(directory_.store(), {.read_only = true});
  ASSERT_TRUE(store.ok()) << core::describe(store.error());
  EXPECT_EQ((*store)->identity().format, 1U);
  EXPECT_EQ(marker_of(directory_.store()), "format 1");
  expect_whole(**store);
}

TEST_F(FormatOne, IsRaisedByTheFirstOpenForWriting) {
  {
    const auto store = opened(directory_.store());
    EXPECT_EQ(store->identity().format, kStoreFormat);
    expect_whole(*store);
    fold_all(*store);
  }
  EXPECT_EQ(marker_of(directory_.store()), "format " + std::to_string(kStoreFormat));
  const auto again = opened(directory_.store());
  EXPECT_EQ(again->identity().format, kStoreFormat);
  expect_whole(*again);
}

TEST_F(FormatOne, AnUpgradeThatWasCutShortBeforeItsMarkerIsFinished) {
  opened(directory_.store());
  const std::string uuid = "73532f511a4dbde528f4db4a3137dc46";
  std::ofstream(directory_.store() + "/dunlin-store") << "dunlin store\nformat 1\nuuid " << uuid << "\n";
  opened(directory_.store());
  EXPECT_EQ(marker_of(directory_.store()), "format " + std::to_string(kStoreFormat));
}

}  // namespace
}  // namespace dunlin::storage
