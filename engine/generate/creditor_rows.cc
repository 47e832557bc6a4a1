#include "engine/generate/creditor_rows.h"

#include <string>

#include "core/money.h"
#include "engine/generate/places.h"
#include "engine/generate/profiles.h"

namespace dunlin::engine {
namespace {

/// A German IBAN with right check digits (ISO 13616: 98 less the remainder by 97 of account, "DE" as 1314 and 00), of a bank
/// code that no bank has.
std::string collection_iban(uint32_t creditor) {
  constexpr uint64_t kBankCode = 99'999'999;
  constexpr uint64_t kCountryAndZeros = 131'400;
  const unsigned __int128 account = static_cast<unsigned __int128>(kBankCode) * 10'000'000'000 + creditor;
  const auto remainder = static_cast<uint32_t>((account * 1'000'000 + kCountryAndZeros) % 97);
  std::string iban = "DE";
  CsvRows::append_number(iban, 98 - remainder, 2);
  CsvRows::append_number(iban, kBankCode, 8);
  CsvRows::append_number(iban, creditor, 10);
  return iban;
}

}  // namespace

void write_creditors(const GenerateOptions& options, CsvRows& rows) {
  const uint32_t creditors = profile_of(options.profile).creditors;
  for (uint32_t i = 0; i < creditors; ++i) {
    const Country& country = kCountries[i % 3];
    rows.id('C', i + 1, 2);
    std::string& name = rows.cell();
    name.append(kTrades[i % kTrades.size()]).append(" Union");
    rows.text(country.code);
    rows.currency(core::kEur);
    std::string& legal = rows.cell();
    legal.append(kTrades[i % kTrades.size()]).append(" Union ").append(kForms[i % kForms.size()]);
    std::string& email = rows.cell();
    email.append("ar");
    CsvRows::append_number(email, i + 1, 2);
    email.append("@creditor.example");
    rows.text(collection_iban(i + 1));
    rows.end_row();
  }
}

}  // namespace dunlin::engine
