// A customer's export, untouched: how the columns of a foreign file become our fields. Read from sources/*.toml by the
// settings; this room only applies it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/record_fields.h"

namespace dunlin::ingest {

/// Where a field's text comes from and what is done to it, in this order: column or constant, trim, strip_zeros, map,
/// prefix.
struct FieldSource {
  std::string field;   ///< our field name, or "attr.NAME"
  std::string column;  ///< header of the file; empty for a constant
  std::optional<std::string> constant;
  std::string prefix;
  bool strip_zeros = false;                ///< leading zeros off (kept by default)
  std::map<std::string, std::string> map;  ///< code → our value; empty: as it is
  std::optional<std::string> otherwise;    ///< for codes that the map lacks; none: the row is rejected (bad_code)
};

/// A row yields the record only where this holds.
struct RecordCondition {
  std::string column;
  std::optional<bool> present;
  std::optional<std::string> equals;
  std::vector<std::string> in;
};

struct RecordMapping {
  core::RecordKind kind = core::RecordKind::kReceivable;
  std::optional<RecordCondition> when;
  std::vector<FieldSource> fields;
  bool keep_others = false;  ///< columns that no mapping names become attributes
};

enum class NegativeAmounts { kReject, kCreditNote };

struct SourceMapping {
  std::string name;
  std::string format = "csv";        ///< "csv" or "jsonl"
  char delimiter = 0;                ///< 0: detected
  std::string dates = "YYYY-MM-DD";  ///< tokens YYYY YY MM M DD D, MMM (English), any separators
  char decimal = '.';
  char group = 0;  ///< thousands separator, 0: none
  NegativeAmounts negative = NegativeAmounts::kReject;
  std::vector<RecordMapping> records;
};

}  // namespace dunlin::ingest
