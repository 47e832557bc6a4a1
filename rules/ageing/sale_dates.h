// The day on which a receivable counts as sold.
#pragma once

#include <cstdint>
#include <span>

#include "core/account_page.h"
#include "core/date.h"

namespace dunlin::rules {

/// The issue date; without one, `terms` (default 30) days before the due date.
class SaleDates {
 public:
  /// `agreed_due`: the due dates before any moved to a business day; empty: those of the page.
  explicit SaleDates(const core::AccountPage& page, std::span<const int64_t> agreed_due = {});
  core::Date of(size_t receivable) const {
    if (!issued_.empty() && issued_[receivable] != core::kNull) return {static_cast<int32_t>(issued_[receivable])};
    const bool has_terms = !terms_.empty() && terms_[receivable] != core::kNull;
    return {static_cast<int32_t>(due_[receivable] - (has_terms ? terms_[receivable] : kDefaultTerms))};
  }

 private:
  static constexpr int64_t kDefaultTerms = 30;
  std::span<const int64_t> issued_, due_, terms_;
};

}  // namespace dunlin::rules
