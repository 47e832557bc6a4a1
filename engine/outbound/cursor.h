// A place in the outbound queue as an opaque text: which batch, which action in it, of which life of which store. It
// survives page splits, because a batch keeps the key under which it was written.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/hash.h"
#include "core/result.h"
#include "storage/records.h"

namespace dunlin::engine {

/// Ordered as the queue is.
struct Cursor {
  uint32_t epoch = 0;  ///< of the store; restore raises it, so that cursors handed out by a lost future are refused
  uint32_t run_ordinal = 0;
  core::SlotIndex slot = 0;
  core::DebtorHash first_page = 0;
  uint32_t index = 0;  ///< of the action in its batch
  friend auto operator<=>(const Cursor&, const Cursor&) = default;
};

/// 45 characters of 0-9a-v (base 32, extended hex, big-endian): the texts of one store sort as their places do. The last 32
/// bits are a checksum over the place and the store's uuid.
std::string to_text(const Cursor& cursor, const storage::StoreIdentity& identity);
/// An error for a text that is damaged, of another store, or of another epoch of this one.
core::Result<Cursor> parse_cursor(std::string_view text, const storage::StoreIdentity& identity);

}  // namespace dunlin::engine
