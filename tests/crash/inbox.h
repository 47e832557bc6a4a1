// The files that arrive during a crash scenario, the same for every store that is made to swallow them: days so large that
// they land as whole pages, and days of deltas of which some debtors get so many that their pages are folded and split.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::crash {

/// Paths of the files of one ingest command.
using Delivery = std::vector<std::string>;

struct Inbox {
  Delivery portfolio;   ///< creditors, debtors, receivables, payments: whole pages
  Delivery first_day;   ///< deltas and folds
  Delivery refresh;     ///< every debtor amended, new receivables: whole pages over pages
  Delivery second_day;  ///< deltas and folds; with rows that are rejected, in conflict, or wait for a parent
};

inline constexpr const char* kDates[] = {"2026-06-24", "2026-06-26", "2026-06-29", "2026-06-30"};

Inbox write_inbox(const std::string& folder, uint64_t seed);

}  // namespace dunlin::crash
