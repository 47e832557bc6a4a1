// Ageing, DSO and interest as rows.
#pragma once

#include <functional>
#include <string>

#include "core/date.h"
#include "core/result.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct ReportRequest {
  core::Date date;
  std::string by;                 ///< creditor segment collector team sales_rep country currency; empty: none
  std::string creditor;           ///< empty: all
  std::string method = "simple";  ///< of dso: simple countback best add
  uint32_t days = 365;            ///< of dso: the window
  core::Date from = {};           ///< evening on which a window begins; not set: `back_days`
  uint32_t back_days = 0;         ///< the window's days up to the date; 0: what the report takes by itself
  uint32_t weeks = 13;            ///< of forecast
  std::string debtor = {};        ///< of statement
  std::string rule = "statutory";  ///< of interest
};
core::Result<ResultTable> ageing(Site& site, const ReportRequest& request);
core::Result<ResultTable> dso(Site& site, const ReportRequest& request);
/// Without --by receivable by receivable, by creditor, debtor and receivable.
core::Result<ResultTable> interest(Site& site, const ReportRequest& request);
/// The same receivable by receivable for programs: `take` gets the rows of a slot at a time, in the order of the debtors'
/// hash, each time with all columns; once without any where there are none. Not cut by a key.
core::Status interest_rows(Site& site, const ReportRequest& request, const std::function<void(const ResultTable&)>& take);

/// `{"date","rows":[...]}`.
std::string report_json(const ResultTable& table, core::Date date);

}  // namespace dunlin::engine
