#include "engine/service/ingest.h"

#include <algorithm>
#include <filesystem>

#include "core/money.h"
#include "engine/import/suspense.h"
#include "engine/settings/zone_reader.h"

namespace dunlin::engine {
namespace {

core::Result<const ingest::SourceMapping*> find_source(const Configuration& configuration, const std::string& name) {
  if (name.empty()) return static_cast<const ingest::SourceMapping*>(nullptr);
  if (const auto at = configuration.sources.find(name); at != configuration.sources.end()) return &at->second;
  std::vector<std::string_view> names;
  for (const auto& [known, mapping] : configuration.sources) names.push_back(known);
  const std::string_view near = core::nearest_name(names, name);
  return core::Error{core::ErrorKind::kUsage, "--source " + name, "is no source of the configuration",
                     near.empty() ? "write sources/" + name + ".toml" : "did you mean " + std::string(near) + "?"};
}

core::Result<std::optional<core::RecordKind>> find_kind(const std::string& name) {
  if (name.empty()) return std::optional<core::RecordKind>();
  const auto kind = core::parse_name<core::RecordKind>(core::kRecordKindNames, name);
  const std::string_view near = core::nearest_name(core::kRecordKindNames, name);
  if (!kind) {
    return core::Error{core::ErrorKind::kUsage, "--kind " + name, "is not a kind of record",
                       near.empty() ? "such as receivables, debtors, payments" : "did you mean " + std::string(near) + "?"};
  }
  return kind;
}

std::string_view phase_name(ImportPhase phase) {
  switch (phase) {
    case ImportPhase::kParse: return "reading";
    case ImportPhase::kIds: return "matching ids";
    case ImportPhase::kClassify: return "sorting into pages";
    case ImportPhase::kCommit: return "committing";
    case ImportPhase::kFold: return "folding";
  }
  return "";
}

std::string joined_kinds(const std::vector<core::RecordKind>& kinds) {
  std::string text;
  for (const core::RecordKind kind : kinds) {
    text += (text.empty() ? "" : ",") + std::string(name_of(core::kRecordKindNames, kind));
  }
  return text;
}

ImportOptions import_options(Site& site, const IngestRequest& request) {
  ImportOptions options;
  options.threads = site.threads;
  options.memory_bytes = site.memory_bytes;
  options.stage_directory = (std::filesystem::path(site.options.data) / "stage").string();
  options.strict = request.strict;
  options.again = request.again;
  options.zones = zone_names();
  options.default_currency = core::to_string(site.configuration.rules.base_currency);
  options.committed_at = clock_seconds();
  if (site.progress) {
    options.progress = [&site](const ImportProgress& at) {
      const bool reading = at.phase == ImportPhase::kParse;
      site.progress({phase_name(at.phase), reading ? at.rows : at.rows_landed, reading ? 0 : at.rows, "rows"});
    };
  }
  return options;
}

}  // namespace

bool IngestResponse::has_failures() const {
  return std::any_of(report.files.begin(), report.files.end(), [](const ImportedFile& f) { return f.error.has_value(); });
}
bool IngestResponse::has_rejects() const {
  return std::any_of(report.files.begin(), report.files.end(),
                     [](const ImportedFile& f) { return f.counts.rejected > 0 || f.counts.conflict > 0; });
}

core::Result<IngestResponse> ingest(Site& site, const IngestRequest& request) {
  DUNLIN_ASSIGN(const ingest::SourceMapping* mapping, find_source(site.configuration, request.source));
  DUNLIN_ASSIGN(const std::optional<core::RecordKind> kind, find_kind(request.kind));
  if (mapping != nullptr && kind) {
    return core::Error{core::ErrorKind::kUsage, "--kind " + request.kind, "cannot go with --source",
                       "the source says which records a row yields"};
  }
  std::vector<ImportSource> sources;
  for (const std::string& file : request.files) sources.push_back({file, kind, mapping});
  IngestResponse response;
  DUNLIN_ASSIGN(response.report, import_files(*site.store, sources, import_options(site, request)));
  return response;
}

ResultTable ingest_rows(const IngestResponse& response) {
  using enum CellKind;
  ResultTable table{{{"file"},
                     {"kind"},
                     {"rows", kNumber},
                     {"inserted", kNumber},
                     {"amended", kNumber},
                     {"unchanged", kNumber},
                     {"duplicate", kNumber},
                     {"conflict", kNumber},
                     {"suspended", kNumber},
                     {"rejected", kNumber},
                     {"seconds", kNumber},
                     {"already_known", kJson},
                     {"error"}},
                    {}};
  for (const ImportedFile& file : response.report.files) {
    const storage::RowCounts& counts = file.counts;
    std::vector<std::optional<std::string>> row = {file.name, std::nullopt};
    if (!file.kinds.empty()) row[1] = joined_kinds(file.kinds);
    for (const uint64_t count : {counts.rows, counts.inserted, counts.amended, counts.unchanged, counts.duplicate,
                                 counts.conflict, counts.suspended, counts.rejected}) {
      row.emplace_back(std::to_string(count));
    }
    row.emplace_back(core::format_amount(static_cast<int64_t>(file.seconds * 1000 + 0.5), 3));
    row.emplace_back(file.already_known ? "true" : "false");
    row.emplace_back(file.error ? std::optional(core::describe(*file.error)) : std::nullopt);
    table.rows.push_back(std::move(row));
  }
  return table;
}

core::Result<ResultTable> rejects(Site& site, const RejectsRequest& request) {
  using enum CellKind;
  ResultTable table{{{"import", kNumber},
                     {"file"},
                     {"row", kNumber},
                     {"line", kNumber},
                     {"column", kNumber},
                     {"kind"},
                     {"field"},
                     {"text"},
                     {"reason"},
                     {"detail"},
                     {"conflict", kJson}},
                    {}};
  const auto is_wanted = [&](const std::string& file) {
    return request.file.empty() || file == request.file || std::filesystem::path(file).filename() == request.file;
  };
  DUNLIN_TRY(site.store->each_reject([&](uint64_t import, const core::Reject& reject) {
    if (table.rows.size() >= request.limit) return false;
    if (!is_wanted(reject.file)) return true;
    const auto or_null = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
    table.rows.push_back({std::to_string(import), reject.file, std::to_string(reject.row), std::to_string(reject.line),
                          reject.column == 0 ? std::nullopt : std::optional(std::to_string(reject.column)),
                          std::string(name_of(core::kRecordKindNames, reject.kind)), or_null(reject.field), reject.text,
                          reject.reason, reject.detail, reject.conflict ? "true" : "false"});
    return true;
  }));
  return table;
}

core::Result<ResultTable> suspense(Site& site, uint64_t limit) {
  ResultTable table{
      {{"kind"}, {"id"}, {"creditor_id"}, {"debtor_id"}, {"waits_for"}, {"parent_id"}, {"amount"}, {"currency"}}, {}};
  DUNLIN_TRY(each_suspended(*site.store, [&](const SuspendedRow& row) {
    if (table.rows.size() >= limit) return false;
    std::optional<std::string> debtor, parent, amount, currency;
    if (!row.parent_id.empty()) parent = row.parent_id;
    if (!row.debtor_id.empty()) debtor = row.debtor_id;
    if (row.currency != 0) {
      amount = core::format_amount(row.amount, core::minor_digits(core::Currency{row.currency}));
      currency = core::to_string(core::Currency{row.currency});
    }
    table.rows.push_back({std::string(name_of(core::kRecordKindNames, row.kind)), row.id, row.creditor_id, debtor,
                          std::string(core::name_of(kMissingParentNames, row.missing)), parent, amount, currency});
    return true;
  }));
  return table;
}

}  // namespace dunlin::engine
