// Days sales outstanding: how many days of sales the open receivables are worth, by the usual four methods.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

/// One currency on one date: what is open, and what was invoiced on each day before. Amounts in minor units.
struct SalesHistory {
  __int128 open = 0;            ///< balances above zero but written-off ones
  __int128 open_not_due = 0;    ///< of them those with days past due <= 0
  std::vector<int64_t> on_day;  ///< [n]: sales n days before the date; as long as the oldest sale asks for

  __int128 sales_of_last(uint32_t days) const;
};

/// Sums that pages fill in parallel and that merge in any order.
struct DsoTotals {
  std::map<uint32_t, SalesHistory> by_currency;  ///< by Currency::code

  void merge(const DsoTotals& other);
};

/// Adds the page's receivables. A sale falls on the issue date; without one, `terms` (default 30) days before the due date,
/// at the latest on the date itself. Sales older than 100 years fall on the oldest day kept. `selected` as in ageing.
void add_to_sales(const core::AccountPage& page, core::Date date, const Balances& balances, const Standings& standings,
                  std::span<const uint8_t> selected, DsoTotals& totals);

/// Millionths of a day, rounded half up; nothing where no sale divides.
/// simple: open / sales of the last n days x n; best possible: the same of what is not due; add (average days delinquent):
/// their difference, computed exactly and rounded once.
std::optional<int64_t> dso_simple(const SalesHistory& history, uint32_t days);
std::optional<int64_t> dso_best(const SalesHistory& history, uint32_t days);
std::optional<int64_t> dso_add(const SalesHistory& history, uint32_t days);

struct MonthSales {
  __int128 sales = 0;
  uint32_t days = 0;
};
struct CountBack {
  int64_t micro_days = 0;    ///< millionths of a day, rounded half up once
  __int128 unexhausted = 0;  ///< what is open beyond all sales known
};
/// Walks the months back from the newest: while what is left covers a month's sales it takes them and counts the month's
/// days, then counts the share of the month that is left over.
CountBack count_back(__int128 open, std::span<const MonthSales> newest_first);
/// Calendar months back from `date` to that of the oldest sale; the month of the date counts its days up to the date.
CountBack dso_count_back(const SalesHistory& history, core::Date date);

}  // namespace dunlin::rules
