// What the auditor makes of one debtor on a date, item by item: what is left to pay, how it stands, how late it is.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/vocabulary.h"
#include "rules/rulebook_source.h"
#include "tests/auditor/account_book.h"

namespace dunlin::audit {

/// What an emitted action added to what is owed, or showed.
struct Charge {
  std::string receivable;
  int64_t part = 0;  ///< rules::ClaimPart costs or interest, or core::kShownInterest
  int64_t amount = 0;
  core::Date on;
  std::string unit, scenario, step;  ///< unit as its kind and key
  int32_t episode = 0;
};

struct Item {
  const Record* record = nullptr;
  std::string id;
  uint32_t currency = 0;
  core::Date due;  ///< moved where due_roll moves it
  bool exists = false;
  bool written_off = false;
  int64_t balance = 0;  ///< with what was charged
  core::Date closed_on;
  std::vector<std::pair<core::Date, int64_t>> principal_paid;  ///< and the first day that does not bear on it any more
  int64_t interest_claimed = 0;                                ///< charged, or paid without that
  core::Standing standing = core::Standing::kAbsent;
  int32_t days_past_due = 0, days_delinquent = 0;
  int64_t open_dispute = 0;   ///< what open disputes speak of
  int64_t disputed_part = 0;  ///< taken out of what is dunned while the item itself is dunned on
  bool unpaid_past_due = false;
};

struct Debt {
  std::vector<Item> items;  ///< by id
  std::map<uint32_t, int64_t> cash;
  std::map<std::string, int64_t> payment_counted;  ///< by payment id: what counts of it on the date
};

/// A payment that takes money back and stands: not one that restores what was taken back.
bool is_return(const Account& account, const Record& payment, core::Date day);
/// The payment that it reverses is a reversal itself.
bool restores(const Account& account, const Record& payment);

/// The rules of money and standing for one debtor.
class Bookkeeper {
 public:
  using Roll = std::function<core::Date(core::Date due)>;
  Bookkeeper(const rules::RulebookSource& rules, const Account& account, const std::vector<Charge>& charges, Roll roll)
      : rules_(rules), account_(account), charges_(charges), roll_(std::move(roll)) {}

  /// Balances only.
  const Debt& money(core::Date date) const;
  /// Balances and standings.
  Debt stand(core::Date date) const;

  /// Lives of promises and plans as of a date.
  enum class Life { kAbsent, kOpen, kKept, kPartial, kBroken };
  struct PromiseLife {
    Life life = Life::kAbsent;
    core::Date ended_on;  ///< kept or broken
  };
  PromiseLife promise(const Record& promise, core::Date date) const;
  PromiseLife plan(const Record& plan, core::Date date) const;

  struct Hold {
    core::Date from, until;  ///< until: far away where it stays
    std::string receivable;  ///< empty: the debtor
    core::HoldReason reason = core::HoldReason::kManual;
    bool statutory() const { return reason == core::HoldReason::kBreathingSpace || reason == core::HoldReason::kBankruptcy; }
    bool on(core::Date date) const { return from <= date && date <= until; }
    bool of(const std::string& id) const { return receivable.empty() || receivable == id || statutory(); }
  };
  std::vector<Hold> holds() const;
  /// The statutory hold that runs on the date: breathing space or bankruptcy.
  std::optional<core::HoldReason> statutory_hold(core::Date date) const;
  /// What counts of a payment or a credit note on a day: less what was taken back by then; negative ones as they are,
  /// reversals nothing.
  int64_t counted(const Record& money, core::Date day) const;
  /// The day from which it counts: its own, or that on which what took it back was taken back.
  core::Date counts_from(const Record& money, core::Date day) const;
  std::optional<core::Date> barred_on(const Item& item, core::Date date) const;

 private:
  bool covers(const Record& commitment, const Record& receivable) const;
  bool waits(const Record& commitment) const;
  int64_t received(const Record& commitment, core::Date from, core::Date day) const;
  bool all_closed(const Record& commitment, core::Date day) const;
  int32_t delinquent_days(const Item& item, core::Date date) const;

  const rules::RulebookSource& rules_;
  const Account& account_;
  const std::vector<Charge>& charges_;
  Roll roll_;
  mutable std::map<int32_t, Debt> known_;  // by day: allocation is slow, and promises ask for many days
};

}  // namespace dunlin::audit
