#include "rules/standing/debtor_events.h"

#include "rules/allocation/money_columns.h"
#include "rules/allocation/reversals.h"

namespace dunlin::rules {

using core::EventKind;
using core::Field;
using core::kNull;
using core::RecordKind;

namespace {

class EventCollector {
 public:
  EventCollector(const core::AccountPage& page, core::Date date, const Covers& covers, DebtorEvents& events)
      : page_(page),
        date_(date),
        covers_(covers),
        payments_(MoneyColumns::of(page, RecordKind::kPayment)),
        receivables_(ReceivableColumns::of(page)),
        disputes_(page.rows(RecordKind::kDispute)),
        events_(events) {}

  void collect(size_t debtor) {
    add_dated(debtor, RecordKind::kPromise, covers_.promises.broken_on, EventKind::kPromiseBroken);
    add_dated(debtor, RecordKind::kPlan, covers_.plans.broken_on, EventKind::kPlanBroken);
    if (disputes_.rows() != 0) {
      add_dated(debtor, RecordKind::kDispute, ints_of(disputes_, Field::kOpenedOn), EventKind::kDisputeOpened);
      add_dated(debtor, RecordKind::kDispute, ints_of(disputes_, Field::kResolvedOn), EventKind::kDisputeResolved);
    }
    add_returns(debtor);
  }

 private:
  void add(EventKind kind, std::string_view record_id, int64_t on) {
    events_.kind.push_back(kind);
    events_.record_id.push_back(record_id);
    events_.on.push_back(static_cast<int32_t>(on));
  }

  /// One event for each row of the debtor whose date has come.
  void add_dated(size_t debtor, RecordKind kind, std::span<const int64_t> dates, EventKind event) {
    if (dates.empty()) return;
    const core::TextColumn* ids = page_.rows(kind).texts(core::id_field(kind));
    const RowRange rows = range_of(page_.group(kind).begin, debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (dates[row] == kNull || dates[row] > date_.days) continue;
      if (kind == RecordKind::kDispute && !is_known(debtor, disputes_.text_at(Field::kReceivableId, row))) continue;
      add(event, text_of(ids, row), dates[row]);
    }
  }

  /// A dispute of a receivable that nobody knows waits for it.
  bool is_known(size_t debtor, std::string_view receivable_id) const {
    return find_row(receivables_.id, receivables_.rows_of(debtor), receivable_id) != kNoRow;
  }

  void add_returns(size_t debtor) {
    const RowRange rows = payments_.rows_of(debtor);
    if (!may_hold_return(payments_, rows)) return;
    compute_effective_money(payments_, rows, date_, effective_);
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
      if (is_return(payments_, rows, row, effective_)) {
        add(EventKind::kPaymentReturned, text_of(payments_.id, row), payments_.date[row]);
      }
    }
  }

  const core::AccountPage& page_;
  const core::Date date_;
  const Covers& covers_;
  const MoneyColumns payments_;
  const ReceivableColumns receivables_;
  const core::Table& disputes_;
  EffectiveMoney effective_;
  DebtorEvents& events_;
};

}  // namespace

void collect_debtor_events(const core::AccountPage& page, core::Date date, const Covers& covers, DebtorEvents& events) {
  events = DebtorEvents();
  events.begin.assign(1, 0);
  EventCollector collector(page, date, covers, events);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    collector.collect(debtor);
    events.begin.push_back(static_cast<uint32_t>(events.size()));
  }
}

}  // namespace dunlin::rules
