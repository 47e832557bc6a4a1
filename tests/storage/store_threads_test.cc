// Several threads at one store: a bulk load divided by slots while others read and ask for ids.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "storage/ids/id_collector.h"
#include "storage/key_layout.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

/// A bulk import of the rows by `threads` threads, each taking the next slot that is free.
core::Status bulk_by_threads(Store& store, const std::vector<core::EventBatch>& batches, size_t threads) {
  DUNLIN_ASSIGN(const uint64_t number, store.begin_import());
  const std::unique_ptr<BulkLoad> bulk = store.begin_bulk(number);
  std::atomic<core::SlotIndex> next{0};
  std::atomic<size_t> failures{0};
  const auto put_slots = [&] {
    for (core::SlotIndex slot = next.fetch_add(1); slot < store.identity().slots; slot = next.fetch_add(1)) {
      for (const PageKey& key : store.pages_of(slot)) {
        std::vector<core::EventBatch> parts;
        for (const core::EventBatch& batch : batches) parts.push_back(rows_in_page(batch, store, key));
        auto page = store.load(key, {UINT64_MAX, true, true});
        std::vector<VersionedEvents> events;
        for (const core::EventBatch& part : parts) events.push_back({number, &part});
        failures +=
            !page.ok() || !bulk->put_page(key, apply_events(page->page, events, ColdFields::kApplied), page->memory).ok();
        for (const core::EventBatch& part : parts) failures += !bulk->add_ids(id_entries(part)).ok();
      }
    }
  };
  std::vector<std::thread> workers;
  for (size_t i = 0; i < threads; ++i) workers.emplace_back(put_slots);
  for (std::thread& worker : workers) worker.join();
  if (failures != 0) return core::failed("bulk", "a page could not be put");
  ImportRecord record;
  record.number = number;
  return bulk->commit(record, {});
}

TEST(StoreThreads, BulkByAnyNumberOfThreadsMakesTheSameStore) {
  std::string expected;
  for (const size_t threads : {1U, 3U}) {
    const TemporaryDirectory directory;
    ASSERT_TRUE(Store::create(directory.store(), {16, 32, false}).ok());
    // Little memory, so that files are built while pages still come.
    auto store = Store::open(directory.store(), {.memory_bytes = 1 << 20, .threads = static_cast<uint32_t>(threads)});
    ASSERT_TRUE(store.ok()) << core::describe(store.error());
    std::atomic<bool> done{false};
    std::thread reader([&] {
      while (!done) {
        for (core::SlotIndex slot = 0; slot < 16; ++slot) {
          for (const PageKey& key : (*store)->pages_of(slot)) EXPECT_TRUE((*store)->load(key, {.cold = true}).ok());
        }
        EXPECT_TRUE((*store)->find_ids({1, 2, UINT64_MAX}, [](size_t, core::DebtorHash) {}).ok());
      }
    });
    for (uint32_t import = 1; import <= 2; ++import) {
      const auto outcome = bulk_by_threads(**store, portfolio(import, 3000), threads);
      EXPECT_TRUE(outcome.ok()) << core::describe(outcome.error());
    }
    done = true;
    reader.join();
    const std::string text = text_of(**store);
    if (expected.empty()) expected = text;
    EXPECT_EQ(text, expected) << threads;
    const auto lines = (*store)->verify({});
    ASSERT_TRUE(lines.ok());
    for (const std::string& line : *lines) ADD_FAILURE() << line;
  }
}

TEST(IdCollector, WhatSpillsComesBackSorted) {
  const TemporaryDirectory directory;
  std::filesystem::create_directories(directory.store());
  IdCollector collector(directory.store(), 0);
  std::mt19937_64 dice(4);
  std::vector<IdPlace> expected;
  for (int round = 0; round < 40; ++round) {
    std::vector<IdEntry> entries;
    for (int i = 0; i < 5000; ++i) {
      entries.push_back({dice(), dice()});
      expected.push_back({entries.back().fingerprint, static_cast<uint32_t>(entries.back().position >> 32)});
    }
    ASSERT_TRUE(collector.add(entries).ok());
  }
  EXPECT_FALSE(std::filesystem::is_empty(directory.store())) << "nothing was spilled";
  sort_places(expected);
  std::vector<IdPlace> found;
  const auto visit = [&](uint32_t partition, std::span<const IdPlace> places) -> core::Status {
    for (const IdPlace& place : places) EXPECT_EQ(id_partition(place.fingerprint), partition);
    found.insert(found.end(), places.begin(), places.end());
    return {};
  };
  ASSERT_TRUE(collector.each_partition(0, IdCollector::kShards, visit).ok());
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace dunlin::storage
