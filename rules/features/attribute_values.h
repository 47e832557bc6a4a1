// Declared attributes: texts of the customer's read as numbers, dates or booleans, once per dictionary entry.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "rules/feel/input_column.h"

namespace dunlin::rules {

/// The value in the form of the type (numbers in units of 10^-scale, rounded half up where the text has more places);
/// core::kNull when the text is no such value. Booleans are `true`, `false`, `1`, `0`; dates `YYYY-MM-DD`.
int64_t parse_attribute(std::string_view text, FeatureType type);

/// values[row] for every row of the column; nulls stay null.
void read_attribute_column(const core::TextColumn& texts, FeatureType type, std::span<int64_t> values);

}  // namespace dunlin::rules
