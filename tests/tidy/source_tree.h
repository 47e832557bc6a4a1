// The repository as text, read once: what every house rule looks at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunlin::tidy {

struct SourceFile {
  std::string path;                ///< from the root of the repository, parts by '/'
  std::vector<std::string> lines;  ///< as written
  std::vector<std::string> code;   ///< C++ only: the same lines with comments and the insides of literals blanked out

  bool is_header() const { return path.ends_with(".h"); }
  bool is_cpp() const { return is_header() || path.ends_with(".cc"); }
  std::string room() const { return path.substr(0, path.find('/')); }
  std::string folder() const;
  std::string stem() const;  ///< file name without folder and extension
  /// Paths in quotes (`quoted`) or angle brackets behind #include, with their line numbers.
  struct Include {
    std::string path;
    bool quoted;
    size_t line;
  };
  std::vector<Include> includes() const;
};

/// Every text file of the repository but what is built or fetched; sorted by path.
const std::vector<SourceFile>& source_tree();

/// The lines of a C++ text with comments and the insides of literals replaced by blanks, so that rules see code only.
std::vector<std::string> blanked(const std::vector<std::string>& lines);

bool starts_with_any(std::string_view path, const std::vector<std::string>& folders);

/// Prints every finding as `file:line: text` and fails the running test when there is one.
class Findings {
 public:
  explicit Findings(std::string rule) : rule_(std::move(rule)) {}
  ~Findings();
  void add(const std::string& path, size_t line, const std::string& text);

 private:
  std::string rule_;
  std::vector<std::string> found_;
};

}  // namespace dunlin::tidy
