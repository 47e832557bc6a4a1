#include "engine/report/contacts_report.h"

#include "rules/allocation/money_columns.h"

namespace dunlin::engine {
namespace {

using core::Field;

constexpr int64_t kDaySeconds = 86'400;

int64_t floor_day(int64_t seconds) { return seconds / kDaySeconds - (seconds % kDaySeconds < 0 ? 1 : 0); }

void add_page(const SurveyedPage& surveyed, core::Date from, core::Date date, KeyedSums<rules::ContactSums>::OfPage sums) {
  const core::Group& interactions = surveyed.page.group(core::RecordKind::kInteraction);
  const core::Table& rows = interactions.rows;
  if (rows.rows() == 0) return;
  for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
    const uint32_t group = surveyed.groups.of_debtor[debtor];
    if (group == DebtorGroups::kNone) continue;
    const rules::RowRange range = rules::range_of(interactions.begin, debtor);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      const int64_t day = floor_day(rows.int_at(Field::kAt, row));
      if (day <= from.days || day > date.days) continue;
      if (rows.int_at(Field::kDirection, row) == static_cast<int64_t>(core::Direction::kIn)) continue;
      if (rows.int_at(Field::kChannel, row) != static_cast<int64_t>(core::Channel::kCall)) continue;
      rules::add_call(static_cast<core::InteractionOutcome>(rows.int_at(Field::kOutcome, row)), sums.at(group, 0));
    }
  }
}

}  // namespace

core::Result<std::map<SumKey, rules::ContactSums>> contacts_report(const storage::Store& store,
                                                                   const Configuration& configuration,
                                                                   const SurveyScope& scope, core::Date from) {
  KeyedSums<rules::ContactSums> sums(scope.threads);
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    add_page(surveyed, from, scope.date, {sums, surveyed, thread});
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
