#include "rules/standing/promise_cover.h"

#include <algorithm>
#include <optional>

#include "rules/allocation/money_columns.h"
#include "rules/standing/past_balances.h"
#include "rules/standing/receivable_status.h"
#include "rules/standing/received_money.h"
#include "rules/standing/record_scope.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::RecordKind;

namespace {

class PromiseReader {
 public:
  PromiseReader(const AllocationInputs& inputs, const AllocationPolicy& policy, const Balances& today, PromiseCover& cover)
      : date_(inputs.date.days),
        receivables_(ReceivableColumns::of(inputs.page)),
        payments_(MoneyColumns::of(inputs.page, RecordKind::kPayment)),
        credit_notes_(MoneyColumns::of(inputs.page, RecordKind::kCreditNote)),
        promises_(inputs.page.rows(RecordKind::kPromise)),
        past_(inputs, policy, today),
        scope_(receivables_),
        reader_(payments_),
        cover_(cover) {}

  void read(size_t debtor, uint32_t row) {
    const auto promised_on = static_cast<int32_t>(promises_.int_at(Field::kPromisedOn, row));
    if (promised_on > date_) return;
    const int64_t currency = promises_.int_at(Field::kCurrency, row);
    const int64_t amount = promises_.int_at(Field::kAmount, row);
    const auto last_day = static_cast<int32_t>(cover_.last_day[row]);
    const int32_t until = std::min(last_day, date_);
    scope_.read(receivables_.rows_of(debtor), promises_.text_at(Field::kReceivableIds, row), currency);
    reader_.read(payments_.rows_of(debtor), scope_, currency, promised_on, until);
    const ReceivedMoney& money = reader_.money();

    std::optional<int32_t> kept_on;
    for (size_t i = 0; i < money.day.size() && !kept_on; ++i) {
      if (money.received[i] >= amount) kept_on = money.day[i];
    }
    const int32_t before = kept_on ? *kept_on - 1 : until;
    if (const auto closed = all_closed_on(debtor, currency, promised_on, before)) kept_on = closed;

    cover_.received[row] = std::max<int64_t>(0, money.as_of(kept_on.value_or(until)));
    if (kept_on) {
      cover_.status[row] = static_cast<uint8_t>(PromiseStatus::kKept);
      cover_.kept_on[row] = *kept_on;
    } else if (date_ > last_day) {
      const bool partly = cover_.received[row] > 0;
      cover_.status[row] = static_cast<uint8_t>(partly ? PromiseStatus::kPartial : PromiseStatus::kBroken);
      cover_.broken_on[row] = std::max(last_day + 1, promised_on);
    } else {
      cover_.status[row] = static_cast<uint8_t>(PromiseStatus::kOpen);
      for (const uint32_t item : scope_.rows()) mark(item, row);
    }
  }

 private:
  void mark(uint32_t item, uint32_t row) {
    if (cover_.mask[item] != 0) return;
    cover_.mask[item] = 1;
    cover_.by[item] = row;
  }

  /// The first day in [first, last] on which every receivable in the scope that existed was closed.
  std::optional<int32_t> all_closed_on(size_t debtor, int64_t currency, int32_t first, int32_t last) {
    if (last < first || scope_.rows().empty()) return std::nullopt;
    collect_days(debtor, first, last);
    for (const int32_t on : days_) {
      if (may_be_closed(debtor, currency, on) && is_closed(past_.on(core::Date{on}))) return on;
    }
    return std::nullopt;
  }

  /// Days on which something may have closed: the first, those of money and of changed states, and those on which a
  /// receivable begins to exist or falls due, so that money which waited, or lay elsewhere, pays another one.
  void collect_days(size_t debtor, int32_t first, int32_t last) {
    days_.assign(1, first);
    const auto add = [&](int64_t on) {
      if (on > first && on <= last) days_.push_back(static_cast<int32_t>(on));
    };
    for (const MoneyColumns* money : {&payments_, &credit_notes_}) {
      const RowRange rows = money->rows_of(debtor);
      for (uint32_t row = rows.begin; row < rows.end; ++row) add(money->date[row]);
    }
    const RowRange items = receivables_.rows_of(debtor);
    for (uint32_t item = items.begin; item < items.end; ++item) {
      add(receivables_.due_date[item]);
      if (!receivables_.issue_date.empty()) add(receivables_.issue_date[item]);
      if (!receivables_.status_on.empty()) add(receivables_.status_on[item]);
    }
    std::ranges::sort(days_);
    days_.erase(std::ranges::unique(days_).begin(), days_.end());
  }

  /// False when all the money there had been by then cannot pay for them: no need to allocate it.
  bool may_be_closed(size_t debtor, int64_t currency, int32_t on) const {
    __int128 owed = 0;
    for (const uint32_t item : scope_.rows()) {
      if (receivables_.currency[item] == currency && existed(item, on)) owed += receivables_.amount[item];
    }
    for (const MoneyColumns* money : {&payments_, &credit_notes_}) {
      const RowRange rows = money->rows_of(debtor);
      for (uint32_t row = rows.begin; row < rows.end && owed > 0; ++row) {
        const bool counts = money->date[row] <= on && money->currency[row] == currency && money->amount[row] > 0;
        if (counts) owed -= money->amount[row];
      }
    }
    return owed <= 0;
  }

  bool existed(uint32_t item, int32_t on) const {
    if (!receivables_.issue_date.empty() && receivables_.issue_date[item] > on) return false;
    if (receivables_.status.empty()) return true;
    const int64_t since = receivables_.status_on.empty() ? kNull : receivables_.status_on[item];
    return exists_for_runs(status_on(receivables_.status[item], since, core::Date{on}));
  }

  bool is_closed(const Balances& balances) const {
    bool any = false;
    for (const uint32_t item : scope_.rows()) {
      if (!balances.exists(item)) continue;
      if (balances.balance[item] > 0) return false;
      any = true;
    }
    return any;
  }

  const int32_t date_;
  const ReceivableColumns receivables_;
  const MoneyColumns payments_, credit_notes_;
  const core::Table& promises_;
  PastBalances past_;
  RecordScope scope_;
  ReceivedMoneyReader reader_;
  std::vector<int32_t> days_;
  PromiseCover& cover_;
};

}  // namespace

void cover_by_promises(const AllocationInputs& inputs, const AllocationPolicy& policy, const Balances& today,
                       core::Days tolerance_days, PromiseCover& cover) {
  cover = PromiseCover();
  const core::AccountPage& page = inputs.page;
  const core::Table& promises = page.rows(RecordKind::kPromise);
  const size_t count = promises.rows();
  if (count == 0) return;
  const size_t receivables = page.rows(RecordKind::kReceivable).rows();
  cover.status.assign(count, static_cast<uint8_t>(PromiseStatus::kAbsent));
  cover.kept_on.assign(count, kNull);
  cover.broken_on.assign(count, kNull);
  cover.received.assign(count, 0);
  cover.last_day.resize(count);
  for (size_t row = 0; row < count; ++row) cover.last_day[row] = promises.int_at(Field::kDueOn, row) + tolerance_days;
  cover.mask.assign(receivables, 0);
  cover.by.assign(receivables, kNoRow);
  PromiseReader reader(inputs, policy, today, cover);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(page.group(RecordKind::kPromise).begin, debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) reader.read(debtor, row);
  }
}

}  // namespace dunlin::rules
