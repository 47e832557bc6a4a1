// Standing of receivables, lives of promises and plans, holds and disputes, read from the text sentence by sentence.
#include <algorithm>
#include <set>

#include "tests/auditor/debt_view.h"

namespace dunlin::audit {

using core::Date;
using core::Field;
using core::kNull;
using core::RecordKind;
using core::Standing;

namespace {

constexpr Date kFarAway{2'000'000'000};

/// `date=amount` pairs in minor units.
std::vector<std::pair<Date, int64_t>> instalments_of(const Record& plan) {
  std::vector<std::pair<Date, int64_t>> instalments;
  for (const std::string& entry : plan.list(Field::kInstalments)) {
    const size_t cut = entry.find('=');
    instalments.emplace_back(*core::parse_iso_date(entry.substr(0, cut)), std::stoll(entry.substr(cut + 1)));
  }
  return instalments;
}

}  // namespace

std::vector<Bookkeeper::Hold> Bookkeeper::holds() const {
  std::vector<Hold> holds;
  for (const Record& record : account_.of(RecordKind::kHold)) {
    Hold hold;
    hold.from = record.date(Field::kFrom);
    hold.receivable = record.text(Field::kReceivableId);
    // Of a receivable that nobody knows it means nothing, until the debtor has it.
    if (!hold.receivable.empty() && account_.receivable(hold.receivable) == nullptr) continue;
    if (record.has(Field::kReason)) hold.reason = static_cast<core::HoldReason>(record.number(Field::kReason));
    hold.until = record.date(Field::kUntil);
    if (!hold.until.is_set()) {
      hold.until = hold.reason == core::HoldReason::kBreathingSpace ? hold.from + 59 : kFarAway;
    }
    holds.push_back(hold);
  }
  return holds;
}

std::optional<core::HoldReason> Bookkeeper::statutory_hold(Date date) const {
  for (const Hold& hold : holds()) {
    if (hold.statutory() && hold.on(date)) return hold.reason;
  }
  return std::nullopt;
}

int32_t Bookkeeper::delinquent_days(const Item& item, Date date) const {
  // Days of holds, the first day of each run of touching holds excepted.
  std::set<int32_t> stopped;
  std::vector<Hold> own;
  for (const Hold& hold : holds()) {
    if (hold.of(item.id) && hold.from <= date) own.push_back(hold);
  }
  const auto held = [&](int32_t day) {
    return std::any_of(own.begin(), own.end(), [&](const Hold& hold) { return hold.on(Date{day}); });
  };
  int32_t days = 0;
  for (int32_t day = item.due.days + rules_.standing.grace_days + 1; day <= date.days; ++day) {
    const bool stands_still = held(day) && held(day - 1);
    days += stands_still ? 0 : 1;
  }
  return days;
}

bool Bookkeeper::covers(const Record& commitment, const Record& receivable) const {
  const std::vector<std::string> named = commitment.list(Field::kReceivableIds);
  if (!named.empty()) {
    return std::find(named.begin(), named.end(), receivable.text(Field::kReceivableId)) != named.end();
  }
  return receivable.currency() == commitment.currency();
}

int64_t Bookkeeper::received(const Record& commitment, Date from, Date day) const {
  int64_t sum = 0;
  for (const Record& payment : account_.of(RecordKind::kPayment)) {
    const Date value = payment.date(Field::kValueDate);
    if (payment.currency() != commitment.currency() || value < from || value > day) continue;
    const std::string named = payment.text(Field::kReceivableId);
    const std::string group = payment.text(Field::kGroupId);
    bool speaks_of_it = named.empty() && group.empty();
    for (const Record& receivable : account_.of(RecordKind::kReceivable)) {
      if (!covers(commitment, receivable)) continue;
      if (!named.empty() ? receivable.text(Field::kReceivableId) == named
                         : !group.empty() && receivable.text(Field::kGroupId) == group) {
        speaks_of_it = true;
      }
    }
    if (speaks_of_it) sum += counted(payment, day);
  }
  return sum;
}

bool Bookkeeper::all_closed(const Record& commitment, Date day) const {
  bool any = false;
  for (const Item& item : money(day).items) {
    if (!covers(commitment, *item.record) || !item.exists) continue;
    any = true;
    if (item.balance > 0) return false;
  }
  return any;
}

/// It names a receivable that nobody knows.
bool Bookkeeper::waits(const Record& commitment) const {
  const std::vector<std::string> named = commitment.list(Field::kReceivableIds);
  return std::any_of(named.begin(), named.end(), [&](const std::string& id) {
    const auto& known = account_.of(RecordKind::kReceivable);
    return std::none_of(known.begin(), known.end(),
                        [&](const Record& receivable) { return receivable.text(Field::kReceivableId) == id; });
  });
}

Bookkeeper::PromiseLife Bookkeeper::promise(const Record& promise, Date date) const {
  const Date from = promise.date(Field::kPromisedOn);
  const Date last = promise.date(Field::kDueOn) + rules_.standing.promise_tolerance_days;
  if (from > date || waits(promise)) return {};
  for (Date day = from; day <= std::min(date, last); day = day + 1) {
    const bool paid = received(promise, from, day) >= promise.number(Field::kAmount);
    if (paid || all_closed(promise, day)) return {Life::kKept, day};
  }
  if (date <= last) return {Life::kOpen, {}};
  return {received(promise, from, last) > 0 ? Life::kPartial : Life::kBroken, last + 1};
}

Bookkeeper::PromiseLife Bookkeeper::plan(const Record& plan, Date date) const {
  const Date from = plan.date(Field::kAgreedOn);
  if (from > date || waits(plan)) return {};
  const auto instalments = instalments_of(plan);
  const int64_t max_missed = plan.has(Field::kMaxMissed) ? plan.number(Field::kMaxMissed) : 1;
  for (Date day = from; day <= date; day = day + 1) {
    int64_t money = received(plan, from, day);
    int64_t missed = 0;
    bool full = true;
    for (const auto& [due, amount] : instalments) {
      const bool filled = money >= amount;
      money -= std::min(std::max<int64_t>(money, 0), amount);
      full = full && filled;
      if (!filled && day > due + rules_.standing.promise_tolerance_days) ++missed;
    }
    if (full) return {Life::kKept, day};
    if (missed > max_missed) return {Life::kBroken, day};
  }
  return {Life::kOpen, {}};
}

Debt Bookkeeper::stand(Date date) const {
  Debt debt = money(date);
  std::vector<const Record*> promises, plans;
  for (const Record& record : account_.of(RecordKind::kPromise)) {
    if (promise(record, date).life == Life::kOpen) promises.push_back(&record);
  }
  for (const Record& record : account_.of(RecordKind::kPlan)) {
    if (plan(record, date).life == Life::kOpen) plans.push_back(&record);
  }
  for (Item& item : debt.items) {
    if (!item.exists) continue;
    item.days_past_due = date - item.due;
    item.days_delinquent = delinquent_days(item, date);
    const int32_t late = item.days_past_due - rules_.standing.grace_days;
    const auto covered = [&](const std::vector<const Record*>& commitments) {
      return std::any_of(commitments.begin(), commitments.end(),
                         [&](const Record* commitment) { return covers(*commitment, *item.record); });
    };
    bool disputed = false;
    int64_t part = 0;
    for (const Record& dispute : account_.of(RecordKind::kDispute)) {
      if (dispute.text(Field::kReceivableId) != item.id || dispute.date(Field::kOpenedOn) > date) continue;
      const Date resolved = dispute.date(Field::kResolvedOn);
      if (resolved.is_set() && resolved <= date) continue;
      disputed = true;
      const int64_t millionths = dispute.number(Field::kDisputedAmount);
      if (millionths == kNull) {
        part = item.balance;
      } else {
        const int64_t unit = core::power_of_ten(core::minor_digits(core::Currency{item.currency}));
        part += static_cast<int64_t>(core::divide_half_up(static_cast<__int128>(millionths) * unit, 1'000'000));
      }
    }
    part = std::min(part, item.balance);
    using rules::DisputeExcludes;
    const DisputeExcludes excludes = rules_.standing.dispute_excludes;
    const bool held = [&] {
      for (const Hold& hold : holds()) {
        if (hold.on(date) && hold.of(item.id)) return true;
      }
      return false;
    }();
    if (item.balance <= 0) {
      item.standing = Standing::kClosed;
    } else if (item.written_off) {
      item.standing = Standing::kWrittenOff;
    } else if (held) {
      item.standing = Standing::kHeld;
    } else if (disputed && (excludes == DisputeExcludes::kReceivable ||
                            (excludes == DisputeExcludes::kAmount && part >= item.balance))) {
      item.standing = Standing::kDisputed;
    } else if (covered(promises)) {
      item.standing = Standing::kPromised;
    } else if (covered(plans)) {
      item.standing = Standing::kPlanned;
    } else {
      item.standing = late > 0 ? Standing::kOverdue : Standing::kNotDue;
    }
    item.open_dispute = disputed ? part : 0;
    if (excludes == DisputeExcludes::kAmount) item.disputed_part = item.open_dispute;
    item.unpaid_past_due = item.balance > 0 && !item.written_off && late > 0;
  }
  return debt;
}

}  // namespace dunlin::audit
