#include "engine/report/recovery_report.h"

#include "engine/run/debtors_alone.h"
#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

core::Date month_of(core::Date date) {
  const core::CivilDate civil = core::civil_of(date);
  return core::date_of(civil.year, civil.month, 1);
}

/// One debtor that has placements: its balances on the days that matter, each computed once.
class PlacedDebtor {
 public:
  PlacedDebtor(const SurveyedPage& surveyed, size_t debtor, core::Date date, const Configuration& configuration)
      : loaded_(debtor_alone(surveyed.loaded, static_cast<uint32_t>(debtor))),
        page_(loaded_.page),
        interest_(surveyed.interest),
        date_(date),
        configuration_(configuration) {}

  template <class CellOf>
  void add_placements(const CellOf& cell_of) {
    const core::Table& placements = page_.rows(RecordKind::kPlacement);
    const auto receivables = rules::ReceivableColumns::of(page_);
    for (uint32_t row = 0; row < placements.rows(); ++row) {
      const core::Date placed_on{static_cast<int32_t>(placements.int_at(Field::kPlacedOn, row))};
      const uint32_t receivable =
          rules::find_row(receivables.id, receivables.rows_of(0), placements.text_at(Field::kReceivableId, row));
      if (placed_on > date_ || receivable == rules::kNoRow) continue;
      if (!on(placed_on).balances.exists(receivable)) continue;
      add_placement(row, receivable, placed_on, cell_of(receivables.currency[receivable]));
    }
  }

 private:
  const PagePosition& on(core::Date date) {
    const auto [at, is_new] = positions_.try_emplace(date);
    if (is_new) balance_on(loaded_, date, configuration_, interest_, at->second);
    return at->second;
  }

  void add_placement(uint32_t row, uint32_t receivable, core::Date placed_on, RecoverySums& sums) {
    const core::Table& placements = page_.rows(RecordKind::kPlacement);
    const int64_t recalled = placements.int_at(Field::kRecalledOn, row);
    const bool is_recalled = recalled != core::kNull && recalled <= date_.days;
    const core::Date end = is_recalled ? std::max(placed_on, core::Date{static_cast<int32_t>(recalled)}) : date_;
    const int64_t held = on(placed_on).balances.paid[receivable];
    const auto collected_by = [&](core::Date day) {
      return on(std::clamp(day, placed_on, end)).balances.paid[receivable] - held;
    };
    const core::Date month = month_of(placed_on);
    PlacementCohort& cohort = sums.cohorts[month];
    const int64_t collected = collected_by(end);
    ++cohort.sums.placements;
    cohort.sums.placed += on(placed_on).balances.balance[receivable];
    cohort.sums.collected += collected;
    if (is_recalled) cohort.sums.recalled += std::max<int64_t>(on(end).balances.balance[receivable], 0);
    const int64_t percent = placements.int_at(Field::kCommission, row);
    if (percent != core::kNull) cohort.sums.commission += rules::commission_of(collected, percent);
    for (int32_t age = 0;; ++age) {
      const core::Date month_end = core::end_of_month(core::add_months(month, age));
      if (month_end > date_) break;
      if (cohort.collected.size() <= static_cast<size_t>(age)) cohort.collected.push_back(0);
      cohort.collected[static_cast<size_t>(age)] += collected_by(month_end);
    }
  }

  const storage::LoadedPage loaded_;
  const core::AccountPage& page_;
  const InterestGround& interest_;
  const core::Date date_;
  const Configuration& configuration_;
  std::map<core::Date, PagePosition> positions_;
};

}  // namespace

void PlacementCohort::merge(const PlacementCohort& other) {
  sums.merge(other.sums);
  collected.resize(std::max(collected.size(), other.collected.size()));
  for (size_t age = 0; age < other.collected.size(); ++age) collected[age] += other.collected[age];
}

void RecoverySums::merge(const RecoverySums& other) {
  for (const auto& [month, cohort] : other.cohorts) cohorts[month].merge(cohort);
}

core::Result<std::map<SumKey, RecoverySums>> recovery_report(const storage::Store& store, const Configuration& configuration,
                                                             const SurveyScope& scope) {
  KeyedSums<RecoverySums> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    const core::Group& placements = surveyed.page.group(RecordKind::kPlacement);
    if (placements.rows.rows() == 0) return;
    KeyedSums<RecoverySums>::OfPage cells(sums, surveyed, thread);
    for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
      const uint32_t group = surveyed.groups.of_debtor[debtor];
      if (group == DebtorGroups::kNone || rules::range_of(placements.begin, debtor).size() == 0) continue;
      PlacedDebtor(surveyed, debtor, scope.date, configuration).add_placements([&](int64_t currency) -> RecoverySums& {
        return cells.at(group, currency);
      });
    }
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
