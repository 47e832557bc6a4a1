#include "engine/run/memory_before.h"

#include <algorithm>
#include <map>

#include "engine/outbound/action_json.h"
#include "engine/run/memory_writer.h"
#include "engine/run/unit_stage.h"
#include "rules/contact/permit.h"

namespace dunlin::engine {
namespace {

using core::ActionBatch;
using core::Field;
using core::UnitKind;

/// Calls visit(kind, unit, step) for every unit that action `i` moved.
template <class Visit>
void each_unit(const ActionBatch& batch, size_t i, const Visit& visit) {
  if (batch.unit_list.is_null(i)) {
    visit(static_cast<UnitKind>(batch.unit_kind[i]), batch.unit.at(i), batch.step.at(i));
    return;
  }
  const std::string_view list = batch.unit_list.at(i);
  for (auto at = list.begin(); at < list.end();) {
    const auto end = std::find(at, list.end(), '\x1e');
    const auto cut = std::find(at, end, '\x1f');
    visit(UnitKind::kReceivable, std::string_view(at, cut),
          cut == end ? std::string_view() : std::string_view(cut + 1, end));
    at = end == list.end() ? end : end + 1;
  }
}

std::string path_of(const rules::RulebookSource& rules, std::string_view scenario, std::string_view step) {
  for (const rules::Scenario& known : rules.scenarios) {
    if (known.id != scenario) continue;
    for (size_t i = 0; i < known.steps.size(); ++i) {
      if (known.steps[i].id == step) return step_path(known, i);
    }
  }
  return std::string(step);
}

/// The oldest listed receivable: what the anchor was when the action was decided.
std::string_view oldest_line(const ActionBatch& batch, size_t i) {
  uint32_t oldest = batch.line_begin[i];
  for (uint32_t line = oldest; line < batch.line_begin[i + 1]; ++line) {
    const auto before = [&](uint32_t a, uint32_t b) {
      if (batch.line_due_date[a] != batch.line_due_date[b]) return batch.line_due_date[a] < batch.line_due_date[b];
      return batch.line_balance[a] > batch.line_balance[b];
    };
    if (before(line, oldest)) oldest = line;
  }
  return batch.line_receivable_id.at(oldest);
}

/// A contact that may have been the first of an episode.
struct Notice {
  core::Date on;
  core::Channel channel;
};

struct LastStep {
  std::string scenario, path, anchor;
  core::Date on;
};

}  // namespace

core::Result<DebtorActions> debtor_actions(const storage::Store& store, core::DebtorHash hash, const std::string& creditor,
                                           const std::string& debtor_id, uint64_t run_ordinal) {
  DebtorActions found;
  DUNLIN_ASSIGN(const auto runs, store.runs());
  const core::SlotIndex slot = core::slot_of(hash, store.identity().slots);
  for (const storage::RunRecord& run : runs) {
    if (run.ordinal > run_ordinal) continue;
    DUNLIN_TRY(store.each_batch(run.ordinal, slot, 0, [&](const storage::OutboxBatch& batch) {
      if (batch.run_ordinal != run.ordinal || batch.slot != slot || batch.first_page > hash) return false;
      std::vector<uint32_t> rows;
      for (uint32_t i = 0; i < batch.actions.size(); ++i) {
        if (batch.actions.debtor_id.at(i) == debtor_id && batch.actions.creditor_id.at(i) == creditor) rows.push_back(i);
      }
      if (rows.empty()) return true;
      ActionBatch own = core::gathered(batch.actions, rows);
      if (run.ordinal == run_ordinal) {
        found.of_run = std::move(own);
      } else {
        found.before.push_back(std::move(own));
      }
      return true;
    }));
  }
  return found;
}

core::MemoryPage memory_before(const core::AccountPage& debtor, const core::MemoryPage& now, const DebtorActions& actions,
                               const rules::RulebookSource& rules, core::Date date) {
  std::map<std::pair<UnitKind, std::string>, LastStep> last;
  std::map<std::pair<UnitKind, std::string>, std::vector<Notice>> notices;
  struct Mark {
    std::string scenario, path;
    core::Date on;
  };
  std::map<std::string, Mark> marks;
  struct Contact {
    core::Date on;
    core::Channel channel;
    std::string listed;
    int64_t action_hash;
  };
  std::vector<Contact> contacts;
  for (const ActionBatch& batch : actions.before) {
    for (size_t i = 0; i < batch.size(); ++i) {
      const core::Date on{batch.business_date[i]};
      each_unit(batch, i, [&](UnitKind kind, std::string_view unit, std::string_view step) {
        const std::string path = path_of(rules, batch.scenario.at(i), step);
        if (batch.episode[i] == 0) {
          marks[std::string(unit)] = {std::string(batch.scenario.at(i)), path, on};
          return;
        }
        if (batch.channel[i] != ActionBatch::kNoChannel) {
          notices[{kind, std::string(unit)}].push_back({on, static_cast<core::Channel>(batch.channel[i])});
        }
        last[{kind, std::string(unit)}] = {std::string(batch.scenario.at(i)), path,
                                           std::string(kind == UnitKind::kReceivable ? unit : oldest_line(batch, i)), on};
      });
      if (batch.channel[i] == ActionBatch::kNoChannel) continue;
      Contact& contact = contacts.emplace_back(
          Contact{on, static_cast<core::Channel>(batch.channel[i]), {}, static_cast<int64_t>(action_id(batch, i).low)});
      for (uint32_t line = batch.line_begin[i]; line < batch.line_begin[i + 1]; ++line) {
        if (!contact.listed.empty()) contact.listed += '\n';
        contact.listed += batch.line_receivable_id.at(line);
      }
    }
  }

  MemoryWriter writer;
  writer.begin_debtor(debtor.debtors, 0);
  for (size_t row = 0; row < now.units.rows.rows(); ++row) {
    UnitMemory unit = unit_memory_at(now.units.rows, row);
    const bool forgot_before = unit.forgot_on.is_set() && unit.forgot_on < date;
    const bool opened_before = unit.opened_on.is_set() && unit.opened_on < date;
    if (unit.open || !forgot_before) {
      if (!opened_before) --unit.episode;
      unit.open = opened_before;
    }
    unit.step = {};
    unit.step_on = core::kNoDate;
    unit.anchor = {};
    unit.acted = false;
    unit.notice_on = core::kNoDate;
    for (const Notice& notice : notices[{unit.kind, std::string(unit.unit)}]) {
      if (!unit.open || unit.notice_on.is_set() || notice.on < unit.opened_on) continue;
      unit.notice_on = notice.on;
      unit.notice_channel = notice.channel;
    }
    const auto step = last.find({unit.kind, std::string(unit.unit)});
    // By date, not by episode: a consolidated action tells only the episode of the unit that led it.
    const bool remembered = step != last.end() && unit.open && step->second.on >= unit.opened_on &&
                            !(forgot_before && step->second.on < unit.forgot_on);
    if (remembered) {
      unit.scenario = step->second.scenario;
      unit.step = step->second.path;
      unit.step_on = step->second.on;
      unit.anchor = step->second.anchor;
      unit.acted = true;
    }
    if (unit.episode > 0) writer.add_unit(unit);
  }
  for (const auto& [receivable, mark] : marks) writer.add_mark(receivable, mark.scenario, mark.path, mark.on);
  for (const Contact& contact : contacts) {
    writer.add_contact({contact.on, contact.channel, contact.listed, contact.action_hash});
  }
  for (size_t row = 0; row < now.charges.rows.rows(); ++row) {
    if (const ChargeMemory charge = charge_memory_at(now.charges.rows, row); charge.on < date) writer.add_charge(charge);
  }
  writer.end_debtor();
  return std::move(writer).finish();
}

}  // namespace dunlin::engine
