#include "engine/service/explanation.h"

#include "core/money.h"
#include "engine/outbound/action_json.h"
#include "engine/outbound/json_text.h"

namespace dunlin::engine {
namespace {

/// Writes members of one object; brackets of nested values are the caller's.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  std::string& key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    append_json_string(name, out_);
    out_ += ':';
    return out_;
  }
  void text(std::string_view name, std::string_view value) { append_json_string_or_null(value, key(name)); }
  void number(std::string_view name, int64_t value) { append_integer(value, key(name)); }
  void boolean(std::string_view name, bool value) { key(name) += value ? "true" : "false"; }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    list(name, values, [&](const std::string& value) { append_json_string(value, out_); });
  }
  template <class Value, class Write>
  void list(std::string_view name, const std::vector<Value>& values, const Write& write) {
    key(name) += '[';
    for (const Value& value : values) {
      if (&value != values.data()) out_ += ',';
      write(value);
    }
    out_ += ']';
  }

 private:
  std::string& out_;
};

void append_receivable(const ExplainedReceivable& item, std::string& out) {
  ObjectWriter object(out);
  object.text("receivable_id", item.receivable_id);
  object.text("standing", item.standing);
  object.number("days_past_due", item.days_past_due);
  object.number("days_delinquent", item.days_delinquent);
  object.text("balance", item.balance);
  object.text("currency", item.currency);
  object.text("due_date", item.due_date);
  object.texts("reasons", item.reasons);
}

void append_step(const ExplainedStep& step, std::string& out) {
  ObjectWriter object(out);
  object.text("unit", step.unit);
  object.text("scenario", step.scenario);
  object.text("step", step.step);
  object.boolean("fired", step.fired);
  object.texts("reasons", step.reasons);
}

void append_score(const Explanation& explanation, std::string& out) {
  if (!explanation.has_score) {
    out += "null";
    return;
  }
  ObjectWriter object(out);
  object.number("value", explanation.score);
  object.text("risk_class", explanation.risk_class);
  object.texts("reasons", explanation.score_reasons);
}

}  // namespace

core::Result<std::vector<Explanation>> explain(Site& site, const ExplainRequest& request) {
  return explain(*site.store, site.configuration, request.creditor, request.debtor_id, request.date);
}

std::string explanation_json(const Explanation& explanation, const std::string& fingerprint) {
  std::string out;
  {
    ObjectWriter object(out);
    object.text("creditor_id", explanation.creditor_id);
    object.text("debtor_id", explanation.debtor_id);
    object.text("date", core::to_string(explanation.date));
    object.boolean("recorded", explanation.recorded);
    object.text("run_id", explanation.run_id);
    object.list("receivables", explanation.receivables, [&](const auto& item) { append_receivable(item, out); });
    object.list("unallocated_cash", explanation.unallocated_cash, [&](const auto& cash) {
      ObjectWriter entry(out);
      entry.text("currency", cash.first);
      entry.text("amount", cash.second);
    });
    object.key("features") += '{';
    for (const ExplainedValue& value : explanation.features) {
      if (out.back() != '{') out += ',';
      append_json_string(value.name, out);
      out += ':' + value.json;
    }
    out += '}';
    append_score(explanation, object.key("score"));
    object.text("segment", explanation.segment);
    object.text("scenario", explanation.scenario);
    object.text("scenario_reason", explanation.scenario_reason);
    object.list("steps", explanation.steps, [&](const auto& step) { append_step(step, out); });
    object.list("channels", explanation.channels, [&](const ExplainedChannel& channel) {
      ObjectWriter entry(out);
      entry.text("step", channel.step);
      entry.text("channel", channel.channel);
      entry.boolean("permitted", channel.permitted);
      entry.text("reason", channel.reason);
      entry.text("detail", channel.detail);
    });
    object.texts("notes", explanation.notes);
    std::vector<std::string> actions(explanation.actions.size());
    const std::string run_id =
        explanation.run_id.empty() ? core::to_string(explanation.date) + "/explained" : explanation.run_id;
    for (size_t i = 0; i < actions.size(); ++i) {
      append_action_json(explanation.actions, i, {run_id, fingerprint}, actions[i]);
    }
    object.key("action") += actions.empty() ? "null" : actions.front();
    object.list("actions", actions, [&](const std::string& json) { out += json; });
  }
  return out;
}

std::string action_line(const core::ActionBatch& actions, size_t index) {
  std::string line = "action " + core::to_hex(action_id(actions, index)) + ": " + std::string(actions.step.at(index)) +
                     ", " +
                     std::string(name_of(core::kActionKindNames, static_cast<core::ActionKind>(actions.action[index])));
  if (actions.channel[index] != core::ActionBatch::kNoChannel) {
    line += " by " + std::string(name_of(core::kChannelNames, static_cast<core::Channel>(actions.channel[index])));
  }
  line += ", priority " + std::to_string(actions.priority[index]);
  for (uint32_t total = actions.total_begin[index]; total < actions.total_begin[index + 1]; ++total) {
    const core::Currency currency{actions.total_currency[total]};
    line += ", demands " + core::format_amount(actions.total_demanded[total], core::minor_digits(currency)) + " " +
            core::to_string(currency);
  }
  return line;
}

}  // namespace dunlin::engine
