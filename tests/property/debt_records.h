// What the random portfolio says of its debts: promises, plans, disputes, holds, interactions, placements, cases, rates and
// exchange rates. From dice of its own, so that the portfolio around it does not change with it. As there, every id comes at
// most once a day, and may name what comes later, never, or belongs to another debtor.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/money.h"
#include "core/vocabulary.h"
#include "tests/property/portfolio.h"
#include "tests/property/seeds.h"

namespace dunlin::property {

using CsvRow = std::map<std::string, std::string>;

/// A debtor with the receivables that the portfolio has for it.
struct Indebted {
  struct Item {
    std::string id;
    core::Currency currency;
    int64_t amount = 0;
    core::Date due;
  };
  std::string creditor_id, debtor_id;
  std::vector<Item> items;
};

class DebtRecords {
 public:
  /// `row`: what every record begins with, the creditor named or not.
  using Plan = std::function<void(size_t day, core::RecordKind kind, CsvRow row)>;
  DebtRecords(uint64_t seed, const std::vector<Day>& days, Plan plan)
      : dice_(seed * 7'919 + 5), days_(days), plan_(std::move(plan)) {}

  void make(const CsvRow& creditor, const Indebted& debtor);
  void make_rates();

 private:
  CsvRow begun(const CsvRow& creditor, const Indebted& debtor, core::RecordKind kind);
  void upsert(core::RecordKind kind, const CsvRow& row, std::initializer_list<const char*> amended);
  std::string around(size_t day, int64_t before, int64_t after);
  std::string receivable_of(const Indebted& debtor);
  std::string items_of(const Indebted& debtor);
  std::string pick(std::initializer_list<const char*> words) { return words.begin()[dice_.below(words.size())]; }
  size_t any_day() { return dice_.chance(50) ? 0 : dice_.below(days_.size()); }
  void promise(const CsvRow& creditor, const Indebted& debtor);
  void plan(const CsvRow& creditor, const Indebted& debtor);
  void dispute(const CsvRow& creditor, const Indebted& debtor);
  void hold(const CsvRow& creditor, const Indebted& debtor);
  void interaction(const CsvRow& creditor, const Indebted& debtor);
  void placement_or_case(const CsvRow& creditor, const Indebted& debtor);

  Dice dice_;
  const std::vector<Day>& days_;
  Plan plan_;
  std::map<std::pair<core::RecordKind, std::string>, size_t> ids_;
};

}  // namespace dunlin::property
