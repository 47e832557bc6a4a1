#include "engine/report/worklist_report.h"

#include <algorithm>
#include <tuple>

#include "core/money.h"
#include "core/overflow_watch.h"
#include "engine/report/call_tasks.h"
#include "engine/report/keyed_sums.h"
#include "rules/ageing/open_receivables.h"
#include "rules/allocation/money_columns.h"
#include "rules/contact/debtor_places.h"
#include "rules/features/base_rates.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::InteractionOutcome;
using core::RecordKind;
using rules::PromiseStatus;

bool ends_a_task(InteractionOutcome outcome) {
  switch (outcome) {
    case InteractionOutcome::kAnswered:
    case InteractionOutcome::kConversation:
    case InteractionOutcome::kRefused:
    case InteractionOutcome::kDone:
    case InteractionOutcome::kSkipped:
    case InteractionOutcome::kCancelled: return true;
    case InteractionOutcome::kSent:
    case InteractionOutcome::kDelivered:
    case InteractionOutcome::kOpened:
    case InteractionOutcome::kFailed:
    case InteractionOutcome::kNoAnswer: return false;
  }
  return false;
}

struct Agenda {
  core::Date from, date;
  const CallTasks& tasks;
  const rules::BaseRates& rates;
  const rules::RulebookSource& rules;
};

/// The items of one debtor of a page.
class DebtorAgenda {
 public:
  DebtorAgenda(const SurveyedPage& surveyed, size_t debtor, const Agenda& agenda, std::vector<WorkItem>& out)
      : surveyed_(surveyed),
        debtor_(debtor),
        agenda_(agenda),
        receivables_(rules::ReceivableColumns::of(surveyed.page)),
        rows_(receivables_.rows_of(debtor)),
        out_(out) {}

  void add() {
    add_call_tasks();
    add_promises();
    add_disputes();
  }

 private:
  rules::RowRange rows_of(RecordKind kind) const { return rules::range_of(surveyed_.page.group(kind).begin, debtor_); }
  std::string text(Field field) const { return std::string(surveyed_.page.debtors.text_at(field, debtor_)); }
  bool is_open(uint32_t row) const { return rules::is_open(surveyed_.balances, surveyed_.standings, row); }

  WorkItem item(WorkKind kind, int32_t priority, std::string id, core::Date since) const {
    WorkItem one;
    one.key = surveyed_.groups.values[surveyed_.groups.of_debtor[debtor_]];
    one.kind = kind;
    one.priority = priority;
    one.creditor_id = text(Field::kCreditorId);
    one.debtor_id = text(Field::kDebtorId);
    one.collector = text(Field::kCollector);
    one.team = text(Field::kTeam);
    one.id = std::move(id);
    one.since = since;
    return one;
  }
  void put(WorkItem one, int64_t currency, int64_t amount) {
    one.currency = static_cast<uint32_t>(currency);
    one.amount = amount;
    // Beyond money it is like one without a rate: it only ranks.
    const core::OverflowWatch watch;
    one.base_amount = agenda_.rates.to_base(amount, one.currency);
    out_.push_back(std::move(one));
  }

