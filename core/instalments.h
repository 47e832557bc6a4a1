// The instalments of a plan in the form in which they are stored: `2026-01-31=10000;2026-02-28=10000`, minor units of the
// plan's currency by rising date. The reader makes this text, rules and people read it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunlin::core {

struct Instalment {
  Date due;
  int64_t amount = 0;  ///< minor units, above zero
  friend bool operator==(const Instalment&, const Instalment&) = default;
};

/// The next entry of `rest`, which is moved behind it; false at the end of the text and on text that is not of the form.
bool next_instalment(std::string_view& rest, Instalment& out);
/// All entries; empty when the text as a whole is not of the form (dates rise, amounts are above zero).
std::vector<Instalment> parse_instalments(std::string_view text);
std::string format_instalments(std::span<const Instalment> instalments);

}  // namespace dunlin::core
