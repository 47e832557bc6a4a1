#include "rules/allocation/charges.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

using core::Field;

void Charges::clear() {
  begin.clear();
  part.clear();
  amount.clear();
  on.clear();
}

void gather_charges(const core::AccountPage& page, const core::MemoryPage& memory, std::span<const uint32_t> memory_debtor,
                    core::Date date, Charges& charges) {
  charges.clear();
  const core::Table& rows = memory.charges.rows;
  if (rows.rows() == 0) return;
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const core::TextColumn* ids = rows.texts(Field::kReceivableId);
  charges.begin.assign(1, 0);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const uint32_t remembered = memory_debtor[debtor];
    uint32_t at = remembered == kNoRow ? 0 : memory.charges.begin[remembered];
    const uint32_t end = remembered == kNoRow ? 0 : memory.charges.begin[remembered + 1];
    const RowRange items = receivables.rows_of(debtor);
    for (uint32_t row = items.begin; row < items.end; ++row) {
      // Both rise by receivable id; charges of receivables that are gone are passed over.
      while (at < end && text_of(ids, at) < receivables.id->at(row)) ++at;
      for (; at < end && text_of(ids, at) == receivables.id->at(row); ++at) {
        if (rows.int_at(Field::kOn, at) > date.days || rows.int_at(Field::kPart, at) == core::kNoticeGiven) continue;
        charges.part.push_back(static_cast<ChargePart>(rows.int_at(Field::kPart, at)));
        charges.amount.push_back(rows.int_at(Field::kAmount, at));
        charges.on.push_back(static_cast<int32_t>(rows.int_at(Field::kOn, at)));
      }
      charges.begin.push_back(static_cast<uint32_t>(charges.amount.size()));
    }
  }
}

Charges charges_until(const Charges& all, core::Date date) {
  Charges charges;
  if (all.empty()) return charges;
  charges.begin.assign(1, 0);
  for (size_t row = 0; row + 1 < all.begin.size(); ++row) {
    for (uint32_t at = all.begin[row]; at < all.begin[row + 1] && all.on[at] <= date.days; ++at) {
      charges.part.push_back(all.part[at]);
      charges.amount.push_back(all.amount[at]);
      charges.on.push_back(all.on[at]);
    }
    charges.begin.push_back(static_cast<uint32_t>(charges.amount.size()));
  }
  return charges;
}

}  // namespace dunlin::rules
