// The same rows give the same store, however they come: twice, in another order, cut into files, by deltas or whole pages,
// with little memory, by more threads, into pages of any size. And a file that is refused changes nothing at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/generate/generate.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

/// A generated portfolio as texts, in the order of kGeneratedFiles.
std::vector<std::string> portfolio(uint64_t receivables, uint64_t seed) {
  GenerateOptions options;
  options.receivables = receivables;
  options.seed = seed;
  std::vector<std::string> files(std::size(kGeneratedFiles));
  EXPECT_TRUE(generate(options, [&](std::string_view name, std::string_view bytes) -> core::Status {
                for (size_t i = 0; i < files.size(); ++i) {
                  if (kGeneratedFiles[i] == name) files[i].append(bytes);
                }
                return {};
              }).ok());
  return files;
}

/// Cuts a CSV text into `parts` files with the header each; rows go to the parts by turns, last row first if `backwards`.
std::vector<std::string> cut(const std::string& text, size_t parts, bool backwards) {
  std::istringstream lines(text);
  std::string header, line;
  std::getline(lines, header);
  std::vector<std::string> rows;
  while (std::getline(lines, line)) rows.push_back(line);
  if (backwards) std::reverse(rows.begin(), rows.end());
  std::vector<std::string> files(parts, header + "\n");
  for (size_t i = 0; i < rows.size(); ++i) files[i % parts] += rows[i] + "\n";
  std::erase_if(files, [&](const std::string& file) { return file.size() == header.size() + 1; });
  return files;
}

std::vector<std::string> content_of(const std::vector<std::string>& files, const ImportOptions& options,
                                    storage::StoreShape shape) {
  ImportWorkshop workshop(shape);
  const std::string stage = workshop.options.stage_directory;
  workshop.options = options;
  workshop.options.stage_directory = stage;
  for (const ImportedFile& file : workshop.import(files).files) EXPECT_FALSE(file.error) << core::describe(*file.error);
  return workshop.content();
}

TEST(ImportSameResult, HoweverTheRowsCome) {
  const std::vector<std::string> files = portfolio(300, 7);
  ImportOptions plain;
  plain.landing = Landing::kDeltas;
  const std::vector<std::string> expected = content_of(files, plain, {4, 8, false});
  ASSERT_GT(expected.size(), 500U);

  struct Way {
    const char* name;
    size_t parts;
    bool backwards;
    ImportOptions options;
    storage::StoreShape shape;
  };
  std::vector<Way> ways(9, Way{"", 1, false, plain, {4, 8, false}});
  ways[0].name = "bulk";
  ways[0].options.landing = Landing::kBulk;
  ways[1].name = "seven files a kind";
  ways[1].parts = 7;
  ways[2].name = "backwards";
  ways[2].backwards = true;
  ways[3].name = "backwards in bulk, three files a kind";
  ways[3].parts = 3;
  ways[3].backwards = true;
  ways[3].options.landing = Landing::kBulk;
  ways[4].name = "no memory";
  ways[4].options.memory_bytes = 1;
  ways[5].name = "no memory, bulk";
  ways[5].options.memory_bytes = 1;
  ways[5].options.landing = Landing::kBulk;
  ways[6].name = "seven threads";
  ways[6].options.threads = 7;
  ways[7].name = "one debtor a page, bulk";
  ways[7].options.landing = Landing::kBulk;
  ways[7].shape.page_debtors = 1;
  ways[8].name = "one slot";
  ways[8].shape.slots = 1;
  for (const Way& way : ways) {
    std::vector<std::string> parts;
    for (const std::string& file : files) {
      for (std::string& part : cut(file, way.parts, way.backwards)) parts.push_back(std::move(part));
    }
    if (way.backwards) std::reverse(parts.begin(), parts.end());
    EXPECT_EQ(content_of(parts, way.options, way.shape), expected) << way.name;
  }
}

