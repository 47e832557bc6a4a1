#include "engine/report/contacts_report.h"

#include "rules/allocation/money_columns.h"
#include "rules/contact/debtor_places.h"

namespace dunlin::engine {
namespace {

using core::Field;

void add_page(const SurveyedPage& surveyed, const rules::RulebookSource& rules, core::Date from, core::Date date,
              KeyedSums<rules::ContactSums>::OfPage sums) {
  const core::Group& interactions = surveyed.page.group(core::RecordKind::kInteraction);
  const core::Table& rows = interactions.rows;
  if (rows.rows() == 0) return;
  rules::DebtorPlaces places(surveyed.page, rules.calendar_book.get(), rules.zones.get(), rules.default_country);
  for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
    const uint32_t group = surveyed.groups.of_debtor[debtor];
    if (group == DebtorGroups::kNone) continue;
    const rules::RowRange range = rules::range_of(interactions.begin, debtor);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      const core::Date day = places.of(static_cast<uint32_t>(debtor)).date_at(rows.int_at(Field::kAt, row));
      if (day <= from || day > date) continue;
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
    add_page(surveyed, configuration.rules, from, scope.date, {sums, surveyed, thread});
  }));
  return sums.merged();
}

}  // namespace dunlin::engine
