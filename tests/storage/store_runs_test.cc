// Runs on a real database: commits, the publish watermark, resuming, the outbox, and memory that follows its page.
#include <gtest/gtest.h>

#include "tests/storage/open_store.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::RecordKind;

core::ActionBatch actions_of(const std::vector<std::string>& debtors) {
  core::ActionBatch batch;
  for (const std::string& debtor : debtors) {
    for (core::TextColumn* column : {&batch.creditor_id,
                                     &batch.scenario,
                                     &batch.step,
                                     &batch.template_name,
                                     &batch.language,
                                     &batch.locale,
                                     &batch.segment,
                                     &batch.risk_class,
                                     &batch.unit,
                                     &batch.unit_list,
                                     &batch.score_reasons,
                                     &batch.recipient_name,
                                     &batch.recipient_email,
                                     &batch.recipient_phone,
                                     &batch.recipient_street,
                                     &batch.recipient_postal_code,
                                     &batch.recipient_city,
                                     &batch.recipient_country,
                                     &batch.cc,
                                     &batch.reference,
                                     &batch.iban,
                                     &batch.bic,
                                     &batch.payee}) {
      column->append_null();
    }
    batch.debtor_id.append(debtor);
    batch.debtor_hash.push_back(static_cast<int64_t>(core::debtor_hash(debtor)));
    batch.business_date.push_back(20'000);
    batch.step_index.push_back(1);
    batch.episode.push_back(1);
    batch.priority.push_back(50);
    batch.unit_kind.push_back(0);
    batch.action.push_back(0);
    batch.channel.push_back(core::ActionBatch::kNoChannel);
    batch.stage.push_back(1);
    batch.score.push_back(core::kNull);
    batch.not_before.push_back(core::kNull);
    batch.not_after.push_back(core::kNull);
    batch.total_currency.push_back(core::kEur.code);
    for (auto* column :
         {&batch.total_overdue, &batch.total_interest, &batch.total_fees, &batch.total_cash, &batch.total_demanded}) {
      column->push_back(12'345);
    }
    batch.total_begin.push_back(static_cast<uint32_t>(batch.total_currency.size()));
    batch.line_begin.push_back(0);
  }
  core::ValueColumn value;
  value.name = "overdue_balance";
  value.type = core::ValueType::kText;
  for (size_t i = 0; i < debtors.size(); ++i) value.ints.push_back(i == 0 ? core::kLeave : value.texts.add_entry("same"));
  batch.values.push_back(value);
  return batch;
}

core::MemoryPage memory_of(const core::AccountPage& page) {
  core::MemoryPage memory;
  const auto count = static_cast<uint32_t>(page.debtor_count());
  memory.debtors.set_ints(Field::kHash, *page.debtors.ints(Field::kHash));
  memory.debtors.set_texts(Field::kCreditorId, *page.debtors.texts(Field::kCreditorId));
  memory.debtors.set_texts(Field::kDebtorId, *page.debtors.texts(Field::kDebtorId));
  memory.debtors.set_rows(count);
  for (const auto group : core::kMemoryGroups) (memory.*group).begin.assign(count + 1, 0);
  for (uint32_t i = 0; i < count; ++i) {
    memory.units.rows.ints_or_new(Field::kEpisode).push_back(i);
    memory.units.begin[i + 1] = i + 1;
  }
  memory.units.rows.set_rows(count);
  return memory;
}

/// Commits every page of a slot, one commit a page.
void run_slot(Store& store, uint64_t run, core::SlotIndex slot) {
  const std::vector<PageKey> pages = store.pages_of(slot);
  for (size_t i = 0; i < pages.size(); ++i) {
    const auto page = store.load(pages[i], {});
    ASSERT_TRUE(page.ok());
    RunCommit commit{run, slot, pages[i].lower_bound, {}, {}, {}};
    std::vector<std::string> debtors;
    for (size_t d = 0; d < page->page.debtor_count(); ++d) {
      debtors.emplace_back(page->page.debtors.text_at(Field::kDebtorId, d));
    }
    commit.actions = actions_of(debtors);
    commit.memories.emplace_back(pages[i], memory_of(page->page));
    commit.cursor = {run, slot, i + 1 < pages.size() ? pages[i + 1].lower_bound : 0, i + 1 == pages.size(), {{"a", 1}}, {}};
    EXPECT_OK(store.commit(std::move(commit)));
  }
}

size_t visible_actions(const Store& store) {
  size_t actions = 0;
  EXPECT_OK(store.each_batch(0, 0, 0, [&](const OutboxBatch& batch) {
    actions += batch.actions.size();
    return true;
  }));
  return actions;
}

TEST(StoreRuns, ARunIsSeenUpToItsWatermarkAndResumes) {
  const TemporaryDirectory directory;
  size_t first_slots = 0;
  RunRecord record;
  record.ordinal = 1;
  record.run_id = "2026-11-21/1";
  record.business_date = core::date_of(2026, 11, 21);
  record.configuration = "scenario";
  record.last_import = 1;
  {
    const auto store = created(directory.store());
    EXPECT_OK(import_rows(*store, {debtor_rows({"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"})}));
    fold_all(*store);
    EXPECT_OK(store->begin_run(record));
    EXPECT_FALSE(store->begin_run(record).ok()) << "one run at a time";
    run_slot(*store, 1, 0);
    run_slot(*store, 1, 1);
    EXPECT_EQ(visible_actions(*store), 0U);
    EXPECT_OK(store->publish(1, 1));
    first_slots = visible_actions(*store);
    for (const PageKey& key : store->pages_of(0)) first_slots -= store->load(key, {})->page.debtor_count();
    EXPECT_EQ(first_slots, 0U);
  }
  const auto store = opened(directory.store());
  auto runs = store->runs();
  ASSERT_TRUE(runs.ok());
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ((*runs)[0].state, RunState::kOpen);
  EXPECT_EQ((*runs)[0].published_slots, 1U);
  EXPECT_EQ((*runs)[0].configuration, "scenario");
  const auto cursors = store->cursors(1);
  ASSERT_TRUE(cursors.ok());
  ASSERT_EQ(cursors->size(), 2U);
  EXPECT_TRUE((*cursors)[1].done);
  EXPECT_EQ((*cursors)[1].counters.at("a"), 1);
  // Rows that come while the run is open are not folded into its pages.
  EXPECT_OK(import_rows(*store, {receivable_rows({{"A", "R1"}})}));
  const PageKey key = store->page_of(core::debtor_hash("A"));
  EXPECT_OK(store->fold(key));
  const auto page = store->load(key, {.last_import = 1});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->page.rows(RecordKind::kReceivable).rows(), 0U);
  EXPECT_GT(page->delta_bytes, 0U);
  // A bulk import waits until the run is done.
  const auto bulk = bulk_rows(*store, {debtor_rows({"Z"})});
  ASSERT_FALSE(bulk.ok());
  EXPECT_EQ(bulk.error().kind, core::ErrorKind::kConflict);
  store->abandon_import(3);
  run_slot(*store, 1, 2);
  run_slot(*store, 1, 3);
  EXPECT_OK(store->publish(1, 4));
  EXPECT_EQ(visible_actions(*store), 14U);
  EXPECT_OK(store->finish_run(record));
  EXPECT_EQ(visible_actions(*store), 14U);
  runs = store->runs();
  ASSERT_TRUE(runs.ok());
  EXPECT_EQ((*runs)[0].state, RunState::kFinished);
  EXPECT_OK(store->fold(key));
  const auto folded = store->load(key, {.memory = true});
  ASSERT_TRUE(folded.ok());
  EXPECT_EQ(folded->delta_bytes, 0U);
  EXPECT_GT(folded->memory.units.rows.rows(), 0U);
  expect_sound(*store);
}

TEST(StoreRuns, BatchesComeBackAsTheyWere) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store(), {1, 16, false});
  RunRecord record;
  record.ordinal = 1;
  EXPECT_OK(store->begin_run(record));
  RunCommit commit{1, 0, 0, {}, actions_of({"A", "B"}), {1, 0, 0, true, {}, {{"C1\x1fX", "reason"}}}};
  EXPECT_OK(store->commit(std::move(commit)));
  EXPECT_OK(store->publish(1, 1));
  size_t batches = 0;
  EXPECT_OK(store->each_batch(1, 0, 0, [&](const OutboxBatch& batch) {
    ++batches;
    const core::ActionBatch& actions = batch.actions;
    EXPECT_EQ(actions.size(), 2U);
    EXPECT_EQ(actions.debtor_id.at(1), "B");
    EXPECT_EQ(actions.channel[0], core::ActionBatch::kNoChannel);
    EXPECT_EQ(actions.score[0], core::kNull);
    EXPECT_EQ(actions.total_demanded[1], 12'345);
    EXPECT_EQ(actions.total_begin, (std::vector<uint32_t>{0, 1, 2}));
    EXPECT_EQ(actions.values.at(0).name, "overdue_balance");
    EXPECT_EQ(actions.values.at(0).ints[0], core::kLeave);
    EXPECT_EQ(actions.values.at(0).texts.entry(static_cast<uint32_t>(actions.values.at(0).ints[1])), "same");
    return true;
  }));
  EXPECT_EQ(batches, 1U);
}

TEST(StoreRuns, MemoryIsDividedWithItsPage) {
  const TemporaryDirectory directory;
  const auto store = created(directory.store(), {1, 8, false});
  EXPECT_OK(import_rows(*store, {debtor_rows({"A", "B", "C", "D"})}));
  fold_all(*store);
  RunRecord record;
  record.ordinal = 1;
  EXPECT_OK(store->begin_run(record));
  run_slot(*store, 1, 0);
  EXPECT_OK(store->publish(1, 1));
  EXPECT_OK(store->finish_run(record));
  EXPECT_OK(import_rows(*store, portfolio(9, 60)));
  fold_all(*store);
  size_t remembered = 0;
  for (const PageKey& key : all_pages(*store)) {
    const auto page = store->load(key, {.memory = true});
    ASSERT_TRUE(page.ok());
    remembered += page->memory.units.rows.rows();
  }
  EXPECT_EQ(remembered, 4U);
#ifndef DUNLIN_WEAK_DEBTOR_HASH
  EXPECT_GT(all_pages(*store).size(), 5U);
#endif
  expect_sound(*store);
}

}  // namespace
}  // namespace dunlin::storage
