// Builds a memory page row by row, debtors in page order; the one place that knows its columns (core/account_memory.h).
#pragma once

#include <string_view>

#include "core/account_memory.h"
#include "core/date.h"
#include "core/vocabulary.h"

namespace dunlin::engine {

struct UnitMemory {
  core::UnitKind kind = core::UnitKind::kDebtor;
  std::string_view unit;  ///< "", a receivable_id, a currency code
  std::string_view scenario;
  int32_t episode = 0;
  bool open = false;
  core::Date opened_on;
  std::string_view step;  ///< step_path() of the last completed step; empty: none
  core::Date step_on;
  std::string_view anchor;  ///< receivable_id at that step
  bool acted = false;
  bool own_scenario = false;  ///< the episode opened under a receivable's own scenario, not its debtor's
  core::Date forgot_on;       ///< the episode opened, began anew, or closed
};
UnitMemory unit_memory_at(const core::Table& units, size_t row);

class MemoryWriter {
 public:
  MemoryWriter();
  void begin_debtor(const core::Table& debtors, size_t row);
  void add_unit(const UnitMemory& unit);
  void add_mark(std::string_view receivable_id, std::string_view scenario, std::string_view step, core::Date on);
  void add_contact(core::Date on, core::Channel channel, std::string_view listed);
  /// Closes the debtor at hand, which has at least one row.
  void end_debtor();
  core::MemoryPage finish() &&;

 private:
  core::MemoryPage page_;
  size_t debtors_ = 0, units_ = 0, marks_ = 0, contacts_ = 0;
};

}  // namespace dunlin::engine
