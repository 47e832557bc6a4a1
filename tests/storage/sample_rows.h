// Rows for the tests of this room: short ways to write events, and a random portfolio that is the same for the same seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "core/event_batch.h"
#include "core/money.h"
#include "storage/fold/apply_events.h"
#include "storage/store.h"

namespace dunlin::storage {

inline core::EventBatch debtor_rows(const std::vector<std::string>& ids, const std::string& email = "a@example.com") {
  core::EventBatch batch(core::RecordKind::kDebtor);
  for (const std::string& id : ids) {
    batch.row_numbers.push_back(batch.row_numbers.size() + 1);
    batch.rows.texts_or_new(core::Field::kDebtorId).append(id);
    batch.rows.texts_or_new(core::Field::kCreditorId).append("C1");
    batch.rows.texts_or_new(core::Field::kName).append("Name of " + id);
    batch.rows.texts_or_new(core::Field::kEmail).append(email);
  }
  batch.rows.set_rows(ids.size());
  return batch;
}

struct ReceivableRow {
  std::string debtor_id;
  std::string receivable_id;
  int64_t amount = 10'000;
  int32_t due_date = 20'000;
};

inline core::EventBatch receivable_rows(const std::vector<ReceivableRow>& rows) {
  core::EventBatch batch(core::RecordKind::kReceivable);
  for (const ReceivableRow& row : rows) {
    batch.row_numbers.push_back(batch.row_numbers.size() + 1);
    batch.rows.texts_or_new(core::Field::kReceivableId).append(row.receivable_id);
    batch.rows.texts_or_new(core::Field::kDebtorId).append(row.debtor_id);
    batch.rows.texts_or_new(core::Field::kCreditorId).append("C1");
    batch.rows.ints_or_new(core::Field::kAmount).push_back(row.amount);
    batch.rows.ints_or_new(core::Field::kCurrency).push_back(core::kEur.code);
    batch.rows.ints_or_new(core::Field::kDueDate).push_back(row.due_date);
  }
  batch.rows.set_rows(rows.size());
  return batch;
}

/// Rows of the batch whose debtor lies in the page, in their order.
inline core::EventBatch rows_in_page(const core::EventBatch& batch, const Store& store, PageKey key) {
  std::vector<uint32_t> rows;
  core::EventBatch out(batch.rows.kind());
  for (uint32_t i = 0; i < batch.rows.rows(); ++i) {
    if (!(store.page_of(core::debtor_hash(batch.rows.text_at(core::Field::kDebtorId, i))) == key)) continue;
    rows.push_back(i);
    out.row_numbers.push_back(batch.row_numbers[i]);
  }
  out.rows = batch.rows.gathered(rows);
  return out;
}

inline std::vector<PageKey> all_pages(const Store& store) {
  std::vector<PageKey> pages;
  for (core::SlotIndex slot = 0; slot < store.identity().slots; ++slot) {
    for (const PageKey& key : store.pages_of(slot)) pages.push_back(key);
  }
  return pages;
}

/// The ids index entries of the batch's rows.
inline std::vector<IdEntry> id_entries(const core::EventBatch& batch) {
  std::vector<IdEntry> entries;
  const core::RecordKind kind = batch.rows.kind();
  if (kind == core::RecordKind::kDebtor || kind == core::RecordKind::kContact) return entries;
  for (size_t i = 0; i < batch.rows.rows(); ++i) {
    entries.push_back({core::id_fingerprint(batch.rows.text_at(core::Field::kCreditorId, i), kind,
                                            batch.rows.text_at(core::id_field(kind), i)),
                       core::debtor_hash(batch.rows.text_at(core::Field::kDebtorId, i))});
  }
  return entries;
}

/// One whole import by deltas.
inline core::Status import_rows(Store& store, const std::vector<core::EventBatch>& batches, bool commit = true) {
  DUNLIN_ASSIGN(const uint64_t number, store.begin_import());
  std::vector<PageDelta> deltas;
  std::vector<IdEntry> ids;
  for (const PageKey& key : all_pages(store)) {
    PageDelta delta{key, {}};
    for (const core::EventBatch& batch : batches) {
      core::EventBatch rows = rows_in_page(batch, store, key);
      if (rows.rows.rows() > 0) delta.rows.push_back(std::move(rows));
    }
    if (!delta.rows.empty()) deltas.push_back(std::move(delta));
  }
  for (const core::EventBatch& batch : batches) {
    for (const IdEntry& entry : id_entries(batch)) ids.push_back(entry);
  }
  DUNLIN_TRY(store.append(number, deltas, std::move(ids)));
  if (!commit) return {};
  ImportRecord record;
  record.number = number;
  return store.commit_import(record, {});
}

/// One whole import by bulk: pages as they are with the rows applied.
inline core::Status bulk_rows(Store& store, const std::vector<core::EventBatch>& batches) {
  DUNLIN_ASSIGN(const uint64_t number, store.begin_import());
  const std::unique_ptr<BulkLoad> bulk = store.begin_bulk(number);
  for (const PageKey& key : all_pages(store)) {
    std::vector<core::EventBatch> parts;
    for (const core::EventBatch& batch : batches) {
      core::EventBatch rows = rows_in_page(batch, store, key);
      if (rows.rows.rows() > 0) parts.push_back(std::move(rows));
    }
    if (parts.empty()) continue;
    DUNLIN_ASSIGN(LoadedPage page, store.load(key, {UINT64_MAX, true, true}));
    std::vector<VersionedEvents> events;
    for (const core::EventBatch& part : parts) events.push_back({number, &part});
    DUNLIN_TRY(bulk->put_page(key, apply_events(page.page, events, ColdFields::kApplied), page.memory));
  }
  for (const core::EventBatch& batch : batches) DUNLIN_TRY(bulk->add_ids(id_entries(batch)));
  ImportRecord record;
  record.number = number;
  return bulk->commit(record, {});
}

/// Debtors D0.. with about three receivables each and a payment on every second one.
inline std::vector<core::EventBatch> portfolio(uint32_t seed, size_t debtors) {
  std::mt19937 dice(seed);
  std::vector<std::string> ids;
  std::vector<ReceivableRow> receivables;
  core::EventBatch payments(core::RecordKind::kPayment);
  for (size_t d = 0; d < debtors; ++d) {
    ids.push_back("D" + std::to_string(d));
    for (uint32_t r = dice() % 6; r-- > 0;) {
      receivables.push_back({ids.back(), "R" + std::to_string(100'000 + receivables.size()),
                             static_cast<int64_t>(1 + dice() % 100'000), static_cast<int32_t>(20'000 + dice() % 400)});
      if (dice() % 2 == 0) continue;
      payments.row_numbers.push_back(payments.row_numbers.size() + 1);
      core::Table& rows = payments.rows;
      rows.texts_or_new(core::Field::kPaymentId).append("P" + receivables.back().receivable_id);
      rows.texts_or_new(core::Field::kDebtorId).append(ids.back());
      rows.texts_or_new(core::Field::kCreditorId).append("C1");
      rows.texts_or_new(core::Field::kReceivableId).append(receivables.back().receivable_id);
      rows.ints_or_new(core::Field::kAmount).push_back(receivables.back().amount / 2);
      rows.ints_or_new(core::Field::kCurrency).push_back(core::kEur.code);
      rows.ints_or_new(core::Field::kValueDate).push_back(receivables.back().due_date + 5);
      rows.set_rows(payments.row_numbers.size());
    }
  }
  return {debtor_rows(ids), receivable_rows(receivables), payments};
}

/// Everything a page says, as text: two pages are the same exactly when their texts are.
inline std::string text_of(const core::Table& table) {
  std::string text;
  for (const core::Field field : table.fields()) {
    bool any = false;
    std::string column = std::string(core::field_name(field)) + ":";
    for (size_t i = 0; i < table.rows(); ++i) {
      if (table.is_int(field)) {
        const int64_t value = table.int_at(field, i);
        any |= value != core::kNull;
        column += value == core::kNull ? " -" : value == core::kLeave ? " ~" : ' ' + std::to_string(value);
      } else {
        any |= !table.texts(field)->is_null(i) || table.texts(field)->is_leave(i);
        column += table.texts(field)->is_leave(i) ? " ~" : table.texts(field)->is_null(i) ? " -" : " '";
        column += table.text_at(field, i);
      }
    }
    if (any) text += column + "\n";
  }
  for (const core::Attribute& attribute : table.attributes()) {
    text += "attr." + attribute.name + ":";
    for (size_t i = 0; i < table.rows(); ++i) {
      text += attribute.values.is_null(i) ? " -" : " '" + std::string(attribute.values.at(i));
    }
    text += "\n";
  }
  return text;
}

inline std::string text_of(const core::AccountPage& page) {
  std::string text = text_of(page.debtors);
  for (const core::Group& group : page.groups) {
    if (group.rows.rows() == 0) continue;
    text += std::string(core::kRecordKindNames[static_cast<size_t>(group.rows.kind())]) + "\n" + text_of(group.rows);
    for (const uint32_t at : group.begin) text += ' ' + std::to_string(at);
    text += "\n";
  }
  return text;
}

/// All pages of the store, debtors in order, page bounds left out.
inline std::string text_of(const Store& store) {
  std::string text;
  for (const PageKey& key : all_pages(store)) {
    const auto page = store.load(key, {UINT64_MAX, true, true});
    if (!page.ok()) return core::describe(page.error());
    for (size_t d = 0; d < page->page.debtor_count(); ++d) {
      text += std::string(page->page.debtors.text_at(core::Field::kDebtorId, d)) + ' ' +
              std::string(page->page.debtors.text_at(core::Field::kEmail, d)) + ' ' +
              std::to_string(page->page.debtors.int_at(core::Field::kReach, d)) + ' ' +
              std::to_string(page->page.debtors.int_at(core::Field::kDebtorMissing, d)) + "\n";
      for (const core::RecordKind kind : {core::RecordKind::kReceivable, core::RecordKind::kPayment}) {
        const core::Group& group = page->page.group(kind);
        for (uint32_t i = group.begin[d]; i < group.begin[d + 1]; ++i) {
          text += "  " + std::string(group.rows.text_at(core::id_field(kind), i)) + ' ' +
                  std::to_string(group.rows.int_at(core::Field::kAmount, i)) + ' ' +
                  std::to_string(group.rows.int_at(core::Field::kDueDate, i)) + ' ' +
                  std::to_string(group.rows.int_at(core::Field::kOriginalDueDate, i)) + "\n";
        }
      }
    }
  }
  return text;
}

/// A directory that is gone when the test is.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "dunlin-storage-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string store() const { return path_ + "/store"; }

 private:
  std::string path_;
};

}  // namespace dunlin::storage
