// Allocation against the slow reference: thousands of random debtors, small amounts, few dates, so that everything meets
// everything.
#include "tests/rules/allocation_reference.h"

#include <gtest/gtest.h>

#include "rules/allocation/settlements.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::ChargeRow;
using test::DebtorRow;
using test::describe;
using test::MoneyRow;
using test::random_debtor;
using test::ReceivableRow;
using test::Reference;

/// Everything that a Reference knows, against rows [first, ...) of the balances.
void expect_same(const Reference& reference, const core::AccountPage& page, size_t debtor, const Balances& balances) {
  const uint32_t first = page.group(core::RecordKind::kReceivable).begin[debtor];
  for (size_t item = 0; item < reference.items.size(); ++item) {
    const size_t row = first + item;
    EXPECT_EQ(balances.balance[row], reference.exists(item) ? reference.balance(item) : kNull) << reference.items[item].id;
    int64_t paid = 0;
    int64_t last = kNull;
    for (const Reference::Token& token : reference.held[item]) {
      if (reference.records[token.record].credit_note) continue;
      ++paid;
      last = std::max(last, reference.records[token.record].row->date);
    }
    EXPECT_EQ(balances.paid[row], paid);
    EXPECT_EQ(balances.credited[row], static_cast<int64_t>(reference.held[item].size()) - paid);
    EXPECT_EQ(balances.last_payment_on[row], last);
    EXPECT_EQ(balances.closed_on[row] != kNull, balances.balance[row] == 0);
  }
  std::map<std::string, int64_t> cash;
  for (uint32_t row = balances.cash_begin[debtor]; row < balances.cash_begin[debtor + 1]; ++row) {
    cash[core::to_string(core::Currency{balances.cash_currency[row]})] = balances.cash_amount[row];
  }
  std::map<std::string, int64_t> expected;
  for (const auto& [currency, tokens] : reference.cash) {
    if (!tokens.empty()) expected[currency] = static_cast<int64_t>(tokens.size());
  }
  EXPECT_EQ(cash, expected);
}

void expect_conserved(const core::AccountPage& page, size_t debtor, const Balances& balances) {
  std::map<int64_t, int64_t> counted;
  std::map<int64_t, int64_t> placed;
  for (const core::RecordKind kind : {core::RecordKind::kPayment, core::RecordKind::kCreditNote}) {
    const std::vector<int64_t>& column =
        kind == core::RecordKind::kPayment ? balances.payment_counted : balances.credit_counted;
    for (uint32_t row = page.group(kind).begin[debtor]; row < page.group(kind).begin[debtor + 1]; ++row) {
      counted[page.rows(kind).int_at(core::Field::kCurrency, row)] += column[row];
    }
  }
  const core::Group& receivables = page.group(core::RecordKind::kReceivable);
  for (uint32_t row = receivables.begin[debtor]; row < receivables.begin[debtor + 1]; ++row) {
    const int64_t held = balances.paid[row] + balances.credited[row];
    placed[receivables.rows.int_at(core::Field::kCurrency, row)] += held;
    if (balances.exists(row)) {
      const int64_t charged = balances.costs.empty() ? 0 : balances.costs[row] + balances.interest[row];
      EXPECT_EQ(balances.balance[row], receivables.rows.int_at(core::Field::kAmount, row) + charged - held);
      EXPECT_GE(balances.balance[row], 0);
      EXPECT_GE(std::min(balances.paid[row], balances.credited[row]), 0);
    } else {
      EXPECT_EQ(held, 0);
    }
  }
  for (uint32_t row = balances.cash_begin[debtor]; row < balances.cash_begin[debtor + 1]; ++row) {
    EXPECT_GT(balances.cash_amount[row], 0);
    placed[balances.cash_currency[row]] += balances.cash_amount[row];
  }
  std::erase_if(counted, [](const auto& entry) { return entry.second == 0; });
  std::erase_if(placed, [](const auto& entry) { return entry.second == 0; });
  EXPECT_EQ(counted, placed);
}

class AllocationReference : public testing::TestWithParam<Across> {};

