// Interest of a page's receivables under one rule by name: which rule that is for each debtor, which days bear nothing, what
// has accrued. Steps ask it what they charge or show; allocation asks it where accrued interest takes its place.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/table.h"
#include "rules/allocation/allocate.h"
#include "rules/interest/interest.h"
#include "rules/rulebook_source.h"

namespace dunlin::engine {

/// What interest knows beside the records of a page. Immutable, shared by the threads of a run or a report.
struct InterestGround {
  rules::InterestBook book;
  std::map<std::string, std::string, std::less<>> countries;  ///< of creditors
  std::string default_country;

  InterestGround() = default;
  /// `loaded_rates`: records of kRate, laid over the tables of the configuration.
  InterestGround(const rules::RulebookSource& source, const core::Table& creditors, const core::Table& loaded_rates);
  std::string_view country_of(std::string_view creditor) const;
};

/// Nothing where nobody told the debtor's kind.
std::optional<core::DebtorKind> kind_of(const core::Table& debtors, size_t row);

class PageInterest {
 public:
  /// The page must outlive it.
  PageInterest(const InterestGround& ground, const core::AccountPage& page, std::string_view rule, core::Date date);

  /// The rule that meets a debtor, or why none does.
  const rules::InterestChoice& choice(uint32_t debtor) const { return choices_[debtor]; }
  rules::InterestChoice choice_of_receivable(uint32_t row) const { return choices_[debtor_of_[row]]; }
  rules::BearingDays days_of(const rules::PrincipalHistory& history, uint32_t row, core::Date through) const;
  rules::InterestSum sum_of(const rules::PrincipalHistory& history, uint32_t row, core::Date through) const;

  /// For allocation; must not outlive this.
  rules::AccruedInterest accrued() const;
  /// The rate of each receivable on the date; 0 where it has none.
  std::vector<int64_t> rates_on(core::Date date) const;

 private:
  const core::AccountPage& page_;
  std::vector<rules::InterestChoice> choices_;  // by debtor
  std::vector<uint32_t> debtor_of_;             // by receivable
  rules::SkippedIntervals skipped_;
};

}  // namespace dunlin::engine
