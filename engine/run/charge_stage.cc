#include "engine/run/charge_stage.h"

#include <algorithm>

#include "engine/run/memory_writer.h"
#include "rules/fees/flat_fee.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::ChargePart;

class Charger {
 public:
  Charger(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        loaded_(loaded),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        remembered_(loaded.memory.charges.rows),
        decision_(decision) {}

  void run() {
    decision_.line_fees.clear();
    decision_.line_interest.clear();
    decision_.added.clear();
    for (uint32_t at = 0; at < decision_.candidates.size(); ++at) {
      const Candidate& candidate = decision_.candidates[at];
      if (!adds(candidate)) continue;
      if (decision_.line_fees.empty()) {
        decision_.line_fees.assign(decision_.lines.size(), 0);
        decision_.line_interest.assign(decision_.lines.size(), 0);
      }
      if (step_of(candidate).fee.form != rules::FeeForm::kNone) charge_fees(at);
    }
  }

 private:
  const rules::Step& step_of(const Candidate& candidate) const {
    return night_.book->source.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)];
  }

  bool adds(const Candidate& candidate) const {
    if (candidate.outcome != rules::Deferral::kNone || candidate.pre_due) return false;
    const rules::Step& step = step_of(candidate);
    if (step.fee.form == rules::FeeForm::kNone) return false;
    const int64_t flags = std::max<int64_t>(0, loaded_.page.debtors.int_at(Field::kFlags, candidate.debtor));
    return (flags & (core::bit(core::DebtorFlag::kInsolvent) | core::bit(core::DebtorFlag::kDeceased))) == 0;
  }

  void charge_fees(uint32_t at) {
    const Candidate& candidate = decision_.candidates[at];
    const rules::FeeRule& fee = step_of(candidate).fee;
    const bool in_life = fee.per == rules::FeePer::kReceivable;
    if (!in_life && was_charged_in_episode(candidate)) return;
    const auto lines = std::span(decision_.lines).subspan(candidate.line_begin, candidate.line_end - candidate.line_begin);
    const auto anchor = std::ranges::find(lines, candidate.anchor);
    const size_t anchor_line = anchor == lines.end() ? 0 : static_cast<size_t>(anchor - lines.begin());
    for (size_t line = 0; line < lines.size(); ++line) {
      if (!in_life && line != anchor_line) continue;
      const uint32_t row = lines[line];
      if (in_life && was_charged_in_life(candidate.debtor, row)) continue;
      const int64_t sum = rules::flat_fee_in(fee.flat, static_cast<uint32_t>(receivables_.int_at(Field::kCurrency, row)));
      if (sum <= 0) continue;
      decision_.line_fees[candidate.line_begin + line] = sum;
      decision_.added.push_back({at, row, ChargePart::kCosts, sum, in_life});
    }
  }

  /// Calls visit(charge) for what was charged as costs on the debtor's receivables until one answers true.
  template <class Visit>
  bool any_costs(uint32_t debtor, const Visit& visit) const {
    const uint32_t remembered = decision_.assessment.memory_debtor[debtor];
    if (remembered == rules::kNoRow || remembered_.rows() == 0) return false;
    const auto& begin = loaded_.memory.charges.begin;
    for (uint32_t row = begin[remembered]; row < begin[remembered + 1]; ++row) {
      const ChargeMemory charge = charge_memory_at(remembered_, row);
      if (charge.part == static_cast<int64_t>(ChargePart::kCosts) && visit(charge)) return true;
    }
    return false;
  }

  bool was_charged_in_episode(const Candidate& candidate) const {
    const ChargeOwner owner = charge_owner(night_, loaded_, decision_, candidate);
    return any_costs(candidate.debtor, [&](const ChargeMemory& charge) {
      return charge.episode == owner.episode && charge.unit_kind == owner.kind && charge.unit == owner.unit &&
             charge.scenario == owner.scenario && charge.step == owner.step;
    });
  }

  bool was_charged_in_life(uint32_t debtor, uint32_t row) const {
    const std::string_view id = receivables_.text_at(Field::kReceivableId, row);
    return any_costs(debtor, [&](const ChargeMemory& charge) { return charge.episode == 0 && charge.receivable_id == id; });
  }

  const Night& night_;
  const storage::LoadedPage& loaded_;
  const core::Table& receivables_;
  const core::Table& remembered_;
  PageDecision& decision_;
};

}  // namespace

ChargeOwner charge_owner(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                         const Candidate& candidate) {
  const rules::Scenario& scenario = night.book->source.scenarios[candidate.scenario];
  const uint32_t unit = candidate.value_row;
  ChargeOwner owner{.kind = static_cast<core::UnitKind>(decision.units.kind[unit]),
                    .unit = {},
                    .scenario = scenario.id,
                    .step = scenario.steps[static_cast<size_t>(candidate.step)].id,
                    .episode = candidate.episode};
  if (owner.kind == core::UnitKind::kReceivable) {
    owner.unit = loaded.page.rows(RecordKind::kReceivable).text_at(Field::kReceivableId, decision.units.key[unit]);
  } else if (owner.kind == core::UnitKind::kDebtorCurrency) {
    owner.unit = core::to_string(core::Currency{decision.units.key[unit]});
  }
  return owner;
}

void charge(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Charger(night, loaded, decision).run();
}

}  // namespace dunlin::engine
