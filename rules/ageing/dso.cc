#include "rules/ageing/dso.h"

#include <algorithm>

#include "core/money.h"
#include "rules/ageing/open_receivables.h"
#include "rules/ageing/sale_dates.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::rules {
namespace {

constexpr size_t kSaleDaysMax = 36'525;
constexpr __int128 kMicro = 1'000'000;

std::optional<int64_t> days_of_sales(__int128 amount, __int128 sales, uint32_t days) {
  if (sales <= 0) return std::nullopt;
  return static_cast<int64_t>(core::divide_half_up(amount * days * kMicro, sales));
}

}  // namespace

__int128 SalesHistory::sales_of_last(uint32_t days) const {
  __int128 sales = 0;
  for (size_t n = 0; n < std::min<size_t>(days, on_day.size()); ++n) sales += on_day[n];
  return sales;
}

void DsoTotals::merge(const DsoTotals& other) {
  for (const auto& [currency, history] : other.by_currency) {
    SalesHistory& into = by_currency[currency];
    into.open += history.open;
    into.open_not_due += history.open_not_due;
    into.on_day.resize(std::max(into.on_day.size(), history.on_day.size()));
    for (size_t n = 0; n < history.on_day.size(); ++n) into.on_day[n] += history.on_day[n];
  }
}

void add_to_sales(const core::AccountPage& page, core::Date date, const Balances& balances, const Standings& standings,
                  std::span<const uint8_t> selected, DsoTotals& totals) {
  const ReceivableColumns receivables = ReceivableColumns::of(page);
  const SaleDates sold(page);
  const std::vector<uint8_t> counts = receivables_of_debtors(page, selected);
  int64_t currency = core::kNull;
  SalesHistory* history = nullptr;
  for (size_t row = 0; row < counts.size(); ++row) {
    if (counts[row] == 0 || !balances.exists(row)) continue;
    if (receivables.currency[row] != currency) {
      currency = receivables.currency[row];
      history = &totals.by_currency[static_cast<uint32_t>(currency)];
    }
    const auto day = static_cast<size_t>(std::clamp<int64_t>(date - sold.of(row), 0, kSaleDaysMax - 1));
    if (history->on_day.size() <= day) history->on_day.resize(day + 1);
    history->on_day[day] += receivables.amount[row];
    if (!is_open(balances, standings, row)) continue;
    history->open += balances.balance[row];
    if (standings.days_past_due[row] <= 0) history->open_not_due += balances.balance[row];
  }
}

std::optional<int64_t> dso_simple(const SalesHistory& history, uint32_t days) {
  return days_of_sales(history.open, history.sales_of_last(days), days);
}

std::optional<int64_t> dso_best(const SalesHistory& history, uint32_t days) {
  return days_of_sales(history.open_not_due, history.sales_of_last(days), days);
}

std::optional<int64_t> dso_add(const SalesHistory& history, uint32_t days) {
  return days_of_sales(history.open - history.open_not_due, history.sales_of_last(days), days);
}

CountBack count_back(__int128 open, std::span<const MonthSales> newest_first) {
  CountBack result;
  for (const MonthSales& month : newest_first) {
    if (open <= 0) break;
    if (open >= month.sales) {
      open -= month.sales;
      result.micro_days += int64_t{month.days} * static_cast<int64_t>(kMicro);
    } else {
      result.micro_days += static_cast<int64_t>(core::divide_half_up(open * month.days * kMicro, month.sales));
      open = 0;
    }
  }
  result.unexhausted = std::max<__int128>(open, 0);
  return result;
}

CountBack dso_count_back(const SalesHistory& history, core::Date date) {
  std::vector<MonthSales> months;
  size_t n = 0;
  while (n < history.on_day.size()) {
    const uint32_t days = core::civil_of(date - static_cast<core::Days>(n)).day;
    MonthSales month{.sales = 0, .days = days};
    for (const size_t end = n + days; n < end; ++n) month.sales += n < history.on_day.size() ? history.on_day[n] : 0;
    months.push_back(month);
  }
  return count_back(history.open, months);
}

}  // namespace dunlin::rules
