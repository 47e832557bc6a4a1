#include "rules/contact/first_notice.h"

#include "rules/calendar/legal_periods.h"

namespace dunlin::rules {
namespace {

constexpr core::Days kDutchTerm = 14;
constexpr core::Days kDutchPost = 2;

}  // namespace

core::Date free_from(NoticeKind kind, core::Date sent, core::Channel channel, const CalendarBook& calendars) {
  const bool by_letter = channel == core::Channel::kLetter;
  switch (kind) {
    case NoticeKind::kUsValidation: return us_validation_period(sent, calendars.of("US", "")).end + 1;
    case NoticeKind::kBeFirstReminder: return be_reminder_period(sent, by_letter, calendars.of("BE", "")).charges_from;
    case NoticeKind::kNlFourteenDays: return sent + (by_letter ? kDutchPost : 0) + kDutchTerm + 1;
  }
  return sent;
}

FreeOf free_of(NoticeBlocks blocks) { return {blocks != NoticeBlocks::kNextStep, blocks == NoticeBlocks::kCharge}; }

}  // namespace dunlin::rules
