// From a page and what the stages before made of it to feature columns: only those asked for, each once, over all debtors
// of the page. Always the debtor's values; features of single receivables are columns over receivable rows, and
// gather_for_units() lines both up with the units that a scenario decides.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/allocate.h"
#include "rules/calendar/zone.h"
#include "rules/features/base_rates.h"
#include "rules/features/feature_arena.h"
#include "rules/features/feature_catalogue.h"
#include "rules/features/net_overdue.h"
#include "rules/standing/covers.h"

namespace dunlin::rules {

/// Where a debtor has no row in the memory page.
inline constexpr uint32_t kNoMemoryRow = 0xFFFF'FFFFU;

/// What the run knows of its units, one value a debtor of the page; empty spans give null.
struct StepMemoryColumns {
  std::span<const int64_t> step_index;    ///< 1-based, 0 or kNull before the first step
  std::span<const int64_t> stage;         ///< core::Stage, kNull = none
  std::span<const int64_t> last_step_on;  ///< days since 1970-01-01, kNull = none
  std::span<const int64_t> episode;
};

struct FeatureInputs {
  const core::AccountPage& page;
  core::Date date;
  const Balances& balances;
  const Standings& standings;
  /// Of the same date; null: nobody ever promised or disputed anything.
  const Covers* covers = nullptr;
  /// One byte a receivable row: 1 = may be dunned (neither exclude_when nor applies_to leaves it out). Empty: all may.
  std::span<const uint8_t> dunnable = {};
  bool net_credits = true;
  const BaseRates& rates;

  /// Zones in which the day of an interaction is found; null: UTC.
  const ZoneBook* zones = nullptr;
  /// Contacts made. `memory_row`: for each debtor of the page its row in `memory`, or kNoMemoryRow.
  const core::MemoryPage* memory = nullptr;
  std::span<const uint32_t> memory_row = {};
  StepMemoryColumns steps = {};

  const InputColumn* score = nullptr;            ///< over debtors; null: `score` is null
  const core::TextColumn* risk_class = nullptr;  ///< over debtors
  const core::TextColumn* segment = nullptr;     ///< over debtors, once a strategy chose it; else the debtor's own field
  /// One byte a debtor, 1: a missing exchange rate hides the risk class, or the segment. Empty: nobody's.
  std::span<const uint8_t> risk_class_incomplete = {};
  std::span<const uint8_t> segment_incomplete = {};
};

/// columns[i] is the feature ids[i], over the page's debtors, or over its receivable rows when catalogue.of_receivable().
/// They view the page, the inputs and the arena. Amounts of a currency without an exchange rate are left out of them, and
/// InputColumn::incomplete says where.
std::vector<InputColumn> compute_features(const FeatureCatalogue& catalogue, std::span<const FeatureId> ids,
                                          const FeatureInputs& inputs, FeatureArena& arena);

/// The same columns with one row a unit: row u is the value of debtor debtor_of_unit[u] or of receivable row
/// receivable_of_unit[u]. The latter is read only for features of receivables and may be empty without them.
std::vector<InputColumn> gather_for_units(const FeatureCatalogue& catalogue, std::span<const FeatureId> ids,
                                          std::span<const InputColumn> columns, std::span<const uint32_t> debtor_of_unit,
                                          std::span<const uint32_t> receivable_of_unit, FeatureArena& arena);

}  // namespace dunlin::rules
