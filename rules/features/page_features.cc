#include "rules/features/page_features.h"

#include <algorithm>

#include "core/invariant.h"
#include "core/money.h"
#include "core/overflow_watch.h"
#include "rules/contact/contact_history.h"
#include "rules/contact/debtor_places.h"
#include "rules/features/group_kernel.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::Standing;

namespace {

constexpr uint32_t bit(Standing standing) { return 1U << static_cast<unsigned>(standing); }
constexpr uint32_t kOpenStandings = bit(Standing::kHeld) | bit(Standing::kDisputed) | bit(Standing::kPromised) |
                                    bit(Standing::kPlanned) | bit(Standing::kNotDue) | bit(Standing::kOverdue);
constexpr int64_t kRatioUnit = 1'000'000;

int64_t ratio(int64_t numerator, int64_t denominator) {
  if (denominator == 0) return kNull;
  const __int128 wide = core::divide_half_up(static_cast<__int128>(numerator) * kRatioUnit, denominator);
  if (wide > INT64_MAX || wide < -INT64_MAX) {
    core::note_overflow();
    return kNull;
  }
  return static_cast<int64_t>(wide);
}

}  // namespace

PageFeatures::PageFeatures(const FeatureInputs& inputs)
    : inputs_(inputs), receivables_(ReceivableColumns::of(inputs.page)) {}

void PageFeatures::compute(Feature feature, std::span<int64_t> out) {
  const core::Table& debtors = inputs_.page.debtors;
  incomplete_.clear();
  switch (feature) {
    case Feature::kCreditLimit: return copy_ints(ints_of(debtors, Field::kCreditLimit), out);
    case Feature::kExternalScore: return copy_ints(ints_of(debtors, Field::kExternalScore), out);
    case Feature::kOpenCount: return count_selected(receivables_.begin, open(), out);
    case Feature::kTotalBalance: return sum_balances(open(), out);
    case Feature::kOverdueCount: return count_selected(receivables_.begin, overdue(), out);
    case Feature::kOverdueBalance: return sum_net_overdue(out);
    case Feature::kOldestDue: return min_selected(receivables_.begin, overdue(), receivables_.due_date, kNull, out);
    case Feature::kDaysPastDue: return max_selected(receivables_.begin, overdue(), inputs_.standings.days_past_due, 0, out);
    case Feature::kDaysDelinquent:
      return max_selected(receivables_.begin, overdue(), inputs_.standings.days_delinquent, 0, out);
    case Feature::kMaxDaysPastDue: return max_selected(receivables_.begin, open(), inputs_.standings.days_past_due, 0, out);
    case Feature::kDisputedBalance: return sum_disputed(out);
    case Feature::kHeldBalance: return sum_balances(standing_mask(bit(Standing::kHeld)), out);
    case Feature::kPromisedBalance: return sum_balances(standing_mask(bit(Standing::kPromised)), out);
    case Feature::kUnallocatedCash: return sum_cash(out);
    case Feature::kLateShare:
    case Feature::kAverageDaysLate: return compute_lateness(feature, out);
    case Feature::kLastPaymentAmount:
    case Feature::kDaysSinceLastPayment:
    case Feature::kPaid12m:
    case Feature::kReturns90d: return compute_payments(feature, out);
    case Feature::kContacts7d:
    case Feature::kContacts30d:
    case Feature::kDaysSinceLastContact: return compute_contacts(feature, out);
    case Feature::kStepIndex: return copy_ints(inputs_.steps.step_index, out);
    case Feature::kEpisode: return copy_ints(inputs_.steps.episode, out);
    case Feature::kDaysSinceLastStep: return days_since(inputs_.steps.last_step_on, out);
    case Feature::kCreditUsedRatio: return compute_credit_used(out);
    case Feature::kTenureDays: return compute_tenure(out);
    case Feature::kBrokenPromises: return count_promises(PromiseStatus::kPartial, PromiseStatus::kBroken, out);
    case Feature::kKeptPromises: return count_promises(PromiseStatus::kKept, PromiseStatus::kKept, out);
    default: std::ranges::fill(out, kNull); return;
  }
}

