#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/cli/import_report.h"

namespace dunlin::engine {
namespace {

/// For people: files that were refused are told as errors, so neither they nor their columns stand in the table.
ResultTable readable(const ResultTable& rows, const ImportReport& report) {
  constexpr size_t kColumns = 11;  // without already_known and error
  ResultTable table;
  table.columns.assign(rows.columns.begin(), rows.columns.begin() + kColumns);
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    if (report.files[i].error) continue;
    table.rows.emplace_back(rows.rows[i].begin(), rows.rows[i].begin() + kColumns);
  }
  return table;
}

}  // namespace

int report_import(Invocation& invocation, const IngestResponse& response) {
  Terminal& terminal = invocation.terminal;
  const ResultTable rows = ingest_rows(response);
  if (terminal.is_json()) {
    terminal.out(rows_as_jsonl(rows));
  } else if (terminal.format() == Format::kCsv) {
    terminal.rows(rows);
  } else {
    const ResultTable table = readable(rows, response.report);
    if (!table.rows.empty()) terminal.aligned(table);
  }
  for (const ImportedFile& file : response.report.files) {
    if (file.error) {
      terminal.error(*file.error);
    } else if (file.already_known) {
      terminal.note(file.name + ": the same content was loaded before, nothing to do (--again takes it anyway)");
    } else if (file.counts.suspended > 0) {
      terminal.note(file.name + ": " + std::to_string(file.counts.suspended) +
                    " rows wait for a parent: see dunlin suspense list");
    }
  }
  if (response.has_failures()) return kExitFailed;
  if (response.has_rejects()) {
    terminal.note("Some rows were not taken: see dunlin rejects");
    return kExitRejects;
  }
  return kExitDone;
}

int ingest_command(Invocation& invocation) {
  IngestRequest request;
  request.files = invocation.arguments.texts("FILE");
  request.kind = invocation.arguments.text("--kind");
  request.source = invocation.arguments.text("--source");
  request.strict = invocation.arguments.has("--strict");
  request.again = invocation.arguments.has("--again");
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kWrite));
  DUNLIN_CLI_ASSIGN(const IngestResponse response, ingest(site, request));
  return report_import(invocation, response);
}

}  // namespace dunlin::engine
