// A piece of configuration with its place, so that whatever is wrong in it can be named by file, line and column.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::rules {

struct PolicyText {
  std::string text;
  std::string file;   ///< as the operator knows it, e.g. "scenarios/b2b.toml"
  uint32_t line = 0;  ///< 1-based place of the text's first character
  uint32_t column = 0;
  /// Of a text put together from several: each of its lines begins with `added` bytes of ours, then stands what was written
  /// at the place. Empty: the text is one piece.
  struct Piece {
    uint32_t line, column, added;
  };
  std::vector<Piece> pieces = {};
  bool is_set() const { return !text.empty(); }
};

}  // namespace dunlin::rules
