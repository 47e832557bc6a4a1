// The fold rule, case by case, and its properties.
#include "storage/fold/apply_events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "storage/fold/control_totals.h"
#include "storage/fold/page_division.h"
#include "storage/fold/withdrawn_money.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {
namespace {

using core::AccountPage;
using core::EventBatch;
using core::Field;
using core::kLeave;
using core::kNull;
using core::RecordKind;

AccountPage apply(const AccountPage& page, uint64_t import, const std::vector<EventBatch>& batches,
                  ColdFields cold = ColdFields::kApplied) {
  std::vector<VersionedEvents> events;
  for (const EventBatch& batch : batches) events.push_back({import, &batch});
  return apply_events(page, events, cold);
}

constexpr auto kPortal = core::bit(core::Channel::kPortal);
constexpr auto kEmail = core::bit(core::Channel::kEmail);

TEST(ApplyEvents, UnknownDebtorsAreMissingUntilTheirRecordComes) {
  AccountPage page = apply({}, 1, {receivable_rows({{"D1", "R1"}})});
  ASSERT_EQ(page.debtor_count(), 1U);
  EXPECT_EQ(page.debtors.int_at(Field::kDebtorMissing, 0), 1);
  EXPECT_EQ(page.debtors.int_at(Field::kImport, 0), 1);
  EXPECT_EQ(page.debtors.int_at(Field::kReach, 0), kPortal);
  page = apply(page, 2, {debtor_rows({"D1"})});
  ASSERT_EQ(page.debtor_count(), 1U);
  EXPECT_EQ(page.debtors.int_at(Field::kDebtorMissing, 0), 0);
  EXPECT_EQ(page.debtors.int_at(Field::kImport, 0), 2);
  EXPECT_EQ(page.debtors.int_at(Field::kReach, 0), kPortal | kEmail);
  EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kImport, 0), 1);
  page = apply(page, 3, {receivable_rows({{"D1", "R2"}})});
  EXPECT_EQ(page.debtors.int_at(Field::kDebtorMissing, 0), 0);
  EXPECT_EQ(page.debtors.int_at(Field::kImport, 0), 2) << "a receivable does not change its debtor";
}

TEST(ApplyEvents, TheLastCellThatSpeaksWins) {
  EventBatch first = receivable_rows({{"D1", "R1", 100}});
  first.rows.texts_or_new(Field::kPortfolio) = {};
  first.rows.texts_or_new(Field::kPortfolio).append("retail");
  EventBatch second = receivable_rows({{"D1", "R1", 200}, {"D1", "R1", kLeave}});
  second.rows.texts_or_new(Field::kPortfolio) = {};
  second.rows.texts_or_new(Field::kPortfolio).append_null();
  second.rows.texts_or_new(Field::kPortfolio).append_leave();
  const AccountPage page = apply({}, 1, {first});
  EXPECT_EQ(page.rows(RecordKind::kReceivable).text_at(Field::kPortfolio, 0), "retail");
  const AccountPage after = apply(page, 2, {second});
  const core::Table& rows = after.rows(RecordKind::kReceivable);
  ASSERT_EQ(rows.rows(), 1U);
  EXPECT_EQ(rows.int_at(Field::kAmount, 0), 200) << "leave keeps the row before it";
  EXPECT_EQ(rows.text_at(Field::kPortfolio, 0), "") << "null clears";
  EXPECT_EQ(rows.int_at(Field::kImport, 0), 2);
}

