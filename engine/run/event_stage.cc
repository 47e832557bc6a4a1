#include "engine/run/event_stage.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "engine/run/event_collector.h"
#include "engine/run/find_by_id.h"
#include "engine/run/notice_stage.h"
#include "engine/run/time_bar.h"
#include "rules/feel/undecided.h"

namespace dunlin::engine {
namespace {

using core::EventKind;
using core::Field;
using core::RecordKind;
using core::UnitKind;
using rules::kNoRow;

bool is_of_episode(EventKind kind) { return kind == EventKind::kCure || kind == EventKind::kFinished; }

/// What becomes of each event today.
class EventJudge {
 public:
  EventJudge(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        page_(loaded.page),
        receivables_(loaded.page.group(RecordKind::kReceivable)),
        scratch_(scratch),
        decision_(decision),
        assessed_(decision.assessment) {}

  void run() {
    std::vector<uint32_t> debtors, rows;
    for (PageEvent& event : decision_.events) {
      find_answer(event);
      if (event.fate != EventFate::kAsked) continue;
      event.value_row = static_cast<uint32_t>(debtors.size());
      debtors.push_back(event.debtor);
      rows.push_back(decision_.event_lines[event.line_begin]);
    }
    decision_.event_rows = debtors.size();
    if (debtors.empty()) return;
    rules::FeatureInputs inputs = feature_inputs(night_, loaded_, assessed_);
    inputs.steps = {decision_.step_index, decision_.step_stage, decision_.step_on, decision_.step_episode};
    const auto& ids = book_.step_features.ids;
    const auto columns = rules::compute_features(book_.catalogue, ids, inputs, scratch_.arena);
    decision_.event_columns = rules::gather_for_units(book_.catalogue, ids, columns, debtors, rows, scratch_.arena);
    meet_conditions(debtors.size());
    for (PageEvent& event : decision_.events) {
      if (event.fate == EventFate::kAsked) meet_minimums(event);
    }
  }

 private:
  const rules::Step& step_of(const PageEvent& event) const {
    return book_.source.scenarios[event.scenario].steps[static_cast<size_t>(event.step)];
  }

  /// The unit of an event of an episode, as its record id spells it.
  struct EpisodeUnit {
    UnitKind kind = UnitKind::kDebtor;
    std::string_view unit;
    int32_t episode = 0;
  };
  /// Nothing where the text, which memory keeps, names no unit.
  static std::optional<EpisodeUnit> parse_unit(std::string_view record_id) {
    EpisodeUnit found;
    const size_t slash = record_id.rfind('/');
    std::string_view number = record_id;
    if (slash != std::string_view::npos) {
      const std::string_view key = record_id.substr(0, slash);
      const size_t colon = key.find(':');
      const auto kind = core::parse_name<UnitKind>(core::kUnitKindNames, key.substr(0, colon));
      if (!kind || colon == std::string_view::npos) return std::nullopt;
      found.kind = *kind;
      found.unit = key.substr(colon + 1);
      number = record_id.substr(slash + 1);
    }
    const auto read = std::from_chars(number.data(), number.data() + number.size(), found.episode);
    if (read.ec != std::errc() || read.ptr != number.data() + number.size()) return std::nullopt;
    return found;
  }
  /// Of an event that find_answer() has let pass.
  static EpisodeUnit unit_of(std::string_view record_id) { return parse_unit(record_id).value_or(EpisodeUnit{}); }

  uint16_t scenario_of(const PageEvent& event) const {
    if (!is_of_episode(event.kind)) return assessed_.debtor_scenario[event.debtor];
    const EpisodeUnit unit = unit_of(event.record_id);
    if (unit.kind != UnitKind::kReceivable) return assessed_.debtor_scenario[event.debtor];
    const uint32_t row = find_by_id(receivables_, event.debtor, Field::kReceivableId, unit.unit);
    return row == kNoRow ? rules::kNoScenario : assessed_.receivable_scenario[row];
  }

  void find_answer(PageEvent& event) {
    if (is_of_episode(event.kind) && !parse_unit(event.record_id)) return;
    event.scenario = scenario_of(event);
    event.episode = is_of_episode(event.kind)
                        ? unit_of(event.record_id).episode
                        : static_cast<int32_t>(std::max<int64_t>(0, decision_.step_episode[event.debtor]));
    if (event.scenario == rules::kNoScenario || is_below_limit(event.record_id)) return;
    event.step = book_.scenarios[event.scenario].event_step[static_cast<size_t>(event.kind)];
    if (event.step < 0) return;
    event.fate = has_lapsed(event) ? EventFate::kLapsed : EventFate::kNothingToClaim;
    if (event.fate == EventFate::kLapsed) return;
    event.line_begin = static_cast<uint32_t>(decision_.event_lines.size());
    list_items(event);
    event.line_end = static_cast<uint32_t>(decision_.event_lines.size());
    if (event.line_begin != event.line_end) {
      event.fate = EventFate::kAsked;
      event.anchor = oldest_line(event);
    } else if (event.kind == EventKind::kCure) {
      event.fate = EventFate::kLapsed;
    }
  }

  /// Row of the memory of an episode's unit; kNoRow when it has none, or is in another episode by now.
  uint32_t memory_of(const PageEvent& event, const EpisodeUnit& unit) const {
    const uint32_t memory = assessed_.memory_debtor[event.debtor];
    const core::Group& units = loaded_.memory.units;
    if (memory == kNoRow) return kNoRow;
    for (uint32_t row = units.begin[memory]; row < units.begin[memory + 1]; ++row) {
      const bool same = units.rows.int_at(Field::kUnitKind, row) == static_cast<int64_t>(unit.kind) &&
                        units.rows.text_at(Field::kUnit, row) == unit.unit &&
                        units.rows.int_at(Field::kEpisode, row) == unit.episode;
      if (same) return row;
    }
    return kNoRow;
  }

  /// Row of the unit among today's; kNoRow when it is not looked at.
  size_t unit_row(const PageEvent& event, uint32_t memory) const {
    const auto& debtors = decision_.units.debtor;
    const auto first = std::lower_bound(debtors.begin(), debtors.end(), event.debtor) - debtors.begin();
    for (auto u = static_cast<size_t>(first); u < debtors.size() && debtors[u] == event.debtor; ++u) {
      if (decision_.units.memory_row[u] == memory) return u;
    }
    return kNoRow;
  }

  bool has_lapsed(const PageEvent& event) const {
    if (is_of_episode(event.kind)) {
      const EpisodeUnit unit = unit_of(event.record_id);
      const uint32_t memory = memory_of(event, unit);
      if (memory == kNoRow) return true;
      const size_t u = unit_row(event, memory);
      const bool open = u != kNoRow && decision_.unit.open[u] && decision_.unit.episode[u] == unit.episode;
      // A thank-you is void once something is past due again; the end of a scenario, once nothing is.
      return event.kind == EventKind::kCure ? u != kNoRow && decision_.unit.open[u] != 0 : !open;
    }
    if (event.kind == EventKind::kLimitExceeded) return falls_below_today(event);
    if (event.kind == EventKind::kDisputeOpened && is_resolved(event)) return true;
    // Every event is answered once by the run that sees it; a dispute lists what it is about, past due or not.
    if (event.kind == EventKind::kDisputeOpened && event.is_new) return false;
    for (uint32_t row = receivables_.begin[event.debtor]; row < receivables_.begin[event.debtor + 1]; ++row) {
      if (assessed_.items[row] & rules::kItemUnpaidPastDue) return false;
    }
    return true;
  }

  bool falls_below_today(const PageEvent& event) const {
    return std::any_of(decision_.events.begin(), decision_.events.end(), [&](const PageEvent& other) {
      return other.debtor == event.debtor && other.kind == event.kind && is_below_limit(other.record_id);
    });
  }

  bool is_resolved(const PageEvent& event) const {
    const core::Group& disputes = page_.group(RecordKind::kDispute);
    const uint32_t row = find_by_id(disputes, event.debtor, Field::kDisputeId, event.record_id);
    if (row == kNoRow) return true;
    const int64_t resolved = disputes.rows.int_at(Field::kResolvedOn, row);
    return resolved != core::kNull && resolved <= night_.date.days;
  }

  /// Row of the receivable that a dispute is about.
  uint32_t disputed_receivable(const PageEvent& event) const {
    const core::Group& disputes = page_.group(RecordKind::kDispute);
    const uint32_t row = find_by_id(disputes, event.debtor, Field::kDisputeId, event.record_id);
    if (row == kNoRow) return kNoRow;
    return find_by_id(receivables_, event.debtor, Field::kReceivableId, disputes.rows.text_at(Field::kReceivableId, row));
  }

  /// What a dispute has taken out of dunning is still what it is about.
  void list_disputed(const PageEvent& event) {
    const uint32_t row = disputed_receivable(event);
    if (row == kNoRow) return;
    const core::Standing standing = assessed_.standings.at(row);
    const bool open =
        standing == core::Standing::kDisputed || standing == core::Standing::kOverdue || standing == core::Standing::kNotDue;
    if (open) decision_.event_lines.push_back(row);
  }

  void list_items(const PageEvent& event) {
    const uint32_t begin = receivables_.begin[event.debtor];
    const uint32_t end = receivables_.begin[event.debtor + 1];
    if (is_of_episode(event.kind)) return list_episode(event, begin, end);
    if (event.kind == EventKind::kDisputeOpened) return list_disputed(event);
    const bool limit = event.kind == EventKind::kLimitExceeded;
    const uint8_t wanted = rules::kItemOverdue | (limit ? rules::kItemNotDue : 0);
    for (uint32_t row = begin; row < end; ++row) {
      if (assessed_.items[row] & wanted) decision_.event_lines.push_back(row);
    }
  }

  bool is_of_unit(const EpisodeUnit& unit, uint32_t row) const {
    if (unit.kind == UnitKind::kReceivable) return receivables_.rows.text_at(Field::kReceivableId, row) == unit.unit;
    if (assessed_.items[row] & rules::kItemOwnScenario) return false;
    if (unit.kind == UnitKind::kDebtor) return true;
    const auto code = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
    return core::to_string(core::Currency{code}) == unit.unit;
  }

  /// The end of a scenario lists what is overdue of the unit, a cure what was settled in the episode.
  void list_episode(const PageEvent& event, uint32_t begin, uint32_t end) {
    const EpisodeUnit unit = unit_of(event.record_id);
    const uint32_t memory = memory_of(event, unit);
    const int64_t opened = loaded_.memory.units.rows.int_at(Field::kOpenedOn, memory);
    const std::string_view anchor = loaded_.memory.units.rows.text_at(Field::kAnchor, memory);
    for (uint32_t row = begin; row < end; ++row) {
      if (!is_of_unit(unit, row)) continue;
      bool wanted = (assessed_.items[row] & rules::kItemOverdue) != 0;
      if (event.kind == EventKind::kCure) {
        const bool closed = assessed_.standings.at(row) == core::Standing::kClosed;
        const int64_t due = receivables_.rows.int_at(Field::kDueDate, row);
        const bool was_anchor = receivables_.rows.text_at(Field::kReceivableId, row) == anchor;
        wanted = closed && due < event.first_seen.days && (was_anchor || assessed_.balances.closed_on[row] >= opened);
      }
      if (wanted) decision_.event_lines.push_back(row);
    }
  }

  uint32_t oldest_line(const PageEvent& event) const {
    uint32_t oldest = decision_.event_lines[event.line_begin];
    for (uint32_t at = event.line_begin; at < event.line_end; ++at) {
      const uint32_t row = decision_.event_lines[at];
      const auto key = [&](uint32_t r) {
        return std::make_tuple(receivables_.rows.int_at(Field::kDueDate, r), -assessed_.balances.balance[r], r);
      };
      if (key(row) < key(oldest)) oldest = row;
    }
    return oldest;
  }

  /// Each answer's condition is evaluated once, over all rows of the page.
  void meet_conditions(size_t rows) {
    std::vector<uint32_t> asked;
    for (uint32_t at = 0; at < decision_.events.size(); ++at) {
      PageEvent& event = decision_.events[at];
      if (event.fate != EventFate::kAsked) continue;
      if (is_for_others(event)) event.fate = EventFate::kConditionFails;
      if (event.fate == EventFate::kAsked && condition_of(event)) asked.push_back(at);
    }
    const auto answer_of = [&](uint32_t at) { return std::pair(decision_.events[at].scenario, decision_.events[at].step); };
    std::stable_sort(asked.begin(), asked.end(), [&](uint32_t a, uint32_t b) { return answer_of(a) < answer_of(b); });
    std::vector<uint8_t> truth(rows);
    for (size_t at = 0; at < asked.size(); ++at) {
      PageEvent& event = decision_.events[asked[at]];
      if (at == 0 || answer_of(asked[at - 1]) != answer_of(asked[at])) evaluate(*condition_of(event), truth);
      const uint8_t holds = truth[event.value_row];
      if (holds == rules::kUndecided) {
        wait(event, rules::Deferral::kNoRate);
      } else if (holds != rules::kTrue) {
        event.fate = EventFate::kConditionFails;
      }
    }
  }

  const std::optional<rules::BoundProgram>& condition_of(const PageEvent& event) const {
    return book_.scenarios[event.scenario].steps[static_cast<size_t>(event.step)].when;
  }

  void evaluate(const rules::BoundProgram& condition, std::span<uint8_t> truth) {
    std::vector<rules::InputColumn> inputs;
    for (const uint32_t at : condition.columns) inputs.push_back(decision_.event_columns[at]);
    rules::evaluate(condition.program, inputs, truth.size(), scratch_.workspace, truth);
    rules::mark_undecided(condition.program, inputs, truth.size(), truth);
  }

  bool is_for_others(const PageEvent& event) const {
    const rules::Step& step = step_of(event);
    const int64_t flags = std::max<int64_t>(0, page_.debtors.int_at(Field::kFlags, event.debtor));
    return !step.for_flag.empty() && std::none_of(step.for_flag.begin(), step.for_flag.end(),
                                                  [&](core::DebtorFlag flag) { return (flags & core::bit(flag)) != 0; });
  }

  /// What a legal answer leaves out of the debtor's overdue.
  int64_t barred_of(const PageEvent& event, uint32_t currency) const {
    int64_t barred = 0;
    if (!is_legal(step_of(event))) return barred;
    const std::vector<int64_t>& disputed = assessed_.standings.disputed_part;
    for (uint32_t row = receivables_.begin[event.debtor]; row < receivables_.begin[event.debtor + 1]; ++row) {
      if (static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row)) != currency) continue;
      const bool overdue = (assessed_.items[row] & rules::kItemOverdue) != 0;
      if (!overdue || !is_time_barred(loaded_, assessed_, night_.date, row)) continue;
      barred = core::checked_add(barred, assessed_.balances.balance[row] - (disputed.empty() ? 0 : disputed[row]));
    }
    return barred;
  }

