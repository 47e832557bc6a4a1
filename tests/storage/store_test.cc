// The store on a real database: what becomes visible when, what survives a reopening, what is refused.
#include "storage/store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "storage/codec/table_codec.h"
#include "storage/fold/control_totals.h"
#include "tests/storage/open_store.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::RecordKind;

TEST(Store, RowsAreVisibleAfterTheCommitOnly) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  EXPECT_OK(import_rows(*store, {debtor_rows({"D1"})}));
  const PageKey key = store->page_of(core::debtor_hash("D1"));
  const auto number = store->begin_import();
  ASSERT_TRUE(number.ok());
  EXPECT_EQ(*number, 2U);
  EXPECT_OK(store->append(*number, {{key, {receivable_rows({{"D1", "R1", 500}})}}}, {}));
  auto page = store->load(key, {});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->page.rows(RecordKind::kReceivable).rows(), 0U);
  EXPECT_GT(page->delta_bytes, 0U);
  ImportRecord record;
  record.number = *number;
  EXPECT_OK(store->commit_import(record, {}));
  page = store->load(key, {});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->page.rows(RecordKind::kReceivable).rows(), 1U);
  EXPECT_EQ(page->page.rows(RecordKind::kReceivable).int_at(Field::kAmount, 0), 500);
  page = store->load(key, {.last_import = 1});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->page.rows(RecordKind::kReceivable).rows(), 0U) << "a reader of import 1 does not see import 2";
}

TEST(Store, FactsAloneKnowTheReachOfColdDeltas) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  EXPECT_OK(import_rows(*store, {debtor_rows({"D1"})}));
  const PageKey key = store->page_of(core::debtor_hash("D1"));
  const auto facts = store->load(key, {});
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(facts->page.debtors.int_at(Field::kReach, 0),
            core::bit(core::Channel::kEmail) | core::bit(core::Channel::kPortal));
  EXPECT_FALSE(facts->page.debtors.has(Field::kEmail));
  const auto cold = store->load(key, {.cold = true});
  ASSERT_TRUE(cold.ok());
  EXPECT_EQ(cold->page.debtors.text_at(Field::kEmail, 0), "a@example.com");
}

TEST(Store, DebtorsAloneAreTheDebtorsOfTheWholePage) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  EXPECT_OK(import_rows(*store, portfolio(1, 60)));
  const auto expect_same_debtors = [&](const char* when) {
    for (const PageKey& key : all_pages(*store)) {
      const auto whole = store->load(key, {});
      const auto alone = store->load(key, {.records = false});
      ASSERT_TRUE(whole.ok() && alone.ok()) << when;
      EXPECT_EQ(encode_table(alone->page.debtors), encode_table(whole->page.debtors)) << when;
    }
  };
  expect_same_debtors("under deltas");
  for (const PageKey& key : all_pages(*store)) EXPECT_OK(store->fold(key));
  expect_same_debtors("folded");
  for (const PageKey& key : all_pages(*store)) {
    const auto alone = store->load(key, {.records = false});
    ASSERT_TRUE(alone.ok());
    EXPECT_EQ(alone->page.rows(RecordKind::kReceivable).rows(), 0U) << "nothing else was decoded";
  }
}

TEST(Store, ReopeningDropsAnImportThatNeverCommitted) {
  const TemporaryDirectory directory;
  std::string before;
  {
    const auto store = created(directory.store());
    EXPECT_OK(import_rows(*store, portfolio(1, 60)));
    before = text_of(*store);
    EXPECT_OK(import_rows(*store, portfolio(2, 80), false));
    EXPECT_EQ(text_of(*store), before);
  }
  const auto store = opened(directory.store());
  EXPECT_EQ(store->last_import(), 1U);
  EXPECT_EQ(text_of(*store), before);
  for (const PageKey& key : all_pages(*store)) {
    const auto page = store->load(key, {.last_import = 0});
    ASSERT_TRUE(page.ok());
  }
  expect_sound(*store);
  EXPECT_OK(import_rows(*store, portfolio(2, 80)));
  EXPECT_NE(text_of(*store), before);
  expect_sound(*store);
}

TEST(Store, AbandoningLeavesNoTrace) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  EXPECT_OK(import_rows(*store, portfolio(1, 60)));
  const std::string before = text_of(*store);
  EXPECT_OK(import_rows(*store, portfolio(2, 80), false));
  store->abandon_import(2);
  EXPECT_EQ(text_of(*store), before);
  expect_sound(*store);
  EXPECT_OK(import_rows(*store, portfolio(3, 60)));
  expect_sound(*store);
}

