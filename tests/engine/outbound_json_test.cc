// The JSON form of an action is a contract of names, order and spelling: whole texts are compared.
#include <gtest/gtest.h>

#include "engine/outbound/action_json.h"
#include "engine/outbound/json_text.h"
#include "tests/engine/outbound_samples.h"

namespace dunlin::engine {
namespace {

using samples::ActionFacts;
using samples::kContext;

std::string json_of(const core::ActionBatch& batch, size_t index = 0) {
  std::string json;
  append_action_json(batch, index, kContext, json);
  return json;
}
std::string json_of(const ActionFacts& facts) {
  core::ActionBatch batch;
  samples::add_action(batch, facts);
  return json_of(batch);
}

TEST(OutboundJson, WholeAction) {
  core::ActionBatch batch;
  ActionFacts facts;
  facts.score = 612;
  samples::add_action(batch, facts);
  samples::add_values(batch);
  batch.not_before[0] = core::date_of(2026, 11, 21).days * int64_t{86'400} + 7 * 3600 + 90;
  EXPECT_EQ(
      json_of(batch),
      R"({"action_id":")" + core::to_hex(action_id(batch, 0)) +
          R"(","run_id":"2026-11-21/1","business_date":"2026-11-21","creditor_id":"C1","debtor_id":"D42",)"
          R"("scenario":"b2b-standard","step":"reminder-1","step_index":1,"episode":1,"event":null,"record_id":null,)"
          R"("unit":"debtor","unit_key":"debtor",)"
          R"("units":null,"action":"contact","channel":"email","template":"reminder-1","stage":"amicable","language":"fr",)"
          R"("recipient":{"email":"zoe@example.com","name":"Zoë \"Z\" Durand"},)"
          R"("cc":["chief@example.com","second@example.com"],"not_before":"2026-11-21T07:01:30Z","not_after":null,)"
          R"("priority":50,"totals":[{"currency":"EUR","overdue":"1250.00","interest":"3.41","fees":"40.00",)"
          R"("cash_netted":"0.00","demanded":"1293.41"}],"receivables":[{"receivable_id":"R1","balance":"1249.99",)"
          R"("currency":"EUR","due_date":"2026-11-01","days_past_due":20,"interest":"3.41","fees":"40.00",)"
          R"("document_url":"https://example.com/r1.pdf"},{"receivable_id":"R2","balance":"0.01","currency":"EUR",)"
          R"("due_date":"2026-11-20","days_past_due":1,"interest":"0.00","fees":"0.00","document_url":null}],)"
          R"("payment":{"reference":"RF18539007547034","iban":"BE68539007547034","bic":null,)"
          R"("qr":"BCD\n002\n1\nSCT\n\nEngie Electrabel NV\nBE68539007547034\nEUR1293.41\n\nRF18539007547034",)"
          R"("url":"payto://iban/BE68539007547034?amount=EUR:1293.41&receiver-name=Engie%20Electrabel%20NV)"
          R"(&message=RF18539007547034"},"locale":"fr-FR","reasons":{"segment":"late-payer","score":612,"risk_class":"B",)"
          R"("score_reasons":["late now","no payment for 90 days"],"config":"sha256:00ff",)"
          R"("values":{"overdue_balance":"1250.00","days_past_due":20,"risk_class":"B","oldest_due":"2026-11-01",)"
          R"("attr.vip":false}}})");
}

TEST(OutboundJson, AnAnswerNamesItsEventAndRecord) {
  core::ActionBatch batch;
  samples::add_action(batch, {});
  batch.step = core::TextColumn();
  batch.step.append("on.promise_broken/PR/1");
  EXPECT_NE(json_of(batch).find(R"("step":"on.promise_broken/PR/1","step_index":1,"episode":1,)"
                                R"("event":"promise_broken","record_id":"PR/1",)"),
            std::string::npos);
}

