#include "engine/report/call_tasks.h"

#include "engine/outbound/action_json.h"

namespace dunlin::engine {
namespace {

CallTask task_of(const core::ActionBatch& actions, size_t i) {
  CallTask task{.action_id = core::to_hex(action_id(actions, i)),
                .scenario = std::string(actions.scenario.at(i)),
                .step = std::string(actions.step.at(i)),
                .name = std::string(actions.recipient_name.at(i)),
                .phone = std::string(actions.recipient_phone.at(i)),
                .date = core::Date{actions.business_date[i]},
                .priority = actions.priority[i],
                .receivables = {}};
  for (uint32_t line = actions.line_begin[i]; line < actions.line_begin[i + 1]; ++line) {
    task.receivables.emplace_back(actions.line_receivable_id.at(line));
  }
  return task;
}

}  // namespace

core::Result<CallTasks> call_tasks(const storage::Store& store, core::Date from, core::Date date) {
  DUNLIN_ASSIGN(const std::vector<storage::RunRecord> runs, store.runs());
  CallTasks tasks;
  for (const storage::RunRecord& run : runs) {
    if (run.business_date <= from || run.business_date > date) continue;
    DUNLIN_TRY(store.each_batch(run.ordinal, 0, 0, [&](const storage::OutboxBatch& batch) {
      if (batch.run_ordinal != run.ordinal) return false;
      const core::ActionBatch& actions = batch.actions;
      for (size_t i = 0; i < actions.size(); ++i) {
        if (actions.action[i] != static_cast<uint8_t>(core::ActionKind::kCallTask)) continue;
        tasks[{std::string(actions.creditor_id.at(i)), std::string(actions.debtor_id.at(i))}].push_back(task_of(actions, i));
      }
      return true;
    }));
  }
  return tasks;
}

}  // namespace dunlin::engine
