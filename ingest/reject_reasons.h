// Why a row is not taken: the reason codes of this room's rejects. A contract: people filter by them and translate them.
#pragma once

#include <string_view>

namespace dunlin::ingest {

// The row as a whole.
inline constexpr std::string_view kRaggedRow = "ragged_row";       ///< more or fewer cells than the header has
inline constexpr std::string_view kBadQuotes = "bad_quotes";       ///< a quoted cell is not closed, or text stands behind it
inline constexpr std::string_view kBadUtf8 = "bad_utf8";           ///< bytes that are not UTF-8
inline constexpr std::string_view kRowTooLong = "row_too_long";    ///< over core::kRowBytesMax
inline constexpr std::string_view kCellTooLong = "cell_too_long";  ///< a raw cell over core::kFieldBytesMax
inline constexpr std::string_view kBadJson = "bad_json";           ///< the line is not one JSON object
inline constexpr std::string_view kDuplicateKey = "duplicate_key";  ///< JSON: the object says a field twice
inline constexpr std::string_view kNestedValue = "nested_value";    ///< JSON: an object, or a list where none is meant

// One cell.
inline constexpr std::string_view kMissingValue = "missing_value";  ///< a required field is empty or absent
inline constexpr std::string_view kBadId = "bad_id";                ///< over 64 bytes, or control characters
inline constexpr std::string_view kBadText = "bad_text";            ///< control characters, or ';' inside an entry of a list
inline constexpr std::string_view kTextTooLong = "text_too_long";   ///< over core::kTextBytesMax
inline constexpr std::string_view kBadAmount = "bad_amount";  ///< not a number, too precise, too large, or of a wrong sign
inline constexpr std::string_view kBadCurrency = "bad_currency";  ///< not an ISO 4217 code
inline constexpr std::string_view kBadDate = "bad_date";  ///< not a date in the file's pattern, or an end before its start
inline constexpr std::string_view kBadNumber = "bad_number";            ///< not a number, or out of bounds
inline constexpr std::string_view kBadInstalments = "bad_instalments";  ///< not `date=amount;...` with rising dates
inline constexpr std::string_view kBadCode = "bad_code";  ///< a word outside a closed list, or outside a source's map

}  // namespace dunlin::ingest
