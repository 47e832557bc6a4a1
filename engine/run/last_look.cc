#include "engine/run/last_look.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "engine/run/assess_stage.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/find_by_id.h"
#include "engine/run/memory_writer.h"
#include "engine/run/parent_standing.h"

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

/// Forgets what the action itself charged: it is asked for only if the action leaves.
void forget_own_charges(const core::ActionBatch& batch, size_t index, core::MemoryPage& memory) {
  core::Group& charges = memory.charges;
  if (charges.rows.rows() == 0) return;
  const auto is_own = [&](const ChargeMemory& charge) {
    if (charge.on.days != batch.business_date[index]) return false;
    if (charge.scenario != batch.scenario.at(index) || charge.step != batch.step.at(index)) return false;
    for (uint32_t line = batch.line_begin[index]; line < batch.line_begin[index + 1]; ++line) {
      if (charge.receivable_id == batch.line_receivable_id.at(line)) return true;
    }
    return false;
  };
  std::vector<uint32_t> kept;
  for (uint32_t row = 0; row < charges.rows.rows(); ++row) {
    if (!is_own(charge_memory_at(charges.rows, row))) kept.push_back(row);
  }
  charges.rows = charges.rows.gathered(kept);
  charges.begin = {0, static_cast<uint32_t>(kept.size())};
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
  forget_own_charges(batch, index, alone.memory);
  DUNLIN_TRY(look_at_parent(alone));
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

core::Status LastLook::look_at_parent(const storage::LoadedPage& child) {
  const std::string_view payer = paying_parent(child.page.debtors, 0);
  if (payer.empty()) {
    night_->survey = nullptr;
    return {};
  }
  const std::pair key(std::string(child.page.debtors.text_at(Field::kCreditorId, 0)), std::string(payer));
  // What the run surveyed is of before the run: the parent is looked at as it stands now.
  RunSurvey survey;
  DUNLIN_ASSIGN(const storage::LoadedPage loaded,
                store_->load(store_->page_of(core::debtor_hash(payer)), {.cold = true, .memory = true}));
  const auto rows = rows_of_debtor(loaded.page, key.first, payer);
  if (!rows.empty()) {
    storage::LoadedPage parent = debtor_alone(loaded, rows.front());
    move_due_dates(night_->due_calendars, parent);
    PageScratch scratch;
    night_->survey = nullptr;
    survey.parents.emplace(key, standings_of_parents(*night_, parent, scratch).front());
  }
  night_->survey = std::make_shared<const RunSurvey>(std::move(survey));
  return {};
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
