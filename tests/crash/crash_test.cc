// The real program, killed with SIGKILL again and again while it ingests, folds, runs and publishes, and started again:
// nothing is lost, doubled or different from a store that was left in peace. DUNLIN_CRASH_KILLS raises the number of kills
// (20).
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "storage/fold/control_totals.h"
#include "storage/store.h"
#include "tests/crash/child_process.h"
#include "tests/crash/inbox.h"
#include "tests/crash/kill_plan.h"

namespace dunlin::crash {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr size_t kKillsOfARound = 20;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string shown(const ChildOutcome& outcome) {
  return "exit " + std::to_string(outcome.exit_code) + "\n" + outcome.out.substr(0, 2000) + outcome.err.substr(0, 2000);
}

/// A command of the scenario that may be killed.
struct Command {
  Work work;
  std::vector<std::string> words;
};

/// A store and the program that works on it.
class Site {
 public:
  explicit Site(const fs::path& folder) : folder_(folder.string()) {
    fs::create_directories(folder);
    const ChildOutcome made = call({"init", "--slots", "64", "--page-debtors", "16"});
    EXPECT_EQ(made.exit_code, 0) << shown(made);
  }

  std::string data() const { return folder_ + "/data"; }

  ChildOutcome call(std::vector<std::string> words, const std::string& crash_at = {},
                    std::optional<std::chrono::microseconds> kill_after = {}) {
    for (const char* word : {"--data", "@", "--threads", "2", "--memory", "64MiB", "--quiet"}) {
      words.emplace_back(std::string_view(word) == "@" ? data() : word);
    }
    return run_child(DUNLIN_BINARY, folder_, {std::move(words), crash_at, kill_after});
  }

  /// Runs a command to its end; 3 = done, with rejected rows.
  ChildOutcome finish(const Command& command) {
    ChildOutcome done = call(command.words);
    EXPECT_TRUE(done.exit_code == 0 || (command.work != Work::kRun && done.exit_code == 3))
        << command.words.front() << ": " << shown(done);
    return done;
  }

  std::string answer(std::vector<std::string> words) {
    words.insert(words.end(), {"--format", "jsonl"});
    const ChildOutcome outcome = call(std::move(words));
    EXPECT_EQ(outcome.exit_code, 0) << shown(outcome);
    return outcome.out;
  }

  std::vector<std::string> queue() { return lines_of(answer({"actions"})); }

  /// Hands out `max` actions to a consumer and confirms the one at `ack`.
  std::vector<std::string> consume(size_t max, size_t ack) {
    std::vector<std::string> actions;
    std::string cursor;
    for (const std::string& line :
         lines_of(answer({"queue", "consume", "--consumer", "mail", "--max", std::to_string(max)}))) {
      const json::value value = json::parse(line);
      actions.push_back(json::serialize(value.at("action")));
      if (actions.size() == ack) cursor = std::string(value.at("cursor").as_string());
    }
    EXPECT_GE(actions.size(), ack);
    if (ack > 0 && !cursor.empty()) {
      const ChildOutcome acked = call({"queue", "ack", "--consumer", "mail", "--cursor", cursor});
      EXPECT_EQ(acked.exit_code, 0) << shown(acked);
      confirmed_ = cursor;
    }
    return actions;
  }

  /// True when the consumer stands where it last confirmed.
  bool consumer_is_where_it_was() {
    if (confirmed_.empty()) return true;
    return answer({"queue", "list"}).find(confirmed_) != std::string::npos;
  }

