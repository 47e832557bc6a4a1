#include "storage/ids/id_run.h"

#include <algorithm>

#include "storage/codec/column_codec.h"

namespace dunlin::storage {

void sort_places(std::vector<IdPlace>& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

std::string encode_id_run(std::span<const IdPlace> sorted) {
  std::vector<int64_t> fingerprints(sorted.size());
  std::vector<int64_t> positions(sorted.size());
  for (size_t i = 0; i < sorted.size(); ++i) {
    fingerprints[i] = static_cast<int64_t>(sorted[i].fingerprint);
    positions[i] = sorted[i].position;
  }
  std::string body;
  append_number(body, static_cast<uint32_t>(sorted.size()));
  encode_ints(fingerprints, body);
  encode_ints(positions, body);
  return body;
}

bool decode_id_run(std::string_view body, std::vector<IdPlace>& out) {
  ByteReader in(body);
  const size_t count = in.number<uint32_t>();
  std::vector<int64_t> fingerprints;
  std::vector<int64_t> positions;
  if (!decode_ints(in, count, fingerprints) || !decode_ints(in, count, positions) || in.left() != 0) return false;
  out.resize(count);
  for (size_t i = 0; i < count; ++i) {
    if (positions[i] < 0 || positions[i] > 0xFFFF'FFFF) return false;
    out[i] = {static_cast<uint64_t>(fingerprints[i]), static_cast<uint32_t>(positions[i])};
    if (i > 0 && out[i] <= out[i - 1]) return false;
  }
  return true;
}

}  // namespace dunlin::storage
