// A table as bytes on its own, for small tables that lie in the registry (the creditors).
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "core/table.h"

namespace dunlin::storage {

/// Self-contained bytes; what ImportRecord::creditors carries.
std::string encode_table(const core::Table& table);
/// `where` names the place in the error of broken bytes.
core::Result<core::Table> decode_table(std::string_view bytes, std::string_view where);

}  // namespace dunlin::storage