TEST(ApplyEvents, TheFirstDueDateIsKept) {
  AccountPage page = apply({}, 1, {receivable_rows({{"D1", "R1", 100, 20'000}})});
  page = apply(page, 2, {receivable_rows({{"D1", "R1", 100, 20'030}})});
  page = apply(page, 3, {receivable_rows({{"D1", "R1", 100, 20'060}})});
  EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kDueDate, 0), 20'060);
  EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kOriginalDueDate, 0), 20'000);
  // Two versions in one import: the first row's date is the first.
  page = apply({}, 1, {receivable_rows({{"D1", "R1", 100, 20'005}, {"D1", "R1", 100, 20'010}})});
  EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kOriginalDueDate, 0), 20'005);
}

TEST(ApplyEvents, DueDatesFollowFromTermsWhereNobodyNamesThem) {
  struct Row {
    int64_t due, issued, terms;
  };
  struct Case {
    const char* name;
    std::vector<Row> rows;
    int64_t due, original;
  };
  const Case cases[] = {
      {"terms_of_its_own", {{kLeave, 100, 60}}, 160, 160},
      {"the_usual_terms", {{kNull, 100, kNull}}, 130, 130},
      {"named", {{145, 100, 60}}, 145, 145},
      {"silence_leaves_the_terms", {{kNull, 100, 60}, {kLeave, 100, kLeave}}, 160, 160},
      {"silence_leaves_what_was_named", {{145, 100, 60}, {kLeave, 101, 14}}, 145, 145},
      {"a_later_issue_date_moves_it", {{kNull, 100, 60}, {kLeave, 110, kLeave}}, 170, 160},
      {"other_terms_move_it", {{kNull, 100, 60}, {kLeave, kLeave, 14}}, 114, 160},
      {"cleared_terms_move_it", {{kNull, 100, 60}, {kLeave, kLeave, kNull}}, 130, 160},
      {"a_cleared_date_follows_again", {{145, 100, 60}, {kNull, 100, kLeave}}, 160, 145},
      {"named_again", {{kNull, 100, 60}, {150, kLeave, kLeave}, {kLeave, 120, kLeave}}, 150, 160},
  };
  const auto batch_of = [](const Row& row) {
    EventBatch batch = receivable_rows({{"D1", "R1"}});
    batch.rows.set_ints(Field::kDueDate, {row.due});
    batch.rows.set_ints(Field::kIssueDate, {row.issued});
    batch.rows.set_ints(Field::kTerms, {row.terms});
    return batch;
  };
  for (const Case& at : cases) {
    std::vector<EventBatch> batches;
    AccountPage one_by_one;
    for (const Row& row : at.rows) {
      batches.push_back(batch_of(row));
      one_by_one = apply(one_by_one, batches.size(), {batches.back()});
    }
    for (const AccountPage& page : {apply({}, 1, batches), one_by_one}) {
      EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kDueDate, 0), at.due) << at.name;
      EXPECT_EQ(page.rows(RecordKind::kReceivable).int_at(Field::kOriginalDueDate, 0), at.original) << at.name;
    }
  }
}

TEST(ApplyEvents, WithdrawnMoneyIsLeftOut) {
  EventBatch money(RecordKind::kPayment);
  for (const char* id : {"P1", "P2", "P3"}) {
    money.rows.texts_or_new(Field::kCreditorId).append("C1");
    money.rows.texts_or_new(Field::kDebtorId).append(id[1] == '3' ? "D2" : "D1");
    money.rows.texts_or_new(Field::kPaymentId).append(id);
  }
  money.rows.set_rows(3);
  money.rows.set_ints(Field::kAmount, {1, 2, 3});
  AccountPage page = apply({}, 1, {money});
  leave_out_withdrawn(page);
  EXPECT_EQ(page.rows(RecordKind::kPayment).rows(), 3U);
  money.rows.set_ints(Field::kStatus, {kWithdrawn, kLeave, kLeave});
  page = apply(page, 2, {money});
  leave_out_withdrawn(page);
  ASSERT_EQ(page.rows(RecordKind::kPayment).rows(), 2U);
  const core::Group& group = page.group(RecordKind::kPayment);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    ASSERT_EQ(group.begin[debtor + 1] - group.begin[debtor], 1U);
    const bool first = page.debtors.text_at(Field::kDebtorId, debtor) == "D1";
    EXPECT_EQ(group.rows.text_at(Field::kPaymentId, group.begin[debtor]), first ? "P2" : "P3");
  }
}

TEST(ApplyEvents, ReachFollowsTheAddresses) {
  struct Case {
    std::vector<std::pair<Field, const char*>> texts;
    core::ChannelSet reach;
  };
  using core::bit;
  using core::Channel;
  const std::vector<Case> cases = {
      {{}, kPortal},
      {{{Field::kEmail, "a@b"}}, kPortal | kEmail},
      {{{Field::kPhone, "1"}}, kPortal | bit(Channel::kCall)},
      {{{Field::kMobile, "1"}}, kPortal | bit(Channel::kCall) | bit(Channel::kSms) | bit(Channel::kWhatsapp)},
      {{{Field::kStreet, "x"}}, kPortal},
      {{{Field::kStreet, "x"}, {Field::kCity, "y"}}, kPortal | bit(Channel::kLetter)},
      {{{Field::kStreet, "x"}, {Field::kPostalCode, "1"}}, kPortal | bit(Channel::kLetter)},
      {{{Field::kCity, "y"}, {Field::kPostalCode, "1"}}, kPortal},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    EventBatch batch(RecordKind::kDebtor);
    batch.rows.texts_or_new(Field::kDebtorId).append("D1");
    for (const auto& [field, text] : cases[i].texts) batch.rows.texts_or_new(field).append(text);
    batch.rows.set_rows(1);
    EXPECT_EQ(apply({}, 1, {batch}).debtors.int_at(Field::kReach, 0), cases[i].reach) << "case " << i;
    EXPECT_EQ(touches_reach(batch), !cases[i].texts.empty()) << "case " << i;
  }
  EXPECT_FALSE(touches_reach(receivable_rows({{"D1", "R1"}})));
}

TEST(ApplyEvents, WithoutColdKnownReachStays) {
  AccountPage page = apply({}, 1, {debtor_rows({"D1"})});
  core::Table& debtors = page.debtors;
  debtors.drop(Field::kName);
  debtors.drop(Field::kEmail);
  EventBatch amended(RecordKind::kDebtor);
  amended.rows.texts_or_new(Field::kDebtorId).append("D1");
  amended.rows.texts_or_new(Field::kCreditorId).append("C1");
  amended.rows.texts_or_new(Field::kSegment).append("late");
  amended.rows.set_rows(1);
  const AccountPage after = apply(page, 2, {amended}, ColdFields::kIgnored);
  EXPECT_EQ(after.debtors.int_at(Field::kReach, 0), kPortal | kEmail);
  EXPECT_EQ(after.debtors.text_at(Field::kSegment, 0), "late");
}

TEST(ApplyEvents, DebtorsAreOrderedByHashThenBytes) {
  const AccountPage page = apply({}, 1, portfolio(1, 50));
  for (size_t i = 1; i < page.debtor_count(); ++i) {
    EXPECT_TRUE(debtor_order(debtor_key(page.debtors, i - 1), debtor_key(page.debtors, i)) < 0);
  }
  const DebtorKey a{1, "C", "x"};
  EXPECT_TRUE(debtor_order(a, {1, "C", "y"}) < 0);
  EXPECT_TRUE(debtor_order({1, "D", "a"}, a) > 0) << "the creditor comes before the debtor";
  EXPECT_TRUE(debtor_order({2, "", ""}, a) > 0);
  EXPECT_TRUE(debtor_order({1, "C", "\xFF"}, a) > 0) << "bytes are unsigned";
}

TEST(ApplyEvents, EqualHashesAreToldApart) {
  EventBatch batch = debtor_rows({"D1", "D2", "D3"});
  batch.rows.set_ints(Field::kHash, {5, 5, 5});
  EventBatch receivables = receivable_rows({{"D3", "R3"}, {"D1", "R1"}, {"D2", "R2"}});
  receivables.rows.set_ints(Field::kHash, {5, 5, 5});
  const AccountPage page = apply({}, 1, {receivables, batch});
  ASSERT_EQ(page.debtor_count(), 3U);
  const core::Group& group = page.group(RecordKind::kReceivable);
  for (size_t d = 0; d < 3; ++d) {
    const std::string number = std::to_string(d + 1);
    EXPECT_EQ(page.debtors.text_at(Field::kDebtorId, d), "D" + number);
    ASSERT_EQ(group.begin[d + 1] - group.begin[d], 1U);
    EXPECT_EQ(group.rows.text_at(Field::kReceivableId, group.begin[d]), "R" + number);
  }
}

/// The same rows in another order, but rows of one record kept in theirs.
EventBatch shuffled(const EventBatch& batch, std::mt19937& dice) {
  std::vector<uint32_t> order(batch.rows.rows());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), dice);
  EventBatch out(batch.rows.kind());
  out.rows = batch.rows.gathered(order);
  return out;
}

TEST(ApplyEvents, ArrivalWithinTheVersionsChangesNothing) {
  const std::vector<EventBatch> first = portfolio(2, 200);
  std::vector<EventBatch> second = portfolio(3, 200);
  const std::string expected = text_of(apply(apply({}, 1, first), 2, second));
  // In one go, kinds in another order, rows of distinct ids shuffled.
  std::mt19937 dice(5);
  for (int round = 0; round < 5; ++round) {
    std::vector<EventBatch> a;
    std::vector<EventBatch> b;
    for (size_t i = first.size(); i-- > 0;) a.push_back(shuffled(first[i], dice));
    for (size_t i = 0; i < second.size(); ++i) b.push_back(shuffled(second[i], dice));
    std::vector<VersionedEvents> events;
    for (const EventBatch& batch : a) events.push_back({1, &batch});
    for (const EventBatch& batch : b) events.push_back({2, &batch});
    EXPECT_EQ(text_of(apply_events({}, events, ColdFields::kApplied)), expected);
  }
  EXPECT_EQ(text_of(apply(apply(apply({}, 1, first), 2, second), 2, second)), expected) << "twice is once";
  EXPECT_EQ(text_of(apply(apply(apply({}, 1, first), 2, second), 3, {})), expected) << "nothing changes nothing";
}

TEST(PageDivision, KeepsEverythingAndPartsNoHash) {
  const AccountPage page = apply({}, 1, portfolio(4, 500));
  for (const uint32_t size : {1U, 7U, 64U, 512U}) {
    const std::vector<PagePart> parts = divide(page, 0, size);
    ControlTotals sum;
    size_t debtors = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
      const AccountPage part = part_of(page, parts[i].first, parts[i].last);
      debtors += part.debtor_count();
      sum = sum_of(sum, control_totals(part));
      EXPECT_GE(part.hash(0), parts[i].lower_bound);
      if (i == 0) continue;
      EXPECT_LT(page.hash(parts[i].first - 1), parts[i].lower_bound);
      EXPECT_EQ(parts[i].lower_bound & 0xFFFF'FFFFU, 0U);
    }
    EXPECT_EQ(debtors, page.debtor_count());
    EXPECT_TRUE(equal(sum, control_totals(page))) << describe(sum);
#ifndef DUNLIN_WEAK_DEBTOR_HASH
    EXPECT_GE(parts.size(), 500 / (size + size / 4 + 1));
    EXPECT_LE(parts.size(), 500 / std::max(1U, size - size / 4) * 2 + 1);
#endif
  }
}

TEST(PageDivision, AGiantDebtorGetsAPageOfItsOwn) {
  std::vector<EventBatch> batches = portfolio(6, 60);
  std::vector<ReceivableRow> many;
  for (int i = 0; i < 5000; ++i) many.push_back({"GIANT", "G" + std::to_string(i)});
  batches.push_back(receivable_rows(many));
  const AccountPage page = apply({}, 1, batches);
  const std::vector<PagePart> parts = divide(page, 0, 64);
#ifndef DUNLIN_WEAK_DEBTOR_HASH
  bool alone = false;
  for (const PagePart& part : parts) {
    const AccountPage cut = part_of(page, part.first, part.last);
    if (cut.rows(RecordKind::kReceivable).rows() >= 5000) alone = cut.debtor_count() == 1;
  }
  EXPECT_TRUE(alone);
#endif
  EXPECT_GT(parts.size(), 1U);
}

}  // namespace
}  // namespace dunlin::storage
