// The public wire form: what goes in comes out, equal batches are equal bytes, and a stranger's bytes can only be refused.
#include <gtest/gtest.h>

#include <random>

#include "engine/outbound/action_wire.h"
#include "tests/engine/outbound_samples.h"

namespace dunlin::engine {
namespace {

core::ActionBatch sample_batch() {
  core::ActionBatch batch;
  samples::ActionFacts facts;
  samples::add_action(batch, facts);
  facts.debtor = "D43";
  facts.score = 580;
  facts.unit_kind = core::UnitKind::kReceivable;
  facts.unit_list = "R1\x1Freminder-1\x1ER2\x1Freminder-1";
  samples::add_action(batch, facts);
  facts = {};
  facts.action = core::ActionKind::kWebhook;
  facts.channel = core::ActionBatch::kNoChannel;
  facts.currency = core::currency_of_letters('J', 'P', 'Y');
  samples::add_action(batch, facts);
  samples::add_values(batch);
  return batch;
}

std::span<const uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string all_json(const core::ActionBatch& batch, const ActionContext& context) {
  std::string json;
  for (size_t row = 0; row < batch.size(); ++row) {
    append_action_json(batch, row, context, json);
    json += '\n';
  }
  return json;
}

TEST(OutboundWire, RoundTripKeepsEveryField) {
  const core::ActionBatch batch = sample_batch();
  const std::string wire = encode_actions(batch, samples::kContext);
  EXPECT_EQ(wire.substr(4, 4), "DACT");
  const auto decoded = decode_actions(bytes_of(wire));
  ASSERT_TRUE(decoded.ok()) << core::describe(decoded.error());
  EXPECT_EQ(all_json(decoded->batch, decoded->context), all_json(batch, samples::kContext));
  EXPECT_EQ(decoded->batch.debtor_hash, batch.debtor_hash);
  EXPECT_EQ(decoded->batch.not_before, batch.not_before);
  EXPECT_EQ(encode_actions(decoded->batch, decoded->context), wire);
}

TEST(OutboundWire, EmptyBatch) {
  const std::string wire = encode_actions(core::ActionBatch(), samples::kContext);
  const auto decoded = decode_actions(bytes_of(wire));
  ASSERT_TRUE(decoded.ok()) << core::describe(decoded.error());
  EXPECT_EQ(decoded->batch.size(), 0U);
}

TEST(OutboundWire, UnalignedBytesAreReadToo) {
  const std::string wire = "x" + encode_actions(sample_batch(), samples::kContext);
  EXPECT_TRUE(decode_actions(bytes_of(wire).subspan(1)).ok());
}

TEST(OutboundWire, LimitsHold) {
  const std::string wire = encode_actions(sample_batch(), samples::kContext);
  WireLimits limits;
  limits.bytes = wire.size() - 1;
  EXPECT_FALSE(decode_actions(bytes_of(wire), limits).ok());
  limits = {};
  limits.actions = 2;
  EXPECT_FALSE(decode_actions(bytes_of(wire), limits).ok());
  limits = {};
  limits.tables = 10;
  EXPECT_FALSE(decode_actions(bytes_of(wire), limits).ok());
}

TEST(OutboundWire, EveryPrefixIsRefused) {
  const std::string wire = encode_actions(sample_batch(), samples::kContext);
  for (size_t length = 0; length < wire.size(); ++length) {
    ASSERT_FALSE(decode_actions(bytes_of(wire).first(length)).ok()) << length;
  }
}

/// A changed byte is refused, or read as a batch that can be written again: nothing in between, and no sanitizer complains.
TEST(OutboundWire, HostileBytesAreRefusedOrHarmless) {
  const std::string wire = encode_actions(sample_batch(), samples::kContext);
  std::mt19937 random(20261121);
  size_t refused = 0;
  constexpr size_t kRounds = 20'000;
  for (size_t round = 0; round < kRounds; ++round) {
    std::string hostile = wire;
    const size_t changes = 1 + random() % 4;
    for (size_t i = 0; i < changes; ++i) {
      const size_t at = random() % hostile.size();
      hostile[at] = static_cast<char>(random() % 3 == 0 ? 0xFF : random());
    }
    const auto decoded = decode_actions(bytes_of(hostile));
    if (!decoded.ok()) {
      ++refused;
    } else {
      EXPECT_FALSE(all_json(decoded->batch, decoded->context).empty());
    }
  }
  EXPECT_GT(refused, kRounds / 4);
}

TEST(OutboundWire, AnActionIdThatIsNotItsRowsIsRefused) {
  const core::ActionBatch batch = sample_batch();
  std::string wire = encode_actions(batch, samples::kContext);
  const uint64_t high = action_id(batch, 1).high;
  const size_t at = wire.find(std::string(reinterpret_cast<const char*>(&high), sizeof high));
  ASSERT_NE(at, std::string::npos);
  wire[at] = static_cast<char>(wire[at] ^ 1);
  const auto decoded = decode_actions(bytes_of(wire));
  ASSERT_FALSE(decoded.ok());
  EXPECT_NE(decoded.error().what.find("row 1"), std::string::npos) << decoded.error().what;
}

TEST(OutboundWire, TextThatIsNotUtf8IsRefused) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xE2\x82", "\xF5\x80\x80\x80", "\xE0\x80\x80"}) {
    core::ActionBatch batch = sample_batch();
    batch.recipient_name = core::TextColumn();
    for (size_t row = 0; row < batch.size(); ++row) batch.recipient_name.append(bad);
    const auto decoded = decode_actions(bytes_of(encode_actions(batch, samples::kContext)));
    ASSERT_FALSE(decoded.ok());
    EXPECT_NE(decoded.error().what.find("recipients.name"), std::string::npos) << decoded.error().what;
  }
}

}  // namespace
}  // namespace dunlin::engine
