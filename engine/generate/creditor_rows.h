// The creditors of a generated portfolio: an agency has several, a bank and a supplier one.
#pragma once

#include "engine/generate/csv_rows.h"
#include "engine/generate/generate.h"

namespace dunlin::engine {

/// Rows of creditors.csv, each with a collection account.
void write_creditors(const GenerateOptions& options, CsvRows& rows);

}  // namespace dunlin::engine
