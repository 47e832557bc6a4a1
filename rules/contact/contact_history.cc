#include "rules/contact/contact_history.h"

#include <algorithm>

namespace dunlin::rules {
namespace {

using core::Channel;
using core::Field;
using core::InteractionOutcome;
using core::kNull;
using core::RecordKind;

constexpr uint32_t kNoMemory = 0xFFFF'FFFFU;
constexpr size_t kHexDigits = 32;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Calls to a representative are no calls to the debtor.
bool is_uncounted_call(const PastContact& past) { return past.to_representative && past.channel == Channel::kCall; }

/// One interaction, read.
struct Interaction {
  core::Date on;
  Channel channel;
  InteractionOutcome outcome;
  bool inbound, number_bad;
  int64_t action;  // hash, kNull without one
  std::string_view receivables;

  bool reached_nobody() const {
    return number_bad || outcome == InteractionOutcome::kSkipped || outcome == InteractionOutcome::kCancelled;
  }
};

class HistoryGatherer {
 public:
  HistoryGatherer(const HistorySource& source, uint32_t debtor, const Place& place, ContactHistory& out)
      : source_(source),
        debtor_(debtor),
        receivables_(source.page.group(RecordKind::kReceivable)),
        place_(place),
        out_(out) {}

  void gather(uint32_t memory_row) {
    out_.contacts.clear();
    out_.listed.clear();
    out_.consent_until = core::kNoDate;
    if (source_.memory != nullptr && memory_row != kNoMemory) recall(memory_row);
    own_ = out_.contacts.size();
    const core::Group& interactions = source_.page.group(RecordKind::kInteraction);
    if (interactions.rows.rows() == 0) return;
    reached_.assign(own_, Reached::kUntold);
    for (uint32_t row = interactions.begin[debtor_]; row < interactions.begin[debtor_ + 1]; ++row) {
      meet(interactions.rows, row);
    }
    settle();
  }

 private:
  enum class Reached : uint8_t { kUntold, kNobody, kSomebody };

  void recall(uint32_t memory_row) {
    const core::Group& contacts = source_.memory->contacts;
    for (uint32_t row = contacts.begin[memory_row]; row < contacts.begin[memory_row + 1]; ++row) {
      PastContact& past = out_.contacts.emplace_back();
      past.on = core::Date{static_cast<int32_t>(contacts.rows.int_at(Field::kOn, row))};
      past.channel = static_cast<Channel>(contacts.rows.int_at(Field::kChannel, row));
      past.to_representative =
          contacts.rows.int_at(Field::kRole, row) == static_cast<int64_t>(core::ContactRole::kRepresentative);
      past.attempt = !is_uncounted_call(past);
      list(contacts.rows.text_at(Field::kListed, row), '\n', past);
      hashes_.push_back(contacts.rows.int_at(Field::kActionHash, row));
    }
  }

  /// Receivables by id as rows of the page. Nothing named: it speaks of all of them.
  void list(std::string_view ids, char separator, PastContact& past) {
    past.listed_begin = past.listed_end = static_cast<uint32_t>(out_.listed.size());
    past.about_all = ids.empty();
    if (!source_.with_receivables) return;
    while (!ids.empty()) {
      const size_t cut = ids.find(separator);
      add_row(ids.substr(0, cut));
      ids = cut == std::string_view::npos ? std::string_view() : ids.substr(cut + 1);
    }
    past.listed_end = static_cast<uint32_t>(out_.listed.size());
  }

