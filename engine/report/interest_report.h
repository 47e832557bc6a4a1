// Interest accrued on a date under one rule: receivable by receivable, closed ones included, or summed by a key.
#pragma once

#include <functional>
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
  std::string interest;  ///< decimal; empty: no amount is known (kTooLarge)
  uint64_t count = 1;    ///< receivables in the row
  std::string rule;      ///< that accrued it; empty: none
  rules::InterestBar bar = rules::InterestBar::kNone;
};

/// Summed by scope.key, sorted by key and currency. Flags do not matter here: what is not demanded of the insolvent has
/// accrued all the same. `rule`: "statutory", a preset, or a rule of the configuration.
core::Result<std::vector<InterestRow>> interest_sums(const storage::Store& store, const Configuration& configuration,
                                                     const SurveyScope& scope, std::string_view rule);

/// Receivable by receivable, in the order of the debtors' hash: `take` gets the rows of one slot at a time (one call at a
/// time, from any thread), so that a store of any size is told in the memory of a few slots. scope.key is kNone.
core::Status interest_rows(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                           std::string_view rule, const std::function<void(std::vector<InterestRow>&&)>& take);

}  // namespace dunlin::engine
