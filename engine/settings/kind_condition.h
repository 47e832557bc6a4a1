// Whom a condition of the configuration lets through, as far as that can be read off it without a debtor.
#pragma once

#include <string_view>

namespace dunlin::engine {

/// True when the expression can hold only for debtors of that kind ("business", "consumer"): whatever else it asks for, it
/// asks for this. False for texts that are no expression, and where nothing shows it.
bool asks_only_for(std::string_view expression, std::string_view kind);

}  // namespace dunlin::engine
