#include "engine/import/id_owners.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "engine/import/named_parents.h"
#include "engine/parallel.h"

namespace dunlin::engine {
namespace {

using core::DebtorHash;
using core::Field;
using core::RecordKind;
using storage::IdEntry;

std::string owner_key(std::string_view creditor_id, RecordKind kind, std::string_view id) {
  std::string key(creditor_id);
  key.push_back('\0');
  key.push_back(static_cast<char>('a' + static_cast<int>(kind)));
  key.append(id);
  return key;
}

bool by_fingerprint(const IdEntry& a, const IdEntry& b) {
  return a.fingerprint != b.fingerprint ? a.fingerprint < b.fingerprint : a.position < b.position;
}
bool same(const IdEntry& a, const IdEntry& b) { return a.fingerprint == b.fingerprint && a.position == b.position; }

void sort_unique(std::vector<IdEntry>& entries) {
  std::sort(entries.begin(), entries.end(), by_fingerprint);
  entries.erase(std::unique(entries.begin(), entries.end(), same), entries.end());
}

/// What one part of the spool brings to light.
struct Contention {
  std::vector<uint64_t> fingerprints;
  std::vector<IdEntry> stored;        // where the store knows them
  std::vector<DebtorHash> positions;  // debtors whose rows must be looked at
};

/// Debtors whose hashes agree in the bits that the ids index keeps share a page, which tells them apart when it is
/// classified; only farther ones contend here.
bool are_near(DebtorHash a, DebtorHash b) { return position_prefix(a) == position_prefix(b); }

/// Entries of both lists with one fingerprint.
struct FingerprintGroup {
  std::span<const IdEntry> claims, references, stored;
  bool contended() const {
    const auto elsewhere = [&](DebtorHash position) {
      const auto differs = [&](const IdEntry& entry) { return !are_near(entry.position, position); };
      return std::any_of(claims.begin(), claims.end(), differs) || std::any_of(stored.begin(), stored.end(), differs);
    };
    if (!claims.empty() && elsewhere(claims.front().position)) return true;
    return std::any_of(references.begin(), references.end(),
                       [&](const IdEntry& entry) { return elsewhere(entry.position); });
  }
};

/// Takes the leading entries of `left` that carry the fingerprint.
std::span<const IdEntry> take_group(std::span<const IdEntry>& left, uint64_t fingerprint) {
  size_t count = 0;
  while (count < left.size() && left[count].fingerprint == fingerprint) ++count;
  const auto group = left.first(count);
  left = left.subspan(count);
  return group;
}

core::Status find_stored(const storage::Store& store, std::span<const IdEntry> claims, std::span<const IdEntry> references,
                         std::vector<IdEntry>& stored) {
  if (store.last_import() == 0) return {};
  std::vector<uint64_t> fingerprints;
  fingerprints.reserve(claims.size() + references.size());
  for (const IdEntry& entry : claims) fingerprints.push_back(entry.fingerprint);
  for (const IdEntry& entry : references) fingerprints.push_back(entry.fingerprint);
  std::sort(fingerprints.begin(), fingerprints.end());
  fingerprints.erase(std::unique(fingerprints.begin(), fingerprints.end()), fingerprints.end());
  if (fingerprints.empty()) return {};
  DUNLIN_TRY(store.find_ids(fingerprints, [&](size_t index, DebtorHash position) {
    stored.push_back({fingerprints[index], position});
  }));
  sort_unique(stored);
  return {};
}

core::Status look_at_part(const OwnerSearch& search, size_t part, Contention& contention) {
  std::vector<IdEntry> claims, references, stored;
  DUNLIN_TRY(search.ids.load(part, claims, references));
  sort_unique(claims);
  sort_unique(references);
  DUNLIN_TRY(find_stored(search.store, claims, references, stored));
  std::span<const IdEntry> left_claims(claims), left_references(references), left_stored(stored);
  while (!left_claims.empty() || !left_references.empty()) {
    const uint64_t fingerprint = std::min(left_claims.empty() ? UINT64_MAX : left_claims.front().fingerprint,
                                          left_references.empty() ? UINT64_MAX : left_references.front().fingerprint);
    const FingerprintGroup group{take_group(left_claims, fingerprint), take_group(left_references, fingerprint),
                                 take_group(left_stored, fingerprint)};
    if (!group.contended()) continue;
    contention.fingerprints.push_back(fingerprint);
    for (const IdEntry& entry : group.claims) contention.positions.push_back(entry.position);
    for (const IdEntry& entry : group.references) contention.positions.push_back(entry.position);
    contention.stored.insert(contention.stored.end(), group.stored.begin(), group.stored.end());
  }
  return {};
}

/// Where ids of one part are, `wanted` being their fingerprints.
core::Status seek_in_part(const OwnerSearch& search, size_t part, std::vector<uint64_t> wanted, Contention& contention) {
  if (wanted.empty()) return {};
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<IdEntry> claims, references;
  DUNLIN_TRY(search.ids.load(part, claims, references));
  for (const IdEntry& claim : claims) {
    if (std::binary_search(wanted.begin(), wanted.end(), claim.fingerprint)) contention.positions.push_back(claim.position);
  }
  if (search.store.last_import() > 0) {
    DUNLIN_TRY(search.store.find_ids(wanted, [&](size_t index, DebtorHash position) {
      contention.stored.push_back({wanted[index], position});
    }));
    sort_unique(contention.stored);
  }
  contention.fingerprints = std::move(wanted);
  return {};
}

/// Enters every claim and reference of a range's rows to a contended id.
core::Status enter_rows(const OwnerSearch& search, SlotRange range, std::mutex& mutex, IdOwners& owners) {
  DUNLIN_ASSIGN(KindRows kinds, search.staging.load(range));
  for (StagedRows& staged : kinds) {
    const RecordKind kind = staged.rows.kind();
    if (!is_indexed(kind) || staged.orders.empty()) continue;
    std::vector<NamelessRow> nameless;
    fill_creditors(staged, search.creditors, nameless);
    const core::Table& rows = staged.rows;
    for (size_t row = 0; row < rows.rows(); ++row) {
      const std::string_view creditor = rows.text_at(Field::kCreditorId, row);
      const std::string_view id = rows.text_at(core::id_field(kind), row);
      if (owners.contended(core::id_fingerprint(creditor, kind, id))) {
        const std::lock_guard lock(mutex);
        owners.claim(creditor, kind, id, rows.text_at(Field::kDebtorId, row), staged.orders[row]);
      }
      each_parent(rows, row, [&](const NamedParent& parent) {
        if (!owners.contended(core::id_fingerprint(creditor, parent.kind, parent.id))) return true;
        const std::lock_guard lock(mutex);
        owners.ask(creditor, parent.kind, parent.id);
        return true;
      });
    }
  }
  return {};
}

/// Puts the store's owners in: every hit of the index is checked against the full id in its page.
core::Status enter_stored(const storage::Store& store, std::vector<IdEntry> hits, IdOwners& owners) {
  if (hits.empty()) return {};
  struct Wanted {
    std::string creditor_id, id;
    RecordKind kind;
    uint64_t fingerprint;
  };
  std::vector<Wanted> wanted;
  owners.each([&](std::string_view creditor, RecordKind kind, std::string_view id) {
    wanted.push_back({std::string(creditor), std::string(id), kind, core::id_fingerprint(creditor, kind, id)});
  });
  std::sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) { return a.fingerprint < b.fingerprint; });
  // By position, so that each page is loaded once.
  std::sort(hits.begin(), hits.end(), [](const IdEntry& a, const IdEntry& b) { return a.position < b.position; });
  std::optional<storage::LoadedPage> page;
  for (const IdEntry& hit : hits) {
    const storage::PageKey key = store.page_of(hit.position);
    if (!page || page->key != key) {
      DUNLIN_ASSIGN(page, store.load(key, {}));
    }
    auto at = std::lower_bound(wanted.begin(), wanted.end(), hit.fingerprint,
                               [](const Wanted& entry, uint64_t fingerprint) { return entry.fingerprint < fingerprint; });
    for (; at != wanted.end() && at->fingerprint == hit.fingerprint; ++at) {
      const auto debtor = holder_of(page->page, hit.position, at->creditor_id, at->kind, at->id);
      if (!debtor) continue;
      owners.set_stored(at->creditor_id, at->kind, at->id, page->page.debtors.text_at(Field::kDebtorId, *debtor));
    }
  }
  return {};
}

