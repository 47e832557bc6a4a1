#include "engine/run/candidate_stage.h"

#include <algorithm>
#include <tuple>

#include "engine/run/time_bar.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using core::UnitKind;
using rules::Consolidate;
using rules::ListRule;

class CandidateGatherer {
 public:
  CandidateGatherer(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        rates_(night.rates),
        loaded_(loaded),
        page_(loaded.page),
        receivables_(loaded.page.group(RecordKind::kReceivable)),
        assessed_(decision.assessment),
        decision_(decision),
        inputs_(unit_inputs(night, loaded, decision.assessment)) {}

  void run() {
    decision_.candidates.clear();
    decision_.fired_units.clear();
    decision_.lines.clear();
    size_t unit = 0;
    size_t pre_due = 0;
    size_t event = 0;
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      const size_t first = decision_.candidates.size();
      for (; event < decision_.events.size() && decision_.events[event].debtor == debtor; ++event) {
        if (decision_.events[event].fate == EventFate::kAsked) add_event(static_cast<uint32_t>(event));
      }
      fired_.clear();
      for (; unit < decision_.units.size() && decision_.units.debtor[unit] == debtor; ++unit) {
        if (decision_.unit.chosen[unit] >= 0) fired_.push_back(static_cast<uint32_t>(unit));
      }
      if (!fired_.empty()) add_fired(debtor);
      pre_due_.clear();
      for (; pre_due < decision_.pre_due_debtor.size() && decision_.pre_due_debtor[pre_due] == debtor; ++pre_due) {
        if (decision_.pre_due_holds[pre_due] == rules::kTrue) pre_due_.push_back(static_cast<uint32_t>(pre_due));
      }
      if (!pre_due_.empty()) add_pre_due(debtor);
      std::stable_sort(decision_.candidates.begin() + static_cast<std::ptrdiff_t>(first), decision_.candidates.end(),
                       taken_before);
    }
  }

 private:
  /// Events in their order, then the highest step, pre-due last; ties by receivable id, which is the order of rows.
  static bool taken_before(const Candidate& a, const Candidate& b) {
    const auto key = [](const Candidate& c) {
      return std::make_tuple(c.pre_due, c.event, c.is_event() ? 0 : -c.step, c.is_event() ? 0 : c.anchor);
    };
    return key(a) < key(b);
  }

  /// The answer to an event speaks for the debtor and moves no unit.
  void add_event(uint32_t at) {
    const PageEvent& event = decision_.events[at];
    Candidate candidate = begin_candidate(event.debtor, event.scenario, event.step);
    candidate.event = at;
    candidate.anchor = event.anchor;
    candidate.episode = event.episode;
    candidate.value_row = event.value_row;
    decision_.lines.insert(decision_.lines.end(), decision_.event_lines.begin() + event.line_begin,
                           decision_.event_lines.begin() + event.line_end);
    finish(std::move(candidate));
  }

  const rules::Scenario& policy(uint16_t scenario) const { return book_.source.scenarios[scenario]; }
  const rules::Step& step_of(const Candidate& candidate) const {
    return policy(candidate.scenario).steps[static_cast<size_t>(candidate.step)];
  }

  void add_fired(uint32_t debtor) {
    singles_.clear();
    for (const uint32_t u : fired_) {
      const auto kind = static_cast<UnitKind>(decision_.units.kind[u]);
      const bool grouped =
          kind == UnitKind::kReceivable && policy(decision_.units.scenario[u]).consolidate != Consolidate::kNone;
      if (grouped) {
        singles_.push_back(u);
      } else {
        add_unit(debtor, u);
      }
    }
    // Receivable units of one scenario share an action, or one per step.
    std::stable_sort(singles_.begin(), singles_.end(), [&](uint32_t a, uint32_t b) { return group_of(a) < group_of(b); });
    for (size_t at = 0; at < singles_.size();) {
      size_t end = at;
      while (end < singles_.size() && group_of(singles_[end]) == group_of(singles_[at])) ++end;
      add_consolidated(debtor, std::span(singles_).subspan(at, end - at));
      at = end;
    }
  }

