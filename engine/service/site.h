// An installation: its data directory, its configuration and its open store. Every verb takes one; the command line opens
// one per command, a daemon will keep one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"
#include "engine/settings/configuration.h"
#include "storage/store.h"

namespace dunlin::engine {

/// How far long work is. `total` is 0 while nobody knows.
struct Progress {
  std::string_view phase;
  uint64_t done = 0;
  uint64_t total = 0;
  std::string_view unit;
};
using ProgressSink = std::function<void(const Progress&)>;

struct SiteOptions {
  std::string data = "./dunlin-data";
  std::string config;         ///< empty: DATA/dunlin.toml
  uint32_t threads = 0;       ///< 0: as configured
  uint64_t memory_bytes = 0;  ///< 0: as configured
};

/// What a verb needs of the site. kNoRules: works even while the configuration is broken.
enum class SiteAccess { kRead, kWrite, kReadNoRules, kWriteNoRules };

struct Site {
  SiteOptions options;
  ConfigurationBundle bundle;
  Configuration configuration;
  std::unique_ptr<storage::Store> store;
  uint32_t threads = 1;
  uint64_t memory_bytes = 512ULL << 20;
  core::Date today;       ///< the clock's date; only here does the product ask it
  ProgressSink progress;  ///< may be empty
};

core::Result<Site> open_site(const SiteOptions& options, SiteAccess access);

/// DATA/dunlin.toml unless told.
std::string config_path(const SiteOptions& options);

/// Today in UTC, or DUNLIN_TODAY where it is set.
core::Date clock_date();
/// Seconds since 1970 UTC, for people to read.
int64_t clock_seconds();

}  // namespace dunlin::engine
