// Promises, plans, disputes, holds, interactions, rates, fx, placements and cases: what their cells become, and what is
// refused.
#include <gtest/gtest.h>

#include "core/instalments.h"
#include "core/instant.h"
#include "tests/ingest/gathered.h"

namespace dunlin::ingest {
namespace {

struct Case {
  const char* name;
  const char* file;
  const char* result;  ///< the record, or else the reject
};

// 20454 is 2026-01-01, 20484 is 2026-01-31; EUR is 4543826, JPY is 4870233, USD is 5591876, CHF is 4409414.
const Case kCases[] = {
    {"promise",
     "promise_id,debtor_id,amount,currency,promised_on,due_on,receivable_ids\nP1,D1,100.50,EUR,2026-01-01,2026-01-31, R1 "
     ";R2;\n",
     "1:2 promises debtor_id=D1 amount=10050 currency=4543826 promise_id=P1 promised_on=20454 due_on=20484 "
     "receivable_ids=R1;R2"},
    {"promise_due_that_day", "promise_id,debtor_id,amount,currency,promised_on,due_on\nP1,D1,1,EUR,2026-01-01,2026-01-01\n",
     "1:2 promises debtor_id=D1 amount=100 currency=4543826 promise_id=P1 promised_on=20454 due_on=20454"},
    {"promise_due_before_it_was_made",
     "promise_id,debtor_id,amount,currency,promised_on,due_on\nP1,D1,1,EUR,2026-01-02,2026-01-01\n",
     "1:2 due_on bad_date [2026-01-01]"},
    {"promise_of_nothing", "promise_id,debtor_id,amount,currency,promised_on,due_on\nP1,D1,0.00,EUR,2026-01-01,2026-01-01\n",
     "1:2 amount bad_amount [0.00]"},
    {"promise_below_zero", "promise_id,debtor_id,amount,currency,promised_on,due_on\nP1,D1,-1,EUR,2026-01-01,2026-01-01\n",
     "1:2 amount bad_amount [-1]"},
    {"plan",
     "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,2026-01-31=100.00; 2026-02-28 = 50.5 ;\n",
     "1:2 plans debtor_id=D1 currency=4543826 plan_id=P1 agreed_on=20454 instalments=2026-01-31=10000;2026-02-28=5050"},
    {"plan_in_yen", "plan_id,debtor_id,agreed_on,currency,instalments,max_missed\nP1,D1,2026-01-01,JPY,2026-01-31=100,0\n",
     "1:2 plans debtor_id=D1 currency=4870233 plan_id=P1 agreed_on=20454 instalments=2026-01-31=100 max_missed=0"},
    {"plan_of_nothing", "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,;\n",
     "1:2 instalments bad_instalments [;]"},
    {"plan_out_of_order",
     "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,2026-02-28=1;2026-01-31=1\n",
     "1:2 instalments bad_instalments [2026-02-28=1;2026-01-31=1]"},
    {"plan_twice_a_day",
     "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,2026-02-28=1;2026-02-28=1\n",
     "1:2 instalments bad_instalments [2026-02-28=1;2026-02-28=1]"},
    {"plan_with_an_empty_rate", "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,2026-02-28=0\n",
     "1:2 instalments bad_instalments [2026-02-28=0]"},
    {"plan_finer_than_cents", "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,EUR,2026-02-28=1.005\n",
     "1:2 instalments bad_instalments [2026-02-28=1.005]"},
    {"plan_in_no_currency", "plan_id,debtor_id,agreed_on,currency,instalments\nP1,D1,2026-01-01,XYZ,2026-02-28=1\n",
     "1:2 currency bad_currency [XYZ]"},
    {"plan_with_bad_patience",
     "plan_id,debtor_id,agreed_on,currency,instalments,max_missed\nP1,D1,2026-01-01,EUR,2026-02-28=1,-1\n",
     "1:2 max_missed bad_number [-1]"},
    {"plan_of_json",
     "{\"plan_id\":\"P1\",\"debtor_id\":\"D1\",\"agreed_on\":\"2026-01-01\",\"currency\":\"EUR\","
     "\"instalments\":[\"2026-01-31=1\",\"2026-02-28=2\"]}\n",
     "1:1 plans debtor_id=D1 currency=4543826 plan_id=P1 agreed_on=20454 instalments=2026-01-31=100;2026-02-28=200"},
    {"dispute_without_debtor", "dispute_id,receivable_id,opened_on,amount,reason\nX1,R1,2026-01-01,12.5,damaged goods\n",
     "1:2 disputes receivable_id=R1 reason=damaged goods opened_on=20454 dispute_id=X1 amount=12500000"},
    {"dispute_over_nothing", "dispute_id,receivable_id,opened_on,amount\nX1,R1,2026-01-01,0\n", "1:2 amount bad_amount [0]"},
    {"dispute_resolved_too_soon", "dispute_id,receivable_id,opened_on,resolved_on\nX1,R1,2026-01-31,2026-01-01\n",
     "1:2 resolved_on bad_date [2026-01-01]"},
    {"hold", "hold_id,from,until,debtor_id,reason\nH1,2026-01-01,2026-01-31,D1,breathing_space\n",
     "1:2 holds debtor_id=D1 reason=0 hold_id=H1 from=20454 until=20484"},
    {"hold_of_a_receivable", "hold_id,from,receivable_id\nH1,2026-01-01,R1\n",
     "1:2 holds receivable_id=R1 hold_id=H1 from=20454"},
    {"hold_of_nobody", "hold_id,from,receivable_id\nH1,2026-01-01,\n", "1:2 receivable_id missing_value []"},
    {"hold_that_ends_before", "hold_id,from,until,debtor_id\nH1,2026-01-31,2026-01-30,D1\n",
     "1:2 until bad_date [2026-01-30]"},
    {"hold_for_a_whim", "hold_id,from,debtor_id,reason\nH1,2026-01-31,D1,whim\n", "1:2 reason bad_code [whim]"},
    {"interaction",
     "debtor_id,at,channel,outcome,direction,number_bad,consent,note\n"
     "D1,2026-01-01T09:30:00Z,call,no_answer,out,TRUE,no,\"rang, rang\"\n",
     "1:2 interactions debtor_id=D1 channel=4 outcome=5 at=1767259800 direction=0 number_bad=1 consent=0 note=rang, rang"},
    {"interaction_far_east", "interaction_id,debtor_id,at,channel,outcome\nI1,D1,2026-01-01T09:30:00+09:00,sms,sent\n",
     "1:2 interactions debtor_id=D1 channel=2 outcome=0 interaction_id=I1 at=1767227400"},
    {"interaction_without_zone", "debtor_id,at,channel,outcome\nD1,2026-01-01 09:30,email,opened\n",
     "1:2 interactions debtor_id=D1 channel=0 outcome=2 at=1767259800"},
    {"interaction_on_a_day", "debtor_id,at,channel,outcome\nD1,2026-01-01,letter,sent\n",
     "1:2 interactions debtor_id=D1 channel=1 outcome=0 at=1767268800"},
    {"interaction_at_no_time", "debtor_id,at,channel,outcome\nD1,2026-01-01T25:00,letter,sent\n",
     "1:2 at bad_date [2026-01-01T25:00]"},
    {"interaction_of_maybe", "debtor_id,at,channel,outcome,consent\nD1,2026-01-01,letter,sent,maybe\n",
     "1:2 consent bad_code [maybe]"},
    {"interaction_of_json",
     "{\"debtor_id\":\"D1\",\"at\":\"2026-01-01T00:00:00Z\",\"channel\":\"call\",\"outcome\":\"conversation\",\"consent\":"
     "true,"
     "\"receivable_ids\":[\"R1\",\"R2\"]}\n",
     "1:1 interactions debtor_id=D1 channel=4 receivable_ids=R1;R2 outcome=6 at=1767225600 consent=1"},
    {"rate", "name,date,value\nde-basiszins,2026-01-01,1.27\n", "1:2 rates name=de-basiszins date=20454 value=12700000000"},
    {"rate_below_zero", "name,date,value\nde-basiszins,2021-01-01,-0.88\n",
     "1:2 rates name=de-basiszins date=18628 value=-8800000000"},
    {"rate_too_fine", "name,date,value\nx,2026-01-01,1.00000000001\n", "1:2 value bad_number [1.00000000001]"},
    {"rate_too_large", "name,date,value\nx,2026-01-01,100000001\n", "1:2 value bad_number [100000001]"},
    {"rate_at_its_bound", "name,date,value\nx,2026-01-01,-1000\n",
     "1:2 rates name=x date=20454 value=-10000000000000"},
    {"rate_beyond_its_bound", "name,date,value\nx,2026-01-01,1000.01\n", "1:2 value bad_number [1000.01]"},
    {"rate_far_below_zero", "name,date,value\nx,2026-01-01,-2000\n", "1:2 value bad_number [-2000]"},
    {"fx_may_be_large", "date,base,quote,value\n2026-01-01,EUR,IRR,50000\n",
     "1:2 fx date=20454 base=4543826 quote=4805202 value=500000000000000"},
    {"fx", "date,base,quote,value\n2026-01-01,EUR,USD,1.0834\n",
     "1:2 fx date=20454 base=4543826 quote=5591876 value=10834000000"},
    {"fx_of_zero", "date,base,quote,value\n2026-01-01,EUR,USD,0\n", "1:2 value bad_number [0]"},
    {"fx_of_itself", "date,base,quote,value\n2026-01-01,EUR,EUR,1\n", "1:2 quote bad_currency [EUR]"},
    {"placement", "placement_id,receivable_id,placed_on,recalled_on,agency,commission\nL1,R1,2026-01-01,,Acme,12.5\n",
     "1:2 placements receivable_id=R1 placement_id=L1 placed_on=20454 recalled_on=- agency=Acme commission=12500000"},
    {"placement_for_more_than_all", "placement_id,receivable_id,placed_on,commission\nL1,R1,2026-01-02,100.01\n",
     "1:2 commission bad_number [100.01]"},
    {"receivable_of_the_year_26", "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,1,EUR,0026-01-31\n",
     "1:2 due_date bad_date [0026-01-31]"},
    {"receivable_of_1899", "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,1,EUR,1899-12-31\n",
     "1:2 due_date bad_date [1899-12-31]"},
    {"receivable_of_1900", "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,1,EUR,1900-01-01\n",
     "1:2 receivables debtor_id=D1 receivable_id=R1 amount=100 currency=4543826 due_date=-25567"},
    {"instalment_of_the_year_26", "plan_id,debtor_id,agreed_on,currency,instalments\nL1,D1,2026-01-01,EUR,0026-01-31=1\n",
     "1:2 instalments bad_date [0026-01-31=1]"},
    {"interaction_of_the_year_26", "debtor_id,at,channel,outcome\nD1,0026-01-01T09:30:00Z,letter,sent\n",
     "1:2 at bad_date [0026-01-01T09:30:00Z]"},
    {"placement_recalled_too_soon", "placement_id,receivable_id,placed_on,recalled_on\nL1,R1,2026-01-02,2026-01-01\n",
     "1:2 recalled_on bad_date [2026-01-01]"},
    {"case", "case_id,debtor_id,court,lawyer,title,dates,costs\nC1,D1,AG Mayen,,25-1,2026-01-01;2026-01-31,35.5\n",
     "1:2 cases debtor_id=D1 case_id=C1 court=AG Mayen lawyer=- title=25-1 dates=2026-01-01;2026-01-31 costs=35500000"},
    {"case_that_pays", "case_id,debtor_id,costs\nC1,D1,-1\n", "1:2 costs bad_number [-1]"},
};

class RecordKinds : public testing::TestWithParam<Case> {};

TEST_P(RecordKinds, AreGuessedAndRead) {
  const Gathered got = read_bytes(GetParam().file);
  EXPECT_EQ(got.error, "");
  ASSERT_EQ(got.records.size() + got.rejects.size(), 1U);
  EXPECT_EQ(got.records.empty() ? got.rejects[0] : got.records[0], GetParam().result);
}

INSTANTIATE_TEST_SUITE_P(Rows, RecordKinds, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& at) { return std::string(at.param.name); });

/// An export whose columns are named like the ids of records that it is not.
TEST(KindGuess, LeavesAnExportOfInvoicesWhatItIs) {
  const Gathered got =
      read_bytes("receivable_id,debtor_id,amount,currency,due_date,dispute_id,case_id\nR1,D1,1,EUR,2026-01-01,X1,\n");
  ASSERT_EQ(got.records.size(), 1U) << got.error;
  EXPECT_EQ(got.records[0],
            "1:2 receivables debtor_id=D1 receivable_id=R1 amount=100 currency=4543826 due_date=20454 attr.case_id=- "
            "attr.dispute_id=X1");
}

TEST(KindGuess, FollowsAMappingWithItsOwnDatesAndNumbers) {
  SourceMapping mapping;
  mapping.name = "crm";
  mapping.dates = "DD.MM.YYYY";
  mapping.decimal = ',';
  mapping.group = '.';
  const auto field = [](const char* name, const char* column) {
    FieldSource source;
    source.field = name;
    source.column = column;
    return source;
  };
  RecordMapping plans;
  plans.kind = core::RecordKind::kPlan;
  plans.fields = {field("plan_id", "Nr"), field("debtor_id", "Konto"), field("agreed_on", "Am"), field("currency", "W"),
                  field("instalments", "Raten")};
  RecordMapping interactions;
  interactions.kind = core::RecordKind::kInteraction;
  interactions.fields = {field("debtor_id", "Konto"), field("at", "Zeit"), field("channel", "Art"),
                         field("outcome", "Erfolg")};
  interactions.fields[2].map = {{"Tel", "call"}};
  mapping.records = {plans, interactions};
  ReadOptions options;
  options.mapping = &mapping;
  const Gathered got = read_bytes(
      "Nr;Konto;Am;W;Raten;Zeit;Art;Erfolg\nP1;D1;01.01.2026;EUR;\"31.01.2026=1.000,50;28.02.2026=2\";01.01.2026 "
      "09:30;Tel;answered\n",
      options);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.records, (std::vector<std::string>{
                             "1:2 plans debtor_id=D1 currency=4543826 plan_id=P1 agreed_on=20454 "
                             "instalments=2026-01-31=100050;2026-02-28=200",
                             "1:2 interactions debtor_id=D1 channel=4 outcome=4 at=1767259800",
                         }));
}