  /// What the answer would claim, by currency: what is overdue net of cash; with the credit limit also what is not due.
  std::vector<rules::Claim> claims_of(const PageEvent& event) const {
    std::vector<rules::Claim> claims;
    if (event.kind == EventKind::kDisputeOpened) {
      const uint32_t row = decision_.event_lines[event.line_begin];
      const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
      return {{currency, assessed_.balances.balance[row]}};
    }
    const rules::NetOverdue& net = assessed_.net;
    for (uint32_t row = net.begin[event.debtor]; row < net.begin[event.debtor + 1]; ++row) {
      claims.push_back({net.currency[row], std::max<int64_t>(0, net.net(row) - barred_of(event, net.currency[row]))});
    }
    for (uint32_t at = event.line_begin; at < event.line_end; ++at) {
      const uint32_t row = decision_.event_lines[at];
      if (!(assessed_.items[row] & rules::kItemNotDue)) continue;
      const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
      const auto same = [&](const rules::Claim& claim) { return claim.currency == currency; };
      auto claim = std::find_if(claims.begin(), claims.end(), same);
      if (claim == claims.end()) claim = claims.insert(claims.end(), {currency, 0});
      const std::vector<int64_t>& disputed = assessed_.standings.disputed_part;
      const int64_t claimed = assessed_.balances.balance[row] - (disputed.empty() ? 0 : disputed[row]);
      claim->amount = core::checked_add(claim->amount, claimed);
    }
    std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.currency < b.currency; });
    return claims;
  }

  void wait(PageEvent& event, rules::Deferral reason) {
    event.fate = EventFate::kBarred;
    event.reason = reason;
  }

  void meet_minimums(PageEvent& event) {
    const rules::Step& step = step_of(event);
    const rules::Deferral away = statutory_deferral(assessed_.covers.holds, event.debtor, rules::Deferral::kNone);
    if (away != rules::Deferral::kNone) return wait(event, away);
    if (is_legal(step) && !drop_barred(event)) return wait(event, rules::Deferral::kTimeBarred);
    if (waits_for_notice(night_, loaded_, decision_, event)) return wait(event, rules::Deferral::kNoticePeriod);
    if (is_of_episode(event.kind)) return;
    const rules::Scenario& policy = book_.source.scenarios[event.scenario];
    const std::vector<rules::Claim> claims = claims_of(event);
    for (const rules::MoneyThreshold* minimum : {&policy.min_balance, &policy.min_debtor_balance, &step.min_balance}) {
      const rules::ThresholdAnswer answer = rules::meets(*minimum, claims, night_.rates);
      if (answer == rules::ThresholdAnswer::kNoRate) return wait(event, rules::Deferral::kNoRate);
      if (answer == rules::ThresholdAnswer::kBelow) event.fate = EventFate::kNothingToClaim;
    }
    drop_currencies(event, policy, step, claims);
    const rules::ThresholdAnswer share = share_of(event, step, claims);
    if (event.line_begin == event.line_end || share == rules::ThresholdAnswer::kBelow) {
      event.fate = EventFate::kNothingToClaim;
    } else if (event.fate == EventFate::kAsked && share == rules::ThresholdAnswer::kNoRate) {
      wait(event, rules::Deferral::kNoRate);
    }
  }

  /// Keeps what is not time-barred; false when nothing is left, and then everything stays as it was.
  bool drop_barred(PageEvent& event) {
    const auto begin = decision_.event_lines.begin() + event.line_begin;
    const auto end = decision_.event_lines.begin() + event.line_end;
    const auto kept = std::stable_partition(
        begin, end, [&](uint32_t row) { return !is_time_barred(loaded_, assessed_, night_.date, row); });
    if (kept == begin) return false;
    event.line_end = event.line_begin + static_cast<uint32_t>(kept - begin);
    event.anchor = oldest_line(event);
    return true;
  }

  /// Keeps the lines whose currency has something to claim and reaches its own minimums.
  void drop_currencies(PageEvent& event, const rules::Scenario& policy, const rules::Step& step,
                       std::span<const rules::Claim> claims) {
    uint32_t kept = event.line_begin;
    for (uint32_t at = event.line_begin; at < event.line_end; ++at) {
      const uint32_t row = decision_.event_lines[at];
      const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
      const bool listed = std::any_of(claims.begin(), claims.end(), [&](const rules::Claim& claim) {
        return claim.currency == currency && claim.amount > 0 && rules::lists_currency(policy.min_balance, claim) &&
               rules::lists_currency(step.min_balance, claim);
      });
      if (listed) decision_.event_lines[kept++] = row;
    }
    event.line_end = kept;
    if (event.line_begin != event.line_end) event.anchor = oldest_line(event);
  }

  rules::ThresholdAnswer share_of(const PageEvent& event, const rules::Step& step,
                                  std::span<const rules::Claim> claims) const {
    if (!step.min_percent) return rules::ThresholdAnswer::kReached;
    return claims_share(night_, page_, assessed_, event.debtor, claims, *step.min_percent);
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  PageScratch& scratch_;
  PageDecision& decision_;
  const Assessment& assessed_;
};

}  // namespace

void decide_events(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, PageDecision& decision) {
  decision.events.clear();
  decision.event_lines.clear();
  decision.event_columns.clear();
  decision.event_rows = 0;
  collect_events(night, loaded, scratch, decision);
  if (!decision.events.empty()) EventJudge(night, loaded, scratch, decision).run();
}

}  // namespace dunlin::engine
