// The agenda of a date: whom to call, which promises to look after, which disputes wait.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/page_survey.h"

namespace dunlin::engine {

enum class WorkKind : uint8_t { kCallTask, kPromiseBroken, kPromiseCheck, kDispute };
inline constexpr std::array<std::string_view, 4> kWorkKindNames = {"call_task", "promise_broken", "promise_check",
                                                                   "dispute"};

/// What is not a call task has no step that gave it a priority.
inline constexpr int32_t kPromiseBrokenPriority = 80;
inline constexpr int32_t kPromiseCheckPriority = 60;
inline constexpr int32_t kDisputePriority = 40;
/// Days behind the day promised on which somebody looks whether the money came.
inline constexpr core::Days kPromiseCheckDays = 2;

struct WorkItem {
  KeyValue key;
  WorkKind kind = WorkKind::kCallTask;
  int32_t priority = 0;
  std::string creditor_id, debtor_id, collector, team;
  std::string id;  ///< of the action, promise or dispute
  core::Date since;
  std::string detail;  ///< step and whom to call; what was promised; the reason of the dispute
  uint32_t currency = 0;
  int64_t amount = 0;                  ///< still open of what it is about
  std::optional<int64_t> base_amount;  ///< nothing without a rate
};

/// Sorted by key, priority (highest first), amount in the base currency (highest first, unknown ones last), kind and ids.
///  - call tasks of runs in (from, date] of which something listed is open and that no interaction has ended (answered,
///    conversation, refused, done, skipped, cancelled; nobody answering leaves it);
///  - promises that broke in (from, date] while the debtor owes in their currency;
///  - open promises kPromiseCheckDays behind their day;
///  - open disputes on receivables with a balance.
core::Result<std::vector<WorkItem>> worklist_report(const storage::Store& store, const Configuration& configuration,
                                                    const SurveyScope& scope, core::Date from);

}  // namespace dunlin::engine
