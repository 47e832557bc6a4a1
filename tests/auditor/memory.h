// What the auditor remembers of a debtor from one day to the next, from its own decisions alone.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/auditor/contact_book.h"
#include "tests/auditor/debt_view.h"

namespace dunlin::audit {

struct UnitKey {
  core::UnitKind kind = core::UnitKind::kDebtor;
  std::string id;  ///< "", a receivable, a currency
  friend auto operator<=>(const UnitKey&, const UnitKey&) = default;
};

/// A first contact in writing.
struct Notice {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
};

struct UnitMemory {
  int32_t episode = 0;
  bool open = false, acted = false;
  bool own_scenario = false;  ///< the episode opened under a scenario of the receivable's own
  core::Date opened_on;
  std::string scenario;
  std::string step;  ///< last completed one; empty: none
  core::Date step_on;
  int32_t repeats = 0;
  std::string anchor;
  std::string pending_step, pending_action;  ///< emitted, to be completed by an interaction
  core::Date pending_on;
  std::string blocked_step;  ///< had no permitted channel
  core::Date blocked_since;
  Notice notice;  ///< of the episode
};

struct Mark {
  std::string scenario, step;
};

/// A step that spoke of an item in an episode of its unit: what `fee_after` asks for.
struct Reminder {
  std::string receivable;
  UnitKey unit;
  std::string scenario, step;
  int32_t episode = 0;
  friend auto operator<=>(const Reminder&, const Reminder&) = default;
};

struct EventKey {
  core::EventKind kind = core::EventKind::kPromiseBroken;
  std::string record;
  friend auto operator<=>(const EventKey&, const EventKey&) = default;
};
struct EventMemory {
  core::Date first_seen;
  bool done = false;
};

struct Memory {
  std::map<UnitKey, UnitMemory> units;
  std::map<std::string, Mark> marks;  ///< pre-due reminders, by receivable
  std::vector<OwnContact> contacts;
  std::vector<Charge> charges;
  std::set<Reminder> reminders;
  std::map<std::string, std::vector<Notice>> notices;  ///< by receivable that they listed, past due
  std::map<EventKey, EventMemory> events;
};

}  // namespace dunlin::audit
