#include "engine/run/contact_stage.h"

#include <algorithm>

#include "engine/run/find_by_id.h"

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

class ContactDecider {
 public:
  ContactDecider(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        source_(night.book->source),
        page_(loaded.page),
        memory_(loaded.memory),
        contacts_(loaded.page.group(RecordKind::kContact)),
        decision_(decision) {}

  void run() {
    decision_.verdicts.clear();
    uint32_t debtor = kNoRow;
    for (uint32_t at = 0; at < decision_.candidates.size(); ++at) {
      Candidate& candidate = decision_.candidates[at];
      if (candidate.debtor != debtor) {
        debtor = candidate.debtor;
        event_answered_ = false;
        meet(debtor);
      }
      // The answer to an event takes the place of the steps of that day; they stay due.
      if (event_answered_ && !candidate.is_event() && !candidate.pre_due) {
        candidate.outcome = Deferral::kReplacedByEvent;
        continue;
      }
      decide(at, candidate);
      event_answered_ |= candidate.is_event() && candidate.outcome == Deferral::kNone;
    }
  }

 private:
  const rules::Scenario& scenario_of(const Candidate& candidate) const { return source_.scenarios[candidate.scenario]; }
  const rules::Step& step_of(const Candidate& candidate) const {
    return scenario_of(candidate).steps[static_cast<size_t>(candidate.step)];
  }
  std::span<const uint32_t> lines_of(const Candidate& candidate) const {
    return std::span(decision_.lines).subspan(candidate.line_begin, candidate.line_end - candidate.line_begin);
  }

  /// Flags, opt-outs, addresses and past contacts of a debtor.
  void meet(uint32_t debtor) {
    const auto set_of = [&](Field field) {
      return static_cast<uint32_t>(std::max<int64_t>(0, page_.debtors.int_at(field, debtor)));
    };
    person_ = {};
    person_.flags = set_of(Field::kFlags);
    person_.opt_out = set_of(Field::kOptOut);
    debtor_reach_ = set_of(Field::kReach);
    past_.clear();
    listed_.clear();
    const uint32_t remembered = decision_.assessment.memory_debtor[debtor];
    if (remembered == kNoRow) return;
    const core::Group& contacts = memory_.contacts;
    const bool by_receivable = rules::has_receivable_cap(source_.contact);
    for (uint32_t row = contacts.begin[remembered]; row < contacts.begin[remembered + 1]; ++row) {
      std::vector<uint32_t> rows;
      if (by_receivable) rows = listed_rows(debtor, contacts.rows.text_at(Field::kListed, row));
      remember(core::Date{static_cast<int32_t>(contacts.rows.int_at(Field::kOn, row))},
               static_cast<Channel>(contacts.rows.int_at(Field::kChannel, row)), rows);
    }
  }

  std::vector<uint32_t> listed_rows(uint32_t debtor, std::string_view listed) const {
    std::vector<uint32_t> rows;
    while (!listed.empty()) {
      const size_t cut = listed.find('\n');
      const uint32_t row =
          find_by_id(page_.group(RecordKind::kReceivable), debtor, Field::kReceivableId, listed.substr(0, cut));
      if (row != kNoRow) rows.push_back(row);
      listed = cut == std::string_view::npos ? std::string_view() : listed.substr(cut + 1);
    }
    return rows;
  }

  void remember(core::Date on, Channel channel, std::span<const uint32_t> rows) {
    past_.push_back({on, channel, {}});
    listed_.emplace_back(rows.begin(), rows.end());
    // The spans are set anew each time: listed_ may have moved its vectors.
    for (size_t i = 0; i < past_.size(); ++i) past_[i].listed = listed_[i];
    person_.contacts = past_;
  }

  void decide(uint32_t at, Candidate& candidate) {
    const rules::Step& step = step_of(candidate);
    candidate.outcome = barred_by_flag(candidate, step);
    if (candidate.outcome != Deferral::kNone || !core::is_contact(step.action)) return;
    std::array<Channel, 2> fallback{Channel::kEmail, Channel::kLetter};
    std::span<const Channel> channels = step.channels;
    const int64_t preferred = page_.debtors.int_at(Field::kPreferredChannel, candidate.debtor);
    if (step.action == core::ActionKind::kCallTask) {
      fallback[0] = Channel::kCall;
      channels = std::span(fallback).first(1);
    } else if (channels.empty()) {
      channels = fallback;
      if (preferred != core::kNull) {
        fallback[0] = static_cast<Channel>(preferred);
        channels = std::span(fallback).first(1);
      }
    }
    Deferral first = Deferral::kNone;
    for (const Channel channel : channels) {
      const Deferral answer = ask(candidate, step, channel);
      decision_.verdicts.push_back({at, channel, answer});
      if (answer == Deferral::kNone) {
        accept(candidate, step, channel);
        return;
      }
      if (first == Deferral::kNone) first = answer;
    }
    candidate.outcome = first;
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

  Deferral ask(const Candidate& candidate, const rules::Step& step, Channel channel) {
    person_.reach = debtor_reach_;
    if (const uint32_t contact = contact_for(candidate.debtor, step, channel); contact != kNoRow) {
      person_.reach |= core::bit(channel);
    }
    person_.representative_reach = 0;
    if (person_.flags & core::bit(core::DebtorFlag::kRepresented)) {
      if (representative(candidate.debtor, channel) != kNoRow) person_.representative_reach = core::bit(channel);
    }
    const rules::ContactRequest request{.date = night_.date,
                                        .action = step.action,
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

  void accept(Candidate& candidate, const rules::Step& step, Channel channel) {
    candidate.outcome = Deferral::kNone;
    candidate.channel = static_cast<uint8_t>(channel);
    const bool represented = (person_.flags & core::bit(core::DebtorFlag::kRepresented)) != 0;
    candidate.recipient =
        represented ? representative(candidate.debtor, channel) : contact_for(candidate.debtor, step, channel);
    remember(night_.date, channel, lines_of(candidate));
  }

  const Night& night_;
  const rules::RulebookSource& source_;
  const core::AccountPage& page_;
  const core::MemoryPage& memory_;
  const core::Group& contacts_;
  PageDecision& decision_;
  rules::Person person_;
  ChannelSet debtor_reach_ = 0;
  bool event_answered_ = false;  // today, of the debtor at hand
  std::vector<rules::PastContact> past_;
  std::vector<std::vector<uint32_t>> listed_;
};

}  // namespace

void decide_contacts(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  ContactDecider(night, loaded, decision).run();
}

}  // namespace dunlin::engine
