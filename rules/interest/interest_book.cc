#include "rules/interest/interest_book.h"

namespace dunlin::rules {

std::string statutory_rule_name(std::string_view country, core::DebtorKind kind) {
  std::string name = kind == core::DebtorKind::kConsumer ? "statutory-consumer-" : "statutory-b2b-";
  if (country == "GB") return name + "uk";
  for (const char letter : country) name += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
  return name;
}

InterestBook::InterestBook(const InterestRules& rules, const RateTables& tables) {
  for (const auto& [name, rule] : rules) {
    CompiledInterest compiled{.id = name,
                              .reference = rule.reference,
                              .schedule = {},
                              .lock = rule.lock,
                              .compounding = rule.compounding,
                              .convention = rule.convention,
                              .only_for = rule.only_for};
    const auto table = tables.find(rule.reference);
    if (rule.reference.empty()) {
      compiled.schedule = make_schedule(rule, nullptr);
    } else if (table != tables.end()) {
      compiled.schedule = make_schedule(rule, &table->second);
    }
    rules_.emplace(name, std::move(compiled));
  }
}

const CompiledInterest* InterestBook::find(std::string_view name) const {
  const auto at = rules_.find(name);
  return at == rules_.end() ? nullptr : &at->second;
}

InterestChoice InterestBook::choose(std::string_view name, std::string_view country,
                                    std::optional<core::DebtorKind> kind) const {
  const bool by_law = name == kStatutory;
  if (by_law && !kind) return {nullptr, InterestBar::kKindUnknown};
  const CompiledInterest* rule = by_law ? find(statutory_rule_name(country, *kind)) : find(name);
  if (rule == nullptr) return {nullptr, InterestBar::kNoStatutoryRule};
  if (!rule->only_for || rule->only_for == kind) return {rule, InterestBar::kNone};
  if (!kind) return {nullptr, InterestBar::kKindUnknown};
  return {nullptr, kind == core::DebtorKind::kConsumer ? InterestBar::kConsumer : InterestBar::kBusiness};
}

InterestBar bar_of_flags(core::DebtorFlags flags) {
  if ((flags & core::bit(core::DebtorFlag::kInsolvent)) != 0) return InterestBar::kInsolvent;
  if ((flags & core::bit(core::DebtorFlag::kDeceased)) != 0) return InterestBar::kDeceased;
  return InterestBar::kNone;
}

}  // namespace dunlin::rules
