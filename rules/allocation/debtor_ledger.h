// The general path of allocation: one debtor's money, record by record, with everything that the kernel cannot know:
// groups, excess, several currencies, negative records, reversals. Its memory is reused from debtor to debtor.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "rules/allocation/allocate.h"
#include "rules/allocation/money_columns.h"
#include "rules/allocation/reversals.h"

namespace dunlin::rules {

class DebtorLedger {
 public:
  DebtorLedger(const AllocationInputs& inputs, const AllocationPolicy& policy, std::span<const uint8_t> existence,
               Balances& balances);

  /// Overwrites the debtor's rows in the balances and appends its cash.
  void allocate(size_t debtor);

 private:
  static constexpr uint32_t kNone = 0xFFFF'FFFFU;

  /// A receivable of the debtor; its position is its row less that of the first.
  struct Item {
    int64_t open = 0;  // what it still owes; 0 when it does not exist
    int64_t paid = 0;
    int64_t credited = 0;
    int64_t due_date = 0;
    uint32_t currency = 0;
    Existence existence = Existence::kAbsent;
    uint32_t last_holding = kNone;  // newest of its list in holdings_
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
  void share(const Tranche& tranche, uint32_t record, int64_t amount, int64_t open);

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
};

}  // namespace dunlin::rules
