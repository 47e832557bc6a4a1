#include "engine/run/debtors_alone.h"

#include <algorithm>

#include "rules/scenario/units.h"

namespace dunlin::engine {

using core::Field;

storage::LoadedPage debtors_alone(const storage::LoadedPage& loaded, std::span<const uint32_t> wanted) {
  storage::LoadedPage result;
  result.key = loaded.key;
  result.page = loaded.page.selected(wanted);
  const std::vector<uint32_t> memory_rows = rules::match_memory(loaded.page, loaded.memory);
  std::vector<uint32_t> remembered;
  for (const uint32_t debtor : wanted) {
    if (memory_rows[debtor] != rules::kNoRow) remembered.push_back(memory_rows[debtor]);
  }
  result.memory.debtors = loaded.memory.debtors.gathered(remembered);
  for (const auto group : core::kMemoryGroups) result.memory.*group = (loaded.memory.*group).selected(remembered);
  return result;
}

storage::LoadedPage debtor_alone(const storage::LoadedPage& loaded, uint32_t debtor) {
  return debtors_alone(loaded, std::span(&debtor, 1));
}

std::vector<uint32_t> rows_of_debtor(const core::AccountPage& page, std::string_view creditor, std::string_view debtor_id) {
  std::vector<uint32_t> rows;
  const core::Table::Ints* hashes = page.debtors.ints(Field::kHash);
  if (hashes == nullptr) return rows;
  const core::DebtorHash hash = core::debtor_hash(debtor_id);
  const auto is_before = [](int64_t kept, core::DebtorHash wanted) { return static_cast<core::DebtorHash>(kept) < wanted; };
  const auto first = std::lower_bound(hashes->begin(), hashes->end(), hash, is_before);
  for (auto row = static_cast<uint32_t>(first - hashes->begin()); row < hashes->size() && page.hash(row) == hash; ++row) {
    if (page.debtors.text_at(Field::kDebtorId, row) != debtor_id) continue;
    if (creditor.empty() || page.debtors.text_at(Field::kCreditorId, row) == creditor) rows.push_back(row);
  }
  return rows;
}

}  // namespace dunlin::engine