/// Enters the claims of the rows staged and those of the store to the ids that were brought to light.
core::Status settle(const OwnerSearch& search, std::span<const Contention> parts, IdOwners& owners) {
  std::vector<IdEntry> stored;
  std::vector<DebtorHash> positions;
  for (const Contention& part : parts) {
    for (const uint64_t fingerprint : part.fingerprints) owners.contend(fingerprint);
    stored.insert(stored.end(), part.stored.begin(), part.stored.end());
    positions.insert(positions.end(), part.positions.begin(), part.positions.end());
  }
  if (owners.empty()) return {};
  // Only the ranges with rows that take part are read again.
  const uint32_t slots = search.store.identity().slots;
  std::vector<uint8_t> touched(slots, 0);
  for (const DebtorHash position : positions) touched[core::slot_of(position, slots)] = 1;
  std::vector<SlotRange> ranges = search.staging.ranges();
  std::erase_if(ranges, [&](const SlotRange& range) {
    return std::find(touched.begin() + range.begin, touched.begin() + range.end, 1) == touched.begin() + range.end;
  });
  std::mutex mutex;
  DUNLIN_TRY(
      in_parallel(search.threads, ranges.size(), [&](size_t i) { return enter_rows(search, ranges[i], mutex, owners); }));
  return enter_stored(search.store, std::move(stored), owners);
}

}  // namespace

