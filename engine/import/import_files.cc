#include "engine/import/import_files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <numeric>

#include "core/event_batch.h"
#include "core/record_traits.h"
#include "engine/import/append_kernel.h"
#include "engine/import/classify.h"
#include "engine/import/creditor_book.h"
#include "engine/import/debtor_search.h"
#include "engine/import/id_owners.h"
#include "engine/import/id_spool.h"
#include "engine/import/landing.h"
#include "engine/import/ordered_rows.h"
#include "engine/import/rate_book.h"
#include "engine/import/reject_book.h"
#include "engine/import/staging.h"
#include "engine/import/unnamed_interactions.h"
#include "engine/import/waiting_money.h"
#include "engine/parallel.h"
#include "ingest/read_file.h"
#include "storage/codec/table_codec.h"
#include "storage/crash_point.h"
#include "storage/store.h"

namespace dunlin::engine {
namespace {

using core::EventBatch;
using core::Field;
using core::RecordKind;

// Of the memory allowed; the rest is the store's and that of the pages at work.
constexpr uint64_t kStagedShare = 3;
constexpr uint64_t kIdsShare = 8;

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Rows of one file as its readers hand them over.
struct FileTally {
  std::array<std::atomic<uint64_t>, core::kRecordKinds> rows{};
  std::atomic<bool> nameless{false};  // some row names no creditor
  core::Hash128 content;
  uint64_t data_rows = 0;
  std::string implied;  // creditor under which its nameless ids were spooled
};

/// True where some row has no text; a missing column has none at all.
bool has_gaps(const core::TextColumn* column) {
  return column == nullptr || std::any_of(column->codes().begin(), column->codes().end(),
                                          [](uint32_t code) { return code >= core::TextColumn::kLeaveCode; });
}

/// One import from the first byte to the commit. Phases run one after the other; inside a phase threads share the object.
class ImportJob {
 public:
  ImportJob(storage::Store& store, const std::vector<ImportSource>& files, const ImportOptions& options)
      : store_(store),
        files_(files),
        options_(options),
        staging_(store.identity().slots, options.memory_bytes / kStagedShare, options.stage_directory),
        ids_(options.memory_bytes / kIdsShare, options.stage_directory),
        rejects_(files.size(), options.rejects_stored_max),
        tallies_(files.size()),
        counts_(files.size()) {
    report_.files.resize(files.size());
    for (const ImportSource& file : files) names_.push_back(file.path == "-" ? "stdin" : file.path);
  }

  core::Result<ImportReport> run();

 private:
  core::Status parse_file(size_t file);
  core::Status take_batch(size_t file, EventBatch&& batch);
  core::Status take_rows(size_t file, const EventBatch& batch);
  core::Result<CreditorBook> creditor_book(std::vector<Verdict>& verdicts) const;
  core::Result<std::string> implied_so_far() const;
  core::Result<bool> known_content(size_t file) const;
  void count_as_known(size_t file);
  core::Status respool_ids(const CreditorBook& creditors);
  core::Status classify(const CreditorBook& creditors, const IdOwners& owners, Lander& lander);
  core::Status classify_range(SlotRange range, const ClassifyContext& context, Lander& lander);
  core::Status classify_slot(core::SlotIndex slot, const ClassifyContext& context, const OrderedKinds& rows, PageRows& from,
                             KindVerdicts& verdicts, Lander& lander, DeltaSlice& slice);
  AcceptedRows accepted(const OrderedKinds& rows, const PageRows& page, const KindVerdicts& verdicts,
                        bool version_order) const;
  void count_rows(const OrderedKinds& rows, const KindVerdicts& verdicts);
  void count_verdicts(std::span<const RowOrder> orders, std::span<const Verdict> verdicts);
  core::Status take_rates(const KindRows& apart);
  core::Status take_without_debtor(KindRows&& apart, const OwnerSearch& search);
  core::Status commit(const CreditorBook& creditors, Lander& lander);
  bool is_refused(size_t file) const { return report_.files[file].already_known || report_.files[file].error.has_value(); }
  void tell(ImportPhase phase);

  // Fixed after construction.
  storage::Store& store_;
  const std::vector<ImportSource>& files_;
  const ImportOptions& options_;
  std::vector<std::string> names_;

  // Shared by the threads of a phase; each is safe by itself.
  Staging staging_;
  IdSpool ids_;
  RejectBook rejects_;
  WaitingMoney waiting_money_;
  std::vector<FileTally> tallies_;
  std::atomic<uint64_t> bytes_done_{0}, rows_landed_{0};
  std::mutex tell_mutex_, stage_mutex_;
  std::optional<core::Error> stage_error_;  // our own disk failed, not the file
  std::atomic<bool> parents_pay_{false};    // some debtor's parent pays for it

