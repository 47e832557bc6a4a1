// How a file writes its dates: "DD.MM.YYYY", "M/D/YYYY", "D-MMM-YY". Compiled once; ISO dates never come here.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"

namespace dunlin::ingest {

/// Tokens: YYYY (4 digits), YY (00-68: 2000s, 69-99: 1900s), MM and DD (2 digits), M and D (1 or 2), MMM (English month
/// name of three letters, any case); every other character but letters and digits stands for itself.
class DatePattern {
 public:
  static core::Result<DatePattern> compile(std::string_view pattern);
  std::optional<core::Date> parse(std::string_view text) const;
  bool is_iso() const { return iso_; }

 private:
  enum class Part : uint8_t { kYear4, kYear2, kMonth2, kMonth, kMonthName, kDay2, kDay, kLiteral };
  struct Token {
    Part part;
    char literal;
  };
  std::vector<Token> tokens_;
  bool iso_ = false;
};

}  // namespace dunlin::ingest
