#include "engine/service/site.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace dunlin::engine {
namespace fs = std::filesystem;

std::string config_path(const SiteOptions& options) {
  return options.config.empty() ? (fs::path(options.data) / "dunlin.toml").string() : options.config;
}

core::Date clock_date() {
  if (const char* fixed = std::getenv("DUNLIN_TODAY")) {
    if (const auto date = core::parse_iso_date(fixed)) return *date;
  }
  return core::Date{static_cast<int32_t>(clock_seconds() / 86400)};
}

int64_t clock_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

core::Result<Site> open_site(const SiteOptions& options, SiteAccess access) {
  std::error_code error;
  if (!fs::is_directory(options.data, error)) {
    return core::failed(options.data, "is not a data directory", "make one with dunlin init --data " + options.data);
  }
  if (!options.config.empty() && !fs::exists(options.config, error)) {
    return core::bad_configuration(options.config, "does not exist", "see --config");
  }
  Site site;
  site.options = options;
  site.today = clock_date();
  const bool needs_rules = access == SiteAccess::kRead || access == SiteAccess::kWrite;
  DUNLIN_ASSIGN(site.bundle, read_bundle(config_path(options)));
  ConfigurationCheck check = check_configuration(site.bundle);
  if (needs_rules && !check.ok()) return load_configuration(site.bundle).error();
  site.configuration = std::move(check.configuration);
  const uint32_t wanted = options.threads != 0 ? options.threads : site.configuration.threads;
  site.threads = wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
  site.memory_bytes = options.memory_bytes != 0 ? options.memory_bytes : site.configuration.memory_bytes;

  storage::OpenOptions open;
  open.memory_bytes = site.memory_bytes;
  open.threads = site.threads;
  open.read_only = access == SiteAccess::kRead || access == SiteAccess::kReadNoRules;
  DUNLIN_ASSIGN(site.store, storage::Store::open(options.data, open));
  return site;
}

}  // namespace dunlin::engine