  // Under counts_mutex_ while threads run.
  std::mutex counts_mutex_;
  std::vector<VerdictCounts> counts_;

  // Owned by the calling thread.
  ImportReport report_;
  storage::ImportRecord record_;
  std::vector<uint64_t> row_base_;  // rows of all earlier files, so that row numbers rise through the import
};

void ImportJob::tell(ImportPhase phase) {
  if (!options_.progress) return;
  const std::lock_guard lock(tell_mutex_);
  options_.progress({phase, bytes_done_, staging_.rows(), rows_landed_});
}

core::Status ImportJob::take_batch(size_t file, EventBatch&& batch) {
  storage::crash_point("ingest_parse");
  const RecordKind kind = batch.rows.kind();
  FileTally& tally = tallies_[file];
  tally.rows[static_cast<size_t>(kind)] += batch.rows.rows();
  core::Status status;
  if (const auto* payers = batch.rows.ints(Field::kPayer)) {
    const auto parent = static_cast<int64_t>(core::Payer::kParent);
    if (std::find(payers->begin(), payers->end(), parent) != payers->end()) parents_pay_ = true;
  }
  if (core::is_registry_kind(kind)) {
    status = staging_.add_apart(batch, file);
  } else {
    if (has_gaps(batch.rows.texts(Field::kCreditorId))) tally.nameless = true;
    name_interactions(batch);
    if (core::may_lack_debtor(kind)) status = staging_.add_apart(taken_without_debtor(batch), file);
    if (status.ok()) status = take_rows(file, batch);
  }
  if (!status.ok()) {
    const std::lock_guard lock(stage_mutex_);
    if (!stage_error_) stage_error_ = status.error();
  }
  return status;
}

core::Status ImportJob::take_rows(size_t file, const EventBatch& batch) {
  const core::Table& rows = batch.rows;
  if (rows.rows() == 0) return {};
  const std::vector<core::DebtorHash> positions = positions_of(rows);
  DUNLIN_TRY(ids_.add(rows, positions, tallies_[file].implied));
  return staging_.add(batch, positions, file);
}

core::Result<CreditorBook> ImportJob::creditor_book(std::vector<Verdict>& verdicts) const {
  DUNLIN_ASSIGN(core::Table stored, store_.creditors());
  DUNLIN_ASSIGN(const KindRows events, staging_.load_apart());
  return CreditorBook(std::move(stored), events[static_cast<size_t>(RecordKind::kCreditor)], verdicts);
}

core::Result<std::string> ImportJob::implied_so_far() const {
  std::vector<Verdict> ignored;
  DUNLIN_ASSIGN(CreditorBook book, creditor_book(ignored));
  book.make_default_if_empty();
  return book.implied().value_or("");
}

core::Status ImportJob::parse_file(size_t file) {
  const auto begin = std::chrono::steady_clock::now();
  ImportedFile& report = report_.files[file];
  report.name = names_[file];
  const ImportSource& source = files_[file];
  ingest::ReadOptions read;
  read.kind = source.kind;
  read.mapping = source.mapping;
  read.strict = options_.strict;
  read.threads = options_.threads;
  read.default_currency = options_.default_currency;
  read.zones = options_.zones;
  const uint64_t bytes_before = bytes_done_;
  ingest::ReadSink sink;
  sink.batch = [&](EventBatch&& batch) { return take_batch(file, std::move(batch)); };
  sink.reject = [&](core::Reject&& reject) -> core::Status {
    reject.file = names_[file];
    rejects_.add(file, std::move(reject), true);
    return {};
  };
  sink.progress = [&](uint64_t bytes) {
    bytes_done_ = bytes_before + bytes;
    tell(ImportPhase::kParse);
  };
  core::Result<ingest::ReadSummary> summary = ingest::read_file(source.path, read, sink);
  if (stage_error_) return *stage_error_;
  report.seconds = seconds_between(begin, std::chrono::steady_clock::now());
  if (!summary.ok()) {
    report.error = summary.error();
    staging_.refuse_file(file);
    rejects_.drop_file(file);
    return {};
  }
  report.kinds = summary->kinds;
  tallies_[file].content = summary->content;
  tallies_[file].data_rows = summary->rows;
  if (options_.again) return {};
  DUNLIN_ASSIGN(const bool known, known_content(file));
  if (known) count_as_known(file);
  return {};
}

core::Result<bool> ImportJob::known_content(size_t file) const {
  for (size_t earlier = 0; earlier < file; ++earlier) {
    if (!is_refused(earlier) && tallies_[earlier].content == tallies_[file].content) return true;
  }
  DUNLIN_ASSIGN(const std::optional<storage::ImportRecord> import, store_.import_of_content(tallies_[file].content));
  return import.has_value();
}

/// Nothing is done with a file that is known; its rows are what they would turn out to be if nothing had changed since.
void ImportJob::count_as_known(size_t file) {
  ImportedFile& report = report_.files[file];
  report.already_known = true;
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
    (core::is_fact(static_cast<RecordKind>(kind)) ? report.counts.duplicate : report.counts.unchanged) +=
        tallies_[file].rows[kind];
  }
  report.counts.rejected = rejects_.rejected(file);
  report.counts.rows = report.counts.duplicate + report.counts.unchanged + report.counts.rejected;
  staging_.refuse_file(file);
  rejects_.drop_file(file);
}

core::Status ImportJob::respool_ids(const CreditorBook& creditors) {
  const auto implied = creditors.implied();
  if (!implied) return {};  // rows that name no creditor are rejected, whatever their ids
  const auto stands = [&](size_t file) {
    return is_refused(file) || !tallies_[file].nameless || tallies_[file].implied == *implied;
  };
  bool all_stand = true;
  for (size_t file = 0; file < files_.size(); ++file) all_stand = all_stand && stands(file);
  if (all_stand) return {};
  ids_.clear();
  const std::vector<SlotRange> ranges = staging_.ranges();
  return in_parallel(options_.threads, ranges.size(), [&](size_t i) -> core::Status {
    DUNLIN_ASSIGN(KindRows kinds, staging_.load(ranges[i]));
    for (StagedRows& staged : kinds) {
      if (!staged.orders.empty()) DUNLIN_TRY(ids_.add(staged.rows, positions_of(staged.rows), *implied));
    }
    return {};
  });
}

/// The page's rows that are to be written, by kind, and the ids they bring.
AcceptedRows ImportJob::accepted(const OrderedKinds& rows, const PageRows& page, const KindVerdicts& verdicts,
                                 bool version_order) const {
  AcceptedRows result;
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
    const OrderedRows& of_kind = rows[kind];
    std::vector<uint32_t> taken;
    for (size_t at = page.kinds[kind].begin; at < page.kinds[kind].end; ++at) {
      const uint32_t row = of_kind.sorted[at];
      const Verdict verdict = verdicts[kind][row];
      if (!is_taken(verdict)) continue;
      taken.push_back(row);
      if (!is_indexed(static_cast<RecordKind>(kind)) || verdict == Verdict::kAmended) continue;
      result.ids.push_back({core::id_fingerprint(of_kind.creditors->at(row), static_cast<RecordKind>(kind), of_kind.id(row)),
                            of_kind.hashes[row]});
    }
    if (taken.empty()) continue;
    if (version_order) {
      std::stable_sort(taken.begin(), taken.end(),
                       [&](uint32_t a, uint32_t b) { return of_kind.staged.orders[a] < of_kind.staged.orders[b]; });
    }
    EventBatch batch(static_cast<RecordKind>(kind));
    batch.rows = picked_rows(of_kind.staged.rows, taken);
    batch.row_numbers.reserve(taken.size());
    batch.lines.reserve(taken.size());
    for (const uint32_t row : taken) {
      const RowOrder order = of_kind.staged.orders[row];
      batch.row_numbers.push_back(row_base_[file_of(order)] + row_of(order));
      batch.lines.push_back(of_kind.staged.lines[row]);
    }
    result.rows.push_back(std::move(batch));
  }
  return result;
}

