#include "ingest/json/json_object.h"

#include <simdjson.h>

#include <algorithm>

#include "ingest/reject_reasons.h"

namespace dunlin::ingest {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(simdjson::SIMDJSON_PADDING <= kBlockPadding);

JsonFault broken(simdjson::error_code error, std::string_view key = {}) {
  if (error == simdjson::UTF8_ERROR) return {kBadUtf8, "the line holds bytes that are not UTF-8", std::string(key)};
  return {kBadJson, std::string("the line is not one JSON object: ") + simdjson::error_message(error), std::string(key)};
}

std::string_view without_blanks(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' || token.back() == '\n')) {
    token.remove_suffix(1);
  }
  return token;
}

/// Text of a scalar; fails with a fault.
std::optional<JsonFault> scalar_text(ondemand::value value, ondemand::json_type type, std::string_view key,
                                     std::string_view& text) {
  static constexpr std::string_view kEmpty{"", 0};
  switch (type) {
    case ondemand::json_type::string:
      if (const auto error = value.get_string().get(text)) return broken(error, key);
      if (text.empty()) text = kEmpty;
      return std::nullopt;
    case ondemand::json_type::number:
      text = without_blanks(value.raw_json_token());
      if (!is_json_number(text)) return JsonFault{kBadJson, "a value is neither a string nor a number", std::string(key)};
      // Consumes the token; its binary value is never looked at, numbers too large for one are fine.
      static_cast<void>(value.get_double().error());
      return std::nullopt;
    case ondemand::json_type::boolean: {
      bool truth = false;
      if (const auto error = value.get_bool().get(truth)) return broken(error, key);
      text = truth ? "true" : "false";
      return std::nullopt;
    }
    case ondemand::json_type::null: {
      if (without_blanks(value.raw_json_token()) != "null") return broken(simdjson::N_ATOM_ERROR, key);
      static_cast<void>(value.is_null());
      text = kEmpty;
      return std::nullopt;
    }
    default: break;
  }
  return JsonFault{kNestedValue, "the value is an object or a list; fields are plain values", std::string(key)};
}

std::optional<JsonFault> list_entries(ondemand::value value, std::string_view key, std::vector<std::string_view>& entries) {
  ondemand::array array;
  if (const auto error = value.get_array().get(array)) return broken(error, key);
  entries.clear();
  for (auto element : array) {
    ondemand::value item;
    if (const auto error = element.get(item)) return broken(error, key);
    ondemand::json_type type;
    if (const auto error = item.type().get(type)) return broken(error, key);
    std::string_view text;
    if (auto fault = scalar_text(item, type, key, text)) return fault;
    entries.push_back(text);
  }
  return std::nullopt;
}

/// Only collects keys; lists and scalars alike.
class KeyCollector final : public JsonMembers {
 public:
  std::optional<JsonFault> member(std::string_view key, std::string_view) override {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.emplace_back(key);
    return std::nullopt;
  }
  std::optional<JsonFault> list(std::string_view key, const std::vector<std::string_view>&) override {
    return member(key, {});
  }
  std::vector<std::string> keys;
};

}  // namespace

struct JsonObjectReader::Parser {
  ondemand::parser parser;
  std::vector<std::string_view> entries;
};

JsonObjectReader::JsonObjectReader() : parser_(std::make_unique<Parser>()) {}
JsonObjectReader::~JsonObjectReader() = default;

std::optional<JsonFault> JsonObjectReader::read(std::string_view line, JsonMembers& members) {
  ondemand::document document;
  if (const auto error =
          parser_->parser.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING).get(document)) {
    return broken(error);
  }
  ondemand::object object;
  if (const auto error = document.get_object().get(object)) return broken(error);
  for (auto result : object) {
    ondemand::field field;
    if (const auto error = std::move(result).get(field)) return broken(error);
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return broken(error);
    ondemand::json_type type;
    if (const auto error = field.value().type().get(type)) return broken(error, key);
    if (type == ondemand::json_type::array) {
      if (auto fault = list_entries(field.value(), key, parser_->entries)) return fault;
      if (auto fault = members.list(key, parser_->entries)) return fault;
      continue;
    }
    std::string_view text;
    if (auto fault = scalar_text(field.value(), type, key, text)) return fault;
    if (auto fault = members.member(key, text)) return fault;
  }
  // Reading on must find nothing: `{} {}` is not one object.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
    return JsonFault{kBadJson, "something stands behind the object", {}};
  }
  return std::nullopt;
}

bool is_json_number(std::string_view text) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool zero = at < text.size() && text[at] == '0';
  const size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

core::Result<std::vector<std::string>> first_object_keys(std::string_view line, const std::string& file) {
  std::string padded(line);
  padded.append(kBlockPadding, ' ');
  JsonObjectReader reader;
  KeyCollector collector;
  const auto fault = reader.read(std::string_view(padded).substr(0, line.size()), collector);
  // A row of its own may be wrong in ways that leave its keys readable; the file is refused only when there are none.
  if (fault && collector.keys.empty()) {
    return core::failed(file, "the first line is not a JSON object: " + fault->detail,
                        "JSON Lines has one object on each line");
  }
  return std::move(collector.keys);
}

}  // namespace dunlin::ingest
