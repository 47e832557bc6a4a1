// Which money pays what: balances of a page's receivables on a date, and the cash that pays nothing. The door of the room;
// it knows records and a date, neither the order in which files arrived nor what a run will do with the result.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "rules/allocation/charges.h"

namespace dunlin::rules {

/// Order in which money that names nothing meets the receivables of its currency (always due ones before the others):
/// kOldestDue by due date, ties by id; kSmallest by what is left to pay, then the oldest; kHighestRate by rate, then the
/// oldest, equal ones share; kProportional all share by what is left (largest remainder, ties by id); kNone stays cash.
enum class Across : uint8_t { kOldestDue, kSmallest, kHighestRate, kProportional, kNone };
inline constexpr std::array<std::string_view, 5> kAcrossNames = {"oldest_due", "smallest", "highest_rate", "proportional",
                                                                 "none"};

/// What is owed inside one receivable.
enum class ClaimPart : uint8_t { kCosts, kInterest, kPrincipal };
inline constexpr std::array<std::string_view, 3> kClaimPartNames = {"costs", "interest", "principal"};
using ClaimOrder = std::array<ClaimPart, 3>;

/// Which interest takes its place in the order: only what actions charged, or what has accrued up to a payment's value date.
enum class AllocatedInterest : uint8_t { kCharged, kAccrued };
inline constexpr std::array<std::string_view, 2> kAllocatedInterestNames = {"charged", "accrued"};

/// Orders of a law: BGB 367; BGB 497 (consumer credit in default); Code civil 1343-1; the US rule.
struct ClaimOrderPreset {
  std::string_view name;
  ClaimOrder order;
};
inline constexpr std::array<ClaimOrderPreset, 4> kClaimOrderPresets = {{
    {"de", {ClaimPart::kCosts, ClaimPart::kInterest, ClaimPart::kPrincipal}},
    {"de-consumer-credit", {ClaimPart::kCosts, ClaimPart::kPrincipal, ClaimPart::kInterest}},
    {"fr", {ClaimPart::kCosts, ClaimPart::kInterest, ClaimPart::kPrincipal}},
    {"us", {ClaimPart::kInterest, ClaimPart::kPrincipal, ClaimPart::kCosts}},
}};

struct AllocationPolicy {
  Across across = Across::kOldestDue;
  ClaimOrder within = {ClaimPart::kCosts, ClaimPart::kInterest, ClaimPart::kPrincipal};
  AllocatedInterest interest = AllocatedInterest::kCharged;
  /// Rule by which interest accrues (kAccrued) and receivables are ranked (kHighestRate).
  std::string interest_rule = "statutory";

  bool reads_interest_rule() const { return interest == AllocatedInterest::kAccrued || across == Across::kHighestRate; }
};

/// Interest accrued in all on a receivable row up to and including a day, rounded once, minor units, from the course of its
/// principal (rules/interest/principal_history.h). Asked once a payment, and only where the policy says kAccrued.
using AccruedInterest = std::function<int64_t(uint32_t receivable, std::span<const int32_t> from,
                                              std::span<const int64_t> principal, int32_t through)>;

struct AllocationInputs {
  const core::AccountPage& page;
  core::Date date;
  /// For kHighestRate: one a receivable row, any unit; empty: all alike.
  std::span<const int64_t> rates = {};
  /// What actions charged and showed up to the date; null: nothing.
  const Charges* charges = nullptr;
  /// For kAccrued; null: nothing accrues.
  const AccruedInterest* accrued = nullptr;
};

/// Money in minor units of the receivable's currency, dates in days since 1970-01-01, kNull = none. Per receivable row of
/// the page; reused from page to page so that its memory is.
struct Balances {
  std::vector<int64_t> balance;          ///< amount and charges less what it holds; kNull: does not exist on the date
  std::vector<int64_t> paid;             ///< payments it holds
  std::vector<int64_t> credited;         ///< credit notes it holds
  std::vector<int64_t> closed_on;        ///< of balance 0: the day on which the last of its money began to count
  std::vector<int64_t> last_payment_on;  ///< latest value date of the payments it holds

  /// What was added to the amounts, and what was paid of it. Interest is what was charged and what was paid without that
  /// (shown interest, or accrued). All empty where nothing was.
  std::vector<int64_t> costs, interest, costs_paid, interest_paid;

  /// Unallocated cash by debtor: rows [cash_begin[d], cash_begin[d + 1]), ordered by currency, amounts above zero. Money
  /// that names a receivable unknown (so far) or not existing on the date is part of it.
  std::vector<uint32_t> cash_begin;
  std::vector<uint32_t> cash_currency;
  std::vector<int64_t> cash_amount;

  /// What of each payment and credit note row counts on the date: its amount less what was reversed; below zero what a
  /// negative one took back; 0 for reversals and for rows dated later. Their sum per debtor and currency is what the
  /// receivables hold plus the cash.
  std::vector<int64_t> payment_counted;
  std::vector<int64_t> credit_counted;

  bool exists(size_t receivable) const { return balance[receivable] != core::kNull; }
  int64_t open_costs(size_t receivable) const { return costs.empty() ? 0 : costs[receivable] - costs_paid[receivable]; }
  int64_t open_interest(size_t receivable) const {
    return interest.empty() ? 0 : interest[receivable] - interest_paid[receivable];
  }
  int64_t open_principal(size_t receivable) const {
    return balance[receivable] - open_costs(receivable) - open_interest(receivable);
  }
  /// Interest that actions charged, or that was paid without: a step adds only what has accrued beyond it.
  int64_t interest_claimed(size_t receivable) const { return interest.empty() ? 0 : interest[receivable]; }
};

/// Debtors that the general path computes one by one (kGeneral: all of them), or the kernel where it may (kFastest). Both
/// give the same; tests hold them to it.
enum class AllocationPath : uint8_t { kFastest, kGeneral };

/// A pure function of the page's records dated up to the date, in the order (date, payments first, id):
///  1. money that names a receivable, or a group (oldest due first, ties by id), pays it up to what it still owes;
///  2. what is left, and money that names none, is spread over the debtor's receivables of its currency that exist on the
///     date and are not written off, by policy.across; the rest is unallocated cash.
/// Money that names a receivable not existing on the date waits as cash and goes nowhere else. A record with `reverses`
/// takes up to its amount back from the record of its kind that it names, as if that part had never come; reversing it
/// restores. A negative record without `reverses` takes back, in its turn and from money before it: from what its
/// receivable holds, else from cash, else from what the latest due receivables hold; the rest does nothing.
/// Within a receivable the money that it holds is laid on its claims in the order (date, payments first, id), each payment
/// by policy.within, and reaches the charges dated up to its own date. It takes what it can as long as everything else that
/// the receivable holds still finds its claim. A credit note lowers the principal, then costs, then charged interest. Shown
/// interest is paid last: by money that names the receivable (or its group) at once, by other money before it becomes cash,
/// in the order of policy.across.
/// Receivables that are drafts, cancelled, issued later, or of a missing debtor do not exist.
void allocate(const AllocationInputs& inputs, const AllocationPolicy& policy, Balances& balances,
              AllocationPath path = AllocationPath::kFastest);

/// Every column at the size of the page, nothing allocated yet.
void prepare_balances(const AllocationInputs& inputs, Balances& balances);

}  // namespace dunlin::rules