core::Status ImportJob::classify_slot(core::SlotIndex slot, const ClassifyContext& context, const OrderedKinds& rows,
                                      PageRows& from, KindVerdicts& verdicts, Lander& lander, DeltaSlice& slice) {
  const uint32_t slots = store_.identity().slots;
  const std::vector<storage::PageKey> pages = store_.pages_of(slot);
  for (size_t p = 0; p < pages.size(); ++p) {
    const bool last = p + 1 == pages.size();
    PageRows page_rows;
    bool any = false;
    bool cold = false;
    for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
      const OrderedRows& of_kind = rows[kind];
      const size_t begin = from.kinds[kind].begin;
      size_t end = begin;
      while (end < of_kind.rows()) {
        const core::DebtorHash hash = of_kind.hashes[of_kind.sorted[end]];
        if (last ? core::slot_of(hash, slots) != slot : hash >= pages[p + 1].lower_bound) break;
        ++end;
      }
      page_rows.kinds[kind] = {begin, end};
      from.kinds[kind].begin = end;
      any = any || begin < end;
      cold = cold || (begin < end && !core::is_fact(static_cast<RecordKind>(kind)));
    }
    if (!any) continue;
    storage::crash_point("import_classify");
    DUNLIN_ASSIGN(storage::LoadedPage page, store_.load(pages[p], lander.scope(cold)));
    TotalsChange change;
    classify_page(context, rows, page_rows, page.page, verdicts, change);
    AcceptedRows taken = accepted(rows, page_rows, verdicts, !lander.bulk());
    taken.change = change.take();
    rows_landed_ += taken.count();
    DUNLIN_TRY(lander.put(std::move(page), std::move(taken), slice));
    tell(ImportPhase::kClassify);
  }
  return {};
}

