// A dunning scenario as the operator wrote it: steps in order, each with its trigger, its conditions and what it does.
// Plain data, filled by the settings and compiled by rulebook.h; nothing here decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/vocabulary.h"
#include "rules/policy_text.h"

namespace dunlin::rules {

/// A threshold in money. One amount is compared with the total converted to its currency; a table meets each currency by
/// itself, and a currency it does not name has none.
struct MoneyThreshold {
  enum class Form : uint8_t { kNone, kOneAmount, kPerCurrency };
  Form form = Form::kNone;
  std::vector<std::pair<uint32_t, int64_t>> amounts;  ///< (Currency::code, minor units)
};

/// Where a step's day count starts.
enum class StepOrigin : uint8_t { kDueDate, kIssueDate };

struct Step {
  std::string id;
  std::string file;  ///< place of the [[step]] for messages
  uint32_t line = 0;
  std::optional<int32_t> days;  ///< `days_past_due` (negative: a pre-due reminder), or days after `from`
  StepOrigin origin = StepOrigin::kDueDate;
  bool end_of_month = false;  ///< the trigger date moves to the end of its month
  int32_t days_since_previous = 0;
  PolicyText when;  ///< FEEL; null counts as false
  MoneyThreshold min_balance;
  std::optional<int32_t> min_percent;   ///< of the debtor's open items
  std::vector<core::Channel> channels;  ///< in order of preference; empty: the debtor's preferred channel
  std::string template_name;
  std::vector<std::pair<uint32_t, int64_t>>
      flat_fee;                     ///< (Currency::code, minor units); a currency not named is charged nothing
  bool fee_per_receivable = false;  ///< else once an action, on the anchor
  core::Stage stage = core::Stage::kAmicable;
  core::ActionKind action = core::ActionKind::kContact;
  int32_t priority = 50;                   ///< 0..100
  PolicyText priority_rule;                ///< FEEL number instead of `priority`
  std::vector<core::ContactRole> cc;       ///< roles whose contacts get a copy
  std::vector<core::DebtorFlag> for_flag;  ///< a step for debtors that carry one of these flags (insolvent, deceased)
};

enum class Clock : uint8_t { kDaysPastDue, kDaysDelinquent };
enum class CatchUp : uint8_t { kNext, kHighest };
enum class AnchorPaid : uint8_t { kKeep, kRestart };
enum class Consolidate : uint8_t { kHighest, kStep, kNone };
enum class ListRule : uint8_t { kDefault, kFired, kOverdue, kAll };

struct Scenario {
  std::string id;
  std::string file;
  core::UnitKind unit = core::UnitKind::kDebtor;
  Clock clock = Clock::kDaysPastDue;
  CatchUp catch_up = CatchUp::kNext;
  AnchorPaid anchor_paid = AnchorPaid::kKeep;
  Consolidate consolidate = Consolidate::kHighest;
  ListRule list = ListRule::kDefault;
  MoneyThreshold min_balance;
  MoneyThreshold min_debtor_balance;
  int32_t min_days_between_contacts = 0;
  PolicyText applies_to;    ///< FEEL over receivables it looks at
  std::vector<Step> steps;  ///< pre-due steps (days < 0) first, then episode steps, both rising
};

/// An inline segment: first match wins.
struct Segment {
  std::string id;
  PolicyText when;
  std::string scenario;  ///< empty: names the segment only
};

struct StrategyPolicy {
  std::string default_scenario;  ///< empty: the only one
  std::vector<Segment> segments;
};

}  // namespace dunlin::rules
