#include "engine/run/notice_stage.h"

#include <algorithm>
#include <ranges>

#include "engine/run/memory_writer.h"
#include "engine/run/time_bar.h"
#include "rules/contact/debtor_places.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::FirstNotice;
using rules::NoticeBlocks;

constexpr int32_t kNoRule = -1;

bool has_fee(const rules::Step& step) { return step.fee.form != rules::FeeForm::kNone; }
/// Interest that is shown is asked for like interest that is charged.
bool asks_interest(const rules::Step& step) { return step.interest && (step.interest->charge || step.interest->show); }

bool blocks(const FirstNotice& notice, const rules::Step& step) {
  switch (notice.blocks) {
    case NoticeBlocks::kNextStep: return true;
    case NoticeBlocks::kFee: return has_fee(step);
    case NoticeBlocks::kCharge: return has_fee(step) || asks_interest(step);
  }
  return false;
}

/// The notice of the unit's open episode, whatever it listed.
std::optional<GivenNotice> notice_of_unit(const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit) {
  const uint32_t row = decision.units.memory_row[unit];
  if (row == rules::kNoRow) return std::nullopt;
  const UnitMemory memory = unit_memory_at(loaded.memory.units.rows, row);
  if (!memory.open || !memory.notice_on.is_set()) return std::nullopt;
  return GivenNotice{memory.notice_on, memory.notice_channel};
}

class NoticeKeeper {
 public:
  NoticeKeeper(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : notices_(night.book->source.contact.first_notices), night_(night), loaded_(loaded), decision_(decision) {}

  void run() {
    UnitColumns& unit = decision_.unit;
    const size_t count = notices_.empty() ? 0 : decision_.units.size();
    unit.held_step.assign(count, rules::kNoStep);
    unit.held_rule.assign(count, kNoRule);
    unit.held_since.assign(count, 0);
    unit.held_until.assign(count, 0);
    for (size_t u = 0; u < count; ++u) {
      if (unit.chosen[u] >= 0) meet(u);
    }
  }

 private:
  void meet(size_t u) {
    const auto kind = rules::debtor_kind(loaded_.page, decision_.units.debtor[u]);
    const rules::Scenario& scenario = night_.book->source.scenarios[decision_.units.scenario[u]];
    const rules::Step& step = scenario.steps[static_cast<size_t>(decision_.unit.chosen[u])];
    for (size_t rule = 0; rule < notices_.size(); ++rule) {
      const FirstNotice& notice = notices_[rule];
      if (!rules::protects(notice.whom, kind) || !blocks(notice, step)) continue;
      const auto given = notice.blocks == NoticeBlocks::kNextStep
                             ? notice_of_unit(loaded_, decision_, u)
                             : notice_of(loaded_, decision_, decision_.units.debtor[u], anchor_for(decision_, u, step));
      if (!given) continue;
      const core::Date from = rules::free_from(notice.kind, given->on, given->channel, *night_.book->source.calendar_book);
      if (night_.date < from) hold(u, static_cast<int32_t>(rule), given->on, from);
    }
    if (decision_.unit.held_rule[u] == kNoRule) return;
    decision_.unit.held_step[u] = decision_.unit.chosen[u];
    decision_.unit.chosen[u] = rules::kNoStep;
    decision_.unit.barred[u] = rules::Deferral::kNoticePeriod;
  }

  void hold(size_t u, int32_t rule, core::Date since, core::Date until) {
    UnitColumns& unit = decision_.unit;
    if (unit.held_rule[u] != kNoRule && unit.held_until[u] >= until.days) return;
    unit.held_rule[u] = rule;
    unit.held_since[u] = since.days;
    unit.held_until[u] = until.days;
  }

  const std::vector<FirstNotice>& notices_;
  const Night& night_;
  const storage::LoadedPage& loaded_;
  PageDecision& decision_;
};

}  // namespace

void hold_for_notice(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  NoticeKeeper(night, loaded, decision).run();
}

