// The one assertion of the house: what must be true unless we have a bug. Always on, in every build.
#pragma once

#include <sstream>
#include <string>

namespace dunlin::core {

[[noreturn]] void invariant_failed(const char* condition, const char* file, int line, const std::string& operands);

/// Text of the operands of a broken invariant, parted by commas.
template <class... Operands>
std::string operands_text(const Operands&... operands) {
  std::ostringstream text;
  ((text << ' ' << operands), ...);
  return text.str();
}

}  // namespace dunlin::core

/// Stops the process when `cond` is false and prints the operands given behind it. Never used on what a user typed.
#define INVARIANT(cond, ...)                    \
  (__builtin_expect(static_cast<bool>(cond), 1) \
       ? static_cast<void>(0)                   \
       : ::dunlin::core::invariant_failed(#cond, __FILE__, __LINE__, ::dunlin::core::operands_text(__VA_ARGS__)))