  std::pair<uint16_t, int8_t> group_of(uint32_t unit) const {
    const uint16_t scenario = decision_.units.scenario[unit];
    const bool per_step = policy(scenario).consolidate == Consolidate::kStep;
    return {scenario, per_step ? decision_.unit.chosen[unit] : rules::kNoStep};
  }

  Candidate begin_candidate(uint32_t debtor, uint16_t scenario, int8_t step) {
    Candidate candidate;
    candidate.debtor = debtor;
    candidate.scenario = scenario;
    candidate.step = step;
    candidate.unit_begin = static_cast<uint32_t>(decision_.fired_units.size());
    candidate.line_begin = static_cast<uint32_t>(decision_.lines.size());
    return candidate;
  }

  void finish(Candidate&& candidate) {
    // Where nothing can be listed nothing leaves: the anchor's currency may claim nothing, and the rest not be due yet.
    if (candidate.line_begin == decision_.lines.size()) {
      decision_.fired_units.resize(candidate.unit_begin);
      return;
    }
    candidate.unit_end = static_cast<uint32_t>(decision_.fired_units.size());
    candidate.line_end = static_cast<uint32_t>(decision_.lines.size());
    decision_.candidates.push_back(candidate);
  }

  void add_unit(uint32_t debtor, uint32_t u) {
    Candidate candidate = begin_candidate(debtor, decision_.units.scenario[u], decision_.unit.chosen[u]);
    candidate.unit_kind = static_cast<UnitKind>(decision_.units.kind[u]);
    candidate.key = decision_.units.key[u];
    candidate.anchor = anchor_for(decision_, u, step_of(candidate));
    candidate.episode = decision_.unit.episode[u];
    candidate.value_row = u;
    decision_.fired_units.push_back(u);
    list_items(candidate, std::span(&u, 1));
    finish(std::move(candidate));
  }

  /// The action is of the highest step among the units; the first such unit by receivable id speaks for it.
  uint32_t leader_of(std::span<const uint32_t> units) const {
    uint32_t leader = units.front();
    for (const uint32_t u : units) {
      if (decision_.unit.chosen[u] > decision_.unit.chosen[leader]) leader = u;
    }
    return leader;
  }

  /// What is time-barred does not ride along to court: it has an action of its own.
  void add_consolidated(uint32_t debtor, std::span<uint32_t> units) {
    const uint32_t leader = leader_of(units);
    const rules::Scenario& scenario = policy(decision_.units.scenario[leader]);
    const bool legal = is_legal(scenario.steps[static_cast<size_t>(decision_.unit.chosen[leader])]);
    const auto rides = [&](uint32_t u) {
      return !legal || !is_time_barred(loaded_, assessed_, night_.date, decision_.units.key[u]);
    };
    const auto behind = std::stable_partition(units.begin(), units.end(), rides) - units.begin();
    add_together(debtor, units.first(static_cast<size_t>(behind)));
    if (static_cast<size_t>(behind) < units.size()) add_together(debtor, units.subspan(static_cast<size_t>(behind)));
  }

  void add_together(uint32_t debtor, std::span<const uint32_t> units) {
    const uint32_t leader = leader_of(units);
    Candidate candidate = begin_candidate(debtor, decision_.units.scenario[leader], decision_.unit.chosen[leader]);
    candidate.consolidated = true;
    candidate.anchor = decision_.units.anchor[leader];
    candidate.episode = decision_.unit.episode[leader];
    candidate.value_row = leader;
    decision_.fired_units.insert(decision_.fired_units.end(), units.begin(), units.end());
    list_items(candidate, units);
    finish(std::move(candidate));
  }

  ListRule list_rule(const rules::Scenario& scenario, UnitKind kind) const {
    if (scenario.list != ListRule::kDefault) return scenario.list;
    return kind == UnitKind::kReceivable ? ListRule::kFired : ListRule::kOverdue;
  }

