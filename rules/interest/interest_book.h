// All interest rules of a configuration with their rates laid out, and which of them meets a debtor. Immutable, shared by
// the threads of a run.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary.h"
#include "rules/interest/accrual_kernel.h"
#include "rules/interest/rate_table.h"

namespace dunlin::rules {

/// Why a receivable bears no interest, or not for all its days. Names are what reports and explain print.
enum class InterestBar : uint8_t {
  kNone,
  kConsumer,
  kBusiness,
  kNoStatutoryRule,
  kInsolvent,
  kDeceased,
  kNoRate,
  kTooLarge,
  kKindUnknown,
  kNoticePeriod
};
inline constexpr std::array<std::string_view, 10> kInterestBarNames = {
    "",         "not_for_consumers", "not_for_businesses", "no_statutory_rule", "insolvent",
    "deceased", "no_rate",           "too_large",          "kind_unknown",      "notice_period"};

/// The rule that a law chooses by itself: by the creditor's country and the debtor's kind.
inline constexpr std::string_view kStatutory = "statutory";

using InterestRules = std::map<std::string, InterestRule, std::less<>>;

/// "statutory-b2b-de" for ("DE", business), "statutory-b2b-uk" for ("GB", business), "statutory-consumer-de".
std::string statutory_rule_name(std::string_view country, core::DebtorKind kind);

struct InterestChoice {
  const CompiledInterest* rule = nullptr;  ///< null: none, and `bar` says why
  InterestBar bar = InterestBar::kNone;
};

class InterestBook {
 public:
  InterestBook() = default;
  /// Every reference that a rule names must be in `tables`; one that is not has no rate on any day.
  InterestBook(const InterestRules& rules, const RateTables& tables);

  /// Null when there is no rule of that name; "statutory" is none.
  const CompiledInterest* find(std::string_view name) const;
  /// The rule of a step or a report for one debtor. `country`: the creditor's, of ISO 3166. `kind`: nothing where nobody
  /// told it; then no rule for one kind of debtor binds, as it might be the other.
  InterestChoice choose(std::string_view name, std::string_view country, std::optional<core::DebtorKind> kind) const;

 private:
  std::map<std::string, CompiledInterest, std::less<>> rules_;
};

/// Nothing is demanded of the insolvent and the dead; kNone for everybody else.
InterestBar bar_of_flags(core::DebtorFlags flags);

}  // namespace dunlin::rules
