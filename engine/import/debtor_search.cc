#include "engine/import/debtor_search.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "core/record_traits.h"
#include "engine/import/append_kernel.h"
#include "engine/import/record_versions.h"
#include "storage/codec/table_codec.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using core::Table;
using core::TextColumn;

constexpr RecordKind kSearched[] = {RecordKind::kDispute, RecordKind::kHold, RecordKind::kPlacement};

std::string_view creditor_at(const Table& rows, size_t row) { return rows.text_at(Field::kCreditorId, row); }
std::string_view id_at(const Table& rows, size_t row) { return rows.text_at(core::id_field(rows.kind()), row); }

/// What waited, and the rows of the import behind it, in version order.
StagedRows joined(const Table& waiting, StagedRows&& rows) {
  RowBuffer buffer(rows.rows.kind());
  StagedRows earlier{waiting, std::vector<RowOrder>(waiting.rows(), kReleasedOrder),
                     std::vector<uint32_t>(waiting.rows(), 0)};
  std::vector<uint32_t> all(waiting.rows());
  std::iota(all.begin(), all.end(), 0U);
  append_rows(earlier, all, buffer);
  all.resize(rows.orders.size());
  std::iota(all.begin(), all.end(), 0U);
  std::sort(all.begin(), all.end(), [&](uint32_t a, uint32_t b) { return rows.orders[a] < rows.orders[b]; });
  append_rows(rows, all, buffer);
  return to_staged(std::move(buffer));
}

StagedRows picked(const StagedRows& rows, std::span<const uint32_t> wanted) {
  StagedRows out{picked_rows(rows.rows, wanted), {}, {}};
  for (const uint32_t row : wanted) {
    out.orders.push_back(rows.orders[row]);
    out.lines.push_back(rows.lines[row]);
  }
  return out;
}

core::EventBatch rows_of(const core::EventBatch& batch, std::span<const uint32_t> rows) {
  core::EventBatch out(batch.rows.kind());
  out.rows = picked_rows(batch.rows, rows);
  for (const uint32_t row : rows) {
    out.row_numbers.push_back(batch.row_numbers[row]);
    out.lines.push_back(batch.lines[row]);
  }
  return out;
}

/// The rows of one kind that lack a debtor: found ones leave, the rest waits.
class KindSearch {
 public:
  KindSearch(Table waiting, StagedRows&& rows) : waited_(waiting.rows()), rows_(joined(waiting, std::move(rows))) {
    const Table& table = rows_.rows;
    for (uint32_t row = 0; row < table.rows(); ++row) {
      records_[{std::string(creditor_at(table, row)), std::string(id_at(table, row))}].push_back(row);
    }
  }

  bool empty() const { return rows_.orders.empty(); }
  void wanted(std::vector<WantedId>& ids) const {
    const Table& table = rows_.rows;
    for (uint32_t row = 0; row < table.rows(); ++row) {
      ids.push_back({creditor_at(table, row), table.kind(), id_at(table, row)});
      const std::string_view receivable = table.text_at(Field::kReceivableId, row);
      if (!receivable.empty()) ids.push_back({creditor_at(table, row), RecordKind::kReceivable, receivable});
    }
  }

  /// Each row's own receivable tells its debtor; rows of one record whose receivable does not go with the others.
  void decide(const IdOwners& owners) {
    const Table& table = rows_.rows;
    debtors_.assign(table.rows(), {});
    for (const auto& [key, rows] : records_) {
      std::string record_debtor;
      if (const IdOwner* owner = owners.find(key.first, table.kind(), key.second)) record_debtor = owner->debtor_id;
      for (const uint32_t row : rows) {
        const IdOwner* owner = owners.find(key.first, RecordKind::kReceivable, table.text_at(Field::kReceivableId, row));
        if (owner != nullptr) debtors_[row] = owner->debtor_id;
        if (record_debtor.empty()) record_debtor = debtors_[row];
      }
      for (const uint32_t row : rows) {
        if (debtors_[row].empty()) debtors_[row] = record_debtor;
      }
    }
  }

  core::Status stage_found(const CreditorBook& creditors, Staging& staging, IdSpool& ids) {
    std::vector<uint32_t> found;
    for (uint32_t row = 0; row < debtors_.size(); ++row) {
      if (!debtors_[row].empty()) found.push_back(row);
    }
    if (found.empty()) return {};
    released_ = found.front() < waited_;
    StagedRows rows = picked(rows_, found);
    TextColumn column;
    std::vector<core::DebtorHash> hashes;
    for (const uint32_t row : found) {
      column.append(debtors_[row]);
      hashes.push_back(core::debtor_hash(debtors_[row]));
    }
    rows.rows.set_texts(Field::kDebtorId, std::move(column));
    DUNLIN_TRY(ids.add(rows.rows, hashes, creditors.implied().value_or("")));
    return staging.add_found(rows, hashes);
  }

