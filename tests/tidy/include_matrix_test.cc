// Who may include whom: the table of ARCHITECTURE.md. Walls never meet, the floor looks at nobody, each library stays behind
// the one room or folder that translates it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/tidy/source_tree.h"

namespace dunlin::tidy {
namespace {

const std::set<std::string> kRooms = {"core", "ingest", "rules", "storage", "engine", "tests", "bench"};

/// Room of the file -> rooms it may include.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"core", {"core"}},
    {"ingest", {"ingest", "core"}},
    {"rules", {"rules", "core"}},
    {"storage", {"storage", "core"}},
    {"engine", {"engine", "core", "ingest", "rules", "storage"}},
    {"tests", kRooms},
    {"bench", kRooms}};

TEST(IncludeMatrix, WallsNeverIncludeEachOtherAndTheFloorIncludesNobody) {
  Findings findings("a room includes what it may not see");
  for (const SourceFile& file : source_tree()) {
    const auto allowed = kMayInclude.find(file.room());
    if (!file.is_cpp() || allowed == kMayInclude.end()) continue;
    for (const SourceFile::Include& include : file.includes()) {
      if (!include.quoted) continue;
      const std::string room = include.path.substr(0, include.path.find('/'));
      if (kRooms.count(room) == 0) {
        findings.add(file.path, include.line, include.path + " is not a path from the root of the repository");
      } else if (allowed->second.count(room) == 0) {
        findings.add(file.path, include.line, file.room() + " may not include " + room);
      }
    }
  }
}

/// Folders of the engine that see only some of it: they talk to people and go through the service.
TEST(IncludeMatrix, CommandLineAndHttpGoThroughTheService) {
  const std::vector<std::string> outer = {"engine/cli/", "engine/http/"};
  // json_text.h is only how JSON spells values: it knows no action and no store.
  const std::vector<std::string> allowed = {"core/", "engine/service/", "engine/settings/", "engine/outbound/json_text.h"};
  Findings findings("engine/cli and engine/http include only core, engine/service and engine/settings");
  for (const SourceFile& file : source_tree()) {
    const bool is_outer = starts_with_any(file.path, outer);
    if (!file.is_cpp() || file.room() != "engine") continue;
    for (const SourceFile::Include& include : file.includes()) {
      if (!include.quoted) continue;
      const bool own = include.path.starts_with(file.path.substr(0, file.path.find('/', 7) + 1));
      if (is_outer && !own && !starts_with_any(include.path, allowed)) findings.add(file.path, include.line, include.path);
      const bool wiring = file.path.starts_with("engine/daemon/");
      if (!is_outer && !wiring && starts_with_any(include.path, outer)) {
        findings.add(file.path, include.line, include.path + ": only engine/daemon knows " + include.path);
      }
    }
  }
}

struct LibraryRule {
  const char* prefix;                ///< of the include
  std::vector<std::string> folders;  ///< that may have it, besides tests and bench
};

TEST(IncludeMatrix, LibrariesStayBehindTheirOneDoor) {
  const std::vector<std::string> asio = {"engine/shard/",  "engine/outbound/", "engine/http/",
                                         "engine/stream/", "engine/schedule/", "engine/daemon/"};
  const LibraryRule rules[] = {
      {"rocksdb/", {"storage/"}},
      {"flatbuffers/", {"storage/", "engine/outbound/", "engine/stream/", "ingest/flat/"}},
      {"core/wire/", {"storage/", "engine/outbound/", "engine/stream/", "ingest/flat/"}},
      {"simdjson", {"ingest/"}},
      {"toml++", {"engine/settings/"}},
      {"pugixml", {"engine/settings/decision_table"}},
      {"CLI/", {"engine/cli/", "engine/daemon/"}},
      {"boost/asio", asio},
      {"boost/beast", asio},
  };
  Findings findings("a library is included outside its door");
  for (const SourceFile& file : source_tree()) {
    if (!file.is_cpp() || file.room() == "tests" || file.room() == "bench") continue;
    for (const SourceFile::Include& include : file.includes()) {
      for (const LibraryRule& rule : rules) {
        if (include.path.starts_with(rule.prefix) && !starts_with_any(file.path, rule.folders)) {
          findings.add(file.path, include.line, include.path + " belongs to " + rule.folders.front());
        }
      }
    }
  }
}

}  // namespace
}  // namespace dunlin::tidy
