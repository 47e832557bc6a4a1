#include "storage/page_reading.h"

#include "storage/codec/rows_codec.h"
#include "storage/fold/apply_events.h"

namespace dunlin::storage {
namespace {

/// Calls `visit(key, import, value)` for every delta over the page, in version order.
template <class Visit>
core::Status each_delta(const Database& database, PageKey key, const Snapshot& snapshot, Visit visit) {
  const std::string prefix = delta_prefix(key.slot, key.lower_bound);
  return database.scan(Family::kDelta, prefix, prefix_end(prefix), ValueKind::kDelta, &snapshot,
                       [&](std::string_view delta, StoredValue&& value) -> core::Result<bool> {
                         DUNLIN_TRY(visit(delta, read_big_endian(delta, 10, 8), value));
                         return true;
                       });
}

core::Status read_cold(const Database& database, PageKey key, const Snapshot& snapshot, PageReading& reading) {
  const std::string at = page_key(key.slot, key.lower_bound);
  DUNLIN_ASSIGN(const std::optional<StoredValue> value, database.get(Family::kCold, at, ValueKind::kCold, &snapshot));
  if (!value) return corrupt(Family::kCold, at, "the cold page of a stored page is missing");
  PageHeader header;
  if (!decode_cold(value->body(), header, reading.loaded.page)) return corrupt(Family::kCold, at, "the page cannot be read");
  if (header.generation != reading.header.generation) {
    return corrupt(Family::kCold, at,
                   "generation " + std::to_string(header.generation) + " lies beside facts of generation " +
                       std::to_string(reading.header.generation));
  }
  return {};
}

core::Status read_memory(const Database& database, PageKey key, const Snapshot& snapshot, core::MemoryPage& memory) {
  const std::string at = page_key(key.slot, key.lower_bound);
  DUNLIN_ASSIGN(const std::optional<StoredValue> value, database.get(Family::kState, at, ValueKind::kState, &snapshot));
  memory = core::MemoryPage();
  for (const auto group : core::kMemoryGroups) (memory.*group).begin.assign(1, 0);
  if (!value) return {};
  PageHeader header;
  if (!decode_memory(value->body(), header, memory)) return corrupt(Family::kState, at, "the page cannot be read");
  return {};
}

void strip_cold(core::Table& table) {
  for (const core::Field field : table.fields()) {
    if (is_cold(table.kind(), field)) table.drop(field);
  }
  table.drop_attributes();
}

/// After a fold in memory a text may lie twice in a dictionary; readers are promised that it does not.
void compact(core::Table& table) {
  for (const core::Field field : table.fields()) {
    if (table.is_text(field)) table.set_texts(field, table.texts(field)->compacted());
  }
  for (const core::Attribute& attribute : table.attributes())
    table.set_attribute(attribute.name, attribute.values.compacted());
}

template <class Change>
void each_table(core::AccountPage& page, Change change) {
  change(page.debtors);
  for (core::Group& group : page.groups) {
    if (group.rows.rows() > 0) change(group.rows);
  }
}

struct Visible {
  uint64_t import = 0;
  std::vector<core::EventBatch> batches;
};

core::Status read_deltas(const Database& database, PageKey key, uint64_t last_import, const Snapshot& snapshot,
                         PageReading& reading, std::vector<Visible>& visible, bool& reach) {
  return each_delta(database, key, snapshot,
                    [&](std::string_view delta, uint64_t import, const StoredValue& value) -> core::Status {
                      if (import <= reading.header.folded_through) {
                        reading.stale.emplace_back(delta);
                        return {};
                      }
                      reading.loaded.delta_bytes += value.bytes();
                      if (import > last_import) {
                        reading.left_over = true;
                        return {};
                      }
                      DeltaHeader header;
                      visible.push_back({import, {}});
                      if (!decode_delta(value.body(), header, visible.back().batches) || header.import != import) {
                        return corrupt(Family::kDelta, delta, "the delta cannot be read");
                      }
                      reach |= header.touches_reach;
                      reading.totals = sum_of(reading.totals, header.change);
                      reading.folded.emplace_back(delta);
                      return {};
                    });
}

/// Decodes the stored facts into `reading`; without `records`, only the debtors of them.
core::Status read_facts(PageKey key, const StoredValue& value, bool records, PageReading& reading) {
  const auto decode = records ? decode_facts : decode_debtors;
  const std::string at = page_key(key.slot, key.lower_bound);
  if (!decode(value.body(), reading.header, reading.loaded.page)) return corrupt(Family::kFacts, at, "the page cannot be read");
  if (reading.header.slot != key.slot || reading.header.lower_bound != key.lower_bound) {
    return corrupt(Family::kFacts, at, "the page's header names another place");
  }
  reading.stored = true;
  reading.loaded.page_bytes = value.bytes();
  return {};
}

}  // namespace

core::Result<PageReading> read_page(const Database& database, PageKey key, const PageWish& wish, const Snapshot& snapshot) {
  PageReading reading;
  reading.loaded.key = key;
  reading.header.slot = key.slot;
  reading.header.lower_bound = key.lower_bound;
  for (core::Group& group : reading.loaded.page.groups) group.begin.assign(1, 0);
  DUNLIN_ASSIGN(const std::optional<StoredValue> facts,
                database.get(Family::kFacts, page_key(key.slot, key.lower_bound), ValueKind::kFacts, &snapshot));
  if (facts) DUNLIN_TRY(read_facts(key, *facts, wish.records, reading));
  reading.totals = reading.header.totals;
  std::vector<Visible> visible;
  bool reach = false;
  DUNLIN_TRY(read_deltas(database, key, wish.last_import, snapshot, reading, visible, reach));
  // Events that change addresses change kReach, which rules read: then cold is needed to fold, though nobody asked for it.
  const bool cold = wish.cold || reach;
  // Events and cold columns are laid over records too: then these are needed, though nobody asked for them.
  const bool records_missing = !wish.records && (cold || !visible.empty());
  if (records_missing && facts) DUNLIN_TRY(read_facts(key, *facts, true, reading));
  if (cold && reading.stored) DUNLIN_TRY(read_cold(database, key, snapshot, reading));
  if (!visible.empty()) {
    std::vector<VersionedEvents> events;
    for (const Visible& delta : visible) {
      for (const core::EventBatch& batch : delta.batches) events.push_back({delta.import, &batch});
    }
    reading.loaded.page = apply_events(reading.loaded.page, events, cold ? ColdFields::kApplied : ColdFields::kIgnored);
    if (cold && !wish.cold) each_table(reading.loaded.page, strip_cold);
    each_table(reading.loaded.page, compact);
  } else if (!reading.stored) {
    core::Table& debtors = reading.loaded.page.debtors;
    debtors.set_ints(core::Field::kHash, {});
    debtors.set_texts(core::Field::kCreditorId, {});
    debtors.set_texts(core::Field::kDebtorId, {});
  }
  if (wish.memory) DUNLIN_TRY(read_memory(database, key, snapshot, reading.loaded.memory));
  return reading;
}

core::Result<PageStanding> read_standing(const Database& database, PageKey key, uint64_t last_import,
                                         const Snapshot& snapshot) {
  PageStanding standing;
  const std::string at = page_key(key.slot, key.lower_bound);
  DUNLIN_ASSIGN(const std::optional<StoredValue> value, database.get(Family::kFacts, at, ValueKind::kFacts, &snapshot));
  if (value) {
    if (!decode_page_header(value->body(), standing.header)) return corrupt(Family::kFacts, at, "the page cannot be read");
    standing.stored = true;
    standing.totals = standing.header.totals;
  }
  DUNLIN_TRY(each_delta(database, key, snapshot,
                        [&](std::string_view delta, uint64_t import, const StoredValue& bytes) -> core::Status {
                          standing.deltas.emplace_back(delta);
                          if (import <= standing.header.folded_through || import > last_import) return {};
                          DeltaHeader header;
                          if (!decode_delta_header(bytes.body(), header)) {
                            return corrupt(Family::kDelta, delta, "the delta cannot be read");
                          }
                          standing.totals = sum_of(standing.totals, header.change);
                          return {};
                        }));
  return standing;
}

}  // namespace dunlin::storage
