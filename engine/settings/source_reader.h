// sources/*.toml (and [source.NAME] of dunlin.toml): how a customer's export becomes records.
#pragma once

#include <string>

#include "engine/settings/section_reader.h"
#include "ingest/mapping/source_mapping.h"

namespace dunlin::engine {

ingest::SourceMapping read_source(const TomlNode& root, const std::string& name, FileErrors& errors);

}  // namespace dunlin::engine
