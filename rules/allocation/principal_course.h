// How the principal of one receivable falls over its bearing days, while money comes in order of its dates.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace dunlin::rules {

class PrincipalCourse {
 public:
  PrincipalCourse() = default;
  PrincipalCourse(int32_t due_date, int64_t amount) { restart(due_date, amount); }

  void restart(int32_t due_date, int64_t amount) {
    from_.assign(1, due_date + 1);
    principal_.assign(1, amount);
  }
  /// The day of a payment still bears on the old principal; a credit note lowers it from its date.
  void lower(int32_t date, bool credit_note, int64_t amount) {
    if (amount == 0) return;
    const int32_t day = std::max(credit_note ? date : date + 1, from_.front());
    // At most the change of a payment of the same day lies behind a credit note's.
    const auto place = std::ranges::lower_bound(from_, day);
    const auto at = static_cast<size_t>(place - from_.begin());
    if (place == from_.end() || *place != day) {
      from_.insert(place, day);
      principal_.insert(principal_.begin() + static_cast<std::ptrdiff_t>(at), principal_[at - 1]);
    }
    for (size_t i = at; i < principal_.size(); ++i) principal_[i] -= amount;
  }

  std::span<const int32_t> from() const { return from_; }
  std::span<const int64_t> principal() const { return principal_; }

 private:
  std::vector<int32_t> from_;
  std::vector<int64_t> principal_;
};

}  // namespace dunlin::rules
