#include "rules/scenario/experiment.h"

#include <sodium.h>

#include <string>

namespace dunlin::rules {

uint32_t experiment_bucket(std::string_view experiment, std::string_view unit) {
  std::string text(experiment);
  text.append(1, '|').append(unit);
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  uint64_t head = 0;
  for (size_t i = 0; i < 8; ++i) head = head << 8 | digest[i];
  return static_cast<uint32_t>(static_cast<unsigned __int128>(head) * kBuckets >> 64);
}

size_t arm_of(const ChampionChallenger& experiment, uint32_t bucket) {
  int64_t end = 0;
  for (size_t arm = 1; arm < experiment.arms.size(); ++arm) {
    end += int64_t{experiment.arms[arm].percent} * (kBuckets / 100);
    if (bucket < end) return arm;
  }
  return 0;
}

}  // namespace dunlin::rules
