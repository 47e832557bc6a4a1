#include "engine/report/roll_report.h"

#include "rules/ageing/ageing_kernel.h"
#include "rules/ageing/open_receivables.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

using Cells = KeyedSums<RollSums>::OfPage;

/// One debtor's past due money in one currency.
struct Delinquency {
  int64_t currency;
  __int128 then = 0;
  bool still = false;  ///< past due now, or written off since
};

class PageRoll {
 public:
  PageRoll(const SurveyedPage& surveyed, std::span<const int32_t> bounds, Cells cells)
      : surveyed_(surveyed),
        then_(surveyed.earlier.front()),
        receivables_(rules::ReceivableColumns::of(surveyed.page)),
        cells_(cells),
        buckets_(bounds.size() + 2),
        bucket_then_(receivables_.rows()),
        bucket_now_(receivables_.rows()) {
    rules::bucket_by_days(then_.standings.days_past_due, bounds, bucket_then_);
    rules::bucket_by_days(surveyed.standings.days_past_due, bounds, bucket_now_);
  }

  void add() {
    size_t last_debtor = 0;
    uint32_t last_group = DebtorGroups::kNone;
    each_receivable(surveyed_, [&](uint32_t row, size_t debtor, uint32_t group) {
      if (debtor != last_debtor) close_debtor(last_group);
      last_debtor = debtor;
      last_group = group;
      const bool was_open = rules::is_open(then_.balances, then_.standings, row);
      if (was_open) move(row, cells(group, receivables_.currency[row]));
      follow(row, was_open);
    });
    close_debtor(last_group);
  }

 private:
  RollSums& cells(uint32_t group, int64_t currency) {
    RollSums& sums = cells_.at(group, currency);
    if (sums.matrix.buckets() == 0) {
      sums.matrix = rules::RollMatrix(buckets_);
      sums.cash.resize(buckets_);
    }
    return sums;
  }

  bool is_written_off(uint32_t row) const {
    return !surveyed_.balances.exists(row) || surveyed_.standings.at(row) == core::Standing::kWrittenOff;
  }

  void move(uint32_t row, RollSums& sums) {
    const int64_t began = then_.balances.balance[row];
    const size_t from = bucket_then_[row];
    const int64_t now = surveyed_.balances.exists(row) ? surveyed_.balances.balance[row] : began;
    const int64_t left = std::min(began, std::max<int64_t>(now, 0));
    sums.matrix.paid[from] += began - left;
    const int64_t cash = surveyed_.balances.paid[row] - then_.balances.paid[row];
    sums.cash[from] += std::clamp<int64_t>(cash, 0, began - left);
    if (is_written_off(row)) {
      sums.matrix.written_off[from] += left;
    } else {
      sums.matrix.moved[from][bucket_now_[row]] += left;
    }
  }

  void follow(uint32_t row, bool was_open) {
    const bool was_late = was_open && then_.standings.days_past_due[row] > 0;
    const bool is_open = rules::is_open(surveyed_.balances, surveyed_.standings, row);
    const bool is_late = is_open && surveyed_.standings.days_past_due[row] > 0;
    if (!was_late && !is_late) return;
    const int64_t currency = receivables_.currency[row];
    auto at = std::ranges::find(debtor_, currency, &Delinquency::currency);
    if (at == debtor_.end()) at = debtor_.insert(debtor_.end(), {currency});
    if (was_late) at->then += then_.balances.balance[row];
    const bool lost =
        was_late && is_written_off(row) && (!surveyed_.balances.exists(row) || surveyed_.balances.balance[row] > 0);
    at->still |= is_late || lost;
  }

  void close_debtor(uint32_t group) {
    for (const Delinquency& one : debtor_) {
      if (one.then == 0) continue;
      rules::CureSums& cure = cells(group, one.currency).cure;
      ++cure.delinquent;
      cure.delinquent_amount += one.then;
      if (one.still) continue;
      ++cure.cured;
      cure.cured_amount += one.then;
    }
    debtor_.clear();
  }

  const SurveyedPage& surveyed_;
  const PagePosition& then_;
  const rules::ReceivableColumns receivables_;
  Cells cells_;
  const size_t buckets_;
  std::vector<uint8_t> bucket_then_, bucket_now_;
  std::vector<Delinquency> debtor_;  // of the debtor at hand
};

}  // namespace

void RollSums::merge(const RollSums& other) {
  matrix.merge(other.matrix);
  cure.merge(other.cure);
  cash.resize(std::max(cash.size(), other.cash.size()));
  for (size_t from = 0; from < other.cash.size(); ++from) cash[from] += other.cash[from];
}

core::Result<std::map<SumKey, RollSums>> roll_report(const storage::Store& store, const Configuration& configuration,
                                                     SurveyScope scope, core::Date from) {
  scope.earlier = {from};
  KeyedSums<RollSums> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    PageRoll(surveyed, configuration.ageing_bounds, {sums, surveyed, thread}).add();
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
