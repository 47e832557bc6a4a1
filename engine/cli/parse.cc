// The command table meets CLI11: the one file that includes it. What it throws ends here, as exit codes and one line.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <new>

#include "engine/cli/command.h"
#include "engine/settings/section_reader.h"

namespace dunlin::engine {
namespace {

/// Where CLI11 leaves what it read of one option.
struct Slot {
  const OptionSpec* spec;
  CLI::Option* option = nullptr;
  std::vector<std::string> values;
};

struct BoundCommand {
  const CommandSpec* spec;
  CLI::App* app;
  std::vector<std::unique_ptr<Slot>> slots;
};

std::unique_ptr<Slot> bind(CLI::App& app, const OptionSpec& spec) {
  auto slot = std::make_unique<Slot>();
  slot->spec = &spec;
  const std::string name(spec.name);
  const std::string help(spec.help);
  if (spec.kind == OptionKind::kFlag) {
    slot->option = app.add_flag(name, help);
    return slot;
  }
  slot->option = app.add_option(name, slot->values, help)->type_name(std::string(spec.value));
  if (spec.kind == OptionKind::kPositionals) {
    slot->option->expected(1, 1 << 20);
  } else {
    // A vector option would else take every word behind it, files included.
    slot->option->expected(1)->allow_extra_args(false);
  }
  slot->option->required(spec.required);
  return slot;
}

/// Finds or makes the parser of "queue consume" below that of "queue".
CLI::App* app_of(CLI::App& root, std::string_view name, const std::string& help) {
  CLI::App* app = &root;
  for (size_t begin = 0; begin < name.size();) {
    const size_t end = std::min(name.find(' ', begin), name.size());
    const std::string part(name.substr(begin, end - begin));
    CLI::App* child = nullptr;
    for (CLI::App* known : app->get_subcommands([&](CLI::App* a) { return a->get_name() == part; })) child = known;
    if (child == nullptr) child = app->add_subcommand(part, help);
    app = child;
    begin = end + 1;
  }
  app->fallthrough();
  return app;
}

void collect(const std::vector<std::unique_ptr<Slot>>& slots, Arguments& arguments) {
  for (const auto& slot : slots) {
    if (slot->option->count() > 0) arguments.set(std::string(slot->spec->name), slot->values);
  }
}

int usage_error(std::string what, std::string hint) {
  std::replace(what.begin(), what.end(), '\n', ' ');
  while (!what.empty() && (what.back() == ' ' || what.back() == '.')) what.pop_back();
  std::fprintf(stderr, "dunlin: %s\n",
               core::describe({core::ErrorKind::kUsage, "command line", std::move(what), std::move(hint)}).c_str());
  return kExitUsage;
}

/// "ingset" is not a command: say which one it may have been.
int unexpected_argument(const CLI::App& root, std::span<const char* const> typed) {
  std::vector<std::string_view> names;
  for (const CommandSpec& command : commands()) {
    names.push_back(command.name.substr(0, command.name.find(' ')));
    for (const OptionSpec& option : command.options) names.push_back(option.name);
  }
  for (const OptionSpec& option : global_options()) names.push_back(option.name);
  // CLI11 gives the surplus in an order of its own; people mean the first that they typed.
  const std::vector<std::string> surplus = root.remaining(true);
  std::string first = surplus.empty() ? "" : surplus.front();
  for (const char* argument : typed) {
    if (std::find(surplus.begin(), surplus.end(), argument) == surplus.end()) continue;
    first = argument;
    break;
  }
  const bool has_command = !root.get_subcommands().empty();
  const std::string_view near = core::nearest_name(names, first);
  const bool is_near = !near.empty() && near != first && (!has_command || first.starts_with("-"));
  if (has_command && first == "--by") {
    return usage_error("\"--by\" cuts this result by nothing", "a statement is of one debtor, and runs are counted whole");
  }
  return usage_error("\"" + first + "\" is not expected here",
                     is_near ? "did you mean " + std::string(near) + "?" : "see dunlin help");
}

core::Result<Terminal::Style> style_of(const Arguments& globals) {
  Terminal::Style style;
  const std::string format = globals.text("--format", "table");
  const auto known = core::parse_name<Format>(kFormatNames, format);
  if (!known) {
    return core::Error{core::ErrorKind::kUsage, "--format " + format, "is not a format", "table, json, csv or jsonl"};
  }
  style.format = *known;
  style.quiet = globals.has("--quiet");
  style.is_interactive = isatty(STDERR_FILENO) == 1;
  style.color = isatty(STDOUT_FILENO) == 1 && !globals.has("--no-color") && std::getenv("NO_COLOR") == nullptr;
  return style;
}

core::Result<SiteOptions> site_options_of(const Arguments& globals) {
  SiteOptions options;
  if (const char* data = std::getenv("DUNLIN_DATA"); data != nullptr && *data != '\0') options.data = data;
  options.data = globals.text("--data", options.data);
  options.config = globals.text("--config");
  DUNLIN_ASSIGN(const uint64_t threads, globals.number("--threads", 0, 1, 1024));
  options.threads = static_cast<uint32_t>(threads);
  if (globals.has("--memory")) {
    const auto bytes = parse_bytes(globals.text("--memory"));
    if (!bytes || *bytes < (16ULL << 20)) {
      return core::Error{core::ErrorKind::kUsage, "--memory " + globals.text("--memory"), "is not a fitting size",
                         "such as 512MiB, at least 16MiB"};
    }
    options.memory_bytes = *bytes;
  }
  if (globals.has("--server")) {
    return core::Error{core::ErrorKind::kUsage, "--server", "is not in this version",
                       "work on the data directory: --data DIR"};
  }
  return options;
}

int dispatch(const CommandSpec& command, const Arguments& globals, Arguments arguments) {
  core::Result<Terminal::Style> style = style_of(globals);
  Terminal terminal(style.ok() ? *style : Terminal::Style{});
  core::Result<SiteOptions> options = site_options_of(globals);
  Invocation invocation{options.ok() ? *options : SiteOptions{}, std::move(arguments), terminal};
  if (!style.ok()) return fail(invocation, style.error());
  if (!options.ok()) return fail(invocation, options.error());
  const int code = command.run(invocation);
  terminal.clear_progress();
  if (!terminal.flush()) return fail(invocation, core::failed("stdout", "cannot be written"));
  return code;
}

/// `help queue consume`: the words behind help name a command and must not be taken for one to run. Null: no such call.
const CommandSpec* help_about(int argc, const char* const* argv, std::string& wanted) {
  if (argc < 3 || std::string_view(argv[1]) != "help" || argv[2][0] == '-') return nullptr;
  for (int i = 2; i < argc && argv[i][0] != '-'; ++i) wanted += (i > 2 ? " " : "") + std::string(argv[i]);
  for (const CommandSpec& command : commands()) {
    if (command.name == "help") return &command;
  }
  return nullptr;
}

int parse_and_run(int argc, const char* const* argv) {
  std::string wanted;
  if (const CommandSpec* help = help_about(argc, argv, wanted); help != nullptr) {
    Arguments about;
    about.set("COMMAND", {wanted});
    return dispatch(*help, {}, std::move(about));
  }
  CLI::App root("dunlin: decides every night whom to remind, how, and why.", "dunlin");
  root.fallthrough();
  std::vector<std::unique_ptr<Slot>> global_slots;
  for (const OptionSpec& spec : global_options()) global_slots.push_back(bind(root, spec));
  std::vector<BoundCommand> bound;
  for (const CommandSpec& spec : commands()) {
    BoundCommand command{&spec, app_of(root, spec.name, std::string(spec.help)), {}};
    for (const OptionSpec& option : spec.options) command.slots.push_back(bind(*command.app, option));
    bound.push_back(std::move(command));
  }
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* app = &root;
    while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
    std::fputs(app->help().c_str(), stdout);
    return kExitDone;
  } catch (const CLI::ExtrasError&) {
    return unexpected_argument(root, {argv, static_cast<size_t>(argc)});
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what(), "see dunlin help");
  }
  Arguments globals;
  collect(global_slots, globals);
  const CLI::App* chosen = &root;
  while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
  if (chosen == &root) {
    if (argc == 1) std::fputs(root.help().c_str(), stdout);
    return argc > 1 ? usage_error("names no command", "see dunlin help") : kExitUsage;
  }
  for (const BoundCommand& command : bound) {
    if (command.app != chosen) continue;
    Arguments arguments;
    collect(command.slots, arguments);
    return dispatch(*command.spec, globals, std::move(arguments));
  }
  std::string parts;
  for (const CLI::App* part : chosen->get_subcommands([](const CLI::App*) { return true; })) {
    parts += (parts.empty() ? "" : ", ") + part->get_name();
  }
  return usage_error("\"" + chosen->get_name() + "\" needs a word behind it", parts);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  try {
    return parse_and_run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("dunlin: memory: there is not enough of it (give less with --memory, or fewer --threads)\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "dunlin: unexpected: %s (please report this)\n", error.what());
  }
  return kExitFailed;
}

}  // namespace dunlin::engine
