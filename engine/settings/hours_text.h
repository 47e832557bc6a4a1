// Contact hours as people write them: "08:00-20:00" for every day, or a table by weekday or run of weekdays. A weekday that
// a table does not name is closed.
#pragma once

#include <string>

#include "engine/settings/toml_tree.h"
#include "rules/contact/contact_policy.h"

namespace dunlin::engine {

struct HoursReading {
  rules::WeekHours hours;
  const TomlNode* wrong = nullptr;  ///< null: sound
  std::string what;                 ///< what is wrong with it
};

/// `node` is a text or a table.
HoursReading parse_hours(const TomlNode& node);

/// 0 = Monday; -1 when it is no weekday.
int weekday_named(std::string_view name);

}  // namespace dunlin::engine
