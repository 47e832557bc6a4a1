#include "engine/service/care.h"

#include <filesystem>
#include <thread>

#include "engine/generate/generate.h"
#include "engine/outbound/json_text.h"

#ifndef DUNLIN_VERSION
#define DUNLIN_VERSION "0.1.0"
#endif

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kProfileNames = {"b2b", "bank", "agency"};

core::Result<GenerateOptions> options_of(const GenerateRequest& request) {
  const auto profile = core::parse_name<Profile>(kProfileNames, request.profile);
  if (!profile) {
    return core::Error{core::ErrorKind::kUsage, "--profile " + request.profile, "is not a profile", "b2b, bank or agency"};
  }
  GenerateOptions options;
  options.receivables = request.receivables;
  options.seed = request.seed;
  options.profile = *profile;
  if (request.date.is_set()) options.date = request.date;
  options.threads = request.threads != 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency());
  return options;
}

/// Removes the generated files however the import ends.
struct TemporaryFolder {
  fs::path path;
  ~TemporaryFolder() {
    std::error_code error;
    fs::remove_all(path, error);
  }
};

}  // namespace

core::Result<VerifyResponse> verify(Site& site) {
  VerifyResponse response;
  response.uuid = site.store->identity().uuid;
  DUNLIN_ASSIGN(response.problems, site.store->verify([&](uint64_t pages) {
    if (site.progress) site.progress({"verifying", pages, 0, "pages"});
  }));
  DUNLIN_ASSIGN(const std::vector<storage::FamilySize> sizes, site.store->family_sizes());
  for (const storage::FamilySize& size : sizes) response.family_bytes.emplace_back(size.family, size.bytes);
  DUNLIN_ASSIGN(const auto imports, site.store->imports());
  DUNLIN_ASSIGN(const auto runs, site.store->runs());
  response.imports = imports.size();
  response.runs = runs.size();
  return response;
}

std::string verify_json(const VerifyResponse& response) {
  std::string out = response.problems.empty() ? "{\"ok\":true,\"problems\":[" : "{\"ok\":false,\"problems\":[";
  for (const std::string& problem : response.problems) {
    if (out.back() != '[') out += ',';
    append_json_string(problem, out);
  }
  out += "],\"store\":";
  append_json_string(response.uuid, out);
  out += ",\"imports\":" + std::to_string(response.imports) + ",\"runs\":" + std::to_string(response.runs) +
         ",\"disk_bytes\":{";
  for (const auto& [family, bytes] : response.family_bytes) {
    if (out.back() != '{') out += ',';
    append_json_string(family, out);
    out += ':' + std::to_string(bytes);
  }
  return out + "}}";
}

core::Status generate_files(const GenerateRequest& request, const std::string& directory) {
  DUNLIN_ASSIGN(const GenerateOptions options, options_of(request));
  return generate_into(options, directory);
}

core::Result<IngestResponse> generate_into_store(Site& site, const GenerateRequest& request) {
  const TemporaryFolder folder{fs::path(site.options.data) / "generated"};
  DUNLIN_TRY(generate_files(request, folder.path.string()));
  IngestRequest files;
  for (const std::string_view name : kGeneratedFiles) {
    std::error_code error;
    const fs::path path = folder.path / name;
    if (fs::exists(path, error) && fs::file_size(path, error) > 0) files.files.push_back(path.string());
  }
  return ingest(site, files);
}

std::string version_text() { return "dunlin " DUNLIN_VERSION; }

}  // namespace dunlin::engine
