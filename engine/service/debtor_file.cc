#include "engine/service/debtor_file.h"

#include <algorithm>
#include <map>

#include "core/decimal.h"
#include "core/money.h"
#include "core/overflow_watch.h"
#include "engine/outbound/action_json.h"
#include "engine/outbound/json_text.h"
#include "engine/outbound/queue.h"
#include "engine/report/page_survey.h"
#include "engine/run/due_dates.h"
#include "engine/run/find_by_id.h"
#include "engine/run/memory_writer.h"
#include "engine/run/page_ledger.h"
#include "engine/run/standing_words.h"
#include "engine/service/record_timeline.h"
#include "rules/scenario/units.h"
#include "rules/standing/covers.h"
#include "rules/standing/debtor_events.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using Row = std::vector<std::optional<std::string>>;

std::optional<std::string> or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}
std::optional<std::string> date_text(int64_t days) {
  if (days == core::kNull) return std::nullopt;
  return core::to_string(core::Date{static_cast<int32_t>(days)});
}
std::string money_text(int64_t minor, int64_t currency) {
  return core::format_amount(minor, core::minor_digits(core::Currency{static_cast<uint32_t>(currency)}));
}
std::string currency_text(int64_t currency) { return core::to_string(core::Currency{static_cast<uint32_t>(currency)}); }

template <class Names>
std::string names_of(int64_t bits, const Names& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1) != 0) text += (text.empty() ? "" : ";") + std::string(names[i]);
  }
  return text;
}

/// A cell as a file would give it; nothing for null.
std::optional<std::string> cell_text(const core::Table& table, const core::FieldSpec& spec, size_t row,
                                     core::Currency base) {
  if (core::is_text(spec.type)) return or_null(table.text_at(spec.field, row));
  const int64_t value = table.int_at(spec.field, row);
  if (value == core::kNull) return std::nullopt;
  switch (spec.type) {
    case core::FieldType::kEnum: return std::string(spec.names[static_cast<size_t>(value)]);
    case core::FieldType::kChannelSet: return or_null(names_of(value, core::kChannelNames));
    case core::FieldType::kFlagSet: return or_null(names_of(value, core::kDebtorFlagNames));
    case core::FieldType::kAmount: return core::format_amount(value, core::minor_digits(base));
    case core::FieldType::kCurrency: return currency_text(value);
    case core::FieldType::kDate: return date_text(value);
    case core::FieldType::kDecimal: return core::to_string(core::Decimal::of(value, 6));
    default: return std::to_string(value);
  }
}

/// Makes the file of one debtor of a loaded page.
class FileWriter {
 public:
  FileWriter(const storage::LoadedPage& loaded, size_t debtor, core::Date date, const Configuration& configuration,
             const InterestGround& interest)
      : loaded_(loaded), page_(loaded.page), debtor_(debtor), date_(date), base_(configuration.rules.base_currency) {
    // The file of a quarantined debtor is where its records are looked at: it shows what it can.
    const core::OverflowWatch watch;
    allocate_page(loaded, date, configuration.rules.allocation, interest, ledger_, balances_);
    rules::stand(ledger_.inputs(page_, date), configuration.rules.allocation, balances_, configuration.rules.standing,
                 covers_, standings_);
  }

  DebtorFile write() {
    file_.creditor_id = std::string(page_.debtors.text_at(Field::kCreditorId, debtor_));
    file_.debtor_id = std::string(page_.debtors.text_at(Field::kDebtorId, debtor_));
    file_.date = core::to_string(date_);
    file_.suspended = page_.debtors.int_at(Field::kDebtorMissing, debtor_) == 1;
    file_.timeline.columns = {{"date"}, {"event"}, {"id"}, {"detail"}, {"amount"}, {"currency"}};
    add_fields();
    add_receivables();
    add_cash();
    add_money(RecordKind::kPayment, Field::kPaymentId, Field::kValueDate, "payment");
    add_money(RecordKind::kCreditNote, Field::kCreditNoteId, Field::kDate, "credit_note");
    add_record_events(page_, debtor_, file_.timeline);
    add_contacts();
    add_charges(loaded_.memory);
    add_outcomes();
    for (const auto& [currency, sums] : sums_) {
      const uint32_t digits = core::minor_digits(core::Currency{static_cast<uint32_t>(currency)});
      file_.balances.push_back({currency_text(currency), format_sum(sums.open, digits), format_sum(sums.overdue, digits),
                                format_sum(sums.cash, digits)});
    }
    return std::move(file_);
  }

