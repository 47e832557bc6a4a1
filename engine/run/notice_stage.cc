#include "engine/run/notice_stage.h"

#include <algorithm>

#include "engine/run/memory_writer.h"
#include "rules/contact/debtor_places.h"

namespace dunlin::engine {
namespace {

using core::RecordKind;
using rules::FirstNotice;
using rules::NoticeBlocks;

constexpr int32_t kNoRule = -1;

bool charges_interest(const rules::Step& step) { return step.interest && step.interest->charge; }

bool blocks(const FirstNotice& notice, const rules::Step& step) {
  const bool fee = step.fee.form != rules::FeeForm::kNone;
  switch (notice.blocks) {
    case NoticeBlocks::kNextStep: return true;
    case NoticeBlocks::kFee: return fee;
    case NoticeBlocks::kCharge: return fee || charges_interest(step);
  }
  return false;
}

/// Memory of the unit's open episode; none when it opens today.
std::optional<UnitMemory> memory_of(const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit) {
  const uint32_t row = decision.units.memory_row[unit];
  if (row == rules::kNoRow) return std::nullopt;
  const UnitMemory memory = unit_memory_at(loaded.memory.units.rows, row);
  if (!memory.open) return std::nullopt;
  return memory;
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
    unit.held_until.assign(count, 0);
    unit.free_notice.assign(count, 0);
    for (size_t u = 0; u < count; ++u) {
      if (unit.chosen[u] >= 0) meet(u);
    }
  }

 private:
  void meet(size_t u) {
    const auto kind = rules::debtor_kind(loaded_.page, decision_.units.debtor[u]);
    const auto memory = memory_of(loaded_, decision_, u);
    if (!memory || !memory->notice_on.is_set()) {
      decision_.unit.free_notice[u] = 1;
      return;
    }
    const rules::Scenario& scenario = night_.book->source.scenarios[decision_.units.scenario[u]];
    const rules::Step& step = scenario.steps[static_cast<size_t>(decision_.unit.chosen[u])];
    for (size_t rule = 0; rule < notices_.size(); ++rule) {
      const FirstNotice& notice = notices_[rule];
      if (!rules::protects(notice.whom, kind) || !blocks(notice, step)) continue;
      const core::Date from =
          rules::free_from(notice.kind, memory->notice_on, memory->notice_channel, *night_.book->source.calendar_book);
      if (night_.date < from) hold(u, static_cast<int32_t>(rule), from);
    }
    if (decision_.unit.held_rule[u] == kNoRule) return;
    decision_.unit.held_step[u] = decision_.unit.chosen[u];
    decision_.unit.chosen[u] = rules::kNoStep;
    decision_.unit.barred[u] = rules::Deferral::kNoticePeriod;
  }

  void hold(size_t u, int32_t rule, core::Date from) {
    UnitColumns& unit = decision_.unit;
    if (unit.held_rule[u] != kNoRule && unit.held_until[u] >= from.days) return;
    unit.held_rule[u] = rule;
    unit.held_until[u] = from.days;
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

rules::FreeOf free_of(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                      const Candidate& candidate) {
  rules::FreeOf free;
  const bool of_unit = !candidate.pre_due && candidate.unit_begin < candidate.unit_end;
  if (!of_unit || decision.unit.free_notice.empty() || decision.unit.free_notice[candidate.value_row] == 0) return free;
  const auto kind = rules::debtor_kind(loaded.page, candidate.debtor);
  for (const FirstNotice& notice : night.book->source.contact.first_notices) {
    if (!rules::protects(notice.whom, kind)) continue;
    const rules::FreeOf more = rules::free_of(notice.blocks);
    free = {free.fees || more.fees, free.interest || more.interest};
  }
  return free;
}

std::string notice_text(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision, size_t unit) {
  if (decision.unit.held_rule.empty() || decision.unit.held_rule[unit] == kNoRule) return {};
  const FirstNotice& notice = night.book->source.contact.first_notices[static_cast<size_t>(decision.unit.held_rule[unit])];
  const auto memory = memory_of(loaded, decision, unit);
  return notice.rule + ": the first notice left on " + core::to_string(memory->notice_on) + ", so not before " +
         core::to_string(core::Date{decision.unit.held_until[unit]});
}

}  // namespace dunlin::engine
