#include "storage/registry/registry_codec.h"

#include <memory>

#include "storage/schema/registry_generated.h"

namespace dunlin::storage {
namespace {

namespace wire = registry;

template <class Record>
std::string packed(const typename Record::NativeTableType& native) {
  flatbuffers::FlatBufferBuilder out(512);
  out.Finish(Record::Pack(out, &native));
  return {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()};
}

template <class Record>
bool unpacked(std::string_view body, typename Record::NativeTableType& native) {
  flatbuffers::Verifier verifier(reinterpret_cast<const uint8_t*>(body.data()), body.size(), 16, 4'000'000);
  if (!verifier.VerifyBuffer<Record>(nullptr)) return false;
  flatbuffers::GetRoot<Record>(body.data())->UnPackTo(&native);
  return true;
}

std::vector<wire::Total> totals_out(const ControlTotals& totals) {
  std::vector<wire::Total> out;
  for (const ControlTotal& total : totals) {
    out.emplace_back(static_cast<uint8_t>(total.kind), total.currency, total.count, total.amount_low, total.amount_high);
  }
  return out;
}

bool totals_in(const std::vector<wire::Total>& totals, ControlTotals& out) {
  out.clear();
  for (const wire::Total& total : totals) {
    if (total.kind() >= core::kRecordKinds) return false;
    out.push_back({static_cast<core::RecordKind>(total.kind()), total.currency(), total.count(), total.amount_low(),
                   total.amount_high()});
  }
  return true;
}

std::vector<std::unique_ptr<wire::CounterT>> counters_out(const Counters& counters) {
  std::vector<std::unique_ptr<wire::CounterT>> out;
  for (const auto& [name, value] : counters) {
    auto counter = std::make_unique<wire::CounterT>();
    counter->name = name;
    counter->value = value;
    out.push_back(std::move(counter));
  }
  return out;
}

Counters counters_in(const std::vector<std::unique_ptr<wire::CounterT>>& counters) {
  Counters out;
  for (const auto& counter : counters) out[counter->name] = counter->value;
  return out;
}

using Quarantine = std::vector<std::pair<std::string, std::string>>;

std::vector<std::unique_ptr<wire::QuarantinedT>> quarantine_out(const Quarantine& quarantined) {
  std::vector<std::unique_ptr<wire::QuarantinedT>> out;
  for (const auto& [debtor, reason] : quarantined) {
    auto entry = std::make_unique<wire::QuarantinedT>();
    entry->debtor = debtor;
    entry->reason = reason;
    out.push_back(std::move(entry));
  }
  return out;
}

Quarantine quarantine_in(const std::vector<std::unique_ptr<wire::QuarantinedT>>& quarantined) {
  Quarantine out;
  for (const auto& entry : quarantined) out.emplace_back(entry->debtor, entry->reason);
  return out;
}

}  // namespace

std::string encode_record(const StoredIdentity& stored) {
  wire::IdentityT native;
  native.uuid = stored.identity.uuid;
  native.format = stored.identity.format;
  native.features = stored.features;
  native.epoch = stored.identity.epoch;
  native.slots = stored.identity.slots;
  native.page_debtors = stored.identity.page_debtors;
  native.shared_debtor_ids = stored.identity.shared_debtor_ids;
  return packed<wire::Identity>(native);
}

bool decode_record(std::string_view body, StoredIdentity& out) {
  wire::IdentityT native;
  if (!unpacked<wire::Identity>(body, native)) return false;
  out.identity = {native.uuid, native.format, native.epoch, native.slots, native.page_debtors, native.shared_debtor_ids};
  out.features = native.features;
  return true;
}

std::string encode_record(const ImportRecord& record) {
  wire::ImportT native;
  native.number = record.number;
  native.committed_at = record.committed_at;
  for (const ImportFile& file : record.files) {
    auto out = std::make_unique<wire::ImportFileT>();
    out->name = file.name;
    for (const core::RecordKind kind : file.kinds) out->kinds.push_back(static_cast<uint8_t>(kind));
    out->content_high = file.content.high;
    out->content_low = file.content.low;
    const RowCounts& counts = file.counts;
    out->counts = std::make_unique<wire::Counts>(counts.rows, counts.inserted, counts.amended, counts.unchanged,
                                                 counts.duplicate, counts.conflict, counts.suspended, counts.rejected);
    native.files.push_back(std::move(out));
  }
  native.before = totals_out(record.before);
  native.change = totals_out(record.change);
  native.after = totals_out(record.after);
  native.creditors.assign(record.creditors.begin(), record.creditors.end());
  native.rates.assign(record.rates.begin(), record.rates.end());
  native.fx.assign(record.fx.begin(), record.fx.end());
  return packed<wire::Import>(native);
}

bool decode_record(std::string_view body, ImportRecord& out) {
  wire::ImportT native;
  if (!unpacked<wire::Import>(body, native)) return false;
  out = {};
  out.number = native.number;
  out.committed_at = native.committed_at;
  for (const auto& file : native.files) {
    ImportFile in;
    in.name = file->name;
    for (const uint8_t kind : file->kinds) {
      if (kind >= core::kRecordKinds) return false;
      in.kinds.push_back(static_cast<core::RecordKind>(kind));
    }
    in.content = {file->content_high, file->content_low};
    if (file->counts == nullptr) return false;
    const wire::Counts& counts = *file->counts;
    in.counts = {counts.rows(),      counts.inserted(), counts.amended(),   counts.unchanged(),
                 counts.duplicate(), counts.conflict(), counts.suspended(), counts.rejected()};
    out.files.push_back(std::move(in));
  }
  out.creditors.assign(native.creditors.begin(), native.creditors.end());
  out.rates.assign(native.rates.begin(), native.rates.end());
  out.fx.assign(native.fx.begin(), native.fx.end());
  return totals_in(native.before, out.before) && totals_in(native.change, out.change) && totals_in(native.after, out.after);
}

std::string encode_record(const RunRecord& record) {
  wire::RunT native;
  native.ordinal = record.ordinal;
  native.run_id = record.run_id;
  native.business_date = record.business_date.days;
  native.creditors = record.creditors;
  native.configuration = record.configuration;
  native.fingerprint = record.fingerprint;
  native.rule_version = record.rule_version;
  native.last_import = record.last_import;
  native.state = static_cast<uint8_t>(record.state);
  native.counters = counters_out(record.counters);
  native.quarantined = quarantine_out(record.quarantined);
  native.seconds = record.seconds;
  return packed<wire::Run>(native);
}

bool decode_record(std::string_view body, RunRecord& out) {
  wire::RunT native;
  if (!unpacked<wire::Run>(body, native) || native.state > static_cast<uint8_t>(RunState::kFinished)) return false;
  out = {};
  out.ordinal = native.ordinal;
  out.run_id = std::move(native.run_id);
  out.business_date = core::Date{native.business_date};
  out.creditors = std::move(native.creditors);
  out.configuration = std::move(native.configuration);
  out.fingerprint = std::move(native.fingerprint);
  out.rule_version = std::move(native.rule_version);
  out.last_import = native.last_import;
  out.state = static_cast<RunState>(native.state);
  out.counters = counters_in(native.counters);
  out.quarantined = quarantine_in(native.quarantined);
  out.seconds = native.seconds;
  return true;
}

std::string encode_record(const SlotCursor& cursor) {
  wire::CursorT native;
  native.run_ordinal = cursor.run_ordinal;
  native.slot = cursor.slot;
  native.next_page = cursor.next_page;
  native.done = cursor.done;
  native.counters = counters_out(cursor.counters);
  native.quarantined = quarantine_out(cursor.quarantined);
  return packed<wire::Cursor>(native);
}

bool decode_record(std::string_view body, SlotCursor& out) {
  wire::CursorT native;
  if (!unpacked<wire::Cursor>(body, native)) return false;
  out = {native.run_ordinal,
         native.slot,
         native.next_page,
         native.done,
         counters_in(native.counters),
         quarantine_in(native.quarantined)};
  return true;
}

std::string encode_rejects(const std::vector<core::Reject>& rejects, size_t first, size_t count) {
  wire::RejectsT native;
  for (size_t i = first; i < first + count; ++i) {
    const core::Reject& reject = rejects[i];
    auto out = std::make_unique<wire::RejectT>();
    out->file = reject.file;
    out->row = reject.row;
    out->line = reject.line;
    out->column = reject.column;
    out->kind = static_cast<uint8_t>(reject.kind);
    out->field = reject.field;
    out->text = reject.text;
    out->reason = reject.reason;
    out->detail = reject.detail;
    out->conflict = reject.conflict;
    native.rows.push_back(std::move(out));
  }
  return packed<wire::Rejects>(native);
}

bool decode_rejects(std::string_view body, std::vector<core::Reject>& out) {
  wire::RejectsT native;
  if (!unpacked<wire::Rejects>(body, native)) return false;
  out.clear();
  for (auto& row : native.rows) {
    if (row->kind >= core::kRecordKinds) return false;
    out.push_back({std::move(row->file), row->row, row->line, row->column, static_cast<core::RecordKind>(row->kind),
                   std::move(row->field), std::move(row->text), std::move(row->reason), std::move(row->detail),
                   row->conflict});
  }
  return true;
}

std::string encode_totals(const ControlTotals& totals) {
  wire::TotalsT native;
  native.totals = totals_out(totals);
  return packed<wire::Totals>(native);
}

bool decode_totals(std::string_view body, ControlTotals& out) {
  wire::TotalsT native;
  return unpacked<wire::Totals>(body, native) && totals_in(native.totals, out);
}

std::string encode_bounds(const std::vector<core::DebtorHash>& bounds) {
  wire::DirectoryT native;
  native.bounds = bounds;
  return packed<wire::Directory>(native);
}

bool decode_bounds(std::string_view body, std::vector<core::DebtorHash>& out) {
  wire::DirectoryT native;
  if (!unpacked<wire::Directory>(body, native)) return false;
  out = std::move(native.bounds);
  return true;
}

std::string encode_number(uint64_t number) {
  wire::NumberT native;
  native.value = number;
  return packed<wire::Number>(native);
}

bool decode_number(std::string_view body, uint64_t& out) {
  wire::NumberT native;
  if (!unpacked<wire::Number>(body, native)) return false;
  out = native.value;
  return true;
}

}  // namespace dunlin::storage
