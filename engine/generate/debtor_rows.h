// One debtor with all that hangs on it, as CSV rows: the debtor itself, contacts, receivables, payments, credit notes, all
// from the debtor's own random stream; then what has happened to its debts (debt_rows.h).
#pragma once

#include <array>
#include <string_view>

#include "engine/generate/csv_rows.h"
#include "engine/generate/debt_rows.h"
#include "engine/generate/generate.h"

namespace dunlin::engine {

/// Rows of the files in the order of kGeneratedFiles.
struct GeneratedRows {
  CsvRows creditors, debtors, contacts, receivables, payments, credit_notes;
  DebtRows debts;
};

/// The header line of a generated file.
std::string_view header_of(std::string_view file);

/// Debtor number `debtor` (from 0) with `count` receivables numbered from `first_receivable`.
void write_debtor(const GenerateOptions& options, uint64_t debtor, uint64_t first_receivable, uint64_t count,
                  GeneratedRows& rows);

}  // namespace dunlin::engine
