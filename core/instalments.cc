#include "core/instalments.h"

#include <charconv>

namespace dunlin::core {
namespace {

constexpr size_t kDateBytes = 10;

}  // namespace

bool next_instalment(std::string_view& rest, Instalment& out) {
  if (rest.size() < kDateBytes + 2 || rest[kDateBytes] != '=') return false;
  const auto due = parse_iso_date(rest.substr(0, kDateBytes));
  if (!due) return false;
  out.due = *due;
  const char* const end = rest.data() + rest.size();
  const auto [at, error] = std::from_chars(rest.data() + kDateBytes + 1, end, out.amount);
  if (error != std::errc{} || (at != end && *at != ';')) return false;
  rest.remove_prefix(static_cast<size_t>(at - rest.data()) + (at != end ? 1 : 0));
  return true;
}

std::vector<Instalment> parse_instalments(std::string_view text) {
  std::vector<Instalment> all;
  Instalment next;
  while (!text.empty()) {
    if (!next_instalment(text, next) || next.amount <= 0) return {};
    if (!all.empty() && next.due <= all.back().due) return {};
    all.push_back(next);
  }
  return all;
}

std::string format_instalments(std::span<const Instalment> instalments) {
  std::string text;
  for (const Instalment& one : instalments) {
    text.append(text.empty() ? "" : ";").append(to_string(one.due)).append("=").append(std::to_string(one.amount));
  }
  return text;
}

}  // namespace dunlin::core