 private:
  struct Sums {
    __int128 open = 0, overdue = 0, cash = 0;
  };

  std::pair<uint32_t, uint32_t> rows_of(RecordKind kind) const {
    const core::Group& group = page_.group(kind);
    if (group.begin.size() < debtor_ + 2) return {0, 0};
    return {group.begin[debtor_], group.begin[debtor_ + 1]};
  }

  void add_fields() {
    for (const core::FieldSpec& spec : core::fields_of(RecordKind::kDebtor)) {
      if (auto text = cell_text(page_.debtors, spec, debtor_, base_)) {
        file_.fields.emplace_back(std::string(field_name(spec.field)), std::move(*text));
      }
    }
    for (const core::Attribute& attribute : page_.debtors.attributes()) {
      if (attribute.values.is_null(debtor_)) continue;
      file_.fields.emplace_back("attr." + attribute.name, std::string(attribute.values.at(debtor_)));
    }
  }

  void add_receivables() {
    using enum CellKind;
    file_.receivables.columns = {{"receivable_id"}, {"standing"}, {"issue_date"}, {"due_date"},  {"days_past_due", kNumber},
                                 {"amount"},        {"balance"},  {"currency"},   {"reference"}, {"original_due_date"},
                                 {"absent"}};
    const core::Table& table = page_.rows(RecordKind::kReceivable);
    const auto [begin, end] = rows_of(RecordKind::kReceivable);
    for (uint32_t row = begin; row < end; ++row) {
      const bool exists = balances_.exists(row);
      const int64_t currency = table.int_at(Field::kCurrency, row);
      const int64_t due = agreed_due(loaded_, row);
      const std::string id(table.text_at(Field::kReceivableId, row));
      const std::string amount = money_text(table.int_at(Field::kAmount, row), currency);
      file_.receivables.rows.push_back(
          {id, std::string(name_of(core::kStandingNames, standings_.at(row))),
           date_text(table.int_at(Field::kIssueDate, row)), date_text(due),
           exists ? std::optional(std::to_string(standings_.days_past_due[row])) : std::nullopt, amount,
           exists ? std::optional(money_text(balances_.balance[row], currency)) : std::nullopt, currency_text(currency),
           or_null(table.text_at(Field::kReference, row)), first_due(row, due),
           exists ? std::nullopt : or_null(absence_of(page_, debtor(), row, date_))});
      if (const auto issued = date_text(table.int_at(Field::kIssueDate, row))) {
        add_event(*issued, "issued", id, {}, amount, currency);
      }
      add_event(*date_text(due), "due", id, {}, amount, currency);
      add_status(row, id, amount, currency);
      if (!exists) continue;
      Sums& sums = sums_[currency];
      if (standings_.at(row) != core::Standing::kWrittenOff) sums.open += balances_.balance[row];
      if (standings_.at(row) == core::Standing::kOverdue) sums.overdue += balances_.balance[row];
    }
  }

  /// The due date that it had at first, where that is another.
  std::optional<std::string> first_due(uint32_t row, int64_t due) const {
    const int64_t original = page_.rows(RecordKind::kReceivable).int_at(Field::kOriginalDueDate, row);
    return original == due ? std::nullopt : date_text(original);
  }

  void add_status(uint32_t row, const std::string& id, const std::string& amount, int64_t currency) {
    const core::Table& table = page_.rows(RecordKind::kReceivable);
    const int64_t status = table.int_at(Field::kStatus, row);
    const auto since = date_text(table.int_at(Field::kStatusOn, row));
    if (status == core::kNull || status == static_cast<int64_t>(core::ReceivableStatus::kOpen) || !since) return;
    add_event(*since, core::kReceivableStatusNames[static_cast<size_t>(status)], id, {}, amount, currency);
  }

  uint32_t debtor() const { return static_cast<uint32_t>(debtor_); }

  void add_cash() {
    if (balances_.cash_begin.size() < debtor_ + 2) return;
    for (uint32_t i = balances_.cash_begin[debtor_]; i < balances_.cash_begin[debtor_ + 1]; ++i) {
      sums_[balances_.cash_currency[i]].cash += balances_.cash_amount[i];
    }
  }

