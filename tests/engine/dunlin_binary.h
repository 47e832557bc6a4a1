// Runs the real binary as a person would: arguments in, exit code and both streams out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dunlin::engine {

struct Finished {
  int code = -1;
  std::string out, err;
};

/// A folder of its own for a test, with the store in `data()`; gone when the test is.
class DunlinBinary {
 public:
  DunlinBinary();
  ~DunlinBinary();
  DunlinBinary(const DunlinBinary&) = delete;
  DunlinBinary& operator=(const DunlinBinary&) = delete;

  std::string data() const { return (root_ / "data").string(); }
  std::string path(const std::string& name) const { return (root_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const;
  /// `dunlin ARGUMENTS...` with DUNLIN_DATA set to data(), no terminal, and the clock at 2026-11-21.
  Finished run(const std::vector<std::string>& arguments, const std::string& input = {}) const;

 private:
  std::filesystem::path root_;
};

}  // namespace dunlin::engine
