// The periods that the first notice of an episode opens (the presets' files say what the laws ask for).
#include <algorithm>

#include "tests/auditor/debtor_day.h"

namespace dunlin::audit {

using core::Date;
using core::Field;
using rules::FirstNotice;
using rules::NoticeBlocks;
using rules::NoticeKind;

namespace {

/// The nth day after `date` that is neither on a weekend nor a holiday.
Date nth_business_day(Date date, int n, const rules::Calendar* calendar) {
  while (n > 0) {
    date = date + 1;
    const bool weekend = core::weekday_of(date) >= 5;
    const bool holiday = calendar != nullptr && std::find(calendar->holidays().begin(), calendar->holidays().end(), date) !=
                                                    calendar->holidays().end();
    if (!weekend && !holiday) --n;
  }
  return date;
}

/// The first day behind the period of a notice that left on `sent`.
Date day_behind(NoticeKind kind, Date sent, core::Channel channel, const rules::CalendarBook& calendars) {
  const bool letter = channel == core::Channel::kLetter;
  switch (kind) {
    // Received on the fifth such day, then 30 days.
    case NoticeKind::kUsValidation: return nth_business_day(sent, 5, calendars.find("US")) + 30 + 1;
    // 14 days, the first of which is the third business day after a letter, or the day after an e-mail.
    case NoticeKind::kBeFirstReminder: return (letter ? nth_business_day(sent, 3, calendars.find("BE")) : sent + 1) + 14;
    // 14 days that begin the day after receipt; a letter takes two days.
    case NoticeKind::kNlFourteenDays: return (letter ? sent + 2 : sent) + 1 + 14;
  }
  return sent;
}

bool must_wait(const FirstNotice& notice, const rules::Step& step) {
  const bool fee = step.fee.form != rules::FeeForm::kNone;
  const bool interest = step.interest && (step.interest->charge || step.interest->show);
  return notice.blocks == NoticeBlocks::kNextStep || fee || (notice.blocks == NoticeBlocks::kCharge && interest);
}

}  // namespace

std::vector<const FirstNotice*> DebtorDay::notices() const {
  std::vector<const FirstNotice*> found;
  for (const FirstNotice& notice : rules_.contact.first_notices) {
    if (rules::protects(notice.whom, kind())) found.push_back(&notice);
  }
  return found;
}

bool DebtorDay::is_over(const FirstNotice& notice, const Notice& given) const {
  return date_ >= day_behind(notice.kind, given.on, given.channel, *rules_.calendar_book);
}

/// The first one of the unit's open episode.
std::optional<Notice> DebtorDay::notice_of(const Unit& unit) const {
  if (!unit.was_open || !unit.before->notice.on.is_set()) return std::nullopt;
  return unit.before->notice;
}

/// The first one that listed the item in the open episode of its unit.
std::optional<Notice> DebtorDay::notice_of(const Item& item) const {
  const Unit* unit = unit_holding(item);
  const auto given = memory_.notices.find(item.id);
  if (unit == nullptr || !unit->open || given == memory_.notices.end()) return std::nullopt;
  for (const Notice& notice : given->second) {
    if (notice.on >= unit->opened_on) return notice;
  }
  return std::nullopt;
}

/// Where the next step must wait, its unit counts; where charges must, the anchor.
bool DebtorDay::waits_for_notice(const Unit& unit, const rules::Step& step) const {
  for (const FirstNotice* notice : notices()) {
    if (!must_wait(*notice, step)) continue;
    const bool of_unit = notice->blocks == NoticeBlocks::kNextStep;
    const std::optional<Notice> given = of_unit ? notice_of(unit) : notice_of(*anchor_for(unit, step));
    if (given && !is_over(*notice, *given)) return true;
  }
  return false;
}

/// What speaks to the debtor or goes to court waits as a next step would; thanks and the answer to a dispute do not.
bool DebtorDay::waits_for_notice(const Event& event) const {
  if (event.key.kind == core::EventKind::kCure || event.key.kind == core::EventKind::kDisputeOpened) return false;
  if (!core::is_contact(event.step->action) && event.step->action != core::ActionKind::kLegalReferral) return false;
  for (const FirstNotice* notice : notices()) {
    if (notice->blocks != NoticeBlocks::kNextStep) continue;
    for (const Item* item : event.lines) {
      const Unit* unit = unit_holding(*item);
      const std::optional<Notice> given = unit == nullptr ? std::nullopt : notice_of(*unit);
      if (given && !is_over(*notice, *given)) return true;
    }
  }
  return false;
}

/// What may not be charged on the item: nothing was written about it yet, or the period runs.
DebtorDay::Free DebtorDay::free_of(const Item& item) const {
  Free free;
  const std::optional<Notice> given = notice_of(item);
  for (const FirstNotice* notice : notices()) {
    if (given && is_over(*notice, *given)) continue;
    free.fees |= notice->blocks != NoticeBlocks::kNextStep;
    free.interest |= notice->blocks == NoticeBlocks::kCharge;
  }
  return free;
}

}  // namespace dunlin::audit
