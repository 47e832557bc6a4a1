// The fuzzers as an ordinary test: for each target its seeds, what once broke it (corpus/TARGET/*), and a short run of
// mutations. DUNLIN_FUZZ_SECONDS=60 is the long run of each; an input that ends the process is left in fuzz-crash-TARGET.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/mutation.h"

namespace dunlin::fuzz {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kShortRun = 300;
constexpr auto kSlow = std::chrono::seconds(10);

std::string_view running;   // what a signal finds
char crash_file[256] = "";  // where it puts it

void keep_input(int signal) {
  const int file = ::open(crash_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && ::write(file, running.data(), running.size()) >= 0) ::close(file);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void feed(const FuzzTarget& target, const std::string& input) {
  running = input;
  const auto start = Clock::now();
  target.run(input);
  EXPECT_LT(Clock::now() - start, kSlow) << target.name << " is slow over " << input.size()
                                         << " bytes: " << input.substr(0, 200);
}

class Fuzz : public testing::TestWithParam<FuzzTarget> {
 protected:
  void SetUp() override {
    std::snprintf(crash_file, sizeof(crash_file), "fuzz-crash-%.*s", static_cast<int>(GetParam().name.size()),
                  GetParam().name.data());
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL}) ::signal(signal, keep_input);
  }
  void TearDown() override {
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL}) ::signal(signal, SIG_DFL);
  }
};

TEST_P(Fuzz, ComesBackFromWhateverItIsGiven) {
  const FuzzTarget& target = GetParam();
  const std::vector<std::string> seeds = target.seeds();
  ASSERT_FALSE(seeds.empty());
  for (const std::string& seed : seeds) feed(target, seed);
  feed(target, "");
  const auto corpus = std::filesystem::path(DUNLIN_SOURCE_DIR) / "tests/fuzz/corpus" / target.name;
  std::error_code error;
  for (std::filesystem::directory_iterator at(corpus, error), end; !error && at != end; at.increment(error)) {
    std::ifstream file(at->path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    feed(target, text.str());
  }
  const char* long_run = std::getenv("DUNLIN_FUZZ_SECONDS");
  const char* other_seed = std::getenv("DUNLIN_FUZZ_SEED");
  const auto until = Clock::now() + std::chrono::seconds(long_run == nullptr ? 0 : std::atoi(long_run));
  Mutator mutator(seeds, other_seed == nullptr ? 1 : std::strtoull(other_seed, nullptr, 10));
  int runs = 0;
  while (runs < kShortRun || Clock::now() < until) {
    feed(target, mutator.next());
    ++runs;
  }
  RecordProperty("runs", runs);
}

INSTANTIATE_TEST_SUITE_P(Targets, Fuzz, testing::ValuesIn(every_target()), [](const auto& target) {
  std::string name(target.param.name);
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace dunlin::fuzz
