// A real customer's export, untouched: IBM's sample of 2,466 receivables, through a mapping as sources/ibm-ar.toml has it.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

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

SourceMapping ibm_mapping() {
  SourceMapping mapping;
  mapping.name = "ibm-ar";
  mapping.dates = "M/D/YYYY";
  RecordMapping receivables;
  receivables.kind = core::RecordKind::kReceivable;
  receivables.fields = {column("receivable_id", "invoiceNumber"), column("debtor_id", "customerID"),
                        column("amount", "InvoiceAmount"),        constant("currency", "EUR"),
                        column("issue_date", "InvoiceDate"),      column("due_date", "DueDate"),
                        column("attr.disputed", "Disputed")};
  receivables.fields.back().map = {{"Yes", "true"}, {"No", "false"}};
  RecordMapping debtors;
  debtors.kind = core::RecordKind::kDebtor;
  debtors.fields = {column("debtor_id", "customerID"), column("name", "customerID")};
  RecordMapping payments;
  payments.kind = core::RecordKind::kPayment;
  payments.when = RecordCondition{"SettledDate", true, std::nullopt, {}};
  payments.fields = {column("payment_id", "invoiceNumber"), column("receivable_id", "invoiceNumber"),
                     column("debtor_id", "customerID"),     column("amount", "InvoiceAmount"),
                     constant("currency", "EUR"),           column("value_date", "SettledDate")};
  payments.fields.front().prefix = "P";
  mapping.records = {receivables, debtors, payments};
  return mapping;
}

TEST(IbmSource, YieldsEveryReceivableAndPayment) {
  const std::string shared = shared_folder();
  if (shared.empty()) GTEST_SKIP() << "no shared test data";
  const SourceMapping mapping = ibm_mapping();
  ReadOptions options;
  options.mapping = &mapping;
  options.threads = 2;
  options.block_bytes = 10'000;
  const Gathered got = read_path(shared + "/data/ar_ibm/WA_Fn-UseC_-Accounts-Receivable.csv", options);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.rejects, std::vector<std::string>{});
  EXPECT_EQ(got.summary.rows, 2466U);
  const auto count = [&](std::string_view kind) {
    return std::count_if(got.records.begin(), got.records.end(),
                         [&](const std::string& record) { return record.find(kind) != std::string::npos; });
  };
  EXPECT_EQ(count(" receivables "), 2466);
  EXPECT_EQ(count(" debtors "), 2466);
  EXPECT_EQ(count(" payments "), 2466);
  // The first row: 391,0379-NEVHP,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0
  EXPECT_EQ(got.records[0], "1:2 debtors debtor_id=0379-NEVHP name=0379-NEVHP");
  EXPECT_EQ(got.records[1],
            "1:2 receivables debtor_id=0379-NEVHP receivable_id=0000611365 amount=5594 currency=4543826 due_date=15737 "
            "issue_date=15707 attr.disputed=false");
  EXPECT_EQ(got.records[2],
            "1:2 payments debtor_id=0379-NEVHP receivable_id=0000611365 payment_id=P0000611365 amount=5594 currency=4543826 "
            "value_date=15720");
}

}  // namespace
}  // namespace dunlin::ingest