core::Status ImportJob::classify_range(SlotRange range, const ClassifyContext& context, Lander& lander) {
  DUNLIN_ASSIGN(KindRows kinds, staging_.load(range));
  OrderedKinds rows;
  KindVerdicts verdicts;
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
    std::vector<NamelessRow> nameless;
    if (!kinds[kind].orders.empty()) fill_creditors(kinds[kind], context.creditors, nameless);
    for (const NamelessRow& row : nameless) {
      rejects_.add(file_of(row.order), nameless_reject(row, names_[file_of(row.order)]), true);
    }
    number_interactions(kinds[kind]);
    rows[kind] = ordered(std::move(kinds[kind]));
    verdicts[kind].assign(rows[kind].rows(), Verdict::kInserted);
  }
  PageRows from;
  DeltaSlice slice;
  for (core::SlotIndex slot = range.begin; slot < range.end; ++slot) {
    DUNLIN_TRY(classify_slot(slot, context, rows, from, verdicts, lander, slice));
  }
  DUNLIN_TRY(lander.flush(slice));
  count_rows(rows, verdicts);
  return {};
}

core::Status ImportJob::classify(const CreditorBook& creditors, const IdOwners& owners, Lander& lander) {
  row_base_.assign(files_.size(), 0);
  for (size_t file = 1; file < files_.size(); ++file) {
    row_base_[file] = row_base_[file - 1] + tallies_[file - 1].data_rows;
  }
  const ClassifyContext context{creditors, owners, names_, rejects_, waiting_money_};
  const std::vector<SlotRange> ranges = staging_.ranges();
  return in_parallel(options_.threads, ranges.size(), [&](size_t i) { return classify_range(ranges[i], context, lander); });
}

void ImportJob::count_rows(const OrderedKinds& rows, const KindVerdicts& verdicts) {
  std::vector<VerdictCounts> counts(files_.size());
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
    const std::vector<RowOrder>& orders = rows[kind].staged.orders;
    for (size_t row = 0; row < orders.size(); ++row) {
      if (is_released(orders[row])) continue;
      ++counts[file_of(orders[row])][static_cast<size_t>(verdicts[kind][row])];
    }
  }
  const std::lock_guard lock(counts_mutex_);
  for (size_t file = 0; file < counts.size(); ++file) {
    for (size_t verdict = 0; verdict < kVerdicts; ++verdict) counts_[file][verdict] += counts[file][verdict];
  }
}

void ImportJob::count_verdicts(std::span<const RowOrder> orders, std::span<const Verdict> verdicts) {
  for (size_t row = 0; row < verdicts.size(); ++row) {
    ++counts_[file_of(orders[row])][static_cast<size_t>(verdicts[row])];
  }
}

core::Status ImportJob::take_rates(const KindRows& apart) {
  for (const RecordKind kind : {RecordKind::kRate, RecordKind::kFx}) {
    const StagedRows& rows = apart[static_cast<size_t>(kind)];
    std::vector<Verdict> verdicts;
    DUNLIN_ASSIGN((kind == RecordKind::kRate ? record_.rates : record_.fx), changed_rates(store_, rows, verdicts));
    count_verdicts(rows.orders, verdicts);
  }
  return {};
}