TEST(OutboundJson, ReadNothingAndReadNullAreTwoThings) {
  core::ActionBatch batch;
  samples::add_action(batch, {});
  samples::add_action(batch, {});
  samples::add_values(batch);
  const std::string json = json_of(batch, 1);
  EXPECT_NE(json.find(R"("values":{"overdue_balance":"-0.05","days_past_due":null}})"), std::string::npos) << json;
}

struct RecipientCase {
  const char* name;
  uint8_t channel;
  const char* expected;
};

TEST(OutboundJson, RecipientByChannel) {
  const auto channel = [](core::Channel c) { return static_cast<uint8_t>(c); };
  const RecipientCase cases[] = {
      {"letter", channel(core::Channel::kLetter),
       R"("channel":"letter","template":"reminder-1","stage":"amicable","language":"fr","recipient":{"street":"Rue Haute 1\nBoîte 2","postal_code":"1000","city":"Bruxelles","country":"BE","name":"Zoë \"Z\" Durand"})"},
      {"sms", channel(core::Channel::kSms), R"("recipient":{"phone":"+3225550100","name":"Zoë \"Z\" Durand"})"},
      {"call", channel(core::Channel::kCall), R"("recipient":{"phone":"+3225550100","name":"Zoë \"Z\" Durand"})"},
      {"portal", channel(core::Channel::kPortal), R"("recipient":{"email":"zoe@example.com","name":"Zoë \"Z\" Durand"})"},
      {"none", core::ActionBatch::kNoChannel, R"("recipient":null,"cc":[])"}};
  for (const RecipientCase& c : cases) {
    ActionFacts facts;
    facts.channel = c.channel;
    const std::string json = json_of(facts);
    EXPECT_NE(json.find(c.expected), std::string::npos) << c.name << ": " << json;
  }
}

TEST(OutboundJson, MoneyHasItsCurrencysDigitsAndOnlyEurosHaveAQrCode) {
  struct {
    core::Currency currency;
    const char* expected;
  } cases[] = {{core::currency_of_letters('J', 'P', 'Y'), R"("overdue":"125000","interest":"341")"},
               {core::currency_of_letters('K', 'W', 'D'), R"("overdue":"125.000","interest":"0.341")"}};
  for (const auto& c : cases) {
    ActionFacts facts;
    facts.currency = c.currency;
    const std::string json = json_of(facts);
    EXPECT_NE(json.find(c.expected), std::string::npos) << json;
    EXPECT_NE(json.find(R"("qr":null)"), std::string::npos) << json;
  }
}

TEST(OutboundJson, NothingToPayToMeansNulls) {
  ActionFacts facts;
  facts.reference = facts.iban = facts.bic = facts.payee = "";
  EXPECT_NE(json_of(facts).find(R"("payment":{"reference":null,"iban":null,"bic":null,"qr":null,"url":null})"),
            std::string::npos);
}

TEST(OutboundJson, UnitKeyNamesWhoCarriesTheMemory) {
  struct {
    ActionFacts facts;
    const char* key;
    const char* units;
  } cases[3];
  cases[0].facts.unit_kind = core::UnitKind::kReceivable;
  cases[0].facts.unit = "R1";
  cases[0].key = R"("unit":"receivable","unit_key":"receivable:R1","units":null)";
  cases[1].facts.unit_kind = core::UnitKind::kDebtorCurrency;
  cases[1].facts.unit = "EUR";
  cases[1].key = R"("unit":"debtor_currency","unit_key":"debtor_currency:EUR","units":null)";
  cases[2].facts.unit_kind = core::UnitKind::kReceivable;
  cases[2].facts.unit_list = "R1\x1Freminder-1\x1ER2\x1Freminder-2";
  cases[2].key =
      R"("unit":"receivable","unit_key":"debtor","units":[{"receivable_id":"R1","step":"reminder-1"},{"receivable_id":"R2","step":"reminder-2"}])";
  for (const auto& c : cases) {
    const std::string json = json_of(c.facts);
    EXPECT_NE(json.find(c.key), std::string::npos) << json;
  }
}

