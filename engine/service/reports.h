// Ageing, DSO and interest as rows.
#pragma once

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
core::Result<ResultTable> interest(Site& site, const ReportRequest& request);

/// `{"date","rows":[...]}`.
std::string report_json(const ResultTable& table, core::Date date);

}  // namespace dunlin::engine
