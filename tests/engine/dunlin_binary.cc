#include "tests/engine/dunlin_binary.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace dunlin::engine {
namespace {

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// Safe between single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

DunlinBinary::DunlinBinary() {
  std::string pattern = (std::filesystem::temp_directory_path() / "dunlin-cli-XXXXXX").string();
  root_ = mkdtemp(pattern.data());
}

DunlinBinary::~DunlinBinary() {
  std::error_code error;
  std::filesystem::remove_all(root_, error);
}

std::string DunlinBinary::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories((root_ / name).parent_path());
  std::ofstream(root_ / name, std::ios::binary) << text;
  return path(name);
}

Finished DunlinBinary::run(const std::vector<std::string>& arguments, const std::string& input) const {
  write("stdin", input);
  std::string command = "DUNLIN_TODAY=2026-11-21 DUNLIN_DATA=" + quoted(data()) + " " + quoted(DUNLIN_BINARY);
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  command += " <" + quoted(path("stdin")) + " >" + quoted(path("stdout")) + " 2>" + quoted(path("stderr"));
  const int status = std::system(command.c_str());
  Finished finished;
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  finished.out = read_whole(root_ / "stdout");
  finished.err = read_whole(root_ / "stderr");
  return finished;
}

}  // namespace dunlin::engine