  /// Verdicts of the rows that go on waiting; the table of all that waits.
  Table wait(DebtorSearchResult& result) {
    const Table& table = rows_.rows;
    const std::vector<Field> fields = spoken_fields(table);
    core::EventBatch kept(table.kind());
    std::vector<uint32_t> waiting;
    for (const auto& [key, rows] : records_) {
      if (!debtors_[rows.front()].empty()) continue;
      std::vector<Verdict> said(rows.size(), Verdict::kInserted);
      classify_versions(table, fields, rows, {}, said);
      for (size_t i = 0; i < rows.size(); ++i) {
        if (is_released(rows_.orders[rows[i]])) continue;
        changed_ = changed_ || is_taken(said[i]);
        result.orders.push_back(rows_.orders[rows[i]]);
        result.verdicts.push_back(said[i] == Verdict::kInserted ? Verdict::kSuspended : said[i]);
      }
      waiting.insert(waiting.end(), rows.begin(), rows.end());
    }
    return laid_over(picked_rows(table, waiting));
  }
  bool changed() const { return changed_ || released_; }

 private:
  /// One row a record: of each field the last cell that says something.
  static Table laid_over(const Table& versions) {
    Table out(versions.kind());
    std::vector<uint32_t> last;  // row of `versions` after which a record ends
    for (uint32_t row = 0; row < versions.rows(); ++row) {
      const bool same = row + 1 < versions.rows() && id_at(versions, row) == id_at(versions, row + 1) &&
                        creditor_at(versions, row) == creditor_at(versions, row + 1);
      if (!same) last.push_back(row);
    }
    for (const Field field : versions.fields()) {
      Table::Ints ints;
      TextColumn texts;
      uint32_t first = 0;
      for (const uint32_t end : last) {
        uint32_t at = end;
        if (const auto* column = versions.ints(field)) {
          while (at > first && (*column)[at] == core::kLeave) --at;
          ints.push_back((*column)[at] == core::kLeave ? core::kNull : (*column)[at]);
        } else {
          const TextColumn& words = *versions.texts(field);
          while (at > first && words.is_leave(at)) --at;
          words.is_null(at) ? texts.append_null() : texts.append(words.at(at));
        }
        first = end + 1;
      }
      versions.is_int(field) ? out.set_ints(field, std::move(ints)) : out.set_texts(field, std::move(texts));
    }
    out.set_rows(last.size());
    return out;
  }

  size_t waited_;
  StagedRows rows_;
  std::map<std::pair<std::string, std::string>, std::vector<uint32_t>> records_;  // (creditor, id): rows in version order
  std::vector<std::string> debtors_;                                              // by row; empty: not found
  bool released_ = false;
  bool changed_ = false;
};

}  // namespace

core::EventBatch taken_without_debtor(core::EventBatch& batch) {
  const TextColumn* debtors = batch.rows.texts(Field::kDebtorId);
  std::vector<uint32_t> with, without;
  for (uint32_t row = 0; row < batch.rows.rows(); ++row) {
    (debtors == nullptr || debtors->is_null(row) ? without : with).push_back(row);
  }
  if (without.empty()) return core::EventBatch(batch.rows.kind());
  core::EventBatch taken = rows_of(batch, without);
  batch = rows_of(batch, with);
  return taken;
}

core::Result<DebtorSearchResult> find_debtors(const OwnerSearch& search, KindRows&& apart, Staging& staging, IdSpool& ids,
                                              const std::function<void(const NamelessRow&)>& nameless) {
  DebtorSearchResult result;
  std::vector<KindSearch> kinds;
  kinds.reserve(std::size(kSearched));  // `wanted` looks into them
  std::vector<WantedId> wanted;
  for (const RecordKind kind : kSearched) {
    StagedRows& rows = apart[static_cast<size_t>(kind)];
    rows.rows.drop(Field::kDebtorId);
    std::vector<NamelessRow> without;
    if (!rows.orders.empty()) fill_creditors(rows, search.creditors, without);
    for (const NamelessRow& row : without) nameless(row);
    DUNLIN_ASSIGN(Table waiting, search.store.waiting(kind));
    kinds.emplace_back(std::move(waiting), std::move(rows));
    kinds.back().wanted(wanted);
  }
  if (wanted.empty()) return result;
  DUNLIN_ASSIGN(const IdOwners owners, find_holders(search, wanted));
  bool changed = false;
  std::vector<std::string> tables;
  for (KindSearch& kind : kinds) {
    kind.decide(owners);
    DUNLIN_TRY(kind.stage_found(search.creditors, staging, ids));
    tables.push_back(storage::encode_table(kind.wait(result)));
    changed = changed || kind.changed();
  }
  if (changed) result.waiting = std::move(tables);
  return result;
}

}  // namespace dunlin::engine