 private:
  std::string folder_;
  std::string confirmed_;  ///< cursor of the last confirmed action
};

/// Everything about a store that must not depend on how often it was killed, one fact a line.
std::vector<std::string> facts_of(Site& site) {
  std::vector<std::string> facts;
  const auto add = [&](const std::string& what, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) facts.push_back(what + " " + line);
  };
  add("action", site.queue());
  for (const char* date : kDates) add("ageing", lines_of(site.answer({"report", "ageing", "--date", date})));
  add("reject", lines_of(site.answer({"rejects"})));
  add("suspended", lines_of(site.answer({"suspense", "list"})));
  storage::OpenOptions options;
  options.read_only = true;
  const auto store = storage::Store::open(site.data(), options);
  EXPECT_TRUE(store.ok()) << core::describe(store.error());
  if (!store.ok()) return facts;
  const auto imports = store.value()->imports();
  const auto runs = store.value()->runs();
  EXPECT_TRUE(imports.ok() && runs.ok());
  for (const storage::ImportRecord& import : imports.value()) {
    for (const storage::ImportFile& file : import.files) {
      const storage::RowCounts& c = file.counts;
      std::string counts;
      for (const uint64_t count :
           {c.rows, c.inserted, c.amended, c.unchanged, c.duplicate, c.conflict, c.suspended, c.rejected}) {
        counts += " " + std::to_string(count);
      }
      facts.push_back("import " + std::to_string(import.number) + " " + file.name + counts);
    }
    facts.push_back("totals " + storage::describe(import.after));
  }
  for (const storage::RunRecord& run : runs.value()) {
    std::string text = "run " + run.run_id + (run.state == storage::RunState::kFinished ? " finished" : " open");
    for (const auto& [name, value] : run.counters) text += " " + name + "=" + std::to_string(value);
    facts.push_back(text);
  }
  return facts;
}

void expect_same(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  const auto [at, found] = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  if (at == expected.end() && found == actual.end()) return;
  ADD_FAILURE() << "line " << at - expected.begin() + 1 << " of " << expected.size() << " and " << actual.size()
                << "\nexpected " << (at == expected.end() ? "(end)" : *at) << "\nbut was  "
                << (found == actual.end() ? "(end)" : *found);
}

