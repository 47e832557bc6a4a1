// Allocation against a slow reference written from the contract's text: every cent is a token that lies on a receivable or
// in the cash box and remembers the record it came with. Thousands of random debtors, small amounts, few dates, so that
// everything meets everything.
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <set>

#include "rules/allocation/allocate.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::kNull;
using test::DebtorRow;
using test::MoneyRow;
using test::ReceivableRow;

struct Reference {
  const DebtorRow& debtor;
  int64_t date;
  Across across;
  std::vector<int64_t> rates;

  struct Record {
    const MoneyRow* row;
    bool credit_note;
    int64_t left;  // to place or to take back
    int64_t counts_on;
    int64_t counted = 0;
  };
  struct Token {
    size_t record;
  };
  std::vector<ReceivableRow> items;
  std::vector<Record> records;
  std::vector<std::vector<Token>> held;                     // by item, in the order in which they came
  std::map<std::string, std::vector<Token>> cash;           // by currency
  std::map<std::pair<bool, std::string>, int64_t> counted;  // (credit note, id)

  std::vector<const MoneyRow*> dated(bool credit_notes) const {
    std::vector<const MoneyRow*> rows;
    for (const MoneyRow& row : credit_notes ? debtor.credit_notes : debtor.payments) {
      if (row.date <= date) rows.push_back(&row);
    }
    return rows;
  }
  /// The record that this one reverses.
  const MoneyRow* reversed_by(const MoneyRow& row, bool credit_notes) const {
    for (const MoneyRow* other : dated(credit_notes)) {
      if (!row.reverses.empty() && other->id == row.reverses && other->currency == row.currency) return other;
    }
    return nullptr;
  }
  bool in_a_circle(const MoneyRow& row, bool credit_notes) const {
    const MoneyRow* at = &row;
    for (size_t step = 0; step < 50; ++step) {
      at = reversed_by(*at, credit_notes);
      if (at == nullptr) return false;
      if (at == &row) return true;
    }
    return false;
  }
  int64_t magnitude_left(const MoneyRow& row, bool credit_notes) const {
    int64_t left = std::abs(row.amount);
    for (const MoneyRow* other : dated(credit_notes)) {
      if (reversed_by(*other, credit_notes) != &row || in_a_circle(*other, credit_notes)) continue;
      left -= std::min(left, magnitude_left(*other, credit_notes));
    }
    return left;
  }

  bool exists(size_t item) const {
    const ReceivableRow& row = items[item];
    const bool ruled = row.status != kNull && (row.status_on == kNull || row.status_on <= date);
    const auto status = static_cast<core::ReceivableStatus>(ruled ? row.status : 0);
    if (status == core::ReceivableStatus::kDraft || status == core::ReceivableStatus::kCancelled) return false;
    return row.issued == kNull || row.issued <= date;
  }
  bool written_off(size_t item) const {
    const ReceivableRow& row = items[item];
    return row.status == static_cast<int64_t>(core::ReceivableStatus::kWrittenOff) &&
           (row.status_on == kNull || row.status_on <= date);
  }
  int64_t open(size_t item) const { return exists(item) ? items[item].amount - static_cast<int64_t>(held[item].size()) : 0; }

  /// The receivables that a record names, oldest due first; nothing: it names none. Empty: it waits.
  std::optional<std::vector<size_t>> named(const MoneyRow& row) const {
    if (row.receivable.empty() && row.group.empty()) return std::nullopt;
    std::vector<size_t> all;
    for (size_t item = 0; item < items.size(); ++item) {
      const bool meant = row.receivable.empty() ? items[item].group == row.group : items[item].id == row.receivable;
      if (meant && exists(item)) all.push_back(item);
    }
    std::ranges::stable_sort(all, {}, [this](size_t item) { return items[item].due; });
    if (all.empty()) return all;
    std::vector<size_t> own;
    for (const size_t item : all) {
      if (items[item].currency == row.currency) own.push_back(item);
    }
    if (own.empty()) return std::nullopt;
    return own;
  }
  bool waits(const MoneyRow& row) const { return named(row).has_value() && named(row)->empty(); }

