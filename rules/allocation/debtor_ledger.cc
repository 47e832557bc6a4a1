#include "rules/allocation/debtor_ledger.h"

#include <algorithm>
#include <tuple>

#include "core/money.h"

namespace dunlin::rules {

DebtorLedger::DebtorLedger(const AllocationInputs& inputs, const AllocationPolicy& policy,
                           std::span<const uint8_t> existence, Balances& balances)
    : inputs_(inputs),
      policy_(policy),
      existence_(existence),
      receivables_(ReceivableColumns::of(inputs.page)),
      payments_(MoneyColumns::of(inputs.page, core::RecordKind::kPayment)),
      credit_notes_(MoneyColumns::of(inputs.page, core::RecordKind::kCreditNote)),
      balances_(balances) {}

void DebtorLedger::allocate(size_t debtor) {
  load_items(debtor);
  load_records(debtor);
  holdings_.clear();
  cash_.clear();
  ranked_ = false;
  by_latest_due_.clear();
  for (uint32_t record = 0; record < records_.size(); ++record) place_named(record);
  for (uint32_t record = 0; record < records_.size(); ++record) place_rest(record);
  write_items(debtor);
  write_counted();
}

void DebtorLedger::load_items(size_t debtor) {
  item_rows_ = receivables_.rows_of(debtor);
  groups_indexed_ = false;
  items_.assign(item_rows_.size(), Item{});
  for (uint32_t i = 0; i < items_.size(); ++i) {
    const uint32_t row = item_rows_.begin + i;
    Item& item = items_[i];
    item.existence = static_cast<Existence>(existence_[row]);
    item.open = item.existence == Existence::kAbsent ? 0 : receivables_.amount[row];
    item.due_date = receivables_.due_date[row];
    item.currency = static_cast<uint32_t>(receivables_.currency[row]);
  }
  open_claims();
}

void DebtorLedger::load_records(size_t debtor) {
  records_.clear();
  const std::span<const int64_t> missing = ints_of(inputs_.page.debtors, core::Field::kDebtorMissing);
  const bool exists = missing.empty() || missing[debtor] != 1;
  for (const MoneyColumns* money : {&payments_, &credit_notes_}) {
    const bool credit_notes = money == &credit_notes_;
    std::vector<int64_t>& counted = credit_notes ? balances_.credit_counted : balances_.payment_counted;
    const RowRange rows = money->rows_of(debtor);
    std::fill(counted.begin() + rows.begin, counted.begin() + rows.end, 0);
    if (exists) load_money(*money, debtor, credit_notes);
  }
  // Both kinds come ordered by id and payments came first, so that a stable sort by date is the whole order.
  std::ranges::stable_sort(records_, {}, &Record::date);
}

void DebtorLedger::load_money(const MoneyColumns& money, size_t debtor, bool credit_notes) {
  const RowRange rows = money.rows_of(debtor);
  compute_effective_money(money, rows, inputs_.date, effective_);
  for (uint32_t row = rows.begin; row < rows.end; ++row) {
    const uint32_t i = row - rows.begin;
    if (effective_.left[i] == 0 || effective_.reversal[i] != 0) continue;
    Record record{.date = money.date[row],
                  .counts_on = effective_.counts_on[i],
                  .left = effective_.left[i],
                  .counted = 0,
                  .row = row,
                  .currency = static_cast<uint32_t>(money.currency[row]),
                  .credit_note = credit_notes,
                  .takes_back = money.amount[row] < 0,
                  .naming = Naming::kNothing,
                  .item = kNone,
                  .group_range = {0, 0}};
    record.counted = record.takes_back ? 0 : record.left;
    resolve_naming(record, money);
    records_.push_back(record);
  }
}

void DebtorLedger::resolve_naming(Record& record, const MoneyColumns& money) {
  if (const std::string_view named = text_of(money.receivable_id, record.row); !named.empty()) {
    const uint32_t found = find_row(receivables_.id, item_rows_, named);
    if (found == kNoRow || items_[found - item_rows_.begin].existence == Existence::kAbsent) {
      record.naming = Naming::kWaits;
    } else if (items_[found - item_rows_.begin].currency == record.currency) {
      record.naming = Naming::kItem;
      record.item = found - item_rows_.begin;
    }
    return;
  }
  const std::string_view group = text_of(money.group_id, record.row);
  if (group.empty()) return;
  if (!groups_indexed_) index_groups();
  const auto group_of = [this](uint32_t item) { return text_of(receivables_.group_id, item_rows_.begin + item); };
  const auto members = std::ranges::equal_range(group_items_, group, {}, group_of);
  const auto first = static_cast<uint32_t>(members.begin() - group_items_.begin());
  record.group_range = {first, first + static_cast<uint32_t>(members.size())};
  bool same_currency = false;
  for (const uint32_t item : members) same_currency |= items_[item].currency == record.currency;
  if (members.empty()) {
    record.naming = Naming::kWaits;
  } else if (same_currency) {
    record.naming = Naming::kGroup;
  }
}

void DebtorLedger::index_groups() {
  groups_indexed_ = true;
  group_items_.clear();
  const auto group_of = [this](uint32_t item) { return text_of(receivables_.group_id, item_rows_.begin + item); };
  for (uint32_t item = 0; item < items_.size(); ++item) {
    if (items_[item].existence != Existence::kAbsent && !group_of(item).empty()) group_items_.push_back(item);
  }
  std::ranges::sort(group_items_, [&](uint32_t a, uint32_t b) {
    return std::tuple(group_of(a), items_[a].due_date, a) < std::tuple(group_of(b), items_[b].due_date, b);
  });
}

void DebtorLedger::place_named(uint32_t at) {
  Record& record = records_[at];
  if (record.naming == Naming::kItem) {
    if (record.takes_back) {
      take_back(record.item, at);
    } else {
      hold(record.item, at, std::min(record.left, room(record.item, at, true)));
    }
    return;
  }
  if (record.naming != Naming::kGroup) return;
  const auto [begin, end] = record.group_range;
  for (uint32_t i = 0; i < end - begin && record.left > 0; ++i) {
    const uint32_t item = group_items_[record.takes_back ? end - 1 - i : begin + i];
    if (items_[item].currency != record.currency) continue;
    if (record.takes_back) {
      take_back(item, at);
    } else {
      hold(item, at, std::min(record.left, room(item, at, true)));
    }
  }
}

void DebtorLedger::place_rest(uint32_t at) {
  Record& record = records_[at];
  if (record.left == 0) return;
  if (!record.takes_back) {
    if (record.naming != Naming::kWaits) {
      spread(at);
      if (claims_used_ != 0 && !record.credit_note) spread_by_claims(at, true);
    }
    int64_t& cash = cash_in(record.currency);
    cash = core::checked_add(cash, record.left);
    record.left = 0;
    return;
  }
  // What it names may by now hold money of earlier records that named nothing.
  place_named(at);
  take_back_cash(at);
  take_back_latest_due(at);
}

void DebtorLedger::hold(uint32_t at, uint32_t record, int64_t amount) {
  if (amount <= 0) return;
  Item& item = items_[at];
  holdings_.push_back({amount, record, item.last_holding});
  item.last_holding = static_cast<uint32_t>(holdings_.size() - 1);
  (records_[record].credit_note ? item.credited : item.paid) += amount;
  records_[record].left -= amount;
  if (item.claims == kNone) {
    item.open -= amount;
  } else if (record >= item.last_record) {
    item.last_record = record;
    claims_[item.claims].lay(money_of(record, amount));
    item.open = claims_[item.claims].balance();
  } else {
    lay_again(at);
  }
}

void DebtorLedger::take_back(uint32_t item, uint32_t record) {
  const int64_t before = records_[record].left;
  take_back_of_kind(item, record, records_[record].credit_note);
  take_back_of_kind(item, record, !records_[record].credit_note);
  if (records_[record].left == before) return;
  if (items_[item].claims != kNone) lay_again(item);
  if (ranked_) reopen(item);
}

void DebtorLedger::take_back_of_kind(uint32_t at, uint32_t taker, bool credit_notes) {
  Item& item = items_[at];
  Record& record = records_[taker];
  for (uint32_t i = item.last_holding; i != kNone && record.left > 0; i = holdings_[i].previous) {
    Holding& holding = holdings_[i];
    if (holding.record > taker || records_[holding.record].credit_note != credit_notes) continue;
    const int64_t taken = std::min(record.left, holding.amount);
    if (taken == 0) continue;
    holding.amount -= taken;
    item.open += taken;
    (credit_notes ? item.credited : item.paid) -= taken;
    record.left -= taken;
    record.counted -= taken;
  }
}

void DebtorLedger::take_back_cash(uint32_t taker) {
  Record& record = records_[taker];
  if (record.left == 0) return;
  int64_t& cash = cash_in(record.currency);
  const int64_t taken = std::min(record.left, cash);
  cash -= taken;
  record.left -= taken;
  record.counted -= taken;
}

void DebtorLedger::take_back_latest_due(uint32_t taker) {
  if (records_[taker].left == 0) return;
  if (by_latest_due_.empty()) {
    for (uint32_t item = 0; item < items_.size(); ++item) by_latest_due_.push_back(item);
    std::ranges::sort(by_latest_due_, [this](uint32_t a, uint32_t b) {
      return std::tuple(items_[a].due_date, a) > std::tuple(items_[b].due_date, b);
    });
  }
  for (const uint32_t item : by_latest_due_) {
    if (records_[taker].left == 0) return;
    if (items_[item].currency == records_[taker].currency) take_back(item, taker);
  }
}

int64_t& DebtorLedger::cash_in(uint32_t currency) {
  auto at = std::ranges::lower_bound(cash_, currency, {}, &std::pair<uint32_t, int64_t>::first);
  if (at == cash_.end() || at->first != currency) at = cash_.insert(at, {currency, 0});
  return at->second;
}

void DebtorLedger::write_items(size_t debtor) {
  for (uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const uint32_t row = item_rows_.begin + i;
    const bool exists = item.existence != Existence::kAbsent;
    balances_.balance[row] = exists ? item.open : core::kNull;
    balances_.paid[row] = item.paid;
    balances_.credited[row] = item.credited;
    balances_.closed_on[row] = exists && item.open == 0 ? settled_on(i) : core::kNull;
    int64_t last_payment_on = core::kNull;
    for (uint32_t at = item.last_holding; at != kNone; at = holdings_[at].previous) {
      const Record& record = records_[holdings_[at].record];
      if (holdings_[at].amount != 0 && !record.credit_note) last_payment_on = std::max(last_payment_on, record.date);
    }
    balances_.last_payment_on[row] = last_payment_on;
    if (item.claims != kNone) write_claims(i);
  }
  for (const auto& [currency, amount] : cash_) {
    if (amount == 0) continue;
    balances_.cash_currency.push_back(currency);
    balances_.cash_amount.push_back(amount);
  }
  balances_.cash_begin[debtor + 1] = static_cast<uint32_t>(balances_.cash_amount.size());
}

int64_t DebtorLedger::settled_on(uint32_t at) {
  const Item& item = items_[at];
  int64_t settled = receivables_.issue_date.empty() ? core::kNull : receivables_.issue_date[item_rows_.begin + at];
  if (item.claims == kNone) {
    for (uint32_t i = item.last_holding; i != kNone; i = holdings_[i].previous) {
      if (holdings_[i].amount != 0) settled = std::max(settled, records_[holdings_[i].record].counts_on);
    }
    return settled;
  }
  // Money that only paid interest which nobody charged came after the receivable was settled.
  gather_laid(at);
  trial_ = claims_[item.claims];
  trial_.restart();
  for (const auto& [record, amount] : laid_) {
    const ClaimTaken taken = trial_.lay(money_of(record, amount));
    if (amount > taken.not_charged) settled = std::max(settled, records_[record].counts_on);
  }
  return settled;
}

void DebtorLedger::write_counted() {
  for (const Record& record : records_) {
    (record.credit_note ? balances_.credit_counted : balances_.payment_counted)[record.row] = record.counted;
  }
}

}  // namespace dunlin::rules