class Crash : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(DUNLIN_BINARY)) GTEST_SKIP() << "no dunlin binary in this build";
    const char* kills = std::getenv("DUNLIN_CRASH_KILLS");
    kills_wanted_ = kills == nullptr ? kKillsOfARound : std::strtoull(kills, nullptr, 10);
    // SIGKILL loses nothing that was written, synced or not, so memory does as well as a disk.
    std::string name =
        ((::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path()) / "dunlin-crash-XXXXXX")
            .string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::create_directories(folder_ / "inbox");
    const Inbox inbox = write_inbox((folder_ / "inbox").string(), 1);
    const Delivery* deliveries[] = {&inbox.portfolio, &inbox.first_day, &inbox.refresh, &inbox.second_day};
    for (size_t day = 0; day < std::size(kDates); ++day) {
      Command ingest{day % 2 == 0 ? Work::kBulkIngest : Work::kDeltaIngest, {"ingest"}};
      ingest.words.insert(ingest.words.end(), deliveries[day]->begin(), deliveries[day]->end());
      commands_.push_back(ingest);
      commands_.push_back({Work::kRun, {"run", "--date", kDates[day]}});
    }
  }
  void TearDown() override {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  /// The twin that is left in peace.
  void play_in_peace() {
    Site twin(folder_ / "twin");
    for (size_t i = 0; i < commands_.size(); ++i) {
      took_.push_back(twin.finish(commands_[i]).took);
      after_command(twin, i, expected_consumed_);
    }
    expected_ = facts_of(twin);
    expected_queue_ = twin.queue();
    storage::OpenOptions options;
    options.read_only = true;
    const auto store = storage::Store::open(twin.data(), options);
    ASSERT_TRUE(store.ok());
    size_t pages = 0;
    for (core::SlotIndex slot = 0; slot < 64; ++slot) pages += store.value()->pages_of(slot).size();
    EXPECT_GE(pages, 200U);
    EXPECT_GT(expected_queue_.size(), 500U);
  }

  /// A consumer reads behind every run, and confirms a part of it.
  static void after_command(Site& site, size_t command, std::vector<std::string>& consumed) {
    if (command % 2 == 0) return;
    for (std::string& action : site.consume(40, 25)) consumed.push_back(std::move(action));
  }

  void play_killed(uint64_t seed, size_t kills) {
    SCOPED_TRACE("round " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::vector<Work> works;
    for (const Command& command : commands_) works.push_back(command.work);
    const KillPlan plan = plan_kills(works, kills, random);
    const fs::path folder = folder_ / ("round-" + std::to_string(seed));
    Site site(folder);
    std::vector<std::string> consumed;
    for (size_t i = 0; i < commands_.size(); ++i) {
      for (const Kill& kill : plan[i]) kill_once(site, i, kill);
      site.finish(commands_[i]);
      after_command(site, i, consumed);
    }
    expect_same(expected_, facts_of(site));
    expect_same(expected_consumed_, consumed);
    check_sound(site);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  void kill_once(Site& site, size_t command, const Kill& kill) {
    const bool by_timer = kill.phase == kTimer;
    const std::string crash_at = std::string(kill.phase) + ":" + std::to_string(kill.n);
    SCOPED_TRACE(commands_[command].words.front() + " " + commands_[command].words.back() + ", " +
                 (by_timer ? "timer at " + std::to_string(kill.permille) + " permille" : crash_at));
    const ChildOutcome outcome = by_timer ? site.call(commands_[command].words, {}, took_[command] * kill.permille / 1000)
                                          : site.call(commands_[command].words, crash_at);
    if (!outcome.killed) {
      EXPECT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 3) << shown(outcome);
      ++missed_[kill.phase];
      return;
    }
    ++hits_[by_timer ? "timer in " + commands_[command].words.front() : std::string(kill.phase)];
    ++kills_;
    check_sound(site);
    // What consumers can see by now is the beginning of what they will see.
    const std::vector<std::string> queue = site.queue();
    ASSERT_LE(queue.size(), expected_queue_.size());
    expect_same({expected_queue_.begin(), expected_queue_.begin() + static_cast<std::ptrdiff_t>(queue.size())}, queue);
    EXPECT_TRUE(site.consumer_is_where_it_was());
  }

  static void check_sound(Site& site) {
    const ChildOutcome verified = site.call({"verify", "--format", "json"});
    EXPECT_EQ(verified.exit_code, 0) << "verify: " << shown(verified);
  }

  void print_table() const {
    std::printf("%zu kills\n", kills_);
    for (const auto& [phase, count] : hits_) std::printf("  %-18s %zu\n", phase.c_str(), count);
    for (const auto& [phase, count] : missed_)
      std::printf("  (%s came too late %zu times)\n", std::string(phase).c_str(), count);
  }

  fs::path folder_;
  size_t kills_wanted_ = 0;
  std::vector<Command> commands_;
  std::vector<std::chrono::microseconds> took_;
  std::vector<std::string> expected_, expected_queue_, expected_consumed_;
  std::map<std::string, size_t> hits_;
  std::map<std::string_view, size_t> missed_;
  size_t kills_ = 0;
};

TEST_F(Crash, NothingIsLostDoubledOrDifferent) {
  play_in_peace();
  if (HasFailure()) return;
  const size_t each = kills_wanted_ >= 200 ? 10 : 1;
  const auto satisfied = [&] {
    if (kills_ < kills_wanted_) return false;
    for (const std::string_view phase : every_phase()) {
      if (hits_[std::string(phase)] < each) return false;
    }
    return true;
  };
  const size_t rounds_max = 2 * (kills_wanted_ + kKillsOfARound - 1) / kKillsOfARound;
  for (uint64_t round = 1; round <= rounds_max && !satisfied() && !HasFailure(); ++round) play_killed(round, kKillsOfARound);
  print_table();
  EXPECT_GE(kills_, kills_wanted_);
  for (const std::string_view phase : every_phase()) EXPECT_GE(hits_[std::string(phase)], each) << phase;
}

}  // namespace
}  // namespace dunlin::crash