  void list_items(const Candidate& candidate, std::span<const uint32_t> units) {
    const rules::Scenario& scenario = policy(candidate.scenario);
    const auto kind = static_cast<UnitKind>(decision_.units.kind[units.front()]);
    const ListRule rule = list_rule(scenario, kind);
    if (rule == ListRule::kFired && kind == UnitKind::kReceivable) {
      for (const uint32_t u : units) decision_.lines.push_back(decision_.units.key[u]);
      std::sort(decision_.lines.begin() + candidate.line_begin, decision_.lines.end());
      return;
    }
    const rules::Step& step = step_of(candidate);
    std::vector<rules::Claim> legal;
    std::span<const rules::Claim> claims = decision_.units.claims_of(units.front());
    if (claims_less(decision_, units.front(), step)) {
      legal = legal_claims(night_, loaded_, decision_, units.front());
      claims = legal;
    }
    for (uint32_t row = receivables_.begin[candidate.debtor]; row < receivables_.begin[candidate.debtor + 1]; ++row) {
      const uint8_t items = assessed_.items[row];
      const bool overdue = (items & rules::kItemOverdue) != 0;
      const bool wanted = overdue || (rule == ListRule::kAll && (items & rules::kItemNotDue) != 0);
      if (!wanted || !belongs(candidate, units.front(), kind, row)) continue;
      if (rule == ListRule::kFired && overdue && step.days && clock_of(scenario, row) < *step.days) continue;
      if (is_legal(step) && is_time_barred(loaded_, assessed_, night_.date, row)) continue;
      if (!lists_currency(claims, scenario, step, kind, row)) continue;
      decision_.lines.push_back(row);
    }
  }

  /// Items of the unit itself; receivable units that list more than themselves list what stands under the same scenario.
  bool belongs(const Candidate& candidate, uint32_t unit, UnitKind kind, uint32_t row) const {
    if (kind != UnitKind::kReceivable) return rules::unit_holds(decision_.units, unit, inputs_, row);
    return assessed_.receivable_scenario[row] == candidate.scenario;
  }

  int32_t clock_of(const rules::Scenario& scenario, uint32_t row) const {
    return scenario.clock == rules::Clock::kDaysDelinquent ? assessed_.standings.days_delinquent[row]
                                                           : assessed_.standings.days_past_due[row];
  }

  /// Debtor units list only currencies in which something is claimed and that reach their own minimum.
  bool lists_currency(std::span<const rules::Claim> claims, const rules::Scenario& scenario, const rules::Step& step,
                      UnitKind kind, uint32_t row) const {
    if (kind == UnitKind::kReceivable) return true;
    const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
    for (const rules::Claim& claim : claims) {
      if (claim.currency != currency) continue;
      return claim.amount > 0 && rules::lists_currency(scenario.min_balance, claim) &&
             rules::lists_currency(step.min_balance, claim);
    }
    return (assessed_.items[row] & rules::kItemNotDue) != 0;  // nothing overdue in it: a not yet due item of list = "all"
  }

  // Pre-due reminders.

  bool shares(const rules::Scenario& scenario, uint32_t row) const {
    const bool own = (assessed_.items[row] & rules::kItemOwnScenario) != 0;
    if (own || scenario.unit == UnitKind::kReceivable) return scenario.consolidate != Consolidate::kNone;
    return true;
  }

  /// Rows of pre_due_* that share an action: scenario, step, currency (of debtor_currency units), or alone.
  std::tuple<uint16_t, int8_t, uint32_t, uint32_t> pre_due_group(uint32_t at) const {
    const uint32_t row = decision_.pre_due_receivable[at];
    const uint16_t scenario = assessed_.receivable_scenario[row];
    const rules::Scenario& rules_of = policy(scenario);
    const bool own = (assessed_.items[row] & rules::kItemOwnScenario) != 0;
    const bool by_currency = rules_of.unit == UnitKind::kDebtorCurrency && !own;
    const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
    return {scenario, decision_.pre_due_step[at], by_currency ? currency : 0, shares(rules_of, row) ? 0 : row + 1};
  }

