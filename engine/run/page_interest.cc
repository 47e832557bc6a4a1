#include "engine/run/page_interest.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "rules/interest/skipped_days.h"

namespace dunlin::engine {

using core::Field;
using core::RecordKind;

std::optional<core::DebtorKind> kind_of(const core::Table& debtors, size_t row) {
  const int64_t kind = debtors.int_at(Field::kKind, row);
  if (kind == core::kNull) return std::nullopt;
  return static_cast<core::DebtorKind>(kind);
}

InterestGround::InterestGround(const rules::RulebookSource& source, const core::Table& creditors, const core::Table& loaded)
    : default_country(source.default_country) {
  rules::RateTables rates = source.rates;
  rules::lay_over(rates, rules::tables_of(loaded));
  book = rules::InterestBook(source.interest, rates);
  for (size_t row = 0; row < creditors.rows(); ++row) {
    countries.emplace(creditors.text_at(Field::kCreditorId, row), creditors.text_at(Field::kCountry, row));
  }
}

std::string_view InterestGround::country_of(std::string_view creditor) const {
  const auto at = countries.find(creditor);
  return at == countries.end() || at->second.empty() ? std::string_view(default_country) : std::string_view(at->second);
}

PageInterest::PageInterest(const InterestGround& ground, const core::AccountPage& page, std::string_view rule,
                           core::Date date)
    : page_(page), choices_(page.debtor_count()), debtor_of_(page.rows(RecordKind::kReceivable).rows()) {
  const core::Table& debtors = page.debtors;
  const auto& begin = page.group(RecordKind::kReceivable).begin;
  for (uint32_t debtor = 0; debtor < choices_.size(); ++debtor) {
    const auto flags = static_cast<core::DebtorFlags>(std::max<int64_t>(0, debtors.int_at(Field::kFlags, debtor)));
    choices_[debtor].bar = rules::bar_of_flags(flags);
    if (choices_[debtor].bar == rules::InterestBar::kNone) {
      choices_[debtor] =
          ground.book.choose(rule, ground.country_of(debtors.text_at(Field::kCreditorId, debtor)), kind_of(debtors, debtor));
    }
    if (!debtor_of_.empty()) std::fill(debtor_of_.begin() + begin[debtor], debtor_of_.begin() + begin[debtor + 1], debtor);
  }
  rules::gather_skipped_days(page, date, skipped_);
}

rules::BearingDays PageInterest::days_of(const rules::PrincipalHistory& history, uint32_t row, core::Date through) const {
  return rules::bearing_days({history, skipped_, through}, debtor_of_[row], row);
}

rules::InterestSum PageInterest::sum_of(const rules::PrincipalHistory& history, uint32_t row, core::Date through) const {
  const rules::InterestChoice& choice = choices_[debtor_of_[row]];
  if (choice.rule == nullptr) return {0, choice.bar};
  return rules::interest_of(*choice.rule, days_of(history, row, through));
}

rules::AccruedInterest PageInterest::accrued() const {
  return [this](uint32_t row, std::span<const int32_t> from, std::span<const int64_t> principal, int32_t through) {
    const uint32_t debtor = debtor_of_[row];
    if (choices_[debtor].rule == nullptr) return int64_t{0};
    rules::BearingDays days{.from = from, .principal = principal, .skipped = {}, .through = core::Date{through}};
    if (!skipped_.begin.empty()) {
      days.skipped =
          std::span(skipped_.days).subspan(skipped_.begin[debtor], skipped_.begin[debtor + 1] - skipped_.begin[debtor]);
    }
    const rules::InterestSum sum = rules::interest_of(*choices_[debtor].rule, days);
    if (sum.bar == rules::InterestBar::kTooLarge) core::note_overflow();
    return sum.minor;
  };
}

std::vector<int64_t> PageInterest::rates_on(core::Date date) const {
  const core::Table& receivables = page_.rows(RecordKind::kReceivable);
  std::vector<int64_t> rates(receivables.rows(), 0);
  for (size_t row = 0; row < rates.size(); ++row) {
    const rules::InterestChoice& choice = choices_[debtor_of_[row]];
    if (choice.rule == nullptr) continue;
    const core::Date first{static_cast<int32_t>(receivables.int_at(Field::kDueDate, row)) + 1};
    rates[row] = rules::rate_on(*choice.rule, first, date).value_or(0);
  }
  return rates;
}

}  // namespace dunlin::engine
