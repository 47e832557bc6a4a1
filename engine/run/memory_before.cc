#include "engine/run/memory_before.h"

#include <algorithm>
#include <map>

#include "engine/outbound/action_json.h"
#include "engine/run/memory_writer.h"
#include "engine/run/unit_stage.h"
#include "rules/contact/debtor_places.h"
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

/// Whether a contact went to the debtor's representative: as memory knows while it keeps it, else by name and number, for the
/// outbox keeps whom a call went to, not as what.
bool went_to_representative(const core::AccountPage& debtor, const core::MemoryPage& now, const ActionBatch& batch,
                            size_t i) {
  const core::Table& kept = now.contacts.rows;
  const auto hash = static_cast<int64_t>(action_id(batch, i).low);
  for (size_t row = 0; row < kept.rows(); ++row) {
    if (const ContactMemory contact = contact_memory_at(kept, row); contact.action_hash == hash) {
      return contact.to_representative;
    }
  }
  const core::Table& people = debtor.rows(core::RecordKind::kContact);
  const std::string_view phone = batch.recipient_phone.at(i);
  for (size_t row = 0; row < people.rows() && !phone.empty(); ++row) {
    const bool role = people.int_at(Field::kRole, row) == static_cast<int64_t>(core::ContactRole::kRepresentative);
    const bool called = people.text_at(Field::kPhone, row) == phone || people.text_at(Field::kMobile, row) == phone;
    if (role && called && people.text_at(Field::kName, row) == batch.recipient_name.at(i)) return true;
  }
  return false;
}

/// A contact in writing that may have been the first of an episode.
struct Notice {
  core::Date on;
  core::Channel channel;
};

/// An action that moved a unit, as the outbox tells it.
struct UnitAction {
  core::Date on;
  std::string scenario, path, anchor, action;
  rules::Completes completes = rules::Completes::kEmitted;
};
using UnitKey = std::pair<UnitKind, std::string>;

const rules::Step* find_step(const rules::RulebookSource& rules, std::string_view scenario, std::string_view step) {
  for (const rules::Scenario& known : rules.scenarios) {
    if (known.id != scenario) continue;
    for (const rules::Step& candidate : known.steps) {
      if (candidate.id == step) return &candidate;
    }
  }
  return nullptr;
}

/// Where a unit stood, walked from its actions and from what memory keeps of its other moves.
class UnitWalk {
 public:
  UnitWalk(const core::AccountPage& debtor, const rules::Place& place, UnitMemory& unit)
      : debtor_(debtor), place_(place), unit_(unit) {
    unit_.step = {};
    unit_.step_on = core::kNoDate;
    unit_.anchor = {};
    unit_.repeats = 0;
    unit_.acted = false;
    stop_waiting();
  }

  void act(const UnitAction& action) {
    settle(action.on);
    if (action.completes == rules::Completes::kEmitted) {
      const bool again = unit_.step == action.path && unit_.scenario == action.scenario;
      unit_.repeats = again ? unit_.repeats + 1 : 1;
      unit_.step = action.path;
      unit_.step_on = action.on;
    } else {
      unit_.pending_step = action.path;
      unit_.pending_on = action.on;
      unit_.pending_action = action.action;
      completes_ = action.completes;
    }
    unit_.scenario = action.scenario;
    unit_.anchor = action.anchor;
    unit_.acted = true;
  }

  void move(const StepMove& move) {
    settle(move.on);
    unit_.step = move.path;
    unit_.step_on = move.step_on;
    unit_.repeats = move.repeats;
    unit_.scenario = move.scenario;
    unit_.anchor = move.anchor;
  }

  void block(std::string_view path, core::Date since) {
    if (!unit_.pending_step.empty()) return;
    unit_.pending_step = path;
    unit_.blocked_since = since;
  }

 private:
  void stop_waiting() {
    unit_.pending_step = {};
    unit_.pending_on = core::kNoDate;
    unit_.pending_action = {};
    unit_.blocked_since = core::kNoDate;
  }

