#include "engine/run/recall_stage.h"

#include <algorithm>

#include "core/instant.h"
#include "engine/run/memory_writer.h"
#include "rules/scenario/reassign.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::InteractionOutcome;
using core::RecordKind;
using rules::Completes;
using rules::kNoRow;

bool frees(InteractionOutcome outcome) {
  return outcome == InteractionOutcome::kFailed || outcome == InteractionOutcome::kCancelled;
}

/// Whatever was done or skipped was also sent; a call that nobody answered was made, but is not done.
bool completes_step(Completes completes, InteractionOutcome outcome) {
  switch (outcome) {
    case InteractionOutcome::kFailed:
    case InteractionOutcome::kCancelled: return false;
    case InteractionOutcome::kSent:
    case InteractionOutcome::kDelivered:
    case InteractionOutcome::kOpened:
    case InteractionOutcome::kNoAnswer: return completes == Completes::kSent;
    case InteractionOutcome::kAnswered:
    case InteractionOutcome::kConversation:
    case InteractionOutcome::kRefused:
    case InteractionOutcome::kDone:
    case InteractionOutcome::kSkipped: return true;
  }
  return false;
}

std::string_view last_id(std::string_view path) {
  const size_t cut = path.rfind('\x1f');
  return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

class Recaller {
 public:
  Recaller(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        memory_(loaded.memory.units.rows),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        decision_(decision),
        units_(decision.units),
        unit_(decision.unit) {}

  void run() {
    const size_t count = units_.size();
    unit_ = UnitColumns();
    unit_.episode.assign(count, 0);
    unit_.was_open.assign(count, 0);
    unit_.open.assign(count, 0);
    unit_.opened_on.assign(count, night_.date.days);
    unit_.restarted.assign(count, 0);
    unit_.last.assign(count, rules::kNoStep);
    unit_.last_on.assign(count, 0);
    unit_.repeats.assign(count, 0);
    unit_.moved.assign(count, Move::kNone);
    unit_.pending.assign(count, rules::kNoStep);
    unit_.pending_on.assign(count, 0);
    unit_.settled.assign(count, Completion::kWaits);
    unit_.blocked.assign(count, rules::kNoStep);
    unit_.blocked_since.assign(count, 0);
    unit_.clock.assign(count, 0);
    const bool waits = memory_.has(Field::kPendingStep);
    for (size_t u = 0; u < count; ++u) recall(u, waits);
  }

 private:
  const rules::Scenario& policy(size_t unit) const { return book_.source.scenarios[units_.scenario[unit]]; }

  void recall(size_t u, bool waits) {
    const uint32_t row = units_.memory_row[u];
    const bool was_open = row != kNoRow && memory_.int_at(Field::kEpisodeOpen, row) == 1;
    unit_.was_open[u] = was_open;
    if (row != kNoRow) unit_.episode[u] = static_cast<int32_t>(memory_.int_at(Field::kEpisode, row));
    unit_.open[u] = was_open ? units_.past_due[u] : units_.anchor[u] != kNoRow;
    if (was_open) {
      unit_.opened_on[u] = static_cast<int32_t>(memory_.int_at(Field::kOpenedOn, row));
      recall_steps(u, row);
      if (waits && !memory_.text_at(Field::kPendingStep, row).empty()) recall_waiting(u, row);
      const bool stands = unit_.last[u] >= 0 || unit_.pending[u] >= 0;
      if (stands && policy(u).anchor_paid == rules::AnchorPaid::kRestart && anchor_is_gone(u)) {
        unit_.restarted[u] = 1;
        unit_.last[u] = rules::kNoStep;
        unit_.pending[u] = rules::kNoStep;
        unit_.moved[u] = Move::kNone;
      }
    } else if (unit_.open[u]) {
      ++unit_.episode[u];
    }
    const uint32_t anchor = units_.anchor[u];
    if (anchor == kNoRow) return;
    const bool delinquent = policy(u).clock == rules::Clock::kDaysDelinquent;
    const auto& standings = decision_.assessment.standings;
    unit_.clock[u] = delinquent ? standings.days_delinquent[anchor] : standings.days_past_due[anchor];
  }

  void recall_steps(size_t u, uint32_t row) {
    const std::string_view path = memory_.text_at(Field::kStep, row);
    if (path.empty()) return;
    unit_.last[u] = step_today(book_, memory_.text_at(Field::kScenario, row), path, units_.scenario[u]);
    if (unit_.last[u] < 0) return;
    unit_.last_on[u] = static_cast<int32_t>(memory_.int_at(Field::kStepOn, row));
    // Behind a change of scenario the step it stands at is one that it never took: that does not come again.
    const bool took_it = memory_.text_at(Field::kScenario, row) == policy(u).id;
    unit_.repeats[u] = took_it ? static_cast<int32_t>(std::max<int64_t>(1, memory_.int_at(Field::kRepeats, row)))
                               : policy(u).steps[static_cast<size_t>(unit_.last[u])].repeat;
  }

  /// A step that waits for an interaction, or for a channel.
  void recall_waiting(size_t u, uint32_t row) {
    const std::string_view path = memory_.text_at(Field::kPendingStep, row);
    const int8_t step = step_today(book_, memory_.text_at(Field::kScenario, row), path, units_.scenario[u]);
    const std::string_view action = memory_.text_at(Field::kPendingAction, row);
    if (action.empty()) {
      unit_.blocked[u] = step;
      unit_.blocked_since[u] = static_cast<int32_t>(memory_.int_at(Field::kBlockedSince, row));
      return;
    }
    const auto emitted_on = static_cast<int32_t>(memory_.int_at(Field::kPendingOn, row));
    // A step that the scenario has lost, or that now completes at once, has nothing to wait for.
    CompletionAnswer answer{Completion::kDone, core::Date{emitted_on}};
    const bool exact = step >= 0 && policy(u).steps[static_cast<size_t>(step)].id == last_id(path);
    const Completes completes = exact ? policy(u).steps[static_cast<size_t>(step)].completes : Completes::kEmitted;
    if (completes != Completes::kEmitted) {
      answer = completion_of(loaded_.page, units_.debtor[u], night_.date, completes, action);
    }
    unit_.settled[u] = answer.what;
    if (answer.what == Completion::kWaits) {
      unit_.pending[u] = step;
      unit_.pending_on[u] = emitted_on;
    } else if (answer.what == Completion::kDone && step >= unit_.last[u] && step >= 0) {
      unit_.repeats[u] = step == unit_.last[u] ? unit_.repeats[u] + 1 : 1;
      unit_.last[u] = step;
      unit_.last_on[u] = answer.on.days;
      unit_.moved[u] = Move::kCompleted;
    }
  }

  /// The receivable that was the anchor at the last step is closed, written off or gone, or an older one took its place.
  bool anchor_is_gone(size_t u) const {
    const std::string_view id = memory_.text_at(Field::kAnchor, units_.memory_row[u]);
    const auto& begin = loaded_.page.group(RecordKind::kReceivable).begin;
    const uint32_t debtor = units_.debtor[u];
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
      if (receivables_.text_at(Field::kReceivableId, row) != id) continue;
      const core::Standing standing = decision_.assessment.standings.at(row);
      if (standing == core::Standing::kClosed || standing == core::Standing::kWrittenOff ||
          standing == core::Standing::kAbsent) {
        return true;
      }
      const uint32_t anchor = units_.anchor[u];
      return anchor != kNoRow && receivables_.int_at(Field::kDueDate, anchor) < receivables_.int_at(Field::kDueDate, row);
    }
    return true;
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::Table& memory_;
  const core::Table& receivables_;
  PageDecision& decision_;
  const rules::Units& units_;
  UnitColumns& unit_;
};

}  // namespace

std::string step_path(const rules::Scenario& scenario, size_t step) {
  std::string path;
  for (size_t i = 0; i <= step; ++i) {
    if (i > 0) path += '\x1f';
    path += scenario.steps[i].id;
  }
  return path;
}

int8_t last_step_of(const rules::Scenario& scenario, std::string_view path) {
  while (!path.empty()) {
    const std::string_view id = last_id(path);
    for (size_t i = 0; i < scenario.steps.size(); ++i) {
      if (scenario.steps[i].id == id) return static_cast<int8_t>(i);
    }
    path = path.substr(0, path.size() - std::min(path.size(), id.size() + 1));
  }
  return rules::kNoStep;
}

int8_t step_today(const rules::Rulebook& book, std::string_view remembered_scenario, std::string_view path,
                  uint16_t scenario) {
  const rules::Scenario& policy = book.source.scenarios[scenario];
  if (remembered_scenario == policy.id) return last_step_of(policy, path);
  const uint16_t before = book.find_scenario(remembered_scenario);
  if (before == rules::kNoScenario) return last_step_of(policy, path);
  const int8_t step = last_step_of(book.source.scenarios[before], path);
  if (step < 0) return rules::kNoStep;
  const rules::CompiledScenario& compiled = book.scenarios[scenario];
  return rules::step_in_new_scenario(book.source.scenarios[before], static_cast<size_t>(step), policy,
                                     compiled.first_episode_step, compiled.step_count);
}

CompletionAnswer completion_of(const core::AccountPage& page, uint32_t debtor, core::Date date, Completes completes,
                               std::string_view action_id) {
  CompletionAnswer answer;
  const core::Group& interactions = page.group(RecordKind::kInteraction);
  if (interactions.rows.rows() == 0) return answer;
  for (uint32_t row = interactions.begin[debtor]; row < interactions.begin[debtor + 1]; ++row) {
    if (interactions.rows.text_at(Field::kActionId, row) != action_id) continue;
    const core::Date on = core::utc_date_of(interactions.rows.int_at(Field::kAt, row));
    if (on > date) continue;
    const auto outcome = static_cast<InteractionOutcome>(interactions.rows.int_at(Field::kOutcome, row));
    if (completes_step(completes, outcome)) {
      if (answer.what != Completion::kDone || on < answer.on) answer = {Completion::kDone, on};
    } else if (frees(outcome) && answer.what == Completion::kWaits) {
      answer.what = Completion::kFailed;
    }
  }
  return answer;
}

void recall_units(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Recaller(night, loaded, decision).run();
}

}  // namespace dunlin::engine
