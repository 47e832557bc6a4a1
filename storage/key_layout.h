// The on-disk contract: where every value lies. All numbers in keys are big-endian, so that keys sort as their numbers do.
//
//   family    key                                                        bytes  value (codec/envelope.h around it)
//   facts     slot:2 lower_bound:8 segment:2                                12  page: debtor fields rules read, records, CSR
//   cold      slot:2 lower_bound:8 segment:2                                12  page: names, addresses, attributes
//   state     slot:2 lower_bound:8 segment:2                                12  page: memory of runs; absent = empty
//   history   slot:2 lower_bound:8 segment:2                                12  retired records; kept empty so far
//   delta     slot:2 lower_bound:8 import:8 part:4                          22  rows of one import for one page
//   outbox    run:8 slot:2 lower_bound:8                                    18  actions of one commit of a run
//   ids       partition:2 import:8 part:4                                   14  sorted run of (fingerprint, position)
//   registry  names, see below
//
// - slot = (hash * slots) >> 64, at most 65,536 of them; the slot leads every key, so slots can be moved as ranges.
// - lower_bound is the page's fixed bound, not its smallest member: the slot's own lowest hash, or a hash whose low 32 bits
//   are zero. No bound parts two hashes that agree in their top 32 bits, so the ids index can keep 32-bit positions and a
//   position survives every split.
// - segment is 0. Debtors too large for a page get a page of their own (pages are split around them); segments are reserved
//   for debtors too large for one value.
// - A delta's (import, part) is its sequence: imports are one at a time, numbered without gaps, and parts count the appends
//   of one import. `folded_through` in a page's header is the last import folded into it. It lies under the bound that the
//   page had when it was written; a page splits only when no delta is left over it.
// - partition is the top 12 bits of the fingerprint. Merged runs take the key of the newest run they replace.
// - Reserved: family numbers, value kinds and field numbers are never reused.
//
//   registry key                    value
//   "identity"                      StoreIdentity, format, feature bits
//   "import/" number:8              import record, with the creditors table, rates and fx where the import changed them
//   "content/" hash:16              number of the import that took a file of this content
//   "reject/" import:8 part:4       rejects of an import
//   "creditors"                     creditors table as of the last import
//   "waiting/" kind:1               records of the kind whose debtor nobody knows yet, as of the last import; of payments
//   and
//                                   credit notes the ids of those that wait for a receivable
//   "totals"                        control totals of the store
//   "open_import"                   import in progress (absent: none); its deltas and ids are dropped at open
//   "directory/" slot:2             lower bounds of the slot's pages (absent: only the slot's own)
//   "run/" ordinal:8                run record
//   "cursor/" ordinal:8 slot:2      how far a slot of a run is
//   "publish/" ordinal:8            slots of the run that consumers see
//   "text/" name                    small texts of the engine: consumer cursors, surveys, the law that runs went by
//
// Changing anything here needs a new format number, and an upgrade that is tested against a stored fixture of the old one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/hash.h"

namespace dunlin::storage {

/// 1: the first. 2: states with groups of charges and events, fields, record kinds and action columns joined at the ends,
/// waiting records in the registry, run records that name their law. Decoders read 1 as it stands, so the upgrade, at the
/// first open for writing, is the number; it keeps programs that know 1 only from what they would take for damage.
inline constexpr uint32_t kStoreFormat = 2;
inline constexpr uint32_t kSlotsMax = 65'536;

/// Facts a reader must understand to open a store; unknown bits are refused.
enum FeatureBit : uint64_t {
  kWeakDebtorHash = 1,  ///< made by a test build whose debtor hashes keep 8 bits
};
#ifdef DUNLIN_WEAK_DEBTOR_HASH
inline constexpr uint64_t kFeatures = kWeakDebtorHash;
#else
inline constexpr uint64_t kFeatures = 0;
#endif

enum class Family : uint8_t { kFacts, kState, kCold, kDelta, kOutbox, kIds, kHistory, kRegistry };
inline constexpr size_t kFamilies = 8;
inline constexpr std::array<std::string_view, kFamilies> kFamilyNames = {"facts",  "state", "cold",    "delta",
                                                                         "outbox", "ids",   "history", "registry"};

inline constexpr uint32_t kIdPartitions = 4096;
constexpr uint32_t id_partition(uint64_t fingerprint) { return static_cast<uint32_t>(fingerprint >> 52); }

inline constexpr size_t kPageKeyBytes = 12;
inline constexpr size_t kDeltaKeyBytes = 22;
inline constexpr size_t kOutboxKeyBytes = 18;
inline constexpr size_t kIdsKeyBytes = 14;

/// Appends the low `bytes` bytes of `number`, most significant first.
void append_big_endian(std::string& key, uint64_t number, size_t bytes);
/// Reads `bytes` bytes at `at`; the caller has checked the length.
uint64_t read_big_endian(std::string_view key, size_t at, size_t bytes);

std::string page_key(core::SlotIndex slot, core::DebtorHash lower_bound);
std::string delta_key(core::SlotIndex slot, core::DebtorHash lower_bound, uint64_t import, uint32_t part);
/// What all deltas of a page begin with.
std::string delta_prefix(core::SlotIndex slot, core::DebtorHash lower_bound);
std::string outbox_key(uint64_t run, core::SlotIndex slot, core::DebtorHash lower_bound);
std::string ids_key(uint32_t partition, uint64_t import, uint32_t part);

namespace registry_key {
inline constexpr std::string_view kIdentity = "identity";
inline constexpr std::string_view kCreditors = "creditors";
inline constexpr std::string_view kTotals = "totals";
inline constexpr std::string_view kWaiting = "waiting/";
inline constexpr std::string_view kOpenImport = "open_import";
inline constexpr std::string_view kImport = "import/";
inline constexpr std::string_view kContent = "content/";
inline constexpr std::string_view kReject = "reject/";
inline constexpr std::string_view kDirectory = "directory/";
inline constexpr std::string_view kRun = "run/";
inline constexpr std::string_view kCursor = "cursor/";
inline constexpr std::string_view kPublish = "publish/";
inline constexpr std::string_view kText = "text/";

std::string numbered(std::string_view prefix, uint64_t number);
std::string content(core::Hash128 hash);
std::string reject(uint64_t import, uint32_t part);
std::string directory(core::SlotIndex slot);
std::string cursor(uint64_t run, core::SlotIndex slot);
std::string waiting(core::RecordKind kind);
}  // namespace registry_key

/// The smallest key that is above every key with this prefix; empty when there is none.
std::string prefix_end(std::string_view prefix);
/// A key as people read it: `facts slot 12 bound 0c00000000000000`.
std::string describe_key(Family family, std::string_view key);

}  // namespace dunlin::storage
