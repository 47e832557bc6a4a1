// What the random portfolio says of its debtors and of those who speak for them: where they are, how they may be reached,
// what they do not want.
#pragma once

#include <cstdint>
#include <string>

#include "tests/property/debt_records.h"
#include "tests/property/seeds.h"

namespace dunlin::property {

class DebtorRows {
 public:
  /// Rolls the portfolio's dice; places have dice of their own, so that the rest does not change with them.
  DebtorRows(uint64_t seed, Dice& dice) : dice_(dice), places_(seed * 104'729 + 11) {}

  void fill(CsvRow& row, const std::string& debtor_id);
  void fill_contact(CsvRow& row, const std::string& debtor_id, const std::string& contact_id);
  std::string scenario();
  std::string flags();
  std::string opt_out();

 private:
  void fill_place(CsvRow& row);
  std::string pick(std::initializer_list<const char*> words) { return words.begin()[dice_.below(words.size())]; }

  Dice& dice_;
  Dice places_;
};

}  // namespace dunlin::property
