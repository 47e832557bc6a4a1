// A random portfolio of the tests' own, as files that arrive before each of several business dates. Ids are few and clash on
// purpose: across creditors, across kinds, with records that never come. Within the files of one day every id is unique per
// kind and creditor, so that no order of rows or files may matter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/vocabulary.h"

namespace dunlin::property {

/// Rows of one kind under one header.
struct Sheet {
  core::RecordKind kind = core::RecordKind::kDebtor;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
std::string csv_of(const Sheet& sheet);

/// What arrives before the run of a date.
struct Day {
  core::Date date;
  std::vector<Sheet> sheets;
};

/// A payment or credit note that the store must have taken: neither rejected nor a later version of a fact.
struct Money {
  core::RecordKind kind = core::RecordKind::kPayment;
  std::string creditor_id, debtor_id, id, reverses;
  int64_t amount = 0;  ///< minor units, with its sign
  core::Currency currency;
  core::Date date;
  size_t day = 0;  ///< index of the day on which it arrives
};

struct Portfolio {
  std::vector<Day> days;
  std::vector<Money> money;
};

struct PortfolioSize {
  size_t debtors = 48;  ///< of all creditors together
  size_t days = 4;
};
Portfolio make_portfolio(uint64_t seed, const PortfolioSize& size = {});

}  // namespace dunlin::property
