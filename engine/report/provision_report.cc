#include "engine/report/provision_report.h"

#include "rules/kpi/provision.h"

namespace dunlin::engine {
namespace {

std::vector<int64_t> rates_of(const Configuration& configuration, ProvisionMethod method) {
  if (method == ProvisionMethod::kPd) return configuration.report.default_probabilities;
  if (!configuration.report.loss_rates.empty()) return configuration.report.loss_rates;
  std::vector<int64_t> rates = {rules::illustrative_loss_rate(0), rules::illustrative_loss_rate(1)};
  for (const int32_t bound : configuration.ageing_bounds) rates.push_back(rules::illustrative_loss_rate(bound + 1));
  return rates;
}

ProvisionLine line_of(const ReportPolicy& policy, ProvisionMethod method, __int128 gross, int64_t rate) {
  ProvisionLine line{.bucket = {}, .gross = gross, .rate_micro = rate, .undiscounted = {}, .allowance = {}};
  if (method == ProvisionMethod::kMatrix) {
    line.allowance = rules::matrix_allowance(gross, rate);
    return line;
  }
  const rules::DefaultModel model{rate, policy.loss_given_default, policy.effective_rate, policy.recovery_days};
  line.undiscounted = rules::expected_loss(gross, model);
  line.allowance = rules::discounted_loss(gross, model);
  return line;
}

}  // namespace

core::Result<std::vector<ProvisionTable>> provision_report(const storage::Store& store, const Configuration& configuration,
                                                           const SurveyScope& scope, ProvisionMethod method) {
  const std::vector<int64_t> rates = rates_of(configuration, method);
  if (rates.empty()) {
    return core::bad_configuration("[report] default_probability", "is not set", "a percentage for each ageing bucket");
  }
  DUNLIN_ASSIGN(const AgeingSums sums, ageing_sums(store, configuration, scope));
  const std::vector<std::string> buckets = rules::ageing_bucket_names(configuration.ageing_bounds);
  std::vector<ProvisionTable> tables;
  for (const auto& [key, totals] : sums) {
    for (const auto& [currency, cells] : totals.by_currency) {
      ProvisionTable table{{key, currency}, {}};
      for (size_t bucket = 0; bucket < cells.size(); ++bucket) {
        table.lines.push_back(line_of(configuration.report, method, cells[bucket].amount, rates[bucket]));
        table.lines.back().bucket = buckets[bucket];
      }
      tables.push_back(std::move(table));
    }
  }
  return tables;
}

}  // namespace dunlin::engine