  void add_money(RecordKind kind, Field id, Field date, std::string_view event) {
    const core::Table& table = page_.rows(kind);
    const auto [begin, end] = rows_of(kind);
    for (uint32_t row = begin; row < end; ++row) {
      std::string detail;
      const auto note = [&](Field field, std::string_view word) {
        const std::string_view text = table.text_at(field, row);
        if (!text.empty()) detail += (detail.empty() ? "" : ", ") + std::string(word) + " " + std::string(text);
      };
      note(Field::kReceivableId, "for");
      note(Field::kGroupId, "for group");
      note(Field::kReverses, "reverses");
      note(Field::kReasonCode, "reason");
      note(Field::kReference, "reference");
      const int64_t currency = table.int_at(Field::kCurrency, row);
      add_event(date_text(table.int_at(date, row)).value_or(""), event, std::string(table.text_at(id, row)), detail,
                money_text(table.int_at(Field::kAmount, row), currency), currency);
    }
  }

  void add_contacts() {
    const core::Table& table = page_.rows(RecordKind::kContact);
    const auto [begin, end] = rows_of(RecordKind::kContact);
    for (const core::FieldSpec& spec : core::fields_of(RecordKind::kContact)) {
      if (spec.field == Field::kDebtorId || spec.field == Field::kCreditorId) continue;
      file_.contacts.columns.push_back({std::string(field_name(spec.field))});
    }
    for (uint32_t row = begin; row < end; ++row) {
      Row cells;
      for (const core::FieldSpec& spec : core::fields_of(RecordKind::kContact)) {
        if (spec.field == Field::kDebtorId || spec.field == Field::kCreditorId) continue;
        cells.push_back(cell_text(table, spec, row, base_));
      }
      file_.contacts.rows.push_back(std::move(cells));
    }
  }

  /// What actions added to what is owed.
  void add_charges(const core::MemoryPage& memory) {
    const uint32_t remembered = rules::match_memory(page_, memory)[debtor_];
    if (remembered == rules::kNoRow) return;
    for (uint32_t row = memory.charges.begin[remembered]; row < memory.charges.begin[remembered + 1]; ++row) {
      const ChargeMemory charge = charge_memory_at(memory.charges.rows, row);
      const core::Table& table = page_.rows(RecordKind::kReceivable);
      const uint32_t at = find_by_id(page_.group(RecordKind::kReceivable), static_cast<uint32_t>(debtor_),
                                     Field::kReceivableId, charge.receivable_id);
      const bool is_charge = charge.part != core::kShownInterest && charge.part != core::kNoticeGiven;
      if (at == rules::kNoRow || charge.amount == 0 || !is_charge) continue;
      const int64_t currency = table.int_at(Field::kCurrency, at);
      add_event(core::to_string(charge.on), charge.part == 0 ? "fee" : "interest", std::string(charge.receivable_id),
                std::string(charge.step) + " (" + std::string(charge.scenario) + ")", money_text(charge.amount, currency),
                currency);
    }
  }

  /// What became of promises and plans, on the day on which it did.
  void add_outcomes() {
    rules::DebtorEvents events;
    rules::collect_debtor_events(page_, date_, covers_, events);
    for (uint32_t at = events.begin[debtor_]; at < events.begin[debtor_ + 1]; ++at) {
      const bool promise = events.kind[at] == core::EventKind::kPromiseBroken;
      if (!promise && events.kind[at] != core::EventKind::kPlanBroken) continue;
      add_outcome(name_of(core::kEventKindNames, events.kind[at]), events.record_id[at], events.on[at]);
    }
    add_ended(RecordKind::kPromise, covers_.promises.kept_on, "promise_kept");
    add_ended(RecordKind::kPlan, covers_.plans.fulfilled_on, "plan_fulfilled");
  }

  void add_ended(RecordKind kind, std::span<const int64_t> ended_on, std::string_view event) {
    const auto [begin, end] = rows_of(kind);
    for (uint32_t row = begin; row < end; ++row) {
      if (ended_on[row] == core::kNull) continue;
      add_outcome(event, page_.rows(kind).text_at(core::id_field(kind), row), ended_on[row]);
    }
  }

  void add_outcome(std::string_view event, std::string_view id, int64_t on) {
    file_.timeline.rows.push_back(
        {date_text(on), std::string(event), std::string(id), std::nullopt, std::nullopt, std::nullopt});
  }