  /// The next move shows that the step that waited had been completed, or freed.
  void settle(core::Date before) {
    if (unit_.pending_action.empty()) return stop_waiting();
    const CompletionAnswer answer = completion_of(debtor_, 0, place_, {before, completes_, unit_.pending_action});
    if (answer.what == Completion::kDone) {
      unit_.repeats = unit_.step == unit_.pending_step ? unit_.repeats + 1 : 1;
      unit_.step = unit_.pending_step;
      unit_.step_on = answer.on;
    }
    stop_waiting();
  }

  const core::AccountPage& debtor_;
  const rules::Place& place_;
  UnitMemory& unit_;
  rules::Completes completes_ = rules::Completes::kEmitted;
};

/// Puts the unit into the episode that was its last one before `date`, and `forgot_on` to the day from which on its steps
/// were remembered, or on which that episode closed. False: it is no longer known which one that was.
bool go_back_to_episode(core::Date date, UnitMemory& unit) {
  core::Date closed_on = unit.open ? core::kNoDate : unit.forgot_on;
  core::Date from = unit.open && unit.forgot_on < date ? unit.forgot_on : core::kNoDate;
  bool found = unit.opened_on.is_set() && unit.opened_on < date;
  const std::vector<PastEpisode> past = past_episodes(unit.past);
  for (size_t i = past.size(); i-- > 0;) {
    const PastEpisode& one = past[i];
    if (one.closed_on.is_set() && !found) {
      --unit.episode;
      unit.opened_on = one.on;
      unit.own_scenario = one.own_scenario;
      unit.scenario = one.scenario;
      closed_on = one.closed_on;
      found = one.on < date;
    } else if (!one.closed_on.is_set() && one.on < date && (!from.is_set() || from < one.on)) {
      from = one.on;
    }
  }
  if (!found) --unit.episode;
  unit.open = found && (!closed_on.is_set() || closed_on >= date);
  unit.forgot_on = unit.open ? (from.is_set() ? std::max(unit.opened_on, from) : unit.opened_on) : closed_on;
  return found || unit.episode == 0;
}

/// What is remembered of a unit now, as it was before `date`; `known`: false where that is no longer kept.
UnitMemory unit_before(const core::AccountPage& debtor, const rules::Place& place, UnitMemory unit,
                       const std::vector<UnitAction>& actions, core::Date date, bool& known) {
  known &= go_back_to_episode(date, unit);
  const UnitMemory now = unit;
  UnitWalk walk(debtor, place, unit);
  if (!unit.open) return unit;
  // By date, not by episode: a consolidated action tells only the episode of the unit that led it.
  const core::Date from = unit.forgot_on;
  const std::vector<StepMove> moves = step_moves(now.moves);
  auto move = moves.begin();
  const auto move_until = [&](core::Date last) {
    for (; move != moves.end() && move->on <= last; ++move) {
      if (move->on >= from) walk.move(*move);
    }
  };
  for (const UnitAction& action : actions) {
    if (action.on < from) {
      unit.acted |= action.on >= unit.opened_on;
      continue;
    }
    move_until(action.on);
    walk.act(action);
  }
  move_until(date - 1);
  // A step that had no channel by then and was passed over on the day, or later.
  const auto passed = std::find_if(move, moves.end(), [](const StepMove& one) { return one.blocked_since.is_set(); });
  if (passed != moves.end() && passed->blocked_since < date) walk.block(passed->path, passed->blocked_since);
  const bool blocked = now.blocked_since.is_set() && now.blocked_since < date && now.pending_action.empty();
  if (blocked) walk.block(now.pending_step, now.blocked_since);
  return unit;
}

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

