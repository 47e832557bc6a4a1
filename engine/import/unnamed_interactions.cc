#include "engine/import/unnamed_interactions.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "core/hash.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using core::TextColumn;

// What identifies a row, in this order for ever: ids made from it are in stores. The creditor is left out, ids being his.
constexpr std::array kIdentity = {
    Field::kDebtorId,      Field::kAt,       Field::kChannel,   Field::kOutcome, Field::kDirection,
    Field::kReceivableIds, Field::kActionId, Field::kNumberBad, Field::kConsent, Field::kNote};

void append_number(std::string& bytes, int64_t value) {
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(static_cast<uint64_t>(value) >> shift));
}

/// Each field as its length and bytes; nothing and not spoken of are the same.
std::string identity_of(const core::Table& rows, size_t row) {
  std::string bytes;
  for (const Field field : kIdentity) {
    if (const auto* ints = rows.ints(field); ints != nullptr && (*ints)[row] > core::kLeave) {
      append_number(bytes, 8);
      append_number(bytes, (*ints)[row]);
    } else {
      const std::string_view text = rows.text_at(field, row);
      append_number(bytes, static_cast<int64_t>(text.size()));
      bytes.append(text);
    }
  }
  return bytes;
}

}  // namespace

void name_interactions(core::EventBatch& batch) {
  core::Table& rows = batch.rows;
  if (rows.kind() != RecordKind::kInteraction) return;
  TextColumn& ids = rows.texts_or_new(Field::kInteractionId);
  for (size_t row = 0; row < rows.rows(); ++row) {
    if (!ids.is_null(row)) continue;
    const std::string id = kUnnumbered + core::to_hex(core::hash128(identity_of(rows, row)));
    ids.mutable_codes()[row] = ids.add_entry(id);
  }
}

void number_interactions(StagedRows& staged) {
  if (staged.rows.kind() != RecordKind::kInteraction || staged.orders.empty()) return;
  TextColumn& ids = staged.rows.texts_or_new(Field::kInteractionId);
  std::vector<uint32_t> unnumbered;
  for (uint32_t row = 0; row < staged.orders.size(); ++row) {
    if (is_unnumbered(ids.at(row))) unnumbered.push_back(row);
  }
  // Orders begin with the file, so equal rows of one file lie side by side, in their order.
  std::sort(unnumbered.begin(), unnumbered.end(), [&](uint32_t a, uint32_t b) {
    const int order = ids.at(a).compare(ids.at(b));
    return order != 0 ? order < 0 : staged.orders[a] < staged.orders[b];
  });
  std::string last;
  size_t last_file = 0;
  uint64_t ordinal = 0;
  for (const uint32_t row : unnumbered) {
    const std::string first(ids.at(row));
    const size_t file = file_of(staged.orders[row]);
    ordinal = first == last && file == last_file ? ordinal + 1 : 1;
    last = first;
    last_file = file;
    std::string id = "~" + first.substr(1);
    if (ordinal > 1) id += "-" + std::to_string(ordinal);
    ids.mutable_codes()[row] = ids.add_entry(id);
  }
}

}  // namespace dunlin::engine
