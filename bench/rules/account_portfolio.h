// Account pages for benchmarks: debtors with about 2.5 receivables each, half of which are paid, wholly or in part.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "core/account_page.h"
#include "core/money.h"

namespace dunlin::bench {

inline constexpr int32_t kRunDate = 20'000;

/// `odd_percent`: share of payments that name nothing, so that their debtors take the general path.
inline core::AccountPage make_portfolio_page(size_t debtors, int odd_percent, uint64_t seed) {
  using core::Field;
  std::mt19937_64 random(seed);
  const auto pick = [&](int64_t from, int64_t to) { return std::uniform_int_distribution<int64_t>(from, to)(random); };
  core::AccountPage page;
  core::Group& receivables = page.group(core::RecordKind::kReceivable);
  core::Group& payments = page.group(core::RecordKind::kPayment);
  for (core::Group& group : page.groups) group.begin.assign(debtors + 1, 0);
  core::TextColumn receivable_id, payment_id, named;
  core::Table::Ints amount, currency, due, issued, paid, paid_currency, value_date, limit;
  for (size_t debtor = 0; debtor < debtors; ++debtor) {
    limit.push_back(pick(100, 1'000) * 1'000);
    const int64_t count = pick(1, 4);
    for (int64_t i = 0; i < count; ++i) {
      const std::string id = "R" + std::to_string(1'000'000 + amount.size());
      receivable_id.append(id);
      amount.push_back(pick(1'000, 500'000));
      currency.push_back(core::kEur.code);
      due.push_back(kRunDate + pick(-200, 60));
      issued.push_back(due.back() - 30);
      if (pick(0, 1) == 0) continue;
      payment_id.append("P" + std::to_string(1'000'000 + paid.size()));
      if (pick(1, 100) <= odd_percent) {
        named.append_null();
      } else {
        named.append(id);
      }
      paid.push_back(pick(0, 2) == 0 ? amount.back() / 2 : amount.back());
      paid_currency.push_back(core::kEur.code);
      value_date.push_back(kRunDate - pick(0, 100));
    }
    receivables.begin[debtor + 1] = static_cast<uint32_t>(amount.size());
    payments.begin[debtor + 1] = static_cast<uint32_t>(paid.size());
  }
  page.debtors.set_ints(Field::kCreditLimit, std::move(limit));
  page.debtors.set_rows(debtors);
  receivables.rows.set_rows(amount.size());
  receivables.rows.set_texts(Field::kReceivableId, std::move(receivable_id));
  receivables.rows.set_ints(Field::kAmount, std::move(amount));
  receivables.rows.set_ints(Field::kCurrency, std::move(currency));
  receivables.rows.set_ints(Field::kDueDate, std::move(due));
  receivables.rows.set_ints(Field::kIssueDate, std::move(issued));
  payments.rows.set_rows(paid.size());
  payments.rows.set_texts(Field::kPaymentId, std::move(payment_id));
  payments.rows.set_texts(Field::kReceivableId, std::move(named));
  payments.rows.set_ints(Field::kAmount, std::move(paid));
  payments.rows.set_ints(Field::kCurrency, std::move(paid_currency));
  payments.rows.set_ints(Field::kValueDate, std::move(value_date));
  return page;
}

}  // namespace dunlin::bench
