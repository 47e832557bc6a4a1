#include "core/hash.h"

#include <xxhash.h>

#include "core/invariant.h"

namespace dunlin::core {

DebtorHash debtor_hash(std::string_view debtor_id) noexcept {
  const uint64_t hash = XXH3_64bits(debtor_id.data(), debtor_id.size());
#ifdef DUNLIN_WEAK_DEBTOR_HASH
  return hash & 0xFF00'0000'0000'0000ULL;
#else
  return hash;
#endif
}

uint64_t id_fingerprint(std::string_view creditor_id, RecordKind kind, std::string_view id) noexcept {
  // The creditor's hash seeds the id's, so no bytes are copied; the kind parts receivable 7 from payment 7.
  const uint64_t seed = XXH3_64bits_withSeed(creditor_id.data(), creditor_id.size(), static_cast<uint64_t>(kind) + 1);
  return XXH3_64bits_withSeed(id.data(), id.size(), seed);
}

uint64_t hash64(std::string_view bytes) noexcept { return XXH3_64bits(bytes.data(), bytes.size()); }

Hash128 hash128(std::string_view bytes) noexcept {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string to_hex(Hash128 hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(32, '0');
  for (size_t i = 0; i < 16; ++i) {
    text[15 - i] = kDigits[hash.high >> (4 * i) & 15];
    text[31 - i] = kDigits[hash.low >> (4 * i) & 15];
  }
  return text;
}

StreamHash128::StreamHash128() : state_(XXH3_createState()) {
  INVARIANT(state_ != nullptr, "no memory for a hash state");
  XXH3_128bits_reset(static_cast<XXH3_state_t*>(state_));
}
StreamHash128::~StreamHash128() { XXH3_freeState(static_cast<XXH3_state_t*>(state_)); }
void StreamHash128::update(std::string_view bytes) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state_), bytes.data(), bytes.size());
}
Hash128 StreamHash128::digest() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(static_cast<const XXH3_state_t*>(state_));
  return {hash.high64, hash.low64};
}

}  // namespace dunlin::core
