#include "engine/run/assess_stage.h"

#include <algorithm>
#include <numeric>

#include "engine/run/find_by_id.h"
#include "engine/run/memory_writer.h"
#include "engine/run/parent_standing.h"
#include "rules/allocation/owed_sums.h"
#include "rules/features/compute_features.h"
#include "rules/feel/undecided.h"
#include "rules/scenario/experiment.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::kNoScenario;

constexpr std::string_view kNoDunning = "none";

class Assessor {
 public:
  Assessor(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, Assessment& out)
      : night_(night), book_(*night.book), loaded_(loaded), page_(loaded.page), scratch_(scratch), out_(out) {}

  void run() {
    debtor_of_receivable();
    mark_decided();
    out_.memory_debtor = rules::match_memory(page_, loaded_.memory);
    open_ledger(loaded_, out_.memory_debtor, night_.date, book_.source.allocation, night_.interest, out_.ledger);
    const rules::AllocationInputs money = out_.ledger.inputs(page_, night_.date);
    rules::allocate(money, book_.source.allocation, out_.balances);
    rules::watch_owed_sums(page_.group(RecordKind::kReceivable).begin, out_.balances.balance);
    rules::stand(money, book_.source.allocation, out_.balances, book_.source.standing, out_.covers, out_.standings);
    rules::compute_time_bars(page_, night_.date, out_.balances, book_.source.standing.limitation, out_.time_bars);
    take_parents_standing(night_, page_, out_.standings);
    out_.dunnable.assign(receivables().rows(), 1);
    out_.left_out.assign(receivables().rows(), LeftOut::kNo);
    leave_out_undecided();
    leave_out_extinguished();
    exclude();
    score();
    choose_segments();
    assign_debtor_scenarios();
    assign_receivable_scenarios();
    apply_scenarios_to();
    mark_items();
  }

 private:
  const core::Table& receivables() const { return page_.rows(RecordKind::kReceivable); }

