// The part of the ledger that knows what is owed inside a receivable: costs, interest and principal.
#include <algorithm>

#include "rules/allocation/debtor_ledger.h"

namespace dunlin::rules {

void DebtorLedger::open_claims() {
  claims_used_ = 0;
  const Charges* charges = inputs_.charges;
  const bool charged = charges != nullptr && charges->any_of(item_rows_.begin, item_rows_.end);
  const bool accrues = policy_.interest == AllocatedInterest::kAccrued && inputs_.accrued != nullptr;
  if (!charged && !accrues) return;
  for (uint32_t at = 0; at < items_.size(); ++at) {
    const uint32_t row = item_rows_.begin + at;
    const uint32_t begin = charged ? charges->begin[row] : 0;
    const uint32_t count = charged ? charges->begin[row + 1] - begin : 0;
    if (items_[at].existence == Existence::kAbsent || (count == 0 && !accrues)) continue;
    if (claims_used_ == claims_.size()) claims_.emplace_back();
    ReceivableClaims& claims = claims_[claims_used_];
    claims.set_rules(policy_.within, accrues ? inputs_.accrued : nullptr, inputs_.date);
    claims.open(row, receivables_.amount[row], static_cast<int32_t>(receivables_.due_date[row]),
                count == 0 ? ChargeRange{} : charges->range(begin, count));
    items_[at].claims = static_cast<uint32_t>(claims_used_++);
    items_[at].open = claims.balance();
  }
}

ClaimMoney DebtorLedger::money_of(uint32_t record, int64_t amount) const {
  return {static_cast<int32_t>(records_[record].date), records_[record].credit_note, amount};
}

int64_t DebtorLedger::room(uint32_t at, uint32_t record, bool shown) {
  return items_[at].claims == kNone ? items_[at].open : claim_room(at, record, shown);
}

int64_t DebtorLedger::claim_room(uint32_t at, uint32_t record, bool shown) {
  const Item& item = items_[at];
  const ReceivableClaims& claims = claims_[item.claims];
  if (record >= item.last_record) return claims.most(money_of(record, 0), shown);

  // Other money of later dates is there already: this takes as much as leaves all of it on claims.
  gather_laid(at);
  trial_ = claims;
  trial_.restart();
  for (const auto& [earlier, amount] : laid_) {
    if (earlier <= record) trial_.lay(money_of(earlier, amount));
  }
  int64_t beyond = trial_.most(money_of(record, 0), shown);
  if (beyond <= 0) return 0;
  if (claims_fit(at, record, beyond, shown)) return beyond;
  int64_t fits = 0;
  while (beyond - fits > 1) {
    const int64_t middle = fits + (beyond - fits) / 2;
    (claims_fit(at, record, middle, shown) ? fits : beyond) = middle;
  }
  return fits;
}

bool DebtorLedger::claims_fit(uint32_t at, uint32_t record, int64_t more, bool shown) {
  trial_.restart();
  const auto lay = [this](uint32_t which, int64_t amount) {
    return amount == 0 || trial_.lay(money_of(which, amount)).excess == 0;
  };
  bool laid = false;
  for (const auto& [other, amount] : laid_) {
    if (!laid && other > record) {
      laid = true;
      if (!lay(record, more)) return false;
    }
    const bool same = other == record;
    laid |= same;
    if (!lay(other, same ? amount + more : amount)) return false;
  }
  // Money that may not pay shown interest must not push other money onto it either.
  const bool accrues = policy_.interest == AllocatedInterest::kAccrued;
  return shown || accrues || trial_.not_charged() <= claims_[items_[at].claims].not_charged();
}

void DebtorLedger::gather_laid(uint32_t at) {
  laid_.clear();
  for (uint32_t i = items_[at].last_holding; i != kNone; i = holdings_[i].previous) {
    if (holdings_[i].amount != 0) laid_.emplace_back(holdings_[i].record, holdings_[i].amount);
  }
  std::ranges::sort(laid_);
  size_t kept = 0;
  for (size_t i = 0; i < laid_.size(); ++i) {
    if (kept > 0 && laid_[kept - 1].first == laid_[i].first) {
      laid_[kept - 1].second += laid_[i].second;
    } else {
      laid_[kept++] = laid_[i];
    }
  }
  laid_.resize(kept);
}

void DebtorLedger::lay_again(uint32_t at) {
  Item& item = items_[at];
  ReceivableClaims& claims = claims_[item.claims];
  gather_laid(at);
  claims.restart();
  for (const auto& [record, amount] : laid_) claims.lay(money_of(record, amount));
  item.last_record = laid_.empty() ? 0 : laid_.back().first;
  item.open = claims.balance();
}

void DebtorLedger::write_claims(uint32_t at) {
  const ReceivableClaims& claims = claims_[items_[at].claims];
  const uint32_t row = item_rows_.begin + at;
  balances_.costs[row] = claims.claimed(ClaimPart::kCosts);
  balances_.costs_paid[row] = claims.paid(ClaimPart::kCosts);
  balances_.interest[row] = claims.claimed(ClaimPart::kInterest);
  balances_.interest_paid[row] = claims.paid(ClaimPart::kInterest);
}

void DebtorLedger::append_settlements(uint32_t row, std::vector<Settlement>& out) {
  const uint32_t at = row - item_rows_.begin;
  const bool has_claims = items_[at].claims != kNone;
  gather_laid(at);
  if (has_claims) {
    trial_ = claims_[items_[at].claims];
    trial_.restart();
  }
  for (const auto& [record, amount] : laid_) {
    Settlement settled{.row = records_[record].row,
                       .date = static_cast<int32_t>(records_[record].date),
                       .credit_note = records_[record].credit_note,
                       .parts = {}};
    if (has_claims) {
      settled.parts = trial_.lay(money_of(record, amount)).parts;
    } else {
      settled.parts[static_cast<size_t>(ClaimPart::kPrincipal)] = amount;
    }
    out.push_back(settled);
  }
}

}  // namespace dunlin::rules