TEST_P(AllocationReference, RandomDebtors) {
  constexpr uint64_t kSeed = 20260101;
  constexpr size_t kPages = 150;
  constexpr size_t kDebtors = 20;
  std::mt19937_64 random(kSeed + static_cast<uint64_t>(GetParam()));
  constexpr int64_t kDate = 105;
  Balances fast;
  Balances general;
  for (size_t n = 0; n < kPages; ++n) {
    std::vector<DebtorRow> debtors;
    for (size_t i = 0; i < kDebtors; ++i) debtors.push_back(random_debtor(random, i % 4 == 0));
    const core::AccountPage page = test::make_page(debtors);
    std::vector<int64_t> rates(page.rows(core::RecordKind::kReceivable).rows());
    for (int64_t& rate : rates) rate = static_cast<int64_t>(random() % 3);
    const AllocationInputs inputs{.page = page, .date = core::Date{kDate}, .rates = rates};
    allocate(inputs, {.across = GetParam()}, fast);
    allocate(inputs, {.across = GetParam()}, general, AllocationPath::kGeneral);
    EXPECT_EQ(fast.balance, general.balance);
    EXPECT_EQ(fast.paid, general.paid);
    EXPECT_EQ(fast.credited, general.credited);
    EXPECT_EQ(fast.closed_on, general.closed_on);
    EXPECT_EQ(fast.last_payment_on, general.last_payment_on);
    EXPECT_EQ(fast.payment_counted, general.payment_counted);
    EXPECT_EQ(fast.credit_counted, general.credit_counted);
    EXPECT_EQ(fast.cash_begin, general.cash_begin);
    EXPECT_EQ(fast.cash_currency, general.cash_currency);
    EXPECT_EQ(fast.cash_amount, general.cash_amount);
    for (size_t debtor = 0; debtor < kDebtors; ++debtor) {
      const core::Group& receivables = page.group(core::RecordKind::kReceivable);
      Reference reference{
          .debtor = debtors[debtor],
          .date = kDate,
          .across = GetParam(),
          .rates = {rates.begin() + receivables.begin[debtor], rates.begin() + receivables.begin[debtor + 1]}};
      reference.run();
      expect_same(reference, page, debtor, fast);
      expect_conserved(page, debtor, fast);
      if (HasFailure()) FAIL() << "page " << n << " debtor " << debtor << '\n' << describe(debtors[debtor]);
    }
  }
}

/// Random charges on the receivables of a page, and the same by debtor and item as the reference reads them.
struct RandomCharges {
  Charges charges;
  std::vector<std::vector<std::vector<ChargeRow>>> by_debtor;
};
RandomCharges random_charges(std::mt19937_64& random, const core::AccountPage& page, int64_t date) {
  const auto pick = [&](int64_t from, int64_t to) { return std::uniform_int_distribution<int64_t>(from, to)(random); };
  RandomCharges result;
  result.charges.begin.assign(1, 0);
  const core::Group& receivables = page.group(core::RecordKind::kReceivable);
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    auto& items = result.by_debtor.emplace_back();
    for (uint32_t row = receivables.begin[debtor]; row < receivables.begin[debtor + 1]; ++row) {
      auto& rows = items.emplace_back();
      for (int64_t n = pick(0, 1) * pick(0, 4); n > 0; --n) {
        constexpr std::array kParts = {ChargePart::kCosts, ChargePart::kInterest, ChargePart::kShownInterest};
        rows.push_back({kParts[static_cast<size_t>(pick(0, 2))], pick(1, 9), pick(94, date)});
      }
      std::ranges::stable_sort(rows, {}, &ChargeRow::on);
      for (const ChargeRow& charge : rows) {
        result.charges.part.push_back(charge.part);
        result.charges.amount.push_back(charge.amount);
        result.charges.on.push_back(static_cast<int32_t>(charge.on));
      }
      result.charges.begin.push_back(static_cast<uint32_t>(result.charges.amount.size()));
    }
  }
  return result;
}

/// Interest as the reference reckons it: the principal of each day over a divisor, the sum rounded half up.
AccruedInterest accrual_over(int64_t divisor) {
  return [divisor](uint32_t, std::span<const int32_t> from, std::span<const int64_t> principal, int32_t through) {
    int64_t sum = 0;
    for (size_t i = 0; i < from.size(); ++i) {
      const int32_t until = i + 1 < from.size() ? std::min(from[i + 1], through + 1) : through + 1;
      if (until > from[i]) sum += principal[i] * (until - from[i]);
    }
    return (2 * sum + divisor) / (2 * divisor);
  };
}

/// Parts of every record on every receivable, and the principal of every bearing day.
void expect_same_parts(const Reference& reference, const AllocationInputs& inputs, const AllocationPolicy& policy,
                       size_t debtor, const Balances& balances) {
  std::vector<uint8_t> wanted(balances.balance.size(), 0);
  const uint32_t first = inputs.page.group(core::RecordKind::kReceivable).begin[debtor];
  std::fill_n(wanted.begin() + first, reference.items.size(), uint8_t{1});
  Settlements settlements;
  settle(inputs, policy, wanted, settlements);
  PrincipalHistory history;
  trace_principal(inputs, wanted, settlements, history);
  for (size_t item = 0; item < reference.items.size(); ++item) {
    const size_t row = first + item;
    const Reference::Laid laid = reference.lay(item);
    ASSERT_TRUE(laid.fits);
    if (!reference.exists(item)) {
      EXPECT_EQ(history.begin[row], history.begin[row + 1]);
      continue;
    }
    EXPECT_EQ(balances.open_costs(row), reference.charged(item, ChargePart::kCosts, reference.date) - laid.parts[0]);
    const int64_t interest = reference.charged(item, ChargePart::kInterest, reference.date) + laid.beyond;
    EXPECT_EQ(balances.interest_claimed(row), interest);
    EXPECT_EQ(balances.open_interest(row), interest - laid.parts[1]);
    EXPECT_EQ(balances.open_principal(row), reference.items[item].amount - laid.parts[2]);
    ASSERT_EQ(settlements.of(row).size(), laid.by_record.size());
    size_t at = 0;
    for (const auto& [record, paid] : laid.by_record) EXPECT_EQ(settlements.of(row)[at++].parts, paid.parts);
    for (int64_t day = reference.items[item].due + 1; day <= reference.date; ++day) {
      int64_t principal = kNull;
      for (uint32_t i = history.begin[row]; i < history.begin[row + 1] && history.from[i] <= day; ++i) {
        principal = history.principal[i];
      }
      EXPECT_EQ(principal, reference.bears(item, laid, day)) << reference.items[item].id << " on " << day;
    }
  }
}

