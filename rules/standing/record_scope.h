// What a promise or a plan speaks of: the receivables that it names or, naming none, all of its debtor's in its currency.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/allocation/money_columns.h"

namespace dunlin::rules {

/// Reused from record to record.
class RecordScope {
 public:
  explicit RecordScope(const ReceivableColumns& receivables) : receivables_(receivables) {}

  /// `named`: ids parted by ';', empty for all. False when nobody knows one of them: the record then waits for it and speaks
  /// of nothing, rows() are empty.
  bool read(RowRange items, std::string_view named, int64_t currency);

  /// Receivable rows, rising. Whether they exist on some date is not asked here.
  std::span<const uint32_t> rows() const { return rows_; }
  bool covers(uint32_t item) const;
  /// True when the payment names one of them, or a group with one of them, or nothing at all.
  bool takes(const MoneyColumns& payments, uint32_t payment) const;

 private:
  const ReceivableColumns& receivables_;
  RowRange items_;
  std::vector<uint32_t> rows_;
};

}  // namespace dunlin::rules
