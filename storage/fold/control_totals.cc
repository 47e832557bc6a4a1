#include "storage/fold/control_totals.h"

#include <algorithm>
#include <map>

#include "core/invariant.h"
#include "core/money.h"
#include "core/record_traits.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::RecordKind;
using Wide = __int128;

struct Sum {
  uint64_t count = 0;
  Wide amount = 0;
};
using Sums = std::map<std::pair<RecordKind, uint32_t>, Sum>;

Wide wide_of(const ControlTotal& total) {
  return static_cast<Wide>(total.amount_high) << 64 | static_cast<Wide>(static_cast<uint64_t>(total.amount_low));
}

ControlTotals list_of(const Sums& sums) {
  ControlTotals totals;
  for (const auto& [key, sum] : sums) {
    if (sum.count == 0 && sum.amount == 0) continue;
    totals.push_back({key.first, key.second, sum.count, static_cast<int64_t>(static_cast<uint64_t>(sum.amount)),
                      static_cast<int64_t>(sum.amount >> 64)});
  }
  return totals;
}

void add(Sums& sums, const ControlTotals& totals, int sign) {
  for (const ControlTotal& total : totals) {
    Sum& sum = sums[{total.kind, total.currency}];
    sum.count += sign > 0 ? total.count : 0 - total.count;
    sum.amount += sign * wide_of(total);
  }
}

void add_money(Sums& sums, const core::Table& rows) {
  const auto* amounts = rows.ints(Field::kAmount);
  const auto* currencies = rows.ints(Field::kCurrency);
  // Runs of one currency are summed before the map is asked.
  for (size_t i = 0; i < rows.rows();) {
    const int64_t currency = currencies == nullptr || (*currencies)[i] < 0 ? 0 : (*currencies)[i];
    Sum run;
    for (; i < rows.rows(); ++i) {
      const int64_t here = currencies == nullptr || (*currencies)[i] < 0 ? 0 : (*currencies)[i];
      if (here != currency) break;
      ++run.count;
      if (amounts != nullptr && (*amounts)[i] > core::kLeave) run.amount += (*amounts)[i];
    }
    Sum& sum = sums[{rows.kind(), static_cast<uint32_t>(currency)}];
    sum.count += run.count;
    sum.amount += run.amount;
  }
}

}  // namespace

ControlTotals control_totals(const core::AccountPage& page) {
  Sums sums;
  const auto* missing = page.debtors.ints(Field::kDebtorMissing);
  uint64_t present = page.debtor_count();
  if (missing != nullptr) present -= static_cast<uint64_t>(std::count(missing->begin(), missing->end(), 1));
  sums[{RecordKind::kDebtor, 0}].count = present;
  for (const core::Group& group : page.groups) {
    const RecordKind kind = group.rows.kind();
    if (!core::hangs_on_debtor(kind)) continue;
    if (core::carries_money(kind)) {
      add_money(sums, group.rows);
    } else {
      sums[{kind, 0}].count = group.rows.rows();
    }
  }
  return list_of(sums);
}

ControlTotals sum_of(const ControlTotals& a, const ControlTotals& b) {
  Sums sums;
  add(sums, a, 1);
  add(sums, b, 1);
  return list_of(sums);
}

ControlTotals difference_of(const ControlTotals& after, const ControlTotals& before) {
  Sums sums;
  add(sums, after, 1);
  add(sums, before, -1);
  return list_of(sums);
}

bool equal(const ControlTotals& a, const ControlTotals& b) { return difference_of(a, b).empty(); }

std::string describe(const ControlTotals& totals) {
  std::string text;
  for (const ControlTotal& total : totals) {
    if (!text.empty()) text += "; ";
    text += core::kRecordKindNames[static_cast<size_t>(total.kind)];
    if (total.currency != 0) text += ' ' + core::to_string(core::Currency{total.currency});
    text += ' ' + std::to_string(static_cast<int64_t>(total.count));
    // Sums of more than 64 bits need more money than there is; they are shown by their low half.
    if (total.currency != 0) text += " sum " + std::to_string(total.amount_low);
  }
  return text;
}

}  // namespace dunlin::storage
