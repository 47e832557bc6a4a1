// A page in the middle of being decided: what each stage found out, in columns. The run keeps the actions, the memory and
// the counters and throws the rest away; explain reads the rest.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/account_memory.h"
#include "core/action_batch.h"
#include "engine/run/page_ledger.h"
#include "rules/allocation/allocate.h"
#include "rules/contact/permit.h"
#include "rules/features/feature_arena.h"
#include "rules/features/net_overdue.h"
#include "rules/feel/program.h"
#include "rules/fees/fee.h"
#include "rules/scenario/step_choice_kernel.h"
#include "rules/scenario/units.h"
#include "rules/score/scorecard.h"
#include "rules/standing/covers.h"
#include "storage/records.h"

namespace dunlin::engine {

inline constexpr uint16_t kNoSegment = UINT16_MAX;

/// Why a debtor has the scenario it has.
enum class ScenarioReason : uint8_t { kNotDecided, kOwn, kOwnNone, kUnknown, kSegment, kDefault, kKept, kNoRate };
inline constexpr std::array<std::string_view, 8> kScenarioReasonNames = {
    "not_decided", "own", "own_none", "own_unknown", "segment", "default", "kept_since_the_episode_opened", "no_rate"};
/// `bucket` of a debtor whom no experiment splits.
inline constexpr uint16_t kNoBucket = UINT16_MAX;

/// Why a receivable is not dunned although it stands overdue or not due.
enum class LeftOut : uint8_t {
  kNo,
  kDebtor,
  kExcluded,
  kOwnNone,
  kNoScenario,
  kAppliesTo,
  kExtinguished,
  kUnknownScenario,
  kNoRate,  ///< a missing exchange rate hides whether it is left out, or which scenario it has
};
inline constexpr std::array<std::string_view, 9> kLeftOutNames = {
    "", "not_decided", "excluded", "own_none", "no_scenario", "applies_to", "extinguished", "unknown_scenario", "no_rate"};

/// What is overdue but is looked at by no unit, and not because somebody wanted it so.
struct Waiting {
  uint32_t debtor;
  uint32_t receivable;  ///< row of one with a scenario of its own; rules::kNoRow: the debtor's others
  rules::Deferral reason;
};

/// What is known before any step is looked at.
struct Assessment {
  std::vector<uint8_t> set_aside;  ///< per debtor: 1 when it is quarantined; read by assess(). Empty: none
  std::vector<uint8_t> decided;    ///< per debtor: 1 when this run decides it
  PageLedger ledger;
  rules::Balances balances;
  rules::Covers covers;
  rules::Standings standings;
  rules::TimeBars time_bars;
  std::vector<uint8_t> dunnable;          ///< per receivable: not left out
  std::vector<LeftOut> left_out;          ///< per receivable
  std::vector<uint16_t> debtor_scenario;  ///< per debtor; kNoScenario
  std::vector<ScenarioReason> scenario_reason;
  std::vector<uint16_t> bucket;               ///< per debtor, of the experiment; kNoBucket
  std::vector<uint16_t> receivable_scenario;  ///< per receivable; kNoScenario
  std::vector<uint8_t> items;                 ///< rules::ItemBits per receivable
  bool score_known = false, segments_known = false;
  rules::ScoreColumns score;        ///< per debtor
  rules::InputColumn score_column;  ///< the same as a feature
  core::TextColumn risk_class, segment_name;
  /// Per debtor, 1: a missing exchange rate hides them. Empty: nobody's.
  std::vector<uint8_t> score_incomplete, segment_undecided;
  std::vector<uint16_t> segment;        ///< per debtor; kNoSegment
  std::vector<uint32_t> memory_debtor;  ///< row in the memory page; rules::kNoRow
  rules::NetOverdue net;                ///< dunnable overdue net of cash
  std::vector<Waiting> waiting;         ///< by debtor
};

/// What interactions say of an action that waits to be completed.
enum class Completion : uint8_t { kWaits, kDone, kFailed };

/// How the last completed step became another one without an action of today.
enum class Move : uint8_t { kNone, kCompleted, kDescended };

/// What each unit came to, beside rules::Units.
struct UnitColumns {
  std::vector<int32_t> episode;   ///< number, 0 while none was ever opened
  std::vector<uint8_t> was_open;  ///< before this day
  std::vector<uint8_t> open;      ///< after this day's opening and closing
  std::vector<int32_t> opened_on;
  std::vector<uint8_t> restarted;  ///< the last step was forgotten (anchor_paid = "restart")
  std::vector<int8_t> last;        ///< index of the last completed step, -1
  std::vector<int32_t> last_on;    ///< date of it; meaningless without one
  std::vector<int32_t> repeats;    ///< how often it was taken
  std::vector<Move> moved;
  std::vector<int8_t> pending;  ///< emitted step that waits for an interaction, -1
  std::vector<int32_t> pending_on;
  std::vector<Completion> settled;     ///< what became of the step that waited before this day
  std::vector<int8_t> blocked;         ///< step that had no permitted channel before this day, -1
  std::vector<int32_t> blocked_since;  ///< first such day
  std::vector<int32_t> clock;
  std::vector<uint64_t> triggered, minimum_met, when_met, allowed;  ///< bit i: step i
  /// Bit i: only a missing exchange rate keeps step i from its minimums, or hides whether its `when` holds.
  std::vector<uint64_t> minimum_unrated, when_unrated;
  std::vector<int8_t> chosen;           ///< step to take, -1
  std::vector<uint8_t> skipped;         ///< its step was passed over today: no channel for too long
  std::vector<rules::Deferral> barred;  ///< why the step that would be due is not allowed (flags, time bar, a notice period)
  // Of legal steps, without what is time-barred; empty where nothing overdue on the page is (time_bar.h).
  std::vector<uint32_t> legal_anchor;  ///< receivable row; kNoRow: everything is barred
  std::vector<int32_t> legal_clock;
  // Empty unless a rule speaks of the first notice of an episode (notice_stage.h).
  std::vector<int8_t> held_step;    ///< step that waits for the end of the notice period, -1
  std::vector<int32_t> held_rule;   ///< position in ContactPolicy::first_notices
  std::vector<int32_t> held_since;  ///< day of the notice
  std::vector<int32_t> held_until;  ///< first day on which it may be taken
};

/// What becomes of an event on this day.
enum class EventFate : uint8_t {
  kUnanswered,      ///< the scenario has no answer to it
  kConditionFails,  ///< its `when` does not hold: answered with nothing
  kLapsed,          ///< nothing is past due any more (or what else it lives on is gone)
  kNothingToClaim,  ///< waits: nothing dunnable is overdue, or less than the minimums
  kBarred,          ///< waits: `reason` says why
  kAsked,           ///< a candidate, deferred or emitted
};

/// An event of a debtor that no run has settled yet.
struct PageEvent {
  uint32_t debtor = 0;
  core::EventKind kind = core::EventKind::kPromiseBroken;
  std::string record_id;
  core::Date first_seen;
  bool is_new = false;
  EventFate fate = EventFate::kUnanswered;
  rules::Deferral reason = rules::Deferral::kNone;
  uint16_t scenario = rules::kNoScenario;
  int8_t step = rules::kNoStep;
  int32_t episode = 0;
  uint32_t anchor = 0;                    ///< receivable row, of kAsked
  uint32_t value_row = 0;                 ///< in event_columns
  uint32_t line_begin = 0, line_end = 0;  ///< in PageDecision::event_lines
};

/// Something that wants to leave: a step of a unit (or of several, consolidated), a pre-due reminder, or the answer to an
/// event.
struct Candidate {
  uint32_t debtor = 0;
  uint16_t scenario = 0;
  int8_t step = 0;
  bool pre_due = false;
  bool consolidated = false;
  uint32_t event = rules::kNoRow;  ///< in PageDecision::events: `step` is then one of those behind the scenario's own
  core::UnitKind unit_kind = core::UnitKind::kDebtor;
  uint32_t key = 0;     ///< receivable row or currency of a single unit
  uint32_t anchor = 0;  ///< receivable row
  int32_t episode = 0;
  uint32_t unit_begin = 0, unit_end = 0;  ///< in PageDecision::fired_units
  uint32_t line_begin = 0, line_end = 0;  ///< in PageDecision::lines
  uint32_t value_row = 0;                 ///< row of its `when` values: a unit, or a row of pre_due_* or event_columns
  int32_t priority = 50;                  ///< 0..100
  bool entrant = false;                   ///< it comes to its channel because a capacity is used up: see CapacityCut
  rules::Deferral outcome = rules::Deferral::kNone;
  uint8_t channel = core::ActionBatch::kNoChannel;
  uint32_t recipient = rules::kNoRow;                         ///< row of contacts; kNoRow: the debtor
  core::ActionKind action = core::ActionKind::kContact;       ///< the step's, or a call by a person in its place
  int64_t not_before = core::kNull, not_after = core::kNull;  ///< seconds since 1970 UTC
  uint32_t action_row = rules::kNoRow;                        ///< row of PageDecision::actions once it is emitted
  bool is_event() const { return event != rules::kNoRow; }
};

/// Whose an added charge is: of the unit's episode, of the receivable for its life, or a row of nothing by which the
/// receivable remembers a free reminder.
enum class ChargedFor : uint8_t { kEpisode, kLife, kReminder };

/// What an emitted candidate adds to what is owed, or shows, on a receivable that it lists.
struct AddedCharge {
  uint32_t candidate;
  uint32_t receivable;  ///< row
  rules::ChargePart part;
  int64_t amount;  ///< as core/account_memory.h keeps it
  ChargedFor owner;
};

/// One channel of one candidate, asked and answered.
struct ChannelVerdict {
  uint32_t candidate;
  core::Channel channel;
  rules::Permission permission;
  bool entrant = false;  ///< as Candidate::entrant, of a channel whose capacity was asked
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
  std::vector<uint8_t> pre_due_holds;           ///< its `when`, as a rules::Truth
  std::vector<rules::Deferral> pre_due_barred;  ///< a missing rate hides whether `when` or the minimums hold
  /// Rows whose pre-due step would be due, but for a breathing space or a bankruptcy; they are in none of the columns above.
  struct KeptAway {
    uint32_t debtor, receivable;
    int8_t step;
    rules::Deferral reason;
  };
  std::vector<KeptAway> pre_due_kept_away;
  std::vector<rules::InputColumn> pre_due_columns;

