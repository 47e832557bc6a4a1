// Who paid what, read from the text sentence by sentence: amounts lie on receivables in the order in which they came, and a
// receivable takes more of a record as long as everything that it holds still finds a claim.
#include <algorithm>
#include <array>
#include <tuple>

#include "core/account_memory.h"
#include "tests/auditor/debt_view.h"

namespace dunlin::audit {
namespace {

using core::Date;
using core::Field;
using core::RecordKind;
using rules::Across;
using rules::ClaimPart;

struct Entry {
  const Record* row = nullptr;
  bool credit_note = false;
  int64_t left = 0;  ///< to place, or to take back
  Date on;
  int64_t counted = 0;
  Date counts_from;
};
struct Holding {
  size_t entry = 0;
  int64_t amount = 0;
};

/// What an item's money has paid of its claims.
struct Laid {
  std::array<int64_t, 3> parts{};
  int64_t beyond = 0;  ///< of the interest: what nobody had charged
  bool fits = true;
  std::map<size_t, int64_t> principal;  ///< paid, by entry
  std::vector<size_t> settling;         ///< entries that paid more than interest which nobody had charged
};

class Allocation {
 public:
  Allocation(const rules::AllocationPolicy& policy, const Account& account, const std::vector<Charge>& charges, Date date,
             std::vector<Item>& items)
      : policy_(policy), account_(account), charges_(charges), date_(date), items_(items), held_(items.size()) {}

  void run(const Bookkeeper& books) {
    gather(RecordKind::kPayment, Field::kValueDate, books);
    gather(RecordKind::kCreditNote, Field::kDate, books);
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return key_of(a) < key_of(b); });
    for (size_t at = 0; at < entries_.size(); ++at) place_named(at);
    for (size_t at = 0; at < entries_.size(); ++at) place_rest(at);
  }

  void write(Debt& debt) const {
    for (size_t at = 0; at < items_.size(); ++at) {
      if (!items_[at].exists) continue;
      int64_t held = 0;
      for (const Holding& holding : held_[at]) held += holding.amount;
      const Laid laid = lay(at, 0, 0);
      // It cannot be closed before it exists.
      items_[at].closed_on = items_[at].record->date(Field::kIssueDate);
      for (const size_t entry : laid.settling) {
        items_[at].closed_on = std::max(items_[at].closed_on, entries_[entry].counts_from);
      }
      items_[at].interest_claimed = charged(at, 1, date_) + laid.beyond;
      for (const auto& [entry, amount] : laid.principal) {
        // The day of a payment still bears on what it paid; a credit note lowers the principal from its date.
        items_[at].principal_paid.emplace_back(entries_[entry].on + (entries_[entry].credit_note ? 0 : 1), amount);
      }
      items_[at].balance =
          items_[at].record->number(Field::kAmount) + charged(at, 0, date_) + charged(at, 1, date_) + laid.beyond - held;
    }
    for (const auto& [currency, holdings] : cash_) {
      for (const Holding& holding : holdings) debt.cash[currency] += holding.amount;
    }
    for (const Entry& entry : entries_) {
      if (!entry.credit_note) debt.payment_counted[entry.row->text(Field::kPaymentId)] = entry.counted;
    }
  }

 private:
  static std::tuple<int32_t, bool, std::string> key_of(const Entry& entry) {
    return {entry.on.days, entry.credit_note, entry.row->text(entry.credit_note ? Field::kCreditNoteId : Field::kPaymentId)};
  }

  void gather(RecordKind kind, Field date_field, const Bookkeeper& books) {
    for (const Record& record : account_.of(kind)) {
      if (record.date(date_field) > date_ || record.has(Field::kReverses)) continue;
      const int64_t left = std::abs(books.counted(record, date_));
      if (left == 0) continue;
      const bool comes = record.number(Field::kAmount) > 0;
      entries_.push_back({&record, kind == RecordKind::kCreditNote, left, record.date(date_field), comes ? left : 0,
                          books.counts_from(record, date_)});
    }
  }

  int64_t charged(size_t item, int64_t part, Date day) const {
    int64_t sum = 0;
    for (const Charge& charge : charges_) {
      if (charge.receivable != items_[item].id || charge.part != part || charge.on > day || charge.on > date_) continue;
      sum = part == core::kShownInterest ? std::max(sum, charge.amount) : sum + charge.amount;
    }
    return sum;
  }

  int64_t open(size_t item, ClaimPart part, const Laid& laid, Date day) const {
    const int64_t paid = laid.parts[static_cast<size_t>(part)];
    if (part == ClaimPart::kPrincipal) return items_[item].record->number(Field::kAmount) - paid;
    if (part == ClaimPart::kCosts) return charged(item, 0, day) - paid;
    return charged(item, 1, day) + laid.beyond - paid;
  }