bool waits_for_notice(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                      const PageEvent& event) {
  const std::vector<FirstNotice>& notices = night.book->source.contact.first_notices;
  if (notices.empty() || event.kind == core::EventKind::kCure || event.kind == core::EventKind::kDisputeOpened) return false;
  const core::ActionKind action = night.book->source.scenarios[event.scenario].steps[static_cast<size_t>(event.step)].action;
  if (!core::is_contact(action) && action != core::ActionKind::kLegalReferral) return false;
  const auto kind = rules::debtor_kind(loaded.page, event.debtor);
  for (const FirstNotice& notice : notices) {
    if (notice.blocks != NoticeBlocks::kNextStep || !rules::protects(notice.whom, kind)) continue;
    for (uint32_t at = event.line_begin; at < event.line_end; ++at) {
      const size_t unit = unit_holding(loaded, decision, event.debtor, decision.event_lines[at]);
      const auto given = unit == kNoUnit ? std::nullopt : notice_of_unit(loaded, decision, unit);
      if (!given) continue;
      if (night.date < rules::free_from(notice.kind, given->on, given->channel, *night.book->source.calendar_book))
        return true;
    }
  }
  return false;
}

std::optional<GivenNotice> notice_of(const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor,
                                     uint32_t receivable) {
  const uint32_t remembered = decision.assessment.memory_debtor[debtor];
  const core::Group& charges = loaded.memory.charges;
  if (remembered == rules::kNoRow || charges.rows.rows() == 0) return std::nullopt;
  const size_t unit = unit_holding(loaded, decision, debtor, receivable);
  if (unit == kNoUnit || decision.unit.open[unit] == 0) return std::nullopt;
  const std::string_view id = loaded.page.rows(RecordKind::kReceivable).text_at(Field::kReceivableId, receivable);
  // Rows are in the order of receivables, and of days.
  const auto rows = std::views::iota(charges.begin[remembered], charges.begin[remembered + 1]);
  const auto id_at = [&](uint32_t row) { return charges.rows.text_at(Field::kReceivableId, row); };
  for (const uint32_t row : std::ranges::equal_range(rows, id, {}, id_at)) {
    if (charges.rows.int_at(Field::kPart, row) != core::kNoticeGiven) continue;
    const auto on = static_cast<int32_t>(charges.rows.int_at(Field::kOn, row));
    if (on < decision.unit.opened_on[unit]) continue;
    return GivenNotice{core::Date{on}, static_cast<core::Channel>(charges.rows.int_at(Field::kAmount, row))};
  }
  return std::nullopt;
}

rules::FreeOf free_of(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, uint32_t debtor,
                      uint32_t receivable) {
  rules::FreeOf free;
  if (!counts_from_notices(night, loaded, debtor)) return free;
  const auto kind = rules::debtor_kind(loaded.page, debtor);
  const auto given = notice_of(loaded, decision, debtor, receivable);
  for (const FirstNotice& notice : night.book->source.contact.first_notices) {
    if (!rules::protects(notice.whom, kind)) continue;
    if (given && rules::free_from(notice.kind, given->on, given->channel, *night.book->source.calendar_book) <= night.date) {
      continue;
    }
    const rules::FreeOf more = rules::free_of(notice.blocks);
    free = {free.fees || more.fees, free.interest || more.interest};
  }
  return free;
}

bool counts_from_notices(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor) {
  const std::vector<FirstNotice>& notices = night.book->source.contact.first_notices;
  if (notices.empty()) return false;
  const auto kind = rules::debtor_kind(loaded.page, debtor);
  return std::any_of(notices.begin(), notices.end(), [&](const FirstNotice& notice) {
    return notice.blocks != NoticeBlocks::kNextStep && rules::protects(notice.whom, kind);
  });
}

std::string notice_text(const Night& night, const PageDecision& decision, size_t unit) {
  if (decision.unit.held_rule.empty() || decision.unit.held_rule[unit] == kNoRule) return {};
  const FirstNotice& notice = night.book->source.contact.first_notices[static_cast<size_t>(decision.unit.held_rule[unit])];
  return notice.rule + ": the first notice left on " + core::to_string(core::Date{decision.unit.held_since[unit]}) +
         ", so not before " + core::to_string(core::Date{decision.unit.held_until[unit]});
}

}  // namespace dunlin::engine
