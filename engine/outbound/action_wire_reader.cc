#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "core/date.h"
#include "core/money.h"
#include "core/wire/action_batch_generated.h"
#include "engine/outbound/action_wire.h"

namespace dunlin::engine {
namespace {

// The wire enums and ours are one list: a byte passes from one to the other as it is.
static_assert(static_cast<uint8_t>(wire::Channel::portal) + 1 == core::kChannelNames.size());
static_assert(static_cast<uint8_t>(wire::Channel::none) == core::ActionBatch::kNoChannel);
static_assert(static_cast<uint8_t>(wire::ActionKind::webhook) + 1 == core::kActionKindNames.size());
static_assert(static_cast<uint8_t>(wire::Stage::write_off) + 1 == core::kStageNames.size());
static_assert(static_cast<uint8_t>(wire::UnitKind::debtor_currency) + 1 == core::kUnitKindNames.size());
static_assert(static_cast<uint8_t>(wire::ValueType::boolean) == static_cast<uint8_t>(core::ValueType::kBoolean));

/// Reads columns of one batch; the first thing that is wrong is kept and everything after it is skipped.
class Decoder {
 public:
  /// `budget` bounds the bytes copied: vectors may be shared between columns, and a small file could else become a large
  /// batch.
  Decoder(uint32_t actions, size_t budget) : actions_(actions), budget_(budget) {}
  const std::string& fault() const { return fault_; }
  void refuse(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }

  template <class From, class To>
  void numbers(const flatbuffers::Vector<From>* from, size_t rows, const char* name, std::vector<To>& to) {
    if (from == nullptr || from->size() != rows) {
      return refuse(std::string(name) + " has not one entry for each row");
    }
    if (!spend(rows * sizeof(To))) return;
    to.assign(reinterpret_cast<const To*>(from->Data()), reinterpret_cast<const To*>(from->Data()) + rows);
  }
  template <class From>
  void enums(const flatbuffers::Vector<From>* from, size_t names, const char* name, std::vector<uint8_t>& to) {
    numbers(from, actions_, name, to);
    for (const uint8_t value : to) {
      const bool no_channel = std::is_same_v<From, wire::Channel> && value == core::ActionBatch::kNoChannel;
      if (value >= names && !no_channel) refuse(std::string(name) + " has a value this version does not know");
    }
  }
  /// Offsets of groups: actions_ + 1 of them from 0, never falling. Returns how many rows they span.
  size_t begins(const flatbuffers::Vector<uint32_t>* from, const char* name, std::vector<uint32_t>& to) {
    numbers(from, static_cast<size_t>(actions_) + 1, name, to);
    if (!fault_.empty()) return 0;
    if (to.front() != 0 || !std::is_sorted(to.begin(), to.end())) refuse(std::string(name) + " is not in order");
    return to.back();
  }
  void texts(const wire::TextColumn* from, size_t rows, const char* name, core::TextColumn& to);

 private:
  bool spend(size_t bytes) {
    if (bytes > budget_) refuse("its columns are larger than it is");
    budget_ -= std::min(bytes, budget_);
    return fault_.empty();
  }

