#include "rules/rulebook.h"

#include <algorithm>

#include "rules/feel/compile.h"
#include "rules/scenario/units.h"

namespace dunlin::rules {
namespace {

/// Which names an expression may read, by what one row of it is.
enum class RowKind { kDebtor, kReceivable };

class RulebookCompiler {
 public:
  RulebookCompiler(Rulebook& book, std::vector<core::Error>& errors) : book_(book), errors_(errors) {}

  void compile() {
    RulebookSource& source = book_.source;
    if (source.exclude_when.is_set()) {
      book_.exclude_when = bind(source.exclude_when, ValueType::kBoolean, RowKind::kReceivable, book_.exclude_features);
    }
    compile_score();
    for (Scenario& scenario : source.scenarios) compile_scenario(scenario);
    compile_strategy();
    compile_experiment();
  }

 private:
  NameCatalogue names_for(RowKind rows) {
    NameCatalogue names;
    const auto known_names = FeatureCatalogue::names();
    names.names.assign(known_names.begin(), known_names.end());
    names.find = [this, rows](std::string_view name) -> std::optional<FeatureType> {
      const auto found = book_.catalogue.find(name);
      if (!found) return std::nullopt;
      if (rows == RowKind::kDebtor && book_.catalogue.of_receivable(found->id)) {
        receivable_name_ = std::string(name);
        return std::nullopt;
      }
      return found->type;
    };
    return names;
  }

  std::optional<BoundProgram> bind(const PolicyText& text, ValueType type, RowKind rows, FeatureSet& features) {
    receivable_name_.clear();
    auto compiled = rules::compile(text.text, names_for(rows), type);
    if (const auto* error = std::get_if<CompileError>(&compiled)) {
      report(text, *error);
      return std::nullopt;
    }
    BoundProgram bound{std::get<Program>(std::move(compiled)), {}};
    for (const RuleInput& input : bound.program.inputs()) {
      bound.columns.push_back(features.add(book_.catalogue.find(input.name)->id));
    }
    return bound;
  }

  void report(const PolicyText& text, const CompileError& error) {
    uint32_t line = text.line + error.line - 1;
    uint32_t column = error.line == 1 ? text.column + error.column - 1 : error.column;
    if (!text.pieces.empty()) {
      const PolicyText::Piece& piece = text.pieces[std::min<size_t>(error.line, text.pieces.size()) - 1];
      line = piece.line;
      column = piece.column + (error.column > piece.added ? error.column - 1 - piece.added : 0);
    }
    std::string where = text.file + ":" + std::to_string(line) + ":" + std::to_string(column);
    std::string message = error.message;
    std::string hint = error.hint;
    if (!receivable_name_.empty()) {
      message = receivable_name_ + " is a value of one receivable";
      hint = "only scenarios with unit = \"receivable\", applies_to and exclude_when may read it";
    }
    errors_.push_back(core::bad_configuration(std::move(where), std::move(message), std::move(hint)));
  }

  void compile_score() {
    if (!book_.source.scorecard) return;
    auto card = compile_scorecard(*book_.source.scorecard, names_for(RowKind::kDebtor));
    if (!card.ok()) {
      errors_.push_back(core::bad_configuration(card.error().where, card.error().what, card.error().hint));
      return;
    }
    book_.scorecard = std::move(card).value();
    for (const RuleInput& input : book_.scorecard->inputs()) {
      book_.scorecard_columns.push_back(book_.score_features.add(book_.catalogue.find(input.name)->id));
    }
  }

