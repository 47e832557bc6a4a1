#include "engine/import/stage_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace dunlin::engine {
namespace {

core::Error disk_error(const std::string& directory, const char* what) {
  return core::failed(directory, std::string(what) + ": " + std::strerror(errno),
                      "staging needs about the size of the files imported");
}

}  // namespace

StageFile::~StageFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Status StageFile::open(const std::string& directory) {
  directory_ = directory;
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);
  std::string name = directory + "/import-XXXXXX";
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) return disk_error(directory_, "cannot make a stage file");
  ::unlink(name.c_str());
  return {};
}

core::Result<uint64_t> StageFile::append(std::string_view bytes) {
  const uint64_t place = end_.fetch_add(bytes.size());
  for (uint64_t at = place; !bytes.empty();) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return disk_error(directory_, "cannot write staged rows");
    at += static_cast<uint64_t>(written);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return place;
}

core::Status StageFile::read(uint64_t place, size_t size, std::string& bytes) const {
  bytes.resize(size);
  for (size_t done = 0; done < size;) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(place + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return disk_error(directory_, "cannot read staged rows");
    done += static_cast<size_t>(got);
  }
  return {};
}

}  // namespace dunlin::engine
