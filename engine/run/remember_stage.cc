#include "engine/run/remember_stage.h"

#include <algorithm>
#include <map>

#include "engine/outbound/action_json.h"
#include "engine/run/memory_writer.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::kNoRow;

/// At least this many contacts stay, however old.
constexpr uint32_t kContactsKept = 16;
/// A closed receivable may reopen, or get another due date, and is not reminded again then: its mark stays so long.
constexpr core::Days kMarkKeptDays = 60;

/// What one debtor's day changed; empty for most.
struct DebtorChange {
  std::vector<uint32_t> units;  ///< whose memory changes
  std::vector<const Candidate*> emitted;
};

class Rememberer {
 public:
  Rememberer(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        source_(night.book->source),
        page_(loaded.page),
        memory_(loaded.memory),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        decision_(decision),
        taken_(decision.units.size(), nullptr) {}

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
        if (remembered != kNoRow) {
          copy_charges(remembered);
          copy_events(remembered);
        }
      }
      writer_.end_debtor();
    }
    decision_.memory = std::move(writer_).finish();
  }

 private:
  const rules::Scenario& scenario_of(uint16_t scenario) const { return source_.scenarios[scenario]; }

  void collect() {
    for (const Candidate& candidate : decision_.candidates) {
      if (candidate.outcome != rules::Deferral::kNone) continue;
      changes_[candidate.debtor].emitted.push_back(&candidate);
      if (candidate.pre_due) continue;
      for (uint32_t at = candidate.unit_begin; at < candidate.unit_end; ++at) taken_[decision_.fired_units[at]] = &candidate;
    }
    for (uint32_t u = 0; u < decision_.units.size(); ++u) {
      const uint32_t row = decision_.units.memory_row[u];
      const bool was_open = row != kNoRow && memory_.units.rows.int_at(Field::kEpisodeOpen, row) == 1;
      const bool changed = was_open != (decision_.unit.open[u] != 0) || decision_.unit.restarted[u] || taken_[u] != nullptr;
      if (changed) changes_[decision_.units.debtor[u]].units.push_back(u);
    }
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
    texts.reserve(change.units.size() * 2);
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
    if (forgets) {
      unit.step = {};
      unit.step_on = core::kNoDate;
      unit.anchor = {};
      unit.forgot_on = night_.date;
    }
    if (opened || decision_.unit.open[u] == 0) {
      unit.acted = false;
      unit.notice_on = core::kNoDate;
    }
    unit.scenario = scenario_of(decision_.units.scenario[u]).id;
    if (opened) {
      unit.own_scenario = unit.kind == core::UnitKind::kReceivable &&
                          (decision_.assessment.items[decision_.units.key[u]] & rules::kItemOwnScenario) != 0;
    }
    unit.episode = decision_.unit.episode[u];
    unit.open = decision_.unit.open[u] != 0;
    unit.opened_on = core::Date{decision_.unit.opened_on[u]};
    if (taken_[u] != nullptr) {
      const auto step = static_cast<size_t>(decision_.unit.chosen[u]);
      unit.step = texts.emplace_back(step_path(scenario_of(decision_.units.scenario[u]), step));
      unit.step_on = night_.date;
      unit.anchor = receivables_.text_at(Field::kReceivableId, decision_.units.anchor[u]);
      unit.acted = true;
      if (!unit.notice_on.is_set() && taken_[u]->channel != core::ActionBatch::kNoChannel) {
        unit.notice_on = night_.date;
        unit.notice_channel = static_cast<core::Channel>(taken_[u]->channel);
      }
    }
    return unit;
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
      writer_.add_contact(
          {night_.date, static_cast<core::Channel>(candidate->channel), listed, static_cast<int64_t>(id.low)});
    }
  }

  const Night& night_;
  const rules::RulebookSource& source_;
  const core::AccountPage& page_;
  const core::MemoryPage& memory_;
  const core::Table& receivables_;
  PageDecision& decision_;
  std::vector<const Candidate*> taken_;  // per unit: the emitted candidate that moved it
  std::map<uint32_t, DebtorChange> changes_;
  MemoryWriter writer_;
};

}  // namespace

void remember(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Rememberer(night, loaded, decision).run();
}

}  // namespace dunlin::engine