MemoryBefore memory_before(const core::AccountPage& debtor, const core::MemoryPage& now, const DebtorActions& actions,
                           const rules::RulebookSource& rules, core::Date date) {
  rules::DebtorPlaces places(debtor, rules.calendar_book.get(), rules.zones.get(), rules.default_country);
  const rules::Place& place = places.of(0);
  std::map<UnitKey, std::vector<UnitAction>> moved;
  std::map<UnitKey, std::vector<Notice>> notices;
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
    bool to_representative;
  };
  std::vector<Contact> contacts;
  for (const ActionBatch& batch : actions.before) {
    for (size_t i = 0; i < batch.size(); ++i) {
      const core::Date on{batch.business_date[i]};
      const std::string_view scenario = batch.scenario.at(i);
      const auto take = [&](UnitKind kind, std::string_view unit, std::string_view step) {
        const std::string path = path_of(rules, scenario, step);
        if (batch.episode[i] == 0) {
          marks[std::string(unit)] = {std::string(scenario), path, on};
          return;
        }
        const bool call = batch.channel[i] == static_cast<uint8_t>(core::Channel::kCall);
        if (batch.channel[i] != ActionBatch::kNoChannel && !call) {
          notices[{kind, std::string(unit)}].push_back({on, static_cast<core::Channel>(batch.channel[i])});
        }
        const rules::Step* known = find_step(rules, scenario, step);
        moved[{kind, std::string(unit)}].push_back(
            {on, std::string(scenario), path, std::string(kind == UnitKind::kReceivable ? unit : oldest_line(batch, i)),
             core::to_hex(action_id(batch, i)), known == nullptr ? rules::Completes::kEmitted : known->completes});
      };
      // The answer to an event moves no unit.
      if (!batch.step.at(i).starts_with("on.")) each_unit(batch, i, take);
      if (batch.channel[i] == ActionBatch::kNoChannel) continue;
      Contact& contact = contacts.emplace_back(Contact{on,
                                                       static_cast<core::Channel>(batch.channel[i]),
                                                       {},
                                                       static_cast<int64_t>(action_id(batch, i).low),
                                                       went_to_representative(debtor, now, batch, i)});
      for (uint32_t line = batch.line_begin[i]; line < batch.line_begin[i + 1]; ++line) {
        if (!contact.listed.empty()) contact.listed += '\n';
        contact.listed += batch.line_receivable_id.at(line);
      }
    }
  }

  MemoryBefore found;
  MemoryWriter writer;
  writer.begin_debtor(debtor.debtors, 0);
  for (size_t row = 0; row < now.units.rows.rows(); ++row) {
    const UnitMemory unit = unit_memory_at(now.units.rows, row);
    UnitMemory before = unit_before(debtor, place, unit, moved[{unit.kind, std::string(unit.unit)}], date, found.known);
    before.notice_on = core::kNoDate;
    for (const Notice& notice : notices[{unit.kind, std::string(unit.unit)}]) {
      if (!before.open || before.notice_on.is_set() || notice.on < before.opened_on) continue;
      before.notice_on = notice.on;
      before.notice_channel = notice.channel;
    }
    if (before.episode > 0) writer.add_unit(before);
  }
  for (const auto& [receivable, mark] : marks) writer.add_mark(receivable, mark.scenario, mark.path, mark.on);
  for (const Contact& contact : contacts) {
    writer.add_contact({contact.on, contact.channel, contact.listed, contact.action_hash, contact.to_representative});
  }
  for (size_t row = 0; row < now.charges.rows.rows(); ++row) {
    if (const ChargeMemory charge = charge_memory_at(now.charges.rows, row); charge.on < date) writer.add_charge(charge);
  }
  for (size_t row = 0; row < now.events.rows.rows(); ++row) {
    EventMemory event = event_memory_at(now.events.rows, row);
    if (event.on >= date) continue;
    event.done = event.done && event.done_on < date;
    if (!event.done) event.done_on = core::kNoDate;
    writer.add_event(event);
  }
  writer.end_debtor();
  found.page = std::move(writer).finish();
  return found;
}

}  // namespace dunlin::engine
