#include "engine/service/record_timeline.h"

#include <algorithm>
#include <string>

#include "core/decimal.h"
#include "core/instalments.h"
#include "core/instant.h"
#include "core/money.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using Text = std::optional<std::string>;

Text or_null(std::string text) { return text.empty() ? Text() : Text(std::move(text)); }
std::string date_text(int64_t days) { return core::to_string(core::Date{static_cast<int32_t>(days)}); }

/// `word, word`: what is known of a record, in one cell.
class Detail {
 public:
  Detail& say(std::string_view text) {
    if (!text.empty()) text_.append(text_.empty() ? "" : ", ").append(text);
    return *this;
  }
  Detail& say(std::string_view word, std::string_view text) {
    return text.empty() ? *this : say(std::string(word) + " " + std::string(text));
  }
  operator std::string() const { return text_; }

 private:
  std::string text_;
};

class RecordTimeline {
 public:
  RecordTimeline(const core::AccountPage& page, size_t debtor, ResultTable& timeline)
      : page_(page), debtor_(debtor), timeline_(timeline) {}

  void add() {
    each(RecordKind::kPromise, &RecordTimeline::add_promise);
    each(RecordKind::kPlan, &RecordTimeline::add_plan);
    each(RecordKind::kDispute, &RecordTimeline::add_dispute);
    each(RecordKind::kHold, &RecordTimeline::add_hold);
    each(RecordKind::kInteraction, &RecordTimeline::add_interaction);
    each(RecordKind::kPlacement, &RecordTimeline::add_placement);
    each(RecordKind::kCase, &RecordTimeline::add_case);
  }

 private:
  using Add = void (RecordTimeline::*)(const core::Table&, uint32_t);
  void each(RecordKind kind, Add add_row) {
    const core::Group& group = page_.group(kind);
    if (group.rows.rows() == 0) return;
    for (uint32_t row = group.begin[debtor_]; row < group.begin[debtor_ + 1]; ++row) (this->*add_row)(group.rows, row);
  }

  /// A line on the day in `field`, where the record has one.
  void line(const core::Table& rows, uint32_t row, Field field, std::string_view event, std::string detail, Text amount = {},
            Text currency = {}) {
    if (const int64_t day = rows.int_at(field, row); day != core::kNull) {
      put(date_text(day), rows, row, event, std::move(detail), std::move(amount), std::move(currency));
    }
  }
  void put(Text date, const core::Table& rows, uint32_t row, std::string_view event, std::string detail, Text amount = {},
           Text currency = {}) {
    timeline_.rows.push_back({std::move(date), std::string(event),
                              std::string(rows.text_at(core::id_field(rows.kind()), row)), or_null(std::move(detail)),
                              std::move(amount), std::move(currency)});
  }

  void add_promise(const core::Table& rows, uint32_t row) {
    const core::Currency currency{static_cast<uint32_t>(rows.int_at(Field::kCurrency, row))};
    const std::string amount = core::format_amount(rows.int_at(Field::kAmount, row), core::minor_digits(currency));
    const std::string_view of = rows.text_at(Field::kReceivableIds, row);
    line(rows, row, Field::kPromisedOn, "promise_made",
         Detail().say("due", date_text(rows.int_at(Field::kDueOn, row))).say("for", of), amount, core::to_string(currency));
    line(rows, row, Field::kDueOn, "promise_due", Detail().say("for", of), amount, core::to_string(currency));
  }

  void add_plan(const core::Table& rows, uint32_t row) {
    const core::Currency currency{static_cast<uint32_t>(rows.int_at(Field::kCurrency, row))};
    const auto money = [&](int64_t amount) { return core::format_amount(amount, core::minor_digits(currency)); };
    const auto instalments = core::parse_instalments(rows.text_at(Field::kInstalments, row));
    int64_t total = 0;
    for (const core::Instalment& one : instalments) total = core::checked_add(total, one.amount);
    const std::string_view of = rows.text_at(Field::kReceivableIds, row);
    line(rows, row, Field::kAgreedOn, "plan_agreed",
         Detail().say(std::to_string(instalments.size()) + " instalments").say("for", of), money(total),
         core::to_string(currency));
    for (size_t i = 0; i < instalments.size(); ++i) {
      put(core::to_string(instalments[i].due), rows, row, "instalment_due",
          std::to_string(i + 1) + " of " + std::to_string(instalments.size()), money(instalments[i].amount),
          core::to_string(currency));
    }
  }

