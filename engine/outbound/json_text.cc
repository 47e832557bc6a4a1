#include "engine/outbound/json_text.h"

#include <charconv>

#include "core/instant.h"

namespace dunlin::engine {
namespace {

/// 0: the byte passes; else the letter behind the backslash, 'u' for the six-character form.
constexpr char escape_of(unsigned char byte) {
  switch (byte) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return byte < 0x20 ? 'u' : '\0';
  }
}

void append_padded(uint32_t value, size_t width, std::string& out) {
  const size_t end = out.size() + width;
  out.resize(end, '0');
  for (size_t at = end; value > 0 && at > end - width; value /= 10) out[--at] = static_cast<char>('0' + value % 10);
}

void append_date(core::Date date, std::string& out) {
  const core::CivilDate civil = core::civil_of(date);
  append_padded(static_cast<uint32_t>(civil.year), 4, out);
  out += '-';
  append_padded(civil.month, 2, out);
  out += '-';
  append_padded(civil.day, 2, out);
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  size_t plain = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = escape_of(byte);
    if (escape == '\0') continue;
    out.append(text, plain, at - plain);
    plain = at + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') out.append("00").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
  }
  out.append(text, plain);
  out += '"';
}

void append_json_string_or_null(std::string_view text, std::string& out) {
  if (text.empty()) {
    out += "null";
  } else {
    append_json_string(text, out);
  }
}

void append_integer(int64_t value, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void append_json_decimal(int64_t scaled, uint32_t digits, std::string& out) {
  out += '"';
  if (scaled < 0) out += '-';
  char text[20];
  const uint64_t magnitude = scaled < 0 ? 0 - static_cast<uint64_t>(scaled) : static_cast<uint64_t>(scaled);
  const auto end = std::to_chars(text, text + sizeof text, magnitude).ptr;
  const auto length = static_cast<size_t>(end - text);
  if (length <= digits) {
    out += "0.";
    out.append(digits - length, '0').append(text, length);
  } else {
    out.append(text, length - digits);
    if (digits > 0) out.append(1, '.').append(end - digits, digits);
  }
  out += '"';
}

void append_json_date(core::Date date, std::string& out) {
  if (!date.is_set()) {
    out += "null";
    return;
  }
  out += '"';
  append_date(date, out);
  out += '"';
}

void append_json_time(int64_t seconds, std::string& out) {
  const core::Date day = core::utc_date_of(seconds);
  const auto of_day = static_cast<uint32_t>(seconds - day.days * core::kSecondsPerDay);
  out += '"';
  append_date(day, out);
  out += 'T';
  append_padded(of_day / 3600, 2, out);
  out += ':';
  append_padded(of_day / 60 % 60, 2, out);
  out += ':';
  append_padded(of_day % 60, 2, out);
  out += "Z\"";
}

}  // namespace dunlin::engine
