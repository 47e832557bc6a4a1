#include "engine/outbound/action_json.h"

#include <algorithm>

#include "core/date.h"
#include "core/money.h"
#include "engine/outbound/json_text.h"
#include "engine/outbound/payment_means.h"

namespace dunlin::engine {
namespace {

constexpr char kPartSeparator = '\x1f';
constexpr char kPairSeparator = '\x1e';

/// Calls `each` for every part of `text` between separators; an empty text has none.
template <class Each>
void each_part(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void append_unit_key(const core::ActionBatch& batch, size_t index, std::string& out) {
  const auto kind = static_cast<core::UnitKind>(batch.unit_kind[index]);
  if (!batch.unit_list.is_null(index) || kind == core::UnitKind::kDebtor) {
    out += core::name_of(core::kUnitKindNames, core::UnitKind::kDebtor);
    return;
  }
  out.append(core::name_of(core::kUnitKindNames, kind)).append(":").append(batch.unit.at(index));
}

/// The columns of one action and the text they are written to.
class ActionWriter {
 public:
  ActionWriter(const core::ActionBatch& batch, size_t index, std::string& out) : batch_(batch), index_(index), out_(out) {}

  void identity(const ActionContext& context) {
    out_ += "{\"action_id\":\"";
    out_ += core::to_hex(action_id(batch_, index_));
    out_ += '"';
    text_key("run_id", context.run_id);
    key("business_date");
    append_json_date(core::Date{batch_.business_date[index_]}, out_);
    text_key("creditor_id", batch_.creditor_id.at(index_));
    text_key("debtor_id", batch_.debtor_id.at(index_));
    column("scenario", batch_.scenario);
    column("step", batch_.step);
    integer_key("step_index", batch_.step_index[index_]);
    integer_key("episode", batch_.episode[index_]);
    event();
  }

  /// What an action answers, where it is no step of a unit: its step is `on.EVENT/RECORD`.
  void event() {
    constexpr std::string_view kOn = "on.";
    const std::string_view step = batch_.step.at(index_);
    const size_t cut = step.find('/');
    const bool answers = step.starts_with(kOn) && cut != std::string_view::npos;
    key("event");
    append_json_string_or_null(answers ? step.substr(kOn.size(), cut - kOn.size()) : std::string_view(), out_);
    key("record_id");
    append_json_string_or_null(answers ? step.substr(cut + 1) : std::string_view(), out_);
  }

  void unit() {
    text_key("unit", core::name_of(core::kUnitKindNames, static_cast<core::UnitKind>(batch_.unit_kind[index_])));
    text_key("unit_key", unit_key(batch_, index_));
    key("units");
    if (batch_.unit_list.is_null(index_)) {
      out_ += "null";
      return;
    }
    out_ += '[';
    bool first = true;
    each_part(batch_.unit_list.at(index_), kPairSeparator, [&](std::string_view pair) {
      const size_t at = std::min(pair.find(kPartSeparator), pair.size());
      open_item(first);
      out_ += "\"receivable_id\":";
      append_json_string(pair.substr(0, at), out_);
      text_key("step", pair.substr(std::min(at + 1, pair.size())));
      out_ += '}';
    });
    out_ += ']';
  }

  void what_and_to_whom() {
    text_key("action", core::name_of(core::kActionKindNames, static_cast<core::ActionKind>(batch_.action[index_])));
    key("channel");
    append_json_string_or_null(channel_name(), out_);
    column("template", batch_.template_name);
    text_key("stage", core::name_of(core::kStageNames, static_cast<core::Stage>(batch_.stage[index_])));
    column("language", batch_.language);
    recipient();
    key("cc");
    out_ += '[';
    bool first = true;
    each_part(batch_.cc.at(index_), ';', [&](std::string_view address) {
      comma(first);
      append_json_string(address, out_);
    });
    out_ += ']';
    time_key("not_before", batch_.not_before[index_]);
    time_key("not_after", batch_.not_after[index_]);
    integer_key("priority", batch_.priority[index_]);
  }

  void totals() {
    key("totals");
    out_ += '[';
    bool first = true;
    for (uint32_t at = batch_.total_begin[index_]; at < batch_.total_begin[index_ + 1]; ++at) {
      const core::Currency currency{batch_.total_currency[at]};
      const uint32_t digits = core::minor_digits(currency);
      open_item(first);
      out_ += "\"currency\":";
      append_json_string(core::to_string(currency), out_);
      money_key("overdue", batch_.total_overdue[at], digits);
      money_key("interest", batch_.total_interest[at], digits);
      money_key("fees", batch_.total_fees[at], digits);
      money_key("cash_netted", batch_.total_cash[at], digits);
      money_key("demanded", batch_.total_demanded[at], digits);
      out_ += '}';
    }
    out_ += ']';
  }

  void receivables() {
    key("receivables");
    out_ += '[';
    bool first = true;
    for (uint32_t at = batch_.line_begin[index_]; at < batch_.line_begin[index_ + 1]; ++at) {
      const core::Currency currency{batch_.line_currency[at]};
      const uint32_t digits = core::minor_digits(currency);
      open_item(first);
      out_ += "\"receivable_id\":";
      append_json_string(batch_.line_receivable_id.at(at), out_);
      money_key("balance", batch_.line_balance[at], digits);
      text_key("currency", core::to_string(currency));
      key("due_date");
      append_json_date(core::Date{batch_.line_due_date[at]}, out_);
      integer_key("days_past_due", batch_.line_days_past_due[at]);
      money_key("interest", batch_.line_interest[at], digits);
      money_key("fees", batch_.line_fees[at], digits);
      key("document_url");
      append_json_string_or_null(batch_.line_document_url.at(at), out_);
      out_ += '}';
    }
    out_ += ']';
  }

  void payment() {
    CreditTransfer transfer;
    transfer.bic = batch_.bic.at(index_);
    transfer.payee = batch_.payee.at(index_);
    transfer.iban = batch_.iban.at(index_);
    transfer.reference = batch_.reference.at(index_);
    core::Currency currency;
    for (uint32_t at = batch_.total_begin[index_]; at < batch_.total_begin[index_ + 1]; ++at) {
      // One transfer moves one currency: euros where some are asked for, else the first.
      const bool euros = batch_.total_currency[at] == core::kEur.code;
      if (!euros && currency.is_set()) continue;
      currency = core::Currency{batch_.total_currency[at]};
      transfer.cents = batch_.total_demanded[at];
    }
    out_ += ",\"payment\":{\"reference\":";
    append_json_string_or_null(transfer.reference, out_);
    column("iban", batch_.iban);
    column("bic", batch_.bic);
    key("qr");
    append_json_string_or_null(currency == core::kEur ? epc_qr_text(transfer) : std::string(), out_);
    key("url");
    append_json_string_or_null(payto_link(transfer, currency), out_);
    out_ += '}';
    column("locale", batch_.locale);
  }

  void reasons(const ActionContext& context) {
    out_ += ",\"reasons\":{\"segment\":";
    append_json_string_or_null(batch_.segment.at(index_), out_);
    key("score");
    if (batch_.score[index_] == core::kNull) {
      out_ += "null";
    } else {
      append_integer(batch_.score[index_], out_);
    }
    column("risk_class", batch_.risk_class);
    key("score_reasons");
    out_ += '[';
    bool first = true;
    each_part(batch_.score_reasons.at(index_), kPartSeparator, [&](std::string_view reason) {
      comma(first);
      append_json_string(reason, out_);
    });
    out_ += ']';
    text_key("config", context.fingerprint);
    values();
    out_ += "}}";
  }

 private:
  void comma(bool& first) {
    if (!first) out_ += ',';
    first = false;
  }
  void open_item(bool& first) {
    comma(first);
    out_ += '{';
  }
  void key(std::string_view name) { out_.append(",\"").append(name).append("\":"); }
  void text_key(std::string_view name, std::string_view text) {
    key(name);
    append_json_string(text, out_);
  }
  void column(std::string_view name, const core::TextColumn& texts) {
    key(name);
    append_json_string_or_null(texts.at(index_), out_);
  }
  void integer_key(std::string_view name, int64_t value) {
    key(name);
    append_integer(value, out_);
  }
  void money_key(std::string_view name, int64_t minor, uint32_t digits) {
    key(name);
    append_json_decimal(minor, digits, out_);
  }
  void time_key(std::string_view name, int64_t seconds) {
    key(name);
    if (seconds == core::kNull) {
      out_ += "null";
    } else {
      append_json_time(seconds, out_);
    }
  }
  std::string_view channel_name() const {
    const uint8_t channel = batch_.channel[index_];
    return channel == core::ActionBatch::kNoChannel ? std::string_view() : core::kChannelNames[channel];
  }

  /// What a dispatcher on this channel needs, and the name; null when the action goes to nobody.
  void recipient() {
    key("recipient");
    if (batch_.channel[index_] == core::ActionBatch::kNoChannel) {
      out_ += "null";
      return;
    }
    out_ += '{';
    switch (static_cast<core::Channel>(batch_.channel[index_])) {
      case core::Channel::kLetter: postal_address(); break;
      case core::Channel::kSms:
      case core::Channel::kWhatsapp:
      case core::Channel::kCall: first_column("phone", batch_.recipient_phone); break;
      case core::Channel::kEmail:
      case core::Channel::kPortal: first_column("email", batch_.recipient_email); break;
    }
    column("name", batch_.recipient_name);
    out_ += '}';
  }
  void first_column(std::string_view name, const core::TextColumn& texts) {
    out_.append("\"").append(name).append("\":");
    append_json_string_or_null(texts.at(index_), out_);
  }
  void postal_address() {
    first_column("street", batch_.recipient_street);
    column("postal_code", batch_.recipient_postal_code);
    column("city", batch_.recipient_city);
    column("country", batch_.recipient_country);
  }

  void values() {
    out_ += ",\"values\":{";
    bool first = true;
    for (const core::ValueColumn& column : batch_.values) {
      const int64_t value = column.ints[index_];
      if (value == core::kLeave) continue;
      comma(first);
      append_json_string(column.name, out_);
      out_ += ':';
      value_of(column, value);
    }
    out_ += '}';
  }
  void value_of(const core::ValueColumn& column, int64_t value) {
    if (value == core::kNull) {
      out_ += "null";
      return;
    }
    switch (column.type) {
      case core::ValueType::kNumber:
        if (column.scale == 0) {
          append_integer(value, out_);
        } else {
          append_json_decimal(value, column.scale, out_);
        }
        break;
      case core::ValueType::kText: append_json_string(column.texts.entry(static_cast<uint32_t>(value)), out_); break;
      case core::ValueType::kDate: append_json_date(core::Date{static_cast<int32_t>(value)}, out_); break;
      case core::ValueType::kBoolean: out_ += value != 0 ? "true" : "false"; break;
    }
  }

  const core::ActionBatch& batch_;
  size_t index_;
  std::string& out_;
};

}  // namespace

std::string unit_key(const core::ActionBatch& batch, size_t index) {
  std::string key;
  append_unit_key(batch, index, key);
  return key;
}

core::Hash128 action_id(const core::ActionBatch& batch, size_t index) {
  std::string bytes;
  bytes.reserve(192);
  const auto field = [&](std::string_view text) {
    const auto length = static_cast<uint32_t>(text.size());
    for (uint32_t shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(length >> shift & 0xFF);
    bytes += text;
  };
  std::string unit;
  append_unit_key(batch, index, unit);
  if (!batch.unit_list.is_null(index)) unit.append(1, kPairSeparator).append(batch.unit_list.at(index));
  field(batch.creditor_id.at(index));
  field(batch.debtor_id.at(index));
  field(unit);
  field(batch.scenario.at(index));
  field(batch.step.at(index));
  field(std::to_string(batch.episode[index]));
  field(core::to_string(core::Date{batch.business_date[index]}));
  return core::hash128(bytes);
}

void append_action_json(const core::ActionBatch& batch, size_t index, const ActionContext& context, std::string& out) {
  ActionWriter writer(batch, index, out);
  writer.identity(context);
  writer.unit();
  writer.what_and_to_whom();
  writer.totals();
  writer.receivables();
  writer.payment();
  writer.reasons(context);
}

}  // namespace dunlin::engine
