// [report]: how reports are cut and what they assume.
#pragma once

#include "engine/settings/configuration.h"
#include "engine/settings/section_reader.h"

namespace dunlin::engine {

void read_report(const TomlNode& node, FileErrors& errors, Configuration& out);

}  // namespace dunlin::engine
