#include "engine/run/remember_stage.h"

#include <algorithm>
#include <map>

#include "engine/outbound/action_json.h"
#include "engine/run/charge_stage.h"
#include "engine/run/contact_stage.h"
#include "engine/run/find_by_id.h"
#include "engine/run/memory_writer.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::kNoRow;

constexpr uint32_t kNoCandidate = UINT32_MAX;
/// At least this many contacts stay, however old.
constexpr uint32_t kContactsKept = 16;
/// A closed receivable may reopen, or get another due date, and is not reminded again then: its mark stays so long.
constexpr core::Days kMarkKeptDays = 60;

/// What one debtor's day changed; empty for most.
struct DebtorChange {
  std::vector<uint32_t> units;  ///< whose memory changes
  std::vector<const Candidate*> emitted;
  std::vector<uint32_t> events;  ///< seen first, or settled
};

class Rememberer {
 public:
  Rememberer(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        source_(night.book->source),
        loaded_(loaded),
        page_(loaded.page),
        memory_(loaded.memory),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        decision_(decision),
        taken_(decision.units.size(), nullptr),
        asked_(decision.units.size(), kNoCandidate),
        answered_(decision.events.size(), 0) {}

  void run() {
    collect();
    decision_.memory_changed = !changes_.empty();
    if (changes_.empty()) return;
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      const uint32_t remembered = decision_.assessment.memory_debtor[debtor];
      const auto change = changes_.find(debtor);
      if (remembered == kNoRow && change == changes_.end()) continue;
      writer_.begin_debtor(page_.debtors, debtor);
      if (change == changes_.end()) {
        copy(remembered);
      } else {
        write_units(remembered, change->second);
        write_marks(debtor, remembered, change->second);
        write_contacts(remembered, change->second);
        write_charges(debtor, remembered);
        write_events(remembered, change->second);
      }
      writer_.end_debtor();
    }
    decision_.memory = std::move(writer_).finish();
  }

 private:
  const rules::Scenario& scenario_of(uint16_t scenario) const { return source_.scenarios[scenario]; }

  void collect() {
    for (uint32_t at = 0; at < decision_.candidates.size(); ++at) {
      const Candidate& candidate = decision_.candidates[at];
      const bool emitted = candidate.outcome == rules::Deferral::kNone;
      if (emitted) changes_[candidate.debtor].emitted.push_back(&candidate);
      if (candidate.is_event()) answered_[candidate.event] = emitted;
      if (candidate.pre_due) continue;
      for (uint32_t fired = candidate.unit_begin; fired < candidate.unit_end; ++fired) {
        asked_[decision_.fired_units[fired]] = at;
        if (emitted) taken_[decision_.fired_units[fired]] = &candidate;
      }
    }
    find_closed_channels();
    const UnitColumns& unit = decision_.unit;
    for (uint32_t u = 0; u < decision_.units.size(); ++u) {
      const bool waited = unit.settled[u] != Completion::kWaits || unit.blocked[u] >= 0;
      const bool changed = unit.was_open[u] != unit.open[u] || unit.restarted[u] || taken_[u] != nullptr ||
                           unit.moved[u] != Move::kNone || waited || is_blocked(u);
      if (changed) changes_[decision_.units.debtor[u]].units.push_back(u);
    }
    for (uint32_t at = 0; at < decision_.events.size(); ++at) {
      if (decision_.events[at].is_new || is_settled(at)) changes_[decision_.events[at].debtor].events.push_back(at);
    }
  }

  /// Candidates of which no channel was permitted. One that had no room today was: the step waits for room, it is not
  /// blocked.
  void find_closed_channels() {
    closed_.assign(decision_.candidates.size(), 0);
    for (const ChannelVerdict& verdict : decision_.verdicts) closed_[verdict.candidate] = 1;
    for (const ChannelVerdict& verdict : decision_.verdicts) {
      const rules::Deferral answer = verdict.permission.answer;
      if (answer == rules::Deferral::kNone || answer == rules::Deferral::kCapacityUsedUp) closed_[verdict.candidate] = 0;
    }
  }

  const rules::Step& chosen_step(uint32_t u) const {
    return scenario_of(decision_.units.scenario[u]).steps[static_cast<size_t>(decision_.unit.chosen[u])];
  }

