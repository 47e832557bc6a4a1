#include "engine/settings/report_reader.h"

#include <algorithm>

#include "core/decimal.h"

namespace dunlin::engine {
namespace {

constexpr int64_t kWholeMicro = 1'000'000;

/// Millionths of one of a percentage between 0 and 100.
int64_t share_of(const TomlNode& node, std::string_view key, FileErrors& errors) {
  const core::Decimal percent =
      node.kind == TomlKind::kInteger ? core::Decimal::of(node.integer) : *core::parse_decimal(node.text);
  const auto micro = percent.scaled_to(4);
  if (micro && *micro >= 0 && *micro <= kWholeMicro) return *micro;
  errors.at_value(node,
                  "\"" + std::string(key) + "\" is a percentage: " + canonical_text(node) + " is not between 0 and 100");
  return 0;
}

std::vector<int64_t> shares_by_bucket(const SectionReader& table, std::string_view key, size_t buckets, FileErrors& errors) {
  std::vector<int64_t> shares;
  const TomlNode* node = table.find(key);
  if (node == nullptr) return shares;
  for (const TomlNode& element : node->children) shares.push_back(share_of(element, key, errors));
  if (shares.size() != buckets) {
    errors.at_value(*node,
                    "\"" + std::string(key) + "\" has " + std::to_string(shares.size()) + " values for " +
                        std::to_string(buckets) + " ageing buckets",
                    "one for what is not due, one for each bound of \"ageing\", one for what is later");
  }
  return shares;
}

void read_ageing(const SectionReader& table, FileErrors& errors, Configuration& out) {
  const TomlNode* ageing = table.find("ageing");
  if (ageing == nullptr) return;
  out.ageing_bounds.clear();
  for (const TomlNode& bound : ageing->children) out.ageing_bounds.push_back(static_cast<int32_t>(bound.integer));
  const auto& bounds = out.ageing_bounds;
  const auto falls = std::adjacent_find(bounds.begin(), bounds.end(), [](int32_t a, int32_t b) { return b <= a; });
  if (bounds.empty() || falls != bounds.end()) errors.at_value(*ageing, "\"ageing\" must be bounds that rise");
}

}  // namespace

void read_report(const TomlNode& node, FileErrors& errors, Configuration& out) {
  const SectionReader table(node, "[report]", report_settings(), errors);
  read_ageing(table, errors, out);
  const size_t buckets = out.ageing_bounds.size() + 2;
  ReportPolicy& report = out.report;
  report.loss_rates = shares_by_bucket(table, "provision", buckets, errors);
  report.default_probabilities = shares_by_bucket(table, "default_probability", buckets, errors);
  report.collection_probabilities = shares_by_bucket(table, "collection_probability", buckets, errors);
  if (const TomlNode* loss = table.find("loss_given_default")) {
    report.loss_given_default = share_of(*loss, "loss_given_default", errors);
  }
  if (const TomlNode* rate = table.find("effective_rate")) {
    report.effective_rate = share_of(*rate, "effective_rate", errors);
  }
  report.recovery_days = static_cast<core::Days>(table.integer("recovery_days").value_or(365));
  report.delay_without_history = static_cast<core::Days>(table.integer("delay_without_history").value_or(0));
}

}  // namespace dunlin::engine
