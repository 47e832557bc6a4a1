#include "engine/run/event_collector.h"

#include <algorithm>
#include <tuple>

#include "engine/run/limit_date.h"
#include "engine/run/memory_writer.h"
#include "rules/standing/debtor_events.h"

namespace dunlin::engine {
namespace {

using core::EventKind;
using core::Field;
using core::RecordKind;
using core::UnitKind;
using rules::kNoRow;

constexpr std::string_view kBelow = "below ";

/// Finds the events that no run has settled: those of records, of episodes and of the credit limit.
class EventCollector {
 public:
  EventCollector(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        page_(loaded.page),
        receivables_(loaded.page.group(RecordKind::kReceivable)),
        scratch_(scratch),
        decision_(decision) {}

  void run() {
    collect_waiting();
    collect_records();
    if (answered(EventKind::kCure) || answered(EventKind::kFinished)) collect_episodes();
    if (answered(EventKind::kLimitExceeded) && page_.debtors.has(Field::kCreditLimit)) collect_limits();
    std::stable_sort(decision_.events.begin(), decision_.events.end(), [](const PageEvent& a, const PageEvent& b) {
      return std::tie(a.debtor, a.kind, a.record_id) < std::tie(b.debtor, b.kind, b.record_id);
    });
  }

 private:
  bool answered(EventKind kind) const { return book_.answered_anywhere[static_cast<size_t>(kind)]; }

  /// Some run has seen the event.
  bool is_remembered(uint32_t debtor, EventKind kind, std::string_view record_id) const {
    const uint32_t memory = decision_.assessment.memory_debtor[debtor];
    const core::Group& events = loaded_.memory.events;
    if (memory == kNoRow || events.rows.rows() == 0) return false;
    const uint32_t end = events.begin[memory + 1];
    return find_event(events.rows, events.begin[memory], end, kind, record_id) != end;
  }

  void add_new(uint32_t debtor, EventKind kind, std::string_view record_id) {
    if (is_remembered(debtor, kind, record_id)) return;
    PageEvent& event = decision_.events.emplace_back();
    event.debtor = debtor;
    event.kind = kind;
    event.record_id = std::string(record_id);
    event.first_seen = night_.date;
    event.is_new = true;
  }

  void collect_waiting() {
    const core::Group& events = loaded_.memory.events;
    if (events.rows.rows() == 0) return;
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      const uint32_t memory = decision_.assessment.memory_debtor[debtor];
      if (memory == kNoRow || !decision_.assessment.decided[debtor]) continue;
      for (uint32_t row = events.begin[memory]; row < events.begin[memory + 1]; ++row) {
        const EventMemory known = event_memory_at(events.rows, row);
        if (known.done) continue;
        PageEvent& event = decision_.events.emplace_back();
        event.debtor = debtor;
        event.kind = known.event;
        event.record_id = std::string(known.record_id);
        event.first_seen = known.on;
      }
    }
  }

  void collect_records() {
    rules::DebtorEvents seen;
    rules::collect_debtor_events(page_, night_.date, decision_.assessment.covers, seen);
    if (seen.size() == 0) return;
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      if (!decision_.assessment.decided[debtor]) continue;
      for (uint32_t at = seen.begin[debtor]; at < seen.begin[debtor + 1]; ++at) {
        add_new(debtor, seen.kind[at], seen.record_id[at]);
      }
    }
  }

  // Episodes.

  std::string record_id_of(size_t u) const {
    const auto kind = static_cast<UnitKind>(decision_.units.kind[u]);
    std::string unit;
    if (kind == UnitKind::kReceivable) unit = receivables_.rows.text_at(Field::kReceivableId, decision_.units.key[u]);
    if (kind == UnitKind::kDebtorCurrency) unit = core::to_string(core::Currency{decision_.units.key[u]});
    return episode_record_id(kind, unit, decision_.unit.episode[u]);
  }

  void collect_episodes() {
    const rules::Units& units = decision_.units;
    const UnitColumns& unit = decision_.unit;
    for (size_t u = 0; u < units.size(); ++u) {
      const rules::CompiledScenario& scenario = book_.scenarios[units.scenario[u]];
      if (!unit.was_open[u]) continue;
      if (unit.open[u]) {
        if (scenario.answers(EventKind::kFinished) && has_finished(u)) {
          add_new(units.debtor[u], EventKind::kFinished, record_id_of(u));
        }
      } else if (scenario.answers(EventKind::kCure) && is_cured(u)) {
        add_new(units.debtor[u], EventKind::kCure, record_id_of(u));
      }
    }
  }

  /// The last step that is for this debtor is completed, as often as it is to be taken.
  bool has_finished(size_t u) const {
    if (decision_.unit.pending[u] >= 0) return false;
    const rules::Scenario& policy = book_.source.scenarios[decision_.units.scenario[u]];
    const rules::CompiledScenario& compiled = book_.scenarios[decision_.units.scenario[u]];
    const int64_t flags = std::max<int64_t>(0, page_.debtors.int_at(Field::kFlags, decision_.units.debtor[u]));
    for (size_t i = compiled.step_count; i-- > compiled.first_episode_step;) {
      const rules::Step& step = policy.steps[i];
      const bool ours =
          step.for_flag.empty() || std::any_of(step.for_flag.begin(), step.for_flag.end(),
                                               [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; });
      if (ours) return decision_.unit.last[u] >= static_cast<int>(i) && decision_.unit.repeats[u] >= step.repeat;
    }
    return false;
  }

