// Everything that decides, as plain policy data: what the settings hand to the compiler and what a run records as text.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/money.h"
#include "rules/allocation/allocate.h"
#include "rules/calendar/calendar_rule.h"
#include "rules/calendar/zone.h"
#include "rules/contact/contact_policy.h"
#include "rules/interest/interest_book.h"
#include "rules/scenario/scenario.h"
#include "rules/score/scorecard.h"
#include "rules/standing/standing.h"

namespace dunlin::rules {

struct RulebookSource {
  core::Currency base_currency = core::kEur;
  std::string default_country = "DE";  ///< for debtors that name none
  std::string home_calendar;           ///< of creditors in that country; empty: the country's own
  /// Every calendar known, as rules and worked out; empty where nothing asks for one.
  std::vector<CalendarPolicy> calendars;
  std::shared_ptr<const CalendarBook> calendar_book = std::make_shared<const CalendarBook>();
  /// The system's zones; empty where the system has none.
  std::shared_ptr<const ZoneBook> zones = std::make_shared<const ZoneBook>();
  AllocationPolicy allocation;
  StandingPolicy standing;
  bool net_credits = true;  ///< unallocated cash nets the overdue total of debtor units
  PolicyText exclude_when;  ///< FEEL: receivables that are not dunned
  ContactPolicy contact;
  InterestRules interest;  ///< the statutory presets and [interest.NAME]
  RateTables rates;        ///< reference rates: shipped, with rates/*.csv laid over them
  StrategyPolicy strategy;
  std::optional<ScorecardPolicy> scorecard;
  std::vector<Scenario> scenarios;
  std::map<std::string, ValueType> attribute_types;  ///< [attributes]; text unless declared
};

}  // namespace dunlin::rules
