#include <fmt/format.h>

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/service/check.h"
#include "engine/service/closed_days.h"

namespace dunlin::engine {
namespace {

int show_closed_days(Invocation& invocation) {
  if (!invocation.arguments.has("--year")) {
    return fail(invocation, {core::ErrorKind::kUsage, "--calendar", "needs --year", "such as --year 2026"});
  }
  DUNLIN_CLI_ASSIGN(const uint64_t year, invocation.arguments.number("--year", 0, 1970, 2100));
  DUNLIN_CLI_ASSIGN(const ResultTable days,
                    closed_days(invocation.site, invocation.arguments.text("--calendar"), static_cast<int32_t>(year)));
  invocation.terminal.rows(days);
  return kExitDone;
}

}  // namespace

int check_command(Invocation& invocation) {
  if (invocation.arguments.has("--calendar")) return show_closed_days(invocation);
  DUNLIN_CLI_ASSIGN(const CheckResponse response, check(invocation.site));
  Terminal& terminal = invocation.terminal;
  if (terminal.is_json()) terminal.line(check_json(response));
  for (const core::Error& error : response.errors) terminal.error(error);
  for (const std::string& warning : response.warnings) terminal.note("warning: " + warning);
  if (!response.ok()) return kExitUsage;
  if (!terminal.is_json()) {
    terminal.line(fmt::format("The configuration is sound: {} scenario{} with {} steps, {} segment{}, {} source{}.",
                              response.scenarios, response.scenarios == 1 ? "" : "s", response.steps, response.segments,
                              response.segments == 1 ? "" : "s", response.sources, response.sources == 1 ? "" : "s"));
    if (!response.calendars.empty()) terminal.line(fmt::format("Calendars: {}.", fmt::join(response.calendars, " ")));
    terminal.line(response.fingerprint);
  }
  return kExitDone;
}

}  // namespace dunlin::engine
