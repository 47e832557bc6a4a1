#include "tests/property/run_killer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>

extern char** environ;

namespace dunlin::property {

bool has_binary() { return std::filesystem::exists(DUNLIN_BINARY); }

bool run_until_killed(const Laboratory& laboratory, core::Date date, const std::string& crash_at) {
  std::vector<std::string> words = {DUNLIN_BINARY,         "run",     "--data",  laboratory.folder(), "--date",
                                    core::to_string(date), "--force", "--quiet", "--threads",         "2"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::string crash = "DUNLIN_CRASH_AT=" + crash_at;
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
  environment.push_back(crash.data());
  environment.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int spawned = ::posix_spawn(&child, DUNLIN_BINARY, &files, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&files);
  INVARIANT(spawned == 0, spawned);
  int status = 0;
  INVARIANT(::waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) {
    EXPECT_EQ(WTERMSIG(status), SIGKILL);
    return true;
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
  return false;
}

}  // namespace dunlin::property
