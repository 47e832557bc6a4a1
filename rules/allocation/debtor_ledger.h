// The general path of allocation: one debtor's money, record by record, with everything that the kernel cannot know:
// groups, excess, several currencies, negative records, reversals. Its memory is reused from debtor to debtor.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "rules/allocation/allocate.h"
#include "rules/allocation/money_columns.h"
#include "rules/allocation/receivable_claims.h"
#include "rules/allocation/reversals.h"
#include "rules/allocation/settlements.h"

namespace dunlin::rules {

class DebtorLedger {
 public:
  DebtorLedger(const AllocationInputs& inputs, const AllocationPolicy& policy, std::span<const uint8_t> existence,
               Balances& balances);

  /// Overwrites the debtor's rows in the balances and appends its cash.
  void allocate(size_t debtor);
  /// Appends what each record paid of a receivable row of the debtor allocated last.
  void append_settlements(uint32_t row, std::vector<Settlement>& out);

 private:
  static constexpr uint32_t kNone = 0xFFFF'FFFFU;

  /// A receivable of the debtor; its position is its row less that of the first.
  struct Item {
    int64_t open = 0;  // what it still owes, charges included; 0 when it does not exist
    int64_t paid = 0;
    int64_t credited = 0;
    int64_t due_date = 0;
    uint32_t currency = 0;
    Existence existence = Existence::kAbsent;
    uint32_t last_holding = kNone;  // newest of its list in holdings_
    uint32_t claims = kNone;        // in claims_, where more than principal is or may be owed
    uint32_t last_record = 0;       // of those laid on its claims
  };
  /// A part of a record that a receivable holds.
  struct Holding {
    int64_t amount;
    uint32_t record;  // position in records_
    uint32_t previous;
  };
  /// What a record's naming comes to on the date.
  enum class Naming : uint8_t { kNothing, kItem, kGroup, kWaits };
  /// A payment or credit note that counts on the date.
  struct Record {
    int64_t date;
    int64_t counts_on;
    int64_t left;     // still to place, or still to take back
    int64_t counted;  // so far, with its sign
    uint32_t row;
    uint32_t currency;
    bool credit_note;
    bool takes_back;
    Naming naming;
    uint32_t item;                              // of kItem
    std::pair<uint32_t, uint32_t> group_range;  // of kGroup: in group_items_
  };
  /// An item and what it can take of the record at hand.
  struct Room {
    uint32_t item;
    int64_t open;
  };
  /// Items that share what comes to them, by what is left: a single one where the policy ranks them.
  struct Tranche {
    uint32_t begin, end;  // in spread_items_
  };
  struct CurrencyTranches {
    uint32_t currency;
    uint32_t begin, end;  // in tranches_
    uint32_t first_open;  // all before it are full
  };

  void load_items(size_t debtor);
  void open_claims();
  void load_records(size_t debtor);
  void load_money(const MoneyColumns& money, size_t debtor, bool credit_notes);
  void resolve_naming(Record& record, const MoneyColumns& money);
  void index_groups();

  void place_named(uint32_t record);
  void place_rest(uint32_t record);
  void rank_items();
  bool ranks_before(uint32_t a, uint32_t b) const;
  bool share_alike(uint32_t a, uint32_t b) const;
  void spread(uint32_t record);
  /// The same where items have claims: what they can take depends on the record's date. `shown`: of shown interest too.
  void spread_by_claims(uint32_t record, bool shown);
  void spread_smallest_by_claims(uint32_t record, bool shown);
  /// Shares the record among rooms_ and leaves these empty.
  void share_rooms(uint32_t record);
  void share(std::span<const Room> rooms, uint32_t record, int64_t amount, int64_t open);

  /// What an item can take of a record: all that is open, or what its claims allow.
  int64_t room(uint32_t item, uint32_t record, bool shown);
  int64_t claim_room(uint32_t item, uint32_t record, bool shown);
  bool claims_fit(uint32_t item, uint32_t record, int64_t more, bool shown);
  ClaimMoney money_of(uint32_t record, int64_t amount) const;
  /// Fills laid_ with what the item holds, by record.
  void gather_laid(uint32_t item);
  void lay_again(uint32_t item);

  void hold(uint32_t item, uint32_t record, int64_t amount);
  /// Takes back from what the item holds of records before this one: of its own kind first, the newest first.
  void take_back(uint32_t item, uint32_t record);
  void take_back_of_kind(uint32_t item, uint32_t record, bool credit_notes);
  void take_back_cash(uint32_t record);
  void take_back_latest_due(uint32_t record);
  /// An item that owes again is open to what comes next.
  void reopen(uint32_t item);

  int64_t& cash_in(uint32_t currency);
  void write_items(size_t debtor);
  void write_claims(uint32_t item);
  int64_t settled_on(uint32_t item);
  void write_counted();

  // Fixed after construction.
  const AllocationInputs& inputs_;
  const AllocationPolicy& policy_;
  std::span<const uint8_t> existence_;
  ReceivableColumns receivables_;
  MoneyColumns payments_;
  MoneyColumns credit_notes_;
  Balances& balances_;

  // Of the debtor at hand.
  RowRange item_rows_;
  std::vector<Item> items_;
  std::vector<Record> records_;
  std::vector<Holding> holdings_;
  std::vector<uint32_t> group_items_;  // with a group: by (group, due date, id)
  bool groups_indexed_ = false;
  std::vector<uint32_t> spread_items_;
  std::vector<Tranche> tranches_;
  std::vector<CurrencyTranches> currencies_;
  std::vector<uint32_t> by_latest_due_;
  bool ranked_ = false;
  std::vector<std::pair<uint32_t, int64_t>> cash_;  // by currency
  EffectiveMoney effective_;
  std::vector<std::pair<int64_t, uint32_t>> remainders_;
  std::vector<Room> rooms_;
  std::vector<ReceivableClaims> claims_;  // the first claims_used_ are of this debtor
  size_t claims_used_ = 0;
  ReceivableClaims trial_;
  std::vector<std::pair<uint32_t, int64_t>> laid_;  // (record, amount)
};

}  // namespace dunlin::rules