  void add_pre_due(uint32_t debtor) {
    std::stable_sort(pre_due_.begin(), pre_due_.end(),
                     [&](uint32_t a, uint32_t b) { return pre_due_group(a) < pre_due_group(b); });
    for (size_t at = 0; at < pre_due_.size();) {
      size_t end = at;
      while (end < pre_due_.size() && pre_due_group(pre_due_[end]) == pre_due_group(pre_due_[at])) ++end;
      add_pre_due_action(debtor, std::span(pre_due_).subspan(at, end - at));
      at = end;
    }
  }

  void add_pre_due_action(uint32_t debtor, std::span<const uint32_t> rows) {
    const auto [scenario, step, currency, alone] = pre_due_group(rows.front());
    Candidate candidate = begin_candidate(debtor, scenario, step);
    candidate.pre_due = true;
    candidate.consolidated = alone == 0;
    candidate.unit_kind = alone == 0 ? UnitKind::kDebtor : UnitKind::kReceivable;
    candidate.anchor = decision_.pre_due_receivable[rows.front()];
    candidate.key = alone == 0 ? 0 : candidate.anchor;
    candidate.value_row = rows.front();
    const rules::ThresholdAnswer minimums = pre_due_minimums(debtor, scenario, step, rows);
    if (minimums == rules::ThresholdAnswer::kNoRate) {
      for (const uint32_t row : rows) decision_.pre_due_barred[row] = rules::Deferral::kNoRate;
    }
    if (minimums != rules::ThresholdAnswer::kReached) return;
    // For pre-due candidates the "units" are rows of pre_due_*.
    decision_.fired_units.insert(decision_.fired_units.end(), rows.begin(), rows.end());
    for (const uint32_t row : rows) decision_.lines.push_back(decision_.pre_due_receivable[row]);
    std::sort(decision_.lines.begin() + candidate.line_begin, decision_.lines.end());
    finish(std::move(candidate));
  }

  rules::ThresholdAnswer pre_due_minimums(uint32_t debtor, uint16_t scenario, int8_t step, std::span<const uint32_t> rows) {
    std::vector<rules::Claim> claims;
    for (const uint32_t at : rows) {
      const uint32_t row = decision_.pre_due_receivable[at];
      const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
      const auto claim =
          std::find_if(claims.begin(), claims.end(), [&](const rules::Claim& known) { return known.currency == currency; });
      const std::vector<int64_t>& disputed = assessed_.standings.disputed_part;
      const int64_t balance = assessed_.balances.balance[row] - (disputed.empty() ? 0 : disputed[row]);
      if (claim == claims.end()) {
        claims.push_back({currency, balance});
      } else {
        claim->amount = core::checked_add(claim->amount, balance);
      }
    }
    const rules::Scenario& rules_of = policy(scenario);
    const rules::Step& of_step = rules_of.steps[static_cast<size_t>(step)];
    rules::ThresholdAnswer together = rules::ThresholdAnswer::kReached;
    const auto meet = [&](rules::ThresholdAnswer answer) {
      if (answer == rules::ThresholdAnswer::kBelow || together == rules::ThresholdAnswer::kReached) together = answer;
    };
    for (const auto* minimum : {&rules_of.min_balance, &rules_of.min_debtor_balance, &of_step.min_balance}) {
      meet(rules::meets(*minimum, claims, rates_));
    }
    if (of_step.min_percent) meet(claims_share(night_, page_, assessed_, debtor, claims, *of_step.min_percent));
    return together;
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const rules::BaseRates& rates_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  const Assessment& assessed_;
  PageDecision& decision_;
  rules::UnitInputs inputs_;
  std::vector<uint32_t> fired_;
  std::vector<uint32_t> singles_;
  std::vector<uint32_t> pre_due_;
};

}  // namespace

void gather_candidates(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  CandidateGatherer(night, loaded, decision).run();
}

}  // namespace dunlin::engine
