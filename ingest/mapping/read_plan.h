// How the columns of one file become records: made once from its header (or its first object), the options and the mapping,
// then shared by all parsing threads, unchanged.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/money.h"
#include "core/record_fields.h"
#include "core/result.h"
#include "ingest/convert/date_pattern.h"
#include "ingest/convert/number_kernel.h"
#include "ingest/mapping/source_mapping.h"

namespace dunlin::ingest {

struct ReadOptions;

inline constexpr uint32_t kNoColumn = ~0U;

/// One field of one record: where its text comes from and what is done to it first.
struct FieldPlan {
  const core::FieldSpec* spec = nullptr;  ///< null: an attribute
  std::string name;                       ///< field or attribute name
  uint32_t column = kNoColumn;            ///< of ReadPlan::columns; kNoColumn: the constant
  std::string constant;
  bool required = false;

  bool rewrites = false;  ///< any of the following is to be done
  bool strip_zeros = false;
  std::vector<std::pair<std::string, std::string>> map;  ///< sorted by code; empty: as it is
  std::optional<std::string> otherwise;
  std::string prefix;
};

struct ConditionPlan {
  uint32_t column = 0;
  std::optional<bool> present;
  std::vector<std::string> values;  ///< empty: any
};

struct RecordPlan {
  core::RecordKind kind = core::RecordKind::kReceivable;
  std::optional<ConditionPlan> when;
  std::vector<FieldPlan> fields;  ///< the currency before the amounts that need it
  bool keeps_extras = false;      ///< JSON: keys that no field names become attributes
};

struct ReadPlan {
  std::string file;
  std::vector<std::string> columns;  ///< CSV: the header; JSON: the keys that fields name
  std::vector<bool> needed;          ///< columns that a field or condition reads
  std::vector<RecordPlan> records;
  std::string date_pattern;  ///< as written, for messages
  DatePattern dates;
  NumberStyle numbers;
  NegativeAmounts negative = NegativeAmounts::kReject;
  uint32_t default_digits = 2;     ///< minor digits of amounts without a currency
  std::vector<std::string> zones;  ///< sorted names that timezones may hold; empty: any
  bool strict = false;
  bool open = false;  ///< JSON: rows bring keys, there is no header

  /// Kinds that the file can yield, in the mapping's order.
  std::vector<core::RecordKind> kinds() const;
};

/// True for kinds whose records carry attributes of the customer's own.
constexpr bool has_attributes(core::RecordKind kind) {
  return kind == core::RecordKind::kDebtor || kind == core::RecordKind::kReceivable;
}
/// The attribute that a column or key names: "attr.NAME" and "NAME" are the same.
inline std::string_view attribute_name(std::string_view column) {
  return column.starts_with("attr.") ? column.substr(5) : column;
}

/// `columns` is the header, or the keys of the first object when `open`: then later rows may bring more keys.
core::Result<ReadPlan> make_plan(std::vector<std::string> columns, bool open, const std::string& file,
                                 const ReadOptions& options);

}  // namespace dunlin::ingest
