#include <flatbuffers/flatbuffers.h>

#include "core/wire/action_batch_generated.h"
#include "engine/outbound/action_wire.h"

namespace dunlin::engine {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
template <class T>
using Offset = flatbuffers::Offset<T>;

template <class Enum>
Offset<flatbuffers::Vector<Enum>> put_enums(Builder& builder, const std::vector<uint8_t>& column) {
  return builder.CreateVector(reinterpret_cast<const Enum*>(column.data()), column.size());
}

Offset<wire::TextColumn> put_texts(Builder& builder, const core::TextColumn& column) {
  const core::TextColumn packed = column.compacted();
  const auto codes = builder.CreateVector(packed.codes().data(), packed.codes().size());
  const auto ends = builder.CreateVector(packed.ends());
  const auto bytes = builder.CreateVector(reinterpret_cast<const uint8_t*>(packed.heap().data()), packed.heap().size());
  return wire::CreateTextColumn(builder, codes, ends, bytes);
}

Offset<wire::ValueColumn> put_values(Builder& builder, const core::ValueColumn& column) {
  std::vector<uint8_t> present;
  std::vector<int64_t> values;
  for (const int64_t value : column.ints) {
    present.push_back(value == core::kLeave ? 0 : value == core::kNull ? 1 : 2);
    values.push_back(present.back() == 2 ? value : 0);
  }
  const auto name = builder.CreateString(column.name);
  const auto present_at = builder.CreateVector(present);
  const auto values_at = builder.CreateVector(values);
  Offset<wire::TextColumn> texts;
  if (column.type == core::ValueType::kText) {
    const auto ends = builder.CreateVector(column.texts.ends());
    const auto bytes =
        builder.CreateVector(reinterpret_cast<const uint8_t*>(column.texts.heap().data()), column.texts.heap().size());
    const auto codes = builder.CreateVector(std::vector<uint32_t>());
    texts = wire::CreateTextColumn(builder, codes, ends, bytes);
  }
  return wire::CreateValueColumn(builder, name, static_cast<wire::ValueType>(column.type), column.scale, present_at,
                                 values_at, texts);
}

Offset<wire::Totals> put_totals(Builder& builder, const core::ActionBatch& batch) {
  const auto begin = builder.CreateVector(batch.total_begin);
  const auto currency = builder.CreateVector(batch.total_currency);
  const auto overdue = builder.CreateVector(batch.total_overdue);
  const auto interest = builder.CreateVector(batch.total_interest);
  const auto fees = builder.CreateVector(batch.total_fees);
  const auto cash = builder.CreateVector(batch.total_cash);
  const auto demanded = builder.CreateVector(batch.total_demanded);
  return wire::CreateTotals(builder, begin, currency, overdue, interest, fees, cash, demanded);
}

Offset<wire::Lines> put_lines(Builder& builder, const core::ActionBatch& batch) {
  const auto begin = builder.CreateVector(batch.line_begin);
  const auto receivable_id = put_texts(builder, batch.line_receivable_id);
  const auto currency = builder.CreateVector(batch.line_currency);
  const auto balance = builder.CreateVector(batch.line_balance);
  const auto interest = builder.CreateVector(batch.line_interest);
  const auto fees = builder.CreateVector(batch.line_fees);
  const auto due_date = builder.CreateVector(batch.line_due_date);
  const auto days_past_due = builder.CreateVector(batch.line_days_past_due);
  const auto document_url = put_texts(builder, batch.line_document_url);
  return wire::CreateLines(builder, begin, receivable_id, currency, balance, interest, fees, due_date, days_past_due,
                           document_url);
}

Offset<wire::Recipients> put_recipients(Builder& builder, const core::ActionBatch& batch) {
  const auto name = put_texts(builder, batch.recipient_name);
  const auto email = put_texts(builder, batch.recipient_email);
  const auto phone = put_texts(builder, batch.recipient_phone);
  const auto street = put_texts(builder, batch.recipient_street);
  const auto postal_code = put_texts(builder, batch.recipient_postal_code);
  const auto city = put_texts(builder, batch.recipient_city);
  const auto country = put_texts(builder, batch.recipient_country);
  const auto cc = put_texts(builder, batch.cc);
  return wire::CreateRecipients(builder, name, email, phone, street, postal_code, city, country, cc);
}

}  // namespace

std::string encode_actions(const core::ActionBatch& batch, const ActionContext& context) {
  Builder builder(64 * 1024);
  std::vector<wire::ActionId> ids;
  ids.reserve(batch.size());
  for (size_t row = 0; row < batch.size(); ++row) {
    const core::Hash128 id = action_id(batch, row);
    ids.emplace_back(id.high, id.low);
  }
  std::vector<Offset<wire::ValueColumn>> columns;
  for (const core::ValueColumn& column : batch.values) columns.push_back(put_values(builder, column));

  // Children are written before the table that names them; an absent child is an offset of zero.
  const auto run_id = builder.CreateString(context.run_id);
  const auto fingerprint = builder.CreateString(context.fingerprint);
  const auto action_ids = builder.CreateVectorOfStructs(ids);
  const auto creditor_id = put_texts(builder, batch.creditor_id);
  const auto debtor_id = put_texts(builder, batch.debtor_id);
  const auto debtor_hash =
      builder.CreateVector(reinterpret_cast<const uint64_t*>(batch.debtor_hash.data()), batch.debtor_hash.size());
  const auto business_date = builder.CreateVector(batch.business_date);
  const auto scenario = put_texts(builder, batch.scenario);
  const auto step = put_texts(builder, batch.step);
  const auto step_index = builder.CreateVector(batch.step_index);
  const auto episode = builder.CreateVector(batch.episode);
  const auto unit_kind = put_enums<wire::UnitKind>(builder, batch.unit_kind);
  const auto unit = put_texts(builder, batch.unit);
  const auto unit_list = put_texts(builder, batch.unit_list);
  const auto action = put_enums<wire::ActionKind>(builder, batch.action);
  const auto channel = put_enums<wire::Channel>(builder, batch.channel);
  const auto stage = put_enums<wire::Stage>(builder, batch.stage);
  const auto priority = builder.CreateVector(batch.priority);
  const auto template_name = put_texts(builder, batch.template_name);
  const auto language = put_texts(builder, batch.language);
  const auto locale = put_texts(builder, batch.locale);
  const auto recipients = put_recipients(builder, batch);
  const auto not_before = builder.CreateVector(batch.not_before);
  const auto not_after = builder.CreateVector(batch.not_after);
  const auto totals = put_totals(builder, batch);
  const auto lines = put_lines(builder, batch);
  const auto reference = put_texts(builder, batch.reference);
  const auto iban = put_texts(builder, batch.iban);
  const auto bic = put_texts(builder, batch.bic);
  const auto payee = put_texts(builder, batch.payee);
  const auto segment = put_texts(builder, batch.segment);
  const auto score = builder.CreateVector(batch.score);
  const auto risk_class = put_texts(builder, batch.risk_class);
  const auto score_reasons = put_texts(builder, batch.score_reasons);
  const auto values = builder.CreateVector(columns);
  wire::FinishActionBatchBuffer(
      builder, wire::CreateActionBatch(builder, run_id, fingerprint, static_cast<uint32_t>(batch.size()), action_ids,
                                       creditor_id, debtor_id, debtor_hash, business_date, scenario, step, step_index,
                                       episode, unit_kind, unit, unit_list, action, channel, stage, priority, template_name,
                                       language, locale, recipients, not_before, not_after, totals, lines, reference, iban,
                                       bic, payee, segment, score, risk_class, score_reasons, values));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace dunlin::engine
