#include "engine/run/single_debtor.h"

#include "rules/scenario/units.h"

namespace dunlin::engine {

using core::Field;

storage::LoadedPage single_debtor(const storage::LoadedPage& loaded, uint32_t debtor) {
  storage::LoadedPage result;
  result.key = loaded.key;
  result.page = loaded.page.single(debtor);
  const auto remembered = rules::match_memory(loaded.page, loaded.memory)[debtor];
  if (remembered == rules::kNoRow) return result;
  result.memory.debtors = loaded.memory.debtors.gathered(std::span(&remembered, 1));
  for (const auto group : core::kMemoryGroups) result.memory.*group = (loaded.memory.*group).single(remembered);
  return result;
}

std::vector<uint32_t> rows_of_debtor(const core::AccountPage& page, std::string_view creditor, std::string_view debtor_id) {
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < page.debtor_count(); ++row) {
    if (page.debtors.text_at(Field::kDebtorId, row) != debtor_id) continue;
    if (creditor.empty() || page.debtors.text_at(Field::kCreditorId, row) == creditor) rows.push_back(row);
  }
  return rows;
}

}  // namespace dunlin::engine
