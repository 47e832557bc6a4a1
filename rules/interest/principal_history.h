// How the principal of each receivable of a page went over time, as allocation leaves it and as interest reads it:
//
//   begin   0          2    3        one offset array over the receivable rows of the page
//   from    d0   d1    | d0
//   amount  1000 400   | 250
#pragma once

#include <cstdint>
#include <vector>

namespace dunlin::rules {

/// Entries of receivable r are [begin[r], begin[r + 1]), by day rising: from bearing day `from` on (days since 1970) the
/// principal is `principal` minor units. The first entry of one that bears at all is its first bearing day, due_date + 1;
/// one without entries bears nothing. A payment of value date v changes the principal from v + 1 on (the day of payment
/// still bears on the old one), a credit note dated c from c on; money taken back bears as if it had never come.
struct PrincipalHistory {
  std::vector<uint32_t> begin;
  std::vector<int32_t> from;
  std::vector<int64_t> principal;

  void clear() {
    begin.assign(1, 0);
    from.clear();
    principal.clear();
  }
  /// Entries pushed since the last call belong to the next receivable.
  void end_receivable() { begin.push_back(static_cast<uint32_t>(from.size())); }
};

/// Bearing days, both included, that bear no interest for any receivable of a debtor: holds for breathing space and
/// bankruptcy. Sorted, neither overlapping nor touching.
struct SkippedDays {
  int32_t from = 0, to = 0;
};
/// The skipped days of debtor d are [begin[d], begin[d + 1]); an empty `begin` stands for none on the whole page.
struct SkippedIntervals {
  std::vector<uint32_t> begin;
  std::vector<SkippedDays> days;
};

}  // namespace dunlin::rules
