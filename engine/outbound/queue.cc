#include "engine/outbound/queue.h"

#include <algorithm>
#include <map>

namespace dunlin::engine {
namespace {

constexpr std::string_view kNames = "consumers";             // text: names parted by '\n', sorted
constexpr std::string_view kConsumer = "consumer/";          // text per consumer: see put_standpoint
constexpr std::string_view kHanded = "handed/";              // text per consumer: the furthest cursor handed out to it
constexpr std::string_view kSuppressed = "suppressed/";      // text per action id: reason, date, who had it already
constexpr std::string_view kAnySuppressed = "suppressions";  // text that is there once an action was held back
constexpr std::string_view kStart = "start";
constexpr size_t kNameBytesMax = 64;
constexpr size_t kConsumersMax = 1024;

core::Error unknown_position(const std::string& text) {
  return core::Error{core::ErrorKind::kUsage, "cursor " + text, "names no published action of this store",
                     "take cursors as `actions` and `queue consume` print them"};
}

bool is_consumer_name(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}
core::Status checked_name(std::string_view name) {
  if (is_consumer_name(name)) return {};
  return core::Error{core::ErrorKind::kUsage, "consumer '" + std::string(name.substr(0, kNameBytesMax)) + "'",
                     "is not a consumer's name", "1 to 64 letters, digits, '.', '_' or '-'"};
}

Cursor cursor_at(const storage::OutboxBatch& batch, size_t index, const storage::StoreIdentity& identity) {
  INVARIANT(batch.run_ordinal <= UINT32_MAX && index <= UINT32_MAX, batch.run_ordinal, index);
  return Cursor{identity.epoch, static_cast<uint32_t>(batch.run_ordinal), batch.slot, batch.first_page,
                static_cast<uint32_t>(index)};
}

/// The facts of each run that its actions share, by ordinal.
core::Result<std::map<uint64_t, ActionContext>> contexts_of(const storage::Store& store) {
  DUNLIN_ASSIGN(const std::vector<storage::RunRecord> runs, store.runs());
  std::map<uint64_t, ActionContext> contexts;
  for (const storage::RunRecord& run : runs) contexts[run.ordinal] = ActionContext{run.run_id, run.fingerprint};
  return contexts;
}

/// Rows of the batch that may belong to the debtor: rows are in the order of their debtors' hashes.
std::pair<size_t, size_t> rows_of_hash(const core::ActionBatch& actions, core::DebtorHash hash) {
  const auto below = [](int64_t row, core::DebtorHash wanted) { return static_cast<core::DebtorHash>(row) < wanted; };
  const auto above = [](core::DebtorHash wanted, int64_t row) { return wanted < static_cast<core::DebtorHash>(row); };
  const auto begin = actions.debtor_hash.begin();
  const auto first = std::lower_bound(begin, actions.debtor_hash.end(), hash, below);
  const auto last = std::upper_bound(first, actions.debtor_hash.end(), hash, above);
  return {static_cast<size_t>(first - begin), static_cast<size_t>(last - begin)};
}

/// A filter made ready: texts become what the rows hold.
struct RowFilter {
  const QueueFilter& wanted;
  core::DebtorHash hash = 0;
  bool by_debtor = false;

