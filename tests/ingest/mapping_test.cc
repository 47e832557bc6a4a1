// A customer's export through a mapping: constants, codes, conditions, dates, decimal commas, and errors of the mapping
// itself.
#include <gtest/gtest.h>

#include <functional>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using Lines = std::vector<std::string>;

FieldSource column(const char* field, const char* name) {
  FieldSource source;
  source.field = field;
  source.column = name;
  return source;
}
FieldSource constant(const char* field, const char* value) {
  FieldSource source;
  source.field = field;
  source.constant = value;
  return source;
}

/// A German export: semicolons, decimal commas, points between thousands.
SourceMapping german() {
  SourceMapping mapping;
  mapping.name = "sap";
  mapping.dates = "DD.MM.YYYY";
  mapping.decimal = ',';
  mapping.group = '.';
  RecordMapping receivables;
  receivables.fields = {column("receivable_id", "Beleg"), column("debtor_id", "Konto"), column("amount", "Betrag"),
                        constant("currency", "EUR"), column("due_date", "Faellig")};
  mapping.records = {receivables};
  return mapping;
}

Gathered read_mapped(std::string_view bytes, const SourceMapping& mapping, bool strict = false) {
  ReadOptions options;
  options.mapping = &mapping;
  options.strict = strict;
  return read_bytes(bytes, options);
}

constexpr std::string_view kRows =
    "Beleg;Konto;Betrag;Faellig;Art;Rest\n0001;K1;1.234,56;10.01.2026;RE;x\n0000;K2;-5,00;10.01.2026;GU;\n0003;K3;7;10.01."
    "2026;??;\n";

TEST(Mapping, ReadsDecimalCommasAndDates) {
  const Gathered got = read_mapped(kRows, german());
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.records,
            (Lines{"1:2 receivables debtor_id=K1 receivable_id=0001 amount=123456 currency=4543826 due_date=20463",
                   "3:4 receivables debtor_id=K3 receivable_id=0003 amount=700 currency=4543826 due_date=20463"}));
  EXPECT_EQ(got.rejects, Lines{"2:3 amount bad_amount [-5,00]"});
  EXPECT_EQ(got.raw_rejects[0].column, 3U);
}

TEST(Mapping, RewritesTextInOrder) {
  SourceMapping mapping = german();
  std::vector<FieldSource>& fields = mapping.records[0].fields;
  fields[0].strip_zeros = true;
  fields[0].prefix = "R-";
  fields.push_back(column("kind", "Art"));
  fields.back().map = {{"RE", "invoice"}, {"GU", "other"}};
  const Gathered got = read_mapped(kRows, mapping);
  EXPECT_EQ(got.records,
            Lines{"1:2 receivables debtor_id=K1 receivable_id=R-1 kind=0 amount=123456 currency=4543826 due_date=20463"});
  EXPECT_EQ(got.rejects, (Lines{"2:3 amount bad_amount [-5,00]", "3:4 kind bad_code [?\?]"}));
  fields.back().otherwise = "loan";
  EXPECT_EQ(read_mapped(kRows, mapping).records.back(),
            "3:4 receivables debtor_id=K3 receivable_id=R-3 kind=2 amount=700 currency=4543826 due_date=20463");
}

TEST(Mapping, TurnsNegativeReceivablesIntoCreditNotes) {
  SourceMapping mapping = german();
  mapping.negative = NegativeAmounts::kCreditNote;
  const Gathered got = read_mapped(kRows, mapping);
  EXPECT_EQ(got.rejects, Lines{});
  EXPECT_EQ(got.records[1],
            "2:3 credit_notes debtor_id=K2 credit_note_id=0000 amount=500 currency=4543826 status=- date=20463");
  EXPECT_EQ(got.records.size(), 3U);
  EXPECT_EQ(got.summary.kinds, (std::vector{core::RecordKind::kReceivable, core::RecordKind::kCreditNote}));
  mapping.records[0].fields.push_back(column("issue_date", "Rest"));
  const Gathered dated =
      read_mapped("Beleg;Konto;Betrag;Faellig;Rest\n1;K;-1;10.01.2026;09.01.2026\n2;K;0;10.01.2026;\n", mapping);
  EXPECT_EQ(dated.records,
            Lines{"1:2 credit_notes debtor_id=K credit_note_id=1 amount=100 currency=4543826 status=- date=20462"});
  EXPECT_EQ(dated.rejects, Lines{"2:3 amount bad_amount [0]"});
  mapping.records[0].fields.back() = column("status", "Rest");
  const Gathered stated = read_mapped("Beleg;Konto;Betrag;Faellig;Rest\n1;K;-1;10.01.2026;cancelled\n", mapping);
  EXPECT_EQ(stated.records,
            Lines{"1:2 credit_notes debtor_id=K credit_note_id=1 amount=100 currency=4543826 status=2 date=20463"});
}

