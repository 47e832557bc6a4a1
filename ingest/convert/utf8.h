// UTF-8, checked and made presentable.
#pragma once

#include <string>
#include <string_view>

namespace dunlin::ingest {

bool is_utf8(std::string_view bytes);

/// The front of `bytes` for a message: at most `limit` bytes, cut between characters, '?' for bytes that are not UTF-8.
std::string shown_text(std::string_view bytes, size_t limit = 120);

}  // namespace dunlin::ingest
