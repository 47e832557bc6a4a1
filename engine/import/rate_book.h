// Rates and exchange rates of an import against those of the store: each date of a name (or of a pair of currencies) has one
// value, the later row winning. Belongs to the registry: no debtor has a part in it.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/table.h"
#include "engine/import/row_buffer.h"
#include "engine/import/verdict.h"

namespace dunlin::storage {
class Store;
}

namespace dunlin::engine {

class RateBook {
 public:
  /// `stored` and `events` hold rates, or both fx; gives each event a verdict (same position).
  RateBook(const core::Table& stored, const StagedRows& events, std::vector<Verdict>& verdicts);

  bool changed() const { return !changed_.empty(); }
  /// What the import entered or changed, in order of its keys.
  core::Table changes() const;

 private:
  /// (name, 0, 0, date), or ("", base, quote, date).
  struct Key {
    std::string name;
    int64_t base = 0, quote = 0, date = 0;
    auto operator<=>(const Key&) const = default;
  };
  static Key key_of(const core::Table& rows, size_t row);

  core::RecordKind kind_;
  std::map<Key, int64_t> changed_;
};

/// The rates of an import against those of the store: verdicts, and ImportRecord::rates (or fx).
core::Result<std::string> changed_rates(const storage::Store& store, const StagedRows& events,
                                        std::vector<Verdict>& verdicts);

}  // namespace dunlin::engine