TEST(Instants, ReadOffsetsAndPrintUtc) {
  struct Row {
    const char* text;
    const char* utc;  ///< empty: refused
  };
  const Row rows[] = {
      {"2026-03-01T00:30:00Z", "2026-03-01T00:30:00Z"},
      {"2026-03-01t00:30z", "2026-03-01T00:30:00Z"},
      {"2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z"},
      {"2026-03-01T23:30:00-0130", "2026-03-02T01:00:00Z"},
      {"2026-03-01T23:30:00.250-01", "2026-03-02T00:30:00Z"},
      {"2026-03-01 07:05:09", "2026-03-01T07:05:09Z"},
      {"2026-03-01", "2026-03-01T12:00:00Z"},
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
      {"2026-03-01T24:00:00Z", ""},
      {"2026-03-01T10:60:00Z", ""},
      {"2026-03-01T10:00:60Z", ""},
      {"2026-03-01T1:00:00Z", ""},
      {"2026-03-01T10:00:00+19:00", ""},
      {"2026-03-01T10:00:00 UTC", ""},
      {"2026-02-29T10:00:00Z", ""},
      {"2026-03-01T", ""},
      {"2026-03-01T10:00:00.Z", ""},
      {"2026-03-01_10:00", ""},
  };
  for (const Row& row : rows) {
    const auto instant = core::parse_instant(row.text);
    EXPECT_EQ(instant ? core::format_instant(*instant) : "", row.utc) << row.text;
  }
}

TEST(Instalments, RoundTripAndRefuse) {
  const auto read = core::parse_instalments("2026-01-31=10000;2026-02-28=50");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1], (core::Instalment{core::date_of(2026, 2, 28), 50}));
  EXPECT_EQ(core::format_instalments(read), "2026-01-31=10000;2026-02-28=50");
  for (const char* wrong : {"2026-01-31", "2026-01-31=", "2026-01-31=1.5", "2026-01-31=0", "2026-02-28=1;2026-01-31=1",
                            "2026-01-32=1", "2026-01-31=1 ", "=1"}) {
    EXPECT_TRUE(core::parse_instalments(wrong).empty()) << wrong;
  }
}

}  // namespace
}  // namespace dunlin::ingest