PageFeatures::Mask PageFeatures::standing_mask(uint32_t standings) const {
  Mask mask(receivables_.rows());
  select_standings(inputs_.standings.standing, standings, mask);
  return mask;
}

const PageFeatures::Mask& PageFeatures::open() {
  if (!open_known_) open_ = standing_mask(kOpenStandings);
  open_known_ = true;
  return open_;
}

const PageFeatures::Mask& PageFeatures::closed() {
  if (!closed_known_) closed_ = standing_mask(bit(Standing::kClosed));
  closed_known_ = true;
  return closed_;
}

const PageFeatures::Mask& PageFeatures::overdue() {
  if (overdue_known_) return overdue_;
  overdue_known_ = true;
  overdue_ = standing_mask(bit(Standing::kOverdue));
  if (!inputs_.dunnable.empty()) {
    INVARIANT(inputs_.dunnable.size() == overdue_.size(), inputs_.dunnable.size(), overdue_.size());
    for (size_t row = 0; row < overdue_.size(); ++row) overdue_[row] &= inputs_.dunnable[row];
  }
  compute_net_overdue(inputs_.page, inputs_.balances, overdue_, inputs_.net_credits, net_overdue_,
                      inputs_.standings.disputed_part);
  // A currency whose cash covers all that is overdue in it leaves nothing to be dunned.
  for (size_t debtor = 0; debtor + 1 < net_overdue_.begin.size(); ++debtor) {
    for (uint32_t row = net_overdue_.begin[debtor]; row < net_overdue_.begin[debtor + 1]; ++row) {
      if (net_overdue_.net(row) > 0) continue;
      const RowRange items = receivables_.rows_of(debtor);
      for (uint32_t item = items.begin; item < items.end; ++item) {
        if (receivables_.currency[item] == net_overdue_.currency[row]) overdue_[item] = 0;
      }
    }
  }
  return overdue_;
}

const NetOverdue& PageFeatures::net_overdue() {
  overdue();
  return net_overdue_;
}

const PaymentHistory& PageFeatures::payments() {
  if (!payments_known_) {
    compute_payment_history(inputs_.page, inputs_.date, inputs_.balances, inputs_.rates, payments_);
  }
  payments_known_ = true;
  return payments_;
}

core::TextColumn PageFeatures::last_return_reasons() {
  const core::TextColumn* reasons = inputs_.page.rows(core::RecordKind::kPayment).texts(Field::kReasonCode);
  core::TextColumn column;
  for (const uint32_t row : payments().last_return) {
    if (row == kNoPayment) {
      column.append_null();
    } else {
      column.append(reasons->at(row));
    }
  }
  return column.compacted();
}

void PageFeatures::copy_ints(std::span<const int64_t> column, std::span<int64_t> out) const {
  if (column.empty()) {
    std::ranges::fill(out, kNull);
  } else {
    std::ranges::copy(column, out.begin());
  }
}

void PageFeatures::mark_incomplete(size_t debtor) {
  if (incomplete_.empty()) incomplete_.assign(inputs_.page.debtor_count(), 0);
  incomplete_[debtor] = 1;
}

int64_t PageFeatures::base_amount(int64_t amount, uint32_t currency, size_t debtor) {
  if (amount == 0) return 0;
  const auto converted = inputs_.rates.to_base(amount, currency);
  if (!converted) mark_incomplete(debtor);
  return converted.value_or(0);
}

