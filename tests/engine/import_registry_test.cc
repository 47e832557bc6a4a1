// What an import leaves in the registry: rates as of any import, records that wait, and the ids that it makes itself.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/date.h"
#include "core/money.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using Lines = std::vector<std::string>;

Lines rates_of(const core::Result<core::Table>& table) {
  Lines lines;
  EXPECT_TRUE(table.ok());
  for (size_t row = 0; row < table->rows(); ++row) {
    std::string line(table->text_at(Field::kName, row));
    if (table->kind() == RecordKind::kFx) {
      line = core::to_string(core::Currency{static_cast<uint32_t>(table->int_at(Field::kBase, row))}) +
             core::to_string(core::Currency{static_cast<uint32_t>(table->int_at(Field::kQuote, row))});
    }
    lines.push_back(line + " " + core::to_string(core::Date{static_cast<int32_t>(table->int_at(Field::kDate, row))}) + " " +
                    std::to_string(table->int_at(Field::kValue, row)));
  }
  return lines;
}

TEST(ImportedRates, AreThoseOfTheImportAskedFor) {
  ImportWorkshop workshop;
  EXPECT_EQ(rates_of(workshop.store().rates(UINT64_MAX)), Lines{});
  workshop.import({"name,date,value\nz,2026-02-01,2\na,2026-02-01,1.5\na,2026-01-01,1\n",
                   "date,base,quote,value\n2026-01-01,EUR,USD,1.1\n"});
  workshop.import({"debtor_id,name\nD1,Anna\n"});
  workshop.import(
      {"name,date,value\na,2026-02-01,1.75\n", "date,base,quote,value\n2026-01-01,EUR,CHF,0.9\n2026-01-01,EUR,USD,1.2\n"});
  EXPECT_EQ(rates_of(workshop.store().rates(2)),
            (Lines{"a 2026-01-01 10000000000", "a 2026-02-01 15000000000", "z 2026-02-01 20000000000"}));
  EXPECT_EQ(rates_of(workshop.store().rates(3)),
            (Lines{"a 2026-01-01 10000000000", "a 2026-02-01 17500000000", "z 2026-02-01 20000000000"}));
  EXPECT_EQ(rates_of(workshop.store().fx(2)), Lines{"EURUSD 2026-01-01 11000000000"});
  EXPECT_EQ(rates_of(workshop.store().fx(UINT64_MAX)),
            (Lines{"EURCHF 2026-01-01 9000000000", "EURUSD 2026-01-01 12000000000"}));
}

TEST(ImportedRecords, WaitWithAllTheirFieldsUntilTheyFindTheirDebtor) {
  ImportWorkshop workshop;
  workshop.import({"debtor_id,name\nD1,Anna\n", "dispute_id,receivable_id,opened_on,reason\nX1,R1,2026-02-01,price\n"});
  workshop.import({"dispute_id,receivable_id,opened_on,amount\nX1,R1,2026-02-02,5\n"});
  const auto waiting = workshop.store().waiting(RecordKind::kDispute);
  ASSERT_TRUE(waiting.ok());
  ASSERT_EQ(waiting->rows(), 1U);
  EXPECT_EQ(waiting->text_at(Field::kCreditorId, 0), "default");
  workshop.import({"receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-01-31\n"});
  EXPECT_EQ(workshop.store().waiting(RecordKind::kDispute)->rows(), 0U);
  const std::string expected =
      "default/D1 disputes amount=5000000 dispute_id=X1 opened_on=20486 reason=price receivable_id=R1";
  const Lines content = workshop.content();
  EXPECT_NE(std::find(content.begin(), content.end(), expected), content.end()) << testing::PrintToString(content);
}

/// The ids that imports give to interactions without one are in stores: what makes them may never change.
TEST(UnnamedInteractions, KeepTheirIdsForEver) {
  ImportWorkshop workshop;
  workshop.import({"debtor_id,name\nD1,Anna\n",
                   "debtor_id,at,channel,outcome,note\nD1,2026-01-01T10:00:00Z,call,no_answer,\nD1,2026-01-01T10:00:00Z,"
                   "call,no_answer,\n"
                   "D1,2026-01-01T10:00:00Z,call,no_answer,busy\n"});
  Lines ids;
  for (const std::string& line : workshop.content()) {
    const size_t at = line.find("interaction_id=");
    if (at != std::string::npos) ids.push_back(line.substr(at + 15, line.find(' ', at) - at - 15));
  }
  EXPECT_EQ(ids, (Lines{"~15c7e9c1fcd22b82035b7f14ed55bb18", "~15c7e9c1fcd22b82035b7f14ed55bb18-2",
                        "~a8a3d4209342cc879c371b8850ceff0a"}));
}

}  // namespace
}  // namespace dunlin::engine
