// The whole configuration, judged at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct CheckResponse {
  std::vector<core::Error> errors;
  std::vector<std::string> warnings;
  std::string fingerprint;             ///< empty when there are errors
  std::vector<std::string> calendars;  ///< ids of those that the configuration has at hand; empty: nothing asks for any
  size_t scenarios = 0, steps = 0, segments = 0, sources = 0;
  bool ok() const { return errors.empty(); }
};
/// Needs no store: only the files beside the configuration.
core::Result<CheckResponse> check(const SiteOptions& options);
/// `{"ok","config","errors":[{"where","what","hint"}],"warnings","calendars"}`.
std::string check_json(const CheckResponse& response);

}  // namespace dunlin::engine
