// Why a debtor got, or did not get, this action on that day: the run's own stages with a recorder, put into words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/action_batch.h"
#include "core/date.h"
#include "core/result.h"
#include "engine/settings/configuration.h"
#include "storage/store.h"

namespace dunlin::engine {

struct ExplainedReceivable {
  std::string receivable_id, standing;
  int32_t days_past_due = 0, days_delinquent = 0;
  std::string balance, currency;  ///< decimal string
  std::string due_date;
  std::vector<std::string> reasons;  ///< why this standing: amounts, dates
};
/// A feature's value as JSON: number text (money and ratios as decimal numbers), quoted string, date string, true/false,
/// null.
struct ExplainedValue {
  std::string name, json;
};
struct ExplainedStep {
  std::string unit;  ///< "debtor", or "receivable:R1", "debtor_currency:EUR"
  std::string scenario, step;
  bool fired = false;
  std::vector<std::string> reasons;  ///< codes with their figures: "trigger_not_reached: 5 of 7 days"
};
struct ExplainedChannel {
  std::string step, channel;
  bool permitted = false;
  std::string reason;  ///< a code of config/REASONS.md
  std::string detail;  ///< the rule and its figures; of a permission its hours; empty where the code says it all
};
struct Explanation {
  std::string creditor_id, debtor_id;
  core::Date date;
  bool recorded = false;  ///< a live run covered the date: actions are what was recorded then
  std::string run_id;     ///< of that run
  std::vector<ExplainedReceivable> receivables;
  std::vector<std::pair<std::string, std::string>> unallocated_cash;  ///< (currency, decimal)
  std::vector<ExplainedValue> features;
  bool has_score = false;
  int64_t score = 0;
  std::string risk_class;
  std::vector<std::string> score_reasons;
  std::string segment, scenario, scenario_reason;
  std::vector<ExplainedStep> steps;
  std::vector<ExplainedChannel> channels;
  std::vector<std::string> notes;  ///< what concerns the debtor as a whole: flags, deferred reasons, quarantine
  core::ActionBatch actions;       ///< what the day emits (or emitted)
};

/// One explanation per creditor under which the debtor exists (`creditor` empty: all). An unknown debtor is an error that
/// says so.
core::Result<std::vector<Explanation>> explain(const storage::Store& store, const Configuration& configuration,
                                               const std::string& creditor, const std::string& debtor_id, core::Date date);

}  // namespace dunlin::engine