  std::vector<PageEvent> events;  ///< by debtor, event, record id
  std::vector<uint32_t> event_lines;
  size_t event_rows = 0;                          ///< events that are asked for: rows of event_columns
  std::vector<rules::InputColumn> event_columns;  ///< Rulebook::step_features over events

  std::vector<uint32_t> fired_units;
  std::vector<uint32_t> lines;        ///< receivable rows
  std::vector<Candidate> candidates;  ///< by debtor, in the order in which they are taken
  std::vector<ChannelVerdict> verdicts;
  /// Beside `lines`, minor units: what the line's action adds. Empty when no action of the page adds anything.
  std::vector<int64_t> line_fees, line_interest;
  std::vector<rules::FeeBar> line_fee_bar;  ///< why nothing of it
  std::vector<rules::InterestBar> line_interest_bar;
  std::vector<AddedCharge> added;  ///< by candidate

  core::ActionBatch actions;
  core::MemoryPage memory;
  bool memory_changed = false;
  storage::Counters counters;
  std::vector<std::pair<std::string, std::string>> quarantined;  ///< as storage::RunRecord has them
};

/// Scratch of one worker, reused from page to page.
struct PageScratch {
  rules::FeatureArena arena;
  rules::Workspace workspace;
};

}  // namespace dunlin::engine
