// One debtor on one business date, decided from the text: what is due, what leaves, what does not and why.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/auditor/debtor_facts.h"
#include "tests/auditor/interest.h"
#include "tests/auditor/memory.h"
#include "tests/auditor/rooms.h"

namespace dunlin::audit {

/// What a day came to, in the words in which it is compared with the run.
struct DayResult {
  std::vector<std::string> actions;
  std::map<std::string, int64_t> deferred, standings;
  int64_t replaced = 0;            ///< steps whose place an event took
  std::vector<Claimant> contacts;  ///< what leaves by channels
};

/// What every debtor of a night is decided with.
struct NightReading {
  const rules::RulebookSource& rules;
  Conditions& conditions;
  const Exchange& exchange;
  const ReferenceRates& rates;
  const std::map<std::string, std::string>& countries;  ///< of creditors
  core::Date date;
};

/// When an action may be carried out, seconds since 1970 UTC.
inline std::string hours_text(int64_t not_before, int64_t not_after) {
  if (not_before == core::kNull && not_after == core::kNull) return "any hour";
  return std::to_string(not_before) + " to " + std::to_string(not_after);
}

/// A referral to court, or what leads to one.
bool is_legal(const rules::Step& step);
/// The oldest, ties by higher balance, then id; null: none.
const Item* oldest_of(const std::vector<const Item*>& items);

class DebtorDay {
 public:
  DebtorDay(const NightReading& night, const Account& account, Memory& memory);
  DayResult decide(const Rooms& rooms);

 private:
  enum class Settled { kWaits, kDone, kFailed };

  struct Unit {
    UnitKey key;
    const rules::Scenario* scenario = nullptr;
    std::vector<const Item*> items;
    const Item* anchor = nullptr;
    bool past_due = false;
    std::vector<const Item*> overdue;  ///< of the items, what is dunnable
    const UnitMemory* before = nullptr;
    bool was_open = false, open = false;
    int32_t episode = 0;
    core::Date opened_on;
    int last = -1;  ///< position of the last completed step
    core::Date last_on;
    int32_t repeats = 0;
    bool restarted = false, moved = false, descended = false;
    Settled settled = Settled::kWaits;
    int pending = -1;
    int blocked = -1;
    int chosen = -1;
    std::string barred;
    int candidate = -1;
    bool taken = false;
  };

  struct Candidate {
    const rules::Scenario* scenario = nullptr;
    const rules::Step* step = nullptr;
    int position = 0;  ///< of the step in its scenario
    bool pre_due = false, consolidated = false;
    const EventKey* event = nullptr;
    UnitKey unit;                                              ///< as the action names it
    UnitKey owner;                                             ///< whose charge it is
    std::vector<std::pair<std::string, std::string>> members;  ///< (receivable, step) of consolidated ones
    std::vector<size_t> units;
    size_t leader = 0;  ///< of these units
    std::vector<const Item*> lines;
    const Item* anchor = nullptr;
    const Item* asked_of = nullptr;  ///< the item that conditions about a receivable read
    int32_t episode = 0;
    core::ActionKind action = core::ActionKind::kContact;
    std::optional<core::Channel> channel;
    const Record* recipient = nullptr;  ///< of a contact
    bool to_representative = false;
    bool entrant = false;               ///< came to its channel because another contact had no room
  std::string outcome = "permitted";
    int64_t not_before = core::kNull, not_after = core::kNull;
    bool no_channel = false;  ///< every channel said no
    int64_t priority = 50;
    std::map<std::string, int64_t> fees, interest;
  };

  enum class Fate { kUnanswered, kFails, kLapsed, kNothing, kBarred, kAsked };
  struct Event {
    EventKey key;
    core::Date first_seen;
    Fate fate = Fate::kUnanswered;
    std::string reason;
    const rules::Scenario* scenario = nullptr;
    const rules::Step* step = nullptr;
    int32_t episode = 0;
    std::vector<const Item*> lines;
    const Item* anchor = nullptr;
    bool answered = false;
  };

  // scenarios.cc
  void assess();
  void score();
  void choose_segment();
  const rules::Scenario* scenario_named(const std::string& id) const;
  const rules::Scenario* debtor_scenario();
  const rules::Scenario* kept_scenario() const;
  const rules::Scenario* scenario_of(const Item& item) const;
  bool has_own_scenario(const Item& item) const { return item.record->has(core::Field::kScenario); }
  size_t position(const Item& item) const { return static_cast<size_t>(&item - debt_.items.data()); }
  bool is_overdue(const Item& item) const {
    return facts_->dunnable[position(item)] && item.standing == core::Standing::kOverdue;
  }
  bool is_not_due(const Item& item) const {
    return facts_->dunnable[position(item)] && item.standing == core::Standing::kNotDue;
  }

  // units.cc
  void make_units();
  void add_unit(UnitKey key, const rules::Scenario* scenario, const std::vector<const Item*>& items);
  /// What is overdue of the items, for units of several net of cash.
  Claims claims_of(const UnitKey& key, const std::vector<const Item*>& items) const;
  void recall(Unit& unit);
  void recall_waiting(Unit& unit);
  /// The unit that looks at the item today; none: null.
  const Unit* unit_holding(const Item& item) const;
  int step_today(const Unit& unit, const std::string& step) const;
  bool anchor_is_gone(const Unit& unit) const;
  Settled answer_to(const UnitMemory& memory, rules::Completes completes, core::Date& on) const;