  void lay_record(size_t item, const Entry& entry, int64_t rest, Laid& laid) const {
    const rules::ClaimOrder order = entry.credit_note
                                        ? rules::ClaimOrder{ClaimPart::kPrincipal, ClaimPart::kCosts, ClaimPart::kInterest}
                                        : policy_.within;
    const int64_t whole = rest;
    for (const ClaimPart part : order) {
      const int64_t pays = std::min(rest, std::max<int64_t>(0, open(item, part, laid, entry.on)));
      laid.parts[static_cast<size_t>(part)] += pays;
      if (part == ClaimPart::kPrincipal) laid.principal[static_cast<size_t>(&entry - entries_.data())] += pays;
      rest -= pays;
    }
    const int64_t shown = entry.credit_note ? 0 : charged(item, core::kShownInterest, entry.on);
    if (rest < whole) laid.settling.push_back(static_cast<size_t>(&entry - entries_.data()));
    const int64_t pays = std::min(rest, std::max<int64_t>(0, shown - laid.parts[1]));
    laid.parts[1] += pays;
    laid.beyond += pays;
    if (rest > pays) laid.fits = false;
  }

  /// Goes through what an item holds in the order of the records, with `more` of one of them on top.
  Laid lay(size_t item, size_t extra, int64_t more) const {
    std::map<size_t, int64_t> amounts;
    for (const Holding& holding : held_[item]) amounts[holding.entry] += holding.amount;
    if (more > 0) amounts[extra] += more;
    Laid laid;
    for (const auto& [entry, amount] : amounts) lay_record(item, entries_[entry], amount, laid);
    return laid;
  }

  bool takes(size_t item, size_t entry, int64_t more, bool shown) const {
    const Laid laid = lay(item, entry, more);
    return laid.fits && (shown || laid.beyond <= lay(item, 0, 0).beyond);
  }

  int64_t room(size_t item, size_t entry, bool shown) const {
    if (!items_[item].exists) return 0;
    int64_t low = 0;
    int64_t high = items_[item].record->number(Field::kAmount) + 1;
    for (const int64_t part : {int64_t{0}, int64_t{1}, core::kShownInterest}) high += charged(item, part, date_);
    while (high - low > 1) {
      const int64_t middle = low + (high - low) / 2;
      (takes(item, entry, middle, shown) ? low : high) = middle;
    }
    return low;
  }

  /// The items a record names, oldest due first; nothing: it names none that it can pay. Empty: it waits.
  std::optional<std::vector<size_t>> named(const Record& row) const {
    const std::string receivable = row.text(Field::kReceivableId);
    const std::string group = row.text(Field::kGroupId);
    if (receivable.empty() && group.empty()) return std::nullopt;
    std::vector<size_t> all;
    for (size_t item = 0; item < items_.size(); ++item) {
      const bool meant =
          receivable.empty() ? items_[item].record->text(Field::kGroupId) == group : items_[item].id == receivable;
      if (meant && items_[item].exists) all.push_back(item);
    }
    if (all.empty()) return all;
    std::erase_if(all, [&](size_t item) { return items_[item].currency != row.currency(); });
    if (all.empty()) return std::nullopt;
    std::stable_sort(all.begin(), all.end(), [&](size_t a, size_t b) { return items_[a].due < items_[b].due; });
    return all;
  }

  void place(size_t entry, size_t item, int64_t amount) {
    held_[item].push_back({entry, amount});
    entries_[entry].left -= amount;
  }

  /// Takes back out of earlier records, of the own kind first, the newest first.
  void take_back(size_t entry, std::vector<Holding>& holdings) {
    for (const bool own_kind : {true, false}) {
      for (size_t i = holdings.size(); i-- > 0 && entries_[entry].left > 0;) {
        Holding& holding = holdings[i];
        const bool same = entries_[holding.entry].credit_note == entries_[entry].credit_note;
        if (holding.entry > entry || same != own_kind) continue;
        const int64_t amount = std::min(holding.amount, entries_[entry].left);
        holding.amount -= amount;
        entries_[entry].left -= amount;
        entries_[entry].counted -= amount;
      }
    }
    std::erase_if(holdings, [](const Holding& holding) { return holding.amount == 0; });
  }

  void place_named(size_t at) {
    const auto targets = named(*entries_[at].row);
    if (!targets) return;
    if (entries_[at].row->number(Field::kAmount) < 0) {
      for (size_t i = targets->size(); i-- > 0;) take_back(at, held_[(*targets)[i]]);
      return;
    }
    for (const size_t item : *targets) {
      const int64_t amount = std::min(entries_[at].left, room(item, at, true));
      if (amount > 0) place(at, item, amount);
    }
  }

  void place_rest(size_t at) {
    Entry& entry = entries_[at];
    if (entry.left == 0) return;
    if (entry.row->number(Field::kAmount) < 0) return take_back_rest(at);
    const auto targets = named(*entry.row);
    const bool waits = targets.has_value() && targets->empty();
    if (!waits && policy_.across != Across::kNone) {
      spread(at, false);
      if (!entry.credit_note) spread(at, true);
    }
    if (entry.left > 0) cash_[entry.row->currency()].push_back({at, entry.left});
    entry.left = 0;
  }

