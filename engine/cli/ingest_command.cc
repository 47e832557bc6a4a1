#include "engine/cli/import_report.h"

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"

namespace dunlin::engine {
namespace {

/// Columns that tell nothing in this list are left out of the table.
ResultTable readable(ResultTable table) {
  for (size_t column = table.columns.size(); column-- > 0;) {
    const std::string& name = table.columns[column].name;
    const bool is_quiet = name == "error" || name == "already_known";
    if (!is_quiet) continue;
    table.columns.erase(table.columns.begin() + static_cast<ptrdiff_t>(column));
    for (auto& row : table.rows) row.erase(row.begin() + static_cast<ptrdiff_t>(column));
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
    terminal.aligned(readable(rows));
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