  void debtor_of_receivable() {
    const auto& begin = page_.group(RecordKind::kReceivable).begin;
    debtor_of_.resize(receivables().rows());
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      std::fill(debtor_of_.begin() + begin[debtor], debtor_of_.begin() + begin[debtor + 1], debtor);
    }
    row_of_.resize(receivables().rows());
    std::iota(row_of_.begin(), row_of_.end(), 0U);
  }

  void mark_decided() {
    out_.decided.assign(page_.debtor_count(), 0);
    const core::TextColumn* creditor = page_.debtors.texts(Field::kCreditorId);
    if (creditor == nullptr) return;
    std::vector<uint8_t> entry_decided(creditor->entries(), 0);
    for (uint32_t code = 0; code < creditor->entries(); ++code) {
      const CreditorFacts* facts = night_.creditor(creditor->entry(code));
      entry_decided[code] = facts != nullptr && facts->decided;
    }
    const core::Table::Ints* missing = page_.debtors.ints(Field::kDebtorMissing);
    for (size_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      const bool present = missing == nullptr || (*missing)[debtor] != 1;
      const bool set_aside = !out_.set_aside.empty() && out_.set_aside[debtor] != 0;
      out_.decided[debtor] =
          present && !set_aside && !creditor->is_null(debtor) && entry_decided[creditor->codes()[debtor]];
    }
  }

  void leave_out(size_t receivable, LeftOut reason) {
    out_.dunnable[receivable] = 0;
    if (out_.left_out[receivable] == LeftOut::kNo) out_.left_out[receivable] = reason;
  }

  void leave_out_undecided() {
    for (size_t row = 0; row < receivables().rows(); ++row) {
      if (!out_.decided[debtor_of_[row]]) leave_out(row, LeftOut::kDebtor);
    }
  }

  /// What the law has made cease to exist is claimed by nobody.
  void leave_out_extinguished() {
    for (size_t row = 0; row < out_.time_bars.extinguished.size(); ++row) {
      if (out_.time_bars.extinguished[row] != 0) leave_out(row, LeftOut::kExtinguished);
    }
  }

  rules::FeatureInputs inputs() const { return feature_inputs(night_, loaded_, out_); }

  /// Columns of `features` with one row a receivable.
  std::vector<rules::InputColumn> over_receivables(const rules::FeatureSet& features) {
    const auto columns = rules::compute_features(book_.catalogue, features.ids, inputs(), scratch_.arena);
    return rules::gather_for_units(book_.catalogue, features.ids, columns, debtor_of_, row_of_, scratch_.arena);
  }

  std::vector<uint8_t> truth_of(const rules::BoundProgram& bound, std::span<const rules::InputColumn> columns, size_t rows) {
    std::vector<rules::InputColumn> own;
    for (const uint32_t at : bound.columns) own.push_back(columns[at]);
    std::vector<uint8_t> truth(rows);
    rules::evaluate(bound.program, own, rows, scratch_.workspace, truth);
    rules::mark_undecided(bound.program, own, rows, truth);
    return truth;
  }

  void exclude() {
    if (!book_.exclude_when || receivables().rows() == 0) return;
    const auto columns = over_receivables(book_.exclude_features);
    const auto truth = truth_of(*book_.exclude_when, columns, receivables().rows());
    for (size_t row = 0; row < truth.size(); ++row) {
      if (truth[row] == rules::kTrue) leave_out(row, LeftOut::kExcluded);
      if (truth[row] == rules::kUndecided) leave_out(row, LeftOut::kNoRate);
    }
  }

  void score() {
    out_.score_known = false;
    out_.score_incomplete.clear();
    if (!book_.scorecard) return;
    const auto columns = rules::compute_features(book_.catalogue, book_.score_features.ids, inputs(), scratch_.arena);
    std::vector<rules::InputColumn> own;
    for (const uint32_t at : book_.scorecard_columns) own.push_back(columns[at]);
    rules::evaluate_scorecard(*book_.scorecard, own, page_.debtor_count(), out_.score);
    std::vector<uint32_t> codes;
    core::TextColumn& classes = out_.risk_class;
    classes = core::TextColumn();
    for (const auto& risk_class : book_.scorecard->policy().classes) codes.push_back(classes.add_entry(risk_class.id));
    for (const uint8_t risk_class : out_.score.risk_class) {
      classes.append_code(risk_class == rules::kNoRiskClass ? core::TextColumn::kNullCode : codes[risk_class]);
    }
    for (const rules::InputColumn& column : own) {
      if (column.incomplete.empty()) continue;
      out_.score_incomplete.resize(page_.debtor_count(), 0);
      for (size_t debtor = 0; debtor < column.incomplete.size(); ++debtor)
        out_.score_incomplete[debtor] |= column.incomplete[debtor];
    }
    out_.score_column = {{rules::ValueType::kNumber, 0}, out_.score.score, nullptr, out_.score_incomplete};
    out_.score_known = true;
  }

  void choose_segments() {
    out_.segment.assign(page_.debtor_count(), kNoSegment);
    out_.segment_name = core::TextColumn();
    out_.segments_known = false;
    out_.segment_undecided.clear();
    if (book_.segments.empty()) return;
    const auto columns = rules::compute_features(book_.catalogue, book_.segment_features.ids, inputs(), scratch_.arena);
    for (size_t i = 0; i < book_.segments.size(); ++i) {
      const auto truth = truth_of(book_.segments[i].when, columns, page_.debtor_count());
      for (size_t debtor = 0; debtor < truth.size(); ++debtor) {
        if (out_.segment[debtor] != kNoSegment) continue;
        if (truth[debtor] == rules::kTrue) out_.segment[debtor] = static_cast<uint16_t>(i);
        if (truth[debtor] != rules::kUndecided) continue;
        out_.segment_undecided.resize(page_.debtor_count(), 0);
        out_.segment_undecided[debtor] = 1;
      }
    }
    // Where no segment holds, the name is the debtor's own.
    const core::TextColumn* own = page_.debtors.texts(Field::kSegment);
    for (const rules::Segment& segment : book_.source.strategy.segments) out_.segment_name.add_entry(segment.id);
    for (size_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      if (out_.segment[debtor] != kNoSegment) {
        out_.segment_name.append_code(book_.segments[out_.segment[debtor]].name);
      } else if (own != nullptr && !own->is_null(debtor)) {
        out_.segment_name.append(own->at(debtor));
      } else {
        out_.segment_name.append_null();
      }
    }
    out_.segments_known = true;
  }

  /// The scenario under which an episode of the debtor's shared units is open, so that it is kept until that ends.
  uint16_t kept_scenario(uint32_t debtor) const {
    const uint32_t memory = out_.memory_debtor[debtor];
    if (memory == rules::kNoRow) return kNoScenario;
    const core::Group& units = loaded_.memory.units;
    for (uint32_t row = units.begin[memory]; row < units.begin[memory + 1]; ++row) {
      const UnitMemory unit = unit_memory_at(units.rows, row);
      if (!unit.open || unit.own_scenario) continue;
      if (unit.kind == core::UnitKind::kReceivable && has_own_scenario(debtor, unit.unit)) continue;
      return book_.find_scenario(unit.scenario);
    }
    return kNoScenario;
  }

  bool has_own_scenario(uint32_t debtor, std::string_view receivable_id) const {
    const core::TextColumn* own = receivables().texts(Field::kScenario);
    if (own == nullptr) return false;
    const uint32_t row = find_by_id(page_.group(RecordKind::kReceivable), debtor, Field::kReceivableId, receivable_id);
    return row != rules::kNoRow && !own->is_null(row);
  }

  void assign_debtor_scenarios() {
    out_.debtor_scenario.assign(page_.debtor_count(), kNoScenario);
    out_.scenario_reason.assign(page_.debtor_count(), ScenarioReason::kNotDecided);
    out_.bucket.assign(page_.debtor_count(), kNoBucket);
    for (uint32_t debtor = 0; debtor < page_.debtor_count(); ++debtor) {
      if (out_.decided[debtor]) assign_debtor_scenario(debtor);
    }
  }

  void assign_debtor_scenario(uint32_t debtor) {
    const auto set = [&](uint16_t scenario, ScenarioReason reason) {
      out_.debtor_scenario[debtor] = scenario;
      out_.scenario_reason[debtor] = reason;
    };
    const std::string_view own = page_.debtors.text_at(Field::kScenario, debtor);
    if (own == kNoDunning) return set(kNoScenario, ScenarioReason::kOwnNone);
    if (!book_.source.strategy.reassign_daily) {
      if (const uint16_t kept = kept_scenario(debtor); kept != kNoScenario) return set(kept, ScenarioReason::kKept);
    }
    if (!own.empty()) {
      const uint16_t named = book_.find_scenario(own);
      return set(named, named == kNoScenario ? ScenarioReason::kUnknown : ScenarioReason::kOwn);
    }
    if (!out_.segment_undecided.empty() && out_.segment_undecided[debtor] != 0 && segments_lead_apart()) {
      const uint16_t kept = kept_scenario(debtor);
      return set(kept, kept == kNoScenario ? ScenarioReason::kNoRate : ScenarioReason::kKept);
    }
    const uint16_t segment = out_.segment[debtor];
    if (segment != kNoSegment && book_.segments[segment].scenario != kNoScenario) {
      return set(arm_of(debtor, book_.segments[segment].scenario), ScenarioReason::kSegment);
    }
    set(arm_of(debtor, book_.default_scenario), ScenarioReason::kDefault);
  }

  /// False where segments only name debtors: then no scenario hangs on them.
  bool segments_lead_apart() const {
    return std::any_of(book_.segments.begin(), book_.segments.end(),
                       [](const rules::CompiledSegment& segment) { return segment.scenario != kNoScenario; });
  }

  /// The scenario of the debtor's arm where the champion's would be its own.
  uint16_t arm_of(uint32_t debtor, uint16_t scenario) {
    if (book_.arms.empty() || scenario != book_.arms.front()) return scenario;
    const rules::ChampionChallenger& experiment = book_.source.strategy.champion_challenger;
    const uint32_t bucket = rules::experiment_bucket(experiment.experiment, page_.debtors.text_at(Field::kDebtorId, debtor));
    out_.bucket[debtor] = static_cast<uint16_t>(bucket);
    return book_.arms[rules::arm_of(experiment, bucket)];
  }

  void assign_receivable_scenarios() {
    out_.receivable_scenario.assign(receivables().rows(), kNoScenario);
    out_.items.assign(receivables().rows(), 0);
    const core::TextColumn* own = receivables().texts(Field::kScenario);
    std::vector<uint16_t> of_entry;
    if (own != nullptr) {
      for (uint32_t code = 0; code < own->entries(); ++code) of_entry.push_back(book_.find_scenario(own->entry(code)));
    }
    for (size_t row = 0; row < receivables().rows(); ++row) {
      const uint32_t debtor = debtor_of_[row];
      if (own != nullptr && !own->is_null(row)) {
        out_.items[row] |= rules::kItemOwnScenario;
        // A debtor that is not dunned at all is not dunned by way of one receivable either.
        const bool stopped = out_.scenario_reason[debtor] == ScenarioReason::kOwnNone;
        if (out_.decided[debtor] && !stopped) out_.receivable_scenario[row] = of_entry[own->codes()[row]];
        if (out_.receivable_scenario[row] == kNoScenario) {
          const bool unknown = out_.decided[debtor] && !stopped;
          leave_out(row, own->at(row) == kNoDunning ? LeftOut::kOwnNone
                         : unknown                  ? LeftOut::kUnknownScenario
                                                    : LeftOut::kNoScenario);
        }
        continue;
      }
      out_.receivable_scenario[row] = out_.debtor_scenario[debtor];
      if (out_.receivable_scenario[row] == kNoScenario) leave_out(row, without_scenario(debtor));
    }
  }

  LeftOut without_scenario(uint32_t debtor) const {
    switch (out_.scenario_reason[debtor]) {
      case ScenarioReason::kUnknown: return LeftOut::kUnknownScenario;
      case ScenarioReason::kNoRate: return LeftOut::kNoRate;
      default: return LeftOut::kNoScenario;
    }
  }

  void apply_scenarios_to() {
    std::vector<rules::InputColumn> columns;
    for (size_t scenario = 0; scenario < book_.scenarios.size(); ++scenario) {
      const auto& applies_to = book_.scenarios[scenario].applies_to;
      if (!applies_to || receivables().rows() == 0) continue;
      if (columns.empty()) columns = over_receivables(book_.item_features);
      const auto truth = truth_of(*applies_to, columns, receivables().rows());
      for (size_t row = 0; row < truth.size(); ++row) {
        if (out_.receivable_scenario[row] != scenario || truth[row] == rules::kTrue) continue;
        leave_out(row, truth[row] == rules::kUndecided ? LeftOut::kNoRate : LeftOut::kAppliesTo);
      }
    }
  }

  void mark_items() {
    const auto grace = book_.source.standing.grace_days;
    std::vector<uint8_t> overdue(receivables().rows(), 0);
    for (size_t row = 0; row < receivables().rows(); ++row) {
      const core::Standing standing = out_.standings.at(row);
      uint8_t& items = out_.items[row];
      if (out_.dunnable[row] && standing == core::Standing::kOverdue) items |= rules::kItemOverdue;
      if (out_.dunnable[row] && standing == core::Standing::kNotDue) items |= rules::kItemNotDue;
      const bool unpaid = standing != core::Standing::kAbsent && standing != core::Standing::kClosed &&
                          standing != core::Standing::kWrittenOff;
      if (unpaid && out_.standings.days_past_due[row] > grace) items |= rules::kItemUnpaidPastDue;
      overdue[row] = (items & rules::kItemOverdue) != 0;
    }
    rules::compute_net_overdue(page_, out_.balances, overdue, book_.source.net_credits, out_.net,
                               out_.standings.disputed_part);
    find_waiting();
  }

  /// What a missing rate or a scenario that does not exist keeps away from every unit, once a unit that it would be in.
  void find_waiting() {
    out_.waiting.clear();
    for (uint32_t row = 0; row < receivables().rows(); ++row) {
      const bool waits = out_.left_out[row] == LeftOut::kUnknownScenario || out_.left_out[row] == LeftOut::kNoRate;
      if (!waits || out_.standings.at(row) != core::Standing::kOverdue) continue;
      const bool own = (out_.items[row] & rules::kItemOwnScenario) != 0;
      const Waiting waiting{
          debtor_of_[row], own ? row : rules::kNoRow,
          out_.left_out[row] == LeftOut::kNoRate ? rules::Deferral::kNoRate : rules::Deferral::kUnknownScenario};
      const bool known = std::any_of(out_.waiting.rbegin(), out_.waiting.rend(), [&](const Waiting& other) {
        return !own && other.debtor == waiting.debtor && other.receivable == rules::kNoRow && other.reason == waiting.reason;
      });
      if (!known) out_.waiting.push_back(waiting);
    }
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  PageScratch& scratch_;
  Assessment& out_;
  std::vector<uint32_t> debtor_of_;
  std::vector<uint32_t> row_of_;
};

}  // namespace

