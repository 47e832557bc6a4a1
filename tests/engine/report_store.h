// A store for reports through the real program: two debtors that somebody looks after, one step that asks for a call, and
// reports as CSV. What they owe is the test's to load.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {

class ReportStore : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    configure("", "[[step]]\nid = \"call\"\ndays_past_due = 10\naction = \"call_task\"\npriority = 70\n");
    load("debtors", "debtor_id,name,phone,collector,team\nD1,Ash,+491,anna,north\nD2,Birch,+492,bob,south\n");
  }
  void configure(const std::string& dunlin, const std::string& scenario) {
    dunlin_.write("data/dunlin.toml", dunlin);
    dunlin_.write("data/scenarios/s.toml", scenario);
  }
  void load(const std::string& kind, const std::string& rows) {
    const Finished loaded = dunlin_.run({"ingest", "--kind", kind, dunlin_.write(kind + ".csv", rows)});
    ASSERT_EQ(loaded.code, 0) << loaded.out << loaded.err;
  }
  /// The rows, or a section, of `dunlin report ARGUMENTS` as CSV without its header.
  std::string rows_of(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"report"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--format", "csv"});
    const Finished finished = dunlin_.run(all);
    EXPECT_EQ(finished.code, 0) << finished.err;
    std::istringstream lines(finished.out);
    std::string out;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) out += line.substr(0, line.size() - 1) + "\n";
    return out;
  }

  DunlinBinary dunlin_;
};

}  // namespace dunlin::engine
