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
  const bool interest = step.interest && step.interest->charge;
  return notice.blocks == NoticeBlocks::kNextStep || fee || (notice.blocks == NoticeBlocks::kCharge && interest);
}

}  // namespace

std::vector<const FirstNotice*> DebtorDay::notices() const {
  std::optional<core::DebtorKind> kind;
  if (account_.debtor.has(Field::kKind)) kind = static_cast<core::DebtorKind>(account_.debtor.number(Field::kKind));
  std::vector<const FirstNotice*> found;
  for (const FirstNotice& notice : rules_.contact.first_notices) {
    if (rules::protects(notice.whom, kind)) found.push_back(&notice);
  }
  return found;
}

bool DebtorDay::had_notice(const Unit& unit) const { return unit.was_open && unit.before->notice_on.is_set(); }

bool DebtorDay::waits_for_notice(const Unit& unit, const rules::Step& step) const {
  if (!had_notice(unit)) return false;
  for (const FirstNotice* notice : notices()) {
    const Date behind = day_behind(notice->kind, unit.before->notice_on, unit.before->notice_channel, *rules_.calendar_book);
    if (must_wait(*notice, step) && date_ < behind) return true;
  }
  return false;
}

/// Where charges must wait for the end of the period, the notice that opens it is free of them.
DebtorDay::Free DebtorDay::free_of(const Candidate& candidate) const {
  Free free;
  if (candidate.units.empty() || had_notice(units_[candidate.leader])) return free;
  for (const FirstNotice* notice : notices()) {
    free.fees |= notice->blocks != NoticeBlocks::kNextStep;
    free.interest |= notice->blocks == NoticeBlocks::kCharge;
  }
  return free;
}

}  // namespace dunlin::audit
