// The records that a row names beside its creditor and debtor: what must be known before the row counts. One reading of them
// for the search of owners, the classification and the list of what waits.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <string_view>

#include "core/record_traits.h"
#include "core/table.h"

namespace dunlin::engine {

struct NamedParent {
  core::RecordKind kind;  ///< of the record named
  core::Field field;      ///< in which it is named
  std::string_view id;
};

/// Visits what a row names, in the order of the fields: its receivable, the receivables it lists, the money it reverses.
/// Return false to stop.
template <class Visit>
void each_parent(const core::Table& rows, size_t row, Visit visit) {
  using core::Field;
  using core::RecordKind;
  if (core::names_receivable(rows.kind())) {
    const std::string_view id = rows.text_at(Field::kReceivableId, row);
    if (!id.empty() && !visit(NamedParent{RecordKind::kReceivable, Field::kReceivableId, id})) return;
  }
  if (core::lists_receivables(rows.kind())) {
    std::string_view left = rows.text_at(Field::kReceivableIds, row);
    while (!left.empty()) {
      const size_t cut = left.find(';');
      if (!visit(NamedParent{RecordKind::kReceivable, Field::kReceivableIds, left.substr(0, cut)})) return;
      left = cut == std::string_view::npos ? std::string_view() : left.substr(cut + 1);
    }
  }
  if (core::is_money(rows.kind())) {
    const std::string_view id = rows.text_at(Field::kReverses, row);
    if (!id.empty()) visit(NamedParent{rows.kind(), Field::kReverses, id});
  }
}

/// The group of receivables that money names; empty: none, or a receivable comes first.
inline std::string_view named_group(const core::Table& rows, size_t row) {
  if (!core::is_money(rows.kind()) || !rows.text_at(core::Field::kReceivableId, row).empty()) return {};
  return rows.text_at(core::Field::kGroupId, row);
}

/// Groups that a debtor's receivables belong to; views into their tables.
using GroupNames = boost::unordered_flat_set<std::string_view>;
inline void add_group(const core::Table& receivables, size_t row, GroupNames& groups) {
  const std::string_view named = receivables.text_at(core::Field::kGroupId, row);
  if (!named.empty()) groups.insert(named);
}

}  // namespace dunlin::engine
