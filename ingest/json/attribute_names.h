// The attribute names that the rows of one JSON file bring, counted across threads: a file that invents a name per row is
// refused at the limit instead of growing the store's catalogue.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"

namespace dunlin::ingest {

class AttributeNames {
 public:
  explicit AttributeNames(std::string file) : file_(std::move(file)) {}

  core::Status add(std::string_view name) {
    const std::lock_guard lock(mutex_);
    if (names_.contains(name)) return {};
    if (name.empty() || name.size() > core::kIdBytesMax) {
      return core::failed(
          file_, "the attribute name \"" + std::string(name.substr(0, core::kIdBytesMax)) + "\" is empty or too long",
          "1 to " + std::to_string(core::kIdBytesMax) + " bytes");
    }
    if (names_.size() >= core::kAttributesMax) {
      return core::failed(file_, "more than " + std::to_string(core::kAttributesMax) + " attribute names",
                          "a source mapping without keep_others takes only the keys it names");
    }
    names_.emplace(name);
    return {};
  }

 private:
  const std::string file_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace dunlin::ingest
