// The part of the ledger that spreads money over receivables that it does not name.
#include <algorithm>
#include <tuple>

#include "core/money.h"
#include "rules/allocation/debtor_ledger.h"

namespace dunlin::rules {
namespace {

/// Quotient and remainder of amount x open / all; most products fit into 64 bits, whose division is many times faster.
std::pair<int64_t, int64_t> part_of(int64_t amount, int64_t open, int64_t all) {
  int64_t product = 0;
  if (!__builtin_mul_overflow(amount, open, &product)) return {product / all, product % all};
  const __int128 wide = static_cast<__int128>(amount) * open;
  return {static_cast<int64_t>(wide / all), static_cast<int64_t>(wide % all)};
}

}  // namespace

bool DebtorLedger::ranks_before(uint32_t a, uint32_t b) const {
  const Item& left = items_[a];
  const Item& right = items_[b];
  const auto key = [this](const Item& item, uint32_t at) {
    const bool later = item.due_date > inputs_.date.days;
    int64_t first = 0;
    if (policy_.across == Across::kSmallest) first = item.open;
    if (policy_.across == Across::kHighestRate && !inputs_.rates.empty()) first = -inputs_.rates[item_rows_.begin + at];
    return std::tuple(item.currency, later, first, item.due_date, at);
  };
  return key(left, a) < key(right, b);
}

bool DebtorLedger::share_alike(uint32_t a, uint32_t b) const {
  const Item& left = items_[a];
  const Item& right = items_[b];
  const bool same_class = (left.due_date > inputs_.date.days) == (right.due_date > inputs_.date.days);
  if (left.currency != right.currency || !same_class) return false;
  if (policy_.across == Across::kProportional) return true;
  if (policy_.across != Across::kHighestRate || left.due_date != right.due_date) return false;
  return inputs_.rates.empty() || inputs_.rates[item_rows_.begin + a] == inputs_.rates[item_rows_.begin + b];
}

void DebtorLedger::rank_items() {
  ranked_ = true;
  spread_items_.clear();
  tranches_.clear();
  currencies_.clear();
  for (uint32_t item = 0; item < items_.size(); ++item) {
    if (items_[item].existence == Existence::kOpen) spread_items_.push_back(item);
  }
  std::ranges::sort(spread_items_, [this](uint32_t a, uint32_t b) { return ranks_before(a, b); });
  for (uint32_t i = 0; i < spread_items_.size(); ++i) {
    const uint32_t currency = items_[spread_items_[i]].currency;
    if (currencies_.empty() || currencies_.back().currency != currency) {
      const auto at = static_cast<uint32_t>(tranches_.size());
      currencies_.push_back({currency, at, at, at});
    }
    const bool joins =
        currencies_.back().end > currencies_.back().begin && share_alike(spread_items_[i - 1], spread_items_[i]);
    if (joins) {
      tranches_.back().end = i + 1;
    } else {
      tranches_.push_back({i, i + 1});
      ++currencies_.back().end;
    }
  }
}

void DebtorLedger::reopen(uint32_t item) {
  for (CurrencyTranches& currency : currencies_) currency.first_open = currency.begin;
  if (policy_.across != Across::kSmallest || items_[item].existence != Existence::kOpen) return;
  // What is left to pay ranks the smallest first, so that the item moves to its new place. The others are in order still:
  // full ones owe nothing, and who was paid a part was the smallest before and is so now.
  spread_items_.erase(std::ranges::find(spread_items_, item));
  const auto ranks_first = [this, item](uint32_t other) { return ranks_before(other, item); };
  spread_items_.insert(std::ranges::partition_point(spread_items_, ranks_first), item);
}

void DebtorLedger::spread(uint32_t at) {
  if (policy_.across == Across::kNone) return;
  if (claims_used_ != 0) return spread_by_claims(at, false);
  if (!ranked_) rank_items();
  const auto currency = std::ranges::find(currencies_, records_[at].currency, &CurrencyTranches::currency);
  if (currency == currencies_.end()) return;
  for (uint32_t i = currency->first_open; i < currency->end && records_[at].left > 0; ++i) {
    const Tranche& tranche = tranches_[i];
    int64_t open = 0;
    rooms_.clear();
    for (uint32_t k = tranche.begin; k < tranche.end; ++k) {
      rooms_.push_back({spread_items_[k], items_[spread_items_[k]].open});
      open = core::checked_add(open, rooms_.back().open);
    }
    const int64_t amount = std::min(open, records_[at].left);
    if (amount > 0) share(rooms_, at, amount, open);
    if (amount == open) currency->first_open = i + 1;
  }
}

void DebtorLedger::spread_by_claims(uint32_t at, bool shown) {
  if (policy_.across == Across::kNone) return;
  if (policy_.across == Across::kSmallest) return spread_smallest_by_claims(at, shown);
  if (!ranked_) rank_items();
  const auto currency = std::ranges::find(currencies_, records_[at].currency, &CurrencyTranches::currency);
  if (currency == currencies_.end()) return;
  // Items are asked in their order, one tranche after another: what is left mostly ends with the first.
  rooms_.clear();
  for (uint32_t k = tranches_[currency->begin].begin; k < tranches_[currency->end - 1].end; ++k) {
    const uint32_t item = spread_items_[k];
    if (!rooms_.empty() && !share_alike(rooms_.back().item, item)) share_rooms(at);
    if (records_[at].left == 0) return;
    if (const int64_t open = room(item, at, shown); open > 0) rooms_.push_back({item, open});
  }
  share_rooms(at);
}

void DebtorLedger::spread_smallest_by_claims(uint32_t at, bool shown) {
  std::vector<Room> rooms;
  for (uint32_t item = 0; item < items_.size(); ++item) {
    if (items_[item].existence != Existence::kOpen || items_[item].currency != records_[at].currency) continue;
    if (const int64_t open = room(item, at, shown); open > 0) rooms.push_back({item, open});
  }
  std::ranges::sort(rooms, {}, [this](const Room& a) {
    return std::tuple(items_[a.item].due_date > inputs_.date.days, a.open, items_[a.item].due_date, a.item);
  });
  for (const Room& next : rooms) {
    if (records_[at].left == 0) return;
    rooms_.assign(1, next);
    share_rooms(at);
  }
}

void DebtorLedger::share_rooms(uint32_t record) {
  int64_t open = 0;
  for (const Room& each : rooms_) open = core::checked_add(open, each.open);
  const int64_t amount = std::min(open, records_[record].left);
  if (amount > 0) share(rooms_, record, amount, open);
  rooms_.clear();
}

void DebtorLedger::share(std::span<const Room> rooms, uint32_t record, int64_t amount, int64_t open) {
  if (amount == open) {
    for (const Room& at : rooms) hold(at.item, record, at.open);
    return;
  }
  if (rooms.size() == 1) {
    hold(rooms.front().item, record, amount);
    return;
  }
  // Whole units by share, rounded down; the units left over go to the largest remainders, ties to the lower id.
  remainders_.clear();
  int64_t left = amount;
  for (const Room& at : rooms) {
    if (at.open == 0) continue;
    const auto [share, remainder] = part_of(amount, at.open, open);
    // More than is left only where the sum of what is open has left 64 bits, and nothing of it counts.
    const int64_t whole = std::min(share, left);
    remainders_.emplace_back(-remainder, at.item);
    left -= whole;
    hold(at.item, record, whole);
  }
  const auto largest = remainders_.begin() + left;
  std::nth_element(remainders_.begin(), largest, remainders_.end());
  for (auto at = remainders_.begin(); at != largest; ++at) hold(at->second, record, 1);
}

}  // namespace dunlin::rules
