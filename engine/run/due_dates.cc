#include "engine/run/due_dates.h"

#include "rules/calendar/due_roll.h"

namespace dunlin::engine {

using core::Field;

DueCalendars::DueCalendars(const rules::RulebookSource& rules, const core::Table& creditors) : book_(rules.calendar_book) {
  if (rules.standing.due_roll == rules::DueRoll::kNone) return;
  const rules::Calendar* home = rules.home_calendar.empty() ? nullptr : book_->find(rules.home_calendar);
  if (home == nullptr) home = &book_->of(rules.default_country, "");
  for (size_t row = 0; row < creditors.rows(); ++row) {
    const std::string_view country = creditors.text_at(Field::kCountry, row);
    const bool is_home = country.empty() || country == rules.default_country;
    of_.emplace(creditors.text_at(Field::kCreditorId, row), is_home ? home : &book_->of(country, ""));
  }
}

const rules::Calendar& DueCalendars::of(std::string_view creditor_id) const {
  const auto at = of_.find(std::string(creditor_id));
  return at == of_.end() ? weekends_ : *at->second;
}

void move_due_dates(const DueCalendars& calendars, storage::LoadedPage& loaded) {
  const core::TextColumn* creditor = loaded.page.debtors.texts(Field::kCreditorId);
  if (!calendars.move() || creditor == nullptr) return;
  std::vector<const rules::Calendar*> of_entry;
  for (uint32_t code = 0; code < creditor->entries(); ++code) of_entry.push_back(&calendars.of(creditor->entry(code)));
  const rules::Calendar& nobody = calendars.of("");
  std::vector<const rules::Calendar*> of_debtor;
  for (size_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
    of_debtor.push_back(creditor->is_null(debtor) ? &nobody : of_entry[creditor->codes()[debtor]]);
  }
  loaded.agreed_due = rules::roll_due_dates(loaded.page, of_debtor);
}

int64_t agreed_due(const storage::LoadedPage& loaded, uint32_t receivable) {
  return loaded.agreed_due.empty() ? loaded.page.rows(core::RecordKind::kReceivable).int_at(Field::kDueDate, receivable)
                                   : loaded.agreed_due[receivable];
}

}  // namespace dunlin::engine
