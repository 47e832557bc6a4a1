// CSV rows written into a growing buffer, cell by cell. Cells given here need no quotes: the generator uses no separators,
// quotes or line ends in its words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/money.h"

namespace dunlin::engine {

class CsvRows {
 public:
  /// Starts a cell; the first of a row needs no comma.
  std::string& cell() {
    if (row_begun_) bytes_.push_back(',');
    row_begun_ = true;
    return bytes_;
  }
  /// Lengthens the cell just written.
  std::string& same_cell() { return bytes_; }
  void text(std::string_view value) { cell().append(value); }
  void empty() { cell(); }
  void number(uint64_t value) { append_number(cell(), value, 1); }
  /// `R0000000042`
  void id(char prefix, uint64_t value, size_t digits) {
    std::string& out = cell();
    out.push_back(prefix);
    append_number(out, value, digits);
  }
  /// Lengthens the cell just written.
  void append_suffix(char letter) { bytes_.push_back(letter); }
  void amount(int64_t minor, core::Currency currency) {
    std::string& out = cell();
    uint32_t digits = core::minor_digits(currency);
    if (minor < 0) out.push_back('-');
    const auto whole = static_cast<uint64_t>(minor < 0 ? -minor : minor);
    const auto unit = static_cast<uint64_t>(core::power_of_ten(digits));
    append_number(out, whole / unit, 1);
    if (digits == 0) return;
    out.push_back('.');
    append_number(out, whole % unit, digits);
  }
  void currency(core::Currency value) {
    std::string& out = cell();
    out.push_back(static_cast<char>(value.code >> 16));
    out.push_back(static_cast<char>(value.code >> 8 & 0xFF));
    out.push_back(static_cast<char>(value.code & 0xFF));
  }
  void date(core::Date value) {
    if (!value.is_set()) return empty();
    const core::CivilDate civil = core::civil_of(value);
    std::string& out = cell();
    append_number(out, static_cast<uint64_t>(civil.year), 4);
    out.push_back('-');
    append_number(out, civil.month, 2);
    out.push_back('-');
    append_number(out, civil.day, 2);
  }
  void end_row() {
    bytes_.push_back('\n');
    row_begun_ = false;
  }

  /// Appends `value` with leading zeros up to `digits`.
  static void append_number(std::string& out, uint64_t value, size_t digits) {
    char buffer[20];
    size_t at = sizeof(buffer);
    do {
      buffer[--at] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value > 0);
    while (sizeof(buffer) - at < digits) buffer[--at] = '0';
    out.append(buffer + at, sizeof(buffer) - at);
  }

  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
  bool row_begun_ = false;
};

}  // namespace dunlin::engine
