// calendars/*.toml: holidays as rules. The binary carries those of config/calendars; a file of the operator's with the same
// name takes the place of one, any other adds a calendar.
#pragma once

#include <string>
#include <vector>

#include "engine/settings/configuration.h"
#include "engine/settings/section_reader.h"
#include "rules/calendar/calendar_rule.h"

namespace dunlin::engine {

rules::CalendarPolicy read_calendar(const TomlNode& root, FileErrors& errors);

/// Every calendar that the configuration knows, in the order of file names: shipped ones and those of the bundle. Errors
/// have the places of their files; an id used twice and an unknown base are among them.
std::vector<rules::CalendarPolicy> read_calendars(const ConfigurationBundle& bundle, std::vector<core::Error>& errors);

/// True when something of the configuration asks for calendars: a configuration without costs nothing.
bool uses_calendars(const rules::RulebookSource& source);

}  // namespace dunlin::engine
