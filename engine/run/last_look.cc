#include "engine/run/last_look.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "engine/run/assess_stage.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/find_by_id.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using core::Standing;

bool is_still_asked_for(Standing standing) { return standing == Standing::kOverdue || standing == Standing::kNotDue; }

std::optional<std::string> reason_of(Standing standing) {
  switch (standing) {
    case Standing::kClosed: return std::string(kSuppressionNames[0]);
    case Standing::kHeld: return std::string(kSuppressionNames[1]);
    case Standing::kDisputed: return std::string(kSuppressionNames[2]);
    default: return std::nullopt;
  }
}

}  // namespace

core::Result<LastLook> LastLook::open(const storage::Store& store, const Configuration& configuration, core::Date today) {
  std::vector<core::Error> errors;
  auto book = rules::compile_rulebook(configuration.rules, errors);
  if (book == nullptr) return errors.front();
  return LastLook(store, today, std::move(book));
}

core::Result<std::vector<Standing>> LastLook::standings_of(const core::ActionBatch& batch, size_t index) {
  const auto hash = static_cast<core::DebtorHash>(batch.debtor_hash[index]);
  const storage::PageKey key = store_->page_of(hash);
  if (!page_ || page_->key != key) {
    DUNLIN_ASSIGN(page_, store_->load(key, {.cold = true, .memory = true}));
  }
  std::vector<Standing> standings;
  const auto rows = rows_of_debtor(page_->page, batch.creditor_id.at(index), batch.debtor_id.at(index));
  if (rows.empty()) return standings;
  storage::LoadedPage alone = debtor_alone(*page_, rows.front());
  const core::Date date = std::max(core::Date{batch.business_date[index]}, today_);
  if (!night_ || night_->date != date) {
    DUNLIN_ASSIGN(night_, night_as_of(*store_, store_->last_import(), date, book_, {}));
  }
  move_due_dates(night_->due_calendars, alone);
  PageScratch scratch;
  Assessment assessed;
  const core::OverflowWatch watch;
  assess(*night_, alone, scratch, assessed);
  // Nothing is known of a debtor that is quarantined by now: nothing is held back.
  if (watch.noticed()) return standings;
  for (uint32_t line = batch.line_begin[index]; line < batch.line_begin[index + 1]; ++line) {
    const uint32_t row =
        find_by_id(alone.page.group(RecordKind::kReceivable), 0, Field::kReceivableId, batch.line_receivable_id.at(line));
    if (row != rules::kNoRow) standings.push_back(assessed.standings.at(row));
  }
  return standings;
}

core::Result<std::optional<std::string>> LastLook::reason_to_suppress(const core::ActionBatch& batch, size_t index) {
  DUNLIN_ASSIGN(const std::vector<Standing> standings, standings_of(batch, index));
  std::optional<std::string> reason;
  for (const Standing standing : standings) {
    if (is_still_asked_for(standing) || !reason_of(standing)) return std::optional<std::string>();
    if (!reason) reason = reason_of(standing);
  }
  return reason;
}

}  // namespace dunlin::engine
