// The numbers and dates of debtors, with the intermediate columns that several of them share made once a page.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/allocation/money_columns.h"
#include "rules/features/compute_features.h"
#include "rules/features/payment_history.h"

namespace dunlin::rules {

class PageFeatures {
 public:
  explicit PageFeatures(const FeatureInputs& inputs);

  /// Writes a number or date feature of debtors, one value a debtor.
  void compute(Feature feature, std::span<int64_t> out);
  /// Of the feature computed last: 1 for debtors of whom an amount without an exchange rate is left out. Empty: of none.
  std::span<const uint8_t> incomplete() const { return incomplete_; }
  core::TextColumn last_return_reasons();

 private:
  using Mask = std::vector<uint8_t>;  // one byte a receivable row

  /// Receivables in one of these standings (bits 1 << core::Standing).
  Mask standing_mask(uint32_t standings) const;
  const Mask& open();
  const Mask& closed();
  /// Overdue, dunnable, and of a currency in which the debtor owes more than its cash.
  const Mask& overdue();
  const NetOverdue& net_overdue();
  const PaymentHistory& payments();

  void copy_ints(std::span<const int64_t> column, std::span<int64_t> out) const;
  /// In the base currency; without a rate nothing, and the debtor is marked.
  int64_t base_amount(int64_t amount, uint32_t currency, size_t debtor);
  void mark_incomplete(size_t debtor);
  /// Balances of the receivables, in the base currency.
  void sum_balances(const Mask& selected, std::span<int64_t> out);
  void sum_disputed(std::span<int64_t> out);
  /// Promises of the debtor whose status lies in [first, last].
  void count_promises(PromiseStatus first, PromiseStatus last, std::span<int64_t> out) const;
  void sum_net_overdue(std::span<int64_t> out);
  void sum_cash(std::span<int64_t> out);
  void compute_lateness(Feature feature, std::span<int64_t> out);
  void compute_payments(Feature feature, std::span<int64_t> out);
  void compute_contacts(Feature feature, std::span<int64_t> out) const;
  void compute_tenure(std::span<int64_t> out) const;
  void compute_credit_used(std::span<int64_t> out);
  void days_since(std::span<const int64_t> dates, std::span<int64_t> out) const;

  const FeatureInputs& inputs_;
  std::vector<uint8_t> incomplete_;
  ReceivableColumns receivables_;
  Mask open_, closed_, overdue_;
  bool open_known_ = false, closed_known_ = false, overdue_known_ = false, payments_known_ = false;
  NetOverdue net_overdue_;
  PaymentHistory payments_;
};

}  // namespace dunlin::rules
