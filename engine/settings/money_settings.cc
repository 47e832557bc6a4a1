// Declarations of interest and fees, in dunlin.toml and in scenarios.
#include <array>

#include "core/vocabulary.h"
#include "engine/settings/setting.h"
#include "rules/fees/fee_rule.h"
#include "rules/interest/interest_rule.h"

namespace dunlin::engine {
namespace {

using enum SettingType;

constexpr Setting kInterest[] = {
    {.key = "reference", .help = "reference rate: ecb-mro, de-base, at-base, boe, nbp, or a table of one's own"},
    {.key = "rate", .type = kDecimal, .unit = "percent a year", .help = "fixed rate, where there is no reference"},
    {.key = "margin",
     .type = kDecimal,
     .default_text = "0",
     .unit = "percentage points",
     .help = "added to the reference or the rate"},
    {.key = "margins", .type = kTables, .help = "instead of one margin, several by date"},
    {.key = "sample",
     .type = kWord,
     .default_text = "\"half_year\"",
     .names = rules::kRateSampleNames,
     .help = "the reference's value of 1 January or 1 July, of the day itself, or of the day before the half-year"},
    {.key = "lock",
     .type = kWord,
     .default_text = "\"split\"",
     .names = rules::kRateLockNames,
     .help = "each day has its own rate, or that of the first bearing day, or that of the last day asked or paid"},
    {.key = "round_up",
     .type = kDecimal,
     .default_text = "0",
     .unit = "percent",
     .help = "the rate is rounded up to a multiple of this"},
    {.key = "compounding",
     .type = kWord,
     .default_text = "\"none\"",
     .names = rules::kCompoundingNames,
     .help = "whether interest joins the principal on each anniversary"},
    {.key = "convention",
     .type = kWord,
     .default_text = "\"act/365\"",
     .names = rules::kDayCountNames,
     .help = "how days become a part of a year"},
    {.key = "only_for",
     .type = kWord,
     .names = core::kDebtorKindNames,
     .help = "the rule never touches debtors of the other kind, nor of a kind that nobody told"},
};
constexpr Setting kMargin[] = {
    {.key = "from", .type = kDate, .help = "first bearing day; none: since ever"},
    {.key = "value", .type = kDecimal, .unit = "percentage points", .help = "the margin", .required = true},
};
constexpr Setting kStepInterest[] = {
    {.key = "rule",
     .help =
         "\"statutory\" (by the creditor's country and the debtor's kind), a preset such as \"statutory-b2b-de\", or a rule "
         "of dunlin.toml",
     .required = true},
    {.key = "show", .type = kBoolean, .default_text = "false", .help = "the action tells and demands it"},
    {.key = "charge", .type = kBoolean, .default_text = "false", .help = "the action also adds it to what is owed"},
};
constexpr Setting kFee[] = {
    {.key = "preset", .help = "a statutory sum: eu-40, uk-late-payment, pl-late-payment, nl-wik, be-consumer"},
    {.key = "flat", .type = kMoney, .help = "\"5.00 EUR\" or a table by currency; a currency not named is charged nothing"},
    {.key = "percent", .type = kDecimal, .unit = "percent", .help = "share of the original amount"},
    {.key = "bands", .type = kTables, .help = "fee by the size of the original amount"},
    {.key = "slices",
     .type = kRows,
     .help = "[[2500, 15], [2500, 10], [\"rest\", \"0.5\"]]: of the first 2500 15 percent, and so on"},
    {.key = "currency", .type = kCurrency, .help = "of bands and slices, where no amount names it"},
    {.key = "min", .type = kAmount, .help = "least fee"},
    {.key = "max", .type = kAmount, .help = "most fee"},
    {.key = "round",
     .type = kWord,
     .default_text = "\"half_up\"",
     .names = rules::kFeeRoundingNames,
     .help = "a legal cap is rounded down, so that it is never exceeded"},
    {.key = "per",
     .type = kWord,
     .default_text = "\"action\"",
     .names = rules::kFeePerNames,
     .help = "once an action, on the oldest item; or on each receivable it lists, once in its life"},
    {.key = "only_for",
     .type = kWord,
     .names = core::kDebtorKindNames,
     .help = "the fee never touches debtors of the other kind, nor of a kind that nobody told"},
    {.key = "reminder_for",
     .type = kWord,
     .names = core::kDebtorKindNames,
     .help = "debtors of this kind are charged only where the step's fee_after was taken"},
};
constexpr Setting kFeeBand[] = {
    {.key = "below", .type = kAmount, .help = "debts below this"},
    {.key = "up_to", .type = kAmount, .help = "debts up to and including this; neither: the rest"},
    {.key = "fee", .type = kAmount, .help = "the fee", .required = true},
    {.key = "percent_over", .type = kDecimal, .unit = "percent", .help = "and this share of what exceeds the band before"},
};

}  // namespace

std::span<const Setting> interest_settings() { return kInterest; }
std::span<const Setting> margin_settings() { return kMargin; }
std::span<const Setting> step_interest_settings() { return kStepInterest; }
std::span<const Setting> fee_settings() { return kFee; }
std::span<const Setting> fee_band_settings() { return kFeeBand; }

}  // namespace dunlin::engine