  void place(size_t record, size_t item) {
    held[item].push_back({record});
    --records[record].left;
  }
  /// Takes one cent back out of tokens of earlier records, of the own kind first, the newest first.
  bool take_token(size_t record, std::vector<Token>& tokens) {
    for (const bool own_kind : {true, false}) {
      for (size_t i = tokens.size(); i-- > 0;) {
        const size_t from = tokens[i].record;
        if (from > record || (records[from].credit_note == records[record].credit_note) != own_kind) continue;
        tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i));
        --records[record].left;
        --records[record].counted;
        return true;
      }
    }
    return false;
  }

  void place_named(size_t at) {
    const std::optional<std::vector<size_t>> targets = named(*records[at].row);
    if (!targets) return;
    if (records[at].row->amount > 0) {
      for (const size_t item : *targets) {
        while (records[at].left > 0 && open(item) > 0) place(at, item);
      }
    } else {
      for (size_t i = targets->size(); i-- > 0;) {
        while (records[at].left > 0 && take_token(at, held[(*targets)[i]])) {
        }
      }
    }
  }

  void spread(size_t at) {
    if (across == Across::kNone) return;
    for (const bool due : {true, false}) {
      while (records[at].left > 0) {
        std::vector<size_t> candidates;
        for (size_t item = 0; item < items.size(); ++item) {
          const bool fits = exists(item) && !written_off(item) && items[item].currency == records[at].row->currency;
          if (fits && open(item) > 0 && (items[item].due <= date) == due) candidates.push_back(item);
        }
        if (candidates.empty()) break;
        spread_over(at, candidates);
      }
    }
  }
  void spread_over(size_t at, std::vector<size_t> candidates) {
    const auto key = [this](size_t item) {
      int64_t first = 0;
      if (across == Across::kSmallest) first = open(item);
      if (across == Across::kHighestRate) first = -rates[item];
      return std::pair(first, across == Across::kProportional ? 0 : items[item].due);
    };
    std::ranges::stable_sort(candidates, {}, key);
    if (across == Across::kOldestDue || across == Across::kSmallest) return place(at, candidates[0]);
    // Those that rank the same share by what they owe; whole cents, then the largest remainders.
    std::erase_if(candidates, [&](size_t item) { return key(item) != key(candidates[0]) && item != candidates[0]; });
    int64_t owed = 0;
    for (const size_t item : candidates) owed += open(item);
    const int64_t amount = std::min(owed, records[at].left);
    std::vector<std::pair<int64_t, size_t>> remainders;
    std::map<size_t, int64_t> shares;
    int64_t rest = amount;
    for (const size_t item : candidates) {
      shares[item] = amount * open(item) / owed;
      rest -= shares[item];
      remainders.emplace_back(-(amount * open(item) % owed), item);
    }
    std::ranges::sort(remainders);
    for (int64_t i = 0; i < rest; ++i) ++shares[remainders[static_cast<size_t>(i)].second];
    for (const auto& [item, share] : shares) {
      for (int64_t i = 0; i < share; ++i) place(at, item);
    }
  }

  void take_back_rest(size_t at) {
    place_named(at);
    std::vector<Token>& box = cash[records[at].row->currency];
    while (records[at].left > 0 && !box.empty()) {
      box.pop_back();
      --records[at].left;
      --records[at].counted;
    }
    std::vector<size_t> latest(items.size());
    std::iota(latest.begin(), latest.end(), size_t{0});
    std::ranges::sort(latest,
                      [this](size_t a, size_t b) { return std::pair(items[a].due, a) > std::pair(items[b].due, b); });
    for (const size_t item : latest) {
      if (items[item].currency != records[at].row->currency) continue;
      while (records[at].left > 0 && take_token(at, held[item])) {
      }
    }
  }

  void run() {
    items = test::detail::by_id(debtor.receivables);
    held.resize(items.size());
    for (const bool credit_notes : {false, true}) {
      for (const MoneyRow& row : credit_notes ? debtor.credit_notes : debtor.payments) counted[{credit_notes, row.id}] = 0;
      for (const MoneyRow* row : dated(credit_notes)) {
        if (!row->reverses.empty()) continue;
        const int64_t left = magnitude_left(*row, credit_notes);
        if (left > 0) records.push_back({row, credit_notes, left, row->date, row->amount > 0 ? left : 0});
      }
    }
    std::ranges::sort(records, {},
                      [](const Record& record) { return std::tuple(record.row->date, record.credit_note, record.row->id); });
    for (size_t at = 0; at < records.size(); ++at) place_named(at);
    for (size_t at = 0; at < records.size(); ++at) {
      if (records[at].left == 0) continue;
      if (records[at].row->amount < 0) {
        take_back_rest(at);
        continue;
      }
      if (!waits(*records[at].row)) spread(at);
      for (; records[at].left > 0; --records[at].left) cash[records[at].row->currency].push_back({at});
    }
    for (const Record& record : records) counted[{record.credit_note, record.row->id}] = record.counted;
  }
};

