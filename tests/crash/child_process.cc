#include "tests/crash/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string_view>

#include "core/invariant.h"

extern char** environ;

namespace dunlin::crash {
namespace {

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Waits for the child's end, but no longer than `patience`, then kills it.
void kill_unless_done(pid_t child, std::chrono::microseconds patience) {
  const int handle = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  INVARIANT(handle >= 0, "pidfd_open");
  pollfd wanted{handle, POLLIN, 0};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
  const timespec wait{seconds.count(), (patience - seconds).count() * 1000};
  if (::ppoll(&wanted, 1, &wait, nullptr) == 0) ::kill(child, SIGKILL);
  ::close(handle);
}

}  // namespace

ChildOutcome run_child(const std::string& program, const std::string& folder, const ChildOrders& orders) {
  std::vector<std::string> words = orders.words;
  words.insert(words.begin(), program);
  std::vector<std::string> settings = {"DUNLIN_TODAY=2026-07-01"};
  if (!orders.crash_at.empty()) settings.push_back("DUNLIN_CRASH_AT=" + orders.crash_at);
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view(*entry).starts_with("DUNLIN_")) settings.emplace_back(*entry);
  }
  const std::string out = folder + "/stdout";
  const std::string err = folder + "/stderr";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const auto start = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int spawned =
      ::posix_spawn(&child, program.c_str(), &files, nullptr, pointers_to(words).data(), pointers_to(settings).data());
  posix_spawn_file_actions_destroy(&files);
  INVARIANT(spawned == 0, program, spawned);
  if (orders.kill_after) kill_unless_done(child, *orders.kill_after);
  int status = 0;
  INVARIANT(::waitpid(child, &status, 0) == child);
  ChildOutcome outcome;
  outcome.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  outcome.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  outcome.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.out = contents_of(out);
  outcome.err = contents_of(err);
  return outcome;
}

}  // namespace dunlin::crash