void PageFeatures::sum_balances(const Mask& selected, std::span<int64_t> out) {
  if (inputs_.rates.converts_only_base()) {
    Mask in_base(selected);
    const auto base = static_cast<int64_t>(inputs_.rates.base().code);
    uint8_t others = 0;
    for (size_t row = 0; row < in_base.size(); ++row) {
      in_base[row] &= static_cast<uint8_t>(receivables_.currency[row] == base);
      others |= static_cast<uint8_t>(in_base[row] ^ selected[row]);
    }
    if (others != 0) {
      for (size_t debtor = 0; debtor < out.size(); ++debtor) {
        const RowRange items = receivables_.rows_of(debtor);
        for (uint32_t item = items.begin; item < items.end; ++item) {
          if (in_base[item] != selected[item]) mark_incomplete(debtor);
        }
      }
    }
    return sum_selected(receivables_.begin, in_base, inputs_.balances.balance, out);
  }
  NetOverdue totals;
  compute_net_overdue(inputs_.page, inputs_.balances, selected, false, totals);
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    out[debtor] = 0;
    for (uint32_t row = totals.begin[debtor]; row < totals.begin[debtor + 1]; ++row) {
      out[debtor] = core::checked_add(out[debtor], base_amount(totals.gross[row], totals.currency[row], debtor));
    }
  }
}

void PageFeatures::sum_disputed(std::span<int64_t> out) {
  // A receivable that stands disputed counts as a whole; of one that goes on, its disputed part.
  sum_balances(standing_mask(bit(Standing::kDisputed)), out);
  if (inputs_.covers == nullptr || inputs_.covers->disputes.part.empty()) return;
  const Mask dunned_on = standing_mask(kOpenStandings & ~bit(Standing::kHeld) & ~bit(Standing::kDisputed));
  const std::vector<int64_t>& part = inputs_.covers->disputes.part;
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    const RowRange items = receivables_.rows_of(debtor);
    for (uint32_t item = items.begin; item < items.end; ++item) {
      if (dunned_on[item] == 0 || part[item] == 0) continue;
      out[debtor] = core::checked_add(out[debtor], base_amount(part[item], static_cast<uint32_t>(receivables_.currency[item]), debtor));
    }
  }
}

void PageFeatures::count_promises(PromiseStatus first, PromiseStatus last, std::span<int64_t> out) const {
  std::ranges::fill(out, 0);
  if (inputs_.covers == nullptr || inputs_.covers->promises.status.empty()) return;
  const std::vector<uint8_t>& status = inputs_.covers->promises.status;
  const auto& begin = inputs_.page.group(core::RecordKind::kPromise).begin;
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
      out[debtor] += status[row] >= static_cast<uint8_t>(first) && status[row] <= static_cast<uint8_t>(last) ? 1 : 0;
    }
  }
}

void PageFeatures::sum_net_overdue(std::span<int64_t> out) {
  const NetOverdue& totals = net_overdue();
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    out[debtor] = 0;
    for (uint32_t row = totals.begin[debtor]; row < totals.begin[debtor + 1]; ++row) {
      out[debtor] = core::checked_add(out[debtor], base_amount(totals.net(row), totals.currency[row], debtor));
    }
  }
}

void PageFeatures::sum_cash(std::span<int64_t> out) {
  const Balances& balances = inputs_.balances;
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    out[debtor] = 0;
    for (uint32_t row = balances.cash_begin[debtor]; row < balances.cash_begin[debtor + 1]; ++row) {
      out[debtor] = core::checked_add(out[debtor], base_amount(balances.cash_amount[row], balances.cash_currency[row], debtor));
    }
  }
}

void PageFeatures::compute_lateness(Feature feature, std::span<int64_t> out) {
  const Mask& selected = closed();
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    const RowRange items = receivables_.rows_of(debtor);
    int64_t count = 0;
    int64_t late = 0;
    int64_t days = 0;
    for (uint32_t item = items.begin; item < items.end; ++item) {
      if (selected[item] == 0) continue;
      const int64_t closed_on = inputs_.balances.closed_on[item];
      const int64_t after = closed_on == kNull ? 0 : closed_on - receivables_.due_date[item];
      ++count;
      late += after > 0 ? 1 : 0;
      days += std::max<int64_t>(after, 0);
    }
    out[debtor] = ratio(feature == Feature::kLateShare ? late : days, count);
  }
}

