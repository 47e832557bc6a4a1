// The features of one debtor on a date, worked out one by one.
#pragma once

#include "tests/auditor/condition.h"
#include "tests/auditor/contact_book.h"
#include "tests/auditor/debt_view.h"
#include "tests/auditor/exchange.h"

namespace dunlin::audit {

/// What the furthest open unit of the debtor stands at.
struct StepFacts {
  std::optional<int64_t> index, stage, episode;
  std::optional<core::Date> on;
};

struct DebtorFacts {
  const rules::RulebookSource& rules;
  const Account& account;
  const Bookkeeper& books;
  const Debt& debt;
  const History& history;
  const Exchange& exchange;
  core::Date date;
  std::vector<bool> dunnable = {};  ///< by item
  StepFacts steps = {};
  std::optional<std::string> segment = {};  ///< of a rule
  std::optional<int64_t> score = {};
  std::optional<std::string> risk_class = {};
  bool score_lacks = false, segment_lacks = false;  ///< a missing exchange rate hides them
  mutable bool lacks = false;                       ///< of the value at hand

  /// `item`: of conditions about a receivable.
  Known value(const std::string& name, const Item* item) const;
  Lookup lookup(const Item* item) const {
    return [this, item](const std::string& name) { return value(name, item); };
  }
  /// Dunnable overdue by currency, and the same net of cash.
  Claims gross_overdue() const;
  Claims net_overdue() const;
  std::vector<const Item*> open() const;

 private:
  std::vector<const Item*> overdue() const;
  int64_t total(const std::vector<const Item*>& items) const;
  int64_t in_base(int64_t amount, uint32_t currency) const;
  Known value_of(const std::string& name, const Item* item) const;
  Known number(const std::string& name) const;
  Known of_payments(const std::string& name) const;
  Known of_text(const std::string& name) const;
  Known of_item(const std::string& name, const Item& item) const;
  Known lateness(bool share) const;
  int64_t disputed() const;
  int64_t tenure() const;
};

}  // namespace dunlin::audit
