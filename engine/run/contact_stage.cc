#include "engine/run/contact_stage.h"

#include <algorithm>

#include "engine/run/priority_stage.h"
#include "rules/contact/open_hours.h"

namespace dunlin::engine {
namespace {

using core::Channel;
using core::ChannelSet;
using core::Field;
using core::RecordKind;
using rules::Deferral;
using rules::kNoRow;

/// True when `wanted` is one of the entries of a list parted by ';'.
bool list_has(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const size_t cut = list.find(';');
    if (list.substr(0, cut) == wanted) return true;
    list = cut == std::string_view::npos ? std::string_view() : list.substr(cut + 1);
  }
  return false;
}

/// What only a person may still do where a vulnerable debtor is past the final notice: speak with it.
bool needs_a_person(core::DebtorFlags flags, const rules::Step& step) {
  if ((flags & core::bit(core::DebtorFlag::kVulnerable)) == 0) return false;
  if (core::is_contact(step.action)) return step.stage > core::Stage::kFinalNotice;
  return step.action == core::ActionKind::kLegalReferral || step.action == core::ActionKind::kAgencyPlacement;
}

class ContactDecider {
 public:
  ContactDecider(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        source_(night.book->source),
        loaded_(loaded),
        page_(loaded.page),
        contacts_(loaded.page.group(RecordKind::kContact)),
        decision_(decision),
        places_(contact_places(night, loaded.page)) {}

  void run() {
    decision_.verdicts.clear();
    const std::vector<Candidate>& candidates = decision_.candidates;
    for (uint32_t end = 0; end < candidates.size();) {
      first_ = end;
      while (end < candidates.size() && candidates[end].debtor == candidates[first_].debtor) ++end;
      decide_debtor(end);
    }
  }

 private:
  /// Which capacities bind: none, those of channels that a candidate takes where nothing is limited, or also what is left of
  /// them for entrants.
  enum class Limits : uint8_t { kNone, kOwn, kAll };

  /// The candidates [first_, end) of one debtor, as the survey met them: without limits, which is the last word wherever
  /// nothing is refused. Else again under the cuts, so that a refused contact neither counts in caps and gaps nor takes the
  /// place of a step; what that lets through is an entrant, for the cuts counted without it.
  void decide_debtor(uint32_t end) {
    limits_ = Limits::kNone;
    const size_t verdicts = decision_.verdicts.size();
    take(end);
    if (source_.contact.capacity.empty() || night_.survey == nullptr || admits_all(end, false)) return;
    note_channels(end, own_);
    limits_ = Limits::kOwn;
    decision_.verdicts.resize(verdicts);
    take(end);
    if (admits_all(end, true)) return;
    note_channels(end, late_);
    limits_ = Limits::kAll;
    decision_.verdicts.resize(verdicts);
    take(end);
  }

  void take(uint32_t end) {
    meet(decision_.candidates[first_].debtor);
    event_answered_ = false;
    for (uint32_t at = first_; at < end; ++at) {
      Candidate& candidate = decision_.candidates[at];
      candidate.channel = core::ActionBatch::kNoChannel;
      candidate.recipient = kNoRow;
      candidate.not_before = candidate.not_after = core::kNull;
      candidate.entrant = false;
      // The answer to an event takes the place of the steps of that day; they stay due.
      if (event_answered_ && !candidate.is_event() && !candidate.pre_due) {
        candidate.outcome = Deferral::kReplacedByEvent;
        continue;
      }
      decide(at, candidate);
      event_answered_ |= candidate.is_event() && candidate.outcome == Deferral::kNone;
    }
  }

  /// Whether the cuts let all leave that are about to: entrants, or the others.
  bool admits_all(uint32_t end, bool entrants) const {
    for (uint32_t at = first_; at < end; ++at) {
      const Candidate& candidate = decision_.candidates[at];
      if (candidate.channel == core::ActionBatch::kNoChannel || candidate.entrant != entrants) continue;
      if (!is_admitted(at, static_cast<Channel>(candidate.channel), entrants)) return false;
    }
    return true;
  }

  void note_channels(uint32_t end, std::vector<uint8_t>& channels) const {
    channels.clear();
    for (uint32_t at = first_; at < end; ++at) channels.push_back(decision_.candidates[at].channel);
  }

  const rules::Scenario& scenario_of(const Candidate& candidate) const { return source_.scenarios[candidate.scenario]; }
  const rules::Step& step_of(const Candidate& candidate) const {
    return scenario_of(candidate).steps[static_cast<size_t>(candidate.step)];
  }
  std::span<const uint32_t> lines_of(const Candidate& candidate) const {
    return std::span(decision_.lines).subspan(candidate.line_begin, candidate.line_end - candidate.line_begin);
  }

  /// Flags, opt-outs, addresses, past contacts and the place of a debtor.
  void meet(uint32_t debtor) {
    const auto set_of = [&](Field field) {
      return static_cast<uint32_t>(std::max<int64_t>(0, page_.debtors.int_at(field, debtor)));
    };
    person_ = {};
    person_.flags = set_of(Field::kFlags);
    person_.opt_out = set_of(Field::kOptOut);
    person_.kind = rules::debtor_kind(page_, debtor);
    debtor_reach_ = set_of(Field::kReach);
    static const rules::Place kAnywhere;
    const bool placed = !source_.contact.times.empty() || page_.rows(RecordKind::kInteraction).rows() > 0;
    const rules::Place& place = placed ? places_.of(debtor) : kAnywhere;
    if (placed) person_.place = &place;
    rules::gather_history({.page = page_,
                           .memory = &loaded_.memory,
                           .date = night_.date,
                           .with_receivables = rules::remembers_listed(source_.contact)},
                          debtor, decision_.assessment.memory_debtor[debtor], place, history_);
    person_.history = &history_;
  }

  void decide(uint32_t at, Candidate& candidate) {
    const rules::Step& step = step_of(candidate);
    candidate.action = needs_a_person(person_.flags, step) ? core::ActionKind::kCallTask : step.action;
    candidate.outcome = barred_by_flag(candidate, step);
    if (candidate.outcome != Deferral::kNone || !core::is_contact(candidate.action)) return;
    candidate.outcome = try_channels(at, candidate, step);
  }

  /// The first permitted channel takes the contact; else the reason of the first one counts.
  Deferral try_channels(uint32_t at, Candidate& candidate, const rules::Step& step) {
    Deferral first = Deferral::kNone;
    std::optional<Channel> full;
    for (const Channel channel : channels_of(candidate, step)) {
      const rules::Permission permission = ask_for_room(at, candidate, step, channel);
      if (permission.answer == Deferral::kNone) {
        accept(candidate, step, channel, permission);
        return Deferral::kNone;
      }
      if (first == Deferral::kNone) first = permission.answer;
      if (permission.answer != Deferral::kCapacityUsedUp) continue;
      full = channel;
      if (!has_place_elsewhere(at, channel)) break;
    }
    return full ? overflow(at, candidate, step, *full) : first;
  }

  bool is_limited(Channel channel) const {
    return std::any_of(source_.contact.capacity.begin(), source_.contact.capacity.end(),
                       [&](const rules::ChannelCapacity& capacity) { return capacity.channel == channel; });
  }

  bool is_admitted(uint32_t at, Channel channel, bool entrant) const {
    const CapacityCut* cut = night_.survey->cut(channel, entrant);
    if (cut == nullptr || cut->everybody) return true;
    return night_.survey->admits(channel, entrant, admission_key(night_, loaded_, decision_, at));
  }

  /// Without limits the candidate took another channel: its place is there.
  bool has_place_elsewhere(uint32_t at, Channel channel) const {
    const uint8_t own = own_[at - first_];
    return own != core::ActionBatch::kNoChannel && own != static_cast<uint8_t>(channel);
  }

  /// Asks the rules, then whether the day's capacity of the channel reaches the candidate. A place that no cut has counted
  /// is none.
  rules::Permission ask_for_room(uint32_t at, Candidate& candidate, const rules::Step& step, Channel channel,
                                 bool overflows = false) {
    rules::Permission permission = ask(candidate, step, channel);
    candidate.entrant = false;
    if (permission.answer == Deferral::kNone && limits_ != Limits::kNone && is_limited(channel)) {
      const bool own = !overflows && own_[at - first_] == static_cast<uint8_t>(channel);
      candidate.entrant = !own;
      bool room = own ? is_admitted(at, channel, false) : overflows || !has_place_elsewhere(at, channel);
      if (!own && limits_ == Limits::kAll) {
        room = room && late_[at - first_] == static_cast<uint8_t>(channel) && is_admitted(at, channel, true);
      }
      if (!room) permission.answer = Deferral::kCapacityUsedUp;
    }
    decision_.verdicts.push_back({at, channel, permission, candidate.entrant});
    return permission;
  }

  /// Where a contact goes whose channel is full: the step's overflow, else the channel's, else another day.
  Deferral overflow(uint32_t at, Candidate& candidate, const rules::Step& step, Channel full) {
    std::optional<Channel> channel = step.overflow;
    for (const rules::ChannelCapacity& capacity : source_.contact.capacity) {
      if (capacity.channel == full && !channel) channel = capacity.overflow;
    }
    if (!channel || *channel == full) return Deferral::kCapacityUsedUp;
    // A call that stands in for the step is a matter for a person; another call that goes another way is a contact by then.
    const core::ActionKind full_action = candidate.action;
    if (full_action != step.action && *channel != Channel::kCall) return Deferral::kCapacityUsedUp;
    if (full_action == core::ActionKind::kCallTask && *channel != Channel::kCall) {
      candidate.action = core::ActionKind::kContact;
    }
    const rules::Permission permission = ask_for_room(at, candidate, step, *channel, true);
    if (permission.answer != Deferral::kNone) {
      candidate.action = full_action;
      return Deferral::kCapacityUsedUp;
    }
    accept(candidate, step, *channel, permission);
    return Deferral::kNone;
  }

  std::span<const Channel> channels_of(const Candidate& candidate, const rules::Step& step) {
    const int64_t preferred = page_.debtors.int_at(Field::kPreferredChannel, candidate.debtor);
    if (candidate.action == core::ActionKind::kCallTask) {
      fallback_ = {Channel::kCall};
    } else if (!step.channels.empty()) {
      return step.channels;
    } else if (preferred != core::kNull) {
      fallback_ = {static_cast<Channel>(preferred)};
    } else {
      fallback_ = {Channel::kEmail, Channel::kLetter};
    }
    return fallback_;
  }

  /// Pre-due steps and events have not met the flags yet; episode steps were chosen knowing them.
  Deferral barred_by_flag(const Candidate& candidate, const rules::Step& step) const {
    if (!candidate.pre_due && !candidate.is_event()) return Deferral::kNone;
    const auto is_for = [&](core::DebtorFlag flag) {
      return std::find(step.for_flag.begin(), step.for_flag.end(), flag) != step.for_flag.end();
    };
    const auto has = [&](core::DebtorFlag flag) { return (person_.flags & core::bit(flag)) != 0; };
    if (has(core::DebtorFlag::kInsolvent) && !is_for(core::DebtorFlag::kInsolvent)) return Deferral::kFlagInsolvent;
    if (has(core::DebtorFlag::kDeceased) && !is_for(core::DebtorFlag::kDeceased)) return Deferral::kFlagDeceased;
    return Deferral::kNone;
  }

  rules::Permission ask(const Candidate& candidate, const rules::Step& step, Channel channel) {
    person_.reach = debtor_reach_;
    if (const uint32_t contact = contact_for(candidate.debtor, step, channel); contact != kNoRow) {
      person_.reach |= core::bit(channel);
    }
    person_.representative_reach = 0;
    if (person_.flags & core::bit(core::DebtorFlag::kRepresented)) {
      if (representative(candidate.debtor, channel) != kNoRow) person_.representative_reach = core::bit(channel);
    }
    const rules::ContactRequest request{.date = night_.date,
                                        .action = candidate.action,
                                        .stage = step.stage,
                                        .min_days_between = scenario_of(candidate).min_days_between_contacts,
                                        .listed = lines_of(candidate)};
    return rules::permit(source_.contact, person_, request, channel);
  }

  bool reaches(uint32_t contact, Channel channel) const {
    const int64_t reach = contacts_.rows.int_at(Field::kReach, contact);
    return reach != core::kNull && (static_cast<ChannelSet>(reach) & core::bit(channel)) != 0;
  }

  /// The debtor's contact that receives this step (or this channel), where it can be reached on it.
  uint32_t contact_for(uint32_t debtor, const rules::Step& step, Channel channel) const {
    const std::string_view channel_name = core::name_of(core::kChannelNames, channel);
    for (uint32_t row = contacts_.begin[debtor]; row < contacts_.begin[debtor + 1]; ++row) {
      const std::string_view receives = contacts_.rows.text_at(Field::kReceives, row);
      if ((list_has(receives, step.id) || list_has(receives, channel_name)) && reaches(row, channel)) return row;
    }
    return kNoRow;
  }

  uint32_t representative(uint32_t debtor, Channel channel) const {
    for (uint32_t row = contacts_.begin[debtor]; row < contacts_.begin[debtor + 1]; ++row) {
      const bool role = contacts_.rows.int_at(Field::kRole, row) == static_cast<int64_t>(core::ContactRole::kRepresentative);
      if (role && reaches(row, channel)) return row;
    }
    return kNoRow;
  }

  void accept(Candidate& candidate, const rules::Step& step, Channel channel, const rules::Permission& permission) {
    candidate.channel = static_cast<uint8_t>(channel);
    candidate.not_before = permission.not_before;
    candidate.not_after = permission.not_after;
    const bool represented = (person_.flags & core::bit(core::DebtorFlag::kRepresented)) != 0;
    candidate.recipient =
        represented ? representative(candidate.debtor, channel) : contact_for(candidate.debtor, step, channel);
    history_.add(night_.date, channel, lines_of(candidate), goes_to_representative(contacts_.rows, candidate));
  }

  const Night& night_;
  const rules::RulebookSource& source_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& contacts_;
  PageDecision& decision_;
  rules::DebtorPlaces places_;
  rules::Person person_;
  rules::ContactHistory history_;
  ChannelSet debtor_reach_ = 0;
  std::vector<Channel> fallback_;
  // Of the debtor at hand.
  uint32_t first_ = 0;  // of its candidates
  Limits limits_ = Limits::kNone;
  std::vector<uint8_t> own_, late_;  // per candidate: its channel without limits, and while entrants have room
  bool event_answered_ = false;      // today
};

}  // namespace

bool goes_to_representative(const core::Table& contacts, const Candidate& candidate) {
  return candidate.recipient != kNoRow &&
         contacts.int_at(Field::kRole, candidate.recipient) == static_cast<int64_t>(core::ContactRole::kRepresentative);
}

rules::DebtorPlaces contact_places(const Night& night, const core::AccountPage& page) {
  const rules::RulebookSource& source = night.book->source;
  return {page, source.calendar_book.get(), source.zones.get(), source.default_country};
}

std::vector<int32_t> days_looked_ahead(const Night& night, const core::AccountPage& page) {
  const rules::ContactPolicy& policy = night.book->source.contact;
  if (!rules::looks_ahead(policy)) return {};
  rules::DebtorPlaces places = contact_places(night, page);
  std::vector<int32_t> days(page.debtor_count());
  for (uint32_t debtor = 0; debtor < days.size(); ++debtor) {
    days[debtor] = rules::days_looked_ahead(policy, rules::debtor_kind(page, debtor), places.of(debtor), night.date);
  }
  return days;
}

bool leaves_ahead(const rules::ContactPolicy& policy, const rules::Step& step) {
  if (step.action == core::ActionKind::kCallTask) return (policy.calendar_channels & core::bit(Channel::kCall)) != 0;
  if (step.action != core::ActionKind::kContact || step.channels.empty()) return false;
  return std::all_of(step.channels.begin(), step.channels.end(),
                     [&](Channel channel) { return (policy.calendar_channels & core::bit(channel)) != 0; });
}

void decide_contacts(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  ContactDecider(night, loaded, decision).run();
}

}  // namespace dunlin::engine