  /// Its step may be passed over, and no channel is permitted today.
  bool is_blocked(uint32_t u) const {
    if (asked_[u] == kNoCandidate || closed_[asked_[u]] == 0) return false;
    return chosen_step(u).when_blocked == rules::WhenBlocked::kSkip;
  }

  bool is_settled(uint32_t event) const {
    switch (decision_.events[event].fate) {
      case EventFate::kUnanswered:
      case EventFate::kConditionFails:
      case EventFate::kLapsed: return true;
      case EventFate::kNothingToClaim:
      case EventFate::kBarred: return false;
      case EventFate::kAsked: return answered_[event] != 0;
    }
    return false;
  }

  void write_events(uint32_t remembered, const DebtorChange& change) {
    std::vector<EventMemory> rows;
    const uint32_t begin = remembered == kNoRow ? 0 : memory_.events.begin[remembered];
    const uint32_t end = remembered == kNoRow ? 0 : memory_.events.begin[remembered + 1];
    for (uint32_t row = begin; row < end; ++row) rows.push_back(event_memory_at(memory_.events.rows, row));
    for (const uint32_t at : change.events) {
      const PageEvent& event = decision_.events[at];
      size_t row = find_event(memory_.events.rows, begin, end, event.kind, event.record_id) - begin;
      if (row == end - begin) {
        row = rows.size();
        rows.push_back({event.kind, event.record_id, event.first_seen, false, {}});
      }
      if (!is_settled(at)) continue;
      rows[row].done = true;
      rows[row].done_on = night_.date;
    }
    std::sort(rows.begin(), rows.end(), [](const EventMemory& a, const EventMemory& b) {
      return std::pair(a.event, a.record_id) < std::pair(b.event, b.record_id);
    });
    for (const EventMemory& row : rows) writer_.add_event(row);
  }

  void copy(uint32_t remembered) {
    for (uint32_t row = memory_.units.begin[remembered]; row < memory_.units.begin[remembered + 1]; ++row) {
      writer_.add_unit(unit_memory_at(memory_.units.rows, row));
    }
    for (uint32_t row = memory_.marks.begin[remembered]; row < memory_.marks.begin[remembered + 1]; ++row) copy_mark(row);
    for (uint32_t row = memory_.contacts.begin[remembered]; row < memory_.contacts.begin[remembered + 1]; ++row) {
      copy_contact(row);
    }
    copy_charges(remembered);
    copy_events(remembered);
  }

  void copy_charges(uint32_t remembered) {
    for (uint32_t row = memory_.charges.begin[remembered]; row < memory_.charges.begin[remembered + 1]; ++row) {
      writer_.add_charge(charge_memory_at(memory_.charges.rows, row));
    }
  }