  // steps.cc
  void count_steps();
  void descend(Unit& unit);
  void choose(Unit& unit);
  int choose_from(const Unit& unit, bool with_bars, bool& no_rate) const;
  bool reached(const Unit& unit, const rules::Step& step) const;
  bool day_has_come(const Unit& unit, const rules::Step& step) const;
  Reach minimums(const Unit& unit, const rules::Step& step) const;
  /// Its condition and its minimums together.
  Reach holds(const Unit& unit, const rules::Step& step) const;
  Answer condition(const Unit& unit, const rules::Step& step) const;
  bool is_for_others(const rules::Step& step) const;
  std::string bar_of(const Unit& unit, const rules::Step& step) const;
  /// What legal steps leave out of a unit.
  bool is_barred(const Item& item) const;
  /// Overdue items of the unit that the step may claim; all of them where it may claim none.
  std::vector<const Item*> claimed_by(const Unit& unit, const rules::Step& step) const;
  const Item* anchor_for(const Unit& unit, const rules::Step& step) const;
  Claims claims_for(const Unit& unit, const rules::Step& step) const;
  std::string flag_bar(const rules::Step& step) const;
  Reach share(const Claims& claims, const std::optional<int32_t>& percent) const;
  bool comes_again(const Unit& unit, bool with_rates) const;
  std::string statutory_bar() const;

  // notices.cc
  struct Free {
    bool fees = false, interest = false;
  };
  std::vector<const rules::FirstNotice*> notices() const;
  bool is_over(const rules::FirstNotice& notice, const Notice& given) const;
  std::optional<Notice> notice_of(const Unit& unit) const;
  std::optional<Notice> notice_of(const Item& item) const;
  bool waits_for_notice(const Unit& unit, const rules::Step& step) const;
  bool waits_for_notice(const Event& event) const;
  Free free_of(const Item& item) const;

  // events.cc
  void gather_events();
  void add_event(core::EventKind kind, const std::string& record);
  void add_episode_events();
  void add_limit_events();
  core::Date exceeded_on(core::Date remarked) const;
  bool is_cured(const Unit& unit) const;
  bool has_finished(const Unit& unit) const;
  void judge(Event& event);
  bool has_lapsed(const Event& event) const;
  void list(Event& event) const;
  void meet_minimums(Event& event) const;
  const UnitKey* unit_of(const Event& event) const;
  bool answers(core::EventKind kind) const;

  // candidates.cc
  void gather_candidates();
  size_t leader_of(const std::vector<size_t>& units) const;
  void add_fired(std::vector<size_t> units);
  void add_pre_due();
  void add_pre_due_action(const rules::Scenario& scenario, int step, const std::vector<const Item*>& items, bool shared);
  std::vector<const Item*> lines_of(const Unit& unit, const rules::Step& step) const;
  int pre_due_step(const rules::Scenario& scenario, const Item& item) const;
  bool was_reminded(const rules::Scenario& scenario, const Item& item, int step) const;

  // contacts.cc
  void decide_contacts();
  enum class Limits { kNone, kOwners, kAll };
  void take_turns(Limits limits);
  /// False where a contact that is about to leave has no room: an entrant, or another one.
  bool all_have_room(bool entrants) const;
  std::vector<std::optional<core::Channel>> channels() const;
  void ask_channels(Candidate& candidate, History& history, Limits limits);
  bool has_room(const Candidate& candidate, core::Channel channel, bool overflows, Limits limits, bool& entrant) const;
  bool try_channel(Candidate& candidate, History& history, Wish wish, core::Channel channel, bool overflows, Limits limits);
  void overflow(Candidate& candidate, History& history, const Wish& wish, core::Channel full, Limits limits);
  Claimant claimant_of(const Candidate& candidate) const;
  std::vector<Claimant> claimants() const;
  size_t turn_of(const Candidate& candidate) const { return static_cast<size_t>(&candidate - candidates_.data()); }

  // charging.cc
  void charge(Candidate& candidate);
  void charge_fees(Candidate& candidate);
  void charge_interest(Candidate& candidate);
  std::optional<core::DebtorKind> kind() const;
  const rules::InterestRule* interest_rule(const std::string& name) const;
  int64_t interest_of(const Item& item, const rules::InterestRule& rule) const;
  bool may_charge_fee(const Candidate& candidate, const Item& item) const;
  std::optional<Reminder> reminder_of(const Candidate& candidate, const Item& item, const std::string& step) const;

  // leaving.cc
  std::string step_name(const Candidate& candidate) const;
  std::string text_of(const Candidate& candidate) const;
  std::string recipient_text(const Candidate& candidate) const;
  std::string copies_text(const Candidate& candidate) const;
  std::string action_id(const Candidate& candidate) const;

  // remembering.cc
  void remember();
  void remember_written(const Candidate& candidate);
  void remember_unit(Unit& unit);
  void remember_taken(const Unit& unit, UnitMemory& memory) const;
  void count_result(DayResult& result) const;

  const rules::RulebookSource& rules_;
  Conditions& conditions_;
  const Exchange& exchange_;
  const ReferenceRates& rates_;
  const std::string country_;  ///< the creditor's
  const Account& account_;
  const core::Date date_;
  Memory& memory_;
  std::vector<Charge> charges_;  ///< of earlier days
  Bookkeeper books_;
  Debt debt_;
  Whereabouts where_;
  History history_;
  std::optional<DebtorFacts> facts_;
  std::string segment_scenario_;
  const rules::Scenario* debtor_scenario_ = nullptr;
  std::vector<Unit> units_;
  std::vector<Event> events_;
  std::vector<Candidate> candidates_;
  const Rooms* rooms_ = nullptr;
  std::vector<std::optional<core::Channel>> own_, late_;  ///< of candidates: without limits, and while entrants have room
  bool scenario_hidden_ = false;            ///< by a missing exchange rate
  std::map<std::string, int64_t> waiting_;  ///< what is overdue and in no unit, by reason
  int64_t kept_away_ = 0;                   ///< reminders that a breathing space or a bankruptcy keeps away
};

}  // namespace dunlin::audit
