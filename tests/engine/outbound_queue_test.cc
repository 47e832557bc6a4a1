// The embedded queue over a real store: one order, cursors that hold, consumers that get everything at least once and never
// lose their place.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "engine/outbound/queue.h"
#include "tests/engine/outbound_samples.h"

namespace dunlin::engine {
namespace {

constexpr uint32_t kSlots = 4;

class OutboundQueue : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) /
                 ("queue_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(directory_);
    storage::StoreShape shape;
    shape.slots = kSlots;
    auto store = storage::Store::create(directory_.string(), shape);
    ASSERT_TRUE(store.ok()) << core::describe(store.error());
    store_ = std::move(store).value();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  storage::RunRecord begin_run(uint64_t ordinal) {
    storage::RunRecord record;
    record.ordinal = ordinal;
    record.run_id = "2026-11-" + std::to_string(20 + ordinal) + "/1";
    record.business_date = core::date_of(2026, 11, static_cast<uint32_t>(20 + ordinal));
    record.fingerprint = "sha256:00ff";
    EXPECT_TRUE(store_->begin_run(record).ok());
    return record;
  }

  /// Commits one action for each of D0 .. D(debtors - 1), a batch a slot, and publishes the first `slots` slots.
  void emit(const storage::RunRecord& record, size_t debtors, core::SlotIndex slots = kSlots) {
    std::vector<std::pair<core::DebtorHash, std::string>> order;
    for (size_t i = 0; i < debtors; ++i) {
      const std::string id = "D" + std::to_string(i);
      order.emplace_back(core::debtor_hash(id), id);
    }
    std::sort(order.begin(), order.end());
    for (core::SlotIndex slot = 0; slot < kSlots; ++slot) {
      storage::RunCommit commit;
      commit.run_ordinal = record.ordinal;
      commit.slot = slot;
      commit.first_page = core::slot_lower_bound(slot, kSlots);
      commit.cursor.run_ordinal = record.ordinal;
      commit.cursor.slot = slot;
      commit.cursor.done = true;
      for (const auto& [hash, id] : order) {
        if (core::slot_of(hash, kSlots) != slot) continue;
        samples::ActionFacts facts;
        facts.debtor = id;
        facts.creditor = id.back() % 2 == 0 ? "C1" : "C2";
        if (id.back() == '7') facts.channel = static_cast<uint8_t>(core::Channel::kLetter);
        samples::add_action(commit.actions, facts);
        commit.actions.business_date.back() = record.business_date.days;
      }
      ASSERT_TRUE(store_->commit(std::move(commit)).ok());
    }
    ASSERT_TRUE(store_->publish(record.ordinal, slots).ok());
  }
  void run(uint64_t ordinal, size_t debtors) {
    storage::RunRecord record = begin_run(ordinal);
    emit(record, debtors);
    record.state = storage::RunState::kFinished;
    record.published_slots = kSlots;
    ASSERT_TRUE(store_->finish_run(record).ok());
  }

  std::vector<QueueLine> page(const std::string& after, size_t max, const QueueFilter& filter = {}) {
    auto lines = ActionQueue(*store_).page(after, max, filter);
    EXPECT_TRUE(lines.ok()) << core::describe(lines.error());
    return lines.ok() ? *lines : std::vector<QueueLine>();
  }
  std::vector<QueueLine> consume(const std::string& consumer, size_t max) {
    auto lines = ActionQueue(*store_).consume(consumer, max);
    EXPECT_TRUE(lines.ok()) << core::describe(lines.error());
    return lines.ok() ? *lines : std::vector<QueueLine>();
  }

  std::filesystem::path directory_;
  std::unique_ptr<storage::Store> store_;
};

std::vector<std::string> cursors_of(const std::vector<QueueLine>& lines) {
  std::vector<std::string> cursors;
  for (const QueueLine& line : lines) cursors.push_back(line.cursor);
  return cursors;
}

TEST_F(OutboundQueue, EmptyStoreHasNothing) {
  EXPECT_TRUE(page("", 10).empty());
  EXPECT_TRUE(consume("mailer", 10).empty());
}

TEST_F(OutboundQueue, PagesOfAnySizeGiveTheSameLinesInOrder) {
  run(1, 50);
  run(2, 30);
  const std::vector<QueueLine> all = page("", 1000);
  ASSERT_EQ(all.size(), 80U);
  const std::vector<std::string> cursors = cursors_of(all);
  EXPECT_TRUE(std::is_sorted(cursors.begin(), cursors.end()));
  EXPECT_EQ(std::set<std::string>(cursors.begin(), cursors.end()).size(), 80U);
  EXPECT_NE(all.front().json.find("\"run_id\":\"2026-11-21/1\""), std::string::npos);
  EXPECT_NE(all.back().json.find("\"run_id\":\"2026-11-22/1\""), std::string::npos);
  for (const size_t size : {1U, 7U, 79U, 80U}) {
    std::vector<QueueLine> collected;
    for (auto lines = page("", size); !lines.empty(); lines = page(lines.back().cursor, size)) {
      EXPECT_LE(lines.size(), size);
      collected.insert(collected.end(), lines.begin(), lines.end());
    }
    ASSERT_EQ(collected.size(), all.size()) << size;
    for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(collected[i].json, all[i].json);
  }
}

TEST_F(OutboundQueue, OnlyPublishedActionsAreSeen) {
  const storage::RunRecord record = begin_run(1);
  emit(record, 100, 2);
  const size_t half = page("", 1000).size();
  EXPECT_GT(half, 0U);
  EXPECT_LT(half, 100U);
  ASSERT_TRUE(store_->publish(1, kSlots).ok());
  EXPECT_EQ(page("", 1000).size(), 100U);
}

TEST_F(OutboundQueue, FiltersFindWhatAFullReadFinds) {
  run(1, 60);
  run(2, 60);
  const std::vector<QueueLine> all = page("", 1000);
  const auto matching = [&](const std::string& part) {
    std::vector<std::string> cursors;
    for (const QueueLine& line : all) {
      if (line.json.find(part) != std::string::npos) cursors.push_back(line.cursor);
    }
    return cursors;
  };
  struct {
    QueueFilter filter;
    std::string part;
  } cases[4];
  cases[0].filter.run_id = "2026-11-22/1";
  cases[0].part = "\"run_id\":\"2026-11-22/1\"";
  cases[1].filter.debtor_id = "D37";
  cases[1].part = "\"debtor_id\":\"D37\"";
  cases[2].filter.creditor_id = "C2";
  cases[2].part = "\"creditor_id\":\"C2\"";
  cases[3].filter.channel = core::Channel::kLetter;
  cases[3].part = "\"channel\":\"letter\"";
  for (const auto& c : cases) {
    const std::vector<std::string> expected = matching(c.part);
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(cursors_of(page("", 1000, c.filter)), expected) << c.part;
    EXPECT_EQ(page("", 1, c.filter).size(), 1U);
    // Behind the first hit comes the second.
    const auto rest = cursors_of(page(expected[0], 1000, c.filter));
    EXPECT_EQ(rest, std::vector<std::string>(expected.begin() + 1, expected.end()));
  }
  QueueFilter both;
  both.run_id = "2026-11-21/1";
  both.debtor_id = "D37";
  EXPECT_EQ(page("", 1000, both).size(), 1U);
  both.run_id = "no such run";
  EXPECT_TRUE(page("", 1000, both).empty());
}

TEST_F(OutboundQueue, ConsumeRepeatsUntilAcknowledged) {
  run(1, 20);
  const auto first = consume("mailer", 5);
  ASSERT_EQ(first.size(), 5U);
  EXPECT_EQ(cursors_of(consume("mailer", 5)), cursors_of(first));

  ActionQueue queue(*store_);
  auto moved = queue.acknowledge("mailer", first[2].cursor);
  ASSERT_TRUE(moved.ok()) << core::describe(moved.error());
  EXPECT_TRUE(*moved);
  const auto second = consume("mailer", 5);
  EXPECT_EQ(second.front().cursor, first[3].cursor);

  // An old confirmation, late or repeated, never takes the consumer back.
  for (const size_t old : {0U, 2U}) {
    moved = queue.acknowledge("mailer", first[old].cursor);
    ASSERT_TRUE(moved.ok());
    EXPECT_FALSE(*moved);
  }
  EXPECT_EQ(consume("mailer", 1).front().cursor, first[3].cursor);
  EXPECT_EQ(consume("printer", 1).front().cursor, first[0].cursor) << "consumers are independent";

  const auto all = page("", 1000);
  ASSERT_TRUE(queue.acknowledge("mailer", all.back().cursor).ok());
  EXPECT_TRUE(consume("mailer", 5).empty());
  run(2, 3);
  EXPECT_EQ(consume("mailer", 5).size(), 3U);
}

TEST_F(OutboundQueue, PlacesSurviveAReopenedStore) {
  run(1, 20);
  const auto first = consume("mailer", 4);
  ASSERT_TRUE(ActionQueue(*store_).acknowledge("mailer", first[3].cursor).ok());
  const auto expected = consume("mailer", 1000);
  store_.reset();
  auto reopened = storage::Store::open(directory_.string(), {});
  ASSERT_TRUE(reopened.ok()) << core::describe(reopened.error());
  store_ = std::move(reopened).value();
  const auto after = consume("mailer", 1000);
  EXPECT_EQ(cursors_of(after), cursors_of(expected));
  EXPECT_EQ(after.back().json, expected.back().json);
}

TEST_F(OutboundQueue, ReplayBeginsWithTheActionOfItsCursor) {
  run(1, 20);
  const auto all = page("", 1000);
  ActionQueue queue(*store_);
  ASSERT_EQ(consume("mailer", 100).size(), 20U);
  ASSERT_TRUE(queue.acknowledge("mailer", all.back().cursor).ok());
  ASSERT_TRUE(queue.replay("mailer", all[7].cursor).ok());
  EXPECT_EQ(consume("mailer", 100).front().cursor, all[7].cursor);
  auto moved = queue.acknowledge("mailer", all[7].cursor);
  ASSERT_TRUE(moved.ok());
  EXPECT_TRUE(*moved) << "after a replay its first action is not yet confirmed";
  EXPECT_EQ(consume("mailer", 100).front().cursor, all[8].cursor);
  ASSERT_TRUE(queue.replay("mailer", "start").ok());
  EXPECT_EQ(consume("mailer", 100).size(), 20U);
}

TEST_F(OutboundQueue, ConsumersAreListedWithTheirLag) {
  run(1, 20);
  ActionQueue queue(*store_);
  consume("printer", 1);
  const auto lines = consume("mailer", 20);
  ASSERT_TRUE(queue.acknowledge("mailer", lines[11].cursor).ok());
  const auto consumers = queue.consumers();
  ASSERT_TRUE(consumers.ok()) << core::describe(consumers.error());
  ASSERT_EQ(consumers->size(), 2U);
  EXPECT_EQ((*consumers)[0].name, "mailer");
  EXPECT_EQ((*consumers)[0].cursor, lines[11].cursor);
  EXPECT_EQ((*consumers)[0].waiting, 8U);
  EXPECT_EQ((*consumers)[1].name, "printer");
  EXPECT_EQ((*consumers)[1].cursor, "");
  EXPECT_EQ((*consumers)[1].waiting, 20U);
}

TEST_F(OutboundQueue, WrongCursorsAndNamesAreClearErrors) {
  run(1, 5);
  ActionQueue queue(*store_);
  consume("mailer", 1);
  Cursor beyond;
  beyond.epoch = store_->identity().epoch;
  beyond.run_ordinal = 1;
  beyond.index = 999;
  const std::string never_given = to_text(beyond, store_->identity());
  for (const std::string& cursor : {std::string("nonsense"), never_given}) {
    EXPECT_FALSE(queue.page(cursor, 1).ok());
    EXPECT_FALSE(queue.acknowledge("mailer", cursor).ok());
    EXPECT_FALSE(queue.replay("mailer", cursor).ok());
  }
  const auto unknown = queue.acknowledge("nobody", page("", 1)[0].cursor);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().kind, core::ErrorKind::kUsage);
  for (const std::string& name : {std::string(), std::string("a/b"), std::string("a b"), std::string(65, 'a')}) {
    EXPECT_FALSE(queue.consume(name, 1).ok()) << name;
  }
}

}  // namespace
}  // namespace dunlin::engine
