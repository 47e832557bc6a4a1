#include "core/table.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

namespace dunlin::core {
namespace {

using Texts = std::vector<std::optional<std::string>>;

TextColumn column_of(const Texts& cells) {
  TextColumn column;
  for (const auto& cell : cells) {
    if (!cell) {
      column.append_null();
    } else if (*cell == "<leave>") {
      column.append_leave();
    } else {
      column.append(*cell);
    }
  }
  return column;
}
Texts cells_of(const TextColumn& column) {
  Texts cells;
  for (size_t row = 0; row < column.rows(); ++row) {
    if (column.is_leave(row)) {
      cells.emplace_back("<leave>");
    } else if (column.is_null(row)) {
      cells.emplace_back();
    } else {
      cells.emplace_back(std::string(column.at(row)));
    }
  }
  return cells;
}

TEST(TextColumn, KeepsItsRowsInEveryForm) {
  struct Case {
    const char* name;
    Texts cells;
    size_t entries;    // as appended: neighbours share
    size_t compacted;  // distinct texts
  };
  for (const Case& test :
       {Case{"empty", {}, 0, 0}, Case{"nulls", {std::nullopt, std::nullopt}, 0, 0},
        Case{"neighbours", {"a", "a", "a"}, 1, 1}, Case{"apart", {"a", "b", "a"}, 3, 2},
        Case{"null between", {"a", std::nullopt, "a"}, 2, 1}, Case{"leave", {"<leave>", "a", "<leave>"}, 1, 1},
        Case{"empty text is no null", {"", std::nullopt, ""}, 2, 1}, Case{"bytes", {std::string("\0x", 2), "\xFF"}, 2, 2}}) {
    const TextColumn column = column_of(test.cells);
    EXPECT_EQ(cells_of(column), test.cells) << test.name;
    EXPECT_EQ(column.entries(), test.entries) << test.name;
    const TextColumn compacted = column.compacted();
    EXPECT_EQ(cells_of(compacted), test.cells) << test.name;
    EXPECT_EQ(compacted.entries(), test.compacted) << test.name;
    const std::vector<uint32_t> codes(column.codes().begin(), column.codes().end());
    EXPECT_EQ(cells_of(TextColumn::from_parts(codes, column.ends(), column.heap())), test.cells) << test.name;
  }
}

TEST(TextColumn, CompactionDropsUnusedEntriesInOrderOfFirstUse) {
  TextColumn column;
  for (const char* entry : {"unused", "b", "a", "b"}) column.add_entry(entry);
  for (const uint32_t code : {3U, 2U, 1U}) column.append_code(code);
  const TextColumn compacted = column.compacted();
  ASSERT_EQ(compacted.entries(), 2U);
  EXPECT_EQ(compacted.entry(0), "b");
  EXPECT_EQ(compacted.entry(1), "a");
}

TEST(TextColumn, GathersRowsAndOnlyTheirEntries) {
  const TextColumn column = column_of({"a", std::nullopt, "b", "c", "<leave>"});
  const std::vector<uint32_t> rows = {3, 1, 0, 3, 4};
  const TextColumn gathered = column.gathered(rows);
  EXPECT_EQ(cells_of(gathered), (Texts{"c", std::nullopt, "a", "c", "<leave>"}));
  EXPECT_EQ(gathered.entries(), 2U);
}

TEST(Table, HasOnlyTheColumnsGiven) {
  Table table(RecordKind::kReceivable);
  EXPECT_EQ(table.ints(Field::kAmount), nullptr);
  EXPECT_EQ(table.int_at(Field::kAmount, 0), kNull);
  EXPECT_EQ(table.text_at(Field::kReference, 0), "");
  table.set_rows(2);
  table.set_ints(Field::kAmount, {100, kNull});
  table.texts_or_new(Field::kReference).mutable_codes()[0] = table.texts_or_new(Field::kReference).add_entry("R1");
  table.ints_or_new(Field::kDueDate, kLeave);
  table.attribute_or_new("product").mutable_codes();

  EXPECT_EQ(table.kind(), RecordKind::kReceivable);
  EXPECT_TRUE(table.is_int(Field::kAmount));
  EXPECT_FALSE(table.is_text(Field::kAmount));
  EXPECT_TRUE(table.is_text(Field::kReference));
  EXPECT_FALSE(table.is_int(Field::kReference));
  EXPECT_FALSE(table.has(Field::kCity));
  EXPECT_EQ(table.int_at(Field::kAmount, 0), 100);
  EXPECT_EQ(table.int_at(Field::kDueDate, 1), kLeave);
  EXPECT_EQ(table.text_at(Field::kReference, 0), "R1");
  EXPECT_TRUE(table.texts(Field::kReference)->is_null(1));
  EXPECT_EQ(table.attribute("product")->rows(), 2U);
  EXPECT_EQ(table.attribute("other"), nullptr);
  EXPECT_EQ(table.fields(), (std::vector<Field>{Field::kAmount, Field::kDueDate, Field::kReference}));
  EXPECT_GE(table.bytes(), 2 * 2 * sizeof(int64_t));

  table.drop(Field::kAmount);
  EXPECT_FALSE(table.has(Field::kAmount));
  EXPECT_EQ(table.text_at(Field::kReference, 0), "R1") << "other columns stay where they are";
}

TEST(Table, GathersEveryColumn) {
  std::mt19937_64 random(3);
  Table table(RecordKind::kDebtor);
  constexpr uint32_t kRows = 50;
  for (uint32_t i = 0; i < kRows; ++i) {
    table.ints_or_new(Field::kCreditLimit).push_back(static_cast<int64_t>(i * 10));
    table.texts_or_new(Field::kCity).append("c" + std::to_string(i % 7));
    table.attribute_or_new("x").append(std::to_string(i));
    table.set_rows(i + 1);
  }
  std::vector<uint32_t> rows;
  for (int i = 0; i < 80; ++i) rows.push_back(static_cast<uint32_t>(random() % kRows));
  const Table gathered = table.gathered(rows);
  ASSERT_EQ(gathered.rows(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(gathered.int_at(Field::kCreditLimit, i), table.int_at(Field::kCreditLimit, rows[i]));
    EXPECT_EQ(gathered.text_at(Field::kCity, i), table.text_at(Field::kCity, rows[i]));
    EXPECT_EQ(gathered.attribute("x")->at(i), table.attribute("x")->at(rows[i]));
  }
}

TEST(TableDeathTest, AColumnHasOneType) {
  Table table;
  table.set_ints(Field::kHash, {});
  EXPECT_DEATH(table.set_texts(Field::kHash, {}), "text column over an integer column: hash");
}

}  // namespace
}  // namespace dunlin::core