TEST(OutboundJson, ActionIdIsTheHashOfTheDocumentedBytes) {
  core::ActionBatch batch;
  ActionFacts facts;
  facts.unit_list = "R1\x1Freminder-1";
  samples::add_action(batch, facts);
  // Written by hand from the documented layout: length (32 bits, little-endian), bytes, seven times.
  using namespace std::string_literals;
  const std::string bytes =
      "\x02\0\0\0C1"
      "\x03\0\0\0D42"
      "\x14\0\0\0debtor\x1ER1\x1Freminder-1"
      "\x0C\0\0\0b2b-standard"
      "\x0A\0\0\0reminder-1"
      "\x01\0\0\0"
      "1"
      "\x0A\0\0\0"
      "2026-11-21"s;
  EXPECT_EQ(core::to_hex(action_id(batch, 0)), core::to_hex(core::hash128(bytes)));
}

TEST(OutboundJson, ActionIdChangesWithEachOfItsFields) {
  core::ActionBatch batch;
  samples::add_action(batch, {});
  const core::Hash128 id = action_id(batch, 0);
  const auto changed = [&](auto change) {
    core::ActionBatch other;
    ActionFacts facts;
    change(facts);
    samples::add_action(other, facts);
    return action_id(other, 0);
  };
  EXPECT_NE(id, changed([](ActionFacts& facts) { facts.creditor = "C"; }));
  EXPECT_NE(id, changed([](ActionFacts& facts) { facts.debtor = "D4"; }));
  EXPECT_NE(id, changed([](ActionFacts& facts) { facts.unit_list = "R1\x1Freminder-1"; }));
  EXPECT_EQ(id, changed([](ActionFacts& facts) { facts.overdue = 1; }));
  core::ActionBatch other = batch;
  other.episode[0] = 2;
  EXPECT_NE(id, action_id(other, 0));
  other = batch;
  other.business_date[0] += 1;
  EXPECT_NE(id, action_id(other, 0));
}

TEST(OutboundJson, StringsAreEscaped) {
  struct {
    std::string text;
    const char* expected;
  } cases[] = {{"plain", R"("plain")"},
               {"a\"b\\c/d", R"("a\"b\\c/d")"},
               {"\b\f\n\r\t", R"("\b\f\n\r\t")"},
               {std::string("\0\x01\x1f", 3), R"("\u0000\u0001\u001f")"},
               {"\x7f\xC3\xA9\xF0\x9F\x98\x80", "\"\x7f\xC3\xA9\xF0\x9F\x98\x80\""}};
  for (const auto& c : cases) {
    std::string out;
    append_json_string(c.text, out);
    EXPECT_EQ(out, c.expected);
  }
}

TEST(OutboundJson, NumbersAndTimes) {
  struct {
    int64_t scaled;
    uint32_t digits;
    const char* expected;
  } decimals[] = {{0, 2, "\"0.00\""},          {-5, 2, "\"-0.05\""}, {5, 0, "\"5\""},
                  {123'456, 3, "\"123.456\""}, {100, 2, "\"1.00\""}, {INT64_MIN, 2, "\"-92233720368547758.08\""},
                  {1, 6, "\"0.000001\""}};
  for (const auto& c : decimals) {
    std::string out;
    append_json_decimal(c.scaled, c.digits, out);
    EXPECT_EQ(out, c.expected);
  }
  struct {
    int64_t seconds;
    const char* expected;
  } times[] = {
      {0, "\"1970-01-01T00:00:00Z\""}, {-1, "\"1969-12-31T23:59:59Z\""}, {1'709'251'199, "\"2024-02-29T23:59:59Z\""}};
  for (const auto& c : times) {
    std::string out;
    append_json_time(c.seconds, out);
    EXPECT_EQ(out, c.expected);
  }
}

}  // namespace
}  // namespace dunlin::engine
