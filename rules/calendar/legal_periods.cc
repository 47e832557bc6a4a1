#include "rules/calendar/legal_periods.h"

namespace dunlin::rules {

using core::Date;

ValidationPeriod us_validation_period(Date sent, const Calendar& federal) {
  constexpr int32_t kMailDays = 5;
  constexpr core::Days kAnswerDays = 30;
  const Date receipt = federal.add_business_days(sent, kMailDays);
  return {receipt, receipt + kAnswerDays};
}

ReminderPeriod be_reminder_period(Date sent, bool by_letter, const Calendar& belgium) {
  constexpr int32_t kPostDays = 3;
  constexpr core::Days kWaitDays = 14;
  const Date first = by_letter ? belgium.add_business_days(sent, kPostDays) : sent + 1;
  return {first, first + (kWaitDays - 1), first + kWaitDays};
}

}  // namespace dunlin::rules
