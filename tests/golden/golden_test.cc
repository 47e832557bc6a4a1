// Every *.case file of this folder is a test of its own, played through the real program. With DUNLIN_REWRITE_CASES=1 the
// expectations of cases that fail are rewritten in place: read the difference before you believe it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/golden/case_file.h"
#include "tests/golden/case_player.h"

namespace dunlin::golden {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(DUNLIN_SOURCE_DIR "/tests/golden")) {
    if (entry.path().extension() == ".case") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Stores live in memory where the machine has such a folder: what is tested is what they decide, and every command syncs.
fs::path working_folder() {
  const char* chosen = std::getenv("TEST_TMPDIR");
  if (chosen != nullptr) return chosen;
  return fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
}

/// Every rule of the shipped contact presets, as "PRESET ID".
std::vector<std::string> preset_rules() {
  std::vector<std::string> rules;
  for (const auto& entry : fs::directory_iterator(DUNLIN_SOURCE_DIR "/config/contact_rules")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("id = \"")) continue;
      rules.push_back(entry.path().stem().string() + " " + line.substr(6, line.rfind('"') - 6));
    }
  }
  return rules;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Case) {
  const std::string path = std::string(DUNLIN_SOURCE_DIR "/tests/golden/") + GetParam() + ".case";
  const CaseFile file = read_case(path);
  for (const std::string& error : file.errors) ADD_FAILURE() << error;
  if (!file.errors.empty()) return;
  const std::string binary = DUNLIN_BINARY;
  ASSERT_FALSE(binary.empty()) << "the program is not built";

  const fs::path folder = working_folder() / ("dunlin_golden_" + std::to_string(getpid()) + "_" + GetParam());
  const Played played = play_case(file, binary, folder.string());
  const char* rewrite = std::getenv("DUNLIN_REWRITE_CASES");
  if (!played.failures.empty() && rewrite != nullptr && *rewrite == '1') {
    std::ofstream out(path);
    for (const std::string& line : played.rewritten) out << line << '\n';
    std::printf("%s is rewritten\n", path.c_str());
    return;
  }
  for (const std::string& failure : played.failures) ADD_FAILURE() << failure;
  if (played.failures.empty()) fs::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(case_names()), [](const auto& instance) {
  std::string name = instance.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

/// True when a text says the name, and not only a longer one that begins with it.
bool names(const std::string& text, const std::string& name) {
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const char next = at + name.size() < text.size() ? text[at + name.size()] : ' ';
    if (next != '-' && next != '(' && !isalnum(static_cast<unsigned char>(next))) return true;
  }
  return false;
}

/// A rule that a preset claims is shown by a case that calls it by its name, "us-reg-f 1006.34(c)".
TEST(GoldenCases, EveryRuleOfAPresetHasOne) {
  std::vector<std::string> texts;
  for (const std::string& name : case_names()) {
    std::ifstream file(std::string(DUNLIN_SOURCE_DIR "/tests/golden/") + name + ".case");
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  const std::vector<std::string> rules = preset_rules();
  EXPECT_GE(rules.size(), 20U);
  for (const std::string& rule : rules) {
    EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return names(text, rule); })) << rule;
  }
}

TEST(GoldenGrammar, AWrongLineIsNamed) {
  const fs::path path = fs::path(testing::TempDir()) / "dunlin_wrong.case";
  struct {
    const char* text;
    const char* error;
  } cases[] = {{"run 2024-01-01\n", ":1: nothing is expected"},
               {"paymnt P1 5 on 2024-01-01\n", ":1: unknown word `paymnt`"},
               {"expect nothing\n", ":1: nothing has happened yet"},
               {"run 2024-01-01\nexpect nothing\nreceivable R1 5 due 2024-01-01\n", "never loaded"},
               {"amend receivable R1 status=cancelled\n", ":1: there is no receivable R1"},
               {"--- config\n[engine]\n", ":1: a block without an end"},
               {"step L1 at 5 days\n", ":1: a step belongs to a scenario"}};
  for (const auto& c : cases) {
    std::ofstream(path) << c.text;
    const CaseFile file = read_case(path.string());
    ASSERT_FALSE(file.errors.empty()) << c.text;
    EXPECT_NE(file.errors.front().find(c.error), std::string::npos) << file.errors.front();
  }
  fs::remove(path);
}

TEST(GoldenGrammar, ShortFormsBecomeToml) {
  const fs::path path = fs::path(testing::TempDir()) / "dunlin_short.case";
  std::ofstream(path) << "scenario s unit=receivable min_days_between_contacts=5\n"
                         "step L1 at 5 days by email or letter fee 10.00 EUR when=\"open_count > 1\"\n"
                         "step L2 after 10 days as webhook minimum 25.00 EUR\n"
                         "receivable R1 120.50 due 2024-01-10 of D7 portfolio=\"north side\"\n"
                         "amend receivable R1 status=cancelled\n"
                         "run 2024-01-24\nexpect nothing\n";
  const CaseFile file = read_case(path.string());
  for (const std::string& error : file.errors) ADD_FAILURE() << error;
  EXPECT_EQ(file.scenarios.at("s"),
            "[scenario]\nid = \"s\"\nunit = \"receivable\"\nmin_days_between_contacts = 5\n"
            "\n[[step]]\nid = \"L1\"\ndays_past_due = 5\nchannels = [\"email\", \"letter\"]\n"
            "fee = { flat = \"10.00 EUR\" }\nwhen = \"open_count > 1\"\n"
            "\n[[step]]\nid = \"L2\"\ndays_since_previous_step = 10\naction = \"webhook\"\nmin_balance = \"25.00 EUR\"\n");
  ASSERT_EQ(file.events.size(), 1U);
  ASSERT_EQ(file.events[0].records.size(), 3U);
  EXPECT_EQ(file.events[0].records[0].kind, "debtors");
  EXPECT_EQ(file.events[0].records[0].fields.at("email"), "D7@example.com");
  EXPECT_EQ(file.events[0].records[1].fields.at("portfolio"), "north side");
  EXPECT_EQ(file.events[0].records[2].fields.at("status"), "cancelled");
  EXPECT_EQ(file.events[0].records[2].fields.at("amount"), "120.50") << "an amendment carries the whole record";
  fs::remove(path);
}

}  // namespace
}  // namespace dunlin::golden
