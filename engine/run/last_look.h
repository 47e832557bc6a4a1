// The last look at an action before the queue hands it out: what it asks for may have been paid, held or disputed since it
// was decided. It is judged without what the action itself charged, and with its parent as that one stands now. Nothing is
// decided anew and no memory changes; the action stays in the outbox with its id and bytes.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/action_batch.h"
#include "core/result.h"
#include "engine/run/night.h"
#include "engine/settings/configuration.h"
#include "rules/rulebook.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Why an action was held back; config/REASONS.md lists them.
inline constexpr std::array<std::string_view, 3> kSuppressionNames = {"paid", "held", "disputed"};

class LastLook {
 public:
  /// Looks with the store's newest records, as they stand on the action's date or on `today`, whichever is later.
  static core::Result<LastLook> open(const storage::Store& store, const Configuration& configuration, core::Date today);

  /// One of kSuppressionNames when nothing that the action lists is still to be asked for, and the first of its items
  /// stands so; none: it may leave. Actions that list nothing always may.
  core::Result<std::optional<std::string>> reason_to_suppress(const core::ActionBatch& batch, size_t index);

 private:
  LastLook(const storage::Store& store, core::Date today, std::shared_ptr<const rules::Rulebook> book)
      : store_(&store), today_(today), book_(std::move(book)) {}
  core::Result<std::vector<core::Standing>> standings_of(const core::ActionBatch& batch, size_t index);
  /// Puts how the child's paying parent stands into the night's survey.
  core::Status look_at_parent(const storage::LoadedPage& child);

  const storage::Store* store_;
  core::Date today_;
  std::shared_ptr<const rules::Rulebook> book_;
  std::optional<Night> night_;               // of the date looked at last: nearly always the same
  std::optional<storage::LoadedPage> page_;  // looked at last: actions come in the order of pages
};

}  // namespace dunlin::engine