TEST(Store, FoldingAndSplittingChangeNothingToRead) {
  for (const uint32_t page_debtors : {1U, 7U, 64U}) {
    const TemporaryDirectory directory;
    const auto store = created(directory.store(), {3, page_debtors, false});
    EXPECT_OK(import_rows(*store, portfolio(1, 300)));
    EXPECT_OK(import_rows(*store, portfolio(2, 350)));
    const std::string before = text_of(*store);
    fold_all(*store);
    EXPECT_EQ(text_of(*store), before);
    EXPECT_GT(all_pages(*store).size(), 3U);
    expect_sound(*store);
    fold_all(*store);
    EXPECT_EQ(text_of(*store), before);
    EXPECT_OK(import_rows(*store, portfolio(3, 300)));
    const std::string third = text_of(*store);
    fold_all(*store);
    EXPECT_EQ(text_of(*store), third);
    expect_sound(*store);
    for (const PageKey& key : all_pages(*store)) {
      const auto page = store->load(key, {});
      ASSERT_TRUE(page.ok());
      EXPECT_EQ(page->delta_bytes, 0U);
    }
  }
}

TEST(Store, SeveralDeltasOfAPageKeepTheirOrder) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  const PageKey key = store->page_of(core::debtor_hash("D1"));
  const auto number = store->begin_import();
  ASSERT_TRUE(number.ok());
  const ControlTotals added = {{RecordKind::kReceivable, core::kEur.code, 1, 100, 0}};
  const ControlTotals raised = {{RecordKind::kReceivable, core::kEur.code, 0, 50, 0}};
  std::vector<IdEntry> ids = id_entries(receivable_rows({{"D1", "R1"}}));
  EXPECT_OK(store->append(
      *number, {{key, {receivable_rows({{"D1", "R1", 100}})}, added}, {key, {receivable_rows({{"D1", "R1", 150}})}, raised}},
      std::move(ids)));
  EXPECT_OK(store->append(*number, {{key, {receivable_rows({{"D1", "R1", 170}})}}}, {}));
  ImportRecord record;
  record.number = *number;
  record.change = {{RecordKind::kReceivable, core::kEur.code, 1, 170, 0}};
  EXPECT_OK(store->commit_import(record, {}));
  for (int round = 0; round < 2; ++round) {
    const auto page = store->load(key, {});
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->page.rows(RecordKind::kReceivable).rows(), 1U);
    EXPECT_EQ(page->page.rows(RecordKind::kReceivable).int_at(Field::kAmount, 0), 170);
    EXPECT_OK(store->fold(key));
  }
  expect_sound(*store);
}

TEST(Store, BulkAndDeltasMakeTheSameStore) {
  const TemporaryDirectory by_delta;
  const TemporaryDirectory by_bulk;
  const auto delta = created(by_delta.store());
  const auto bulk = created(by_bulk.store());
  for (uint32_t import = 1; import <= 3; ++import) {
    EXPECT_OK(import_rows(*delta, portfolio(import, 100 * import)));
    EXPECT_OK(bulk_rows(*bulk, portfolio(import, 100 * import)));
  }
  EXPECT_EQ(text_of(*bulk), text_of(*delta));
  expect_sound(*bulk);
  const auto totals_a = delta->imports();
  const auto totals_b = bulk->imports();
  ASSERT_TRUE(totals_a.ok() && totals_b.ok());
  ASSERT_EQ(totals_b->size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(equal((*totals_a)[i].after, (*totals_b)[i].after)) << describe((*totals_b)[i].after);
    EXPECT_FALSE((*totals_b)[i].change.empty());
  }
}

TEST(Store, BulkOverDeltasMakesTheDeltasStale) {
  const TemporaryDirectory directory;
  std::string after;
  {
    const auto store = created(directory.store());
    EXPECT_OK(import_rows(*store, portfolio(1, 200)));
    fold_all(*store);
    EXPECT_OK(import_rows(*store, portfolio(2, 220)));
    EXPECT_OK(bulk_rows(*store, portfolio(3, 240)));
    after = text_of(*store);
    for (const PageKey& key : all_pages(*store)) {
      const auto page = store->load(key, {});
      ASSERT_TRUE(page.ok());
      EXPECT_EQ(page->delta_bytes, 0U);
    }
    expect_sound(*store);
  }
  const auto store = opened(directory.store());
  EXPECT_EQ(text_of(*store), after);
  EXPECT_EQ(store->last_import(), 3U);
  expect_sound(*store);
  EXPECT_OK(import_rows(*store, portfolio(4, 240)));
  fold_all(*store);
  expect_sound(*store);
}

