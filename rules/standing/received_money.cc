#include "rules/standing/received_money.h"

#include <algorithm>

#include "core/money.h"

namespace dunlin::rules {

int64_t ReceivedMoney::as_of(int32_t on) const {
  const auto after = std::ranges::upper_bound(day, on);
  return after == day.begin() ? 0 : received[static_cast<size_t>(after - day.begin()) - 1];
}

void ReceivedMoneyReader::read(RowRange rows, const RecordScope& scope, int64_t currency, int32_t first, int32_t last) {
  taken_.clear();
  money_.day.clear();
  money_.received.clear();
  bool reversals = false;
  for (uint32_t row = rows.begin; row < rows.end; ++row) {
    if (payments_.currency[row] != currency || payments_.date[row] > last) continue;
    if (!text_of(payments_.reverses, row).empty()) {
      reversals = true;
    } else if (payments_.date[row] >= first && scope.takes(payments_, row)) {
      taken_.push_back(row);
    }
  }
  if (taken_.empty()) return;
  if (reversals) return sum_as_of_each_day(rows, first, last);
  sum_plain();
}

void ReceivedMoneyReader::sum_plain() {
  std::ranges::stable_sort(taken_, {}, [this](uint32_t row) { return payments_.date[row]; });
  int64_t sum = 0;
  for (const uint32_t row : taken_) {
    const auto on = static_cast<int32_t>(payments_.date[row]);
    sum = core::checked_add(sum, payments_.amount[row]);
    if (!money_.day.empty() && money_.day.back() == on) {
      money_.received.back() = sum;
    } else {
      money_.day.push_back(on);
      money_.received.push_back(sum);
    }
  }
}

void ReceivedMoneyReader::sum_as_of_each_day(RowRange rows, int32_t first, int32_t last) {
  // Any payment of the debtor may be a reversal that reaches one of these, by way of another.
  for (uint32_t row = rows.begin; row < rows.end; ++row) {
    const bool within = payments_.date[row] >= first && payments_.date[row] <= last;
    if (within) money_.day.push_back(static_cast<int32_t>(payments_.date[row]));
  }
  std::ranges::sort(money_.day);
  money_.day.erase(std::ranges::unique(money_.day).begin(), money_.day.end());
  for (const int32_t on : money_.day) {
    compute_effective_money(payments_, rows, core::Date{on}, effective_);
    int64_t sum = 0;
    for (const uint32_t row : taken_) {
      const int64_t left = effective_.left[row - rows.begin];
      sum = core::checked_add(sum, payments_.amount[row] < 0 ? -left : left);
    }
    money_.received.push_back(sum);
  }
}

}  // namespace dunlin::rules
