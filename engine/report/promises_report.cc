#include "engine/report/promises_report.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

using core::Field;
using rules::PromiseStatus;

/// The days of one report and what the configuration forgives.
struct PromiseWindow {
  core::Date from, date;
  core::Days tolerance;
};

void add_promise_row(const SurveyedPage& surveyed, uint32_t row, const PromiseWindow& window, PromiseCounts& counts) {
  const core::Table& promises = surveyed.page.rows(core::RecordKind::kPromise);
  const rules::PromiseCover& cover = surveyed.covers.promises;
  const auto status = static_cast<PromiseStatus>(cover.status[row]);
  const int64_t amount = promises.int_at(Field::kAmount, row);
  const core::Date due_on{static_cast<int32_t>(promises.int_at(Field::kDueOn, row))};
  if (status == PromiseStatus::kOpen || due_on > window.date) {
    ++counts.pending;
    counts.pending_amount += amount;
    return;
  }
  const bool is_kept = status == PromiseStatus::kKept;
  rules::PromiseFate fate{.promised = amount, .paid = cover.received[row], .days_late = 0, .settled = is_kept};
  if (is_kept) fate.days_late = static_cast<core::Days>(cover.kept_on[row] - due_on.days);
  rules::add_promise(fate, window.tolerance, counts.fell_due);
}

void add_page(const SurveyedPage& surveyed, const PromiseWindow& window, KeyedSums<PromiseCounts>::OfPage cells) {
  const core::Group& promises = surveyed.page.group(core::RecordKind::kPromise);
  if (promises.rows.rows() == 0) return;
  for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
    const uint32_t group = surveyed.groups.of_debtor[debtor];
    if (group == DebtorGroups::kNone) continue;
    const rules::RowRange range = rules::range_of(promises.begin, debtor);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      const auto status = static_cast<PromiseStatus>(surveyed.covers.promises.status[row]);
      const core::Date due_on{static_cast<int32_t>(promises.rows.int_at(Field::kDueOn, row))};
      if (status == PromiseStatus::kAbsent || (window.from.is_set() && due_on <= window.from)) continue;
      add_promise_row(surveyed, row, window, cells.at(group, promises.rows.int_at(Field::kCurrency, row)));
    }
  }
}

}  // namespace

void PromiseCounts::merge(const PromiseCounts& other) {
  fell_due.merge(other.fell_due);
  pending += other.pending;
  pending_amount += other.pending_amount;
}

core::Result<std::map<SumKey, PromiseCounts>> promises_report(const storage::Store& store,
                                                              const Configuration& configuration, const SurveyScope& scope,
                                                              core::Date from) {
  const PromiseWindow window{from, scope.date, configuration.rules.standing.promise_tolerance_days};
  KeyedSums<PromiseCounts> counts(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    add_page(surveyed, window, {counts, surveyed, thread});
  }));
  return counts.merged();
}

}  // namespace dunlin::engine
