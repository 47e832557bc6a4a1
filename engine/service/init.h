// Makes a data directory: an empty store and a commented configuration that runs as it is.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "storage/store.h"

namespace dunlin::engine {

struct InitRequest {
  std::string data;
  std::string example = "b2b";  ///< b2b, bank, agency
  storage::StoreShape shape;
};
struct InitResponse {
  std::string data, uuid, example;
  std::vector<std::string> files;  ///< configuration files written
  std::vector<std::string> kept;   ///< files that were there already and were left as they are
};
core::Result<InitResponse> init(const InitRequest& request);
/// `{"data","store","example","files"}`.
std::string init_json(const InitResponse& response);

}  // namespace dunlin::engine
