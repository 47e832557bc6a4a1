// The golden set: small tables as customers send them, and what must come out, written by hand.
#include <gtest/gtest.h>

#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

using Lines = std::vector<std::string>;

struct Case {
  const char* name;
  std::string_view bytes;
  Lines records;
  Lines rejects;
};

// 2026-01-10 is day 20463, 2026-02-09 day 20493; EUR is 0x455552 = 4543826, JPY 4870233, KWD 4937540.
const Case kCases[] = {
    {"plain",
     "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,120.50,EUR,2026-01-10\nR2,D1,7,EUR,2026-02-09\n",
     {"1:2 receivables debtor_id=D1 receivable_id=R1 amount=12050 currency=4543826 due_date=20463",
      "2:3 receivables debtor_id=D1 receivable_id=R2 amount=700 currency=4543826 due_date=20493"},
     {}},
    {"any_order_semicolon_crlf_bom_no_last_newline",
     "\xEF\xBB\xBF"
     "due_date;currency;amount;debtor_id;receivable_id\r\n2026-01-10;EUR;1.00;D1;R1\r\n\r\n2026-01-10;JPY;500;D2;R2",
     {"1:2 receivables debtor_id=D1 receivable_id=R1 amount=100 currency=4543826 due_date=20463",
      "2:4 receivables debtor_id=D2 receivable_id=R2 amount=500 currency=4870233 due_date=20463"},
     {}},
    {"tab", "debtor_id\tname\nD1\tA, B; C | D\n", {"1:2 debtors debtor_id=D1 name=A, B; C | D"}, {}},
    {"pipe", "debtor_id|name\nD1|Ann\n", {"1:2 debtors debtor_id=D1 name=Ann"}, {}},
    {"quotes_newlines_and_lines",
     "debtor_id,name,city\n\"D1\",\"Say \"\"hi\"\", now\",\"A\nB\"\n\nD2,\"\",\" x \"\nD3,5\" pipe,y\n",
     {"1:2 debtors debtor_id=D1 name=Say \"hi\", now city=A\nB", "3:6 debtors debtor_id=D3 name=5\" pipe city=y"},
     {"2:5 name missing_value []"}},
    {"ragged_rows_alone",
     "debtor_id,name\nD1,A\nD2\nD3,C,x\nD4,D\n",
     {"1:2 debtors debtor_id=D1 name=A", "4:5 debtors debtor_id=D4 name=D"},
     {"2:3 ragged_row [D2]", "3:4 ragged_row [D3,C,x]"}},
    {"bad_quotes",
     "debtor_id,name\nD1,\"A\"b\nD2,B\nD3,\"never",
     {"2:3 debtors debtor_id=D2 name=B"},
     {"1:2 name bad_quotes [\"A\"b]", "3:4 bad_quotes [D3,\"never]"}},
    {"bad_utf8_alone",
     "debtor_id,name\nD1,M\xFCller\nD2,M\xC3\xBCller\n",
     {"2:3 debtors debtor_id=D2 name=M\xC3\xBCller"},
     {"1:2 name bad_utf8 [M?ller]"}},
    {"empty_clears_absent_is_absent",
     "debtor_id,name,city,flags,opt_out,credit_limit,external_score,preferred_channel,timezones\n"
     "D1,A,,,,,,,\nD2,B,X,vulnerable;bad_address,sms;call,99.5,-0.25,letter, Europe/Berlin ;; Europe/Paris\n",
     {"1:2 debtors debtor_id=D1 name=A city=- timezones=- preferred_channel=- credit_limit=- opt_out=- flags=- "
      "external_score=-",
      "2:3 debtors debtor_id=D2 name=B city=X timezones=Europe/Berlin;Europe/Paris preferred_channel=1 credit_limit=9950 "
      "opt_out=20 flags=40 external_score=-250000"},
     {}},
    {"required_and_typed_rejects",
     "receivable_id,debtor_id,amount,currency,due_date,kind,status_on\n"
     ",D1,1,EUR,2026-01-10,,\nR2,,1,EUR,2026-01-10,,\nR3,D1,,EUR,2026-01-10,,\nR4,D1,1,,2026-01-10,,\nR5,D1,1,EUR,,,\n"
     "R6,D1,0,EUR,2026-01-10,,\nR7,D1,-1,EUR,2026-01-10,,\nR8,D1,1.005,EUR,2026-01-10,,\nR9,D1,\"1,5\",EUR,2026-01-10,,\n"
     "R10,D1,1,XXX,2026-01-10,,\nR11,D1,1,EUR,2026-02-30,,\nR12,D1,1,EUR,10.01.2026,,\nR13,D1,1,EUR,2026-01-10,gift,\n"
     "R14,D1,1,EUR,2026-01-10,,soon\nR15,D1,100000000000.01,EUR,2026-01-10,,\nR16,D1,100000000000.00,EUR,2026-01-10,loan,\n",
     {"16:17 receivables debtor_id=D1 receivable_id=R16 kind=2 amount=10000000000000 currency=4543826 due_date=20463 "
      "status_on=-"},
     {"1:2 receivable_id missing_value []", "2:3 debtor_id missing_value []", "3:4 amount missing_value []",
      "4:5 currency missing_value []", "5:6 due_date missing_value []", "6:7 amount bad_amount [0]",
      "7:8 amount bad_amount [-1]", "8:9 amount bad_amount [1.005]", "9:10 amount bad_amount [1,5]",
      "10:11 currency bad_currency [XXX]", "11:12 due_date bad_date [2026-02-30]", "12:13 due_date bad_date [10.01.2026]",
      "13:14 kind bad_code [gift]", "14:15 status_on bad_date [soon]", "15:16 amount bad_amount [100000000000.01]"}},
    {"due_date_from_issue_date",
     "receivable_id,debtor_id,amount,currency,issue_date,terms,due_date\n"
     "R1,D1,1,EUR,2026-01-10,,\nR2,D1,1,EUR,2026-01-10,0,\nR3,D1,1,EUR,2026-01-10,10,2026-02-09\nR4,D1,1,EUR,2026-01-10,-1,"
     "\n"
     "R5,D1,1,EUR,2026-01-10,ten,\n",
     {"1:2 receivables debtor_id=D1 receivable_id=R1 amount=100 currency=4543826 due_date=- issue_date=20463 terms=-",
      "2:3 receivables debtor_id=D1 receivable_id=R2 amount=100 currency=4543826 due_date=- issue_date=20463 terms=0",
      "3:4 receivables debtor_id=D1 receivable_id=R3 amount=100 currency=4543826 due_date=20493 issue_date=20463 terms=10"},
     {"4:5 terms bad_number [-1]", "5:6 terms bad_number [ten]"}},
    {"payments_may_be_negative_not_zero",
     "payment_id,debtor_id,amount,currency,value_date,receivable_id\nP1,D1,-1.234,KWD,2026-01-10,R1\nP2,D1,0,KWD,2026-01-10,"
     "\n",
     {"1:2 payments debtor_id=D1 receivable_id=R1 payment_id=P1 amount=-1234 currency=4937540 value_date=20463"},
     {"2:3 amount bad_amount [0]"}},
    {"credit_notes_are_positive",
     "credit_note_id,debtor_id,amount,currency,date,reason\nN1,D1,5,EUR,2026-01-10,goodwill\nN2,D1,-5,EUR,2026-01-10,\n",
     {"1:2 credit_notes debtor_id=D1 credit_note_id=N1 amount=500 currency=4543826 date=20463 reason=1"},
     {"2:3 amount bad_amount [-5]"}},
    {"contacts_and_creditors_are_told_apart",
     "contact_id,debtor_id,name,role,receives\nK1,D1,Ann,billing,reminder-1; reminder-2\n",
     {"1:2 contacts debtor_id=D1 contact_id=K1 name=Ann role=0 receives=reminder-1;reminder-2"},
     {}},
    {"creditors",
     "creditor_id,name,base_currency\nC1,House,EUR\n",
     {"1:2 creditors creditor_id=C1 name=House base_currency=4543826"},
     {}},
    {"attributes",
     "debtor_id,name,attr.colour,Size\nD1,A,red,\nD2,B,,L\n",
     {"1:2 debtors debtor_id=D1 name=A attr.Size=- attr.colour=red",
      "2:3 debtors debtor_id=D2 name=B attr.Size=L attr.colour=-"},
     {}},
    {"other_kinds_ignore_unknown_columns",
     "payment_id,debtor_id,amount,currency,value_date,till\nP1,D1,1,EUR,2026-01-10,7\n",
     {"1:2 payments debtor_id=D1 payment_id=P1 amount=100 currency=4543826 value_date=20463"},
     {}},
    {"bad_ids",
     "debtor_id,name\n0123456789012345678901234567890123456789012345678901234567890123,A\n"
     "01234567890123456789012345678901234567890123456789012345678901234,B\n\"a\nb\",C\na\x7F"
     "b,D\nD5,x\x01y\n",
     {"1:2 debtors debtor_id=0123456789012345678901234567890123456789012345678901234567890123 name=A"},
     {"2:3 debtor_id bad_id [01234567890123456789012345678901234567890123456789012345678901234]",
      "3:4 debtor_id bad_id [a\nb]",
      "4:6 debtor_id bad_id [a\x7F"
      "b]",
      "5:7 name bad_text [x\x01y]"}},
    {"blanks_are_trimmed", "debtor_id , name\n D1\t,  Ann Lee  \n", {"1:2 debtors debtor_id=D1 name=Ann Lee"}, {}},
    {"header_only", "debtor_id,name\n", {}, {}},
};

