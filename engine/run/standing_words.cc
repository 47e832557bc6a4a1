#include "engine/run/standing_words.h"

#include <algorithm>

#include "engine/run/amount_words.h"
#include "rules/allocation/money_columns.h"
#include "rules/standing/receivable_status.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::kNoRow;

std::string hold_text(const core::Table& holds, const rules::HoldCover& cover, uint32_t row) {
  std::string text(core::kHoldReasonNames[cover.reason[row]]);
  text += " (hold " + std::string(holds.text_at(Field::kHoldId, row)) + " from ";
  text += date_words(holds.int_at(Field::kFrom, row));
  const bool stays = cover.last_day[row] == rules::kNoLastDay;
  return text + (stays ? ", until amended)" : " until " + date_words(cover.last_day[row]) + ")");
}

std::string promise_text(const StandingFacts& facts, uint32_t row) {
  const core::Table& promises = facts.page.rows(RecordKind::kPromise);
  const rules::PromiseCover& cover = facts.covers.promises;
  const int64_t currency = promises.int_at(Field::kCurrency, row);
  std::string text = "promise " + std::string(promises.text_at(Field::kPromiseId, row)) + ": ";
  text += rules::kPromiseStatusNames[cover.status[row]];
  if (cover.kept_on[row] != core::kNull) text += " on " + date_words(cover.kept_on[row]);
  if (cover.broken_on[row] != core::kNull) text += " on " + date_words(cover.broken_on[row]);
  text += ", " + money_words(cover.received[row], currency) + " of " +
          money_words(promises.int_at(Field::kAmount, row), currency);
  text += " since " + date_words(promises.int_at(Field::kPromisedOn, row)) + ", due ";
  text +=
      date_words(promises.int_at(Field::kDueOn, row)) + ", covers until " + date_words(cover.last_day[row]) + " (tolerance ";
  return text + std::to_string(facts.policy.promise_tolerance_days) + " days)";
}

std::string plan_text(const StandingFacts& facts, uint32_t row) {
  const core::Table& plans = facts.page.rows(RecordKind::kPlan);
  const rules::PlanCover& cover = facts.covers.plans;
  std::string text = "plan " + std::string(plans.text_at(Field::kPlanId, row)) + ": ";
  text += rules::kPlanStatusNames[cover.status[row]];
  if (cover.broken_on[row] != core::kNull) text += " on " + date_words(cover.broken_on[row]);
  if (cover.fulfilled_on[row] != core::kNull) text += " on " + date_words(cover.fulfilled_on[row]);
  text += ", " + std::to_string(cover.full[row]) + " of " + std::to_string(cover.count[row]) + " instalments full with ";
  text += money_words(cover.received[row], plans.int_at(Field::kCurrency, row)) + " since ";
  text += date_words(plans.int_at(Field::kAgreedOn, row)) + ", " + std::to_string(cover.missed[row]) + " missed (tolerance ";
  return text + std::to_string(facts.policy.promise_tolerance_days) + " days)";
}

std::string dispute_text(const StandingFacts& facts, uint32_t receivable, uint32_t row) {
  const core::Table& disputes = facts.page.rows(RecordKind::kDispute);
  const int64_t currency = facts.page.rows(RecordKind::kReceivable).int_at(Field::kCurrency, receivable);
  std::string text = "dispute " + std::string(disputes.text_at(Field::kDisputeId, row)) + ": open since ";
  text += date_words(disputes.int_at(Field::kOpenedOn, row));
  const std::string_view reason = disputes.text_at(Field::kReason, row);
  if (!reason.empty()) text += ", " + std::string(reason);
  text += ", " + money_words(facts.covers.disputes.part[receivable], currency) + " disputed, excludes ";
  return text + std::string(core::name_of(rules::kDisputeExcludesNames, facts.policy.dispute_excludes));
}

void tell_time_bar(const StandingFacts& facts, uint32_t receivable, std::vector<std::string>& reasons) {
  const std::vector<int64_t>& computed = facts.time_bars.barred_on;
  const int64_t own = facts.page.rows(RecordKind::kReceivable).int_at(Field::kTimeBarredOn, receivable);
  const int64_t on = computed.empty() ? own : computed[receivable];
  if (on == core::kNull) return;
  std::string text = "time_barred_on: " + date_words(on);
  if (own == core::kNull)
    text += " (limitation " + std::string(core::name_of(rules::kLimitationNames, facts.policy.limitation)) + ")";
  if (on <= facts.date.days) text += ", barred";
  reasons.push_back(std::move(text));
}