TEST(Mapping, YieldsRecordsWhereTheirConditionHolds) {
  struct Case {
    RecordCondition condition;
    Lines rows;
  };
  const Case cases[] = {{{"Rest", true, std::nullopt, {}}, {"1:2"}},
                        {{"Rest", false, std::nullopt, {}}, {"2:3", "3:4"}},
                        {{"Art", std::nullopt, "GU", {}}, {"2:3"}},
                        {{"Art", std::nullopt, std::nullopt, {"GU", "RE"}}, {"1:2", "2:3"}},
                        {{"Art", std::nullopt, "none", {}}, {}}};
  for (const Case& at : cases) {
    SourceMapping mapping = german();
    RecordMapping debtors;
    debtors.kind = core::RecordKind::kDebtor;
    debtors.when = at.condition;
    debtors.fields = {column("debtor_id", "Konto"), column("name", "Konto")};
    mapping.records = {debtors};
    Lines rows;
    for (const std::string& record : read_mapped(kRows, mapping).records) rows.push_back(record.substr(0, 3));
    EXPECT_EQ(rows, at.rows);
  }
}

TEST(Mapping, KeepsOtherColumnsWhereToldTo) {
  SourceMapping mapping = german();
  mapping.records[0].keep_others = true;
  EXPECT_EQ(read_mapped(kRows, mapping).records[0],
            "1:2 receivables debtor_id=K1 receivable_id=0001 amount=123456 currency=4543826 due_date=20463 attr.Art=RE "
            "attr.Rest=x");
  EXPECT_NE(read_mapped(kRows, mapping, true).error.find("unknown column \"Art\""), std::string::npos);
}

TEST(Mapping, AppliesToJsonLinesToo) {
  SourceMapping mapping = german();
  mapping.format = "jsonl";
  mapping.records[0].keep_others = true;
  const Gathered got = read_mapped(
      "{\"Beleg\":\"1\",\"Konto\":\"K1\",\"Betrag\":\"1.000,5\",\"Faellig\":\"10.01.2026\",\"Ort\":\"B\"}\n", mapping);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.records,
            Lines{"1:1 receivables debtor_id=K1 receivable_id=1 amount=100050 currency=4543826 due_date=20463 attr.Ort=B"});
}

TEST(Mapping, TakesOneKindWhenAsked) {
  SourceMapping mapping = german();
  ReadOptions options;
  options.mapping = &mapping;
  options.kind = core::RecordKind::kDebtor;
  EXPECT_NE(read_bytes(kRows, options).error.find("the source yields no debtors"), std::string::npos);
}

TEST(Mapping, HasItsMistakesNamed) {
  struct Case {
    std::function<void(SourceMapping&)> spoil;
    const char* error;
  };
  const Case cases[] = {
      {[](SourceMapping& m) { m.records[0].fields[0].column = "Belege"; },
       "reads the column \"Belege\", which the file does not have (nearest: Beleg)"},
      {[](SourceMapping& m) { m.records[0].fields[0].field = "receivable"; }, "receivables have no field \"receivable\""},
      {[](SourceMapping& m) { m.records[0].fields.pop_back(); }, "receivables need the field due_date or issue_date"},
      {[](SourceMapping& m) { m.records[0].fields.erase(m.records[0].fields.begin()); },
       "receivables need the field receivable_id"},
      {[](SourceMapping& m) { m.records[0].fields.push_back(m.records[0].fields[0]); }, "get \"receivable_id\" twice"},
      {[](SourceMapping& m) { m.dates = "DD.MM"; }, "needs a year, a month and a day"},
      {[](SourceMapping& m) { m.format = "xml"; }, "unknown format \"xml\""},
      {[](SourceMapping& m) { m.records.clear(); }, "yields no records"},
      {[](SourceMapping& m) {
         m.records[0].when = RecordCondition{"Sorte", true, std::nullopt, {}};
       },
       "reads the column \"Sorte\""},
  };
  for (const Case& at : cases) {
    SourceMapping mapping = german();
    at.spoil(mapping);
    const std::string error = read_mapped(kRows, mapping).error;
    EXPECT_NE(error.find(at.error), std::string::npos) << error;
  }
}

}  // namespace
}  // namespace dunlin::ingest
