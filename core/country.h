// The countries of ISO 3166-1.
#pragma once

#include <string_view>

namespace dunlin::core {

/// True for an officially assigned alpha-2 code in capitals, and for XK, by which the trade knows Kosovo.
bool is_country(std::string_view code);

}  // namespace dunlin::core
