// Promises, plans, disputes and holds for test pages of one debtor, laid into columns as the store lays them, and the door
// through which the run sees what becomes of them.
#pragma once

#include <string>
#include <vector>

#include "rules/standing/covers.h"
#include "tests/rules/account_page_builder.h"

namespace dunlin::test {

struct PromiseRow {
  std::string id;
  int64_t amount = 0;
  std::string promised_on, due_on;
  std::string receivables = {};
  std::string currency = "EUR";
};
struct PlanRow {
  std::string id;
  std::string agreed_on;
  std::string instalments;  ///< as stored: `2024-01-31=10000;...`
  std::string receivables = {};
  int64_t max_missed = core::kNull;
  std::string currency = "EUR";
};
struct DisputeRow {
  std::string id;
  std::string receivable;
  std::string opened_on;
  std::string resolved_on = {};
  int64_t millionths = core::kNull;
};
struct HoldRow {
  std::string id;
  std::string from;
  std::string until = {};
  core::HoldReason reason = core::HoldReason::kManual;
  std::string receivable = {};
};

/// A debtor with everything that may speak of its receivables.
struct Account {
  DebtorRow debtor;
  std::vector<PromiseRow> promises = {};
  std::vector<PlanRow> plans = {};
  std::vector<DisputeRow> disputes = {};
  std::vector<HoldRow> holds = {};
};

namespace detail {

inline void add_promises(core::Table& rows, const std::vector<PromiseRow>& promises) {
  using core::Field;
  for (const PromiseRow& promise : by_id(promises)) {
    put(rows, Field::kPromiseId, promise.id);
    put(rows, Field::kAmount, promise.amount);
    put(rows, Field::kCurrency, currency(promise.currency).code);
    put(rows, Field::kPromisedOn, days(promise.promised_on));
    put(rows, Field::kDueOn, days(promise.due_on));
    put(rows, Field::kReceivableIds, promise.receivables);
    end_row(rows);
  }
}
inline void add_plans(core::Table& rows, const std::vector<PlanRow>& plans) {
  using core::Field;
  for (const PlanRow& plan : by_id(plans)) {
    put(rows, Field::kPlanId, plan.id);
    put(rows, Field::kAgreedOn, days(plan.agreed_on));
    put(rows, Field::kCurrency, currency(plan.currency).code);
    put(rows, Field::kInstalments, plan.instalments);
    put(rows, Field::kReceivableIds, plan.receivables);
    put(rows, Field::kMaxMissed, plan.max_missed);
    end_row(rows);
  }
}
inline void add_disputes(core::Table& rows, const std::vector<DisputeRow>& disputes) {
  using core::Field;
  for (const DisputeRow& dispute : by_id(disputes)) {
    put(rows, Field::kDisputeId, dispute.id);
    put(rows, Field::kReceivableId, dispute.receivable);
    put(rows, Field::kOpenedOn, days(dispute.opened_on));
    put(rows, Field::kResolvedOn, days(dispute.resolved_on));
    put(rows, Field::kDisputedAmount, dispute.millionths);
    end_row(rows);
  }
}
inline void add_holds(core::Table& rows, const std::vector<HoldRow>& holds) {
  using core::Field;
  for (const HoldRow& hold : by_id(holds)) {
    put(rows, Field::kHoldId, hold.id);
    put(rows, Field::kFrom, days(hold.from));
    put(rows, Field::kUntil, days(hold.until));
    put(rows, Field::kReason, static_cast<int64_t>(hold.reason));
    put(rows, Field::kReceivableId, hold.receivable);
    end_row(rows);
  }
}

}  // namespace detail

inline core::AccountPage page_of(const Account& account) {
  using core::RecordKind;
  core::AccountPage page = make_page({account.debtor});
  detail::add_promises(page.group(RecordKind::kPromise).rows, account.promises);
  detail::add_plans(page.group(RecordKind::kPlan).rows, account.plans);
  detail::add_disputes(page.group(RecordKind::kDispute).rows, account.disputes);
  detail::add_holds(page.group(RecordKind::kHold).rows, account.holds);
  for (core::Group& group : page.groups) group.begin = {0, static_cast<uint32_t>(group.rows.rows())};
  return page;
}

/// An account on a date, as the run sees it.
struct Stood {
  core::AccountPage page;
  rules::Balances balances;
  rules::Covers covers;
  rules::Standings standings;

  Stood(const Account& account, std::string_view date, const rules::StandingPolicy& policy = {},
        const rules::Charges* charges = nullptr)
      : page(page_of(account)) {
    const rules::AllocationInputs inputs{.page = page, .date = day(date), .charges = charges};
    rules::allocate(inputs, {}, balances);
    rules::stand(inputs, {}, balances, policy, covers, standings);
  }
  std::string standing(size_t receivable = 0) const {
    return std::string(core::name_of(core::kStandingNames, standings.at(receivable)));
  }
  std::string promise(size_t row = 0) const { return std::string(rules::kPromiseStatusNames[covers.promises.status[row]]); }
  std::string plan(size_t row = 0) const { return std::string(rules::kPlanStatusNames[covers.plans.status[row]]); }
};

}  // namespace dunlin::test
