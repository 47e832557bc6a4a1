// A debtor's account: what was invoiced, paid, credited and charged, with the balance after each, by currency.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/report/page_position.h"
#include "rules/ageing/ageing.h"

namespace dunlin::engine {

struct StatementLine {
  core::Date date = {};
  std::string type = {};  ///< invoice payment credit_note reversal fee interest
  std::string id = {};
  std::string about = {};  ///< receivable or group that it names; the record that reversed it; the step that charged it
  core::Date due = {};
  int64_t amount = 0;          ///< below zero: lowers what is owed
  int64_t open = core::kNull;  ///< of invoices: what is left of them on the date
};

/// One currency. opening + amounts of the lines = closing = open + written off - cash.
struct StatementAccount {
  int64_t opening = 0;
  std::vector<StatementLine> lines;  ///< in (from, date], by date
  int64_t closing = 0;
  std::vector<rules::AgeingCell> ageing;
  int64_t written_off = 0;
  int64_t cash = 0;  ///< unallocated
};

/// By Currency::code. `loaded` is one debtor with its memory; `from` not set: everything, opening at zero. An invoice falls
/// on its sale date (rules::SaleDates), at the latest on the date; interest that money paid although no action charged it
/// falls on the receivable's last payment.
std::map<uint32_t, StatementAccount> statement_of(const storage::LoadedPage& loaded, core::Date from, core::Date date,
                                                  const Configuration& configuration, const InterestGround& interest);

}  // namespace dunlin::engine
