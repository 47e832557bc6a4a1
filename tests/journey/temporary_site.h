// A data directory of its own for a test, gone when the test is.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/service/init.h"
#include "engine/service/site.h"

namespace dunlin::engine {

class TemporarySite {
 public:
  explicit TemporarySite(uint32_t slots = 4) {
    std::string pattern = (std::filesystem::temp_directory_path() / "dunlin-journey-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    InitRequest request;
    request.data = data();
    request.shape.slots = slots;
    const auto made = init(request);
    EXPECT_TRUE(made.ok()) << core::describe(made.error());
  }
  ~TemporarySite() {
    std::error_code error;
    std::filesystem::remove_all(root_, error);
  }
  TemporarySite(const TemporarySite&) = delete;
  TemporarySite& operator=(const TemporarySite&) = delete;

  std::string data() const { return (root_ / "data").string(); }
  /// Writes a file below the data directory and returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = root_ / "data" / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  /// Instead of the example that init copied: this dunlin.toml and one scenario.
  void configure(const std::string& policies, const std::string& scenario) const {
    std::filesystem::remove_all(root_ / "data" / "scenarios");
    write("dunlin.toml", policies);
    write("scenarios/journey.toml", scenario);
  }
  core::Result<Site> open(SiteAccess access = SiteAccess::kWrite) const {
    SiteOptions options;
    options.data = data();
    options.threads = 2;
    return open_site(options, access);
  }

 private:
  std::filesystem::path root_;
};

}  // namespace dunlin::engine
