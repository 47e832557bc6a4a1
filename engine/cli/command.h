// What a command of the command line is: a name, its options, and a function. The table of commands drives parsing, help and
// usage errors; only parse.cc knows the library that does the parsing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "engine/cli/terminal.h"
#include "engine/service/site.h"

namespace dunlin::engine {

/// Exit codes, a contract.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRejects = 3;

enum class OptionKind : uint8_t { kFlag, kValue, kPositional, kPositionals };

struct OptionSpec {
  std::string_view name;  ///< "--date", or a positional's name in capitals
  OptionKind kind = OptionKind::kValue;
  std::string_view value = {};  ///< placeholder in help: "D"
  std::string_view help = {};
  bool required = false;
};

/// What was typed, by option name.
class Arguments {
 public:
  bool has(std::string_view name) const { return values_.contains(std::string(name)); }
  std::string text(std::string_view name, std::string otherwise = {}) const;
  std::vector<std::string> texts(std::string_view name) const;
  core::Result<uint64_t> number(std::string_view name, uint64_t otherwise, uint64_t min, uint64_t max) const;
  /// kNoDate when it was not given.
  core::Result<core::Date> date(std::string_view name) const;
  void set(std::string name, std::vector<std::string> values) { values_[std::move(name)] = std::move(values); }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

struct Invocation {
  SiteOptions site;
  Arguments arguments;
  Terminal& terminal;
};

struct CommandSpec {
  std::string_view name;  ///< "ingest"; of nested ones "queue consume"
  std::string_view help;
  std::span<const OptionSpec> options;
  int (*run)(Invocation&);
};

/// Every command, in the order of the help page.
std::span<const CommandSpec> commands();
/// Options that every command takes.
std::span<const OptionSpec> global_options();

/// Prints the one line and returns the exit code that fits the error.
int fail(Invocation& invocation, const core::Error& error);

/// Opens the site with the terminal's progress.
core::Result<Site> open_site(Invocation& invocation, SiteAccess access);

/// Parses and runs; the whole program but for main.
int run_command_line(int argc, const char* const* argv);

}  // namespace dunlin::engine

/// Declares or assigns the value, or prints the error and returns its exit code. For functions of the form int(Invocation&).
#define DUNLIN_CLI_ASSIGN(target, expr)                                           \
  auto DUNLIN_CONCAT(dunlin_cli_result_, __LINE__) = (expr);                      \
  if (!DUNLIN_CONCAT(dunlin_cli_result_, __LINE__).ok()) {                        \
    return fail(invocation, DUNLIN_CONCAT(dunlin_cli_result_, __LINE__).error()); \
  }                                                                               \
  target = std::move(DUNLIN_CONCAT(dunlin_cli_result_, __LINE__)).value()