  bool has_write_off_note(uint32_t debtor, uint32_t receivable) const {
    const core::Group& notes = page_.group(RecordKind::kCreditNote);
    if (!notes.rows.has(Field::kReason)) return false;
    const std::string_view id = receivables_.rows.text_at(Field::kReceivableId, receivable);
    for (uint32_t row = notes.begin[debtor]; row < notes.begin[debtor + 1]; ++row) {
      const bool write_off =
          notes.rows.int_at(Field::kReason, row) == static_cast<int64_t>(core::CreditNoteReason::kWriteOff);
      const bool counts = notes.rows.int_at(Field::kDate, row) <= night_.date.days;
      if (write_off && counts && notes.rows.text_at(Field::kReceivableId, row) == id) return true;
    }
    return false;
  }

  /// An episode that had an action has ended because its items were paid or credited.
  bool is_cured(size_t u) const {
    const core::Table& memory = loaded_.memory.units.rows;
    const uint32_t remembered = decision_.units.memory_row[u];
    if (memory.int_at(Field::kActed, remembered) != 1) return false;
    const rules::UnitInputs inputs = unit_inputs(night_, loaded_, decision_.assessment);
    const uint32_t debtor = decision_.units.debtor[u];
    const std::string_view anchor = memory.text_at(Field::kAnchor, remembered);
    const int32_t opened = decision_.unit.opened_on[u];
    bool any_paid = false;
    for (uint32_t row = receivables_.begin[debtor]; row < receivables_.begin[debtor + 1]; ++row) {
      const bool ours = rules::unit_holds(decision_.units, u, inputs, row);
      const bool was_anchor = !anchor.empty() && receivables_.rows.text_at(Field::kReceivableId, row) == anchor;
      if (!ours && !was_anchor) continue;
      if (!ours || receivables_.rows.int_at(Field::kDueDate, row) >= night_.date.days) {
        if (was_anchor) return false;  // moved, to another unit or behind this day
        continue;
      }
      const core::Standing standing = decision_.assessment.standings.at(row);
      const bool closed_here =
          standing == core::Standing::kClosed && (was_anchor || decision_.assessment.balances.closed_on[row] >= opened);
      if (closed_here && !has_write_off_note(debtor, row))
        any_paid = true;
      else if (closed_here || was_anchor)
        return false;
      else if (ended_otherwise(row, standing, opened))
        return false;
    }
    return any_paid;
  }

  /// Written off or cancelled since the episode opened.
  bool ended_otherwise(uint32_t row, core::Standing standing, int32_t opened) const {
    const auto status = receivables_.rows.int_at(Field::kStatus, row);
    const bool cancelled =
        standing == core::Standing::kAbsent && status == static_cast<int64_t>(core::ReceivableStatus::kCancelled);
    if (standing != core::Standing::kWrittenOff && !cancelled) return false;
    const int64_t on = receivables_.rows.int_at(Field::kStatusOn, row);
    return on != core::kNull && on >= opened;
  }

  // Credit limit.

  /// The last that runs remarked of the limit.
  struct LimitMemory {
    bool exceeded = false;
    core::Date on = core::kNoDate;
  };
  LimitMemory limit_memory(uint32_t debtor) const {
    const uint32_t memory = decision_.assessment.memory_debtor[debtor];
    const core::Group& events = loaded_.memory.events;
    if (memory == kNoRow || events.rows.rows() == 0) return {};
    LimitMemory latest;
    for (uint32_t row = events.begin[memory]; row < events.begin[memory + 1]; ++row) {
      const EventMemory known = event_memory_at(events.rows, row);
      if (known.event != EventKind::kLimitExceeded || (latest.on.is_set() && known.on <= latest.on)) continue;
      latest = {!is_below_limit(known.record_id), known.on};
    }
    return latest;
  }

  /// The day that names the event: when the records first exceed the limit, the night itself where they do not tell or a run
  /// has seen them below it since.
  core::Date exceeded_on(uint32_t debtor, int64_t limit, core::Date remarked) const {
    const core::Date since = exceeds_since(night_, loaded_, debtor, limit);
    const bool told = since.is_set() && (!remarked.is_set() || since > remarked);
    return told ? since : night_.date;
  }

  void collect_limits() {
    const std::array<rules::FeatureId, 2> ids = {rules::id_of(rules::Feature::kTotalBalance),
                                                 rules::id_of(rules::Feature::kCreditLimit)};
    const auto columns =
        rules::compute_features(book_.catalogue, ids, feature_inputs(night_, loaded_, decision_.assessment), scratch_.arena);
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      const int64_t limit = columns[1].values[debtor];
      if (!decision_.assessment.decided[debtor] || limit == core::kNull) continue;
      const int64_t total = columns[0].values[debtor];
      const bool exceeds = total != core::kNull && total > limit;
      const LimitMemory remarked = limit_memory(debtor);
      if (exceeds == remarked.exceeded) continue;
      // A total that lacks a currency without a rate shows only that the limit is exceeded, never that it is not.
      if (!exceeds && !columns[0].incomplete.empty() && columns[0].incomplete[debtor] != 0) continue;
      add_new(debtor, EventKind::kLimitExceeded,
              exceeds ? core::to_string(exceeded_on(debtor, limit, remarked.on)) : below_limit_id(night_.date));
    }
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  PageScratch& scratch_;
  PageDecision& decision_;
};

}  // namespace

std::string episode_record_id(UnitKind kind, std::string_view unit, int32_t episode) {
  std::string id;
  if (kind != UnitKind::kDebtor) {
    id.append(core::name_of(core::kUnitKindNames, kind)).append(1, ':').append(unit).append(1, '/');
  }
  return id + std::to_string(episode);
}

std::string below_limit_id(core::Date on) { return std::string(kBelow) + core::to_string(on); }
bool is_below_limit(std::string_view record_id) { return record_id.starts_with(kBelow); }

void collect_events(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  EventCollector(night, loaded, scratch, decision).run();
}

}  // namespace dunlin::engine
