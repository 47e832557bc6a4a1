// Builds a memory page row by row, debtors in page order; the one place that knows its columns (core/account_memory.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/account_memory.h"
#include "core/date.h"
#include "core/vocabulary.h"

namespace dunlin::engine {

struct UnitMemory {
  core::UnitKind kind = core::UnitKind::kDebtor;
  std::string_view unit;  ///< "", a receivable_id, a currency code
  std::string_view scenario;
  int32_t episode = 0;
  bool open = false;
  core::Date opened_on;
  std::string_view step;  ///< step_path() of the last completed step; empty: none
  core::Date step_on;
  std::string_view anchor;  ///< receivable_id at that step
  bool acted = false;
  bool own_scenario = false;        ///< the episode opened under a receivable's own scenario, not its debtor's
  core::Date forgot_on;             ///< the episode opened, began anew, or closed
  int32_t repeats = 0;              ///< how often the last completed step was taken
  core::Date blocked_since;         ///< first day on which the due step had no permitted channel
  std::string_view pending_step;    ///< step_path() of a step that waits for an interaction, or for a channel; empty: none
  core::Date pending_on;            ///< date of its action
  std::string_view pending_action;  ///< its id; empty: it waits for a channel since `blocked_since`
  std::string_view moves;           ///< see StepMove
  std::string_view past;            ///< see PastEpisode
  core::Date notice_on;             ///< day of the first contact of the episode in writing
  core::Channel notice_channel = core::Channel::kEmail;
};

/// The last completed step became another one without an action: it went down, or was passed over.
struct StepMove {
  core::Date on;
  core::Date blocked_since;  ///< set: the step was passed over after so long without a channel
  core::Date step_on;        ///< date of the last completed step afterwards
  int32_t repeats = 0;
  std::string_view scenario, anchor, path;  ///< step_path(), empty: none
};
/// Moves as memory keeps them, oldest first, those of earlier episodes among them.
std::vector<StepMove> step_moves(std::string_view moves);
std::string with_move(std::string_view moves, const StepMove& move);
std::string_view moves_since(std::string_view moves, core::Date oldest);

/// An episode that is over, or a day on which one forgot its steps. Runs never read them: they are kept so that explain can
/// tell what was remembered on a day long past.
struct PastEpisode {
  core::Date on;         ///< it opened, or forgot its steps
  core::Date closed_on;  ///< unset: its steps were forgotten (anchor_paid = "restart")
  bool own_scenario = false;
  std::string_view scenario;
};
/// How long they are kept behind their end.
inline constexpr core::Days kPastKeptDays = 400;
std::vector<PastEpisode> past_episodes(std::string_view past);
/// With one more, without those that ended before `oldest`.
std::string with_past(std::string_view past, const PastEpisode& episode, core::Date oldest);

UnitMemory unit_memory_at(const core::Table& units, size_t row);

struct ContactMemory {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
  std::string_view listed;  ///< receivable_ids parted by '\n'; empty where no cap asks
  int64_t action_hash = core::kNull;
  bool to_representative = false;
};
ContactMemory contact_memory_at(const core::Table& contacts, size_t row);

struct ChargeMemory {
  std::string_view receivable_id;
  int64_t part = 0;    ///< rules::ClaimPart costs or interest, core::kShownInterest or kNoticeGiven
  int64_t amount = 0;  ///< minor units
  core::Date on;
  core::UnitKind unit_kind = core::UnitKind::kDebtor;
  std::string_view unit, scenario, step;
  int32_t episode = 0;
};
ChargeMemory charge_memory_at(const core::Table& charges, size_t row);

struct EventMemory {
  core::EventKind event = core::EventKind::kPromiseBroken;
  std::string_view record_id;
  core::Date on;      ///< first day on which a run saw it
  bool done = false;  ///< answered or lapsed
  core::Date done_on;
};
EventMemory event_memory_at(const core::Table& events, size_t row);
/// Row in [begin, end), the rows of one debtor, which are in order of (event, record_id); `end` when it is not there.
uint32_t find_event(const core::Table& events, uint32_t begin, uint32_t end, core::EventKind event,
                    std::string_view record_id);

class MemoryWriter {
 public:
  MemoryWriter();
  void begin_debtor(const core::Table& debtors, size_t row);
  void add_unit(const UnitMemory& unit);
  void add_mark(std::string_view receivable_id, std::string_view scenario, std::string_view step, core::Date on);
  void add_contact(const ContactMemory& contact);
  void add_charge(const ChargeMemory& charge);
  void add_event(const EventMemory& event);
  /// Closes the debtor at hand, which has at least one row.
  void end_debtor();
  core::MemoryPage finish() &&;

 private:
  core::MemoryPage page_;
  size_t debtors_ = 0, units_ = 0, marks_ = 0, contacts_ = 0, charges_ = 0, events_ = 0;
};

}  // namespace dunlin::engine
