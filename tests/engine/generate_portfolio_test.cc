// The synthetic portfolio: the same for the same seed whatever the threads, as large as asked for, and with every case of
// the trade in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "core/hash.h"
#include "engine/generate/generate.h"
#include "engine/generate/random_stream.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

using Row = std::map<std::string, std::string>;

std::map<std::string, std::string> texts_of(const GenerateOptions& options) {
  std::map<std::string, std::string> files;
  EXPECT_TRUE(generate(options, [&](std::string_view name, std::string_view bytes) -> core::Status {
                files[std::string(name)].append(bytes);
                return {};
              }).ok());
  return files;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back().push_back(c);
    }
  }
  return cells;
}

std::vector<Row> rows_of(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> header = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), header.size()) << line;
    Row row;
    for (size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

TEST(RandomStream, IsNamedBySeedAndIndexAndStaysInBounds) {
  RandomStream random(0, 0);
  const uint64_t first = random.next();
  RandomStream again(0, 0);
  EXPECT_EQ(again.next(), first);
  RandomStream other(0, 1);
  EXPECT_NE(other.next(), first);
  for (int i = 0; i < 10'000; ++i) {
    const int64_t value = random.between(-3, 9);
    ASSERT_TRUE(value >= -3 && value <= 9);
  }
}

TEST(Generate, IsTheSameForEveryNumberOfThreads) {
  GenerateOptions options;
  options.receivables = 20'000;
  options.seed = 42;
  const auto expected = texts_of(options);
  for (const uint32_t threads : {2U, 3U, 7U}) {
    options.threads = threads;
    EXPECT_EQ(texts_of(options), expected) << threads;
  }
  options.seed = 43;
  EXPECT_NE(texts_of(options).at("receivables.csv"), expected.at("receivables.csv"));
}

TEST(Generate, BytesOfASeedNeverChange) {
  GenerateOptions options;
  options.receivables = 1000;
  std::string debtors_and_money, debts;
  for (const auto& [name, text] : texts_of(options)) {
    const bool first_six = std::find(kGeneratedFiles, kGeneratedFiles + 6, name) != kGeneratedFiles + 6;
    (first_six ? debtors_and_money : debts) += text;
  }
  // Results published for a seed must be reproducible: change this only together with a word in the release notes.
  EXPECT_EQ(core::to_hex(core::hash128(debtors_and_money)), "7083d8ae250c309456a67c90ef497370");
  EXPECT_EQ(core::to_hex(core::hash128(debts)), "914bf4d7559722ab2cf761d5f8f88aab");
}

TEST(Generate, MakesExactlyAsManyReceivablesAsAsked) {
  for (const uint64_t count : {0U, 1U, 2U, 999U, 1000U, 12'345U}) {
    GenerateOptions options;
    options.receivables = count;
    EXPECT_EQ(rows_of(texts_of(options).at("receivables.csv")).size(), count);
  }
}

class GenerateProfile : public testing::TestWithParam<Profile> {};

TEST_P(GenerateProfile, HasTheCasesOfTheTrade) {
  GenerateOptions options;
  options.receivables = 60'000;
  options.profile = GetParam();
  const auto files = texts_of(options);
  const auto debtors = rows_of(files.at("debtors.csv"));
  const auto receivables = rows_of(files.at("receivables.csv"));
  const auto payments = rows_of(files.at("payments.csv"));
  EXPECT_NEAR(static_cast<double>(receivables.size()) / static_cast<double>(debtors.size()), 2.5, 0.15);

  std::map<std::string, std::map<std::string, size_t>> seen;
  const auto count = [&](const std::string& file, const std::vector<Row>& rows, std::initializer_list<const char*> columns) {
    for (const Row& row : rows) {
      for (const char* column : columns) ++seen[file + "." + column][row.at(column)];
    }
  };
  count("debtors", debtors, {"kind", "country", "flags", "opt_out", "scenario", "email", "payer", "attr.payment_method"});
  count("receivables", receivables, {"status", "currency", "group_id", "kind", "scenario", "due_date"});
  count("payments", payments, {"reverses", "receivable_id", "group_id"});
  for (const char* status : {"open", "draft", "cancelled", "written_off"}) EXPECT_GT(seen["receivables.status"][status], 0U);
  EXPECT_GE(seen["receivables.currency"].size(), 6U);
  EXPECT_GE(seen["debtors.country"].size(), 10U);
  EXPECT_GE(seen["debtors.flags"].size(), 6U);
  EXPECT_GE(seen["debtors.opt_out"].size(), 5U);
  EXPECT_GT(seen["debtors.scenario"]["none"], 0U);
  EXPECT_GT(seen["debtors.email"][""], 0U);
  EXPECT_GT(seen["debtors.attr.payment_method"]["direct_debit"], 0U);
  EXPECT_EQ(seen["debtors.kind"].size(), 2U);
  EXPECT_GT(seen["receivables.group_id"].size(), 100U);
  EXPECT_GT(seen["receivables.due_date"][""], 0U);
  EXPECT_GT(seen["payments.receivable_id"][""], 0U);
  EXPECT_GT(seen["payments.reverses"].size(), 20U);
  EXPECT_GT(seen["payments.group_id"].size(), 5U);
  EXPECT_GT(rows_of(files.at("contacts.csv")).size(), 100U);
  EXPECT_GT(rows_of(files.at("credit_notes.csv")).size(), 100U);
  for (const char* file : {"promises.csv", "plans.csv", "disputes.csv", "holds.csv", "placements.csv", "cases.csv"}) {
    EXPECT_GT(rows_of(files.at(file)).size(), 20U) << file;
  }
  EXPECT_GT(rows_of(files.at("interactions.csv")).size(), 5000U);
  count("disputes", rows_of(files.at("disputes.csv")), {"amount", "resolved_on"});
  EXPECT_GT(seen["disputes.amount"].size(), 10U);
  EXPECT_GT(seen["disputes.resolved_on"].size(), 10U);
  count("holds", rows_of(files.at("holds.csv")), {"reason", "until", "receivable_id"});
  EXPECT_GE(seen["holds.reason"].size(), 4U);
  EXPECT_GT(seen["holds.until"][""], 0U);
  EXPECT_GT(seen["holds.receivable_id"].size(), 10U);
  size_t negative = 0;
  for (const Row& row : payments) negative += row.at("amount").front() == '-';
  EXPECT_GT(negative, 5U);
}

TEST_P(GenerateProfile, StandsOnItsDateWithTwoInFiveOverdue) {
  GenerateOptions options;
  options.receivables = 40'000;
  options.profile = GetParam();
  const auto files = texts_of(options);
  std::map<std::string, double> paid;
  for (const Row& row : rows_of(files.at("payments.csv"))) {
    EXPECT_LE(row.at("value_date"), "2026-06-30");
    const double amount = std::stod(row.at("amount"));
    paid[row.at("receivable_id")] += row.at("reverses").empty() ? amount : -amount;
  }
  for (const Row& row : rows_of(files.at("credit_notes.csv"))) paid[row.at("receivable_id")] += std::stod(row.at("amount"));
  size_t overdue = 0;
  for (const Row& row : rows_of(files.at("receivables.csv"))) {
    EXPECT_GE(row.at("issue_date"), "2025-07-01");
    EXPECT_LE(row.at("issue_date"), "2026-06-30");
    if (row.at("status") != "open") continue;
    std::string due = row.at("due_date");
    if (due.empty()) due = core::to_string(*core::parse_iso_date(row.at("issue_date")) + std::stoi(row.at("terms")));
    overdue += due < "2026-06-30" && std::stod(row.at("amount")) - paid[row.at("receivable_id")] > 0.0005;
  }
  EXPECT_NEAR(static_cast<double>(overdue) / 40'000.0, 0.40, 0.02);
}

TEST_P(GenerateProfile, LoadsWithoutARejectedRow) {
  GenerateOptions options;
  options.receivables = 5000;
  options.profile = GetParam();
  const auto files = texts_of(options);
  std::vector<std::string> texts;
  for (const std::string_view name : kGeneratedFiles) texts.push_back(files.at(std::string(name)));
  ImportWorkshop workshop({8, 64, false});
  const ImportReport report = workshop.import(texts);
  for (const ImportedFile& file : report.files) {
    EXPECT_FALSE(file.error) << core::describe(*file.error);
    EXPECT_EQ(file.counts.inserted + file.counts.suspended, file.counts.rows) << ImportWorkshop::counts(file);
  }
  EXPECT_TRUE(workshop.rejects().empty());
}

INSTANTIATE_TEST_SUITE_P(Profiles, GenerateProfile, testing::Values(Profile::kB2b, Profile::kBank, Profile::kAgency));

TEST(Generate, WritesTheFilesOfADirectory) {
  const ScratchDirectory directory;
  GenerateOptions options;
  options.receivables = 100;
  ASSERT_TRUE(generate_into(options, directory.path("out")).ok());
  for (const std::string_view name : kGeneratedFiles) {
    EXPECT_TRUE(std::filesystem::exists(directory.path("out") + "/" + std::string(name))) << name;
  }
  EXPECT_FALSE(generate_into(options, "/proc/nowhere").ok());
}

}  // namespace
}  // namespace dunlin::engine
