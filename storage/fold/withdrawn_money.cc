#include "storage/fold/withdrawn_money.h"

#include <algorithm>

namespace dunlin::storage {

using core::Field;
using core::RecordKind;

void leave_out_withdrawn(core::AccountPage& page) {
  for (const RecordKind kind : {RecordKind::kPayment, RecordKind::kCreditNote}) {
    core::Group& group = page.group(kind);
    const core::Table::Ints* status = group.rows.ints(Field::kStatus);
    if (status == nullptr || std::find(status->begin(), status->end(), kWithdrawn) == status->end()) continue;
    std::vector<uint32_t> kept;
    std::vector<uint32_t> begin{0};
    for (size_t debtor = 0; debtor + 1 < group.begin.size(); ++debtor) {
      for (uint32_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
        if ((*status)[row] != kWithdrawn) kept.push_back(row);
      }
      begin.push_back(static_cast<uint32_t>(kept.size()));
    }
    group.rows = group.rows.gathered(kept);
    group.begin = std::move(begin);
  }
}

}  // namespace dunlin::storage
