// A dunning scenario as the operator wrote it: steps in order, each with its trigger, its conditions and what it does.
// Plain data, filled by the settings and compiled by rulebook.h; nothing here decides.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary.h"
#include "rules/fees/fee_rule.h"
#include "rules/interest/interest_rule.h"
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

/// When a step counts as taken: when its action is emitted, or only when an interaction says that it was sent, or done.
enum class Completes : uint8_t { kEmitted, kSent, kDone };
inline constexpr std::array<std::string_view, 3> kCompletesNames = {"emitted", "sent", "done"};

/// What happens to a due step that no channel permits: it waits, or is passed over after `blocked_days`.
enum class WhenBlocked : uint8_t { kWait, kSkip };
inline constexpr std::array<std::string_view, 2> kWhenBlockedNames = {"wait", "skip"};

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
  FeeRule fee;
  std::string fee_after;  ///< id of a free step that must have been taken in the episode before the fee is charged
  std::optional<StepInterest> interest;
  core::Stage stage = core::Stage::kAmicable;
  core::ActionKind action = core::ActionKind::kContact;
  int32_t priority = 50;                  ///< 0..100
  PolicyText priority_rule;               ///< FEEL number instead of `priority`
  std::vector<core::ContactRole> cc;      ///< roles whose contacts get a copy
  std::optional<core::Channel> overflow;  ///< where it goes when its channel's capacity is used up
  int32_t repeat = 1;                     ///< how often it is taken
  int32_t every = 1;                      ///< days between two of these
  Completes completes = Completes::kEmitted;
  WhenBlocked when_blocked = WhenBlocked::kWait;
  int32_t blocked_days = 0;
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
  bool descend = false;     ///< the stage goes down when its trigger and `when` no longer hold
  PolicyText applies_to;    ///< FEEL over receivables it looks at
  std::vector<Step> steps;  ///< pre-due steps (days < 0) first, then episode steps, both rising
  std::array<std::optional<Step>, core::kEventKindNames.size()> on;  ///< by core::EventKind; the id is "on.NAME"
};

/// A segment of the configuration, or a rule of its decision table: first match wins.
struct Segment {
  std::string id;
  PolicyText when;
  std::string scenario;  ///< empty: names the segment only
};

/// Splits the debtors whose scenario is the first arm's between the arms by the stable hash of (experiment, debtor_id).
struct ChampionChallenger {
  std::string experiment;
  struct Arm {
    std::string scenario;
    int32_t percent = 0;
  };
  std::vector<Arm> arms;  ///< the first is the champion; empty: no experiment
};

struct StrategyPolicy {
  std::string default_scenario;  ///< empty: the only one
  std::vector<Segment> segments;
  ChampionChallenger champion_challenger;
  bool reassign_daily = false;  ///< the scenario is chosen every day, not only when an episode opens
};

}  // namespace dunlin::rules
