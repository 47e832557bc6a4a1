#include "ingest/decompress/raw_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dunlin::ingest {

core::Result<std::unique_ptr<RawFile>> RawFile::open(const std::string& path) {
  if (path == "-") return std::unique_ptr<RawFile>(new RawFile("stdin", STDIN_FILENO));
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return core::failed(path, std::string("cannot be opened: ") + std::strerror(errno));
  std::unique_ptr<RawFile> file(new RawFile(path, descriptor));
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    return core::failed(path, "is a directory", "name the files in it");
  }
  return file;
}

RawFile::~RawFile() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

core::Result<size_t> RawFile::read_fully(char* into, size_t bytes) {
  size_t filled = 0;
  while (filled < bytes) {
    const ssize_t got = ::read(descriptor_, into + filled, bytes - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return core::failed(path_, std::string("cannot be read: ") + std::strerror(errno));
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  return filled;
}

core::Result<size_t> RawFile::read(char* into, size_t bytes) {
  const size_t held = std::min(bytes, ahead_size_ - ahead_taken_);
  std::memcpy(into, ahead_ + ahead_taken_, held);
  ahead_taken_ += held;
  DUNLIN_ASSIGN(const size_t got, read_fully(into + held, bytes - held));
  consumed_ += held + got;
  return held + got;
}

core::Result<std::string_view> RawFile::peek() {
  DUNLIN_ASSIGN(ahead_size_, read_fully(ahead_, sizeof ahead_));
  return std::string_view(ahead_, ahead_size_);
}

}  // namespace dunlin::ingest
