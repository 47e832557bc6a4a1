// The embedded outbound queue: every published action in one order that never changes, read by cursor, and consumers that
// remember how far they have confirmed. It holds nothing itself: actions are the store's outbox, consumers its small texts.
//
// Order: run by run, within a run by slot and debtor hash. Hand-off is at least once: `consume` repeats what is not yet
// acknowledged, with the same ids and the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/vocabulary.h"
#include "engine/outbound/action_json.h"
#include "engine/outbound/cursor.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Which actions a reader wants; what is empty lets everything through.
struct QueueFilter {
  std::string run_id;
  std::string creditor_id;
  std::string debtor_id;
  std::optional<core::Channel> channel;
};

/// One action where it lies; valid during the visit only.
struct QueuedAction {
  const core::ActionBatch& batch;
  size_t index;
  const ActionContext& context;
  std::string cursor;
};

/// An action as it is handed out.
struct QueueLine {
  std::string cursor;
  std::string json;
};

/// Why the queue kept an action to itself.
struct Suppression {
  std::string reason;  ///< "paid", "held", "disputed"
  core::Date on;
  /// Consumers that had it already: it stays handed out to them.
  std::vector<std::string> too_late_for = {};
};
/// The reason to hold an action back; none: it leaves.
using HandOut = std::function<core::Result<std::optional<Suppression>>(const core::ActionBatch& batch, size_t index)>;

struct ConsumerLag {
  std::string name;
  std::string cursor;    ///< of the last confirmed action; empty: none yet
  uint64_t waiting = 0;  ///< published actions not yet confirmed
};

class ActionQueue {
 public:
  /// The store must outlive the queue. `store` may be read-only as long as no consumer is written.
  explicit ActionQueue(storage::Store& store) : store_(store) {}

  /// Visits the actions behind cursor `after` (empty: from the first) in order, until `visit` returns false.
  core::Status each(const std::string& after, const QueueFilter& filter,
                    const std::function<bool(const QueuedAction&)>& visit) const;
  /// At most `max` of them as JSON.
  core::Result<std::vector<QueueLine>> page(const std::string& after, size_t max, const QueueFilter& filter = {}) const;

  /// The first `max` actions that `consumer` has not confirmed. The first use of a name registers it, at the beginning.
  core::Result<std::vector<QueueLine>> consume(const std::string& consumer, size_t max);
  /// The same without actions that `hand_out` holds back. It is asked once for every action that the consumer meets for the
  /// first time: what was handed out to a consumer stays handed out to it until it is confirmed, also when another one's
  /// look holds it back, and what was held back before stays away.
  core::Result<std::vector<QueueLine>> consume(const std::string& consumer, size_t max, const HandOut& hand_out);
  /// Why an action was held back, and when; none: it was not.
  core::Result<std::optional<Suppression>> suppression_of(core::Hash128 action_id) const;
  /// Confirms everything up to and with `cursor`; durable when it returns. Never goes back: a cursor at or before what is
  /// already confirmed changes nothing and answers false.
  core::Result<bool> acknowledge(const std::string& consumer, const std::string& cursor);
  /// The next `consume` begins with the action of `cursor` itself; `start` means the oldest action of the queue.
  core::Status replay(const std::string& consumer, const std::string& cursor);
  /// Every consumer, by name.
  core::Result<std::vector<ConsumerLag>> consumers() const;

 private:
  /// Where a consumer stands: the next action is the one behind `cursor`, or with `inclusive` the one at it.
  struct Standpoint {
    std::optional<Cursor> cursor;
    bool inclusive = false;
  };
  using BatchVisit = std::function<bool(const storage::OutboxBatch& batch, size_t first)>;

  core::Status each_batch_from(const Standpoint& from, const BatchVisit& visit) const;
  core::Status each_of(const Standpoint& from, const QueueFilter& filter,
                       const std::function<bool(const QueuedAction&)>& visit) const;
  core::Result<std::vector<QueueLine>> page_of(const Standpoint& from, size_t max, const QueueFilter& filter) const;
  core::Result<Cursor> known_cursor(const std::string& text) const;
  core::Result<std::optional<Standpoint>> standpoint_of(const std::string& consumer) const;
  core::Status put_standpoint(const std::string& consumer, const Standpoint& standpoint);
  core::Result<std::vector<std::string>> names() const;
  core::Status enrol(const std::string& consumer);
  core::Result<std::optional<Cursor>> handed_out_to(const std::string& consumer) const;
  /// The consumers to which the action at the cursor was handed out.
  core::Result<std::vector<std::string>> already_at(const Cursor& cursor) const;
  core::Status suppress(core::Hash128 action_id, const Suppression& suppression);

  storage::Store& store_;
};

}  // namespace dunlin::engine
