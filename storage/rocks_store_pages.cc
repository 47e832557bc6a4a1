// Pages: where they lie, what readers see of them, and the fold that rewrites them.
#include <algorithm>

#include "core/invariant.h"
#include "storage/crash_point.h"
#include "storage/fold/apply_events.h"
#include "storage/fold/page_division.h"
#include "storage/fold/withdrawn_money.h"
#include "storage/rocks_store.h"

namespace dunlin::storage {

std::vector<core::DebtorHash> RocksStore::bounds_of(core::SlotIndex slot) const {
  INVARIANT(slot < identity_.slots, slot, identity_.slots);
  const std::shared_lock lock(mutex_);
  return bounds_[slot];
}

std::vector<PageKey> RocksStore::pages_of(core::SlotIndex slot) const {
  std::vector<PageKey> pages;
  for (const core::DebtorHash bound : bounds_of(slot)) pages.push_back({slot, bound});
  return pages;
}

PageKey RocksStore::page_of(core::DebtorHash hash) const {
  const core::SlotIndex slot = core::slot_of(hash, identity_.slots);
  const std::shared_lock lock(mutex_);
  const std::vector<core::DebtorHash>& bounds = bounds_[slot];
  const auto after = std::upper_bound(bounds.begin(), bounds.end(), hash);
  INVARIANT(after != bounds.begin(), hash, slot);
  return {slot, *(after - 1)};
}

core::Result<LoadedPage> RocksStore::load(PageKey key, const ReadScope& scope) const {
  const Snapshot snapshot(database_->db());
  const uint64_t last = std::min(scope.last_import, last_import());
  DUNLIN_ASSIGN(PageReading reading, read_page(*database_, key, {last, scope.cold, scope.memory, scope.records}, snapshot));
  if (!scope.withdrawn) leave_out_withdrawn(reading.loaded.page);
  return std::move(reading.loaded);
}

core::Status RocksStore::change_of_delta(const PageDelta& delta, uint64_t import, ControlTotals& change) const {
  // The page as it is with earlier rows of the same import, then with these: the difference is what they change.
  const Snapshot snapshot(database_->db());
  DUNLIN_ASSIGN(const PageReading reading, read_page(*database_, delta.key, {import, false, false}, snapshot));
  std::vector<VersionedEvents> events;
  for (const core::EventBatch& batch : delta.rows) events.push_back({import, &batch});
  const core::AccountPage after = apply_events(reading.loaded.page, events, ColdFields::kIgnored);
  change = difference_of(control_totals(after), control_totals(reading.loaded.page));
  return {};
}

bool RocksStore::wants_fold(const LoadedPage& page) const {
  return page.delta_bytes > std::max<uint64_t>(64 << 10, page.page_bytes / 8);
}

uint64_t RocksStore::fold_limit() const {
  const std::shared_lock lock(mutex_);
  const uint64_t last = last_import();
  return open_run_ ? std::min(last, open_run_->last_import) : last;
}

core::Status RocksStore::fold(PageKey key) {
  const Snapshot snapshot(database_->db());
  DUNLIN_ASSIGN(PageReading reading, read_page(*database_, key, {fold_limit(), true, true}, snapshot));
  if (reading.folded.empty() && reading.stale.empty()) return {};
  crash_point("fold");
  DUNLIN_TRY(write_fold(key, reading));
  crash_point("fold");
  return {};
}

core::Status RocksStore::write_fold(PageKey key, PageReading& reading) {
  rocksdb::WriteBatch batch;
  for (const std::string& stale : reading.stale) database_->remove(batch, Family::kDelta, stale);
  std::vector<core::DebtorHash> bounds = bounds_of(key.slot);
  if (!reading.folded.empty()) {
    const core::AccountPage& page = reading.loaded.page;
    const ControlTotals whole = control_totals(page);
    INVARIANT(equal(whole, reading.totals), "fold of", describe_key(Family::kFacts, page_key(key.slot, key.lower_bound)),
              "makes", describe(whole), "expected", describe(reading.totals));
    // A split would leave deltas under a bound that no longer covers them.
    std::vector<PagePart> parts{{key.lower_bound, 0, page.debtor_count()}};
    if (!reading.left_over) parts = divide(page, key.lower_bound, identity_.page_debtors);
    PageHeader header = reading.header;
    header.generation += 1;
    header.folded_through = read_big_endian(reading.folded.back(), 10, 8);
    ControlTotals split;
    for (size_t i = 0; i < parts.size(); ++i) {
      const core::AccountPage part = parts.size() == 1 ? page : part_of(page, parts[i].first, parts[i].last);
      header.lower_bound = parts[i].lower_bound;
      header.totals = control_totals(part);
      split = sum_of(split, header.totals);
      const std::string at = page_key(key.slot, parts[i].lower_bound);
      database_->put(batch, Family::kFacts, at, ValueKind::kFacts, encode_facts(header, part));
      database_->put(batch, Family::kCold, at, ValueKind::kCold, encode_cold(header, part));
      if (parts.size() == 1) break;
      const core::DebtorHash end = i + 1 < parts.size() ? parts[i + 1].lower_bound : 0;
      const core::MemoryPage memory = part_of(reading.loaded.memory, parts[i].lower_bound, end);
      if (memory.debtors.rows() > 0) {
        database_->put(batch, Family::kState, at, ValueKind::kState, encode_memory(header, memory));
      } else if (i == 0) {
        database_->remove(batch, Family::kState, at);
      }
      if (i > 0) bounds.insert(std::upper_bound(bounds.begin(), bounds.end(), parts[i].lower_bound), parts[i].lower_bound);
    }
    INVARIANT(equal(split, whole), "split makes", describe(split), "of", describe(whole));
    if (parts.size() > 1) {
      database_->put(batch, Family::kRegistry, registry_key::directory(key.slot), ValueKind::kRegistry,
                     encode_bounds(bounds));
    }
    for (const std::string& folded : reading.folded) database_->remove(batch, Family::kDelta, folded);
  }
  DUNLIN_TRY(database_->write(batch, false, "fold"));
  const std::unique_lock lock(mutex_);
  bounds_[key.slot] = std::move(bounds);
  return {};
}

}  // namespace dunlin::storage