  void compile_scenario(Scenario& scenario) {
    CompiledScenario compiled;
    compiled.step_count = static_cast<uint32_t>(scenario.steps.size());
    if (scenario.applies_to.is_set()) {
      compiled.applies_to = bind(scenario.applies_to, ValueType::kBoolean, RowKind::kReceivable, book_.item_features);
    }
    const RowKind rows = scenario.unit == core::UnitKind::kReceivable ? RowKind::kReceivable : RowKind::kDebtor;
    for (size_t i = 0; i < scenario.steps.size(); ++i) {
      const Step& step = scenario.steps[i];
      const bool pre_due = step.days.has_value() && *step.days < 0 && step.origin == StepOrigin::kDueDate;
      if (pre_due) {
        compiled.first_episode_step = static_cast<uint32_t>(i + 1);
      } else {
        compiled.episode_steps |= uint64_t{1} << i;
      }
      compiled.steps.push_back(compile_step(step, rows));
    }
    compiled.event_step.fill(-1);
    for (size_t event = 0; event < scenario.on.size(); ++event) {
      if (!scenario.on[event]) continue;
      compiled.event_step[event] = static_cast<int8_t>(scenario.steps.size());
      book_.answered_anywhere[event] = true;
      // An event belongs to the debtor, whatever the scenario's units are.
      compiled.steps.push_back(compile_step(*scenario.on[event], RowKind::kDebtor));
      scenario.steps.push_back(*scenario.on[event]);
    }
    book_.scenario_unit.push_back(scenario.unit);
    book_.scenarios.push_back(std::move(compiled));
  }

  CompiledStep compile_step(const Step& step, RowKind rows) {
    CompiledStep out;
    if (step.when.is_set()) out.when = bind(step.when, ValueType::kBoolean, rows, book_.step_features);
    if (step.priority_rule.is_set()) out.priority = bind(step.priority_rule, ValueType::kNumber, rows, book_.step_features);
    return out;
  }

  void compile_experiment() {
    for (const ChampionChallenger::Arm& arm : book_.source.strategy.champion_challenger.arms) {
      book_.arms.push_back(known(arm.scenario, {}));
    }
  }

  void compile_strategy() {
    const StrategyPolicy& strategy = book_.source.strategy;
    for (const Segment& segment : strategy.segments) {
      auto when = bind(segment.when, ValueType::kBoolean, RowKind::kDebtor, book_.segment_features);
      const uint16_t scenario = segment.scenario.empty() ? kNoScenario : known(segment.scenario, segment.when);
      const auto named = std::ranges::find(strategy.segments, segment.id, &Segment::id) - strategy.segments.begin();
      if (when) book_.segments.push_back({std::move(*when), scenario, static_cast<uint32_t>(named)});
    }
    if (!strategy.default_scenario.empty()) {
      book_.default_scenario = known(strategy.default_scenario, {});
    } else if (book_.source.scenarios.size() != 1) {
      errors_.push_back(core::bad_configuration(
          "strategy.default_scenario",
          book_.source.scenarios.empty() ? "there is no scenario" : "there are several scenarios and none is the default",
          "put a scenarios/NAME.toml beside dunlin.toml, and name the default where there are several"));
    }
  }

  uint16_t known(const std::string& id, const PolicyText& place) {
    const uint16_t found = book_.find_scenario(id);
    if (found != kNoScenario) return found;
    std::vector<std::string_view> ids;
    for (const Scenario& scenario : book_.source.scenarios) ids.push_back(scenario.id);
    const std::string_view near = core::nearest_name(ids, id);
    std::string where = "strategy.default_scenario";
    if (place.is_set()) where = place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    errors_.push_back(core::bad_configuration(std::move(where), "no scenario has the id \"" + id + "\"",
                                              near.empty() ? "" : "did you mean \"" + std::string(near) + "\"?"));
    return kNoScenario;
  }

  Rulebook& book_;
  std::vector<core::Error>& errors_;
  std::string receivable_name_;  // a name of receivables met where only debtors are
};

}  // namespace

uint32_t FeatureSet::add(FeatureId id) {
  const auto at = std::find(ids.begin(), ids.end(), id);
  if (at != ids.end()) return static_cast<uint32_t>(at - ids.begin());
  ids.push_back(id);
  return static_cast<uint32_t>(ids.size() - 1);
}

Rulebook::Rulebook(const RulebookSource& from) : source(from), catalogue(from.base_currency, from.attribute_types) {}

uint16_t Rulebook::find_scenario(std::string_view id) const {
  for (size_t i = 0; i < source.scenarios.size(); ++i) {
    if (source.scenarios[i].id == id) return static_cast<uint16_t>(i);
  }
  return kNoScenario;
}

std::shared_ptr<const Rulebook> compile_rulebook(const RulebookSource& source, std::vector<core::Error>& errors) {
  const size_t before = errors.size();
  auto book = std::make_shared<Rulebook>(source);
  RulebookCompiler(*book, errors).compile();
  if (errors.size() != before) return nullptr;
  return book;
}

}  // namespace dunlin::rules
