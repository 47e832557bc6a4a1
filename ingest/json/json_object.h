// One line of JSON Lines, read without ever becoming a double: keys and values as texts, in the order written. simdjson
// stays behind this door.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "ingest/blocks/text_block.h"

namespace dunlin::ingest {

/// Why a line is not taken.
struct JsonFault {
  std::string_view reason;  ///< of reject_reasons.h
  std::string detail;
  std::string key;  ///< where it is; may be empty
};

/// Takes the members of an object. Texts live until the next object is read. Returns a fault to give up the line.
class JsonMembers {
 public:
  virtual ~JsonMembers() = default;
  /// `value`: a string unescaped, a number as it is written, true or false; empty for null.
  virtual std::optional<JsonFault> member(std::string_view key, std::string_view value) = 0;
  /// Entries of a list of scalars.
  virtual std::optional<JsonFault> list(std::string_view key, const std::vector<std::string_view>& entries) = 0;
};

class JsonObjectReader {
 public:
  JsonObjectReader();
  ~JsonObjectReader();
  JsonObjectReader(const JsonObjectReader&) = delete;
  JsonObjectReader& operator=(const JsonObjectReader&) = delete;

  /// `line` is followed by kBlockPadding readable bytes.
  std::optional<JsonFault> read(std::string_view line, JsonMembers& members);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// True for a number as RFC 8259 writes it.
bool is_json_number(std::string_view text);

/// The keys of the object on the first line of `head`, each once; fails when it is not an object.
core::Result<std::vector<std::string>> first_object_keys(std::string_view line, const std::string& file);

}  // namespace dunlin::ingest
