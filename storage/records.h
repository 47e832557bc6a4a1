// The registry's records: small facts about the store, its imports and its runs, as the engine sees them. How they lie on
// disk is schema/registry.fbs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/hash.h"
#include "core/vocabulary.h"

namespace dunlin::storage {

struct StoreIdentity {
  std::string uuid;  ///< 32 hex digits
  uint32_t format = 1;
  uint32_t epoch = 1;  ///< raised by restore; part of every consumer cursor
  uint32_t slots = 256;
  uint32_t page_debtors = 512;
  bool shared_debtor_ids = false;
};

/// rows = inserted + amended + unchanged + duplicate + conflict + suspended + rejected.
struct RowCounts {
  uint64_t rows = 0, inserted = 0, amended = 0, unchanged = 0, duplicate = 0, conflict = 0, suspended = 0, rejected = 0;
};

struct ImportFile {
  std::string name;
  std::vector<core::RecordKind> kinds;
  core::Hash128 content;
  RowCounts counts;
};

/// Count and sum of amounts per (record kind, currency) that the store holds: the control totals.
struct ControlTotal {
  core::RecordKind kind = core::RecordKind::kReceivable;
  uint32_t currency = 0;  ///< Currency::code; 0 for records without money
  uint64_t count = 0;
  int64_t amount_low = 0;  ///< sum of minor units, low 64 bits of a 128-bit integer
  int64_t amount_high = 0;
};

struct ImportRecord {
  uint64_t number = 0;
  int64_t committed_at = 0;  ///< UTC seconds; for people only
  std::vector<ImportFile> files;
  std::string creditors;  ///< encoded creditors table after this import; empty: unchanged
  std::string rates;      ///< encoded rates that the import entered or changed; empty: none
  std::string fx;         ///< the same of exchange rates
  /// Encoded tables of the records that wait after this import because nobody knows their debtor, one a kind; empty:
  /// unchanged. Not kept in the record: the registry has the last ones only.
  std::vector<std::string> waiting;
  std::vector<ControlTotal> before, change, after;
};

/// One line of counters: a name (parts joined by '\x1f') and a count or an amount.
using Counters = std::map<std::string, int64_t>;

/// How far one slot of a run is, with what it has counted so far.
struct SlotCursor {
  uint64_t run_ordinal = 0;
  core::SlotIndex slot = 0;
  core::DebtorHash next_page = 0;  ///< lower bound of the first page not yet decided
  bool done = false;
  Counters counters;
  std::vector<std::pair<std::string, std::string>> quarantined;  ///< (creditor_id \x1f debtor_id, reason)
};

enum class RunState : uint8_t { kOpen, kFinished };

/// Everything a resumed run needs: never the files on disk.
struct RunRecord {
  uint64_t ordinal = 0;
  std::string run_id;  ///< "2026-11-21/1"
  core::Date business_date;
  std::vector<std::string> creditors;  ///< decided by this run, sorted; empty entry = all of an unnamed creditor
  std::string configuration;           ///< the rule texts, whole
  std::string fingerprint;             ///< "sha256:<hex>" over them, comments and machine settings left out
  std::string rule_version;
  uint64_t last_import = 0;  ///< the run sees rows of imports up to this one
  RunState state = RunState::kOpen;
  core::SlotIndex published_slots = 0;  ///< slots [0, published_slots) are visible to consumers
  Counters counters;                    ///< of the finished run
  std::vector<std::pair<std::string, std::string>> quarantined;
  double seconds = 0;
};

/// Name of the small text that says that some debtor's parent pays for it; set by imports, never taken back.
inline constexpr std::string_view kParentsPay = "parents-pay";

struct FamilySize {
  std::string family;
  uint64_t bytes = 0;
};

}  // namespace dunlin::storage
