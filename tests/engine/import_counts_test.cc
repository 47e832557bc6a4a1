// What each row of a file does to the store, case by case: files in the order in which they come and the counts expected of
// each, then what waits in suspense and what was rejected.
#include <gtest/gtest.h>

#include <ostream>

#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

struct Step {
  std::vector<std::string> files;   // of one command
  std::vector<std::string> counts;  // of each file
};

struct CountCase {
  std::string name;
  std::vector<Step> steps;
  std::vector<std::string> suspended = {};
  std::vector<std::string> rejects = {};
};
void PrintTo(const CountCase& expected, std::ostream* out) { *out << expected.name; }

const std::string kD1 = "debtor_id,name\nD1,Anna\n";
const std::string kD12 = "debtor_id,name\nD1,Anna\nD2,Ben\n";
const std::string kR1 = "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,100.00,EUR,2026-01-31\n";
const std::string kReceivables = "receivable_id,debtor_id,amount,currency,due_date\n";
const std::string kPayments = "payment_id,debtor_id,amount,currency,value_date,receivable_id\n";

const std::string kIssued = "receivable_id,debtor_id,amount,currency,issue_date,terms,due_date\n";
const std::string kReversals = "payment_id,debtor_id,amount,currency,value_date,reverses\n";

const CountCase kCases[] = {
    {"new_debtor_and_receivable", {{{kD1, kR1}, {"rows 1: inserted 1", "rows 1: inserted 1"}}}},
    {"same_fields_again_are_unchanged",
     {{{kD1, kR1}, {"rows 1: inserted 1", "rows 1: inserted 1"}},
      {{kReceivables + "R1,D1,100,EUR,2026-01-31\n"}, {"rows 1: unchanged 1"}}}},
    {"other_fields_amend",
     {{{kD1, kR1}, {"rows 1: inserted 1", "rows 1: inserted 1"}},
      {{kReceivables + "R1,D1,100.00,EUR,2026-02-28\n"}, {"rows 1: amended 1"}}}},
    {"versions_within_one_file",
     {{{kD1, kReceivables + "R1,D1,1,EUR,2026-01-31\nR1,D1,2,EUR,2026-01-31\nR1,D1,2,EUR,2026-01-31\n"},
       {"rows 1: inserted 1", "rows 3: inserted 1 amended 1 unchanged 1"}}}},
    {"silence_leaves_due_date_and_terms",
     {{{kD1, kIssued + "R1,D1,1,EUR,2026-01-01,60,\nR2,D1,1,EUR,2026-01-01,,2026-06-30\n"},
       {"rows 1: inserted 1", "rows 2: inserted 2"}},
      {{kIssued + "R1,D1,1.00,EUR,2026-01-01,60,\nR2,D1,1.00,EUR,2026-01-01,,2026-06-30\n"}, {"rows 2: unchanged 2"}},
      {{"receivable_id,debtor_id,amount,currency,issue_date\nR1,D1,1,EUR,2026-01-01\nR2,D1,1,EUR,2026-01-01\n"},
       {"rows 2: unchanged 2"}},
      {{kReceivables + "R1,D1,1,EUR,2026-03-02\nR2,D1,1,EUR,2026-06-30\n"}, {"rows 2: unchanged 2"}},
      {{"receivable_id,debtor_id,amount,currency,issue_date\nR1,D1,1,EUR,2026-01-02\n",
        kReceivables + "R1,D1,1,EUR,2026-03-03\n"},
       {"rows 1: amended 1", "rows 1: unchanged 1"}},
      {{kIssued + "R2,D1,1,EUR,2026-01-01,,\n", kReceivables + "R2,D1,1,EUR,2026-01-31\n"},
       {"rows 1: amended 1", "rows 1: unchanged 1"}}}},
    {"debtor_field_by_field",
     {{{"debtor_id,name,email\nD1,Anna,a@x.example\n"}, {"rows 1: inserted 1"}},
      {{"debtor_id,name\nD1,Anna\n"}, {"rows 1: unchanged 1"}},
      {{"debtor_id,name,email\nD1,Anna,\n"}, {"rows 1: amended 1"}},
      {{"debtor_id,name,email\nD1,Anna,\nD1,Anna,\n"}, {"rows 2: unchanged 2"}}}},
    {"attribute_amends",
     {{{"debtor_id,name,attr.tier\nD1,Anna,gold\n"}, {"rows 1: inserted 1"}},
      {{"debtor_id,name,attr.tier\nD1,Anna,silver\n"}, {"rows 1: amended 1"}}}},
    {"contact_is_its_debtors",
     {{{kD12, "debtor_id,contact_id,name\nD1,1,Carl\nD2,1,Dora\nD1,1,Carla\n"},
       {"rows 2: inserted 2", "rows 3: inserted 2 amended 1"}}}},
    {"payment_twice_is_a_duplicate",
     {{{kD1, kR1, kPayments + "P1,D1,10,EUR,2026-02-01,R1\nP1,D1,10.00,EUR,2026-02-01,R1\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 2: inserted 1 duplicate 1"}},
      {{kPayments + "P1,D1,10,EUR,2026-02-01,\n"}, {"rows 1: duplicate 1"}}}},
    {"payment_of_other_content_is_a_conflict",
     {{{kD1, kR1, kPayments + "P1,D1,10,EUR,2026-02-01,R1\nP1,D1,11,EUR,2026-02-01,R1\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 2: inserted 1 conflict 1"}},
      {{kPayments + "P1,D1,10,USD,2026-02-01,\nP1,D1,10,EUR,2026-02-02,\n"}, {"rows 2: conflict 2"}}},
     {},
     {"content_changed 2 amount", "content_changed 1 currency", "content_changed 2 value_date"}},
    {"credit_note_like_a_payment",
     {{{kD1, kR1, "credit_note_id,debtor_id,amount,currency,date\nN1,D1,5,EUR,2026-02-01\nN1,D1,6,EUR,2026-02-01\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 2: inserted 1 conflict 1"}}},
     {},
     {"content_changed 2 amount"}},
    {"receivable_of_another_debtor_in_the_store",
     {{{kD12, kR1}, {"rows 2: inserted 2", "rows 1: inserted 1"}},
      {{kReceivables + "R1,D2,100,EUR,2026-01-31\n"}, {"rows 1: conflict 1"}}},
     {},
     {"debtor_changed 1 debtor_id"}},
    {"receivable_of_another_debtor_in_the_import",
     {{{kD12, kReceivables + "R1,D2,1,EUR,2026-01-31\nR1,D1,1,EUR,2026-01-31\nR1,D2,2,EUR,2026-01-31\n"},
       {"rows 2: inserted 2", "rows 3: inserted 1 amended 1 conflict 1"}}},
     {},
     {"debtor_changed 2 debtor_id"}},
    {"the_store_owns_an_id_before_the_first_row",
     {{{kD12, kR1}, {"rows 2: inserted 2", "rows 1: inserted 1"}},
      {{kReceivables + "R1,D2,1,EUR,2026-01-31\nR1,D1,1,EUR,2026-01-31\n"}, {"rows 2: amended 1 conflict 1"}}},
     {},
     {"debtor_changed 1 debtor_id"}},
    {"payment_id_of_another_debtor",
     {{{kD12, kPayments + "P1,D1,1,EUR,2026-01-31,\nP1,D2,1,EUR,2026-01-31,\n"},
       {"rows 2: inserted 2", "rows 2: inserted 1 conflict 1"}}},
     {},
     {"debtor_changed 2 debtor_id"}},
    {"same_ids_of_two_creditors_are_different",
     {{{"creditor_id,name\nA,Aa\nB,Bb\n", "creditor_id,debtor_id,name\nA,D1,Anna\nB,D2,Ben\n",
        "creditor_id,receivable_id,debtor_id,amount,currency,due_date\nA,R1,D1,1,EUR,2026-01-31\nB,R1,D2,1,EUR,2026-01-"
        "31\n"},
       {"rows 2: inserted 2", "rows 2: inserted 2", "rows 2: inserted 2"}}}},
    {"currency_of_a_receivable_stays",
     {{{kD1, kR1}, {"rows 1: inserted 1", "rows 1: inserted 1"}},
      {{kReceivables + "R1,D1,90,USD,2026-01-31\nR1,D1,90,EUR,2026-01-31\n"}, {"rows 2: amended 1 conflict 1"}}},
     {},
     {"currency_changed 1 currency"}},
    {"money_for_another_debtors_receivable_in_the_store",
     {{{kD12, kR1}, {"rows 2: inserted 2", "rows 1: inserted 1"}},
      {{kPayments + "P1,D2,1,EUR,2026-02-01,R1\nP2,D1,1,EUR,2026-02-01,R1\n"}, {"rows 2: inserted 1 rejected 1"}}},
     {},
     {"other_debtor 1 receivable_id"}},
    {"money_for_another_debtors_receivable_in_the_import",
     {{{kPayments + "P1,D2,1,EUR,2026-02-01,R1\n", kD12, kR1},
       {"rows 1: rejected 1", "rows 2: inserted 2", "rows 1: inserted 1"}}},
     {},
     {"other_debtor 1 receivable_id"}},
    {"parents_may_come_later_in_the_import",
     {{{kPayments + "P1,D1,1,EUR,2026-02-01,R1\n", kR1, kD1},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 1: inserted 1"}}}},
    {"unknown_debtor_is_suspended",
     {{{kR1}, {"rows 1: suspended 1"}}, {{kPayments + "P1,D1,1,EUR,2026-02-01,R1\n"}, {"rows 1: suspended 1"}}},
     {"payments P1 debtor D1", "receivables R1 debtor D1"}},
    {"suspended_rows_are_released_by_their_debtor", {{{kR1}, {"rows 1: suspended 1"}}, {{kD1}, {"rows 1: inserted 1"}}}},
    {"suspended_rows_amend_and_repeat",
     {{{kR1}, {"rows 1: suspended 1"}},
      {{kReceivables + "R1,D1,100,EUR,2026-01-31\nR1,D1,90,EUR,2026-01-31\n"}, {"rows 2: amended 1 unchanged 1"}}},
     {"receivables R1 debtor D1"}},
    {"money_for_an_unknown_receivable_is_suspended",
     {{{kD1, kPayments + "P1,D1,1,EUR,2026-02-01,R9\n"}, {"rows 1: inserted 1", "rows 1: suspended 1"}}},
     {"payments P1 receivable R9"}},
    {"money_is_released_by_its_receivable",
     {{{kD1, kPayments + "P1,D1,1,EUR,2026-02-01,R1\n"}, {"rows 1: inserted 1", "rows 1: suspended 1"}},
      {{kR1}, {"rows 1: inserted 1"}}}},
    {"money_is_rejected_whatever_came_first",
     {{{kD12, kPayments + "P1,D2,1,EUR,2026-02-01,R1\nP2,D1,1,EUR,2026-02-01,R1\n"},
       {"rows 2: inserted 2", "rows 2: suspended 2"}},
      {{kR1}, {"rows 1: inserted 1"}},
      {{kPayments + "P1,D2,1,EUR,2026-02-01,R1\n"}, {"rows 1: duplicate 1"}}},
     {},
     {"other_debtor 0 receivable_id"}},
    {"money_for_an_unknown_group_waits",
     {{{kD1,
        "payment_id,debtor_id,amount,currency,value_date,group_id\nP1,D1,1,EUR,2026-02-01,G1\n"
        "P2,D1,1,EUR,2026-02-01,G2\n"},
       {"rows 1: inserted 1", "rows 2: suspended 2"}},
      {{"receivable_id,debtor_id,amount,currency,due_date,group_id\nR1,D1,100,EUR,2026-01-31,G1\n"},
       {"rows 1: inserted 1"}}},
     {"payments P2 group G2"}},
    {"what_cannot_be_taken_back_waits",
     {{{kD12,
        kReversals + "P1,D1,10,EUR,2026-02-01,\nP2,D1,15,EUR,2026-02-02,P1\nP3,D1,1,EUR,2026-02-02,P9\n"
                     "P4,D1,1,EUR,2026-02-02,P4\nP5,D2,-3,EUR,2026-02-02,\nP6,D2,2,EUR,2026-02-03,\n"
                     "P7,D2,1,EUR,2026-02-03,P1\nP8,D2,-1,EUR,2026-02-04,\n",
        "credit_note_id,debtor_id,amount,currency,date,reverses\nN1,D1,5,EUR,2026-02-01,P1\n"},
       {"rows 2: inserted 2", "rows 8: inserted 6 suspended 1 rejected 1", "rows 1: suspended 1"}}},
     {"credit_notes N1 reversed P1", "payments P2 money P1 500", "payments P3 reversed P9", "payments P4 money P4 100",
      "payments P5 money  300"},
     {"other_debtor 7 reverses"}},
    {"a_parent_that_is_to_pay_is_known",
     {{{"debtor_id,name,parent_debtor_id,payer\nD1,Anna,D2,parent\nD2,Ben,D9,parent\nD3,Carl,D9,self\n"},
       {"rows 3: inserted 3"}}},
     {"debtors D2 parent_debtor D9"}},
    {"unknown_creditor_is_suspended",
     {{{"creditor_id,name\nA,Aa\n", "creditor_id,debtor_id,name\nZ,D1,Anna\n"},
       {"rows 1: inserted 1", "rows 1: suspended 1"}}},
     {"debtors D1 creditor Z"}},
    {"creditor_is_required_when_there_are_two",
     {{{"creditor_id,name\nA,Aa\nB,Bb\n", "creditor_id,debtor_id,name\nA,D1,Anna\n,D2,Ben\n"},
       {"rows 2: inserted 2", "rows 2: inserted 1 rejected 1"}},
      {{kD1}, {"rows 1: rejected 1"}}},
     {},
     {"missing_value 2 creditor_id", "missing_value 1 creditor_id"}},
    {"the_only_creditor_is_implied",
     {{{kD1, "creditor_id,name\nA,Aa\n"}, {"rows 1: inserted 1", "rows 1: inserted 1"}},
      {{"creditor_id,debtor_id,name\nA,D1,Anna\n"}, {"rows 1: unchanged 1"}}}},
    {"implied_and_named_creditor_are_one",
     {{{kD12,
        "creditor_id,receivable_id,debtor_id,amount,currency,due_date\nA,R1,D1,1,EUR,2026-01-31\n,R1,D2,1,EUR,2026-01-31\n",
        "creditor_id,name\nA,Aa\n"},
       {"rows 2: inserted 2", "rows 2: inserted 1 conflict 1", "rows 1: inserted 1"}}},
     {},
     {"debtor_changed 2 debtor_id"}},
    {"creditors_amend",
     {{{"creditor_id,name\nA,Aa\n"}, {"rows 1: inserted 1"}},
      {{"creditor_id,name,country\nA,Aa,DE\nA,Aa,DE\n"}, {"rows 2: amended 1 unchanged 1"}}}},
    {"a_bad_row_is_rejected_alone",
     {{{kD1, kReceivables + "R1,D1,abc,EUR,2026-01-31\nR2,D1,1,EUR,2026-01-31\n"},
       {"rows 1: inserted 1", "rows 2: inserted 1 rejected 1"}}},
     {},
     {"bad_amount 1 amount"}},
};

const std::string kR2 = "receivable_id,debtor_id,amount,currency,due_date\nR2,D2,100.00,EUR,2026-01-31\n";
const std::string kPromises = "promise_id,debtor_id,amount,currency,promised_on,due_on\n";
const std::string kDisputes = "dispute_id,receivable_id,opened_on,resolved_on\n";
const std::string kHolds = "hold_id,from,debtor_id,receivable_id\n";
const std::string kInteractions = "interaction_id,debtor_id,at,channel,outcome\n";
const std::string kUnnamed = "debtor_id,at,channel,outcome,note\n";

// Promises to cases: what they do, and what waits for whom.
const CountCase kKindCases[] = {
    {"promise_amends_field_by_field",
     {{{kD1, kPromises + "P1,D1,10,EUR,2026-01-01,2026-01-31\nP1,D1,10,EUR,2026-01-01,2026-02-28\n"},
       {"rows 1: inserted 1", "rows 2: inserted 1 amended 1"}},
      {{kPromises + "P1,D1,10.00,EUR,2026-01-01,2026-02-28\n"}, {"rows 1: unchanged 1"}},
      {{kPromises + "P1,D1,12,USD,2026-01-01,2026-02-28\n"}, {"rows 1: amended 1"}}}},
    {"promise_of_another_debtor",
     {{{kD12, kPromises + "P1,D1,10,EUR,2026-01-01,2026-01-31\n"}, {"rows 2: inserted 2", "rows 1: inserted 1"}},
      {{kPromises + "P1,D2,10,EUR,2026-01-01,2026-01-31\n"}, {"rows 1: conflict 1"}}},
     {},
     {"debtor_changed 1 debtor_id"}},
    {"promise_of_an_unknown_debtor",
     {{{kPromises + "P1,D1,10,EUR,2026-01-01,2026-01-31\n"}, {"rows 1: suspended 1"}}},
     {"promises P1 debtor D1"}},
    {"promise_of_what_nobody_knows_waits",
     {{{kD12, kR1,
        "promise_id,debtor_id,amount,currency,promised_on,due_on,receivable_ids\n"
        "P1,D1,10,EUR,2026-01-01,2026-01-31,R1;R8\nP2,D1,10,EUR,2026-01-01,2026-01-31,R9\n"
        "P3,D2,10,EUR,2026-01-01,2026-01-31,R1\n"},
       {"rows 2: inserted 2", "rows 1: inserted 1", "rows 3: suspended 2 rejected 1"}},
      {{kReceivables + "R8,D1,1,EUR,2026-01-31\n"}, {"rows 1: inserted 1"}}},
     {"promises P2 receivable R9"},
     {"other_debtor 3 receivable_ids"}},
    {"plan_amends",
     {{{kD1, "plan_id,debtor_id,agreed_on,currency,instalments,receivable_ids\nL1,D1,2026-01-01,EUR,2026-02-01=5,R7\n"},
       {"rows 1: inserted 1", "rows 1: suspended 1"}},
      {{"plan_id,debtor_id,agreed_on,currency,instalments\nL1,D1,2026-01-01,EUR,2026-02-01=5.00\n"},
       {"rows 1: unchanged 1"}},
      {{"plan_id,debtor_id,agreed_on,currency,instalments\nL1,D1,2026-01-01,EUR,2026-02-01=5;2026-03-01=5\n"},
       {"rows 1: amended 1"}}},
     {"plans L1 receivable R7"}},
    {"dispute_finds_its_debtor_in_the_store",
     {{{kD1, kR1}, {"rows 1: inserted 1", "rows 1: inserted 1"}},
      {{kDisputes + "X1,R1,2026-02-01,\n"}, {"rows 1: inserted 1"}},
      {{kDisputes + "X1,R1,2026-02-01,2026-02-10\n"}, {"rows 1: amended 1"}},
      {{kDisputes + "X1,R1,2026-02-01,2026-02-10\n"}, {"rows 1: unchanged 1"}}}},
    {"dispute_finds_its_debtor_in_the_import",
     {{{kDisputes + "X1,R1,2026-02-01,\n", kR1, kD1}, {"rows 1: inserted 1", "rows 1: inserted 1", "rows 1: inserted 1"}}}},
    {"dispute_waits_for_its_receivable",
     {{{kD1, kDisputes + "X1,R1,2026-02-01,\nX1,R1,2026-02-01,2026-02-10\nX1,R1,2026-02-01,2026-02-10\n"},
       {"rows 1: inserted 1", "rows 3: amended 1 unchanged 1 suspended 1"}},
      {{kDisputes + "X1,R1,2026-02-01,2026-02-10\n"}, {"rows 1: unchanged 1"}}},
     {"disputes X1 receivable R1"}},
    {"dispute_is_released_by_its_receivable",
     {{{kD1, kDisputes + "X1,R1,2026-02-01,\n"}, {"rows 1: inserted 1", "rows 1: suspended 1"}},
      {{kR1}, {"rows 1: inserted 1"}},
      {{kDisputes + "X1,R1,2026-02-01,\n"}, {"rows 1: unchanged 1"}}}},
    {"dispute_is_released_to_a_debtor_that_waits_itself",
     {{{kDisputes + "X1,R1,2026-02-01,\n"}, {"rows 1: suspended 1"}}, {{kR1}, {"rows 1: suspended 1"}}},
     {"disputes X1 debtor D1", "receivables R1 debtor D1"}},
    {"dispute_is_released_by_a_row_that_names_the_debtor",
     {{{kD1, kDisputes + "X1,R1,2026-02-01,\n"}, {"rows 1: inserted 1", "rows 1: suspended 1"}},
      {{"dispute_id,receivable_id,opened_on,debtor_id\nX1,R1,2026-02-02,D1\n"}, {"rows 1: amended 1"}}},
     {"disputes X1 receivable R1"}},
    {"dispute_that_names_the_debtor_waits_with_him",
     {{{kD1, "dispute_id,receivable_id,opened_on,debtor_id\nX1,R1,2026-02-02,D1\n"},
       {"rows 1: inserted 1", "rows 1: suspended 1"}},
      {{kR1}, {"rows 1: inserted 1"}}}},
    {"dispute_of_another_debtors_receivable",
     {{{kD12, kR1}, {"rows 2: inserted 2", "rows 1: inserted 1"}},
      {{"dispute_id,receivable_id,opened_on,debtor_id\nX1,R1,2026-02-02,D2\nX2,R1,2026-02-02,\n"},
       {"rows 2: inserted 1 rejected 1"}}},
     {},
     {"other_debtor 1 receivable_id"}},
    {"dispute_finer_than_its_currency",
     {{{kD1, kR1, "dispute_id,receivable_id,opened_on,amount\nX1,R1,2026-02-01,10.005\nX2,R1,2026-02-01,10.05\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 2: inserted 1 rejected 1"}}},
     {},
     {"bad_amount 1 amount"}},
    {"dispute_id_of_another_debtor",
     {{{kD12, kR1, kR2, kDisputes + "X1,R1,2026-02-01,\n"},
       {"rows 2: inserted 2", "rows 1: inserted 1", "rows 1: inserted 1", "rows 1: inserted 1"}},
      {{kDisputes + "X1,R2,2026-02-01,\n"}, {"rows 1: conflict 1"}}},
     {},
     {"debtor_changed 1 debtor_id"}},
    {"dispute_of_two_creditors",
     {{{"creditor_id,name\nA,Aa\nB,Bb\n", "creditor_id,debtor_id,name\nA,D1,Anna\nB,D2,Ben\n",
        "creditor_id,receivable_id,debtor_id,amount,currency,due_date\nA,R1,D1,1,EUR,2026-01-31\nB,R1,D2,1,EUR,2026-01-"
        "31\n",
        "creditor_id,dispute_id,receivable_id,opened_on\nA,X1,R1,2026-02-01\nB,X1,R1,2026-02-01\n,X2,R1,2026-02-01\n"},
       {"rows 2: inserted 2", "rows 2: inserted 2", "rows 2: inserted 2", "rows 3: inserted 2 rejected 1"}}},
     {},
     {"missing_value 3 creditor_id"}},
    {"dispute_whose_receivable_two_debtors_claim",
     {{{kD12, kReceivables + "R1,D2,1,EUR,2026-01-31\nR1,D1,1,EUR,2026-01-31\n", kDisputes + "X1,R1,2026-02-01,\n",
        "dispute_id,receivable_id,opened_on,debtor_id\nX2,R1,2026-02-02,D1\n"},
       {"rows 2: inserted 2", "rows 2: inserted 1 conflict 1", "rows 1: inserted 1", "rows 1: rejected 1"}}},
     {},
     {"debtor_changed 2 debtor_id", "other_debtor 1 receivable_id"}},
    {"hold_of_a_debtor_and_of_a_receivable",
     {{{kD1, kR1, kHolds + "H1,2026-01-01,D1,\nH2,2026-01-01,,R1\nH3,2026-01-01,,R9\nH4,2026-01-01,D1,R9\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 4: inserted 2 suspended 2"}}},
     {"holds H3 receivable R9", "holds H4 receivable R9"}},
    {"interaction_twice_is_a_duplicate",
     {{{kD12, kInteractions + "I1,D1,2026-01-01T10:00:00Z,call,no_answer\nI1,D1,2026-01-01T11:00:00+01:00,call,no_answer\n"},
       {"rows 2: inserted 2", "rows 2: inserted 1 duplicate 1"}},
      {{kInteractions + "I1,D1,2026-01-01T10:00:00Z,call,answered\nI1,D2,2026-01-01T10:00:00Z,call,no_answer\n"},
       {"rows 2: conflict 2"}}},
     {},
     {"content_changed 1 outcome", "debtor_changed 2 debtor_id"}},
    {"unnamed_interactions_are_told_apart_by_their_ordinal",
     {{{kD12, kUnnamed + "D1,2026-01-01T10:00:00Z,call,no_answer,\nD1,2026-01-01T10:00:00Z,call,no_answer,\n"
                         "D1,2026-01-01T10:00:00Z,call,no_answer,again\nD2,2026-01-01T10:00:00Z,call,no_answer,\n"},
       {"rows 2: inserted 2", "rows 4: inserted 4"}},
      {{"outcome,channel,at,debtor_id\nno_answer,call,2026-01-01 10:00,D1\nno_answer,call,2026-01-01 10:00,D1\n"
        "no_answer,call,2026-01-01 10:00,D1\n"},
       {"rows 3: inserted 1 duplicate 2"}},
      {{kUnnamed + "D1,2026-01-01T10:00:00Z,call,no_answer,again\n",
        kUnnamed + "D1,2026-01-01T10:00Z,call,no_answer,again\n"},
       {"rows 1: duplicate 1", "rows 1: duplicate 1"}}}},
    {"unnamed_interaction_of_an_unknown_debtor",
     {{{kUnnamed + "D1,2026-01-01T10:00:00Z,call,no_answer,\n"}, {"rows 1: suspended 1"}},
      {{kUnnamed + "D1,2026-01-01T10:00:00Z,call,no_answer,\nD1,2026-01-02T10:00:00Z,call,no_answer,\n", kD1},
       {"rows 2: inserted 1 duplicate 1", "rows 1: inserted 1"}}}},
    {"rates_and_fx_have_one_value_a_day",
     {{{"name,date,value\nhouse,2026-01-01,1.5\nhouse,2026-01-01,1.50\nhouse,2026-01-01,2\nhouse,2026-02-01,2\n",
        "date,base,quote,value\n2026-01-01,EUR,USD,1.1\n2026-01-01,EUR,CHF,0.9\n"},
       {"rows 4: inserted 2 amended 1 unchanged 1", "rows 2: inserted 2"}},
      {{"name,date,value\nhouse,2026-01-01,2.0\n", "date,base,quote,value\n2026-01-01,EUR,USD,1.2\n2026-01-01,USD,EUR,1\n"},
       {"rows 1: unchanged 1", "rows 2: inserted 1 amended 1"}}}},
    {"placements_and_cases",
     {{{kD1, kR1, "placement_id,receivable_id,placed_on\nL1,R1,2026-02-01\nL2,R2,2026-02-01\n",
        "case_id,debtor_id,court\nC1,D1,AG\nC2,D2,AG\n"},
       {"rows 1: inserted 1", "rows 1: inserted 1", "rows 2: inserted 1 suspended 1", "rows 2: inserted 1 suspended 1"}},
      {{"case_id,debtor_id,costs\nC1,D1,10\n"}, {"rows 1: amended 1"}}},
     {"cases C2 debtor D2", "placements L2 receivable R2"}},
};

class ImportCounts : public testing::TestWithParam<std::tuple<CountCase, Landing>> {};

TEST_P(ImportCounts, AreExact) {
  const auto& [expected, landing] = GetParam();
  ImportWorkshop workshop;
  workshop.options.landing = landing;
  for (const Step& step : expected.steps) {
    const ImportReport report = workshop.import(step.files);
    ASSERT_EQ(report.files.size(), step.counts.size());
    for (size_t file = 0; file < step.counts.size(); ++file) {
      EXPECT_EQ(ImportWorkshop::counts(report.files[file]), step.counts[file]) << "file " << file;
    }
  }
  EXPECT_EQ(workshop.suspended(), expected.suspended);
  EXPECT_EQ(workshop.rejects(), expected.rejects);
  const auto broken = workshop.store().verify({});
  ASSERT_TRUE(broken.ok());
  EXPECT_EQ(broken.value(), std::vector<std::string>());
}

std::string name_of(const testing::TestParamInfo<std::tuple<CountCase, Landing>>& at) {
  return std::get<0>(at.param).name + (std::get<1>(at.param) == Landing::kBulk ? "_bulk" : "_deltas");
}
constexpr Landing kLandings[] = {Landing::kDeltas, Landing::kBulk};

INSTANTIATE_TEST_SUITE_P(Cases, ImportCounts, testing::Combine(testing::ValuesIn(kCases), testing::ValuesIn(kLandings)),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Kinds, ImportCounts, testing::Combine(testing::ValuesIn(kKindCases), testing::ValuesIn(kLandings)),
                         name_of);

}  // namespace
}  // namespace dunlin::engine
