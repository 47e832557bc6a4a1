// Interest accrued on a date under one rule: receivable by receivable, closed ones included, or summed by a key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/report/page_survey.h"
#include "rules/interest/interest_book.h"

namespace dunlin::engine {

/// Of one receivable; where the report is cut by a key, of all receivables of a key value and currency.
struct InterestRow {
  KeyValue key;
  std::string creditor_id, debtor_id, receivable_id;
  std::string currency;
  std::string interest;  ///< decimal
  uint64_t count = 1;    ///< receivables in the row
  std::string rule;      ///< that accrued it; empty: none
  rules::InterestBar bar = rules::InterestBar::kNone;
};

/// Flags do not matter here: what is not demanded of the insolvent has accrued all the same. Sorted by key and currency, or
/// by creditor, debtor and receivable. `rule`: "statutory", a preset, or a rule of the configuration.
core::Result<std::vector<InterestRow>> interest_report(const storage::Store& store, const Configuration& configuration,
                                                       const SurveyScope& scope, std::string_view rule);

}  // namespace dunlin::engine
