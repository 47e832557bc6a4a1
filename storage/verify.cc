#include "storage/rocks_store.h"
namespace dunlin::storage {
core::Result<std::vector<std::string>> RocksStore::verify(const std::function<void(uint64_t pages)>&) const {
  return std::vector<std::string>();
}
}  // namespace dunlin::storage
