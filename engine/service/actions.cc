#include "engine/service/actions.h"

#include <algorithm>

#include "core/date.h"
#include "core/money.h"
#include "engine/outbound/json_text.h"
#include "engine/run/last_look.h"

namespace dunlin::engine {
namespace {

core::Result<QueueFilter> filter_of(const Site& site, const ActionsRequest& request) {
  QueueFilter filter{request.run_id, request.creditor, request.debtor, std::nullopt};
  if (!request.channel.empty()) {
    filter.channel = core::parse_name<core::Channel>(core::kChannelNames, request.channel);
    if (!filter.channel) {
      return core::Error{core::ErrorKind::kUsage, "--channel " + request.channel, "is not a channel",
                         "email, letter, sms, whatsapp, call or portal"};
    }
  }
  if (!request.run_id.empty()) {
    DUNLIN_ASSIGN(const auto runs, site.store->runs());
    bool is_known = false;
    for (const storage::RunRecord& run : runs) is_known |= run.run_id == request.run_id;
    if (!is_known) return core::failed("run " + request.run_id, "is not in the history", "see dunlin runs");
  }
  return filter;
}

/// The action's object gets one more key.
void append_suppression(const Suppression& suppression, std::string& json) {
  json.pop_back();
  json += ",\"suppressed\":{\"reason\":";
  append_json_string(suppression.reason, json);
  json += ",\"on\":";
  append_json_date(suppression.on, json);
  json += "}}";
}

std::string line_of(const QueueLine& line) {
  std::string out = "{\"cursor\":";
  append_json_string(line.cursor, out);
  return out + ",\"action\":" + line.json + "}";
}

std::vector<std::string> lines_of(const std::vector<QueueLine>& lines) {
  std::vector<std::string> out;
  for (const QueueLine& line : lines) out.push_back(line_of(line));
  return out;
}

std::string demanded_text(const core::ActionBatch& batch, size_t index) {
  std::string text;
  for (uint32_t i = batch.total_begin[index]; i < batch.total_begin[index + 1]; ++i) {
    const core::Currency currency{batch.total_currency[i]};
    text += (text.empty() ? "" : " + ") + core::format_amount(batch.total_demanded[i], core::minor_digits(currency)) + " " +
            core::to_string(currency);
  }
  return text;
}

}  // namespace

core::Status each_action(Site& site, const ActionsRequest& request,
                         const std::function<bool(const std::string& cursor, const std::string& json)>& take) {
  DUNLIN_ASSIGN(const QueueFilter filter, filter_of(site, request));
  uint64_t taken = 0;
  std::string json;
  core::Status failure;
  const ActionQueue queue(*site.store);
  DUNLIN_TRY(queue.each(request.after, filter, [&](const QueuedAction& action) {
    if (taken++ >= request.limit) return false;
    json.clear();
    append_action_json(action.batch, action.index, action.context, json);
    const auto suppressed = queue.suppression_of(action_id(action.batch, action.index));
    if (!suppressed.ok()) {
      failure = suppressed.error();
      return false;
    }
    if (*suppressed) append_suppression(**suppressed, json);
    return take(action.cursor, json);
  }));
  return failure;
}

core::Result<ResultTable> action_rows(Site& site, const ActionsRequest& request) {
  using enum CellKind;
  DUNLIN_ASSIGN(const QueueFilter filter, filter_of(site, request));
  ResultTable table{{{"action_id"},
                     {"run_id"},
                     {"business_date"},
                     {"creditor_id"},
                     {"debtor_id"},
                     {"scenario"},
                     {"step"},
                     {"action"},
                     {"channel"},
                     {"receivables", kNumber},
                     {"demanded"},
                     {"cursor"}},
                    {}};
  DUNLIN_TRY(ActionQueue(*site.store).each(request.after, filter, [&](const QueuedAction& at) {
    if (table.rows.size() >= request.limit) return false;
    const core::ActionBatch& batch = at.batch;
    const size_t i = at.index;
    std::optional<std::string> channel;
    if (batch.channel[i] != core::ActionBatch::kNoChannel) {
      channel = std::string(name_of(core::kChannelNames, static_cast<core::Channel>(batch.channel[i])));
    }
    table.rows.push_back(
        {core::to_hex(action_id(batch, i)), at.context.run_id, core::to_string(core::Date{batch.business_date[i]}),
         std::string(batch.creditor_id.at(i)), std::string(batch.debtor_id.at(i)), std::string(batch.scenario.at(i)),
         std::string(batch.step.at(i)),
         std::string(name_of(core::kActionKindNames, static_cast<core::ActionKind>(batch.action[i]))), channel,
         std::to_string(batch.line_begin[i + 1] - batch.line_begin[i]), demanded_text(batch, i), at.cursor});
    return true;
  }));
  return table;
}

core::Result<ResultTable> queue_list(Site& site) {
  DUNLIN_ASSIGN(const std::vector<ConsumerLag> consumers, ActionQueue(*site.store).consumers());
  ResultTable table{{{"consumer"}, {"cursor"}, {"waiting", CellKind::kNumber}}, {}};
  for (const ConsumerLag& consumer : consumers) {
    table.rows.push_back({consumer.name, consumer.cursor.empty() ? std::nullopt : std::optional(consumer.cursor),
                          std::to_string(consumer.waiting)});
  }
  return table;
}

core::Result<std::vector<std::string>> queue_consume(Site& site, const std::string& consumer, uint64_t max) {
  ActionQueue queue(*site.store);
  if (!site.configuration.last_look) {
    DUNLIN_ASSIGN(const std::vector<QueueLine> lines, queue.consume(consumer, max));
    return lines_of(lines);
  }
  DUNLIN_ASSIGN(LastLook look, LastLook::open(*site.store, site.configuration, site.today));
  const HandOut hand_out = [&](const core::ActionBatch& batch, size_t index) -> core::Result<std::optional<Suppression>> {
    DUNLIN_ASSIGN(const std::optional<std::string> reason, look.reason_to_suppress(batch, index));
    if (!reason) return std::optional<Suppression>();
    return std::optional<Suppression>({*reason, std::max(site.today, core::Date{batch.business_date[index]}), {}});
  };
  DUNLIN_ASSIGN(const std::vector<QueueLine> lines, queue.consume(consumer, max, hand_out));
  return lines_of(lines);
}

core::Result<bool> queue_ack(Site& site, const std::string& consumer, const std::string& cursor) {
  return ActionQueue(*site.store).acknowledge(consumer, cursor);
}

core::Status queue_replay(Site& site, const std::string& consumer, const std::string& cursor) {
  return ActionQueue(*site.store).replay(consumer, cursor);
}

core::Result<std::vector<std::string>> queue_lines(Site& site, const std::string& cursor, uint64_t max) {
  const ActionQueue queue(*site.store);
  const storage::StoreIdentity& identity = site.store->identity();
  std::vector<std::string> lines;
  Cursor first;
  if (cursor != "start") {
    DUNLIN_ASSIGN(first, parse_cursor(cursor, identity));
  }
  // Readers skip what they begin behind, so the walk begins at the action before, or at the first where there is none.
  std::string behind;
  if (first.index > 0) {
    behind = to_text({first.epoch, first.run_ordinal, first.slot, first.first_page, first.index - 1}, identity);
  }
  DUNLIN_TRY(queue.each(behind, {}, [&](const QueuedAction& action) {
    if (lines.size() >= max) return false;
    if (cursor != "start" && action.cursor < cursor) return true;
    std::string json;
    append_action_json(action.batch, action.index, action.context, json);
    lines.push_back(line_of({action.cursor, json}));
    return true;
  }));
  return lines;
}

}  // namespace dunlin::engine