  explicit RowFilter(const QueueFilter& filter) : wanted(filter), by_debtor(!filter.debtor_id.empty()) {
    if (by_debtor) hash = core::debtor_hash(filter.debtor_id);
  }
  bool takes(const core::ActionBatch& actions, size_t row) const {
    if (by_debtor && actions.debtor_id.at(row) != wanted.debtor_id) return false;
    if (!wanted.creditor_id.empty() && actions.creditor_id.at(row) != wanted.creditor_id) return false;
    return !wanted.channel || actions.channel[row] == static_cast<uint8_t>(*wanted.channel);
  }
};

}  // namespace

core::Status ActionQueue::each_batch_from(const Standpoint& from, const BatchVisit& visit) const {
  const Cursor begin = from.cursor.value_or(Cursor{});
  return store_.each_batch(begin.run_ordinal, begin.slot, begin.first_page, [&](const storage::OutboxBatch& batch) {
    const bool at_cursor = from.cursor && batch.run_ordinal == begin.run_ordinal && batch.slot == begin.slot &&
                           batch.first_page == begin.first_page;
    const size_t first = at_cursor ? begin.index + (from.inclusive ? 0 : 1) : 0;
    return visit(batch, first);
  });
}

core::Status ActionQueue::each_of(const Standpoint& from, const QueueFilter& filter,
                                  const std::function<bool(const QueuedAction&)>& visit) const {
  DUNLIN_ASSIGN(const auto contexts, contexts_of(store_));
  const storage::StoreIdentity& identity = store_.identity();
  const RowFilter rows(filter);
  const auto visit_batch = [&](const storage::OutboxBatch& batch, size_t first) {
    const auto context = contexts.find(batch.run_ordinal);
    INVARIANT(context != contexts.end(), "actions of a run that has no record:", batch.run_ordinal);
    if (!filter.run_id.empty() && context->second.run_id != filter.run_id) return true;
    size_t end = batch.actions.size();
    if (rows.by_debtor) {
      const auto [low, high] = rows_of_hash(batch.actions, rows.hash);
      first = std::max(first, low);
      end = high;
    }
    for (size_t row = first; row < end; ++row) {
      if (!rows.takes(batch.actions, row)) continue;
      const std::string cursor = to_text(cursor_at(batch, row, identity), identity);
      if (!visit(QueuedAction{batch.actions, row, context->second, cursor})) return false;
    }
    return true;
  };
  if (filter.run_id.empty() && !rows.by_debtor) return each_batch_from(from, visit_batch);

  // One run, or one debtor: only the batches that may hold such rows are read, run by run.
  const core::SlotIndex slot = rows.by_debtor ? core::slot_of(rows.hash, identity.slots) : 0;
  bool stopped = false;
  for (const auto& [ordinal, context] : contexts) {
    if (stopped || (!filter.run_id.empty() && context.run_id != filter.run_id)) continue;
    Standpoint begin{Cursor{identity.epoch, static_cast<uint32_t>(ordinal), slot, 0, 0}, true};
    if (from.cursor && *from.cursor >= *begin.cursor) begin = from;
    DUNLIN_TRY(each_batch_from(begin, [&](const storage::OutboxBatch& batch, size_t first) {
      if (batch.run_ordinal != ordinal) return false;
      if (rows.by_debtor && (batch.slot != slot || batch.first_page > rows.hash)) return false;
      stopped = !visit_batch(batch, first);
      return !stopped;
    }));
  }
  return {};
}

core::Status ActionQueue::each(const std::string& after, const QueueFilter& filter,
                               const std::function<bool(const QueuedAction&)>& visit) const {
  Standpoint from;
  if (!after.empty()) {
    DUNLIN_ASSIGN(from.cursor, known_cursor(after));
  }
  return each_of(from, filter, visit);
}

core::Result<std::vector<QueueLine>> ActionQueue::page_of(const Standpoint& from, size_t max,
                                                          const QueueFilter& filter) const {
  std::vector<QueueLine> lines;
  if (max == 0) return lines;
  DUNLIN_TRY(each_of(from, filter, [&](const QueuedAction& action) {
    QueueLine& line = lines.emplace_back(QueueLine{action.cursor, {}});
    append_action_json(action.batch, action.index, action.context, line.json);
    return lines.size() < max;
  }));
  return lines;
}

core::Result<std::vector<QueueLine>> ActionQueue::page(const std::string& after, size_t max,
                                                       const QueueFilter& filter) const {
  Standpoint from;
  if (!after.empty()) {
    DUNLIN_ASSIGN(from.cursor, known_cursor(after));
  }
  return page_of(from, max, filter);
}

core::Result<std::vector<QueueLine>> ActionQueue::consume(const std::string& consumer, size_t max) {
  DUNLIN_ASSIGN(std::optional<Standpoint> from, standpoint_of(consumer));
  if (!from) {
    DUNLIN_TRY(enrol(consumer));
    from = Standpoint{};
  }
  return page_of(*from, max, {});
}

core::Result<std::vector<QueueLine>> ActionQueue::consume(const std::string& consumer, size_t max, const HandOut& hand_out) {
  DUNLIN_ASSIGN(std::optional<Standpoint> from, standpoint_of(consumer));
  if (!from) {
    DUNLIN_TRY(enrol(consumer));
    from = Standpoint{};
  }
  std::vector<QueueLine> lines;
  if (max == 0) return lines;
  DUNLIN_ASSIGN(const std::optional<Cursor> handed, handed_out_to(consumer));
  core::Status failure;
  std::string furthest;
  const auto leaves = [&](const QueuedAction& action) -> core::Result<bool> {
    DUNLIN_ASSIGN(const auto before, suppression_of(action_id(action.batch, action.index)));
    if (before) return std::ranges::find(before->too_late_for, consumer) != before->too_late_for.end();
    DUNLIN_ASSIGN(const Cursor here, parse_cursor(action.cursor, store_.identity()));
    if (handed && here <= *handed) return true;
    DUNLIN_ASSIGN(std::optional<Suppression> reason, hand_out(action.batch, action.index));
    if (reason) {
      DUNLIN_ASSIGN(reason->too_late_for, already_at(here));
      DUNLIN_TRY(suppress(action_id(action.batch, action.index), *reason));
    }
    furthest = action.cursor;
    return !reason;
  };
  DUNLIN_TRY(each_of(*from, {}, [&](const QueuedAction& action) {
    const core::Result<bool> leaving = leaves(action);
    if (!leaving) {
      failure = leaving.error();
      return false;
    }
    if (!*leaving) return true;
    QueueLine& line = lines.emplace_back(QueueLine{action.cursor, {}});
    append_action_json(action.batch, action.index, action.context, line.json);
    return lines.size() < max;
  }));
  DUNLIN_TRY(std::move(failure));
  if (!furthest.empty()) DUNLIN_TRY(store_.put_text(std::string(kHanded) + consumer, furthest));
  return lines;
}

core::Result<std::optional<Cursor>> ActionQueue::handed_out_to(const std::string& consumer) const {
  DUNLIN_ASSIGN(const std::optional<std::string> text, store_.text(std::string(kHanded) + consumer));
  if (!text) return std::optional<Cursor>();
  const core::Result<Cursor> cursor = parse_cursor(*text, store_.identity());
  if (!cursor.ok()) return std::optional<Cursor>();  // of another life of the store: everything is looked at again
  return std::optional<Cursor>(*cursor);
}

core::Result<std::vector<std::string>> ActionQueue::already_at(const Cursor& cursor) const {
  std::vector<std::string> found;
  DUNLIN_ASSIGN(const std::vector<std::string> known, names());
  for (const std::string& name : known) {
    DUNLIN_ASSIGN(const std::optional<Cursor> handed, handed_out_to(name));
    if (handed && cursor <= *handed) found.push_back(name);
  }
  return found;
}

core::Status ActionQueue::suppress(core::Hash128 action_id, const Suppression& suppression) {
  DUNLIN_ASSIGN(const std::optional<std::string> any, store_.text(std::string(kAnySuppressed)));
  if (!any) DUNLIN_TRY(store_.put_text(std::string(kAnySuppressed), "1"));
  std::string text = suppression.reason + " " + core::to_string(suppression.on);
  for (const std::string& name : suppression.too_late_for) text += " " + name;
  return store_.put_text(std::string(kSuppressed) + core::to_hex(action_id), text);
}

core::Result<std::optional<Suppression>> ActionQueue::suppression_of(core::Hash128 action_id) const {
  DUNLIN_ASSIGN(const std::optional<std::string> any, store_.text(std::string(kAnySuppressed)));
  if (!any) return std::optional<Suppression>();
  DUNLIN_ASSIGN(const std::optional<std::string> text, store_.text(std::string(kSuppressed) + core::to_hex(action_id)));
  if (!text) return std::optional<Suppression>();
  std::vector<std::string> words;
  for (size_t begin = 0; begin < text->size();) {
    const size_t end = std::min(text->find(' ', begin), text->size());
    words.push_back(text->substr(begin, end - begin));
    begin = end + 1;
  }
  Suppression suppression;
  if (!words.empty()) suppression.reason = words[0];
  if (words.size() > 1) suppression.on = core::parse_iso_date(words[1]).value_or(core::kNoDate);
  if (words.size() > 2) suppression.too_late_for.assign(words.begin() + 2, words.end());
  return std::optional<Suppression>(std::move(suppression));
}

core::Result<bool> ActionQueue::acknowledge(const std::string& consumer, const std::string& cursor) {
  DUNLIN_ASSIGN(const std::optional<Standpoint> from, standpoint_of(consumer));
  if (!from) {
    return core::Error{core::ErrorKind::kUsage, "consumer " + consumer, "is not known",
                       "its first `queue consume` registers it"};
  }
  DUNLIN_ASSIGN(const Cursor confirmed, known_cursor(cursor));
  const bool behind = from->cursor && (from->inclusive ? confirmed < *from->cursor : confirmed <= *from->cursor);
  if (behind) return false;
  DUNLIN_TRY(put_standpoint(consumer, Standpoint{confirmed, false}));
  return true;
}

core::Status ActionQueue::replay(const std::string& consumer, const std::string& cursor) {
  DUNLIN_ASSIGN(const std::optional<Standpoint> known, standpoint_of(consumer));
  Standpoint to;
  if (cursor != kStart) {
    DUNLIN_ASSIGN(to.cursor, known_cursor(cursor));
    to.inclusive = true;
  }
  if (!known) DUNLIN_TRY(enrol(consumer));
  return put_standpoint(consumer, to);
}

core::Result<std::vector<ConsumerLag>> ActionQueue::consumers() const {
  DUNLIN_ASSIGN(const std::vector<std::string> known, names());
  std::vector<ConsumerLag> lags;
  for (const std::string& name : known) {
    DUNLIN_ASSIGN(const std::optional<Standpoint> from, standpoint_of(name));
    ConsumerLag lag{name, {}, 0};
    if (from && from->cursor && !from->inclusive) lag.cursor = to_text(*from->cursor, store_.identity());
    DUNLIN_TRY(each_batch_from(from.value_or(Standpoint{}), [&](const storage::OutboxBatch& batch, size_t first) {
      lag.waiting += batch.actions.size() - std::min(first, batch.actions.size());
      return true;
    }));
    lags.push_back(std::move(lag));
  }
  return lags;
}

core::Result<Cursor> ActionQueue::known_cursor(const std::string& text) const {
  DUNLIN_ASSIGN(const Cursor cursor, parse_cursor(text, store_.identity()));
  bool found = false;
  DUNLIN_TRY(store_.each_batch(cursor.run_ordinal, cursor.slot, cursor.first_page, [&](const storage::OutboxBatch& batch) {
    found = batch.run_ordinal == cursor.run_ordinal && batch.slot == cursor.slot && batch.first_page == cursor.first_page &&
            cursor.index < batch.actions.size();
    return false;
  }));
  if (!found) return unknown_position(text);
  return cursor;
}

core::Result<std::optional<ActionQueue::Standpoint>> ActionQueue::standpoint_of(const std::string& consumer) const {
  DUNLIN_TRY(checked_name(consumer));
  DUNLIN_ASSIGN(const std::optional<std::string> text, store_.text(std::string(kConsumer) + consumer));
  if (!text) return std::optional<Standpoint>();
  Standpoint standpoint;
  if (*text == kStart) return std::optional<Standpoint>(standpoint);
  const size_t blank = text->find(' ');
  if (blank == std::string::npos) return core::failed("consumer " + consumer, "its stored position cannot be read");
  standpoint.inclusive = text->substr(0, blank) == "from";
  const core::Result<Cursor> cursor = parse_cursor(std::string_view(*text).substr(blank + 1), store_.identity());
  if (!cursor.ok()) {
    core::Error error = cursor.error();
    error.where = "consumer " + consumer + ": " + error.where;
    error.hint = "`queue replay --consumer " + consumer + " --from start` begins anew";
    return error;
  }
  standpoint.cursor = *cursor;
  return std::optional<Standpoint>(standpoint);
}

core::Status ActionQueue::put_standpoint(const std::string& consumer, const Standpoint& standpoint) {
  std::string text(kStart);
  if (standpoint.cursor) {
    text = (standpoint.inclusive ? "from " : "after ") + to_text(*standpoint.cursor, store_.identity());
  }
  return store_.put_text(std::string(kConsumer) + consumer, text);
}

core::Result<std::vector<std::string>> ActionQueue::names() const {
  DUNLIN_ASSIGN(const std::optional<std::string> text, store_.text(std::string(kNames)));
  std::vector<std::string> known;
  size_t begin = 0;
  while (text && begin < text->size()) {
    const size_t end = std::min(text->find('\n', begin), text->size());
    known.push_back(text->substr(begin, end - begin));
    begin = end + 1;
  }
  return known;
}

core::Status ActionQueue::enrol(const std::string& consumer) {
  DUNLIN_TRY(checked_name(consumer));
  DUNLIN_ASSIGN(std::vector<std::string> known, names());
  const auto place = std::lower_bound(known.begin(), known.end(), consumer);
  if (place == known.end() || *place != consumer) {
    if (known.size() >= kConsumersMax) return core::failed("consumer " + consumer, "there are too many consumers already");
    known.insert(place, consumer);
    std::string text;
    for (const std::string& name : known) text += name + '\n';
    DUNLIN_TRY(store_.put_text(std::string(kNames), text));
  }
  return put_standpoint(consumer, Standpoint{});
}

}  // namespace dunlin::engine
