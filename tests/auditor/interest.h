// Interest for late payment (section 4), day by day as the text says it: what was owed of the principal on each bearing day,
// at the rate of that day.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/table.h"
#include "rules/rulebook_source.h"
#include "tests/auditor/exchange.h"

namespace dunlin::audit {

/// Reference rates: the tables of the configuration with the loaded records laid over them, day by day.
class ReferenceRates {
 public:
  ReferenceRates(const rules::RateTables& tables, const core::Table& loaded);
  /// In force on the day; nothing before the first value. Units of 10^-10 percent.
  std::optional<int64_t> on(const std::string& reference, core::Date day) const;

 private:
  std::map<std::string, std::map<int32_t, int64_t>> values_;
};

/// What one receivable owed of its principal, and when.
struct Bearing {
  core::Date first, last;  ///< bearing days; on the last one the question is asked
  std::function<int64_t(core::Date)> principal;
  std::function<bool(core::Date)> spared;  ///< a breathing space, a bankruptcy
};

/// Exact, in minor units. Years that join the principal and months of 30 days but 30e/360 are not read.
Fraction interest_on(const rules::InterestRule& rule, const ReferenceRates& rates, const Bearing& bearing);

}  // namespace dunlin::audit
