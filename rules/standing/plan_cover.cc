#include "rules/standing/plan_cover.h"

#include <algorithm>

#include "core/instalments.h"
#include "rules/allocation/money_columns.h"
#include "rules/standing/received_money.h"
#include "rules/standing/record_scope.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::RecordKind;

namespace {

class PlanReader {
 public:
  PlanReader(const core::AccountPage& page, core::Date date, core::Days tolerance, PlanCover& cover)
      : date_(date.days),
        tolerance_(tolerance),
        receivables_(ReceivableColumns::of(page)),
        payments_(MoneyColumns::of(page, RecordKind::kPayment)),
        plans_(page.rows(RecordKind::kPlan)),
        scope_(receivables_),
        reader_(payments_),
        cover_(cover) {}

  void read(size_t debtor, uint32_t row) {
    const auto agreed_on = static_cast<int32_t>(plans_.int_at(Field::kAgreedOn, row));
    if (agreed_on > date_) return;
    const int64_t currency = plans_.int_at(Field::kCurrency, row);
    const std::string_view named = plans_.text_at(Field::kReceivableIds, row);
    if (!scope_.read(receivables_.rows_of(debtor), named, currency)) return;
    instalments_ = core::parse_instalments(plans_.text_at(Field::kInstalments, row));
    cover_.count[row] = static_cast<int32_t>(instalments_.size());
    reader_.read(payments_.rows_of(debtor), scope_, currency, agreed_on, date_);
    collect_days(agreed_on);
    cover_.status[row] = static_cast<uint8_t>(PlanStatus::kActive);
    live_through(row);
    if (cover_.status[row] != static_cast<uint8_t>(PlanStatus::kActive)) return;
    for (const uint32_t item : scope_.rows()) {
      if (cover_.mask[item] != 0) continue;
      cover_.mask[item] = 1;
      cover_.by[item] = row;
    }
  }

 private:
  /// Days on which the plan may end: those of money, and those on which an instalment would be missed.
  void collect_days(int32_t agreed_on) {
    days_.assign(1, agreed_on);
    for (const int32_t on : reader_.money().day) days_.push_back(on);
    for (const core::Instalment& instalment : instalments_) {
      const int32_t missed_on = instalment.due.days + tolerance_ + 1;
      if (missed_on > agreed_on && missed_on <= date_) days_.push_back(missed_on);
    }
    std::ranges::sort(days_);
    days_.erase(std::ranges::unique(days_).begin(), days_.end());
  }

  /// Day by day until it ends or the date is reached.
  void live_through(uint32_t row) {
    const int64_t given = plans_.int_at(Field::kMaxMissed, row);
    const int64_t max_missed = given == kNull ? kMissedInstalmentsDefault : given;
    for (const int32_t on : days_) {
      count(row, on);
      if (cover_.full[row] == cover_.count[row]) {
        cover_.status[row] = static_cast<uint8_t>(PlanStatus::kFulfilled);
        cover_.fulfilled_on[row] = on;
        return;
      }
      if (cover_.missed[row] > max_missed) {
        cover_.status[row] = static_cast<uint8_t>(PlanStatus::kBroken);
        cover_.broken_on[row] = on;
        return;
      }
    }
  }

  /// What is full and what is missed as of the day.
  void count(uint32_t row, int32_t on) {
    const int64_t received = std::max<int64_t>(0, reader_.money().as_of(on));
    int64_t left = received;
    int32_t full = 0;
    int32_t missed = 0;
    for (const core::Instalment& instalment : instalments_) {
      left -= instalment.amount;
      if (left >= 0) {
        ++full;
      } else if (on > instalment.due.days + tolerance_) {
        ++missed;
      }
    }
    cover_.received[row] = received;
    cover_.full[row] = full;
    cover_.missed[row] = missed;
  }

  const int32_t date_;
  const core::Days tolerance_;
  const ReceivableColumns receivables_;
  const MoneyColumns payments_;
  const core::Table& plans_;
  RecordScope scope_;
  ReceivedMoneyReader reader_;
  std::vector<core::Instalment> instalments_;
  std::vector<int32_t> days_;
  PlanCover& cover_;
};

}  // namespace

void cover_by_plans(const core::AccountPage& page, core::Date date, core::Days tolerance_days, PlanCover& cover) {
  cover = PlanCover();
  const size_t count = page.rows(RecordKind::kPlan).rows();
  if (count == 0) return;
  cover.status.assign(count, static_cast<uint8_t>(PlanStatus::kAbsent));
  cover.broken_on.assign(count, kNull);
  cover.fulfilled_on.assign(count, kNull);
  cover.received.assign(count, 0);
  for (auto* column : {&cover.full, &cover.missed, &cover.count}) column->assign(count, 0);
  cover.mask.assign(page.rows(RecordKind::kReceivable).rows(), 0);
  cover.by.assign(page.rows(RecordKind::kReceivable).rows(), kNoRow);
  PlanReader reader(page, date, tolerance_days, cover);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    const RowRange rows = range_of(page.group(RecordKind::kPlan).begin, debtor);
    for (uint32_t row = rows.begin; row < rows.end; ++row) reader.read(debtor, row);
  }
}

}  // namespace dunlin::rules