void PageFeatures::compute_payments(Feature feature, std::span<int64_t> out) {
  const PaymentHistory& history = payments();
  if (feature == Feature::kPaid12m) {
    incomplete_ = history.paid_incomplete;
    return copy_ints(history.paid_12m, out);
  }
  if (feature == Feature::kReturns90d) return copy_ints(history.returns_90d, out);
  const MoneyColumns columns = MoneyColumns::of(inputs_.page, core::RecordKind::kPayment);
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    const uint32_t row = history.last_payment[debtor];
    out[debtor] = kNull;
    if (row == kNoPayment) continue;
    if (feature == Feature::kDaysSinceLastPayment) {
      out[debtor] = inputs_.date.days - columns.date[row];
    } else {
      const auto currency = static_cast<uint32_t>(columns.currency[row]);
      const auto converted = inputs_.rates.to_base(inputs_.balances.payment_counted[row], currency);
      if (!converted) mark_incomplete(debtor);
      out[debtor] = converted.value_or(kNull);
    }
  }
}

void PageFeatures::compute_contacts(Feature feature, std::span<int64_t> out) const {
  const bool asks_last = feature == Feature::kDaysSinceLastContact;
  std::ranges::fill(out, asks_last ? kNull : 0);
  const bool remembered = inputs_.memory != nullptr && inputs_.memory->contacts.rows.rows() > 0;
  if (!remembered && inputs_.page.rows(core::RecordKind::kInteraction).rows() == 0) return;
  DebtorPlaces places(inputs_.page, nullptr, inputs_.zones, {});
  ContactHistory history;
  const core::Date after = inputs_.date - (feature == Feature::kContacts7d ? 7 : 30);
  for (uint32_t debtor = 0; debtor < out.size(); ++debtor) {
    const uint32_t memory_row = remembered && !inputs_.memory_row.empty() ? inputs_.memory_row[debtor] : kNoMemoryRow;
    gather_history({.page = inputs_.page, .memory = inputs_.memory, .date = inputs_.date}, debtor, memory_row,
                   places.of(debtor), history);
    if (asks_last) {
      const core::Date last = history.last_contact(inputs_.date);
      if (last.is_set()) out[debtor] = inputs_.date - last;
      continue;
    }
    out[debtor] = std::ranges::count_if(history.contacts, [&](const PastContact& past) {
      return past.contact && past.on > after && past.on <= inputs_.date;
    });
  }
}

void PageFeatures::compute_tenure(std::span<int64_t> out) const {
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    const RowRange items = receivables_.rows_of(debtor);
    out[debtor] = kNull;
    for (uint32_t item = items.begin; item < items.end; ++item) {
      if (!inputs_.balances.exists(item)) continue;
      const int64_t issued = receivables_.issue_date.empty() ? kNull : receivables_.issue_date[item];
      const int64_t first = issued == kNull ? receivables_.due_date[item] : issued;
      out[debtor] = std::max({out[debtor], inputs_.date.days - first, int64_t{0}});
    }
  }
}

void PageFeatures::compute_credit_used(std::span<int64_t> out) {
  sum_balances(open(), out);
  const std::span<const int64_t> limits = ints_of(inputs_.page.debtors, Field::kCreditLimit);
  for (size_t debtor = 0; debtor < out.size(); ++debtor) {
    const int64_t limit = limits.empty() ? kNull : limits[debtor];
    const bool limited = limit != kNull && limit > 0;
    out[debtor] = limited ? ratio(out[debtor], limit) : kNull;
    if (!limited && !incomplete_.empty()) incomplete_[debtor] = 0;
  }
}

void PageFeatures::days_since(std::span<const int64_t> dates, std::span<int64_t> out) const {
  copy_ints(dates, out);
  for (int64_t& value : out) {
    if (value != kNull) value = inputs_.date.days - value;
  }
}

}  // namespace dunlin::rules
