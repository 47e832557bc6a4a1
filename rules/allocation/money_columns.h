// The columns of a page that allocation reads, by the names of the trade, absent ones as empty spans or null pointers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/account_page.h"
#include "core/date.h"

namespace dunlin::rules {

inline std::span<const int64_t> ints_of(const core::Table& rows, core::Field field) {
  const core::Table::Ints* column = rows.ints(field);
  return column == nullptr ? std::span<const int64_t>() : std::span<const int64_t>(*column);
}
inline std::string_view text_of(const core::TextColumn* column, size_t row) {
  return column == nullptr ? std::string_view() : column->at(row);
}

inline constexpr uint32_t kNoRow = 0xFFFF'FFFFU;

/// Rows [begin, end) of one debtor.
struct RowRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t size() const { return end - begin; }
};
/// An empty offset array stands for no rows at all.
inline RowRange range_of(std::span<const uint32_t> begin, size_t debtor) {
  return begin.empty() ? RowRange{} : RowRange{begin[debtor], begin[debtor + 1]};
}

/// Payments or credit notes: the same to allocation but for the name of their date.
struct MoneyColumns {
  core::RecordKind kind;
  std::span<const uint32_t> begin;
  std::span<const int64_t> amount, currency, date;
  const core::TextColumn* id;
  const core::TextColumn* receivable_id;
  const core::TextColumn* group_id;
  const core::TextColumn* reverses;

  static MoneyColumns of(const core::AccountPage& page, core::RecordKind kind);
  size_t rows() const { return amount.size(); }
  RowRange rows_of(size_t debtor) const { return range_of(begin, debtor); }
};

struct ReceivableColumns {
  std::span<const uint32_t> begin;
  std::span<const int64_t> amount, currency, due_date, issue_date, status, status_on;
  const core::TextColumn* id;
  const core::TextColumn* group_id;

  static ReceivableColumns of(const core::AccountPage& page);
  size_t rows() const { return amount.size(); }
  RowRange rows_of(size_t debtor) const { return range_of(begin, debtor); }
};

/// Row of the range whose id is `wanted`, or kNoRow. Ids rise by bytes within a debtor.
uint32_t find_row(const core::TextColumn* ids, RowRange rows, std::string_view wanted);

/// What a receivable is on the date.
enum class Existence : uint8_t { kAbsent = 0, kOpen = 1, kWrittenOff = 2 };
/// One byte (Existence) a receivable row of the page.
void mark_existence(const core::AccountPage& page, const ReceivableColumns& receivables, core::Date date,
                    std::span<uint8_t> existence);

}  // namespace dunlin::rules
