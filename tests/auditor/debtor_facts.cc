#include "tests/auditor/debtor_facts.h"

#include <algorithm>

#include "core/invariant.h"

namespace dunlin::audit {

using core::Date;
using core::Field;
using core::kNull;
using core::RecordKind;
using core::Standing;

namespace {

bool is_open(Standing standing) {
  return standing != Standing::kAbsent && standing != Standing::kClosed && standing != Standing::kWrittenOff;
}

Known ratio(int64_t part, int64_t whole) {
  if (whole == 0) return {};
  return Known::of(rounded(Fraction(part) * 1'000'000 / whole));
}

int64_t parsed(const std::string& text) {
  const core::ParsedAmount amount = core::parse_amount(text, 6);
  return amount.error == core::AmountError::kNone ? amount.minor : kNull;
}

std::string name_in(const Record& record, Field field, std::span<const std::string_view> names) {
  return record.has(field) ? std::string(names[static_cast<size_t>(record.number(field))]) : std::string();
}

}  // namespace

std::vector<const Item*> DebtorFacts::open() const {
  std::vector<const Item*> items;
  for (const Item& item : debt.items) {
    if (is_open(item.standing)) items.push_back(&item);
  }
  return items;
}

Claims DebtorFacts::gross_overdue() const {
  Claims claims;
  for (size_t at = 0; at < debt.items.size(); ++at) {
    const Item& item = debt.items[at];
    if (dunnable[at] && item.standing == Standing::kOverdue) claims[item.currency] += item.balance - item.disputed_part;
  }
  return claims;
}

Claims DebtorFacts::net_overdue() const {
  Claims claims = gross_overdue();
  for (auto& [currency, amount] : claims) {
    const auto cash = debt.cash.find(currency);
    if (rules.net_credits && cash != debt.cash.end()) amount -= std::min(amount, cash->second);
  }
  return claims;
}

/// What cash covers altogether leaves nothing to be dunned.
std::vector<const Item*> DebtorFacts::overdue() const {
  std::vector<const Item*> items;
  const Claims net = net_overdue();
  for (size_t at = 0; at < debt.items.size(); ++at) {
    const Item& item = debt.items[at];
    if (dunnable[at] && item.standing == Standing::kOverdue && net.at(item.currency) > 0) items.push_back(&item);
  }
  return items;
}

int64_t DebtorFacts::in_base(int64_t amount, uint32_t currency) const {
  if (amount == 0) return 0;
  const auto converted = exchange.convert(amount, currency, rules.base_currency.code);
  lacks |= !converted;
  return converted.value_or(0);
}

int64_t DebtorFacts::total(const std::vector<const Item*>& items) const {
  Claims sums;
  for (const Item* item : items) sums[item->currency] += item->balance;
  int64_t total = 0;
  for (const auto& [currency, amount] : sums) total += in_base(amount, currency);
  return total;
}

int64_t DebtorFacts::disputed() const {
  std::vector<const Item*> whole;
  int64_t parts = 0;
  for (const Item* item : open()) {
    if (item->standing == Standing::kDisputed) {
      whole.push_back(item);
    } else if (item->standing != Standing::kHeld) {
      parts += in_base(item->open_dispute, item->currency);
    }
  }
  return total(whole) + parts;
}

int64_t DebtorFacts::tenure() const {
  int64_t days = kNull;
  for (const Item& item : debt.items) {
    if (!item.exists) continue;
    const Date first = item.record->has(Field::kIssueDate) ? item.record->date(Field::kIssueDate) : item.due;
    days = std::max({days, static_cast<int64_t>(date - first), int64_t{0}});
  }
  return days;
}

Known DebtorFacts::lateness(bool share) const {
  int64_t count = 0;
  int64_t late = 0;
  int64_t days = 0;
  for (const Item& item : debt.items) {
    if (item.standing != Standing::kClosed) continue;
    const int64_t after = item.closed_on.is_set() ? item.closed_on - item.due : 0;
    ++count;
    late += after > 0 ? 1 : 0;
    days += std::max<int64_t>(after, 0);
  }
  return ratio(share ? late : days, count);
}

Known DebtorFacts::of_payments(const std::string& name) const {
  const Record* last = nullptr;
  const Record* last_return = nullptr;
  int64_t paid = 0;
  int64_t returns = 0;
  for (const Record& payment : account.of(RecordKind::kPayment)) {
    const Date on = payment.date(Field::kValueDate);
    if (on > date) continue;
    const auto known = debt.payment_counted.find(payment.text(Field::kPaymentId));
    const int64_t counted = known == debt.payment_counted.end() ? 0 : known->second;
    if (counted > 0 && (last == nullptr || last->date(Field::kValueDate) <= on)) last = &payment;
    if (name == "paid_12m" && on > core::add_months(date, -12)) paid += in_base(counted, payment.currency());
    const bool came_back =
        payment.has(Field::kReverses) ? restores(account, payment) == false : payment.number(Field::kAmount) < 0;
    if (!came_back) continue;
    if (on > date - 90) ++returns;
    const bool named = !payment.text(Field::kReasonCode).empty();
    if (named && (last_return == nullptr || last_return->date(Field::kValueDate) <= on)) last_return = &payment;
  }
  if (name == "paid_12m") return Known::of(paid);
  if (name == "returns_90d") return Known::of(returns);
  if (name == "last_return_reason") return Known::of(last_return == nullptr ? "" : last_return->text(Field::kReasonCode));
  if (last == nullptr) return {};
  if (name == "days_since_last_payment") return Known::of(date - last->date(Field::kValueDate));
  const auto amount =
      exchange.convert(debt.payment_counted.at(last->text(Field::kPaymentId)), last->currency(), rules.base_currency.code);
  lacks |= !amount;
  return amount ? Known::of(*amount) : Known{};
}

Known DebtorFacts::of_text(const std::string& name) const {
  const Record& debtor = account.debtor;
  if (name == "kind") return Known::of(name_in(debtor, Field::kKind, core::kDebtorKindNames));
  if (name == "country") return Known::of(debtor.text(Field::kCountry));
  if (name == "region") return Known::of(debtor.text(Field::kRegion));
  if (name == "language") return Known::of(debtor.text(Field::kLanguage));
  if (name == "sales_rep") return Known::of(debtor.text(Field::kSalesRep));
  if (name == "segment") return Known::of(segment ? *segment : debtor.text(Field::kSegment));
  if (name == "risk_class") return Known::of(risk_class.value_or(""));
  if (name == "stage") {
    return Known::of(steps.stage ? std::string(core::kStageNames[static_cast<size_t>(*steps.stage)]) : std::string());
  }
  INVARIANT(false, "a name that the auditor does not know:", name);
  return {};
}

Known DebtorFacts::number(const std::string& name) const {
  const auto counted_promises = [&](bool kept) {
    int64_t count = 0;
    for (const Record& promise : account.of(RecordKind::kPromise)) {
      const auto life = books.promise(promise, date).life;
      const bool broken = life == Bookkeeper::Life::kBroken || life == Bookkeeper::Life::kPartial;
      count += (kept ? life == Bookkeeper::Life::kKept : broken) ? 1 : 0;
    }
    return count;
  };
  const auto with_standing = [&](Standing standing) {
    std::vector<const Item*> items = open();
    std::erase_if(items, [&](const Item* item) { return item->standing != standing; });
    return Known::of(total(items));
  };
  const auto most = [&](const std::vector<const Item*>& items, auto days) {
    int64_t found = 0;
    for (const Item* item : items) found = std::max<int64_t>(found, days(*item));
    return Known::of(found);
  };
  const auto past_due = [](const Item& item) { return item.days_past_due; };
  if (name == "credit_limit") return Known::of(account.debtor.number(Field::kCreditLimit));
  if (name == "external_score") return Known::of(account.debtor.number(Field::kExternalScore));
  if (name == "open_count") return Known::of(static_cast<int64_t>(open().size()));
  if (name == "total_balance") return Known::of(total(open()));
  if (name == "overdue_count") return Known::of(static_cast<int64_t>(overdue().size()));
  if (name == "days_past_due") return most(overdue(), past_due);
  if (name == "days_delinquent") return most(overdue(), [](const Item& item) { return item.days_delinquent; });
  if (name == "max_days_past_due") return most(open(), past_due);
  if (name == "disputed_balance") return Known::of(disputed());
  if (name == "held_balance") return with_standing(Standing::kHeld);
  if (name == "promised_balance") return with_standing(Standing::kPromised);
  if (name == "broken_promises") return Known::of(counted_promises(false));
  if (name == "kept_promises") return Known::of(counted_promises(true));
  if (name == "late_share") return lateness(true);
  if (name == "average_days_late") return lateness(false);
  if (name == "contacts_7d") return Known::of(history.count(date, 7));
  if (name == "contacts_30d") return Known::of(history.count(date, 30));
  if (name == "step_index") return Known::of(steps.index.value_or(kNull));
  if (name == "episode") return Known::of(steps.episode.value_or(kNull));
  if (name == "days_since_last_step") return steps.on ? Known::of(date - *steps.on) : Known{};
  if (name == "tenure_days") return Known::of(tenure());
  if (name == "score") return Known::of(score.value_or(kNull));
  return of_text(name);
}

Known DebtorFacts::of_item(const std::string& name, const Item& item) const {
  const auto of_amount = [&](int64_t amount) {
    const std::optional<int64_t> converted =
        amount == 0 ? std::optional<int64_t>(0) : exchange.convert(amount, item.currency, rules.base_currency.code);
    lacks |= !converted;
    return converted ? Known::of(*converted) : Known{};
  };
  if (name == "receivable_kind") return Known::of(name_in(*item.record, Field::kKind, core::kReceivableKindNames));
  if (name == "currency") return Known::of(core::to_string(core::Currency{item.currency}));
  if (name == "portfolio") return Known::of(item.record->text(Field::kPortfolio));
  if (name == "receivable_days_past_due") return Known::of(item.days_past_due);
  if (name == "amount") return of_amount(item.record->number(Field::kAmount));
  return of_amount(item.balance);
}

Known DebtorFacts::value(const std::string& name, const Item* item) const {
  lacks = false;
  Known known = value_of(name, item);
  known.lacks = lacks || (score_lacks && (name == "score" || name == "risk_class")) || (segment_lacks && name == "segment");
  return known;
}

Known DebtorFacts::value_of(const std::string& name, const Item* item) const {
  const auto attribute = [&](const Record& record, const std::string& key) {
    const auto at = record.attributes.find(key);
    if (at == record.attributes.end()) return Known{};
    const auto type = rules.attribute_types.find(key);
    const bool text = type == rules.attribute_types.end() || type->second == rules::ValueType::kText;
    return text ? Known::of(at->second) : Known::of(parsed(at->second));
  };
  if (name.starts_with("receivable.attr.")) return item == nullptr ? Known{} : attribute(*item->record, name.substr(16));
  if (name.starts_with("attr.")) return attribute(account.debtor, name.substr(5));
  const bool of_receivable = name == "receivable_kind" || name == "amount" || name == "balance" || name == "currency" ||
                             name == "receivable_days_past_due" || name == "portfolio";
  if (of_receivable) return item == nullptr ? Known{} : of_item(name, *item);
  if (name == "overdue_balance") {
    int64_t sum = 0;
    for (const auto& [currency, amount] : net_overdue()) sum += in_base(amount, currency);
    return Known::of(sum);
  }
  if (name == "unallocated_cash") {
    int64_t sum = 0;
    for (const auto& [currency, amount] : debt.cash) sum += in_base(amount, currency);
    return Known::of(sum);
  }
  if (name == "oldest_due") {
    int64_t oldest = kNull;
    for (const Item* late : overdue()) oldest = oldest == kNull ? late->due.days : std::min<int64_t>(oldest, late->due.days);
    return Known::of(oldest);
  }
  if (name == "credit_used_ratio") {
    const int64_t limit = account.debtor.has(Field::kCreditLimit) ? account.debtor.number(Field::kCreditLimit) : 0;
    return limit <= 0 ? Known{} : ratio(total(open()), limit);
  }
  if (name == "days_since_last_contact") {
    const Date last = history.last_contact(date);
    return last.is_set() ? Known::of(date - last) : Known{};
  }
  static const std::set<std::string> kOfPayments = {"paid_12m", "returns_90d", "last_return_reason",
                                                    "days_since_last_payment", "last_payment_amount"};
  return kOfPayments.contains(name) ? of_payments(name) : number(name);
}

}  // namespace dunlin::audit