const IdOwner* IdOwners::find(std::string_view creditor_id, RecordKind kind, std::string_view id) const {
  const auto at = owners_.find(owner_key(creditor_id, kind, id));
  return at == owners_.end() || !(at->second.claimed || at->second.stored) ? nullptr : &at->second;
}

void IdOwners::claim(std::string_view creditor_id, RecordKind kind, std::string_view id, std::string_view debtor_id,
                     RowOrder order) {
  IdOwner& owner = owners_[owner_key(creditor_id, kind, id)];
  if (owner.stored) return;
  // Two records of one row may share a place; the smaller debtor_id then, so that no thread's luck decides.
  if (owner.claimed && std::pair(owner.order, std::string_view(owner.debtor_id)) <= std::pair(order, debtor_id)) return;
  owner.debtor_id = debtor_id;
  owner.order = order;
  owner.claimed = true;
}

void IdOwners::ask(std::string_view creditor_id, RecordKind kind, std::string_view id) {
  owners_.try_emplace(owner_key(creditor_id, kind, id));
}

void IdOwners::set_stored(std::string_view creditor_id, RecordKind kind, std::string_view id, std::string_view debtor_id) {
  IdOwner& owner = owners_[owner_key(creditor_id, kind, id)];
  owner.debtor_id = debtor_id;
  owner.stored = true;
}

void IdOwners::each(const std::function<void(std::string_view, RecordKind, std::string_view)>& visit) const {
  for (const auto& [key, owner] : owners_) {
    const std::string_view text(key);
    const size_t cut = text.find('\0');
    visit(text.substr(0, cut), static_cast<RecordKind>(text[cut + 1] - 'a'), text.substr(cut + 2));
  }
}

std::optional<size_t> find_record(const core::Table& rows, size_t begin, size_t end, std::string_view id) {
  const core::TextColumn* ids = rows.texts(core::id_field(rows.kind()));
  if (ids == nullptr) return std::nullopt;
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    const int order = ids->at(middle).compare(id);
    if (order == 0) return middle;
    if (order < 0) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return std::nullopt;
}

std::optional<size_t> holder_of(const core::AccountPage& page, DebtorHash position, std::string_view creditor_id,
                                RecordKind kind, std::string_view id) {
  const core::Group& group = page.group(kind);
  const uint32_t prefix = position_prefix(position);
  size_t begin = 0;
  size_t end = page.debtor_count();
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (position_prefix(page.hash(middle)) < prefix) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  for (size_t debtor = begin; debtor < page.debtor_count() && position_prefix(page.hash(debtor)) == prefix; ++debtor) {
    if (page.debtors.text_at(Field::kCreditorId, debtor) != creditor_id) continue;
    if (find_record(group.rows, group.begin[debtor], group.begin[debtor + 1], id)) return debtor;
  }
  return std::nullopt;
}

core::Result<IdOwners> find_owners(const OwnerSearch& search) {
  std::vector<Contention> parts(IdSpool::kParts);
  DUNLIN_TRY(
      in_parallel(search.threads, parts.size(), [&](size_t part) { return look_at_part(search, part, parts[part]); }));
  IdOwners owners;
  DUNLIN_TRY(settle(search, parts, owners));
  return owners;
}

core::Result<IdOwners> find_holders(const OwnerSearch& search, std::span<const WantedId> wanted) {
  IdOwners owners;
  std::vector<std::vector<uint64_t>> fingerprints(IdSpool::kParts);
  for (const WantedId& id : wanted) {
    const uint64_t fingerprint = core::id_fingerprint(id.creditor_id, id.kind, id.id);
    fingerprints[IdSpool::part_of(fingerprint)].push_back(fingerprint);
    owners.ask(id.creditor_id, id.kind, id.id);
  }
  std::vector<Contention> parts(IdSpool::kParts);
  DUNLIN_TRY(in_parallel(search.threads, parts.size(), [&](size_t part) {
    return seek_in_part(search, part, std::move(fingerprints[part]), parts[part]);
  }));
  DUNLIN_TRY(settle(search, parts, owners));
  return owners;
}

}  // namespace dunlin::engine
