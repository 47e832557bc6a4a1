#include "engine/run/night.h"

#include <algorithm>

namespace dunlin::engine {

using core::Field;

Night::Night(core::Date on, std::shared_ptr<const rules::Rulebook> rulebook, const core::Table& creditor_rows,
             const std::vector<std::string>& decided)
    : date(on), book(std::move(rulebook)), rates(book->source.base_currency), due_calendars(book->source, creditor_rows) {
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

const CreditorFacts* Night::creditor(std::string_view id) const {
  const auto at = creditors.find(std::string(id));
  return at == creditors.end() ? nullptr : &at->second;
}

}  // namespace dunlin::engine
