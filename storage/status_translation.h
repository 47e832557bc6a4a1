// RocksDB's failures in our words; the only place that reads a rocksdb::Status for its meaning.
#pragma once

#include <rocksdb/status.h>

#include <string>

#include "core/result.h"

namespace dunlin::storage {

/// `doing` names the file, key or act that failed. An OK status is success.
core::Status translated(const rocksdb::Status& status, std::string doing);

}  // namespace dunlin::storage
