// Reading and writing of small fixed parts inside a stored column. A reader never leaves its bytes: what is not there reads
// as zeros and turns `broken` on, which the caller asks once at the end.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace dunlin::storage {

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  template <class T>
  T number() {
    T value{};
    if (left_.size() < sizeof(T)) {
      broken_ = true;
      left_ = {};
      return value;
    }
    std::memcpy(&value, left_.data(), sizeof(T));
    left_.remove_prefix(sizeof(T));
    return value;
  }
  std::string_view bytes(size_t count) {
    if (left_.size() < count) {
      broken_ = true;
      left_ = {};
      return {};
    }
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }
  bool broken() const { return broken_; }
  void fail() { broken_ = true; }
  size_t left() const { return left_.size(); }

 private:
  std::string_view left_;
  bool broken_ = false;
};

template <class T>
void append_number(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

}  // namespace dunlin::storage