  void add_row(std::string_view id) {
    uint32_t low = receivables_.begin[debtor_];
    uint32_t high = receivables_.begin[debtor_ + 1];
    while (low < high) {
      const uint32_t middle = low + (high - low) / 2;
      const std::string_view at = receivables_.rows.text_at(Field::kReceivableId, middle);
      if (at == id) return out_.listed.push_back(middle);
      if (at < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
  }

  void meet(const core::Table& rows, uint32_t row) {
    Interaction told;
    told.on = place_.date_at(rows.int_at(Field::kAt, row));
    if (told.on > source_.date) return;
    told.channel = static_cast<Channel>(rows.int_at(Field::kChannel, row));
    told.outcome = static_cast<InteractionOutcome>(rows.int_at(Field::kOutcome, row));
    told.inbound = rows.int_at(Field::kDirection, row) == static_cast<int64_t>(core::Direction::kIn);
    told.number_bad = rows.int_at(Field::kNumberBad, row) == 1;
    told.action = action_hash_of(rows.text_at(Field::kActionId, row));
    told.receivables = rows.text_at(Field::kReceivableIds, row);
    if (rows.int_at(Field::kConsent, row) == 1) consents_.push_back(told.on);
    if (const size_t own = own_contact(told); own < own_) {
      report(own, told);
    } else {
      stand_alone(told);
    }
  }

  size_t own_contact(const Interaction& told) const {
    if (told.action == kNull) return own_;
    return static_cast<size_t>(std::find(hashes_.begin(), hashes_.begin() + static_cast<std::ptrdiff_t>(own_), told.action) -
                               hashes_.begin());
  }

  /// What became of an own contact. A talk that came of it is dated by the day on which it took place.
  void report(size_t own, const Interaction& told) {
    if (!told.reached_nobody()) {
      reached_[own] = Reached::kSomebody;
    } else if (reached_[own] == Reached::kUntold) {
      reached_[own] = Reached::kNobody;
    }
    if (told.outcome != InteractionOutcome::kConversation || told.number_bad) return;
    if (is_uncounted_call(out_.contacts[own])) return;
    PastContact talk;
    talk.on = told.on;
    talk.channel = told.channel;
    talk.attempt = talk.contact = false;
    talk.conversation = true;
    if (told.receivables.empty()) {
      talk.about_all = out_.contacts[own].about_all;
      talk.listed_begin = out_.contacts[own].listed_begin;
      talk.listed_end = out_.contacts[own].listed_end;
    } else {
      list(told.receivables, ';', talk);
    }
    push(talk, kNull);
  }

  void stand_alone(const Interaction& told) {
    PastContact past;
    past.on = told.on;
    past.channel = told.channel;
    past.conversation = told.outcome == InteractionOutcome::kConversation && !told.number_bad;
    // Several reports of one action that is not ours, or no longer remembered, are one contact.
    const bool again = told.action != kNull && std::find(hashes_.begin() + static_cast<std::ptrdiff_t>(own_), hashes_.end(),
                                                         told.action) != hashes_.end();
    past.attempt = past.contact = !told.inbound && !told.reached_nobody() && !again;
    if (!past.attempt && !past.conversation) return;
    list(told.receivables, ';', past);
    push(past, past.attempt ? told.action : kNull);
  }

  void push(const PastContact& past, int64_t hash) {
    out_.contacts.push_back(past);
    hashes_.push_back(hash);
  }

  /// Contacts that reached nobody, and calls that the debtor had asked for.
  void settle() {
    for (size_t own = 0; own < own_; ++own) {
      if (reached_[own] == Reached::kNobody) out_.contacts[own].attempt = out_.contacts[own].contact = false;
    }
    for (const core::Date consent : consents_) {
      const core::Date until = consent + (kConsentDays - 1);
      out_.consent_until = std::max(out_.consent_until, until);
      for (PastContact& past : out_.contacts) {
        if (past.channel == Channel::kCall && past.on >= consent && past.on <= until) past.attempt = false;
      }
    }
  }

  const HistorySource& source_;
  uint32_t debtor_;
  const core::Group& receivables_;
  const Place& place_;
  ContactHistory& out_;
  size_t own_ = 0;  // the first contacts are own ones
  std::vector<int64_t> hashes_;
  std::vector<Reached> reached_;
  std::vector<core::Date> consents_;
};

}  // namespace

bool ContactHistory::is_about(const PastContact& contact, uint32_t receivable) const {
  if (contact.about_all) return true;
  const auto begin = listed.begin() + contact.listed_begin;
  const auto end = listed.begin() + contact.listed_end;
  return std::find(begin, end, receivable) != end;
}

core::Date ContactHistory::last_contact(core::Date date) const {
  core::Date last = core::kNoDate;
  for (const PastContact& past : contacts) {
    if (past.contact && past.on <= date) last = std::max(last, past.on);
  }
  return last;
}

void ContactHistory::add(core::Date on, core::Channel channel, std::span<const uint32_t> receivables,
                         bool to_representative) {
  PastContact& past = contacts.emplace_back();
  past.on = on;
  past.channel = channel;
  past.to_representative = to_representative;
  const bool asked_for = channel == core::Channel::kCall && consent_until.is_set() && on <= consent_until;
  past.attempt = !asked_for && !is_uncounted_call(past);
  past.listed_begin = static_cast<uint32_t>(listed.size());
  listed.insert(listed.end(), receivables.begin(), receivables.end());
  past.listed_end = static_cast<uint32_t>(listed.size());
}

void gather_history(const HistorySource& source, uint32_t debtor, uint32_t memory_row, const Place& place,
                    ContactHistory& out) {
  HistoryGatherer(source, debtor, place, out).gather(memory_row);
}

int64_t action_hash_of(std::string_view action_id) {
  if (action_id.size() != kHexDigits) return kNull;
  uint64_t low = 0;
  for (size_t i = 0; i < kHexDigits; ++i) {
    const int digit = digit_of(action_id[i]);
    if (digit < 0) return kNull;
    if (i >= kHexDigits / 2) low = low << 4 | static_cast<uint64_t>(digit);
  }
  return static_cast<int64_t>(low);
}

}  // namespace dunlin::rules
