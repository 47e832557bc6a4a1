// What quotes mean, on the scanner's masks: which delimiters and newlines part cells and rows, and which are text inside a
// quoted cell. RFC 4180 with one leniency: a quote opens only as the first byte of a cell, so a stray one (5" pipe) is text
// and cannot swallow the rows behind it.
//
// The usual case is the parity of quotes (a prefix xor). It is right exactly while every opening quote stands behind a
// delimiter, a newline or another quote; a block in which one does not is walked byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ingest/csv/scan_kernel.h"

namespace dunlin::ingest {

struct QuoteState {
  uint64_t inside = 0;    ///< all ones inside a quoted cell, else 0
  uint64_t may_open = 1;  ///< 1: a quote here opens a cell (or is the second of a doubled one)
};

/// The characters of a block that have their meaning; delimiters and newlines in quoted cells are left out.
struct Structure {
  uint64_t delimiters;
  uint64_t newlines;
};

inline uint64_t prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

inline Structure walk_quotes(QuoteState& state, const BlockMasks& masks, size_t bytes) {
  Structure found{0, 0};
  for (size_t i = 0; i < bytes; ++i) {
    const uint64_t bit = 1ULL << i;
    if ((masks.quote & bit) != 0) {
      if (state.inside != 0) {
        state = {0, 1};
      } else if (state.may_open != 0) {
        state = {~0ULL, 0};
      }
    } else if (state.inside == 0) {
      found.delimiters |= masks.delimiter & bit;
      found.newlines |= masks.newline & bit;
      state.may_open = ((masks.delimiter | masks.newline) & bit) != 0;
    }
  }
  return found;
}

/// Takes the state over the first `bytes` (1..64) of a block; masks have no bits behind them.
inline Structure apply_quotes(QuoteState& state, const BlockMasks& masks, size_t bytes) {
  if (masks.quote == 0) {
    if (state.inside != 0) return {0, 0};
    state.may_open = (masks.delimiter | masks.newline) >> (bytes - 1) & 1;
    return {masks.delimiter, masks.newline};
  }
  const uint64_t inside = prefix_xor(masks.quote) ^ state.inside;
  const uint64_t openers = masks.quote | masks.delimiter | masks.newline;
  if ((masks.quote & inside & ~(openers << 1 | state.may_open)) != 0) return walk_quotes(state, masks, bytes);
  state.inside = 0 - (inside >> (bytes - 1) & 1);
  state.may_open = openers >> (bytes - 1) & 1;
  return {masks.delimiter & ~inside, masks.newline & ~inside};
}

}  // namespace dunlin::ingest