  void add_dispute(const core::Table& rows, uint32_t row) {
    const std::string_view of = rows.text_at(Field::kReceivableId, row);
    Text amount, currency;
    if (const int64_t disputed = rows.int_at(Field::kDisputedAmount, row); disputed != core::kNull) {
      amount = core::to_string(core::Decimal::of(disputed, 6));
      currency = currency_of(of);
    }
    line(rows, row, Field::kOpenedOn, "dispute_opened", Detail().say("of", of).say(rows.text_at(Field::kReason, row)),
         amount, currency);
    line(rows, row, Field::kResolvedOn, "dispute_resolved", Detail().say("of", of).say(rows.text_at(Field::kOutcome, row)));
  }

  void add_hold(const core::Table& rows, uint32_t row) {
    const int64_t reason = rows.int_at(Field::kReason, row);
    const std::string_view why = reason == core::kNull ? "" : core::kHoldReasonNames[static_cast<size_t>(reason)];
    const std::string detail = Detail().say(why).say("of", rows.text_at(Field::kReceivableId, row));
    line(rows, row, Field::kFrom, "hold_begins", detail);
    line(rows, row, Field::kUntil, "hold_ends", detail);
  }

  void add_interaction(const core::Table& rows, uint32_t row) {
    const std::string at = core::format_instant(rows.int_at(Field::kAt, row));
    Detail detail;
    detail.say(std::string(core::kChannelNames[static_cast<size_t>(rows.int_at(Field::kChannel, row))]) + " " +
               std::string(core::kInteractionOutcomeNames[static_cast<size_t>(rows.int_at(Field::kOutcome, row))]));
    detail.say("at", at.substr(11));
    if (rows.int_at(Field::kDirection, row) == static_cast<int64_t>(core::Direction::kIn)) detail.say("from the debtor");
    detail.say("for", rows.text_at(Field::kReceivableIds, row)).say("of action", rows.text_at(Field::kActionId, row));
    if (rows.int_at(Field::kNumberBad, row) == 1) detail.say("bad number");
    if (rows.int_at(Field::kConsent, row) == 1) detail.say("consent");
    detail.say(rows.text_at(Field::kNote, row));
    put(at.substr(0, 10), rows, row, "interaction", detail);
  }

  void add_placement(const core::Table& rows, uint32_t row) {
    const int64_t commission = rows.int_at(Field::kCommission, row);
    Detail detail;
    detail.say("of", rows.text_at(Field::kReceivableId, row)).say("with", rows.text_at(Field::kAgency, row));
    line(rows, row, Field::kRecalledOn, "recalled", detail);
    if (commission != core::kNull) detail.say("commission", core::to_string(core::Decimal::of(commission, 6)));
    line(rows, row, Field::kPlacedOn, "placed", detail);
  }

  /// A court case has a line for each of its dates, which may say what they are of: `2026-03-01 hearing`.
  void add_case(const core::Table& rows, uint32_t row) {
    const int64_t costs = rows.int_at(Field::kCosts, row);
    Detail known;
    known.say("court", rows.text_at(Field::kCourt, row)).say("lawyer", rows.text_at(Field::kLawyer, row));
    known.say("title", rows.text_at(Field::kTitle, row));
    if (costs != core::kNull) known.say("costs", core::to_string(core::Decimal::of(costs, 6)));
    std::string_view dates = rows.text_at(Field::kDates, row);
    if (dates.empty()) put({}, rows, row, "case", known);
    while (!dates.empty()) {
      const size_t end = std::min(dates.find(';'), dates.size());
      const std::string_view entry = dates.substr(0, end);
      dates.remove_prefix(std::min(end + 1, dates.size()));
      const auto day = core::parse_iso_date(entry.substr(0, 10));
      const std::string_view what = day ? entry.substr(std::min<size_t>(11, entry.size())) : entry;
      put(day ? Text(core::to_string(*day)) : Text(), rows, row, "case", Detail().say(what).say(std::string(known)));
    }
  }

  Text currency_of(std::string_view receivable_id) const {
    const core::Group& group = page_.group(RecordKind::kReceivable);
    if (group.rows.rows() == 0) return {};
    for (uint32_t row = group.begin[debtor_]; row < group.begin[debtor_ + 1]; ++row) {
      if (group.rows.text_at(Field::kReceivableId, row) != receivable_id) continue;
      return core::to_string(core::Currency{static_cast<uint32_t>(group.rows.int_at(Field::kCurrency, row))});
    }
    return {};
  }

  const core::AccountPage& page_;
  const size_t debtor_;
  ResultTable& timeline_;
};

}  // namespace

void add_record_events(const core::AccountPage& page, size_t debtor, ResultTable& timeline) {
  RecordTimeline(page, debtor, timeline).add();
}

}  // namespace dunlin::engine