  uint32_t actions_;
  size_t budget_;
  std::string fault_;
};

/// Bytes of the UTF-8 character that begins at `at`, 0 when there is none (overlong forms, surrogates, too large, cut).
size_t character_bytes(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
    return follows(1) && follows(2) && follows(3) && !overlong && !too_large ? 4 : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t bytes = character_bytes(text, at);
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

void Decoder::texts(const wire::TextColumn* from, size_t rows, const char* name, core::TextColumn& to) {
  if (from == nullptr || from->codes() == nullptr || from->ends() == nullptr || from->bytes() == nullptr) {
    return refuse(std::string(name) + " is missing");
  }
  std::vector<uint32_t> codes;
  std::vector<uint32_t> ends;
  numbers(from->codes(), rows, name, codes);
  numbers(from->ends(), from->ends()->size(), name, ends);
  if (!fault_.empty() || !spend(from->bytes()->size())) return;
  std::string heap(reinterpret_cast<const char*>(from->bytes()->data()), from->bytes()->size());
  if (!std::is_sorted(ends.begin(), ends.end()) || (ends.empty() ? 0 : ends.back()) != heap.size()) {
    return refuse(std::string(name) + " has entries that do not tile its bytes");
  }
  for (const uint32_t code : codes) {
    if (code != core::TextColumn::kNullCode && code >= ends.size()) return refuse(std::string(name) + " has a wild code");
  }
  uint32_t begin = 0;
  for (const uint32_t end : ends) {
    if (!is_utf8(std::string_view(heap).substr(begin, end - begin))) return refuse(std::string(name) + " is not UTF-8");
    begin = end;
  }
  to = core::TextColumn::from_parts(std::move(codes), std::move(ends), std::move(heap));
}

void take_values(const wire::ValueColumn& from, uint32_t actions, Decoder& decoder, core::ValueColumn& to) {
  to.name = from.name()->str();
  if (!is_utf8(to.name)) return decoder.refuse("values.name is not UTF-8");
  if (from.type() > wire::ValueType::boolean || from.scale() > 18)
    return decoder.refuse("values has an unknown type or scale");
  to.type = static_cast<core::ValueType>(from.type());
  to.scale = from.scale();
  std::vector<uint8_t> present;
  decoder.numbers(from.present(), actions, "values.present", present);
  decoder.numbers(from.values(), actions, "values.values", to.ints);
  if (to.type == core::ValueType::kText) decoder.texts(from.texts(), 0, "values.texts", to.texts);
  if (!decoder.fault().empty()) return;
  for (size_t row = 0; row < actions; ++row) {
    const int64_t value = to.ints[row];
    if (present[row] > 2) return decoder.refuse("values.present has an unknown value");
    if (present[row] < 2) {
      to.ints[row] = present[row] == 0 ? core::kLeave : core::kNull;
    } else if (to.type == core::ValueType::kText && static_cast<uint64_t>(value) >= to.texts.entries()) {
      return decoder.refuse("values has a wild code");
    } else if (to.type == core::ValueType::kDate && (value < INT32_MIN || value > INT32_MAX)) {
      return decoder.refuse("values has a wild date");
    }
  }
}

void take_totals(const wire::Totals* from, Decoder& decoder, core::ActionBatch& batch) {
  if (from == nullptr) return decoder.refuse("totals is missing");
  const size_t rows = decoder.begins(from->begin(), "totals.begin", batch.total_begin);
  decoder.numbers(from->currency(), rows, "totals.currency", batch.total_currency);
  decoder.numbers(from->overdue(), rows, "totals.overdue", batch.total_overdue);
  decoder.numbers(from->interest(), rows, "totals.interest", batch.total_interest);
  decoder.numbers(from->fees(), rows, "totals.fees", batch.total_fees);
  decoder.numbers(from->cash_netted(), rows, "totals.cash_netted", batch.total_cash);
  decoder.numbers(from->demanded(), rows, "totals.demanded", batch.total_demanded);
}

void take_lines(const wire::Lines* from, Decoder& decoder, core::ActionBatch& batch) {
  if (from == nullptr) return decoder.refuse("lines is missing");
  const size_t rows = decoder.begins(from->begin(), "lines.begin", batch.line_begin);
  decoder.texts(from->receivable_id(), rows, "lines.receivable_id", batch.line_receivable_id);
  decoder.numbers(from->currency(), rows, "lines.currency", batch.line_currency);
  decoder.numbers(from->balance(), rows, "lines.balance", batch.line_balance);
  decoder.numbers(from->interest(), rows, "lines.interest", batch.line_interest);
  decoder.numbers(from->fees(), rows, "lines.fees", batch.line_fees);
  decoder.numbers(from->due_date(), rows, "lines.due_date", batch.line_due_date);
  decoder.numbers(from->days_past_due(), rows, "lines.days_past_due", batch.line_days_past_due);
  decoder.texts(from->document_url(), rows, "lines.document_url", batch.line_document_url);
}

void take_recipients(const wire::Recipients* from, uint32_t rows, Decoder& decoder, core::ActionBatch& batch) {
  if (from == nullptr) return decoder.refuse("recipients is missing");
  decoder.texts(from->name(), rows, "recipients.name", batch.recipient_name);
  decoder.texts(from->email(), rows, "recipients.email", batch.recipient_email);
  decoder.texts(from->phone(), rows, "recipients.phone", batch.recipient_phone);
  decoder.texts(from->street(), rows, "recipients.street", batch.recipient_street);
  decoder.texts(from->postal_code(), rows, "recipients.postal_code", batch.recipient_postal_code);
  decoder.texts(from->city(), rows, "recipients.city", batch.recipient_city);
  decoder.texts(from->country(), rows, "recipients.country", batch.recipient_country);
  decoder.texts(from->cc(), rows, "recipients.cc", batch.cc);
}

bool is_currency(uint32_t code) {
  const core::Currency currency{code};
  return code >> 24 == 0 && core::parse_currency(core::to_string(currency)) == currency;
}

/// What JSON relies on beyond the shape of the columns: dates that can be written, currencies that exist, ids that fit.
void check_meaning(const wire::ActionBatch& from, Decoder& decoder, const core::ActionBatch& batch) {
  constexpr int32_t kFirst = core::date_of(1, 1, 1).days;
  constexpr int32_t kLast = core::date_of(9999, 12, 31).days;
  for (const std::vector<int32_t>* dates : {&batch.business_date, &batch.line_due_date}) {
    for (const int32_t date : *dates) {
      const bool absent = dates == &batch.line_due_date && !core::Date{date}.is_set();
      if (!absent && (date < kFirst || date > kLast)) return decoder.refuse("a date lies outside the years 1 to 9999");
    }
  }
  for (const std::vector<int64_t>* times : {&batch.not_before, &batch.not_after}) {
    for (const int64_t time : *times) {
      const bool free = time == core::kNull;
      if (!free && (time < kFirst * int64_t{86'400} || time / 86'400 > kLast))
        return decoder.refuse("a time is out of range");
    }
  }
  for (const std::vector<uint32_t>* currencies : {&batch.total_currency, &batch.line_currency}) {
    for (const uint32_t code : *currencies) {
      if (!is_currency(code)) return decoder.refuse("a currency is not one of ISO 4217");
    }
  }
  if (from.action_id() == nullptr || from.action_id()->size() != batch.size()) return decoder.refuse("action_id is missing");
  for (size_t row = 0; row < batch.size(); ++row) {
    const wire::ActionId* id = from.action_id()->Get(static_cast<flatbuffers::uoffset_t>(row));
    if (core::Hash128{id->high(), id->low()} != action_id(batch, row)) {
      return decoder.refuse("the action_id of row " + std::to_string(row) + " does not belong to it");
    }
  }
}

void take_actions(const wire::ActionBatch& from, Decoder& decoder, core::ActionBatch& batch) {
  const uint32_t rows = from.count();
  decoder.texts(from.creditor_id(), rows, "creditor_id", batch.creditor_id);
  decoder.texts(from.debtor_id(), rows, "debtor_id", batch.debtor_id);
  decoder.numbers(from.debtor_hash(), rows, "debtor_hash", batch.debtor_hash);
  decoder.numbers(from.business_date(), rows, "business_date", batch.business_date);
  decoder.texts(from.scenario(), rows, "scenario", batch.scenario);
  decoder.texts(from.step(), rows, "step", batch.step);
  decoder.numbers(from.step_index(), rows, "step_index", batch.step_index);
  decoder.numbers(from.episode(), rows, "episode", batch.episode);
  decoder.enums(from.unit_kind(), core::kUnitKindNames.size(), "unit_kind", batch.unit_kind);
  decoder.texts(from.unit(), rows, "unit", batch.unit);
  decoder.texts(from.unit_list(), rows, "unit_list", batch.unit_list);
  decoder.enums(from.action(), core::kActionKindNames.size(), "action", batch.action);
  decoder.enums(from.channel(), core::kChannelNames.size(), "channel", batch.channel);
  decoder.enums(from.stage(), core::kStageNames.size(), "stage", batch.stage);
  decoder.numbers(from.priority(), rows, "priority", batch.priority);
  decoder.texts(from.template_name(), rows, "template_name", batch.template_name);
  decoder.texts(from.language(), rows, "language", batch.language);
  decoder.texts(from.locale(), rows, "locale", batch.locale);
  take_recipients(from.recipients(), rows, decoder, batch);
  decoder.numbers(from.not_before(), rows, "not_before", batch.not_before);
  decoder.numbers(from.not_after(), rows, "not_after", batch.not_after);
  take_totals(from.totals(), decoder, batch);
  take_lines(from.lines(), decoder, batch);
  decoder.texts(from.payment_reference(), rows, "payment_reference", batch.reference);
  decoder.texts(from.payment_iban(), rows, "payment_iban", batch.iban);
  decoder.texts(from.payment_bic(), rows, "payment_bic", batch.bic);
  decoder.texts(from.payment_payee(), rows, "payment_payee", batch.payee);
  decoder.texts(from.segment(), rows, "segment", batch.segment);
  decoder.numbers(from.score(), rows, "score", batch.score);
  decoder.texts(from.risk_class(), rows, "risk_class", batch.risk_class);
  decoder.texts(from.score_reasons(), rows, "score_reasons", batch.score_reasons);
  const size_t columns = from.values() == nullptr ? 0 : from.values()->size();
  for (size_t column = 0; column < columns && decoder.fault().empty(); ++column) {
    take_values(*from.values()->Get(static_cast<flatbuffers::uoffset_t>(column)), rows, decoder,
                batch.values.emplace_back());
  }
  if (decoder.fault().empty()) check_meaning(from, decoder, batch);
}

}  // namespace

core::Result<DecodedActions> decode_actions(std::span<const uint8_t> bytes, const WireLimits& limits) {
  const auto refused = [](std::string what) { return core::failed("action batch", std::move(what)); };
  if (bytes.size() > limits.bytes) return refused("is larger than " + std::to_string(limits.bytes) + " bytes");
  if (bytes.size() < 2 * sizeof(flatbuffers::uoffset_t)) return refused("is too short");
  // Numbers are read where they lie, so the bytes must lie as they were written: aligned to eight.
  std::vector<uint64_t> aligned;
  const uint8_t* data = bytes.data();
  if (reinterpret_cast<uintptr_t>(data) % sizeof(uint64_t) != 0) {
    aligned.resize(bytes.size() / sizeof(uint64_t) + 1);
    std::memcpy(aligned.data(), data, bytes.size());
    data = reinterpret_cast<const uint8_t*>(aligned.data());
  }
  if (!wire::ActionBatchBufferHasIdentifier(data)) return refused("does not carry the identifier DACT");
  flatbuffers::Verifier verifier(data, bytes.size(), /*max_depth=*/8, limits.tables);
  if (!wire::VerifyActionBatchBuffer(verifier)) return refused("is not a well-formed FlatBuffer of its schema");
  const wire::ActionBatch& from = *wire::GetActionBatch(data);
  if (from.count() > limits.actions) return refused("has more than " + std::to_string(limits.actions) + " actions");

  DecodedActions decoded;
  Decoder decoder(from.count(), 4 * bytes.size());
  if (from.run_id() != nullptr) decoded.context.run_id = from.run_id()->str();
  if (from.config_fingerprint() != nullptr) decoded.context.fingerprint = from.config_fingerprint()->str();
  if (!is_utf8(decoded.context.run_id) || !is_utf8(decoded.context.fingerprint)) return refused("run_id is not UTF-8");
  take_actions(from, decoder, decoded.batch);
  if (!decoder.fault().empty()) return refused(decoder.fault());
  return decoded;
}

}  // namespace dunlin::engine
