#include "storage/status_translation.h"

namespace dunlin::storage {
namespace {

bool is_lock(const rocksdb::Status& status, const std::string& text) {
  return status.IsIOError() && text.find("LOCK") != std::string::npos &&
         (text.find("While lock file") != std::string::npos || text.find("lock hold by") != std::string::npos);
}

}  // namespace

core::Status translated(const rocksdb::Status& status, std::string doing) {
  if (status.ok()) return {};
  const std::string text = status.ToString();
  if (is_lock(status, text)) {
    return core::Error{core::ErrorKind::kConflict, std::move(doing), "another process has this store open",
                       "stop it, or speak to it with --server URL"};
  }
  if (status.IsCorruption()) {
    return core::Error{core::ErrorKind::kCorruption, std::move(doing), "the database says: " + text,
                       "`dunlin verify` lists every broken value; restore the store from a backup"};
  }
  if (status.IsNoSpace()) {
    return core::Error{core::ErrorKind::kReadOnly, std::move(doing), "no space left on the device",
                       "free some; then open the store again"};
  }
  if (status.IsIOError()) {
    return core::Error{core::ErrorKind::kReadOnly, std::move(doing), "the database says: " + text,
                       "the store takes no writes until it is opened again; check the disk"};
  }
  if (status.IsNotSupported()) {
    return core::Error{core::ErrorKind::kReadOnly, std::move(doing), "the store is open for reading only", {}};
  }
  return core::failed(std::move(doing), "the database says: " + text);
}

}  // namespace dunlin::storage