/// A debtor with few receivables and much that can go wrong with their money. `tame`: only what the kernel takes.
DebtorRow random_debtor(std::mt19937_64& random, bool tame) {
  const auto pick = [&](int64_t from, int64_t to) { return std::uniform_int_distribution<int64_t>(from, to)(random); };
  const auto chance = [&](int percent) { return pick(1, 100) <= percent; };
  DebtorRow debtor;
  const int64_t receivables = pick(0, 5);
  for (int64_t i = 0; i < receivables; ++i) {
    ReceivableRow row{"R" + std::to_string(i), pick(1, 40), pick(90, 112)};
    if (!tame && chance(25)) row.currency = "USD";
    if (chance(50)) row.issued = row.due - pick(0, 30);
    if (!tame && chance(20)) {
      row.status = pick(1, 3);
      if (chance(50)) row.status_on = pick(95, 110);
    }
    if (chance(30)) row.group = chance(50) ? "G" : "H";
    debtor.receivables.push_back(row);
  }
  for (const bool credit_notes : {false, true}) {
    std::vector<MoneyRow>& rows = credit_notes ? debtor.credit_notes : debtor.payments;
    const int64_t count = pick(0, credit_notes ? 3 : 6);
    for (int64_t i = 0; i < count; ++i) {
      // Ids whose order is not that of their dates.
      MoneyRow row{std::string(credit_notes ? "C" : "P") + std::to_string(i * 7 % 10), pick(1, tame ? 15 : 40),
                   pick(95, 110)};
      if (tame) {
        row.receivable = receivables > 0 ? "R" + std::to_string(pick(0, receivables - 1)) : "";
      } else {
        if (chance(25)) row.currency = "USD";
        if (chance(50)) row.receivable = "R" + std::to_string(pick(0, 5));
        if (chance(20)) row.group = chance(50) ? "G" : chance(80) ? "H" : "X";
        if (chance(20)) row.reverses = std::string(credit_notes ? "C" : "P") + std::to_string(pick(0, 6) * 7 % 10);
        if (chance(20)) row.amount = -row.amount;
      }
      rows.push_back(row);
    }
  }
  return debtor;
}

std::string describe(const DebtorRow& debtor) {
  std::ostringstream text;
  for (const ReceivableRow& r : debtor.receivables) {
    text << r.id << ' ' << r.amount << r.currency << " due " << r.due << " issued " << r.issued << " status " << r.status
         << '@' << r.status_on << " group " << r.group << '\n';
  }
  for (const auto* rows : {&debtor.payments, &debtor.credit_notes}) {
    for (const MoneyRow& m : *rows) {
      text << m.id << ' ' << m.amount << m.currency << " on " << m.date << " names " << m.receivable << '/' << m.group
           << " reverses " << m.reverses << '\n';
    }
  }
  return text.str();
}

/// Everything that a Reference knows, against rows [first, ...) of the balances.
void expect_same(const Reference& reference, const core::AccountPage& page, size_t debtor, const Balances& balances) {
  const uint32_t first = page.group(core::RecordKind::kReceivable).begin[debtor];
  for (size_t item = 0; item < reference.items.size(); ++item) {
    const size_t row = first + item;
    EXPECT_EQ(balances.balance[row], reference.exists(item) ? reference.open(item) : kNull) << reference.items[item].id;
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
      EXPECT_EQ(balances.balance[row], receivables.rows.int_at(core::Field::kAmount, row) - held);
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
          .rates = {rates.begin() + receivables.begin[debtor], rates.begin() + receivables.begin[debtor + 1]},
          .items = {},
          .records = {},
          .held = {},
          .cash = {},
          .counted = {}};
      reference.run();
      expect_same(reference, page, debtor, fast);
      expect_conserved(page, debtor, fast);
      if (HasFailure()) FAIL() << "page " << n << " debtor " << debtor << '\n' << describe(debtors[debtor]);
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