  bool is_ended(const std::string& action_id) const {
    const core::Table& interactions = surveyed_.page.rows(RecordKind::kInteraction);
    rules::DebtorPlaces places(surveyed_.page, agenda_.rules.calendar_book.get(), agenda_.rules.zones.get(),
                               agenda_.rules.default_country);
    const rules::Place& place = places.of(static_cast<uint32_t>(debtor_));
    const rules::RowRange range = rows_of(RecordKind::kInteraction);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      if (place.date_at(interactions.int_at(Field::kAt, row)) > agenda_.date) continue;
      if (interactions.text_at(Field::kActionId, row) != action_id) continue;
      if (ends_a_task(static_cast<InteractionOutcome>(interactions.int_at(Field::kOutcome, row)))) return true;
    }
    return false;
  }

  /// One item a currency, of what is still open of the task's receivables.
  void add_call_tasks() {
    const auto found = agenda_.tasks.find({text(Field::kCreditorId), text(Field::kDebtorId)});
    if (found == agenda_.tasks.end()) return;
    for (const CallTask& task : found->second) {
      std::map<int64_t, int64_t> open;
      for (const std::string& id : task.receivables) {
        const uint32_t row = rules::find_row(receivables_.id, rows_, id);
        if (row != rules::kNoRow && is_open(row)) open[receivables_.currency[row]] += surveyed_.balances.balance[row];
      }
      if (open.empty() || is_ended(task.action_id)) continue;
      WorkItem one = item(WorkKind::kCallTask, task.priority, task.action_id, task.date);
      one.detail = task.scenario + " " + task.step;
      for (const std::string& whom : {task.name, task.phone}) {
        if (!whom.empty()) one.detail += ", " + whom;
      }
      for (const auto& [currency, amount] : open) put(one, currency, amount);
    }
  }

  bool owes_in(int64_t currency) const {
    for (uint32_t row = rows_.begin; row < rows_.end; ++row) {
      if (receivables_.currency[row] == currency && is_open(row)) return true;
    }
    return false;
  }

  void add_promises() {
    const core::Table& promises = surveyed_.page.rows(RecordKind::kPromise);
    const rules::PromiseCover& cover = surveyed_.covers.promises;
    const rules::RowRange range = rows_of(RecordKind::kPromise);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      const auto status = static_cast<PromiseStatus>(cover.status[row]);
      const int64_t currency = promises.int_at(Field::kCurrency, row);
      const int64_t amount = promises.int_at(Field::kAmount, row);
      const core::Date due_on{static_cast<int32_t>(promises.int_at(Field::kDueOn, row))};
      const bool is_due = status == PromiseStatus::kOpen && due_on + kPromiseCheckDays <= agenda_.date;
      const bool is_broken = (status == PromiseStatus::kBroken || status == PromiseStatus::kPartial) &&
                             cover.broken_on[row] > agenda_.from.days && owes_in(currency);
      if (!is_due && !is_broken) continue;
      const WorkKind kind = is_due ? WorkKind::kPromiseCheck : WorkKind::kPromiseBroken;
      const core::Date since = is_due ? due_on : core::Date{static_cast<int32_t>(cover.broken_on[row])};
      WorkItem one = item(kind, is_due ? kPromiseCheckPriority : kPromiseBrokenPriority,
                          std::string(promises.text_at(Field::kPromiseId, row)), since);
      one.detail = "promised " + core::format_amount(amount, digits_of(currency)) + " for " + core::to_string(due_on);
      put(std::move(one), currency, std::max<int64_t>(amount - cover.received[row], 0));
    }
  }

  static uint32_t digits_of(int64_t currency) { return core::minor_digits(core::Currency{static_cast<uint32_t>(currency)}); }

  void add_disputes() {
    const core::Table& disputes = surveyed_.page.rows(RecordKind::kDispute);
    const rules::RowRange range = rows_of(RecordKind::kDispute);
    for (uint32_t row = range.begin; row < range.end; ++row) {
      const int64_t opened_on = disputes.int_at(Field::kOpenedOn, row);
      const int64_t resolved_on = disputes.int_at(Field::kResolvedOn, row);
      if (opened_on > agenda_.date.days || (resolved_on != core::kNull && resolved_on <= agenda_.date.days)) continue;
      const uint32_t receivable = rules::find_row(receivables_.id, rows_, disputes.text_at(Field::kReceivableId, row));
      if (receivable == rules::kNoRow || !is_open(receivable)) continue;
      WorkItem one = item(WorkKind::kDispute, kDisputePriority, std::string(disputes.text_at(Field::kDisputeId, row)),
                          core::Date{static_cast<int32_t>(opened_on)});
      one.detail = std::string(disputes.text_at(Field::kReceivableId, row));
      const std::string_view reason = disputes.text_at(Field::kReason, row);
      if (!reason.empty()) one.detail += ", " + std::string(reason);
      const int64_t currency = receivables_.currency[receivable];
      put(std::move(one), currency, disputed_amount(disputes.int_at(Field::kDisputedAmount, row), receivable));
    }
  }

  /// At most the balance, which is what a dispute without amount is about.
  int64_t disputed_amount(int64_t major_micro, uint32_t receivable) const {
    const int64_t balance = surveyed_.balances.balance[receivable];
    if (major_micro == core::kNull) return balance;
    const __int128 units =
        static_cast<__int128>(major_micro) * core::power_of_ten(digits_of(receivables_.currency[receivable]));
    return static_cast<int64_t>(std::min<__int128>(core::divide_half_up(units, 1'000'000), balance));
  }

  const SurveyedPage& surveyed_;
  const size_t debtor_;
  const Agenda& agenda_;
  const rules::ReceivableColumns receivables_;
  const rules::RowRange rows_;
  std::vector<WorkItem>& out_;
};

bool comes_before(const WorkItem& a, const WorkItem& b) {
  if (a.key != b.key) return a.key < b.key;
  if (a.priority != b.priority) return a.priority > b.priority;
  if (a.base_amount != b.base_amount) return a.base_amount > b.base_amount;  // nothing is the smallest
  return std::tie(a.kind, a.creditor_id, a.debtor_id, a.since, a.id, a.currency) <
         std::tie(b.kind, b.creditor_id, b.debtor_id, b.since, b.id, b.currency);
}

}  // namespace

core::Result<std::vector<WorkItem>> worklist_report(const storage::Store& store, const Configuration& configuration,
                                                    const SurveyScope& scope, core::Date from) {
  DUNLIN_ASSIGN(const CallTasks tasks, call_tasks(store, from, scope.date));
  DUNLIN_ASSIGN(const core::Table fx, store.fx(store.last_import()));
  const rules::BaseRates rates = rules::rates_on(fx, scope.date, configuration.rules.base_currency);
  const Agenda agenda{from, scope.date, tasks, rates, configuration.rules};
  std::vector<std::vector<WorkItem>> of_thread(std::max(scope.threads, 1U));
  DUNLIN_TRY(survey_pages(store, configuration, scope, [&](const SurveyedPage& surveyed, size_t thread) {
    for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
      if (surveyed.groups.of_debtor[debtor] == DebtorGroups::kNone) continue;
      DebtorAgenda(surveyed, debtor, agenda, of_thread[thread]).add();
    }
  }));
  std::vector<WorkItem> items;
  for (std::vector<WorkItem>& part : of_thread) {
    items.insert(items.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  }
  std::ranges::sort(items, comes_before);
  return items;
}

}  // namespace dunlin::engine
