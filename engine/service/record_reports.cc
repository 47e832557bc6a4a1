// Reports on records about the debt: placements and interactions.
#include "engine/report/contacts_report.h"
#include "engine/report/recovery_report.h"
#include "engine/service/collection_reports.h"
#include "engine/service/report_cells.h"

namespace dunlin::engine {
namespace {

using enum CellKind;
using rules::kPercentDigits;

/// `2024-01` of a first day of a month.
std::string month_text(core::Date month) { return core::to_string(month).substr(0, 7); }

ResultTable liquidation_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"cohort"},
                           {"placements", kNumber},
                           {"placed"},
                           {"recalled"},
                           {"collected"},
                           {"gross_liquidation", kNumber},
                           {"net_liquidation", kNumber},
                           {"commission"},
                           {"net_to_client"}});
  for (const auto& [key, recovery] : sums) {
    for (const auto& [month, cohort] : recovery.cohorts) {
      const rules::LiquidationSums& one = cohort.sums;
      const auto money = [currency = key.second](__int128 minor) { return money_cell(minor, currency); };
      rows.add(key,
               {month_text(month), count_cell(one.placements), money(one.placed), money(one.recalled), money(one.collected),
                ratio_cell(rules::gross_liquidation(one), kPercentDigits),
                ratio_cell(rules::net_liquidation(one), kPercentDigits), money(one.commission), money(one.net_to_client())});
    }
  }
  return rows.take();
}

ResultTable vintage_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"cohort"}, {"month_on_book", kNumber}, {"collected"}, {"cumulative", kNumber}});
  for (const auto& [key, recovery] : sums) {
    for (const auto& [month, cohort] : recovery.cohorts) {
      const std::vector<rules::Ratio> curve = rules::vintage_curve(cohort.curve());
      for (size_t age = 0; age < curve.size(); ++age) {
        rows.add(key, {month_text(month), count_cell(age), money_cell(cohort.collected[age], key.second),
                       ratio_cell(curve[age], kPercentDigits)});
      }
    }
  }
  return rows.take();
}

ResultTable pooled_rows(const ReportRequest& request, const std::map<SumKey, RecoverySums>& sums) {
  KeyedRows rows(request, {{"month_on_book", kNumber}, {"cumulative", kNumber}});
  for (const auto& [key, recovery] : sums) {
    std::vector<rules::Cohort> cohorts;
    for (const auto& [month, cohort] : recovery.cohorts) cohorts.push_back(cohort.curve());
    const std::vector<rules::Ratio> curve = rules::pooled_curve(cohorts);
    for (size_t age = 0; age < curve.size(); ++age) {
      rows.add(key, {count_cell(age), ratio_cell(curve[age], kPercentDigits)});
    }
  }
  return rows.take();
}

}  // namespace

core::Result<ReportAnswer> recovery(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const auto sums, recovery_report(*site.store, site.configuration, scope));
  return ReportAnswer{request.date,
                      {},
                      liquidation_rows(request, sums),
                      {{"vintage", vintage_rows(request, sums)}, {"pooled", pooled_rows(request, sums)}}};
}

core::Result<ReportAnswer> contacts(Site& site, const ReportRequest& request) {
  DUNLIN_ASSIGN(const SurveyScope scope, scope_of(site, request));
  DUNLIN_ASSIGN(const core::Date from, window_of(request));
  DUNLIN_ASSIGN(const auto sums, contacts_report(*site.store, site.configuration, scope, from));
  KeyedRows rows(request,
                 {{"attempts", kNumber},
                  {"connects", kNumber},
                  {"right_party", kNumber},
                  {"right_party_of_attempts", kNumber},
                  {"right_party_of_connects", kNumber}},
                 false);
  for (const auto& [key, one] : sums) {
    rows.add(key, {count_cell(one.attempts), count_cell(one.connects), count_cell(one.right_party),
                   ratio_cell(rules::right_party_of_attempts(one), kPercentDigits),
                   ratio_cell(rules::right_party_of_connects(one), kPercentDigits)});
  }
  return ReportAnswer{request.date, from, rows.take()};
}

}  // namespace dunlin::engine
