// Pages, deltas and memory as stored bodies: they come back as they were, and no flipped byte gets past the envelope.
#include "storage/codec/page_codec.h"

#include <gtest/gtest.h>

#include "storage/codec/action_codec.h"
#include "storage/codec/envelope.h"
#include "storage/codec/table_codec.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::RecordKind;

core::AccountPage sample_page() {
  std::vector<core::EventBatch> batches = portfolio(1, 60);
  batches[1].rows.attribute_or_new("payment_method") = {};
  for (size_t i = 0; i < batches[1].rows.rows(); ++i) {
    core::TextColumn& method = batches[1].rows.attribute_or_new("payment_method");
    i % 3 == 0 ? method.append_null() : method.append(i % 2 == 0 ? "invoice" : "direct_debit");
  }
  std::vector<VersionedEvents> events;
  for (const core::EventBatch& batch : batches) events.push_back({3, &batch});
  return apply_events({}, events, ColdFields::kApplied);
}

TEST(PageCodec, FactsAndColdMakeThePageAgain) {
  const core::AccountPage page = sample_page();
  PageHeader header{7, 99, 3, 2, control_totals(page)};
  const std::string facts = encode_facts(header, page);
  const std::string cold = encode_cold(header, page);
  PageHeader read;
  core::AccountPage out;
  ASSERT_TRUE(decode_facts(facts, read, out));
  EXPECT_EQ(read.slot, 7U);
  EXPECT_EQ(read.lower_bound, 99U);
  EXPECT_EQ(read.generation, 3U);
  EXPECT_EQ(read.folded_through, 2U);
  EXPECT_TRUE(equal(read.totals, header.totals));
  EXPECT_FALSE(out.debtors.has(Field::kName)) << "names are cold";
  EXPECT_TRUE(out.rows(RecordKind::kReceivable).attributes().empty());
  ASSERT_TRUE(decode_cold(cold, read, out));
  EXPECT_EQ(text_of(out), text_of(page));
}

TEST(PageCodec, DeltasKeepLeavesAndRowNumbers) {
  core::EventBatch batch = receivable_rows({{"D1", "R1", core::kLeave}, {"D2", "R2", core::kNull}, {"D3", "R3", 5}});
  batch.row_numbers = {9, 12, 40'000'000'000};
  batch.rows.texts_or_new(Field::kPortfolio) = {};
  batch.rows.texts_or_new(Field::kPortfolio).append_leave();
  batch.rows.texts_or_new(Field::kPortfolio).append_null();
  batch.rows.texts_or_new(Field::kPortfolio).append("x");
  const std::string body = encode_delta({5, true, {}}, {batch, debtor_rows({"D1"})});
  DeltaHeader header;
  std::vector<core::EventBatch> out;
  ASSERT_TRUE(decode_delta(body, header, out));
  EXPECT_EQ(header.import, 5U);
  EXPECT_TRUE(header.touches_reach);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(text_of(out[0].rows), text_of(batch.rows));
  EXPECT_EQ(out[0].row_numbers, batch.row_numbers);
}

TEST(PageCodec, MemoryComesBack) {
  core::MemoryPage memory;
  memory.debtors.set_ints(Field::kHash, {1, 2});
  memory.debtors.set_rows(2);
  memory.units.rows.set_ints(Field::kEpisode, {4, 5, 6});
  memory.units.rows.texts_or_new(Field::kStep).append("reminder-1");
  memory.units.rows.texts_or_new(Field::kStep).append_null();
  memory.units.rows.texts_or_new(Field::kStep).append("reminder-1");
  memory.units.rows.set_rows(3);
  memory.units.begin = {0, 1, 3};
  memory.marks.begin = memory.contacts.begin = {0, 0, 0};
  PageHeader header;
  core::MemoryPage out;
  ASSERT_TRUE(decode_memory(encode_memory({}, memory), header, out));
  EXPECT_EQ(text_of(out.units.rows), text_of(memory.units.rows));
  EXPECT_EQ(out.units.begin, memory.units.begin);
  EXPECT_EQ(out.marks.begin, memory.marks.begin);
}

TEST(PageCodec, AnyFlippedByteIsTold) {
  const core::AccountPage page = sample_page();
  const std::string key = page_key(7, 99);
  const std::string value = seal(ValueKind::kFacts, key, encode_facts({}, page));
  ASSERT_TRUE(unseal(ValueKind::kFacts, Family::kFacts, key, value).ok());
  for (size_t at = 0; at < value.size(); ++at) {
    std::string broken = value;
    broken[at] = static_cast<char>(broken[at] ^ 0x11);
    const auto body = unseal(ValueKind::kFacts, Family::kFacts, key, broken);
    ASSERT_FALSE(body.ok()) << at;
    EXPECT_EQ(body.error().kind, core::ErrorKind::kCorruption);
    EXPECT_EQ(body.error().where, "facts slot 7 bound 0000000000000063");
  }
  EXPECT_FALSE(unseal(ValueKind::kFacts, Family::kFacts, page_key(7, 100), value).ok()) << "under another key";
  EXPECT_FALSE(unseal(ValueKind::kCold, Family::kFacts, key, value).ok()) << "as another kind";
  EXPECT_FALSE(unseal(ValueKind::kFacts, Family::kFacts, key, "DNLN").ok());
}

TEST(PageCodec, BrokenBodiesAreRefusedWithoutACrash) {
  // Behind the checksum's back: what a bug, or an attacker who can compute checksums, may hand to the decoders.
  const core::AccountPage page = sample_page();
  const std::string facts = encode_facts({}, page);
  const std::string cold = encode_cold({}, page);
  const std::string delta = encode_delta({}, portfolio(2, 20));
  size_t refused = 0;
  for (size_t at = 0; at < facts.size(); ++at) {
    std::string broken = facts;
    broken[at] = static_cast<char>(broken[at] ^ 1 << at % 8);
    PageHeader header;
    core::AccountPage out;
    refused += !decode_facts(broken, header, out);
  }
  for (size_t at = 0; at < cold.size(); ++at) {
    std::string broken = cold;
    broken[at] = static_cast<char>(broken[at] ^ 1 << at % 8);
    PageHeader header;
    core::AccountPage out;
    ASSERT_TRUE(decode_facts(facts, header, out));
    refused += !decode_cold(broken, header, out);
  }
  for (size_t at = 0; at < delta.size(); ++at) {
    std::string broken = delta;
    broken[at] = static_cast<char>(broken[at] ^ 1 << at % 8);
    DeltaHeader header;
    std::vector<core::EventBatch> out;
    refused += !decode_delta(broken, header, out);
  }
  EXPECT_GT(refused, 1000U);
  PageHeader header;
  core::AccountPage out;
  core::ActionBatch actions;
  for (size_t cut = 0; cut < facts.size(); cut += 7) {
    EXPECT_FALSE(decode_facts(std::string_view(facts).substr(0, cut), header, out));
    EXPECT_FALSE(decode_actions(std::string_view(facts).substr(0, cut), actions));
  }
}

TEST(PageCodec, TablesComeBack) {
  core::Table creditors(RecordKind::kCreditor);
  creditors.texts_or_new(Field::kName).append("Alpha");
  creditors.ints_or_new(Field::kBaseCurrency).push_back(core::kEur.code);
  creditors.set_rows(1);
  const auto out = decode_table(encode_table(creditors), "here");
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(text_of(*out), text_of(creditors));
  const auto broken = decode_table("nonsense", "here");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().where, "here");
}

}  // namespace
}  // namespace dunlin::storage