TEST(Store, IdsAreFoundByTheirFingerprint) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store(), {7, 16, false});
  // More imports than a partition keeps runs, so that runs merge; every import asks, so that runs are counted.
  std::set<std::string> known;
  for (uint32_t import = 1; import <= 24; ++import) {
    std::vector<ReceivableRow> rows;
    for (uint32_t i = 0; i < 40; ++i) rows.push_back({"D" + std::to_string(i), "R" + std::to_string(import * 1000 + i)});
    EXPECT_OK(import_rows(*store, {receivable_rows(rows)}));
    std::vector<std::pair<uint64_t, std::string>> asked;
    for (uint32_t i = 0; i < 40; ++i) {
      const std::string id = "R" + std::to_string(import * 1000 + i);
      asked.emplace_back(core::id_fingerprint("C1", RecordKind::kReceivable, id), "D" + std::to_string(i));
    }
    asked.emplace_back(core::id_fingerprint("C1", RecordKind::kReceivable, "unknown"), "");
    asked.emplace_back(core::id_fingerprint("C1", RecordKind::kPayment, "R1000"), "");
    std::sort(asked.begin(), asked.end());
    std::vector<uint64_t> fingerprints;
    for (const auto& [fingerprint, debtor] : asked) fingerprints.push_back(fingerprint);
    size_t hits = 0;
    EXPECT_OK(store->find_ids(fingerprints, [&](size_t index, core::DebtorHash position) {
      ASSERT_FALSE(asked[index].second.empty());
      hits += store->page_of(position) == store->page_of(core::debtor_hash(asked[index].second));
    }));
    EXPECT_GE(hits, 40U);
  }
  expect_sound(*store);
}

TEST(Store, CollidingFingerprintsGiveEveryPosition) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store(), {256, 16, false});
  const core::DebtorHash a = 0x1111'1111'0000'0000;
  const core::DebtorHash b = 0xEEEE'0000'0000'0000;
  for (const core::DebtorHash position : {a, b, a}) {
    const auto number = store->begin_import();
    ASSERT_TRUE(number.ok());
    EXPECT_OK(store->append(*number, {}, {{42, position + 7}, {43, position}}));
    ImportRecord record;
    record.number = *number;
    EXPECT_OK(store->commit_import(record, {}));
  }
  std::set<std::pair<size_t, core::DebtorHash>> found;
  EXPECT_OK(store->find_ids({41, 42, 42}, [&](size_t i, core::DebtorHash position) { found.emplace(i, position); }));
  const std::set<std::pair<size_t, core::DebtorHash>> expected = {{1, a}, {1, b}, {2, a}, {2, b}};
  EXPECT_EQ(found, expected);
}

TEST(Store, ImportsAreRemembered) {
  const TemporaryDirectory directory;
  core::Table creditors(RecordKind::kCreditor);
  creditors.texts_or_new(Field::kCreditorId).append("C1");
  creditors.set_rows(1);
  {
    const auto store = created(directory.store());
    const auto number = store->begin_import();
    ASSERT_TRUE(number.ok());
    EXPECT_FALSE(store->begin_import().ok()) << "one import at a time";
    ImportRecord record;
    record.number = *number;
    record.creditors = encode_table(creditors);
    record.files.push_back({"a.csv", {RecordKind::kReceivable}, {1, 2}, {10, 5, 1, 1, 1, 1, 0, 1}});
    std::vector<core::Reject> rejects(5000);
    rejects[4999] = {"a.csv", 7, 8, 3, RecordKind::kReceivable, "amount", "x", "bad_amount", "not a number", true};
    EXPECT_OK(store->commit_import(record, rejects));
  }
  const auto store = opened(directory.store());
  const auto imports = store->imports();
  ASSERT_TRUE(imports.ok());
  ASSERT_EQ(imports->size(), 1U);
  EXPECT_EQ((*imports)[0].files[0].name, "a.csv");
  EXPECT_EQ((*imports)[0].files[0].counts.amended, 1U);
  const auto known = store->import_of_content({1, 2});
  ASSERT_TRUE(known.ok() && known->has_value());
  EXPECT_EQ((*known)->number, 1U);
  const auto unknown = store->import_of_content({1, 3});
  ASSERT_TRUE(unknown.ok());
  EXPECT_FALSE(unknown->has_value());
  size_t rejects = 0;
  core::Reject last;
  EXPECT_OK(store->each_reject([&](uint64_t import, const core::Reject& reject) {
    EXPECT_EQ(import, 1U);
    last = reject;
    ++rejects;
    return true;
  }));
  EXPECT_EQ(rejects, 5000U);
  EXPECT_EQ(last.reason, "bad_amount");
  EXPECT_TRUE(last.conflict);
  const auto table = store->creditors();
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->text_at(Field::kCreditorId, 0), "C1");
  EXPECT_OK(store->put_text("consumer/a", "17"));
  const auto text = store->text("consumer/a");
  ASSERT_TRUE(text.ok() && text->has_value());
  EXPECT_EQ(**text, "17");
  expect_sound(*store);
}

