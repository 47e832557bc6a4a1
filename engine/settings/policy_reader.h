// dunlin.toml: the policies that hold for every scenario, and the settings of the machine.
#pragma once

#include <string>
#include <vector>

#include "engine/settings/configuration.h"
#include "engine/settings/section_reader.h"

namespace dunlin::engine {

/// Fills everything of `out` but [contact] (contact_reader.h), scenarios and the sources of other files.
void read_policies(const TomlNode& root, FileErrors& errors, Configuration& out);

}  // namespace dunlin::engine
