// The compiled configuration: every expression checked and bound to the features it reads, every scenario in the form in
// which a page is decided. Made once, immutable, shared by all threads of a run.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "rules/features/feature_catalogue.h"
#include "rules/feel/program.h"
#include "rules/rulebook_source.h"
#include "rules/score/scorecard.h"

namespace dunlin::rules {

/// Features wanted together, each once; programs name them by their position here.
struct FeatureSet {
  std::vector<FeatureId> ids;
  uint32_t add(FeatureId id);
};

/// A program and where its inputs stand in its stage's FeatureSet.
struct BoundProgram {
  Program program;
  std::vector<uint32_t> columns;
};

struct CompiledStep {
  std::optional<BoundProgram> when;
  std::optional<BoundProgram> priority;
};

struct CompiledScenario {
  uint32_t first_episode_step = 0;                                   ///< steps before it are pre-due
  uint32_t step_count = 0;                                           ///< steps behind them answer events; no unit takes one
  uint64_t episode_steps = 0;                                        ///< as a mask
  std::array<int8_t, core::kEventKindNames.size()> event_step = {};  ///< position of the step that answers an event; -1
  std::optional<BoundProgram> applies_to;
  std::vector<CompiledStep> steps;  ///< beside source.scenarios[i].steps
  bool answers(core::EventKind event) const { return event_step[static_cast<size_t>(event)] >= 0; }
};

struct CompiledSegment {
  BoundProgram when;
  uint16_t scenario;  ///< kNoScenario: names the segment only
  uint32_t name;      ///< position of the first segment of the same id: rules of a table may share one
};

struct Rulebook {
  RulebookSource source;  ///< as configured, but for `on`: those steps stand behind each scenario's own
  FeatureCatalogue catalogue;
  std::vector<CompiledScenario> scenarios;  ///< beside source.scenarios
  std::vector<core::UnitKind> scenario_unit;
  uint16_t default_scenario = 0;
  std::vector<CompiledSegment> segments;
  std::vector<uint16_t> arms;                                             ///< scenarios of the experiment's arms
  std::array<bool, core::kEventKindNames.size()> answered_anywhere = {};  ///< events that some scenario answers
  std::optional<BoundProgram> exclude_when;
  std::optional<Scorecard> scorecard;
  std::vector<uint32_t> scorecard_columns;  ///< in score_features

  FeatureSet exclude_features;  ///< over receivables, before anything is left out
  FeatureSet score_features;    ///< over debtors
  FeatureSet segment_features;  ///< over debtors
  FeatureSet item_features;     ///< over receivables: applies_to
  FeatureSet step_features;     ///< over units: when, priority

  explicit Rulebook(const RulebookSource& from);
  /// Index of a scenario id; kNoScenario when there is none.
  uint16_t find_scenario(std::string_view id) const;
};

/// Compiles everything and gathers every error, each with its place. Null when there is one.
std::shared_ptr<const Rulebook> compile_rulebook(const RulebookSource& source, std::vector<core::Error>& errors);

}  // namespace dunlin::rules
