// What keeps an installation healthy or fills it for a trial: verify, generate, and who this binary is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "engine/service/ingest.h"
#include "engine/service/site.h"

namespace dunlin::engine {

struct VerifyResponse {
  std::vector<std::string> problems;  ///< a line each; none: the store keeps every promise
  std::vector<std::pair<std::string, uint64_t>> family_bytes;
  std::string uuid;
  uint64_t imports = 0, runs = 0;
};
core::Result<VerifyResponse> verify(Site& site);
/// `{"ok","problems","store","imports","runs","disk_bytes":{family: bytes}}`.
std::string verify_json(const VerifyResponse& response);

struct GenerateRequest {
  uint64_t receivables = 200'000;
  uint64_t seed = 1;
  std::string profile = "b2b";  ///< b2b, bank, agency
  core::Date date;              ///< unset: 2026-06-30
  uint32_t threads = 1;
};
/// Writes the portfolio's files into a directory.
core::Status generate_files(const GenerateRequest& request, const std::string& directory);
/// Makes the portfolio and loads it straight into the site's store.
core::Result<IngestResponse> generate_into_store(Site& site, const GenerateRequest& request);

std::string version_text();

}  // namespace dunlin::engine
