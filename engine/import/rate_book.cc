#include "engine/import/rate_book.h"

#include <algorithm>
#include <numeric>

#include "storage/codec/table_codec.h"
#include "storage/store.h"

namespace dunlin::engine {

using core::Field;
using core::RecordKind;

RateBook::Key RateBook::key_of(const core::Table& rows, size_t row) {
  const int64_t date = rows.int_at(Field::kDate, row);
  if (rows.kind() == RecordKind::kRate) return {std::string(rows.text_at(Field::kName, row)), 0, 0, date};
  return {{}, rows.int_at(Field::kBase, row), rows.int_at(Field::kQuote, row), date};
}

RateBook::RateBook(const core::Table& stored, const StagedRows& events, std::vector<Verdict>& verdicts)
    : kind_(stored.kind()) {
  const core::Table& rows = events.rows;
  verdicts.assign(events.orders.size(), Verdict::kUnchanged);
  if (verdicts.empty()) return;
  std::map<Key, int64_t> known;
  for (size_t row = 0; row < stored.rows(); ++row) known[key_of(stored, row)] = stored.int_at(Field::kValue, row);
  std::vector<uint32_t> order(events.orders.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return events.orders[a] < events.orders[b]; });
  for (const uint32_t row : order) {
    const int64_t value = rows.int_at(Field::kValue, row);
    const auto [at, inserted] = known.try_emplace(key_of(rows, row), value);
    if (!inserted && at->second == value) continue;
    verdicts[row] = inserted ? Verdict::kInserted : Verdict::kAmended;
    at->second = value;
    changed_[at->first] = value;
  }
}

core::Table RateBook::changes() const {
  core::Table table(kind_);
  core::Table::Ints dates, values, bases, quotes;
  core::TextColumn names;
  for (const auto& [key, value] : changed_) {
    dates.push_back(key.date);
    values.push_back(value);
    bases.push_back(key.base);
    quotes.push_back(key.quote);
    names.append(key.name);
  }
  table.set_ints(Field::kDate, std::move(dates));
  table.set_ints(Field::kValue, std::move(values));
  if (kind_ == RecordKind::kRate) {
    table.set_texts(Field::kName, std::move(names));
  } else {
    table.set_ints(Field::kBase, std::move(bases));
    table.set_ints(Field::kQuote, std::move(quotes));
  }
  table.set_rows(changed_.size());
  return table;
}

core::Result<std::string> changed_rates(const storage::Store& store, const StagedRows& events,
                                        std::vector<Verdict>& verdicts) {
  if (events.orders.empty()) return std::string();
  const bool rates = events.rows.kind() == RecordKind::kRate;
  DUNLIN_ASSIGN(const core::Table stored, rates ? store.rates(UINT64_MAX) : store.fx(UINT64_MAX));
  const RateBook book(stored, events, verdicts);
  return book.changed() ? storage::encode_table(book.changes()) : std::string();
}

}  // namespace dunlin::engine