  void take_back_rest(size_t at) {
    place_named(at);
    std::vector<Holding>& box = cash_[entries_[at].row->currency()];
    while (entries_[at].left > 0 && !box.empty()) {
      const int64_t amount = std::min(box.back().amount, entries_[at].left);
      box.back().amount -= amount;
      entries_[at].left -= amount;
      entries_[at].counted -= amount;
      if (box.back().amount == 0) box.pop_back();
    }
    std::vector<size_t> latest;
    for (size_t item = 0; item < items_.size(); ++item) latest.push_back(item);
    std::sort(latest.begin(), latest.end(),
              [&](size_t a, size_t b) { return std::pair(items_[a].due.days, a) > std::pair(items_[b].due.days, b); });
    for (const size_t item : latest) {
      if (items_[item].currency == entries_[at].row->currency()) take_back(at, held_[item]);
    }
  }

  void spread(size_t at, bool shown) {
    for (const bool due : {true, false}) {
      while (entries_[at].left > 0) {
        std::map<size_t, int64_t> rooms;
        for (size_t item = 0; item < items_.size(); ++item) {
          const Item& owed = items_[item];
          if (!owed.exists || owed.written_off || owed.currency != entries_[at].row->currency()) continue;
          if ((owed.due <= date_) != due) continue;
          if (const int64_t amount = room(item, at, shown); amount > 0) rooms[item] = amount;
        }
        if (rooms.empty()) break;
        spread_over(at, rooms);
      }
    }
  }

  void spread_over(size_t at, const std::map<size_t, int64_t>& rooms) {
    if (policy_.across == Across::kProportional) return share(at, rooms);
    const auto rank = [&](size_t item) {
      const int64_t first = policy_.across == Across::kSmallest ? rooms.at(item) : 0;
      return std::tuple(first, items_[item].due.days, item);
    };
    size_t best = rooms.begin()->first;
    for (const auto& [item, amount] : rooms) {
      if (rank(item) < rank(best)) best = item;
    }
    place(at, best, std::min(rooms.at(best), entries_[at].left));
  }

  /// Whole minor units, then the largest remainders, ties by id.
  void share(size_t at, const std::map<size_t, int64_t>& rooms) {
    __int128 owed = 0;
    for (const auto& [item, amount] : rooms) owed += amount;
    const auto amount = static_cast<int64_t>(std::min<__int128>(owed, entries_[at].left));
    std::vector<std::pair<int64_t, size_t>> remainders;
    std::map<size_t, int64_t> shares;
    int64_t rest = amount;
    for (const auto& [item, open] : rooms) {
      shares[item] = static_cast<int64_t>(static_cast<__int128>(amount) * open / owed);
      rest -= shares[item];
      remainders.emplace_back(-static_cast<int64_t>(static_cast<__int128>(amount) * open % owed), item);
    }
    std::sort(remainders.begin(), remainders.end());
    for (int64_t i = 0; i < rest; ++i) ++shares[remainders[static_cast<size_t>(i)].second];
    for (const auto& [item, part] : shares) {
      if (part > 0) place(at, item, part);
    }
  }

  const rules::AllocationPolicy& policy_;
  const Account& account_;
  const std::vector<Charge>& charges_;
  const Date date_;
  std::vector<Item>& items_;
  std::vector<Entry> entries_;
  std::vector<std::vector<Holding>> held_;
  std::map<uint32_t, std::vector<Holding>> cash_;
};

core::ReceivableStatus status_on(const Record& receivable, Date date) {
  const bool ruled =
      receivable.has(Field::kStatus) && (!receivable.has(Field::kStatusOn) || receivable.date(Field::kStatusOn) <= date);
  return ruled ? static_cast<core::ReceivableStatus>(receivable.number(Field::kStatus)) : core::ReceivableStatus::kOpen;
}

}  // namespace

const Debt& Bookkeeper::money(Date date) const {
  const auto known = known_.find(date.days);
  if (known != known_.end()) return known->second;
  Debt& debt = known_[date.days];
  for (const Record& record : account_.of(RecordKind::kReceivable)) {
    Item item;
    item.record = &record;
    item.id = record.text(Field::kReceivableId);
    item.currency = record.currency();
    item.due = roll_(record.date(Field::kDueDate));
    const core::ReceivableStatus status = status_on(record, date);
    item.exists = status != core::ReceivableStatus::kDraft && status != core::ReceivableStatus::kCancelled &&
                  (!record.has(Field::kIssueDate) || record.date(Field::kIssueDate) <= date);
    item.written_off = status == core::ReceivableStatus::kWrittenOff;
    debt.items.push_back(item);
  }
  Allocation allocation(rules_.allocation, account_, charges_, date, debt.items);
  allocation.run(*this);
  allocation.write(debt);
  return debt;
}

}  // namespace dunlin::audit
