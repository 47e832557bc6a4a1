// Declarations of scenarios/*.toml.
#include <array>

#include "core/vocabulary.h"
#include "engine/settings/setting.h"
#include "rules/scenario/scenario.h"

namespace dunlin::engine {
namespace {

using enum SettingType;
constexpr Support kLater = Support::kLater;

constexpr std::array<std::string_view, 2> kClocks = {"days_past_due", "days_delinquent"};
constexpr std::array<std::string_view, 2> kCatchUps = {"next", "highest"};
constexpr std::array<std::string_view, 2> kAnchorsPaid = {"keep", "restart"};
constexpr std::array<std::string_view, 3> kConsolidates = {"highest", "step", "none"};
constexpr std::array<std::string_view, 3> kLists = {"fired", "overdue", "all"};
constexpr std::array<std::string_view, 2> kOrigins = {"due_date", "issue_date"};

constexpr Setting kRoot[] = {
    {.key = "scenario", .type = kTable, .help = "the scenario as a whole"},
    {.key = "step", .type = kTables, .help = "its steps, pre-due ones first, then rising"},
    {.key = "on", .type = kTable, .help = "actions on events, each in a table of its own: [on.promise_broken]"},
};

constexpr Setting kOn[] = {
    {.key = "promise_broken", .type = kTable, .help = "a promise to pay was not kept, or only in part"},
    {.key = "plan_broken", .type = kTable, .help = "more instalments of a plan were missed than it allows"},
    {.key = "cure", .type = kTable, .help = "an episode with an action has ended: its items were paid or credited"},
    {.key = "dispute_opened", .type = kTable, .help = "a dispute was opened"},
    {.key = "dispute_resolved", .type = kTable, .help = "a dispute was resolved"},
    {.key = "payment_returned", .type = kTable, .help = "a payment was taken back"},
    {.key = "limit_exceeded",
     .type = kTable,
     .help = "all that is open exceeds the credit limit, again only after falling below"},
    {.key = "finished", .type = kTable, .help = "the last step was completed, once an episode"},
};

constexpr Setting kScenario[] = {
    {.key = "id", .help = "name of the scenario; default: the file's name without .toml"},
    {.key = "unit",
     .type = kWord,
     .default_text = "\"debtor\"",
     .names = core::kUnitKindNames,
     .help = "who carries the step memory"},
    {.key = "clock",
     .type = kWord,
     .default_text = "\"days_past_due\"",
     .names = kClocks,
     .help = "which count triggers steps"},
    {.key = "catch_up",
     .type = kWord,
     .default_text = "\"next\"",
     .names = kCatchUps,
     .help = "no step is skipped, or the most severe that holds is taken"},
    {.key = "anchor_paid",
     .type = kWord,
     .default_text = "\"keep\"",
     .names = kAnchorsPaid,
     .help = "whether steps begin anew when the oldest item is paid"},
    {.key = "consolidate",
     .type = kWord,
     .default_text = "\"highest\"",
     .names = kConsolidates,
     .help = "receivable units that fire on one day: one action, one per step, or one each"},
    {.key = "list",
     .type = kWord,
     .names = kLists,
     .help = "what an action lists; default: \"fired\" for receivable units, \"overdue\" for the others"},
    {.key = "min_balance", .type = kMoney, .help = "an action claims at least this"},
    {.key = "min_debtor_balance", .type = kMoney, .help = "the debtor owes at least this, whatever the unit"},
    {.key = "min_days_between_contacts",
     .type = kInteger,
     .default_text = "0",
     .unit = "days",
     .min = 0,
     .max = 400,
     .help = "days between two contacts; the larger of this and the contact policy's counts"},
    {.key = "applies_to", .type = kExpression, .help = "receivables it looks at"},
    {.key = "descend",
     .type = kBoolean,
     .default_text = "false",
     .help =
         "the stage goes down when the trigger and `when` of its step no longer hold; steps above it may be taken again"},
};

constexpr Setting kStep[] = {
    {.key = "id", .help = "name of the step, unique in its scenario", .required = true},
    {.key = "days_past_due",
     .type = kInteger,
     .unit = "days",
     .min = -400,
     .max = 10000,
     .help = "the step is reached on this day; negative: a reminder before the due date"},
    {.key = "from",
     .type = kWord,
     .default_text = "\"due_date\"",
     .names = kOrigins,
     .help = "where the days are counted from"},
    {.key = "end_of_month", .type = kBoolean, .default_text = "false", .help = "the day moves to the end of its month"},
    {.key = "days_since_previous_step",
     .type = kInteger,
     .default_text = "0",
     .unit = "days",
     .min = 0,
     .max = 10000,
     .help = "days after the step before"},
    {.key = "when", .type = kExpression, .help = "condition; null counts as false"},
    {.key = "min_balance", .type = kMoney, .help = "an action of this step claims at least this"},
    {.key = "min_percent",
     .type = kInteger,
     .unit = "percent",
     .min = 0,
     .max = 100,
     .help = "the claim is at least this share of the debtor's open items"},
    {.key = "channels",
     .type = kWords,
     .names = core::kChannelNames,
     .help = "in order of preference, the first permitted wins; none: the debtor's preferred channel"},
    {.key = "template", .help = "name of the letter or message"},
    {.key = "fee", .type = kTable, .help = "fee that the action adds"},
    {.key = "stage",
     .type = kWord,
     .default_text = "\"amicable\"",
     .names = core::kStageNames,
     .help = "how far the debt is"},
    {.key = "action", .type = kWord, .default_text = "\"contact\"", .names = core::kActionKindNames, .help = "what is done"},
    {.key = "priority",
     .type = kIntegerOrExpression,
     .default_text = "50",
     .min = 0,
     .max = 100,
     .help = "a number, or an expression in quotes"},
    {.key = "cc",
     .type = kWords,
     .default_text = "[]",
     .names = core::kContactRoleNames,
     .help = "roles whose contacts get a copy"},
    {.key = "for_flag",
     .type = kWordOrWords,
     .names = core::kDebtorFlagNames,
     .help = "only for debtors that carry one of these flags"},
    {.key = "interest", .type = kTable, .help = "interest that the action shows or charges"},
    {.key = "overflow", .type = kWord, .names = core::kChannelNames, .help = "channel when the capacity is used up"},
    {.key = "repeat",
     .type = kInteger,
     .default_text = "1",
     .unit = "times",
     .min = 1,
     .max = 1000,
     .help = "how often the step is taken while no later one is"},
    {.key = "every",
     .type = kInteger,
     .default_text = "1",
     .unit = "days",
     .min = 1,
     .max = 10000,
     .help = "days between two of these"},
    {.key = "completes",
     .type = kWord,
     .default_text = "\"emitted\"",
     .names = rules::kCompletesNames,
     .help = "when the step counts as taken: at once, or when an interaction says that its action was sent, or done"},
    {.key = "when_blocked",
     .type = kWord,
     .default_text = "\"wait\"",
     .names = rules::kWhenBlockedNames,
     .help = "without a permitted channel the step waits, or is passed over after blocked_days"},
    {.key = "blocked_days",
     .type = kInteger,
     .default_text = "0",
     .unit = "days",
     .min = 0,
     .max = 10000,
     .help = "days without a permitted channel after which a step is passed over"},
    {.key = "fee_after",
     .help = "an earlier step without a fee that must have been taken in the episode, else none is charged"},
};

}  // namespace

std::span<const Setting> scenario_root_settings() { return kRoot; }
std::span<const Setting> on_settings() { return kOn; }
std::span<const Setting> scenario_settings() { return kScenario; }
std::span<const Setting> step_settings() { return kStep; }

}  // namespace dunlin::engine