  void add_event(std::string date, std::string_view event, std::string id, const std::string& detail, std::string amount,
                 int64_t currency) {
    file_.timeline.rows.push_back(
        {std::move(date), std::string(event), std::move(id), or_null(detail), std::move(amount), currency_text(currency)});
  }

  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const size_t debtor_;
  const core::Date date_;
  const core::Currency base_;
  PageLedger ledger_;
  rules::Balances balances_;
  rules::Covers covers_;
  rules::Standings standings_;
  std::map<int64_t, Sums> sums_;
  DebtorFile file_;
};

core::Status add_actions(Site& site, DebtorFile& file) {
  const QueueFilter filter{{}, file.creditor_id, file.debtor_id, std::nullopt};
  return ActionQueue(*site.store).each({}, filter, [&](const QueuedAction& at) {
    const core::ActionBatch& batch = at.batch;
    const size_t i = at.index;
    std::string detail(batch.step.at(i));
    detail += " (" + std::string(batch.scenario.at(i)) + ")";
    if (batch.channel[i] != core::ActionBatch::kNoChannel) {
      detail += " by " + std::string(name_of(core::kChannelNames, static_cast<core::Channel>(batch.channel[i])));
    }
    const std::string event(name_of(core::kActionKindNames, static_cast<core::ActionKind>(batch.action[i])));
    const std::string id = core::to_hex(action_id(batch, i));
    const std::string date = core::to_string(core::Date{batch.business_date[i]});
    for (uint32_t total = batch.total_begin[i]; total < batch.total_begin[i + 1]; ++total) {
      const uint32_t currency = batch.total_currency[total];
      file.timeline.rows.push_back(
          {date, event, id, detail, money_text(batch.total_demanded[total], currency), currency_text(currency)});
    }
    return true;
  });
}

}  // namespace

core::Result<std::vector<DebtorFile>> debtor_file(Site& site, const DebtorRequest& request) {
  storage::ReadScope scope;
  scope.cold = true;
  scope.memory = true;
  const storage::PageKey key = site.store->page_of(core::debtor_hash(request.debtor_id));
  DUNLIN_ASSIGN(storage::LoadedPage loaded, site.store->load(key, scope));
  DUNLIN_ASSIGN(const core::Table creditors, site.store->creditors());
  move_due_dates(DueCalendars(site.configuration.rules, creditors), loaded);
  DUNLIN_ASSIGN(const core::Table rates, site.store->rates(site.store->last_import()));
  const InterestGround interest(site.configuration.rules, creditors, rates);
  std::vector<DebtorFile> files;
  const core::AccountPage& page = loaded.page;
  for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
    if (page.debtors.text_at(Field::kDebtorId, debtor) != request.debtor_id) continue;
    if (!request.creditor.empty() && page.debtors.text_at(Field::kCreditorId, debtor) != request.creditor) continue;
    files.push_back(FileWriter(loaded, debtor, request.date, site.configuration, interest).write());
    DUNLIN_TRY(add_actions(site, files.back()));
    auto& rows = files.back().timeline.rows;
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a[0] < b[0]; });
  }
  if (files.empty()) {
    return core::failed("debtor " + request.debtor_id, "is not in the store", "try dunlin search " + request.debtor_id);
  }
  return files;
}

std::string debtor_json(const DebtorFile& file) {
  std::string out = "{\"creditor_id\":";
  append_json_string(file.creditor_id, out);
  out += ",\"debtor_id\":";
  append_json_string(file.debtor_id, out);
  out += ",\"date\":";
  append_json_string(file.date, out);
  out += file.suspended ? ",\"suspended\":true" : ",\"suspended\":false";
  out += ",\"fields\":{";
  for (const auto& [name, text] : file.fields) {
    if (out.back() != '{') out += ',';
    append_json_string(name, out);
    out += ':';
    append_json_string(text, out);
  }
  out += "},\"balances\":[";
  for (const DebtorBalance& balance : file.balances) {
    if (out.back() != '[') out += ',';
    out += "{\"currency\":\"" + balance.currency + "\",\"open\":\"" + balance.open + "\",\"overdue\":\"" + balance.overdue +
           "\",\"unallocated_cash\":\"" + balance.unallocated_cash + "\"}";
  }
  out += "],\"receivables\":" + rows_as_json(file.receivables) + ",\"contacts\":" + rows_as_json(file.contacts) +
         ",\"timeline\":" + rows_as_json(file.timeline) + "}";
  return out;
}

}  // namespace dunlin::engine
