// Everything the store knows of one debtor, with what happened in order of time; and finding debtors by what people
// remember.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct DebtorRequest {
  std::string debtor_id;
  std::string creditor;  ///< empty: every creditor under which the debtor exists
  core::Date date;       ///< balances as they stand on this date
};

struct DebtorBalance {
  std::string currency, open, overdue, unallocated_cash;
};
/// One debtor of one creditor.
struct DebtorFile {
  std::string creditor_id, debtor_id, date;
  bool suspended = false;                                   ///< records came before the debtor did
  std::vector<std::pair<std::string, std::string>> fields;  ///< fields and attributes that have a value
  std::vector<DebtorBalance> balances;
  ResultTable receivables;  ///< receivable_id standing due_date days_past_due amount balance currency
  ResultTable contacts;
  ResultTable timeline;  ///< date event id detail amount currency, by date
};
core::Result<std::vector<DebtorFile>> debtor_file(Site& site, const DebtorRequest& request);
std::string debtor_json(const DebtorFile& file);

/// Debtors whose id, name, e-mail, references or ids and titles of records hold the text, letters of ASCII in either case.
core::Result<ResultTable> search(Site& site, const std::string& text, uint64_t limit);

}  // namespace dunlin::engine