core::Status ImportJob::take_without_debtor(KindRows&& apart, const OwnerSearch& search) {
  const auto nameless = [&](const NamelessRow& row) {
    rejects_.add(file_of(row.order), nameless_reject(row, names_[file_of(row.order)]), true);
  };
  DUNLIN_ASSIGN(DebtorSearchResult result, find_debtors(search, std::move(apart), staging_, ids_, nameless));
  count_verdicts(result.orders, result.verdicts);
  record_.waiting = std::move(result.waiting);
  return {};
}

core::Status ImportJob::commit(const CreditorBook& creditors, Lander& lander) {
  record_.number = report_.import;
  record_.committed_at = options_.committed_at;
  if (creditors.changed()) record_.creditors = storage::encode_table(creditors.table());
  for (size_t file = 0; file < files_.size(); ++file) {
    if (is_refused(file)) continue;
    ImportedFile& report = report_.files[file];
    add_counts(counts_[file], report.counts);
    report.counts.rejected += rejects_.rejected(file);
    report.counts.rows += rejects_.rejected(file);
    record_.files.push_back({report.name, report.kinds, tallies_[file].content, report.counts});
  }
  for (std::string& table : waiting_money_.tables()) record_.waiting.push_back(std::move(table));
  // Set before the commit: too early does no harm, too late would lose it to a crash.
  if (parents_pay_) {
    DUNLIN_ASSIGN(const auto known, store_.text(std::string(storage::kParentsPay)));
    if (!known) DUNLIN_TRY(store_.put_text(std::string(storage::kParentsPay), "1"));
  }
  return lander.commit(record_, rejects_.take());
}

core::Result<ImportReport> ImportJob::run() {
  for (size_t file = 0; file < files_.size(); ++file) {
    DUNLIN_ASSIGN(tallies_[file].implied, implied_so_far());
    DUNLIN_TRY(parse_file(file));
  }
  report_.rows_spilled = staging_.rows_spilled();
  const auto parsed = std::chrono::steady_clock::now();
  bool any = false;
  bool nameless = false;
  for (size_t file = 0; file < files_.size(); ++file) {
    any = any || !is_refused(file);
    nameless = nameless || (!is_refused(file) && tallies_[file].nameless);
  }
  if (!any) return std::move(report_);

  tell(ImportPhase::kIds);
  std::vector<Verdict> creditor_verdicts;
  DUNLIN_ASSIGN(CreditorBook creditors, creditor_book(creditor_verdicts));
  DUNLIN_ASSIGN(KindRows apart, staging_.load_apart());
  count_verdicts(apart[static_cast<size_t>(RecordKind::kCreditor)].orders, creditor_verdicts);
  DUNLIN_TRY(take_rates(apart));
  if (nameless) creditors.make_default_if_empty();
  DUNLIN_TRY(respool_ids(creditors));
  const OwnerSearch search{store_, staging_, ids_, creditors, options_.threads};
  DUNLIN_TRY(take_without_debtor(std::move(apart), search));
  DUNLIN_TRY(waiting_money_.settle(search, staging_, ids_));
  DUNLIN_ASSIGN(const IdOwners owners, find_owners(search));
  ids_.clear();

  DUNLIN_ASSIGN(const bool bulk, wants_bulk(store_, staging_.bytes(), options_.landing));
  report_.bulk = bulk;
  DUNLIN_ASSIGN(report_.import, store_.begin_import());
  const core::Status landed = [&]() -> core::Status {
    Lander lander(store_, report_.import, bulk);
    DUNLIN_TRY(classify(creditors, owners, lander));
    tell(ImportPhase::kCommit);
    DUNLIN_TRY(commit(creditors, lander));
    tell(ImportPhase::kFold);
    return lander.fold(options_.threads);
  }();
  if (!landed.ok()) {
    if (store_.last_import() < report_.import) store_.abandon_import(report_.import);
    return landed.error();
  }
  // What follows the parsing is shared work; each file answers for its share of the rows.
  const double rest = seconds_between(parsed, std::chrono::steady_clock::now());
  uint64_t rows = 0;
  for (size_t file = 0; file < files_.size(); ++file) rows += is_refused(file) ? 0 : report_.files[file].counts.rows;
  for (size_t file = 0; file < files_.size(); ++file) {
    ImportedFile& report = report_.files[file];
    if (!is_refused(file) && rows > 0) {
      report.seconds += rest * static_cast<double>(report.counts.rows) / static_cast<double>(rows);
    }
  }
  return std::move(report_);
}

}  // namespace

core::Result<ImportReport> import_files(storage::Store& store, const std::vector<ImportSource>& files,
                                        const ImportOptions& options) {
  return ImportJob(store, files, options).run();
}

}  // namespace dunlin::engine
