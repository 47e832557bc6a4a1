// Wrong usage and wrong configuration: exit 2, exactly one line a mistake, and a hint.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

struct UsageCase {
  const char* name;
  std::vector<std::string> arguments;
  int code;
  const char* says;
};
std::ostream& operator<<(std::ostream& out, const UsageCase& test_case) { return out << test_case.name; }

class CliUsage : public testing::TestWithParam<UsageCase> {
 protected:
  // One store for all: what is refused changes nothing.
  static void SetUpTestSuite() {
    shared_ = new DunlinBinary;
    ASSERT_EQ(shared_->run({"init", "--slots", "4"}).code, 0);
  }
  static void TearDownTestSuite() {
    delete shared_;
    shared_ = nullptr;
  }
  static inline DunlinBinary* shared_ = nullptr;
};

TEST_P(CliUsage, IsToldInOneLine) {
  const Finished finished = shared_->run(GetParam().arguments);
  EXPECT_EQ(finished.code, GetParam().code) << finished.err;
  EXPECT_TRUE(finished.err.starts_with("dunlin: ")) << finished.err;
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
  EXPECT_NE(finished.err.find(GetParam().says), std::string::npos) << finished.err;
  EXPECT_TRUE(finished.out.empty()) << finished.out;
}

const UsageCase kCases[] = {
    {"unknown_command", {"ingset"}, 2, "did you mean ingest?"},
    {"unknown_option", {"run", "--dat", "2026-11-21"}, 2, "did you mean --date?"},
    {"no_subcommand", {"queue"}, 2, "list, consume, ack, replay"},
    {"run_without_date", {"run"}, 2, "--date"},
    {"bad_date", {"run", "--date", "21.11.2026"}, 2, "YYYY-MM-DD"},
    {"bad_format", {"runs", "--format", "xml"}, 2, "table, json, csv or jsonl"},
    {"bad_threads", {"runs", "--threads", "0"}, 2, "1 to 1024"},
    {"bad_memory", {"runs", "--memory", "much"}, 2, "512MiB"},
    {"server", {"runs", "--server", "http://x"}, 2, "not in this version"},
    {"ingest_without_file", {"ingest"}, 2, "FILE"},
    {"bad_kind", {"ingest", "x.csv", "--kind", "recievables"}, 2, "did you mean receivables?"},
    {"bad_source", {"ingest", "x.csv", "--source", "ibm"}, 2, "sources"},
    {"bad_channel", {"actions", "--channel", "fax"}, 2, "letter"},
    {"bad_cursor", {"actions", "--after", "nonsense"}, 2, "cursor"},
    {"statement_by", {"report", "statement", "--debtor", "D", "--date", "2026-11-21", "--by", "currency"}, 2, "one debtor"},
    {"runs_by", {"runs", "--by", "creditor"}, 2, "counted whole"},
    {"bad_by", {"report", "ageing", "--date", "2026-11-21", "--by", "town"}, 2, "sales_rep"},
    {"bad_method", {"report", "dso", "--date", "2026-11-21", "--method", "guess"}, 2, "countback"},
    {"bad_example", {"init", "--example", "b2c"}, 2, "b2b, bank or agency"},
    {"bad_profile", {"generate", "--to", "x", "--profile", "b2c"}, 2, "b2b, bank or agency"},
    {"actions_of_a_live_run", {"run", "--date", "2026-11-21", "--actions"}, 2, "--dry-run"},
    {"missing_config", {"check", "--config", "/nowhere/dunlin.toml"}, 2, "does not exist"},
    {"missing_data", {"runs", "--data", "/nowhere"}, 1, "dunlin init"},
    {"unknown_run", {"run", "show", "2026-01-01/9"}, 1, "not in the history"},
    {"unknown_debtor", {"debtor", "nobody"}, 1, "not in the store"},
    {"missing_file", {"ingest", "/nowhere.csv"}, 1, "/nowhere.csv"},
    {"init_twice", {"init"}, 1, "data"},
};
INSTANTIATE_TEST_SUITE_P(Cases, CliUsage, testing::ValuesIn(kCases),
                         [](const auto& at) { return std::string(at.param.name); });

TEST(CliCheck, TellsEveryErrorWithItsPlace) {
  const DunlinBinary dunlin;
  ASSERT_EQ(dunlin.run({"init", "--example", "bank"}).code, 0);
  EXPECT_EQ(dunlin.run({"check"}).code, 0);
  dunlin.write("data/dunlin.toml", "[standing]\ngrace_day = 1\n[engine]\ncountry = \"Germany\"\n");
  const Finished finished = dunlin.run({"check"});
  EXPECT_EQ(finished.code, 2);
  EXPECT_NE(
      finished.err.find("dunlin: dunlin.toml:2:1: unknown key \"grace_day\" in [standing] (did you mean \"grace_days\"?)\n"),
      std::string::npos)
      << finished.err;
  EXPECT_NE(finished.err.find("dunlin: dunlin.toml:4:11: "), std::string::npos) << finished.err;
  // With --config the file is called as it was typed.
  const std::string other = dunlin.write("other.toml", "[standing]\ngrace_days = \"x\"\n");
  EXPECT_NE(dunlin.run({"check", "--config", other}).err.find("dunlin: " + other + ":2:14: "), std::string::npos);
  // A wrong configuration stops what needs rules, and only that.
  EXPECT_EQ(dunlin.run({"run", "--date", "2026-11-21"}).code, 2);
  EXPECT_EQ(dunlin.run({"runs"}).code, 0);
}

TEST(CliHelp, IsOnStdoutAndSucceeds) {
  const DunlinBinary dunlin;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"help"},
                                                    {"--help"},
                                                    {"run", "--help"},
                                                    {"help", "queue"},
                                                    {"help", "--reference"},
                                                    {"version"}}) {
    const Finished finished = dunlin.run(arguments);
    EXPECT_EQ(finished.code, 0) << arguments.front();
    EXPECT_FALSE(finished.out.empty());
    EXPECT_TRUE(finished.err.empty()) << finished.err;
  }
  EXPECT_EQ(dunlin.run({}).code, 2);
}

TEST(CliHelp, TellsOfOneCommandAndOfAGroup) {
  DunlinBinary dunlin;
  const Finished ingest = dunlin.run({"help", "ingest"});
  EXPECT_EQ(ingest.code, 0) << ingest.err;
  EXPECT_NE(ingest.out.find("--source NAME"), std::string::npos) << ingest.out;
  EXPECT_EQ(ingest.out.find("--consumer"), std::string::npos) << "options of other commands";
  const Finished queue = dunlin.run({"help", "queue", "ack"});
  EXPECT_EQ(queue.code, 0) << queue.err;
  EXPECT_NE(queue.out.find("--cursor"), std::string::npos) << queue.out;
  EXPECT_EQ(dunlin.run({"help", "ingset"}).code, 2);
}

TEST(CliOptions, BeforeFilesTakeOneWordOnly) {
  DunlinBinary dunlin;
  ASSERT_EQ(dunlin.run({"init", "--slots", "4"}).code, 0);
  const Finished finished = dunlin.run({"ingest", "--format", "json", "missing-1.csv", "missing-2.csv"});
  EXPECT_EQ(finished.code, 1) << finished.err;
  EXPECT_EQ(std::count(finished.out.begin(), finished.out.end(), '\n'), 2) << "one object a file: " << finished.out;
}

}  // namespace
}  // namespace dunlin::engine
