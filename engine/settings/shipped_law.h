// The law under the operator's own files: calendars, contact rules, presets and rates as the binary carries them, or, for a
// run that is resumed or explained, as the binary that began it did.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "engine/settings/configuration.h"

namespace dunlin::engine {

/// Texts by path below config/: "calendars/de.toml", "rates/boe.csv".
using LawTexts = std::vector<std::pair<std::string_view, std::string_view>>;

/// In a recorded bundle the file of this name holds the name of the law; the law's own files stand below it
/// ("shipped/calendars/de.toml") once they are laid in.
inline constexpr std::string_view kLawName = "shipped";

/// The law that this binary carries as one text, and the name of that content.
std::string pack_law();
std::string law_id();

/// The bundle with the name of this binary's law: what a new run records.
ConfigurationBundle naming_law(ConfigurationBundle bundle);
/// The law that a recorded bundle names; empty: it was recorded before laws were kept.
std::string named_law(const ConfigurationBundle& bundle);
/// Lays a law, packed as above, into the bundle, to be read instead of the binary's.
core::Status lay_law(const std::string& packed, ConfigurationBundle& bundle);

/// True for the law's entries among a bundle's files.
bool is_of_law(std::string_view file);
/// True when the bundle brings a law of its own.
bool has_law(const ConfigurationBundle& bundle);
/// What rules are read from; views into the bundle or the binary.
LawTexts law_of(const ConfigurationBundle& bundle);

}  // namespace dunlin::engine
