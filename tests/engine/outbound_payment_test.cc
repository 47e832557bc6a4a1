// Payment texts against published vectors: the groups bank.rf and bank.epcqr of the shared facts, and bounds of our own.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "engine/outbound/payment_means.h"

namespace dunlin::engine {
namespace {

/// The cases of a group of facts/vectors.json; nothing when the shared folder is not there.
std::optional<boost::json::array> shared_cases(std::string_view group) {
  const char* shared = std::getenv("DUNLIN_SHARED");
  const std::string folder = shared != nullptr ? shared : std::string(DUNLIN_SOURCE_DIR) + "/../shared";
  std::ifstream file(folder + "/facts/vectors.json");
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  const boost::json::value vectors = boost::json::parse(text.str());
  for (const auto& entry : vectors.at("groups").as_array()) {
    if (entry.at("id").as_string() == group) return entry.at("cases").as_array();
  }
  ADD_FAILURE() << "no group " << group;
  return boost::json::array();
}

#define SHARED_CASES_OR_SKIP(name, group)                                               \
  const auto name = shared_cases(group);                                                \
  if (!name) {                                                                          \
    const char* required = std::getenv("DUNLIN_REQUIRE_SHARED");                        \
    if (required != nullptr && *required == '1') FAIL() << "shared facts are required"; \
    GTEST_SKIP() << "shared facts not found: set DUNLIN_SHARED";                        \
  }

std::string text_at(const boost::json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

TEST(OutboundPayment, RfReferencesOfThePublishedVectors) {
  SHARED_CASES_OR_SKIP(cases, "bank.rf");
  EXPECT_GT(cases->size(), 5U);
  for (const auto& c : *cases) {
    if (c.at("in").as_object().contains("reference")) {
      const std::string rf = text_at(c.at("out"), "rf");
      EXPECT_EQ(rf_reference(text_at(c.at("in"), "reference")), rf);
      EXPECT_TRUE(is_rf_reference(rf)) << rf;
    } else {
      EXPECT_EQ(is_rf_reference(text_at(c.at("in"), "rf")), c.at("out").at("valid").as_bool());
    }
  }
}

TEST(OutboundPayment, RfReferenceBounds) {
  EXPECT_EQ(rf_reference("5390 0754 7034"), "RF18539007547034");
  EXPECT_EQ(rf_reference("abc123xyz"), "RF20ABC123XYZ");
  EXPECT_EQ(rf_reference(""), "");
  EXPECT_EQ(rf_reference("INV/1"), "");
  EXPECT_EQ(rf_reference("0123456789012345678901"), "");
  EXPECT_EQ(rf_reference("012345678901234567890").size(), 25U);
  EXPECT_TRUE(is_rf_reference("RF18 5390 0754 7034"));
  EXPECT_FALSE(is_rf_reference("RFA8539007547034"));
  EXPECT_FALSE(is_rf_reference("XX18539007547034"));
}

TEST(OutboundPayment, EpcQrTextsOfThePublishedVectors) {
  SHARED_CASES_OR_SKIP(cases, "bank.epcqr");
  EXPECT_EQ(cases->size(), 3U);
  for (const auto& c : *cases) {
    const auto& in = c.at("in");
    const std::string bic = text_at(in, "bic"), name = text_at(in, "name"), iban = text_at(in, "iban");
    const std::string purpose = text_at(in, "purpose"), info = text_at(in, "info");
    const std::string reference = text_at(in, "structured") + text_at(in, "text");
    const int64_t cents = core::parse_amount(text_at(in, "amount"), 2).minor;
    const std::string payload = epc_qr_text({bic, name, iban, cents, purpose, reference, info});
    EXPECT_EQ(payload, text_at(c.at("out"), "payload")) << text_at(c, "id");
    EXPECT_EQ(static_cast<int64_t>(payload.size()), c.at("out").at("utf8_bytes").as_int64());
  }
}

CreditTransfer a_transfer() {
  CreditTransfer transfer;
  transfer.payee = "Payee";
  transfer.iban = "DE89 3704 0044 0532 0130 00";
  transfer.cents = 4995;
  return transfer;
}

TEST(OutboundPayment, EpcQrTextRefusesWhatABankWould) {
  EXPECT_EQ(epc_qr_text(a_transfer()), "BCD\n002\n1\nSCT\n\nPayee\nDE89370400440532013000\nEUR49.95");
  const auto with = [](auto change) {
    CreditTransfer transfer = a_transfer();
    change(transfer);
    return epc_qr_text(transfer);
  };
  EXPECT_EQ(with([](CreditTransfer& t) { t.cents = 0; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.cents = -1; }), "");
  EXPECT_NE(with([](CreditTransfer& t) { t.cents = 1; }), "");
  EXPECT_NE(with([](CreditTransfer& t) { t.cents = 99'999'999'999; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.cents = 100'000'000'000; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.iban = ""; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.payee = ""; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.reference = "a\nb"; }), "");
  EXPECT_EQ(with([](CreditTransfer& t) { t.purpose = "FIVES"; }), "");
}

TEST(OutboundPayment, EpcQrTextCutsByCharactersAndFits) {
  CreditTransfer transfer = a_transfer();
  std::string payee;
  for (int i = 0; i < 71; ++i) payee += "\xC3\xA9";
  transfer.payee = payee;
  const std::string text = epc_qr_text(transfer);
  EXPECT_NE(text.find(payee.substr(0, 140) + "\nDE89"), std::string::npos);
  // 140 characters of four bytes each do not fit into 331 bytes: no code rather than half a text.
  std::string wide;
  for (int i = 0; i < 140; ++i) wide += "\xF0\x9F\x98\x80";
  transfer.reference = wide;
  EXPECT_EQ(epc_qr_text(transfer), "");
}

TEST(OutboundPayment, PaytoLink) {
  CreditTransfer transfer = a_transfer();
  transfer.reference = "INV 1/2";
  transfer.bic = "COBADEFFXXX";
  EXPECT_EQ(payto_link(transfer, core::kEur),
            "payto://iban/COBADEFFXXX/DE89370400440532013000?amount=EUR:49.95&receiver-name=Payee&message=INV%201%2F2");
  transfer.bic = transfer.payee = transfer.reference = {};
  EXPECT_EQ(payto_link(transfer, core::currency_of_letters('J', 'P', 'Y')),
            "payto://iban/DE89370400440532013000?amount=JPY:4995");
  transfer.cents = 0;
  EXPECT_EQ(payto_link(transfer, core::kEur), "");
  EXPECT_EQ(payto_link(a_transfer(), core::Currency{}), "");
}

}  // namespace
}  // namespace dunlin::engine
