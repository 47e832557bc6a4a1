// When a receivable falls due: on the date that somebody named, else so many days after its issue date as its terms say. In
// one place, so that the fold and the import's classification understand an amendment alike.
#pragma once

#include "core/table.h"

namespace dunlin::core {

/// Days between issue and due date where nothing says otherwise.
inline constexpr int64_t kDefaultTerms = 30;

/// Dates in days since 1970-01-01, terms in days; kNull: none.
struct DueTerms {
  int64_t due = kNull;
  int64_t issued = kNull;
  int64_t terms = kNull;

  /// What issue date and terms make of it; kNull without an issue date.
  int64_t derived() const { return issued == kNull ? kNull : issued + (terms == kNull ? kDefaultTerms : terms); }

  /// Lays a later row over it, kLeave where the row is silent. A due date is named, follows from the issue date and terms
  /// that hold then (its cell was cleared, or the row is silent and it did so before), or stays.
  void amend(const DueTerms& row) {
    const bool follows = row.due == kLeave ? due == derived() : row.due == kNull;
    if (row.issued != kLeave) issued = row.issued;
    if (row.terms != kLeave) terms = row.terms;
    if (row.due > kLeave) due = row.due;
    if (follows && derived() != kNull) due = derived();
  }
};

}  // namespace dunlin::core
