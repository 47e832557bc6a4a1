// Allocation as a slow reference, written from the contract's text: every cent is a token that lies on a receivable or in
// the cash box and remembers the record it came with. A receivable takes one more cent of a record as long as, going through
// all that it holds in the order of dates, every cent still finds its claim.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "rules/allocation/allocate.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::test {

using core::kNull;
using rules::Across;
using rules::ChargePart;
using rules::ClaimPart;

/// A charge on one receivable of the debtor at hand.
struct ChargeRow {
  ChargePart part = ChargePart::kCosts;
  int64_t amount = 0;
  int64_t on = 0;
};

struct Reference {
  const DebtorRow& debtor;
  int64_t date = 0;
  Across across = Across::kOldestDue;
  std::vector<int64_t> rates = {};
  rules::ClaimOrder within = {ClaimPart::kCosts, ClaimPart::kInterest, ClaimPart::kPrincipal};
  std::vector<std::vector<ChargeRow>> charges = {};  // by item in id order; empty: none
  int64_t accrues = 0;                               // a day's interest is the principal over this; 0: nothing accrues

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
  std::vector<ReceivableRow> items = {};
  std::vector<Record> records = {};
  std::vector<std::vector<Token>> held = {};                     // by item, in the order in which they came
  std::map<std::string, std::vector<Token>> cash = {};           // by currency
  std::map<std::pair<bool, std::string>, int64_t> counted = {};  // (credit note, id)

  /// What a record paid of one item, by ClaimPart; `beyond`: of the interest, what nobody had charged.
  struct Paid {
    std::array<int64_t, 3> parts{};
    int64_t beyond = 0;
  };
  struct Laid {
    std::map<size_t, Paid> by_record = {};
    std::array<int64_t, 3> parts{};
    int64_t beyond = 0;
    bool fits = true;
  };

