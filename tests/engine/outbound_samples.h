// A batch of actions with everything an action can carry, for the tests of what leaves the house.
#pragma once

#include <string>
#include <vector>

#include "core/action_batch.h"
#include "core/date.h"
#include "core/hash.h"
#include "core/money.h"
#include "engine/outbound/action_json.h"

namespace dunlin::engine::samples {

inline void append_or_null(core::TextColumn& column, std::string_view text) {
  if (text.empty()) {
    column.append_null();
  } else {
    column.append(text);
  }
}

struct ActionFacts {
  std::string debtor = "D42", creditor = "C1", unit, unit_list;
  core::UnitKind unit_kind = core::UnitKind::kDebtor;
  core::ActionKind action = core::ActionKind::kContact;
  uint8_t channel = static_cast<uint8_t>(core::Channel::kEmail);
  std::string reference = "RF18539007547034", iban = "BE68539007547034", bic, payee = "Engie Electrabel NV";
  core::Currency currency = core::kEur;
  int64_t overdue = 125'000, interest = 341, fees = 4'000, cash = 0;
  int64_t score = core::kNull;
};

/// Adds one action with one total and two lines.
inline void add_action(core::ActionBatch& batch, const ActionFacts& facts) {
  batch.creditor_id.append(facts.creditor);
  batch.debtor_id.append(facts.debtor);
  batch.scenario.append("b2b-standard");
  batch.step.append("reminder-1");
  append_or_null(batch.template_name, "reminder-1");
  append_or_null(batch.language, "fr");
  append_or_null(batch.locale, "fr-FR");
  append_or_null(batch.segment, facts.score == core::kNull ? "" : "late-payer");
  append_or_null(batch.risk_class, facts.score == core::kNull ? "" : "B");
  batch.unit.append(facts.unit);
  append_or_null(batch.unit_list, facts.unit_list);
  append_or_null(batch.score_reasons, facts.score == core::kNull ? "" : "late now\x1fno payment for 90 days");
  const bool reached = facts.channel != core::ActionBatch::kNoChannel;
  append_or_null(batch.recipient_name, reached ? "Zo\xC3\xAB \"Z\" Durand" : "");
  append_or_null(batch.recipient_email, reached ? "zoe@example.com" : "");
  append_or_null(batch.recipient_phone, reached ? "+3225550100" : "");
  append_or_null(batch.recipient_street, reached ? "Rue Haute 1\nBo\xC3\xAEte 2" : "");
  append_or_null(batch.recipient_postal_code, reached ? "1000" : "");
  append_or_null(batch.recipient_city, reached ? "Bruxelles" : "");
  append_or_null(batch.recipient_country, reached ? "BE" : "");
  append_or_null(batch.cc, reached ? "chief@example.com;second@example.com" : "");
  append_or_null(batch.reference, facts.reference);
  append_or_null(batch.iban, facts.iban);
  append_or_null(batch.bic, facts.bic);
  append_or_null(batch.payee, facts.payee);
  batch.debtor_hash.push_back(static_cast<int64_t>(core::debtor_hash(facts.debtor)));
  batch.business_date.push_back(core::date_of(2026, 11, 21).days);
  batch.step_index.push_back(1);
  batch.episode.push_back(1);
  batch.priority.push_back(50);
  batch.unit_kind.push_back(static_cast<uint8_t>(facts.unit_kind));
  batch.action.push_back(static_cast<uint8_t>(facts.action));
  batch.channel.push_back(facts.channel);
  batch.stage.push_back(static_cast<uint8_t>(core::Stage::kAmicable));
  batch.score.push_back(facts.score);
  batch.not_before.push_back(core::kNull);
  batch.not_after.push_back(core::kNull);

  batch.total_currency.push_back(facts.currency.code);
  batch.total_overdue.push_back(facts.overdue);
  batch.total_interest.push_back(facts.interest);
  batch.total_fees.push_back(facts.fees);
  batch.total_cash.push_back(facts.cash);
  batch.total_demanded.push_back(facts.overdue + facts.interest + facts.fees - facts.cash);
  batch.total_begin.push_back(static_cast<uint32_t>(batch.total_currency.size()));

  for (const char* receivable : {"R1", "R2"}) {
    const bool first = receivable[1] == '1';
    batch.line_receivable_id.append(receivable);
    append_or_null(batch.line_document_url, first ? "https://example.com/r1.pdf" : "");
    batch.line_currency.push_back(facts.currency.code);
    batch.line_balance.push_back(first ? facts.overdue - 1 : 1);
    batch.line_interest.push_back(first ? facts.interest : 0);
    batch.line_fees.push_back(first ? facts.fees : 0);
    batch.line_due_date.push_back(core::date_of(2026, 11, first ? 1 : 20).days);
    batch.line_days_past_due.push_back(first ? 20 : 1);
  }
  batch.line_begin.push_back(static_cast<uint32_t>(batch.line_currency.size()));
}

/// Fills the value columns of a whole batch: a money feature read by all, and a text, a date and a truth read by the first.
inline void add_values(core::ActionBatch& batch) {
  const auto column = [&](std::string name, core::ValueType type, uint8_t scale, int64_t first, int64_t others) {
    core::ValueColumn& values = batch.values.emplace_back();
    values.name = std::move(name);
    values.type = type;
    values.scale = scale;
    for (size_t row = 0; row < batch.size(); ++row) values.ints.push_back(row == 0 ? first : others);
  };
  column("overdue_balance", core::ValueType::kNumber, 2, 125'000, -5);
  column("days_past_due", core::ValueType::kNumber, 0, 20, core::kNull);
  column("risk_class", core::ValueType::kText, 0, 0, core::kLeave);
  batch.values.back().texts.add_entry("B");
  column("oldest_due", core::ValueType::kDate, 0, core::date_of(2026, 11, 1).days, core::kLeave);
  column("attr.vip", core::ValueType::kBoolean, 0, 0, core::kLeave);
}

inline const ActionContext kContext{"2026-11-21/1", "sha256:00ff"};

}  // namespace dunlin::engine::samples