/// Why fewer days are delinquent than past due: those of grace, and those in which a hold stopped the count.
void tell_stood_still(const StandingFacts& facts, uint32_t receivable, std::vector<std::string>& reasons) {
  const core::Days past_due = facts.standings.days_past_due[receivable];
  const core::Days delinquent = facts.standings.days_delinquent[receivable];
  const core::Days grace = facts.policy.grace_days;
  const core::Days held = std::max(0, past_due - grace) - delinquent;
  if (held <= 0) return;
  std::string text = "stood_still: " + std::to_string(held) + " days in holds";
  if (grace > 0) text += " and " + std::to_string(grace) + " of grace";
  reasons.push_back(text + " are not delinquent: " + std::to_string(delinquent) + " of " + std::to_string(past_due) +
                    " days past due");
}

/// Promises and plans that ended and once spoke of the receivable stay part of its story: the last of each.
uint32_t last_ended(const core::AccountPage& page, RecordKind kind, uint32_t debtor, std::span<const int64_t> ended_on) {
  const auto& begin = page.group(kind).begin;
  uint32_t last = kNoRow;
  for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
    if (ended_on[row] == core::kNull) continue;
    if (last == kNoRow || ended_on[row] >= ended_on[last]) last = row;
  }
  return last;
}

}  // namespace

std::string absence_of(const core::AccountPage& page, uint32_t debtor, uint32_t receivable, core::Date date) {
  if (page.debtors.int_at(Field::kDebtorMissing, debtor) == 1) return "its debtor is unknown";
  const core::Table& rows = page.rows(RecordKind::kReceivable);
  const int64_t since = rows.int_at(Field::kStatusOn, receivable);
  const core::ReceivableStatus status = rules::status_on(rows.int_at(Field::kStatus, receivable), since, date);
  if (!rules::exists_for_runs(status)) {
    const std::string word(core::name_of(core::kReceivableStatusNames, status));
    return since == core::kNull ? word : word + " since " + date_words(since);
  }
  const int64_t issued = rows.int_at(Field::kIssueDate, receivable);
  return issued > date.days ? "issued on " + date_words(issued) : std::string();
}

void tell_standing(const StandingFacts& facts, uint32_t receivable, std::vector<std::string>& reasons) {
  const rules::Covers& covers = facts.covers;
  if (!covers.holds.by.empty() && covers.holds.by[receivable] != kNoRow) {
    reasons.push_back("held: " + hold_text(facts.page.rows(RecordKind::kHold), covers.holds, covers.holds.by[receivable]));
  }
  if (!covers.disputes.by.empty() && covers.disputes.by[receivable] != kNoRow) {
    reasons.push_back("disputed: " + dispute_text(facts, receivable, covers.disputes.by[receivable]));
  }
  if (!covers.promises.by.empty() && covers.promises.by[receivable] != kNoRow) {
    reasons.push_back("promised: " + promise_text(facts, covers.promises.by[receivable]));
  }
  if (!covers.plans.by.empty() && covers.plans.by[receivable] != kNoRow) {
    reasons.push_back("planned: " + plan_text(facts, covers.plans.by[receivable]));
  }
  const core::Days grace = facts.policy.grace_days;
  if (facts.standings.at(receivable) == core::Standing::kNotDue && grace > 0 &&
      facts.standings.days_past_due[receivable] > 0) {
    reasons.push_back("in_grace: " + std::to_string(facts.standings.days_past_due[receivable]) + " of " +
                      std::to_string(grace) + " grace days");
  }
  tell_stood_still(facts, receivable, reasons);
  tell_time_bar(facts, receivable, reasons);
}

void tell_records_of_debtor(const StandingFacts& facts, uint32_t debtor, std::vector<std::string>& notes) {
  const rules::Covers& covers = facts.covers;
  if (!covers.holds.statutory.empty() && covers.holds.statutory[debtor] != kNoRow) {
    const core::Table& holds = facts.page.rows(RecordKind::kHold);
    notes.push_back(hold_text(holds, covers.holds, covers.holds.statutory[debtor]) +
                    ": no contact, no step, no fee, no interest");
  }
  if (!covers.promises.status.empty()) {
    for (const auto& ended :
         {std::span<const int64_t>(covers.promises.broken_on), std::span<const int64_t>(covers.promises.kept_on)}) {
      const uint32_t row = last_ended(facts.page, RecordKind::kPromise, debtor, ended);
      if (row != kNoRow) notes.push_back(promise_text(facts, row));
    }
  }
  if (covers.plans.status.empty()) return;
  for (const auto& ended :
       {std::span<const int64_t>(covers.plans.broken_on), std::span<const int64_t>(covers.plans.fulfilled_on)}) {
    const uint32_t row = last_ended(facts.page, RecordKind::kPlan, debtor, ended);
    if (row != kNoRow) notes.push_back(plan_text(facts, row));
  }
}

}  // namespace dunlin::engine
