#include "engine/service/init.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/outbound/json_text.h"
#include "engine/settings/shipped_files.h"

namespace dunlin::engine {
namespace {

namespace fs = std::filesystem;

core::Status write_new(const fs::path& path, std::string_view text, InitResponse& response) {
  std::error_code error;
  if (fs::exists(path, error)) {
    response.kept.push_back(path.string());
    return {};
  }
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return core::failed(path.string(), "cannot be written", "is there space, and may you write here?");
  response.files.push_back(path.string());
  return {};
}

}  // namespace

core::Result<InitResponse> init(const InitRequest& request) {
  const std::string prefix = "examples/" + request.example + "/";
  const auto shipped = shipped_files();
  const bool is_known =
      std::any_of(shipped.begin(), shipped.end(), [&](const auto& file) { return file.first.starts_with(prefix); });
  if (!is_known) {
    return core::Error{core::ErrorKind::kUsage, "--example " + request.example, "is not an example", "b2b, bank or agency"};
  }
  InitResponse response;
  response.data = request.data;
  response.example = request.example;
  DUNLIN_ASSIGN(const auto store, storage::Store::create(request.data, request.shape));
  response.uuid = store->identity().uuid;
  for (const auto& [name, text] : shipped) {
    std::string target;
    if (name.starts_with(prefix)) target = name.substr(prefix.size());
    if (name.starts_with("sources/")) target = name;
    if (!target.empty()) DUNLIN_TRY(write_new(fs::path(request.data) / target, text, response));
  }
  return response;
}

std::string init_json(const InitResponse& response) {
  std::string out = "{\"data\":";
  append_json_string(response.data, out);
  out += ",\"store\":";
  append_json_string(response.uuid, out);
  out += ",\"example\":";
  append_json_string(response.example, out);
  out += ",\"files\":[";
  for (const std::string& file : response.files) {
    if (out.back() != '[') out += ',';
    append_json_string(file, out);
  }
  return out + "]}";
}

}  // namespace dunlin::engine
