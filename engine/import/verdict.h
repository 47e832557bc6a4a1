// What classification says of a staged row.
#pragma once

#include <array>
#include <cstdint>

#include "storage/records.h"

namespace dunlin::engine {

enum class Verdict : uint8_t { kInserted, kAmended, kUnchanged, kDuplicate, kConflict, kSuspended, kRejected };
inline constexpr size_t kVerdicts = 7;
using VerdictCounts = std::array<uint64_t, kVerdicts>;

/// Rows with these verdicts are written.
constexpr bool is_taken(Verdict verdict) {
  return verdict == Verdict::kInserted || verdict == Verdict::kAmended || verdict == Verdict::kSuspended;
}

inline void add_counts(const VerdictCounts& counts, storage::RowCounts& to) {
  const auto of = [&](Verdict verdict) { return counts[static_cast<size_t>(verdict)]; };
  to.inserted += of(Verdict::kInserted);
  to.amended += of(Verdict::kAmended);
  to.unchanged += of(Verdict::kUnchanged);
  to.duplicate += of(Verdict::kDuplicate);
  to.conflict += of(Verdict::kConflict);
  to.suspended += of(Verdict::kSuspended);
  to.rejected += of(Verdict::kRejected);
  for (const uint64_t count : counts) to.rows += count;
}

}  // namespace dunlin::engine
