// What has happened to a debtor's debts, as CSV rows: promises, plans, disputes, holds, interactions, placements, court
// cases. From a random stream of their own, so that the rows of debtors and money are the same bytes without them. And the
// rates and exchange rates of the portfolio's year.
#pragma once

#include <span>
#include <string_view>

#include "core/money.h"
#include "engine/generate/csv_rows.h"
#include "engine/generate/generate.h"

namespace dunlin::engine {

struct DebtRows {
  CsvRows promises, plans, disputes, holds, interactions, placements, cases, rates, fx;
};

/// The header line of one of these files; empty for others.
std::string_view header_of_debts(std::string_view file);

/// A receivable that is open and past due on the date.
struct OverdueInvoice {
  uint64_t number;  ///< from 0, as in its id
  int64_t amount;
  core::Currency currency;
  core::Date issued, due;
};

/// Debtor number `debtor` (from 0) of creditor number `creditor`. A debtor with nothing overdue has no such records.
void write_debts(const GenerateOptions& options, uint64_t debtor, uint64_t creditor, std::span<const OverdueInvoice> overdue,
                 DebtRows& rows);

void write_rates(const GenerateOptions& options, DebtRows& rows);

}  // namespace dunlin::engine
