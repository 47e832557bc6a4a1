// A page in the middle of being decided: what each stage found out, in columns. The run keeps the actions, the memory and
// the counters and throws the rest away; explain reads the rest.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/account_memory.h"
#include "core/action_batch.h"
#include "rules/allocation/allocate.h"
#include "rules/contact/permit.h"
#include "rules/features/feature_arena.h"
#include "rules/features/net_overdue.h"
#include "rules/feel/program.h"
#include "rules/scenario/step_choice_kernel.h"
#include "rules/scenario/units.h"
#include "rules/score/scorecard.h"
#include "rules/standing/covers.h"
#include "storage/records.h"

namespace dunlin::engine {

inline constexpr uint16_t kNoSegment = UINT16_MAX;

/// Why a debtor has the scenario it has.
enum class ScenarioReason : uint8_t { kNotDecided, kOwn, kOwnNone, kUnknown, kSegment, kDefault, kKept };

/// Why a receivable is not dunned although it stands overdue or not due.
enum class LeftOut : uint8_t { kNo, kDebtor, kExcluded, kOwnNone, kNoScenario, kAppliesTo, kExtinguished };

/// What is known before any step is looked at.
struct Assessment {
  std::vector<uint8_t> decided;  ///< per debtor: 1 when this run decides it
  rules::Balances balances;
  rules::Covers covers;
  rules::Standings standings;
  rules::TimeBars time_bars;
  std::vector<uint8_t> dunnable;          ///< per receivable: not left out
  std::vector<LeftOut> left_out;          ///< per receivable
  std::vector<uint16_t> debtor_scenario;  ///< per debtor; kNoScenario
  std::vector<ScenarioReason> scenario_reason;
  std::vector<uint16_t> receivable_scenario;  ///< per receivable; kNoScenario
  std::vector<uint8_t> items;                 ///< rules::ItemBits per receivable
  bool score_known = false, segments_known = false;
  rules::ScoreColumns score;        ///< per debtor
  rules::InputColumn score_column;  ///< the same as a feature
  core::TextColumn risk_class, segment_name;
  std::vector<uint16_t> segment;        ///< per debtor; kNoSegment
  std::vector<uint32_t> memory_debtor;  ///< row in the memory page; rules::kNoRow
  rules::NetOverdue net;                ///< dunnable overdue net of cash
};

/// What each unit came to, beside rules::Units.
struct UnitColumns {
  std::vector<int32_t> episode;  ///< number, 0 while none was ever opened
  std::vector<uint8_t> open;     ///< after this day's opening and closing
  std::vector<int32_t> opened_on;
  std::vector<uint8_t> restarted;  ///< the last step was forgotten (anchor_paid = "restart")
  std::vector<int8_t> last;        ///< index of the last completed step, -1
  std::vector<int32_t> last_on;    ///< date of it; meaningless without one
  std::vector<int32_t> clock;
  std::vector<uint64_t> triggered, minimum_met, when_met, allowed;  ///< bit i: step i
  std::vector<uint8_t> no_rate;                                     ///< some minimum could not be converted
  std::vector<int8_t> chosen;                                       ///< step to take, -1
  std::vector<rules::Deferral> barred;  ///< why the step that would be due is not allowed (flags, time bar)
};

/// Something that wants to leave: a step of a unit (or of several, consolidated), or a pre-due reminder.
struct Candidate {
  uint32_t debtor = 0;
  uint16_t scenario = 0;
  int8_t step = 0;
  bool pre_due = false;
  bool consolidated = false;
  core::UnitKind unit_kind = core::UnitKind::kDebtor;
  uint32_t key = 0;     ///< receivable row or currency of a single unit
  uint32_t anchor = 0;  ///< receivable row
  int32_t episode = 0;
  uint32_t unit_begin = 0, unit_end = 0;  ///< in PageDecision::fired_units
  uint32_t line_begin = 0, line_end = 0;  ///< in PageDecision::lines
  uint32_t value_row = 0;                 ///< row of its `when` values: a unit, or a row of pre_due_rows
  int32_t priority = 50;                  ///< 0..100
  bool entrant = false;                   ///< its channel is the overflow of one whose capacity is used up
  rules::Deferral outcome = rules::Deferral::kNone;
  uint8_t channel = core::ActionBatch::kNoChannel;
  uint32_t recipient = rules::kNoRow;  ///< row of contacts; kNoRow: the debtor
};

/// One channel of one candidate, asked and answered.
struct ChannelVerdict {
  uint32_t candidate;
  core::Channel channel;
  rules::Deferral answer;
};

struct PageDecision {
  Assessment assessment;
  rules::Units units;
  UnitColumns unit;
  /// Per debtor, of the furthest of its units in an open episode; kNull: none. What the step features read.
  std::vector<int64_t> step_index, step_stage, step_on, step_episode;
  std::vector<rules::InputColumn> step_columns;              ///< Rulebook::step_features over units
  std::vector<uint32_t> pre_due_debtor, pre_due_receivable;  ///< rows that a pre-due step was looked at for
  std::vector<int8_t> pre_due_step;
  std::vector<uint8_t> pre_due_holds;
  /// Rows whose pre-due step would be due, but for a breathing space or a bankruptcy; they are in none of the columns above.
  struct KeptAway {
    uint32_t debtor, receivable;
    int8_t step;
    rules::Deferral reason;
  };
  std::vector<KeptAway> pre_due_kept_away;
  std::vector<rules::InputColumn> pre_due_columns;

  std::vector<uint32_t> fired_units;
  std::vector<uint32_t> lines;        ///< receivable rows
  std::vector<Candidate> candidates;  ///< by debtor, in the order in which they are taken
  std::vector<ChannelVerdict> verdicts;
  std::vector<uint32_t> fired_pre_due;  ///< rows of pre_due_* whose step was taken

  core::ActionBatch actions;
  core::MemoryPage memory;
  bool memory_changed = false;
  storage::Counters counters;
  std::vector<std::pair<std::string, std::string>> quarantined;
};

/// Scratch of one worker, reused from page to page.
struct PageScratch {
  rules::FeatureArena arena;
  rules::Workspace workspace;
};

}  // namespace dunlin::engine
