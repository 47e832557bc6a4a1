// The process is killed before and after each write of the store; what the next open finds is one of the states that whole
// writes leave, and the work goes on from there to the same end.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

constexpr uint64_t kImports = 3;
constexpr size_t kDebtors = 40;

core::Status run_once(Store& store) {
  DUNLIN_ASSIGN(const std::vector<RunRecord> runs, store.runs());
  RunRecord record;
  record.ordinal = 1;
  record.last_import = 2;
  if (runs.empty()) DUNLIN_TRY(store.begin_run(record));
  if (!runs.empty() && runs[0].state == RunState::kFinished) return {};
  const core::SlotIndex published = runs.empty() ? 0 : runs[0].published_slots;
  for (core::SlotIndex slot = published; slot < store.identity().slots; ++slot) {
    core::ActionBatch actions;
    RunCommit commit{1, slot, store.pages_of(slot)[0].lower_bound, {}, std::move(actions), {1, slot, 0, true, {}, {}}};
    DUNLIN_TRY(store.commit(std::move(commit)));
    DUNLIN_TRY(store.publish(1, slot + 1));
  }
  return store.finish_run(record);
}

/// All the work, going on where an earlier process was stopped.
core::Status work(Store& store, uint64_t imports) {
  if (store.last_import() < 1 && imports >= 1) DUNLIN_TRY(import_rows(store, portfolio(1, kDebtors)));
  if (store.last_import() < 2 && imports >= 2) DUNLIN_TRY(bulk_rows(store, portfolio(2, kDebtors)));
  if (imports >= 3) DUNLIN_TRY(run_once(store));
  if (store.last_import() < 3 && imports >= 3) DUNLIN_TRY(import_rows(store, portfolio(3, kDebtors)));
  for (const PageKey& key : all_pages(store)) DUNLIN_TRY(store.fold(key));
  return {};
}

// Run by the test below in a process of its own, which is killed.
TEST(CrashWorker, DISABLED_DoesAllTheWork) {
  const char* directory = std::getenv("DUNLIN_CRASH_TEST_STORE");
  ASSERT_NE(directory, nullptr);
  auto store = Store::open(directory, {.memory_bytes = 64 << 20});
  ASSERT_TRUE(store.ok()) << core::describe(store.error());
  const auto done = work(**store, kImports);
  ASSERT_TRUE(done.ok()) << core::describe(done.error());
}

/// Exit status of the worker over `directory`, to be killed at `crash_at`.
int worker(const std::string& directory, const std::string& crash_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("DUNLIN_CRASH_TEST_STORE", directory.c_str(), 1);
    ::setenv("DUNLIN_CRASH_AT", crash_at.c_str(), 1);
    if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(3);
    ::execl("/proc/self/exe", "storage_tests", "--gtest_also_run_disabled_tests",
            "--gtest_filter=CrashWorker.DISABLED_DoesAllTheWork", static_cast<char*>(nullptr));
    ::_exit(4);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

std::string after_imports(uint64_t imports) {
  const TemporaryDirectory directory;
  auto store = Store::create(directory.store(), {2, 16, false});
  EXPECT_TRUE(store.ok());
  EXPECT_TRUE(work(**store, imports).ok());
  return text_of(**store);
}

TEST(Crash, EveryKillLeavesAWholeState) {
  std::vector<std::string> expected;
  for (uint64_t imports = 0; imports <= kImports; ++imports) expected.push_back(after_imports(imports));
  for (const char* phase : {"import_append", "import_commit", "bulk_build", "bulk_commit", "fold", "run_begin",
                            "page_commit", "publish", "run_finish"}) {
    for (const int at : {1, 2}) {
      const std::string crash_at = std::string(phase) + ":" + std::to_string(at);
      const TemporaryDirectory directory;
      ASSERT_TRUE(Store::create(directory.store(), {2, 16, false}).ok());
      const int status = worker(directory.store(), crash_at);
      ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << crash_at << " status " << status;
      auto store = Store::open(directory.store(), {});
      ASSERT_TRUE(store.ok()) << crash_at << ": " << core::describe(store.error());
      EXPECT_EQ(text_of(**store), expected[(*store)->last_import()]) << crash_at;
      auto lines = (*store)->verify({});
      ASSERT_TRUE(lines.ok()) << crash_at;
      EXPECT_TRUE(lines->empty()) << crash_at << ": " << (*lines)[0];
      const auto resumed = work(**store, kImports);
      ASSERT_TRUE(resumed.ok()) << crash_at << ": " << core::describe(resumed.error());
      EXPECT_EQ(text_of(**store), expected[kImports]) << crash_at;
      lines = (*store)->verify({});
      ASSERT_TRUE(lines.ok()) << crash_at;
      EXPECT_TRUE(lines->empty()) << crash_at << ": " << (*lines)[0];
    }
  }
}

}  // namespace
}  // namespace dunlin::storage
