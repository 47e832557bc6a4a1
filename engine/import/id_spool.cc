#include "engine/import/id_spool.h"

#include <cstring>
#include <numeric>

#include "engine/import/named_parents.h"
#include "engine/import/unnamed_interactions.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using storage::IdEntry;

// A part is written away in pieces no smaller than this.
constexpr size_t kSpillEntries = 4096;

static_assert(IdSpool::part_of(UINT64_MAX) + 1 == IdSpool::kParts);

/// Fingerprints of one text column of a batch; rows without a text are left out.
std::vector<IdEntry> entries_of(const core::Table& rows, RecordKind kind, Field field,
                                std::span<const core::DebtorHash> positions, std::string_view implied) {
  std::vector<IdEntry> entries;
  const core::TextColumn* ids = rows.texts(field);
  if (ids == nullptr) return entries;
  const core::TextColumn* creditors = rows.texts(Field::kCreditorId);
  entries.reserve(rows.rows());
  for (size_t row = 0; row < rows.rows(); ++row) {
    if (ids->is_null(row) || is_unnumbered(ids->at(row))) continue;
    const std::string_view creditor = creditors == nullptr || creditors->is_null(row) ? implied : creditors->at(row);
    entries.push_back({core::id_fingerprint(creditor, kind, ids->at(row)), positions[row]});
  }
  return entries;
}

/// Fingerprints of the receivables that rows list.
std::vector<IdEntry> listed_entries(const core::Table& rows, std::span<const core::DebtorHash> positions,
                                    std::string_view implied) {
  std::vector<IdEntry> entries;
  const core::TextColumn* creditors = rows.texts(Field::kCreditorId);
  for (size_t row = 0; row < rows.rows(); ++row) {
    const std::string_view creditor = creditors == nullptr || creditors->is_null(row) ? implied : creditors->at(row);
    each_parent(rows, row, [&](const NamedParent& parent) {
      entries.push_back({core::id_fingerprint(creditor, parent.kind, parent.id), positions[row]});
      return true;
    });
  }
  return entries;
}

}  // namespace

std::vector<core::DebtorHash> positions_of(const core::Table& rows) {
  const core::TextColumn* debtors = rows.texts(Field::kDebtorId);
  INVARIANT(debtors != nullptr, "rows without debtors:", core::kRecordKindNames[static_cast<size_t>(rows.kind())]);
  std::vector<core::DebtorHash> positions(rows.rows());
  for (size_t row = 0; row < positions.size(); ++row) positions[row] = core::debtor_hash(debtors->at(row));
  return positions;
}

core::Status IdSpool::add(const core::Table& rows, std::span<const core::DebtorHash> positions, std::string_view implied) {
  const RecordKind kind = rows.kind();
  if (is_indexed(kind)) {
    DUNLIN_TRY(add_entries(claims_, entries_of(rows, kind, core::id_field(kind), positions, implied)));
  }
  if (names_receivable(kind)) {
    DUNLIN_TRY(
        add_entries(references_, entries_of(rows, RecordKind::kReceivable, Field::kReceivableId, positions, implied)));
  }
  if (core::lists_receivables(kind)) DUNLIN_TRY(add_entries(references_, listed_entries(rows, positions, implied)));
  if (core::is_money(kind)) {
    DUNLIN_TRY(add_entries(references_, entries_of(rows, kind, Field::kReverses, positions, implied)));
  }
  return {};
}

core::Status IdSpool::add_entries(Parts& parts, std::span<const IdEntry> entries) {
  if (entries.empty()) return {};
  std::array<uint32_t, kParts + 1> begin{};
  for (const IdEntry& entry : entries) ++begin[part_of(entry.fingerprint) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<IdEntry> parted(entries.size());
  std::array<uint32_t, kParts + 1> next = begin;
  for (const IdEntry& entry : entries) parted[next[part_of(entry.fingerprint)]++] = entry;
  for (size_t p = 0; p < kParts; ++p) {
    if (begin[p] == begin[p + 1]) continue;
    std::vector<IdEntry> full;
    {
      const std::lock_guard lock(parts[p].mutex);
      std::vector<IdEntry>& open = parts[p].open;
      open.insert(open.end(), parted.begin() + begin[p], parted.begin() + begin[p + 1]);
      held_bytes_ += (begin[p + 1] - begin[p]) * sizeof(IdEntry);
      if (directory_.empty() || open.size() < kSpillEntries || held_bytes_ <= budget_) continue;
      full.swap(open);
    }
    held_bytes_ -= full.size() * sizeof(IdEntry);
    {
      const std::lock_guard lock(file_mutex_);
      if (!file_.is_open()) DUNLIN_TRY(file_.open(directory_));
    }
    DUNLIN_ASSIGN(const uint64_t place,
                  file_.append({reinterpret_cast<const char*>(full.data()), full.size() * sizeof(IdEntry)}));
    const std::lock_guard lock(parts[p].mutex);
    parts[p].on_disk.emplace_back(place, full.size());
  }
  return {};
}

void IdSpool::clear() {
  for (Parts* parts : {&claims_, &references_}) {
    for (Part& part : *parts) {
      part.open.clear();
      part.on_disk.clear();
    }
  }
  held_bytes_ = 0;
}

core::Status IdSpool::load(const Part& part, std::vector<IdEntry>& entries) const {
  entries = part.open;
  std::string bytes;
  for (const auto& [place, count] : part.on_disk) {
    DUNLIN_TRY(file_.read(place, count * sizeof(IdEntry), bytes));
    const size_t begin = entries.size();
    entries.resize(begin + count);
    std::memcpy(static_cast<void*>(entries.data() + begin), bytes.data(), bytes.size());
  }
  return {};
}

core::Status IdSpool::load(size_t part, std::vector<IdEntry>& claims, std::vector<IdEntry>& references) const {
  DUNLIN_TRY(load(claims_[part], claims));
  return load(references_[part], references);
}

}  // namespace dunlin::engine
