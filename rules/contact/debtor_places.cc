#include "rules/contact/debtor_places.h"

#include <algorithm>

#include "core/instant.h"

namespace dunlin::rules {
namespace {

using core::Field;

void add_zone(const ZoneBook& book, std::string_view name, Place& place) {
  const Zone* zone = book.find(name);
  if (zone == nullptr || std::find(place.zones.begin(), place.zones.end(), zone) != place.zones.end()) return;
  place.zones.push_back(zone);
  place.zone_names.push_back(name);
}

}  // namespace

core::Date Place::date_at(int64_t utc) const { return zones.empty() ? core::utc_date_of(utc) : zones.front()->date_at(utc); }

std::optional<core::DebtorKind> debtor_kind(const core::AccountPage& page, uint32_t debtor) {
  const int64_t kind = page.debtors.int_at(Field::kKind, debtor);
  if (kind == core::kNull) return std::nullopt;
  return static_cast<core::DebtorKind>(kind);
}

DebtorPlaces::DebtorPlaces(const core::AccountPage& page, const CalendarBook* calendars, const ZoneBook* zones,
                           std::string_view default_country)
    : debtors_(page.debtors), calendars_(calendars), zones_(zones), default_country_(default_country) {}

const Place& DebtorPlaces::of(uint32_t debtor) {
  const std::tuple key(debtors_.text_at(Field::kCountry, debtor), debtors_.text_at(Field::kRegion, debtor),
                       debtors_.text_at(Field::kTimezones, debtor));
  const auto known = places_.find(key);
  if (known != places_.end()) return known->second;
  return places_.emplace(key, std::apply([&](auto... texts) { return make(texts...); }, key)).first->second;
}

Place DebtorPlaces::make(std::string_view country, std::string_view region, std::string_view timezones) const {
  Place place;
  if (calendars_ != nullptr) place.calendar = &calendars_->of(country.empty() ? default_country_ : country, region);
  if (zones_ == nullptr) return place;
  while (!timezones.empty()) {
    const size_t cut = timezones.find(';');
    add_zone(*zones_, timezones.substr(0, cut), place);
    timezones = cut == std::string_view::npos ? std::string_view() : timezones.substr(cut + 1);
  }
  if (place.zones.empty() && !country.empty()) {
    for (const std::string_view name : ZoneBook::zones_of(country, region)) add_zone(*zones_, name, place);
  }
  if (place.zones.empty()) add_zone(*zones_, zones_->default_name(), place);
  return place;
}

}  // namespace dunlin::rules
