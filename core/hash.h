// The hashes that the store and the outside world rely on. All are part of the on-disk contract: XXH3, seed 0.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary.h"

namespace dunlin::core {

using DebtorHash = uint64_t;
using SlotIndex = uint32_t;

/// Orders debtors everywhere: pages, actions, reports. Built with DUNLIN_WEAK_DEBTOR_HASH only the top 8 bits are kept, so
/// that the whole suite runs with many debtors on one hash.
DebtorHash debtor_hash(std::string_view debtor_id) noexcept;

/// Picks the slot by debtor, not by receivable: contact caps count letters per person, so all of a person's receivables
/// must meet on one thread. Monotone in the hash for any count of slots.
constexpr SlotIndex slot_of(DebtorHash hash, uint32_t slots) noexcept {
  return static_cast<SlotIndex>(static_cast<unsigned __int128>(hash) * slots >> 64);
}
/// The lowest hash of a slot.
constexpr DebtorHash slot_lower_bound(SlotIndex slot, uint32_t slots) noexcept {
  return static_cast<DebtorHash>(((static_cast<unsigned __int128>(slot) << 64) + slots - 1) / slots);
}

/// Fingerprint of (creditor, kind, id) in the ids index; a hit is checked against the full id in the page.
uint64_t id_fingerprint(std::string_view creditor_id, RecordKind kind, std::string_view id) noexcept;

/// Plain XXH3-64 and XXH3-128 of bytes.
uint64_t hash64(std::string_view bytes) noexcept;
struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
};
Hash128 hash128(std::string_view bytes) noexcept;
/// 32 lower-case hex digits, high half first.
std::string to_hex(Hash128 hash);

/// XXH3-128 over a stream of pieces; equal to hash128 of their concatenation.
class StreamHash128 {
 public:
  StreamHash128();
  ~StreamHash128();
  StreamHash128(const StreamHash128&) = delete;
  StreamHash128& operator=(const StreamHash128&) = delete;
  void update(std::string_view bytes);
  Hash128 digest() const;

 private:
  void* state_;
};

}  // namespace dunlin::core
