// Reads every value of every family and holds it to the on-disk contract. Whatever is broken becomes a line, and the reading
// goes on: an operator needs the whole list, not the first entry.
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/record_traits.h"
#include "storage/codec/action_codec.h"
#include "storage/codec/table_codec.h"
#include "storage/fold/apply_events.h"
#include "storage/fold/reach_kernel.h"
#include "storage/rocks_store.h"
#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::RecordKind;

constexpr uint64_t kIdMemory = 256ULL << 20;
constexpr size_t kLinesMax = 10'000;  // a wholly broken store needs no longer list

std::string where(Family family, std::string_view key) { return describe_key(family, key); }

/// Where what is too large for memory is put while a store is read; a read-only store's directory is left alone.
class ScratchDirectory {
 public:
  ScratchDirectory()
      : path_((std::filesystem::temp_directory_path() / ("dunlin-verify-" + std::to_string(::getpid()))).string()) {
    std::error_code ignored;
    std::filesystem::create_directories(path_, ignored);
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

class Verification {
 public:
  explicit Verification(const RocksStore& store)
      : store_(store), database_(*store.database_), snapshot_(database_.db()), expected_ids_(scratch_.path(), kIdMemory) {}

  core::Result<std::vector<std::string>> run(const std::function<void(uint64_t pages)>& progress) {
    check_registry();
    check_pages(progress);
    check_strays();
    check_outbox();
    DUNLIN_TRY(check_ids());
    check_files();
    return std::move(lines_);
  }

 private:
  void say(std::string line) {
    if (lines_.size() < kLinesMax) lines_.push_back(std::move(line));
  }
  void say(const core::Error& error) { say(error.where + ": " + error.what); }

  /// Visits every key of a family; broken values become lines and are passed over.
  template <class Visit>
  void each_value(Family family, ValueKind kind, Visit visit) {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    options.snapshot = snapshot_.get();
    const std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.handle(family)));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      const std::string value = at->value().ToString();
      const auto body = unseal(kind, family, view_of(at->key()), value);
      if (body.ok()) {
        visit(view_of(at->key()), *body);
      } else {
        say(body.error());
      }
    }
    if (const auto status = translated(at->status(), std::string(kFamilyNames[static_cast<size_t>(family)])); !status.ok()) {
      say(status.error());
    }
  }

  bool is_bound(core::SlotIndex slot, core::DebtorHash bound) const {
    if (slot >= store_.identity_.slots) return false;
    const std::vector<core::DebtorHash> bounds = store_.bounds_of(slot);
    return std::binary_search(bounds.begin(), bounds.end(), bound);
  }

  // --- Registry ---

  void check_registry() {
    uint64_t expected = 1;
    ControlTotals running;
    each_value(Family::kRegistry, ValueKind::kRegistry, [&](std::string_view key, std::string_view body) {
      const auto names = [&](std::string_view prefix, size_t bytes) {
        return key.starts_with(prefix) && key.size() == prefix.size() + bytes;
      };
      if (names(registry_key::kImport, 8)) {
        check_import(key, body, expected++, running);
      } else if (names(registry_key::kRun, 8)) {
        check_run(key, body);
      } else if (names(registry_key::kCursor, 10)) {
        check_cursor(key, body);
      } else if (names(registry_key::kContent, 16)) {
        uint64_t number = 0;
        if (!decode_number(body, number)) say(where(Family::kRegistry, key) + ": cannot be read");
        if (number == 0 || number > store_.last_import()) say(where(Family::kRegistry, key) + ": names an unknown import");
      } else if (names(registry_key::kReject, 12)) {
        std::vector<core::Reject> rejects;
        if (!decode_rejects(body, rejects)) say(where(Family::kRegistry, key) + ": cannot be read");
      } else if (names(registry_key::kPublish, 8)) {
        uint64_t slots = 0;
        if (!decode_number(body, slots) || slots > store_.identity_.slots) {
          say(where(Family::kRegistry, key) + ": publishes more slots than there are");
        }
        if (!runs_.contains(read_big_endian(key, registry_key::kPublish.size(), 8))) publishes_.insert(std::string(key));
      } else if (names(registry_key::kDirectory, 2)) {
        check_directory(key, body);
      } else if (names(registry_key::kWaiting, 1) && !decode_table(body, "").ok()) {
        say(where(Family::kRegistry, key) + ": cannot be read");
      }
    });
    // Keys come in order of their names: publish marks before runs.
    for (const std::string& key : publishes_) {
      if (!runs_.contains(read_big_endian(key, registry_key::kPublish.size(), 8))) {
        say(where(Family::kRegistry, key) + ": of an unknown run");
      }
    }
    for (const auto& [key, ordinal] : cursor_runs_) {
      if (!runs_.contains(ordinal)) say(where(Family::kRegistry, key) + ": of an unknown run");
    }
    const std::shared_lock lock(store_.mutex_);
    if (expected != store_.last_import() + 1) say("registry: imports are not numbered without gaps");
    if (!equal(running, store_.totals_)) {
      say("registry totals: the store holds " + describe(store_.totals_) + ", the last import left " + describe(running));
    }
  }

  void check_import(std::string_view key, std::string_view body, uint64_t expected, ControlTotals& running) {
    ImportRecord record;
    if (!decode_record(body, record)) return say(where(Family::kRegistry, key) + ": cannot be read");
    if (record.number != expected) say(where(Family::kRegistry, key) + ": number " + std::to_string(record.number));
    if (!equal(record.before, running))
      say(where(Family::kRegistry, key) + ": begins with other totals than its forerunner left");
    if (!equal(sum_of(record.before, record.change), record.after)) {
      say(where(Family::kRegistry, key) + ": before + change is not after");
    }
    for (const std::string* rates : {&record.rates, &record.fx}) {
      if (!rates->empty() && !decode_table(*rates, "").ok()) say(where(Family::kRegistry, key) + ": rates cannot be read");
    }
    running = record.after;
  }

  void check_run(std::string_view key, std::string_view body) {
    RunRecord record;
    if (!decode_record(body, record)) return say(where(Family::kRegistry, key) + ": cannot be read");
    if (record.ordinal != read_big_endian(key, registry_key::kRun.size(), 8)) {
      say(where(Family::kRegistry, key) + ": says ordinal " + std::to_string(record.ordinal));
    }
    if (record.last_import > store_.last_import()) say(where(Family::kRegistry, key) + ": saw imports that are not there");
    runs_.insert(record.ordinal);
  }

  void check_cursor(std::string_view key, std::string_view body) {
    SlotCursor cursor;
    if (!decode_record(body, cursor)) return say(where(Family::kRegistry, key) + ": cannot be read");
    const size_t at = registry_key::kCursor.size();
    if (cursor.run_ordinal != read_big_endian(key, at, 8) || cursor.slot != read_big_endian(key, at + 8, 2) ||
        cursor.slot >= store_.identity_.slots) {
      say(where(Family::kRegistry, key) + ": names another place");
    }
    cursor_runs_.emplace_back(key, cursor.run_ordinal);
    const std::shared_lock lock(store_.mutex_);
    const bool open = store_.open_run_ && store_.open_run_->ordinal == cursor.run_ordinal;
    if (!cursor.done && (!open || cursor.slot < store_.open_run_->published)) {
      say(where(Family::kRegistry, key) + ": the slot is published but not done");
    }
  }

  void check_directory(std::string_view key, std::string_view body) {
    std::vector<core::DebtorHash> bounds;
    if (!decode_bounds(body, bounds)) return say(where(Family::kRegistry, key) + ": cannot be read");
    const auto slot = static_cast<core::SlotIndex>(read_big_endian(key, registry_key::kDirectory.size(), 2));
    for (size_t i = 0; i < bounds.size(); ++i) {
      const bool in_slot = slot < store_.identity_.slots && core::slot_of(bounds[i], store_.identity_.slots) == slot;
      const bool aligned = i == 0 || (bounds[i] & 0xFFFF'FFFFU) == 0;
      if (!in_slot || !aligned || (i > 0 && bounds[i] <= bounds[i - 1])) {
        say(where(Family::kRegistry, key) + ": bound " + std::to_string(i) + " is out of place");
      }
    }
  }

  // --- Pages ---

  void check_pages(const std::function<void(uint64_t pages)>& progress) {
    ControlTotals sum;
    uint64_t pages = 0;
    bool whole = true;
    for (core::SlotIndex slot = 0; slot < store_.identity_.slots; ++slot) {
      const std::vector<core::DebtorHash> bounds = store_.bounds_of(slot);
      for (size_t i = 0; i < bounds.size(); ++i) {
        whole &= check_page({slot, bounds[i]}, i + 1 < bounds.size() ? bounds[i + 1] : 0, i > 0, sum);
        if (progress && (++pages & 63) == 0) progress(pages);
      }
    }
    const std::shared_lock lock(store_.mutex_);
    if (whole && !equal(sum, store_.totals_)) {
      say("control totals: the pages hold " + describe(sum) + ", the registry says " + describe(store_.totals_));
    }
    if (progress) progress(pages);
  }

  /// False when the page could not be read.
  bool check_page(PageKey key, core::DebtorHash end, bool must_exist, ControlTotals& sum) {
    const std::string at = where(Family::kFacts, page_key(key.slot, key.lower_bound));
    // As stored first, then with its deltas: imports from 1 on are deltas, so 0 shows the page alone.
    auto stored = read_page(database_, key, {0, true, true}, snapshot_);
    auto seen = read_page(database_, key, {store_.last_import(), true, false}, snapshot_);
    if (!stored.ok() || !seen.ok()) {
      say(stored.ok() ? seen.error() : stored.error());
      return false;
    }
    if (!stored->stored && must_exist) say(at + ": the slot's directory names it and it is not there");
    if (stored->header.folded_through > store_.last_import()) say(at + ": folded through an import that is not there");
    if (stored->stored && !equal(control_totals(stored->loaded.page), stored->header.totals)) {
      say(at + ": holds " + describe(control_totals(stored->loaded.page)) + ", its header says " +
          describe(stored->header.totals));
    }
    const core::AccountPage& page = seen->loaded.page;
    const ControlTotals totals = control_totals(page);
    if (!equal(totals, seen->totals)) {
      say(at + ": with its deltas holds " + describe(totals) + ", headers say " + describe(seen->totals));
    }
    sum = sum_of(sum, totals);
    check_debtors(at, key, end, page);
    check_records(at, page);
    check_memory(key, end, stored->loaded.memory);
    collect_ids(page);
    return true;
  }

  void check_debtors(const std::string& at, PageKey key, core::DebtorHash end, const core::AccountPage& page) {
    const core::Table::Ints reach = reach_of(page.debtors);
    for (size_t i = 0; i < page.debtor_count(); ++i) {
      const DebtorKey debtor = debtor_key(page.debtors, i);
      const std::string name = at + ": debtor " + std::string(debtor.debtor_id);
      if (debtor.hash != core::debtor_hash(debtor.debtor_id)) say(name + " has another hash");
      const bool inside = debtor.hash >= key.lower_bound && (end == 0 || debtor.hash < end) &&
                          core::slot_of(debtor.hash, store_.identity_.slots) == key.slot;
      if (!inside) say(name + " lies outside the page's bounds");
      if (i > 0 && debtor_order(debtor_key(page.debtors, i - 1), debtor) >= 0) say(name + " is out of order");
      if (page.debtors.int_at(Field::kReach, i) != reach[i]) say(name + " has another reach than its addresses");
      if (page.debtors.int_at(Field::kImport, i) > static_cast<int64_t>(store_.last_import())) {
        say(name + " was changed by an import that is not there");
      }
    }
  }

  void check_records(const std::string& at, const core::AccountPage& page) {
    for (const core::Group& group : page.groups) {
      const core::Table& rows = group.rows;
      if (rows.rows() == 0) continue;
      const Field id = core::id_field(rows.kind());
      const std::string kind(core::kRecordKindNames[static_cast<size_t>(rows.kind())]);
      // Offsets are monotone and end at the row count, or the page would not have been read.
      for (size_t d = 0; d + 1 < group.begin.size(); ++d) {
        for (uint32_t i = group.begin[d] + 1; i < group.begin[d + 1]; ++i) {
          if (rows.text_at(id, i - 1) < rows.text_at(id, i)) continue;
          say(at + ": " + kind + " " + std::string(rows.text_at(id, i)) + " is out of order");
        }
      }
      for (size_t i = 0; i < rows.rows(); ++i) {
        if (rows.text_at(id, i).empty()) say(at + ": a record of " + kind + " without an id");
        if (rows.int_at(Field::kImport, i) > static_cast<int64_t>(store_.last_import())) {
          say(at + ": " + kind + " " + std::string(rows.text_at(id, i)) + " was changed by an import that is not there");
        }
      }
    }
  }

  void check_memory(PageKey key, core::DebtorHash end, const core::MemoryPage& memory) {
    for (size_t i = 0; i < memory.debtors.rows(); ++i) {
      const DebtorKey debtor = debtor_key(memory.debtors, i);
      const bool inside = debtor.hash >= key.lower_bound && (end == 0 || debtor.hash < end);
      const bool ordered = i == 0 || debtor_order(debtor_key(memory.debtors, i - 1), debtor) < 0;
      if (inside && ordered) continue;
      say(where(Family::kState, page_key(key.slot, key.lower_bound)) + ": debtor " + std::string(debtor.debtor_id) +
          " is out of place");
    }
  }

  void collect_ids(const core::AccountPage& page) {
    std::vector<IdEntry> entries;
    for (const core::Group& group : page.groups) {
      const RecordKind kind = group.rows.kind();
      if (!core::is_indexed(kind)) continue;
      for (size_t d = 0; d + 1 < group.begin.size(); ++d) {
        const std::string_view creditor = page.debtors.text_at(Field::kCreditorId, d);
        for (uint32_t i = group.begin[d]; i < group.begin[d + 1]; ++i) {
          entries.push_back(
              {core::id_fingerprint(creditor, kind, group.rows.text_at(core::id_field(kind), i)), page.hash(d)});
        }
      }
    }
    if (const auto status = expected_ids_.add(entries); !status.ok()) say(status.error());
  }

  // --- What lies where no page is ---

  void check_strays() {
    for (const auto& [family, kind] :
         {std::pair(Family::kFacts, ValueKind::kFacts), std::pair(Family::kCold, ValueKind::kCold),
          std::pair(Family::kState, ValueKind::kState)}) {
      each_value(family, kind, [&](std::string_view key, std::string_view) {
        const bool known = key.size() == kPageKeyBytes && read_big_endian(key, 10, 2) == 0 &&
                           is_bound(static_cast<core::SlotIndex>(read_big_endian(key, 0, 2)), read_big_endian(key, 2, 8));
        if (!known) say(where(family, key) + ": no page has this key");
      });
    }
    uint64_t open = 0;
    {
      const std::shared_lock lock(store_.mutex_);
      if (store_.open_import_) open = store_.open_import_->number;
    }
    // An import that was cut short left rows that nobody sees; a store opened for reading cannot drop them.
    if (open == 0) {
      const auto left = database_.get(Family::kRegistry, registry_key::kOpenImport, ValueKind::kRegistry);
      if (!left.ok()) return say(left.error());
      if (left.value() && !decode_number(left.value()->body(), open)) {
        say(where(Family::kRegistry, registry_key::kOpenImport) + ": cannot be read");
      }
    }
    each_value(Family::kDelta, ValueKind::kDelta, [&](std::string_view key, std::string_view body) {
      const bool known = key.size() == kDeltaKeyBytes &&
                         is_bound(static_cast<core::SlotIndex>(read_big_endian(key, 0, 2)), read_big_endian(key, 2, 8));
      if (!known) return say(where(Family::kDelta, key) + ": no page has this bound");
      const uint64_t import = read_big_endian(key, 10, 8);
      if (import > store_.last_import() && import != open) say(where(Family::kDelta, key) + ": of an unknown import");
      DeltaHeader header;
      if (!decode_delta_header(body, header) || header.import != import)
        say(where(Family::kDelta, key) + ": cannot be read");
    });
    each_value(Family::kHistory, ValueKind::kFacts, [](std::string_view, std::string_view) {});
  }

  void check_outbox() {
    each_value(Family::kOutbox, ValueKind::kActions, [&](std::string_view key, std::string_view body) {
      core::ActionBatch batch;
      if (key.size() != kOutboxKeyBytes) return say(where(Family::kOutbox, key) + ": no outbox key");
      if (!decode_actions(body, batch)) return say(where(Family::kOutbox, key) + ": cannot be read");
      if (!runs_.contains(read_big_endian(key, 0, 8))) say(where(Family::kOutbox, key) + ": of an unknown run");
      const uint64_t slot = read_big_endian(key, 8, 2);
      for (size_t i = 0; i < batch.size(); ++i) {
        const auto hash = static_cast<core::DebtorHash>(batch.debtor_hash[i]);
        const bool ordered = i == 0 || static_cast<core::DebtorHash>(batch.debtor_hash[i - 1]) <= hash;
        if (ordered && core::slot_of(hash, store_.identity_.slots) == slot) continue;
        say(where(Family::kOutbox, key) + ": action " + std::to_string(i) + " is out of place");
      }
    });
  }

  // --- Ids ---

  /// All committed places of a partition; partitions must be asked in ascending order, each once.
  std::vector<IdPlace> stored_places(rocksdb::Iterator& at, uint32_t partition) {
    std::vector<IdPlace> all;
    std::vector<IdPlace> run;
    for (; at.Valid(); at.Next()) {
      const std::string_view key = view_of(at.key());
      if (key.size() != kIdsKeyBytes) {
        say(where(Family::kIds, key) + ": no ids key");
        continue;
      }
      if (read_big_endian(key, 0, 2) > partition) break;
      if (read_big_endian(key, 2, 8) > store_.last_import()) continue;
      const std::string value = at.value().ToString();
      const auto body = unseal(ValueKind::kIds, Family::kIds, key, value);
      if (!body.ok()) {
        say(body.error());
      } else if (!decode_id_run(*body, run)) {
        say(where(Family::kIds, key) + ": cannot be read");
      } else {
        const auto stray = [&](const IdPlace& place) { return id_partition(place.fingerprint) != partition; };
        if (std::any_of(run.begin(), run.end(), stray)) say(where(Family::kIds, key) + ": holds an id of another partition");
        all.insert(all.end(), run.begin(), run.end());
      }
    }
    sort_places(all);
    return all;
  }

  void compare_partition(rocksdb::Iterator& at_run, uint32_t partition, std::span<const IdPlace> expected) {
    const std::vector<IdPlace> stored = stored_places(at_run, partition);
    std::vector<IdPlace> lost;
    std::vector<IdPlace> dangling;
    std::set_difference(expected.begin(), expected.end(), stored.begin(), stored.end(), std::back_inserter(lost));
    std::set_difference(stored.begin(), stored.end(), expected.begin(), expected.end(), std::back_inserter(dangling));
    const std::string at = "ids partition " + std::to_string(partition) + ": ";
    if (!lost.empty()) say(at + std::to_string(lost.size()) + " records have no entry");
    if (!dangling.empty()) say(at + std::to_string(dangling.size()) + " entries have no record");
  }

  core::Status check_ids() {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    options.snapshot = snapshot_.get();
    const std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.handle(Family::kIds)));
    at->SeekToFirst();
    uint32_t next = 0;
    const auto compare = [&](uint32_t partition, std::span<const IdPlace> expected) -> core::Status {
      for (; next < partition; ++next) compare_partition(*at, next, {});
      compare_partition(*at, partition, expected);
      next = partition + 1;
      return {};
    };
    DUNLIN_TRY(expected_ids_.each_partition(0, IdCollector::kShards, compare));
    for (; next < kIdPartitions; ++next) compare_partition(*at, next, {});
    if (const auto status = translated(at->status(), "ids"); !status.ok()) say(status.error());
    return {};
  }

  /// Blocks that no value lies in (indexes, footers) are only covered by the files' own checksums.
  void check_files() {
    rocksdb::ReadOptions options;
    if (const auto status = translated(database_.db().VerifyChecksum(options), "files"); !status.ok()) say(status.error());
  }

  const RocksStore& store_;
  Database& database_;
  Snapshot snapshot_;
  ScratchDirectory scratch_;
  IdCollector expected_ids_;
  std::vector<std::string> lines_;
  std::set<uint64_t> runs_;
  std::set<std::string> publishes_;
  std::vector<std::pair<std::string, uint64_t>> cursor_runs_;
};

core::Result<std::vector<std::string>> RocksStore::verify(const std::function<void(uint64_t pages)>& progress) const {
  return Verification(*this).run(progress);
}

}  // namespace dunlin::storage