rules::FeatureInputs feature_inputs(const Night& night, const storage::LoadedPage& loaded, const Assessment& assessed) {
  rules::FeatureInputs inputs{.page = loaded.page,
                              .date = night.date,
                              .balances = assessed.balances,
                              .standings = assessed.standings,
                              .covers = &assessed.covers,
                              .dunnable = assessed.dunnable,
                              .net_credits = night.book->source.net_credits,
                              .rates = night.rates,
                              .zones = night.book->source.zones.get(),
                              .memory = &loaded.memory,
                              .memory_row = assessed.memory_debtor};
  if (assessed.score_known) {
    inputs.score = &assessed.score_column;
    inputs.risk_class = &assessed.risk_class;
    inputs.risk_class_incomplete = assessed.score_incomplete;
  }
  if (assessed.segments_known) {
    inputs.segment = &assessed.segment_name;
    inputs.segment_incomplete = assessed.segment_undecided;
  }
  return inputs;
}

void assess(const Night& night, const storage::LoadedPage& loaded, PageScratch& scratch, Assessment& out) {
  Assessor(night, loaded, scratch, out).run();
}

bool assessment_reads_cold(const rules::Rulebook& book) {
  for (const rules::FeatureSet* features :
       {&book.exclude_features, &book.score_features, &book.segment_features, &book.item_features}) {
    for (const rules::FeatureId id : features->ids) {
      if (book.catalogue.needs_cold(id)) return true;
    }
  }
  return false;
}

void count_standings(const storage::LoadedPage& loaded, const Assessment& assessed, storage::Counters& counters) {
  int64_t debtors = 0;
  std::array<int64_t, core::kStandingNames.size()> by_standing{};
  const auto& begin = loaded.page.group(RecordKind::kReceivable).begin;
  for (size_t debtor = 0; debtor < loaded.page.debtor_count(); ++debtor) {
    if (!assessed.decided[debtor]) continue;
    ++debtors;
    for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) ++by_standing[assessed.standings.standing[row]];
  }
  counters["debtors"] += debtors;
  int64_t receivables = 0;
  for (size_t i = 0; i + 1 < by_standing.size(); ++i) {
    if (by_standing[i] == 0) continue;
    counters["standing\x1f" + std::string(core::kStandingNames[i])] += by_standing[i];
    receivables += by_standing[i];
  }
  counters["receivables"] += receivables;
}

}  // namespace dunlin::engine
