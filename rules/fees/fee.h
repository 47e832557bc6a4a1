// The fee of a step in every form a rule may have: the door of the room.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/vocabulary.h"
#include "rules/features/base_rates.h"
#include "rules/fees/fee_rule.h"

namespace dunlin::rules {

/// Why a step's fee is not charged. Names are what explain prints.
enum class FeeBar : uint8_t {
  kNone,
  kConsumer,
  kBusiness,
  kCurrency,
  kNoRate,
  kChargedBefore,
  kReminderMissing,
  kKindUnknown,
  kNoticePeriod
};
inline constexpr std::array<std::string_view, 9> kFeeBarNames = {
    "",        "not_for_consumers", "not_for_businesses", "currency_not_named",
    "no_rate", "charged_before",    "reminder_missing",   "kind_unknown", "notice_period"};

/// Minor units of the receivable's currency.
struct FeeSum {
  int64_t minor = 0;
  FeeBar bar = FeeBar::kNone;
};

/// The fee on one receivable. `original` is its amount as invoiced, never its balance: no fee is taken of fees. `rates` is
/// asked only where the rule's sums are in another currency than its bands.
FeeSum fee_of(const FeeRule& rule, int64_t original, uint32_t currency, const BaseRates& rates);

/// The free reminder before a fee: the step names none, or one that did not list the receivable in the episode, or one that
/// did.
enum class Reminder : uint8_t { kNotNamed, kMissing, kTaken };
/// Whom a fee meets. `kind`: nothing where nobody told it; such a debtor might be of either kind, so that a fee for one kind
/// never touches it, and what protects one protects it.
struct FeeDebtor {
  std::optional<core::DebtorKind> kind = {};
  Reminder reminder = Reminder::kNotNamed;
};
/// kNone when the rule may touch the debtor.
FeeBar fee_bar_of(const FeeRule& rule, const FeeDebtor& debtor);

/// A listed receivable of an action.
struct FeeLine {
  int64_t original = 0;
  uint32_t currency = 0;
  bool charged_before = false;  ///< this fee was charged on it already: by the episode, or in its life where per receivable
  Reminder reminder = Reminder::kNotNamed;
  bool notice_runs = false;  ///< a law lets nothing be charged on it yet: no notice was given, or its period still runs
};

/// The fees of an action, one a line: on the anchor's line alone, or on every line.
void fees_of_action(const FeeRule& rule, std::optional<core::DebtorKind> kind, std::span<const FeeLine> lines, size_t anchor_line,
                    const BaseRates& rates, std::span<FeeSum> fees);

}  // namespace dunlin::rules