  /// Charges die only with their receivable; those of the day join.
  void write_charges(uint32_t debtor, uint32_t remembered) {
    std::vector<ChargeMemory> rows;
    const uint32_t begin = remembered == kNoRow ? 0 : memory_.charges.begin[remembered];
    const uint32_t end = remembered == kNoRow ? 0 : memory_.charges.begin[remembered + 1];
    for (uint32_t row = begin; row < end; ++row) {
      const ChargeMemory charge = charge_memory_at(memory_.charges.rows, row);
      const bool known =
          find_by_id(page_.group(RecordKind::kReceivable), debtor, Field::kReceivableId, charge.receivable_id) != kNoRow;
      if (known) rows.push_back(charge);
    }
    std::vector<ChargeOwner> owners;  // whose texts the rows view
    owners.reserve(decision_.added.size());
    for (const AddedCharge& added : decision_.added) {
      const Candidate& candidate = decision_.candidates[added.candidate];
      if (candidate.debtor != debtor) continue;
      const std::string_view receivable = receivables_.text_at(Field::kReceivableId, added.receivable);
      ChargeOwner& owner = owners.emplace_back(added.owner == ChargedFor::kReminder
                                                   ? *reminder_owner(night_, loaded_, decision_, candidate, added.receivable)
                                                   : charge_owner(night_, loaded_, decision_, candidate));
      if (added.owner == ChargedFor::kLife) {
        owner.kind = core::UnitKind::kReceivable;
        owner.unit = receivable;
        owner.episode = 0;
      }
      rows.push_back({receivable, static_cast<int64_t>(added.part), added.amount, night_.date, owner.kind, owner.unit,
                      owner.scenario, owner.step, owner.episode});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const ChargeMemory& a, const ChargeMemory& b) {
      return std::pair(a.receivable_id, a.on.days) < std::pair(b.receivable_id, b.on.days);
    });
    for (const ChargeMemory& row : rows) writer_.add_charge(row);
  }

  void copy_events(uint32_t remembered) {
    for (uint32_t row = memory_.events.begin[remembered]; row < memory_.events.begin[remembered + 1]; ++row) {
      writer_.add_event(event_memory_at(memory_.events.rows, row));
    }
  }

  void copy_mark(uint32_t row) {
    const core::Table& marks = memory_.marks.rows;
    writer_.add_mark(marks.text_at(Field::kReceivableId, row), marks.text_at(Field::kScenario, row),
                     marks.text_at(Field::kStep, row), core::Date{static_cast<int32_t>(marks.int_at(Field::kOn, row))});
  }

  void copy_contact(uint32_t row) { writer_.add_contact(contact_memory_at(memory_.contacts.rows, row)); }

  void write_units(uint32_t remembered, const DebtorChange& change) {
    // Texts made here must outlive the rows that view them.
    std::vector<std::string> texts;
    texts.reserve(change.units.size() * 12);
    std::vector<UnitMemory> rows;
    std::vector<uint8_t> replaced;
    const uint32_t begin = remembered == kNoRow ? 0 : memory_.units.begin[remembered];
    const uint32_t end = remembered == kNoRow ? 0 : memory_.units.begin[remembered + 1];
    replaced.assign(end - begin, 0);
    for (const uint32_t u : change.units) {
      if (decision_.units.memory_row[u] != kNoRow) replaced[decision_.units.memory_row[u] - begin] = 1;
      rows.push_back(after(u, texts));
    }
    for (uint32_t row = begin; row < end; ++row) {
      if (!replaced[row - begin]) rows.push_back(unit_memory_at(memory_.units.rows, row));
    }
    std::sort(rows.begin(), rows.end(), [](const UnitMemory& a, const UnitMemory& b) {
      return std::pair(a.kind, a.unit) < std::pair(b.kind, b.unit);
    });
    for (const UnitMemory& row : rows) writer_.add_unit(row);
  }

  UnitMemory after(uint32_t u, std::vector<std::string>& texts) {
    const uint32_t row = decision_.units.memory_row[u];
    UnitMemory unit;
    if (row != kNoRow) unit = unit_memory_at(memory_.units.rows, row);
    unit.kind = static_cast<core::UnitKind>(decision_.units.kind[u]);
    if (unit.kind == core::UnitKind::kReceivable) {
      unit.unit = receivables_.text_at(Field::kReceivableId, decision_.units.key[u]);
    } else if (unit.kind == core::UnitKind::kDebtorCurrency) {
      unit.unit = texts.emplace_back(core::to_string(core::Currency{decision_.units.key[u]}));
    }
    const bool opened = !unit.open && decision_.unit.open[u] != 0;
    const bool forgets = opened || decision_.unit.restarted[u] || decision_.unit.open[u] == 0;
    const rules::Scenario& scenario = scenario_of(decision_.units.scenario[u]);
    if (row != kNoRow) keep_past(u, opened, unit, texts);
    if (forgets) {
      unit.step = {};
      unit.step_on = core::kNoDate;
      unit.anchor = {};
      unit.repeats = 0;
      unit.forgot_on = night_.date;
      unit.scenario = scenario.id;
      wait_for_nothing(unit);
    }
    if (opened || decision_.unit.open[u] == 0) unit.notice_on = core::kNoDate;
    if (opened) {
      unit.own_scenario = unit.kind == core::UnitKind::kReceivable &&
                          (decision_.assessment.items[decision_.units.key[u]] & rules::kItemOwnScenario) != 0;
    }
    if (opened || decision_.unit.open[u] == 0) unit.acted = false;
    unit.episode = decision_.unit.episode[u];
    unit.open = decision_.unit.open[u] != 0;
    unit.opened_on = core::Date{decision_.unit.opened_on[u]};
    if (decision_.unit.settled[u] != Completion::kWaits) wait_for_nothing(unit);
    if (!forgets && decision_.unit.moved[u] != Move::kNone) stand(u, scenario, unit, texts);
    if (decision_.unit.moved[u] == Move::kDescended) {
      unit.moves = texts.emplace_back(
          with_move(unit.moves, {night_.date, {}, unit.step_on, unit.repeats, unit.scenario, unit.anchor, unit.step}));
    }
    if (taken_[u] != nullptr) {
      take(u, scenario, unit, texts);
      const uint8_t channel = decision_.candidates[asked_[u]].channel;
      // A notice is in writing: a call opens no period.
      if (!unit.notice_on.is_set() && is_written(channel)) {
        unit.notice_on = night_.date;
        unit.notice_channel = static_cast<core::Channel>(channel);
      }
    } else if (is_blocked(u)) {
      block(u, scenario, unit, texts);
    } else if (decision_.unit.blocked[u] >= 0 && asked_[u] != kNoCandidate &&
               decision_.candidates[asked_[u]].outcome != rules::Deferral::kReplacedByEvent) {
      wait_for_nothing(unit);
    }
    return unit;
  }

  /// What is about to be overwritten of the unit's course.
  void keep_past(uint32_t u, bool opened, UnitMemory& unit, std::vector<std::string>& texts) const {
    const core::Date oldest = night_.date - kPastKeptDays;
    if (opened) {
      unit.moves = moves_since(unit.moves, oldest);
      const PastEpisode over{unit.opened_on, unit.forgot_on, unit.own_scenario, unit.scenario};
      unit.past = texts.emplace_back(with_past(unit.past, over, oldest));
    } else if (decision_.unit.restarted[u]) {
      unit.past = texts.emplace_back(with_past(unit.past, {night_.date, {}, false, {}}, oldest));
    }
  }

  static bool is_written(uint8_t channel) {
    return channel != core::ActionBatch::kNoChannel && channel != static_cast<uint8_t>(core::Channel::kCall);
  }

  static void wait_for_nothing(UnitMemory& unit) {
    unit.pending_step = {};
    unit.pending_on = core::kNoDate;
    unit.pending_action = {};
    unit.blocked_since = core::kNoDate;
  }

  /// The last completed step as the day found it.
  void stand(uint32_t u, const rules::Scenario& scenario, UnitMemory& unit, std::vector<std::string>& texts) const {
    const int8_t last = decision_.unit.last[u];
    unit.scenario = scenario.id;
    unit.step = last < 0 ? std::string_view() : texts.emplace_back(step_path(scenario, static_cast<size_t>(last)));
    unit.step_on = last < 0 ? core::kNoDate : core::Date{decision_.unit.last_on[u]};
    unit.repeats = decision_.unit.repeats[u];
  }

  void take(uint32_t u, const rules::Scenario& scenario, UnitMemory& unit, std::vector<std::string>& texts) const {
    const auto step = static_cast<size_t>(decision_.unit.chosen[u]);
    const std::string_view path = texts.emplace_back(step_path(scenario, step));
    wait_for_nothing(unit);
    if (scenario.steps[step].completes == rules::Completes::kEmitted) {
      unit.step = path;
      unit.step_on = night_.date;
      unit.repeats = decision_.unit.last[u] == decision_.unit.chosen[u] ? decision_.unit.repeats[u] + 1 : 1;
    } else {
      if (unit.scenario != scenario.id) stand(u, scenario, unit, texts);
      unit.pending_step = path;
      unit.pending_on = night_.date;
      unit.pending_action = texts.emplace_back(core::to_hex(action_id(decision_.actions, taken_[u]->action_row)));
    }
    unit.scenario = scenario.id;
    unit.anchor = receivables_.text_at(Field::kReceivableId, decision_.units.anchor[u]);
    unit.acted = true;
  }

  /// One more day without a channel; after enough of them the step counts as taken, without an action.
  void block(uint32_t u, const rules::Scenario& scenario, UnitMemory& unit, std::vector<std::string>& texts) {
    const auto step = static_cast<size_t>(decision_.unit.chosen[u]);
    const bool still = decision_.unit.blocked[u] == decision_.unit.chosen[u];
    const core::Date since = still ? core::Date{decision_.unit.blocked_since[u]} : night_.date;
    const std::string_view path = texts.emplace_back(step_path(scenario, step));
    wait_for_nothing(unit);
    if (night_.date.days - since.days < scenario.steps[step].blocked_days) {
      if (unit.scenario != scenario.id) stand(u, scenario, unit, texts);
      unit.pending_step = path;
      unit.blocked_since = since;
      return;
    }
    decision_.unit.skipped[u] = 1;
    unit.scenario = scenario.id;
    unit.step = path;
    unit.step_on = night_.date;
    unit.repeats = scenario.steps[step].repeat;
    unit.anchor = receivables_.text_at(Field::kReceivableId, decision_.units.anchor[u]);
    unit.moves = texts.emplace_back(
        with_move(unit.moves, {night_.date, since, night_.date, unit.repeats, unit.scenario, unit.anchor, unit.step}));
  }

  void write_marks(uint32_t debtor, uint32_t remembered, const DebtorChange& change) {
    struct Mark {
      std::string_view receivable, scenario;
      std::string step;
      core::Date on;
    };
    std::map<std::string_view, Mark> marks;
    const auto& begin = page_.group(RecordKind::kReceivable).begin;
    if (remembered != kNoRow) {
      // Marks of receivables that are gone or long closed have nothing left to prevent.
      uint32_t row = begin[debtor];
      for (uint32_t at = memory_.marks.begin[remembered]; at < memory_.marks.begin[remembered + 1]; ++at) {
        const std::string_view id = memory_.marks.rows.text_at(Field::kReceivableId, at);
        while (row < begin[debtor + 1] && receivables_.text_at(Field::kReceivableId, row) < id) ++row;
        const bool known = row < begin[debtor + 1] && receivables_.text_at(Field::kReceivableId, row) == id;
        const bool settled = known && decision_.assessment.standings.at(row) == core::Standing::kClosed &&
                             decision_.assessment.standings.days_past_due[row] > kMarkKeptDays;
        if (!known || settled) continue;
        marks[id] = {id, memory_.marks.rows.text_at(Field::kScenario, at),
                     std::string(memory_.marks.rows.text_at(Field::kStep, at)),
                     core::Date{static_cast<int32_t>(memory_.marks.rows.int_at(Field::kOn, at))}};
      }
    }
    for (const Candidate* candidate : change.emitted) {
      if (!candidate->pre_due) continue;
      const rules::Scenario& scenario = scenario_of(candidate->scenario);
      for (uint32_t at = candidate->unit_begin; at < candidate->unit_end; ++at) {
        const uint32_t row = decision_.pre_due_receivable[decision_.fired_units[at]];
        const std::string_view id = receivables_.text_at(Field::kReceivableId, row);
        marks[id] = {id, scenario.id, step_path(scenario, static_cast<size_t>(candidate->step)), night_.date};
      }
    }
    for (const auto& [id, mark] : marks) writer_.add_mark(mark.receivable, mark.scenario, mark.step, mark.on);
  }

  void write_contacts(uint32_t remembered, const DebtorChange& change) {
    if (remembered != kNoRow) {
      const uint32_t begin = memory_.contacts.begin[remembered];
      const uint32_t end = memory_.contacts.begin[remembered + 1];
      const core::Date oldest = night_.date - (rules::window_days(source_.contact) - 1);
      for (uint32_t row = begin; row < end; ++row) {
        const bool young = memory_.contacts.rows.int_at(Field::kOn, row) >= oldest.days;
        if (young || end - row <= kContactsKept) copy_contact(row);
      }
    }
    const bool by_receivable = rules::remembers_listed(source_.contact);
    for (const Candidate* candidate : change.emitted) {
      if (candidate->channel == core::ActionBatch::kNoChannel) continue;
      std::string listed;
      for (uint32_t at = candidate->line_begin; by_receivable && at < candidate->line_end; ++at) {
        if (!listed.empty()) listed += '\n';
        listed += receivables_.text_at(Field::kReceivableId, decision_.lines[at]);
      }
      const core::Hash128 id = action_id(decision_.actions, candidate->action_row);
      writer_.add_contact({night_.date, static_cast<core::Channel>(candidate->channel), listed, static_cast<int64_t>(id.low),
                           goes_to_representative(page_.rows(RecordKind::kContact), *candidate)});
    }
  }

  const Night& night_;
  const rules::RulebookSource& source_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::MemoryPage& memory_;
  const core::Table& receivables_;
  PageDecision& decision_;
  std::vector<const Candidate*> taken_;  // per unit: the emitted candidate that moved it
  std::vector<uint32_t> asked_;          // per unit: its candidate, emitted or not
  std::vector<uint8_t> closed_;          // per candidate: every channel it asked for said no
  std::vector<uint8_t> answered_;        // per event: its action was emitted
  std::map<uint32_t, DebtorChange> changes_;
  MemoryWriter writer_;
};

}  // namespace

void remember(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Rememberer(night, loaded, decision).run();
}

}  // namespace dunlin::engine
