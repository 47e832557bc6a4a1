// The reports on how collecting goes: effectiveness, lateness, promises, roll rates, forecast, recovery, contacts,
// provision.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/service/reports.h"

namespace dunlin::engine {

/// `rows` is what CSV and JSON lines print, unless another section is asked for by its name.
struct ReportAnswer {
  core::Date date;
  core::Date from = {};  ///< of reports over a window
  ResultTable rows;
  std::vector<std::pair<std::string, ResultTable>> sections = {};
  std::vector<std::pair<std::string, std::string>> facts =
      {};  ///< what the whole report is about: the debtor of a statement
};

core::Result<ReportAnswer> cei(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> lateness(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> roll(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> provision(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> forecast(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> recovery(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> contacts(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> promises(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> worklist(Site& site, const ReportRequest& request);
core::Result<ReportAnswer> statement(Site& site, const ReportRequest& request);

/// `{"date","from","rows":[...],"SECTION":[...]}`; no `from` where there is none.
std::string answer_json(const ReportAnswer& answer);
/// The rows, or the section of that name.
core::Result<ResultTable> section_of(const ReportAnswer& answer, const std::string& name);

}  // namespace dunlin::engine