class CsvGolden : public testing::TestWithParam<Case> {};

TEST_P(CsvGolden, Reads) {
  const Gathered got = read_bytes(GetParam().bytes);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.records, GetParam().records);
  EXPECT_EQ(got.rejects, GetParam().rejects);
  EXPECT_EQ(got.summary.rows, GetParam().records.size() + GetParam().rejects.size());
}

TEST_P(CsvGolden, DoesNotDependOnBlocksAndThreads) {
  const Gathered whole = read_bytes(GetParam().bytes);
  for (const uint32_t threads : {1U, 2U, 7U}) {
    for (size_t block = 1; block <= 64; block += threads == 1 ? 1 : 13) {
      ReadOptions options;
      options.block_bytes = block;
      options.threads = threads;
      const Gathered cut = read_bytes(GetParam().bytes, options);
      ASSERT_EQ(cut.error, "");
      ASSERT_EQ(cut.records, whole.records) << "block_bytes " << block << " threads " << threads;
      ASSERT_EQ(cut.rejects, whole.rejects) << "block_bytes " << block << " threads " << threads;
      ASSERT_EQ(cut.summary.rows, whole.summary.rows);
      ASSERT_EQ(cut.summary.content, whole.summary.content);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, CsvGolden, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& at) { return std::string(at.param.name); });

}  // namespace
}  // namespace dunlin::ingest