TEST(ImportSameResult, SpillingRowsChangesNothing) {
  const std::vector<std::string> files = portfolio(30'000, 3);
  ImportOptions options;
  options.threads = 2;
  const auto expected = content_of(files, options, {16, 64, false});
  options.memory_bytes = 1U << 20;
  ImportWorkshop workshop({16, 64, false});
  const std::string stage = workshop.options.stage_directory;
  workshop.options = options;
  workshop.options.stage_directory = stage;
  EXPECT_GT(workshop.import(files).rows_spilled, 10'000U);
  EXPECT_EQ(workshop.content(), expected);
}

class ImportTwice : public testing::TestWithParam<Landing> {};

TEST_P(ImportTwice, IsImportOnce) {
  const std::vector<std::string> files = portfolio(300, 11);
  ImportWorkshop workshop;
  workshop.options.landing = GetParam();
  const ImportReport first = workshop.import(files);
  const auto expected = workshop.content();
  const auto suspended = workshop.suspended();

  // By content: nothing happens, not even a new import.
  const uint64_t last = workshop.store().last_import();
  const ImportReport second = workshop.import(files);
  EXPECT_EQ(second.import, 0U);
  EXPECT_EQ(workshop.store().last_import(), last);
  for (const ImportedFile& file : second.files) EXPECT_TRUE(file.already_known) << file.name;

  // By id: every row is met again and changes nothing.
  workshop.options.again = true;
  const ImportReport third = workshop.import(files);
  for (size_t i = 0; i < files.size(); ++i) {
    const storage::RowCounts& counts = third.files[i].counts;
    EXPECT_FALSE(third.files[i].already_known);
    EXPECT_EQ(counts.rows, first.files[i].counts.rows);
    EXPECT_EQ(counts.unchanged + counts.duplicate, counts.rows) << ImportWorkshop::counts(third.files[i]);
  }
  EXPECT_EQ(workshop.content(), expected);
  EXPECT_EQ(workshop.suspended(), suspended);
}

INSTANTIATE_TEST_SUITE_P(Landings, ImportTwice, testing::Values(Landing::kDeltas, Landing::kBulk));

TEST(ImportSameResult, TheSameFileTwiceInOneCommandCountsOnce) {
  ImportWorkshop workshop;
  const std::string text = "debtor_id,name\nD1,Anna\n";
  const ImportReport report = workshop.import({text, text});
  EXPECT_EQ(ImportWorkshop::counts(report.files[0]), "rows 1: inserted 1");
  EXPECT_TRUE(report.files[1].already_known);
}

TEST(ImportRefused, AFileThatIsNotWhatItClaimsLeavesNoTrace) {
  const std::string text = "debtor_id,name\nD1,Anna\n";
  const std::string refused[] = {
      std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16),
      "apples,pears\n1,2\n",
      "",
  };
  for (const Landing landing : {Landing::kDeltas, Landing::kBulk}) {
    ImportWorkshop workshop;
    workshop.options.landing = landing;
    workshop.import({text});
    const auto before = workshop.content();
    const uint64_t last = workshop.store().last_import();
    for (const std::string& bytes : refused) {
      const ImportReport report = workshop.import({bytes});
      ASSERT_TRUE(report.files.front().error.has_value());
      EXPECT_EQ(report.import, 0U);
    }
    EXPECT_EQ(workshop.content(), before);
    EXPECT_EQ(workshop.store().last_import(), last);
    EXPECT_EQ(workshop.store().imports().value().size(), 1U);
    EXPECT_TRUE(workshop.rejects().empty());
  }
}

TEST(ImportRefused, TheOtherFilesOfTheCommandGoOn) {
  ImportWorkshop workshop;
  const ImportReport report = workshop.import(
      {"debtor_id,name\nD1,Anna\n", "apples,pears\n1,2\n",
       "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,1,EUR,2026-01-31\nR2,D1,x,EUR,2026-01-31\n"});
  EXPECT_EQ(ImportWorkshop::counts(report.files[0]), "rows 1: inserted 1");
  EXPECT_TRUE(report.files[1].error.has_value());
  EXPECT_EQ(ImportWorkshop::counts(report.files[2]), "rows 2: inserted 1 rejected 1");
  const auto imports = workshop.store().imports();
  ASSERT_EQ(imports.value().size(), 1U);
  EXPECT_EQ(imports.value().front().files.size(), 2U);
}

TEST(ImportRefused, StoredRejectsEndAtTheirLimitAndTheRestIsCounted) {
  ImportWorkshop workshop;
  workshop.options.rejects_stored_max = 5;
  std::string text = "receivable_id,debtor_id,amount,currency,due_date\n";
  for (int i = 0; i < 4000; ++i) text += "R" + std::to_string(i) + ",D1,x,EUR,2026-01-31\n";
  EXPECT_EQ(workshop.count(text), "rows 4000: rejected 4000");
  EXPECT_EQ(workshop.rejects(),
            (std::vector<std::string>{"bad_amount 1 amount", "bad_amount 2 amount", "bad_amount 3 amount",
                                      "bad_amount 4 amount", "bad_amount 5 amount"}));
}

}  // namespace
}  // namespace dunlin::engine