TEST(Store, RefusesWhatItCannotOpen) {
  const TemporaryDirectory directory;
  const auto none = Store::open(directory.store(), {});
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().hint.find("dunlin init"), std::string::npos);
  {
    const auto store = created(directory.store());
    const auto second = Store::open(directory.store(), {});
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().kind, core::ErrorKind::kConflict);
    EXPECT_NE(second.error().hint.find("--server"), std::string::npos);
    const auto reader = Store::open(directory.store(), {.read_only = true});
    EXPECT_FALSE(reader.ok());
    const auto again = Store::create(directory.store(), {});
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().kind, core::ErrorKind::kConflict);
  }
  {
    const auto reader = Store::open(directory.store(), {.read_only = true});
    ASSERT_TRUE(reader.ok()) << core::describe(reader.error());
    const auto import = (*reader)->begin_import();
    ASSERT_FALSE(import.ok());
    EXPECT_EQ(import.error().kind, core::ErrorKind::kReadOnly);
  }
  std::ofstream(directory.store() + "/dunlin-store") << "dunlin store\nformat 99\n";
  const auto newer = Store::open(directory.store(), {});
  ASSERT_FALSE(newer.ok());
  EXPECT_NE(newer.error().what.find("format 99"), std::string::npos);
  EXPECT_FALSE(Store::create(directory.store() + "2", {0, 1, false}).ok());
}

TEST(Store, AFlippedByteIsFoundAndNamed) {
  const TemporaryDirectory directory;
  {
    const auto store = created(directory.store(), {2, 16, false});
    EXPECT_OK(bulk_rows(*store, portfolio(1, 200)));
    EXPECT_OK(store->flush());
  }
  // Every region of every file, one byte of a copy at a time.
  size_t files = 0;
  size_t named = 0;
  constexpr size_t kFlipsPerFile = 6;
  for (const auto& entry : std::filesystem::directory_iterator(directory.store() + "/db")) {
    if (entry.path().extension() != ".sst") continue;
    ++files;
    for (size_t i = 0; i < kFlipsPerFile; ++i) {
      const TemporaryDirectory copy;
      std::filesystem::copy(directory.store(), copy.store(), std::filesystem::copy_options::recursive);
      const std::filesystem::path path = copy.store() + "/db/" + entry.path().filename().string();
      const auto at = static_cast<std::streamoff>(entry.file_size() * i / kFlipsPerFile);
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(at);
      const char byte = static_cast<char>(file.get());
      file.seekp(at);
      file.put(static_cast<char>(byte ^ 0x20));
      file.close();
      const auto store = Store::open(copy.store(), {});
      if (!store.ok()) {
        EXPECT_EQ(store.error().kind, core::ErrorKind::kCorruption) << core::describe(store.error());
        continue;
      }
      const auto lines = (*store)->verify({});
      ASSERT_TRUE(lines.ok());
      EXPECT_FALSE(lines->empty()) << "flip at " << at << " of " << path;
      const auto names_a_page = [](const std::string& line) { return line.find(" bound ") != std::string::npos; };
      const bool page = std::any_of(lines->begin(), lines->end(), names_a_page);
      bool refused = false;
      for (const PageKey& key : all_pages(**store)) refused |= !(*store)->load(key, {.cold = true}).ok();
      EXPECT_TRUE(!refused || page) << "a page that cannot be loaded is named";
      named += page;
    }
  }
  EXPECT_GE(files, 4U);
  EXPECT_GE(named, 4U) << "pages are named";
  expect_sound(*opened(directory.store()));
}

TEST(Store, SizesAreToldByFamily) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store());
  EXPECT_OK(bulk_rows(*store, portfolio(1, 200)));
  EXPECT_OK(import_rows(*store, portfolio(2, 200)));
  const auto sizes = store->family_sizes();
  ASSERT_TRUE(sizes.ok());
  ASSERT_EQ(sizes->size(), 8U);
  for (const FamilySize& size : *sizes) {
    const bool held = size.family == "facts" || size.family == "cold" || size.family == "delta" || size.family == "ids" ||
                      size.family == "registry";
    EXPECT_EQ(size.bytes > 0, held) << size.family;
  }
}

}  // namespace
}  // namespace dunlin::storage
