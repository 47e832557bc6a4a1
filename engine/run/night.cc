#include "engine/run/night.h"

#include <algorithm>

#include "engine/run/run_record.h"
#include "storage/store.h"

namespace dunlin::engine {

using core::Field;

Night::Night(core::Date on, std::shared_ptr<const rules::Rulebook> rulebook, const core::Table& creditor_rows,
             const core::Table& loaded_rates, const std::vector<std::string>& decided)
    : date(on),
      book(std::move(rulebook)),
      rates(book->source.base_currency),
      due_calendars(book->source, creditor_rows),
      interest(book->source, creditor_rows, loaded_rates) {
  for (size_t row = 0; row < creditor_rows.rows(); ++row) {
    const std::string id(creditor_rows.text_at(Field::kCreditorId, row));
    CreditorFacts facts;
    facts.decided = decided.empty() || std::binary_search(decided.begin(), decided.end(), id);
    const std::string_view legal_name = creditor_rows.text_at(Field::kLegalName, row);
    facts.payee = std::string(legal_name.empty() ? creditor_rows.text_at(Field::kName, row) : legal_name);
    facts.iban = std::string(creditor_rows.text_at(Field::kIban, row));
    facts.bic = std::string(creditor_rows.text_at(Field::kBic, row));
    facts.country = std::string(creditor_rows.text_at(Field::kCountry, row));
    creditors.emplace(id, std::move(facts));
  }
}

core::Result<Night> night_as_of(const storage::Store& store, uint64_t last_import, core::Date on,
                                std::shared_ptr<const rules::Rulebook> rulebook, const std::vector<std::string>& decided) {
  DUNLIN_ASSIGN(const core::Table creditor_rows, creditors_as_of(store, last_import));
  DUNLIN_ASSIGN(const core::Table fx, store.fx(last_import));
  DUNLIN_ASSIGN(const core::Table loaded_rates, store.rates(last_import));
  Night night(on, std::move(rulebook), creditor_rows, loaded_rates, decided);
  night.rates = rules::rates_on(fx, on, night.book->source.base_currency);
  return night;
}

const CreditorFacts* Night::creditor(std::string_view id) const {
  const auto at = creditors.find(std::string(id));
  return at == creditors.end() ? nullptr : &at->second;
}

}  // namespace dunlin::engine