TEST_P(AllocationReference, RandomCharges) {
  constexpr size_t kPages = 120;
  constexpr size_t kDebtors = 6;
  constexpr int64_t kDate = 105;
  std::mt19937_64 random(20260701 + static_cast<uint64_t>(GetParam()));
  Balances balances;
  Balances general;
  for (size_t n = 0; n < kPages; ++n) {
    std::vector<DebtorRow> debtors;
    for (size_t i = 0; i < kDebtors; ++i) debtors.push_back(random_debtor(random, i % 3 == 0));
    const core::AccountPage page = test::make_page(debtors);
    const RandomCharges charged = random_charges(random, page, kDate);
    const int64_t divisor = n % 2 == 0 ? 0 : 20;
    const AccruedInterest accrued = accrual_over(divisor);
    std::vector<int64_t> rates(page.rows(core::RecordKind::kReceivable).rows());
    for (int64_t& rate : rates) rate = static_cast<int64_t>(random() % 3);
    const AllocationInputs inputs{.page = page,
                                  .date = core::Date{kDate},
                                  .rates = rates,
                                  .charges = &charged.charges,
                                  .accrued = divisor == 0 ? nullptr : &accrued};
    const AllocationPolicy policy{.across = GetParam(),
                                  .within = kClaimOrderPresets[n % kClaimOrderPresets.size()].order,
                                  .interest = divisor == 0 ? AllocatedInterest::kCharged : AllocatedInterest::kAccrued};
    allocate(inputs, policy, balances);
    allocate(inputs, policy, general, AllocationPath::kGeneral);
    EXPECT_EQ(balances.balance, general.balance);
    EXPECT_EQ(balances.interest, general.interest);
    EXPECT_EQ(balances.interest_paid, general.interest_paid);
    EXPECT_EQ(balances.closed_on, general.closed_on);
    EXPECT_EQ(balances.cash_amount, general.cash_amount);
    for (size_t debtor = 0; debtor < kDebtors; ++debtor) {
      const core::Group& receivables = page.group(core::RecordKind::kReceivable);
      Reference reference{
          .debtor = debtors[debtor],
          .date = kDate,
          .across = GetParam(),
          .rates = {rates.begin() + receivables.begin[debtor], rates.begin() + receivables.begin[debtor + 1]},
          .within = policy.within,
          .charges = charged.by_debtor[debtor],
          .accrues = divisor};
      reference.run();
      expect_same(reference, page, debtor, balances);
      expect_conserved(page, debtor, balances);
      expect_same_parts(reference, inputs, policy, debtor, balances);
      if (HasFailure()) FAIL() << "page " << n << " debtor " << debtor << '\n' << describe(reference);
    }
  }
}

TEST_P(AllocationReference, LaterRecordsChangeNothing) {
  std::mt19937_64 random(7);
  constexpr int64_t kDate = 103;
  for (size_t n = 0; n < 500; ++n) {
    DebtorRow debtor = random_debtor(random, false);
    Balances with;
    const core::AccountPage whole = test::make_page({debtor});
    allocate({.page = whole, .date = core::Date{kDate}}, {.across = GetParam()}, with);
    for (auto* rows : {&debtor.payments, &debtor.credit_notes}) {
      std::erase_if(*rows, [](const MoneyRow& row) { return row.date > kDate; });
    }
    Balances without;
    const core::AccountPage cut = test::make_page({debtor});
    allocate({.page = cut, .date = core::Date{kDate}}, {.across = GetParam()}, without);
    ASSERT_EQ(with.balance, without.balance) << describe(debtor);
    ASSERT_EQ(with.closed_on, without.closed_on);
    ASSERT_EQ(with.cash_amount, without.cash_amount);
  }
}

INSTANTIATE_TEST_SUITE_P(Policies, AllocationReference,
                         testing::Values(Across::kOldestDue, Across::kSmallest, Across::kHighestRate, Across::kProportional,
                                         Across::kNone),
                         [](const auto& across) { return std::string(core::name_of(kAcrossNames, across.param)); });

}  // namespace
}  // namespace dunlin::rules
