// The place of every debtor of a page: its `timezones`, else the zones that its country and region suggest, else the
// installation's; holidays of its region, else its country, else the installation's country. Places repeat, so each
// combination is looked up once a page.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "core/account_page.h"
#include "rules/contact/place.h"

namespace dunlin::rules {

/// Business, consumer, or nobody knows.
std::optional<core::DebtorKind> debtor_kind(const core::AccountPage& page, uint32_t debtor);

class DebtorPlaces {
 public:
  /// Everything must outlive this. Null books: no zone but UTC, no holidays.
  DebtorPlaces(const core::AccountPage& page, const CalendarBook* calendars, const ZoneBook* zones,
               std::string_view default_country);
  const Place& of(uint32_t debtor);

 private:
  Place make(std::string_view country, std::string_view region, std::string_view timezones) const;

  const core::Table& debtors_;
  const CalendarBook* calendars_;
  const ZoneBook* zones_;
  std::string_view default_country_;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, Place> places_;
};

}  // namespace dunlin::rules
