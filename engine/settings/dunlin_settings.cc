// Declarations of dunlin.toml.
#include <array>

#include "core/vocabulary.h"
#include "engine/settings/setting.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"

namespace dunlin::engine {
namespace {

using enum SettingType;
constexpr Support kLater = Support::kLater;

constexpr std::array<std::string_view, 4> kAttributeTypes = {"number", "text", "date", "boolean"};

constexpr std::array<std::string_view, 2> kReassigns = {"episode", "daily"};

constexpr Setting kRoot[] = {
    {.key = "engine", .type = kTable, .help = "the installation"},
    {.key = "strategy", .type = kTable, .help = "which scenario a debtor gets"},
    {.key = "standing", .type = kTable, .help = "when a receivable may be dunned"},
    {.key = "allocation", .type = kTable, .help = "which receivables a payment settles"},
    {.key = "contact", .type = kTable, .help = "whether, how often and when a person may be contacted"},
    {.key = "gate", .type = kTable, .help = "what must be loaded before a run may start"},
    {.key = "report", .type = kTable, .help = "how reports are cut"},
    {.key = "score", .type = kTable, .help = "the scorecard"},
    {.key = "attributes", .type = kTable, .help = "types of the customer's own attributes"},
    {.key = "source", .type = kTable, .help = "source mappings by name, as in sources/*.toml"},
    {.key = "interest", .type = kTable, .help = "interest rules by name"},
    {.key = "decisions", .type = kTable, .help = "DMN decisions", .support = kLater},
    {.key = "models", .type = kTable, .help = "PMML models", .support = kLater},
    {.key = "http", .type = kTable, .help = "the daemon's listener", .support = kLater},
    {.key = "queue", .type = kTable, .help = "how actions are handed out"},
};

constexpr Setting kEngine[] = {
    {.key = "base_currency",
     .type = kCurrency,
     .default_text = "\"EUR\"",
     .help = "currency of totals, scores and credit limits across currencies"},
    {.key = "country", .default_text = "\"DE\"", .unit = "ISO 3166 letters", .help = "country of debtors that name none"},
    {.key = "timezone",
     .default_text = "\"Europe/Berlin\"",
     .unit = "IANA name",
     .help = "zone of debtors whose place says nothing of theirs"},
    {.key = "calendar", .help = "calendar of the creditors of `country`, such as \"DE-BY\"; default: the country's own"},
    {.key = "threads",
     .type = kInteger,
     .default_text = "0",
     .unit = "threads",
     .min = 0,
     .max = 1024,
     .help = "working threads, 0 = all cores; never changes a result"},
    {.key = "memory",
     .type = kBytes,
     .default_text = "\"512 MiB\"",
     .unit = "bytes",
     .min = 64 << 20,
     .max = 1LL << 44,
     .help = "budget of bulk buffers, write buffers and cache together; never changes a result"},
    {.key = "shared_debtor_ids",
     .type = kBoolean,
     .default_text = "false",
     .help = "the same debtor_id under several creditors is one person (fixed at init)",
     .support = kLater},
};

constexpr Setting kStrategy[] = {
    {.key = "default_scenario",
     .help = "scenario of debtors that no segment sends elsewhere; may be left out when there is one"},
    {.key = "segment", .type = kTables, .help = "inline segments, first match wins"},
    {.key = "segments", .help = "decision table that gives the segments instead: \"decisions/NAME.dmn\""},
    {.key = "champion_challenger", .type = kTable, .help = "splits debtors between scenarios"},
    {.key = "reassign",
     .type = kWord,
     .default_text = "\"episode\"",
     .names = kReassigns,
     .help = "a scenario is chosen when an episode opens and kept until it ends, or chosen anew every day"},
};
constexpr Setting kExperiment[] = {
    {.key = "experiment", .help = "name of the experiment; another name splits the debtors anew", .required = true},
    {.key = "arms", .type = kTables, .help = "the champion first, percents that sum to 100", .required = true},
};
constexpr Setting kArm[] = {
    {.key = "scenario", .help = "scenario of the arm", .required = true},
    {.key = "percent",
     .type = kInteger,
     .unit = "percent",
     .min = 0,
     .max = 100,
     .help = "share of the debtors",
     .required = true},
};
constexpr Setting kSegment[] = {
    {.key = "id", .help = "name of the segment, shown with every action", .required = true},
    {.key = "when", .type = kExpression, .help = "debtors that belong to it; empty: all that are left"},
    {.key = "scenario", .help = "scenario of its debtors; empty: the default one"},
};

constexpr Setting kStanding[] = {
    {.key = "net_credits",
     .type = kBoolean,
     .default_text = "true",
     .help = "unallocated cash lowers the overdue total of debtor units"},
    {.key = "grace_days",
     .type = kInteger,
     .default_text = "0",
     .unit = "days",
     .min = 0,
     .max = 365,
     .help = "overdue for dunning only after due_date + grace_days"},
    {.key = "exclude_when",
     .type = kExpression,
     .help = "receivables that are not dunned; they keep their standing in reports"},
    {.key = "promise_tolerance_days",
     .type = kInteger,
     .default_text = "2",
     .unit = "days",
     .min = 0,
     .max = 365,
     .help = "days a promise to pay or an instalment of a plan may be late"},
    {.key = "dispute_excludes",
     .type = kWord,
     .default_text = "\"receivable\"",
     .names = rules::kDisputeExcludesNames,
     .help = "what a dispute takes out of dunning: the whole receivable, the disputed amount, or nothing"},
    {.key = "limitation",
     .type = kWord,
     .default_text = "\"none\"",
     .names = rules::kLimitationNames,
     .help =
         "law by which claims without a time_barred_on are barred: years after the last of due date, payment and promise"},
    {.key = "due_roll",
     .type = kWord,
     .default_text = "\"none\"",
     .names = rules::kDueRollNames,
     .help = "due dates on closed days of the creditor's calendar: as they are, or on the next business day"},
};

/// Parts first, so that their positions are those of the enum.
constexpr std::string_view kClaimOrderWords[] = {"costs", "interest", "principal", "de", "de-consumer-credit", "fr", "us"};

constexpr Setting kAllocation[] = {
    {.key = "within",
     .type = kWordOrWords,
     .default_text = R"(["costs", "interest", "principal"])",
     .names = kClaimOrderWords,
     .help = "order inside a receivable: all three parts, or the name of a law's order"},
    {.key = "across",
     .type = kWord,
     .default_text = "\"oldest_due\"",
     .names = rules::kAcrossNames,
     .help = "order among the receivables of a debtor for money that names none"},
    {.key = "interest",
     .type = kWord,
     .default_text = "\"charged\"",
     .names = rules::kAllocatedInterestNames,
     .help =
         "which interest takes its place in the order: what actions charged, or what has accrued by the day of a payment"},
    {.key = "interest_rule",
     .default_text = "\"statutory\"",
     .help = "rule by which it accrues, and whose rates rank receivables for `highest_rate`"},
};

constexpr Setting kGate[] = {
    {.key = "require",
     .type = kWords,
     .default_text = "[]",
     .names = core::kRecordKindNames,
     .help = "kinds of which an import must have come since the last live run, else the run does not start"},
};
constexpr Setting kQueue[] = {
    {.key = "last_look",
     .type = kBoolean,
     .default_text = "false",
     .help = "an action whose items were all paid, held or disputed since is not handed out; `actions` shows why"},
};
constexpr Setting kReport[] = {
    {.key = "ageing",
     .type = kIntegers,
     .default_text = "[30, 60, 90, 120]",
     .unit = "days",
     .min = 1,
     .max = 10000,
     .help = "upper bounds of the ageing buckets, rising"},
    {.key = "provision",
     .type = kDecimals,
     .unit = "percent",
     .help =
         "loss rate of each ageing bucket for `report provision`; default: the illustrative matrix of IFRS 9 (0.3 not due, "
         "1.6 from day 1, 3.6 from 31, 6.6 from 61, 10.6 from 91), to be replaced by your own"},
    {.key = "default_probability",
     .type = kDecimals,
     .unit = "percent",
     .help = "probability of default of each ageing bucket for `report provision --method pd`"},
    {.key = "loss_given_default",
     .type = kDecimal,
     .default_text = "45",
     .unit = "percent",
     .help = "share of the exposure that a default loses"},
    {.key = "effective_rate",
     .type = kDecimal,
     .default_text = "0",
     .unit = "percent a year",
     .help = "effective interest rate at which expected losses are discounted"},
    {.key = "recovery_days",
     .type = kInteger,
     .default_text = "365",
     .unit = "days",
     .min = 0,
     .max = 36500,
     .help = "days until what can be recovered comes, for the discount"},
    {.key = "collection_probability",
     .type = kDecimals,
     .unit = "percent",
     .help = "probability that a receivable of each ageing bucket is paid within the weeks of `report forecast --method "
             "probability`; default: what was paid of each bucket in as many weeks before the date"},
    {.key = "delay_without_history",
     .type = kInteger,
     .default_text = "0",
     .unit = "days",
     .min = 0,
     .max = 3650,
     .help = "delay that `report forecast` expects of debtors that have closed nothing yet"},
};

constexpr Setting kScore[] = {
    {.key = "base",
     .type = kInteger,
     .default_text = "0",
     .unit = "points",
     .min = -1'000'000,
     .max = 1'000'000,
     .help = "score before any characteristic"},
    {.key = "risk_classes", .type = kTables, .help = "classes by lowest score, highest first"},
    {.key = "characteristic", .type = kTables, .help = "what earns or costs points"},
    {.key = "model", .help = "a PMML model instead of the plain scorecard", .support = kLater},
};
constexpr Setting kRiskClass[] = {
    {.key = "id", .help = "name of the class", .required = true},
    {.key = "from",
     .type = kInteger,
     .unit = "points",
     .min = -100'000'000,
     .max = 100'000'000,
     .help = "lowest score of the class",
     .required = true},
};
constexpr Setting kCharacteristic[] = {
    {.key = "feature", .help = "the feature that is looked at", .required = true},
    {.key = "reason", .help = "shown when it costs most against its best bin; default: the feature's name"},
    {.key = "bins", .type = kTables, .help = "first bin that holds the value wins; the last one is open", .required = true},
    {.key = "missing",
     .type = kInteger,
     .default_text = "0",
     .unit = "points",
     .min = -1'000'000,
     .max = 1'000'000,
     .help = "points where the feature is null"},
};
constexpr Setting kBin[] = {
    {.key = "below", .type = kDecimal, .help = "of numbers: exclusive upper bound"},
    {.key = "in", .type = kTexts, .help = "of texts: the values it holds"},
    {.key = "points",
     .type = kInteger,
     .unit = "points",
     .min = -1'000'000,
     .max = 1'000'000,
     .help = "what it gives",
     .required = true},
};

}  // namespace

std::span<const Setting> dunlin_root_settings() { return kRoot; }
std::span<const Setting> engine_settings() { return kEngine; }
std::span<const Setting> strategy_settings() { return kStrategy; }
std::span<const Setting> segment_settings() { return kSegment; }
std::span<const Setting> experiment_settings() { return kExperiment; }
std::span<const Setting> arm_settings() { return kArm; }
std::span<const Setting> standing_settings() { return kStanding; }
std::span<const Setting> allocation_settings() { return kAllocation; }
std::span<const Setting> gate_settings() { return kGate; }
std::span<const Setting> queue_settings() { return kQueue; }
std::span<const Setting> report_settings() { return kReport; }
std::span<const Setting> score_settings() { return kScore; }
std::span<const Setting> risk_class_settings() { return kRiskClass; }
std::span<const Setting> characteristic_settings() { return kCharacteristic; }
std::span<const Setting> bin_settings() { return kBin; }
std::span<const std::string_view> attribute_type_names() { return kAttributeTypes; }

}  // namespace dunlin::engine
