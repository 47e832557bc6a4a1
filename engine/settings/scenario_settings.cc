// Declarations of scenarios/*.toml.
#include <array>

#include "core/vocabulary.h"
#include "engine/settings/setting.h"

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
    {.key = "on", .type = kTable, .help = "actions on events such as a broken promise", .support = kLater},
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
    {.key = "descend", .type = kBoolean, .default_text = "false", .help = "the stage goes down again", .support = kLater},
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
    {.key = "overflow", .help = "channel when the capacity is used up", .support = kLater},
    {.key = "repeat",
     .type = kInteger,
     .default_text = "1",
     .min = 1,
     .max = 1000,
     .help = "how often the step is taken",
     .support = kLater},
    {.key = "every",
     .type = kInteger,
     .unit = "days",
     .min = 1,
     .max = 10000,
     .help = "days between repeats",
     .support = kLater},
    {.key = "completes", .default_text = "\"emitted\"", .help = "when the step counts as taken", .support = kLater},
    {.key = "when_blocked",
     .default_text = "\"wait\"",
     .help = "what happens without a permitted channel",
     .support = kLater},
    {.key = "blocked_days",
     .type = kInteger,
     .unit = "days",
     .min = 0,
     .max = 10000,
     .help = "days before a blocked step is skipped",
     .support = kLater},
    {.key = "fee_after",
     .help = "an earlier step without a fee that must have been taken in the episode, else none is charged"},
};

}  // namespace

std::span<const Setting> scenario_root_settings() { return kRoot; }
std::span<const Setting> scenario_settings() { return kScenario; }
std::span<const Setting> step_settings() { return kStep; }

}  // namespace dunlin::engine
