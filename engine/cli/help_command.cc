#include <fmt/format.h>

#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/settings/reference_page.h"

namespace dunlin::engine {
namespace {

void print_options(Terminal& terminal, std::span<const OptionSpec> options) {
  for (const OptionSpec& option : options) {
    std::string name(option.name);
    if (option.kind == OptionKind::kValue) name += " " + std::string(option.value);
    if (option.kind == OptionKind::kPositionals) name += "...";
    terminal.line(fmt::format("  {:<22} {}{}", name, option.help, option.required ? " (required)" : ""));
  }
}

bool print_command(Terminal& terminal, const std::string& wanted) {
  bool is_known = false;
  for (const CommandSpec& command : commands()) {
    if (command.name != wanted && !command.name.starts_with(wanted + " ")) continue;
    if (is_known) terminal.line("");
    is_known = true;
    terminal.line(fmt::format("dunlin {}: {}", command.name, command.help));
    print_options(terminal, command.options);
  }
  return is_known;
}

void print_all(Terminal& terminal) {
  terminal.line("dunlin: decides every night whom to remind, how, and why.\n");
  for (const CommandSpec& command : commands()) {
    terminal.line(fmt::format("  {:<14} {}", command.name, command.help));
  }
  terminal.line("\nEvery command takes, before or after its name:");
  print_options(terminal, global_options());
  terminal.line(
      "\nExit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 done with rejected input.\n"
      "More: dunlin help COMMAND, dunlin help --reference (every setting of the configuration).");
}

}  // namespace

int help_command(Invocation& invocation) {
  if (invocation.arguments.has("--reference")) {
    invocation.terminal.out(reference_page());
    return kExitDone;
  }
  const std::string wanted = invocation.arguments.text("COMMAND");
  if (wanted.empty()) {
    print_all(invocation.terminal);
    return kExitDone;
  }
  if (print_command(invocation.terminal, wanted)) return kExitDone;
  return fail(invocation, {core::ErrorKind::kUsage, "help " + wanted, "is not a command", "see dunlin help"});
}

}  // namespace dunlin::engine
