// Staged rows come out of their chunks as they went in: in memory, packed, and from the stage file.
#include <gtest/gtest.h>

#include <limits>

#include "engine/import/row_buffer.h"
#include "engine/import/staging.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

using core::EventBatch;
using core::Field;
using core::RecordKind;

/// Receivables of debtors D0 .. Dn with amounts of the width asked for, and a leave, a null and an empty column.
EventBatch batch_of(size_t rows, int64_t step) {
  EventBatch batch(RecordKind::kReceivable);
  core::TextColumn debtors, ids, notes;
  core::Table::Ints amounts, dates;
  for (size_t row = 0; row < rows; ++row) {
    debtors.append("D" + std::to_string(row % 97));
    ids.append("R" + std::to_string(row));
    if (row % 3 == 0) {
      notes.append_null();
    } else if (row % 3 == 1) {
      notes.append_leave();
    } else {
      notes.append("note " + std::to_string(row / 50));
    }
    amounts.push_back(static_cast<int64_t>(row) * step - 7);
    dates.push_back(row % 5 == 0 ? core::kNull : row % 5 == 1 ? core::kLeave : 20'000 + static_cast<int64_t>(row % 300));
    batch.row_numbers.push_back(row + 1);
    batch.lines.push_back(row + 2);
  }
  batch.rows.set_texts(Field::kDebtorId, std::move(debtors));
  batch.rows.set_texts(Field::kReceivableId, std::move(ids));
  batch.rows.set_ints(Field::kAmount, std::move(amounts));
  batch.rows.set_ints(Field::kDueDate, std::move(dates));
  batch.rows.set_attribute("note", std::move(notes));
  batch.rows.set_rows(rows);
  return batch;
}

void expect_same(const core::Table& expected, size_t expected_row, const core::Table& got, size_t row) {
  EXPECT_EQ(got.text_at(Field::kReceivableId, row), expected.text_at(Field::kReceivableId, expected_row));
  EXPECT_EQ(got.int_at(Field::kAmount, row), expected.int_at(Field::kAmount, expected_row));
  EXPECT_EQ(got.int_at(Field::kDueDate, row), expected.int_at(Field::kDueDate, expected_row));
  EXPECT_EQ(got.attribute("note")->is_leave(row), expected.attribute("note")->is_leave(expected_row));
  EXPECT_EQ(got.attribute("note")->is_null(row), expected.attribute("note")->is_null(expected_row));
  EXPECT_EQ(got.attribute("note")->at(row), expected.attribute("note")->at(expected_row));
}

class RowImage : public testing::TestWithParam<int64_t> {};

TEST_P(RowImage, ReadsBack) {
  const EventBatch batch = batch_of(1000, GetParam());
  std::vector<uint32_t> picked;
  for (uint32_t row = 0; row < 1000; row += 3) picked.push_back(row);
  RowBuffer buffer(RecordKind::kReceivable);
  append_rows(batch, picked, 5, buffer);
  std::string image;
  encode(buffer, image);
  RowBuffer read(RecordKind::kReceivable);
  ASSERT_TRUE(decode_into(image, read).ok());
  const StagedRows staged = to_staged(std::move(read));
  ASSERT_EQ(staged.orders.size(), picked.size());
  for (size_t i = 0; i < picked.size(); ++i) {
    EXPECT_EQ(file_of(staged.orders[i]), 5U);
    EXPECT_EQ(row_of(staged.orders[i]), picked[i] + 1U);
    expect_same(batch.rows, picked[i], staged.rows, i);
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, RowImage,
                         testing::Values(0, 1, 100, 1'000'000, 9'000'000'000, std::numeric_limits<int64_t>::max() / 1000));

TEST(RowImage, CutImagesAreErrors) {
  RowBuffer buffer(RecordKind::kReceivable);
  const uint32_t picked[] = {0, 1, 2};
  append_rows(batch_of(3, 1), picked, 0, buffer);
  std::string image;
  encode(buffer, image);
  for (size_t size = 0; size < image.size(); ++size) {
    RowBuffer read(RecordKind::kReceivable);
    EXPECT_FALSE(decode_into(std::string_view(image).substr(0, size), read).ok()) << size;
  }
}

struct StagingCase {
  std::string name;
  uint64_t budget;
  bool with_directory;
  bool spills;
};

class StagingKeepsRows : public testing::TestWithParam<StagingCase> {};

TEST_P(StagingKeepsRows, OfFilesNotRefused) {
  const ScratchDirectory directory;
  Staging staging(16, GetParam().budget, GetParam().with_directory ? directory.path("stage") : "");
  const EventBatch batch = batch_of(20'000, 3);
  std::vector<core::DebtorHash> hashes;
  for (size_t row = 0; row < batch.rows.rows(); ++row) {
    hashes.push_back(core::debtor_hash(batch.rows.text_at(Field::kDebtorId, row)));
  }
  for (size_t file = 0; file < 4; ++file) ASSERT_TRUE(staging.add(batch, hashes, file).ok());
  staging.refuse_file(1);
  EXPECT_EQ(staging.rows_spilled() > 0, GetParam().spills);
  // Open buffers and the budget are what may stay in memory; without spilling it is all of the rows.
  constexpr uint64_t kOpenMax = 16 * (16U << 10) * 2;
  EXPECT_EQ(staging.memory_held() <= GetParam().budget + kOpenMax, GetParam().spills || GetParam().budget > staging.bytes());
  std::vector<uint32_t> seen(20'000, 0);
  for (const SlotRange range : staging.ranges()) {
    const auto loaded = staging.load(range);
    ASSERT_TRUE(loaded.ok());
    const StagedRows& rows = loaded.value()[static_cast<size_t>(RecordKind::kReceivable)];
    for (size_t row = 0; row < rows.orders.size(); ++row) {
      EXPECT_NE(file_of(rows.orders[row]), 1U);
      const auto slot = core::slot_of(core::debtor_hash(rows.rows.text_at(Field::kDebtorId, row)), 16);
      EXPECT_TRUE(slot >= range.begin && slot < range.end);
      const size_t source = row_of(rows.orders[row]) - 1;
      expect_same(batch.rows, source, rows.rows, row);
      ++seen[source];
    }
  }
  EXPECT_EQ(seen, std::vector<uint32_t>(20'000, 3));
}

INSTANTIATE_TEST_SUITE_P(Budgets, StagingKeepsRows,
                         testing::Values(StagingCase{"roomy", 1ULL << 30, true, false},
                                         StagingCase{"tight", 1ULL << 16, true, true},
                                         StagingCase{"tight_without_a_place", 1ULL << 16, false, false}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace dunlin::engine