  int64_t charged(size_t item, ChargePart part, int64_t day) const {
    int64_t sum = 0;
    if (charges.empty()) return sum;
    for (const ChargeRow& charge : charges[item]) {
      if (charge.part != part || charge.on > day || charge.on > date) continue;
      sum = part == ChargePart::kShownInterest ? std::max(sum, charge.amount) : sum + charge.amount;
    }
    return sum;
  }
  /// Principal that bears on a day, given what was laid so far.
  int64_t bears(size_t item, const Laid& laid, int64_t day) const {
    int64_t principal = items[item].amount;
    for (const auto& [record, paid] : laid.by_record) {
      const int64_t on = records[record].row->date;
      if (records[record].credit_note ? on <= day : on < day) principal -= paid.parts[2];
    }
    return principal;
  }
  int64_t accrued(size_t item, const Laid& laid, int64_t day) const {
    if (accrues == 0) return 0;
    int64_t sum = 0;
    for (int64_t at = items[item].due + 1; at <= day; ++at) sum += bears(item, laid, at);
    return (2 * sum + accrues) / (2 * accrues);
  }
  /// Goes through the cents of an item in the order of their records, one by one; `more` cents of a record on top.
  Laid lay(size_t item, size_t extra = 0, int64_t more = 0) const {
    std::map<size_t, int64_t> cents;
    for (const Token& token : held[item]) ++cents[token.record];
    if (more > 0) cents[extra] += more;
    Laid laid;
    for (const auto& [record, count] : cents) {
      const int64_t day = records[record].row->date;
      const bool credit_note = records[record].credit_note;
      const int64_t due_interest = credit_note ? 0 : accrued(item, laid, day);
      Paid paid;
      const auto open = [&](ClaimPart part) {
        const auto at = static_cast<size_t>(part);
        const int64_t before = laid.parts[at] + paid.parts[at];
        if (part == ClaimPart::kCosts) return charged(item, ChargePart::kCosts, day) - before;
        if (part == ClaimPart::kPrincipal) return items[item].amount - before;
        return charged(item, ChargePart::kInterest, day) + laid.beyond + paid.beyond - before;
      };
      const auto pay = [&](ClaimPart part) {
        if (open(part) > 0) {
          ++paid.parts[static_cast<size_t>(part)];
          return true;
        }
        if (part != ClaimPart::kInterest || laid.parts[1] + paid.parts[1] >= due_interest) return false;
        ++paid.parts[1];
        ++paid.beyond;
        return true;
      };
      for (int64_t cent = 0; cent < count; ++cent) {
        const rules::ClaimOrder order =
            credit_note ? rules::ClaimOrder{ClaimPart::kPrincipal, ClaimPart::kCosts, ClaimPart::kInterest} : within;
        if (std::ranges::any_of(order, pay)) continue;
        const int64_t shown = accrues == 0 && !credit_note ? charged(item, ChargePart::kShownInterest, day) : 0;
        if (laid.parts[1] + paid.parts[1] < shown) {
          ++paid.parts[1];
          ++paid.beyond;
        } else {
          laid.fits = false;
        }
      }
      for (size_t part = 0; part < 3; ++part) laid.parts[part] += paid.parts[part];
      laid.beyond += paid.beyond;
      laid.by_record[record] = paid;
    }
    return laid;
  }
  bool takes(size_t item, size_t record, int64_t more, bool shown) const {
    if (!exists(item)) return false;
    const Laid laid = lay(item, record, more);
    return laid.fits && (shown || accrues != 0 || laid.beyond <= lay(item).beyond);
  }
  /// Cents that an item can take of a record.
  int64_t room(size_t item, size_t record, bool shown) const {
    int64_t cents = 0;
    while (takes(item, record, cents + 1, shown)) ++cents;
    return cents;
  }
  int64_t balance(size_t item) const {
    const Laid laid = lay(item);
    return items[item].amount + charged(item, ChargePart::kCosts, date) + charged(item, ChargePart::kInterest, date) +
           laid.beyond - static_cast<int64_t>(held[item].size());
  }

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
        while (records[at].left > 0 && takes(item, at, 1, true)) place(at, item);
      }
    } else {
      for (size_t i = targets->size(); i-- > 0;) {
        while (records[at].left > 0 && take_token(at, held[(*targets)[i]])) {
        }
      }
    }
  }

  void spread(size_t at, bool shown) {
    if (across == Across::kNone) return;
    for (const bool due : {true, false}) {
      while (records[at].left > 0) {
        std::map<size_t, int64_t> rooms;
        for (size_t item = 0; item < items.size(); ++item) {
          const bool fits = exists(item) && !written_off(item) && items[item].currency == records[at].row->currency;
          if (!fits || (items[item].due <= date) != due) continue;
          if (const int64_t cents = room(item, at, shown); cents > 0) rooms[item] = cents;
        }
        if (rooms.empty()) break;
        spread_over(at, rooms);
      }
    }
  }
  void spread_over(size_t at, std::map<size_t, int64_t> rooms) {
    const auto key = [&](size_t item) {
      int64_t first = 0;
      if (across == Across::kSmallest) first = rooms[item];
      if (across == Across::kHighestRate) first = -rates[item];
      return std::pair(first, across == Across::kProportional ? 0 : items[item].due);
    };
    std::vector<size_t> candidates;
    for (const auto& [item, cents] : rooms) candidates.push_back(item);
    std::ranges::stable_sort(candidates, {}, key);
    if (across == Across::kOldestDue || across == Across::kSmallest) return place(at, candidates[0]);
    // Those that rank the same share by what they owe; whole cents, then the largest remainders.
    std::erase_if(candidates, [&](size_t item) { return key(item) != key(candidates[0]) && item != candidates[0]; });
    int64_t owed = 0;
    for (const size_t item : candidates) owed += rooms[item];
    const int64_t amount = std::min(owed, records[at].left);
    std::vector<std::pair<int64_t, size_t>> remainders;
    std::map<size_t, int64_t> shares;
    int64_t rest = amount;
    for (const size_t item : candidates) {
      shares[item] = amount * rooms[item] / owed;
      rest -= shares[item];
      remainders.emplace_back(-(amount * rooms[item] % owed), item);
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
      if (!waits(*records[at].row)) {
        spread(at, false);
        if (!records[at].credit_note) spread(at, true);
      }
      for (; records[at].left > 0; --records[at].left) cash[records[at].row->currency].push_back({at});
    }
    for (const Record& record : records) counted[{record.credit_note, record.row->id}] = record.counted;
  }
};

/// A debtor with few receivables and much that can go wrong with their money. `tame`: only what the kernel takes.
inline DebtorRow random_debtor(std::mt19937_64& random, bool tame) {
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

inline std::string describe(const DebtorRow& debtor) {
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

inline std::string describe(const Reference& reference) {
  std::ostringstream text;
  text << describe(reference.debtor);
  for (size_t item = 0; item < reference.charges.size(); ++item) {
    for (const ChargeRow& charge : reference.charges[item]) {
      text << reference.items[item].id << " charged part " << static_cast<int>(charge.part) << ": " << charge.amount
           << " on " << charge.on << '\n';
    }
  }
  return text.str();
}

}  // namespace dunlin::test
