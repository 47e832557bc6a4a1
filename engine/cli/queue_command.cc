#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/actions.h"

namespace dunlin::engine {
namespace {

constexpr uint64_t kLinesDefault = 100;
constexpr uint64_t kLinesMax = 1'000'000;

}  // namespace

int queue_list_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const ResultTable rows, queue_list(site));
  if (rows.rows.empty() && invocation.terminal.format() == Format::kTable) {
    invocation.terminal.line("No consumer yet: dunlin queue consume --consumer NAME");
    return kExitDone;
  }
  invocation.terminal.rows(rows);
  return kExitDone;
}

int queue_consume_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(const uint64_t max, invocation.arguments.number("--max", kLinesDefault, 1, kLinesMax));
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kWriteNoRules));
  DUNLIN_CLI_ASSIGN(const auto lines, queue_consume(site, invocation.arguments.text("--consumer"), max));
  for (const std::string& line : lines) invocation.terminal.line(line);
  return kExitDone;
}

int queue_ack_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kWriteNoRules));
  const std::string consumer = invocation.arguments.text("--consumer");
  DUNLIN_CLI_ASSIGN(const bool moved, queue_ack(site, consumer, invocation.arguments.text("--cursor")));
  invocation.terminal.note(consumer + (moved ? ": confirmed" : ": was confirmed before, nothing changed"));
  return kExitDone;
}

int queue_replay_command(Invocation& invocation) {
  const std::string from = invocation.arguments.text("--from");
  const std::string consumer = invocation.arguments.text("--consumer");
  DUNLIN_CLI_ASSIGN(const uint64_t max, invocation.arguments.number("--max", kLinesDefault, 1, kLinesMax));
  DUNLIN_CLI_ASSIGN(Site site,
                    open_site(invocation, consumer.empty() ? SiteAccess::kReadNoRules : SiteAccess::kWriteNoRules));
  if (consumer.empty()) {
    DUNLIN_CLI_ASSIGN(const auto lines, queue_lines(site, from, max));
    for (const std::string& line : lines) invocation.terminal.line(line);
    return kExitDone;
  }
  const core::Status status = queue_replay(site, consumer, from);
  if (!status.ok()) return fail(invocation, status.error());
  invocation.terminal.note(consumer + ": reads again from there");
  return kExitDone;
}

}  // namespace dunlin::engine
