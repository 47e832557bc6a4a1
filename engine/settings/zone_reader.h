// The system's time zone database (package tzdata) made into plain tables. The only place that knows its files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/calendar/zone.h"
#include "rules/rulebook_source.h"

namespace dunlin::engine {

/// A compiled zone (RFC 9636) as offsets from 1970 to the end of 2100; nothing when the bytes are no such file.
std::optional<rules::Zone> read_zone_bytes(std::string_view bytes);

/// A zone of the system by IANA name; nothing when it has none of that name.
std::optional<rules::Zone> read_zone(std::string_view name);

/// Names of the system's zones, sorted; none: tzdata is not installed.
std::vector<std::string> zone_names();

/// Every zone of the system, for debtors may name any.
std::shared_ptr<const rules::ZoneBook> read_zones(const std::string& default_zone);

/// Zones that are needed and that the book lacks: the default one and, where `everywhere`, those that places suggest.
/// Without its zone a debtor's clock would silently be another.
std::vector<std::string> missing_zones(const rules::ZoneBook& book, bool everywhere);

/// True when contact rules ask for hours or for the day of a contact: a configuration without them needs only the default
/// zone.
bool uses_zones(const rules::RulebookSource& source);

}  // namespace dunlin::engine
