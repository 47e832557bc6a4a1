// JSON written straight onto the end of a string: no document in memory, no allocation but the string's own. The caller
// keeps brackets and commas right; this file knows how values are spelt.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"

namespace dunlin::engine {

/// A quoted string with the escapes that RFC 8259 requires; other bytes pass as they are, so `text` must be UTF-8.
void append_json_string(std::string_view text, std::string& out);
/// The string, or null when it is empty.
void append_json_string_or_null(std::string_view text, std::string& out);
void append_integer(int64_t value, std::string& out);
/// A quoted decimal: "-1234.50" for (-123450, 2).
void append_json_decimal(int64_t scaled, uint32_t digits, std::string& out);
/// "YYYY-MM-DD", or null for kNoDate.
void append_json_date(core::Date date, std::string& out);
/// "YYYY-MM-DDThh:mm:ssZ" of seconds since 1970 UTC.
void append_json_time(int64_t seconds, std::string& out);

}  // namespace dunlin::engine
