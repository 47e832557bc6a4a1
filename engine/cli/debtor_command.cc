#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/debtor_file.h"

namespace dunlin::engine {
namespace {

void print(Terminal& terminal, const DebtorFile& file) {
  terminal.heading("Debtor " + file.debtor_id + " of creditor " + file.creditor_id + " on " + file.date);
  if (file.suspended) terminal.line("Suspended: records came, but the debtor itself was never loaded.");
  for (const auto& [name, text] : file.fields) terminal.line("  " + name + ": " + text);
  ResultTable balances{{{"currency"}, {"open"}, {"overdue"}, {"unallocated_cash"}}, {}};
  for (const DebtorBalance& balance : file.balances) {
    balances.rows.push_back({balance.currency, balance.open, balance.overdue, balance.unallocated_cash});
  }
  const std::pair<std::string_view, const ResultTable*> tables[] = {{"Balances", &balances},
                                                                    {"Receivables", &file.receivables},
                                                                    {"Contacts", &file.contacts},
                                                                    {"Timeline", &file.timeline}};
  for (const auto& [title, table] : tables) {
    if (table->rows.empty()) continue;
    terminal.line("");
    terminal.heading(title);
    terminal.aligned(*table);
  }
}

}  // namespace

int debtor_command(Invocation& invocation) {
  DebtorRequest request;
  request.debtor_id = invocation.arguments.text("X");
  request.creditor = invocation.arguments.text("--creditor");
  DUNLIN_CLI_ASSIGN(request.date, invocation.arguments.date("--date"));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kRead));
  if (!request.date.is_set()) request.date = site.today;
  DUNLIN_CLI_ASSIGN(const std::vector<DebtorFile> files, debtor_file(site, request));
  Terminal& terminal = invocation.terminal;
  for (const DebtorFile& file : files) {
    if (terminal.is_json()) {
      terminal.line(debtor_json(file));
    } else if (terminal.format() == Format::kCsv) {
      terminal.rows(file.timeline);
    } else {
      print(terminal, file);
    }
  }
  return kExitDone;
}

}  // namespace dunlin::engine
