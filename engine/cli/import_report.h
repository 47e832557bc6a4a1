// What ingest and generate print about an import.
#pragma once

#include "engine/cli/command.h"
#include "engine/service/ingest.h"

namespace dunlin::engine {

/// Prints a row a file and returns the exit code.
int report_import(Invocation& invocation, const IngestResponse& response);

}  // namespace dunlin::engine
