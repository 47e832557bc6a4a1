// Cells of reports: amounts with their currency's digits, exact ratios rounded once, the key's own column.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/report/keyed_sums.h"
#include "engine/service/reports.h"
#include "rules/kpi/ratio.h"

namespace dunlin::engine {

using Cell = std::optional<std::string>;

/// The survey that the request asks for; an error of usage when it asks for what is not there.
core::Result<SurveyScope> scope_of(const Site& site, const ReportRequest& request);

/// The evening on which the window begins: --from, else --days before the date, else a month before it (the end of the month
/// before where the date ends one).
core::Result<core::Date> window_of(const ReportRequest& request);
/// The same for reports that look at all history unless told.
core::Result<core::Date> window_or_all(const ReportRequest& request);

Cell money_cell(__int128 minor, uint32_t currency);
Cell count_cell(uint64_t count);
Cell ratio_cell(const rules::Ratio& ratio, uint32_t digits);
/// Millionths as a number with so many digits behind the point.
Cell micro_cell(int64_t micro, uint32_t digits);

/// Rows that begin with the key's column (where there is one) and the currency.
class KeyedRows {
 public:
  KeyedRows(const ReportRequest& request, std::vector<ResultColumn> columns, bool has_currency = true);
  void add(const SumKey& key, std::vector<Cell> cells);
  ResultTable take() { return std::move(table_); }

 private:
  bool has_key_;
  bool has_currency_;
  ResultTable table_;
};

}  // namespace dunlin::engine
