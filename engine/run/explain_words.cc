#include "engine/run/explain_words.h"

#include <algorithm>

#include "engine/run/amount_words.h"
#include "engine/run/assess_stage.h"
#include "engine/run/capacity_words.h"
#include "engine/run/contact_stage.h"
#include "engine/run/explain_charges.h"
#include "engine/run/parent_words.h"
#include "engine/run/standing_words.h"
#include "engine/run/step_words.h"
#include "engine/run/value_words.h"
#include "rules/scenario/experiment.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;
using rules::Deferral;

std::string number(int64_t value) { return std::to_string(value); }

class Teller {
 public:
  Teller(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
         PageDecision& decision, Explanation& out)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        page_(loaded.page),
        receivables_(loaded.page.group(RecordKind::kReceivable)),
        debtor_(debtor),
        scratch_(scratch),
        decision_(decision),
        assessed_(decision.assessment),
        out_(out) {}

  void tell() {
    out_.creditor_id = std::string(page_.debtors.text_at(Field::kCreditorId, debtor_));
    out_.debtor_id = std::string(page_.debtors.text_at(Field::kDebtorId, debtor_));
    for (uint32_t row = receivables_.begin[debtor_]; row < receivables_.begin[debtor_ + 1]; ++row) tell_receivable(row);
    tell_cash();
    tell_features();
    tell_score();
    tell_scenario();
    tell_records_of_debtor(standing_facts(), debtor_, out_.notes);
    tell_parent(night_, page_.debtors, debtor_, out_.notes);
    tell_steps(night_, loaded_, debtor_, scratch_, decision_, out_);
    tell_channels();
  }

 private:
  StandingFacts standing_facts() const {
    return {page_, night_.date, assessed_.covers, assessed_.standings, assessed_.time_bars, book_.source.standing};
  }

  void tell_receivable(uint32_t row) {
    ExplainedReceivable& item = out_.receivables.emplace_back();
    const auto currency = static_cast<uint32_t>(receivables_.rows.int_at(Field::kCurrency, row));
    const uint32_t digits = core::minor_digits(core::Currency{currency});
    item.receivable_id = std::string(receivables_.rows.text_at(Field::kReceivableId, row));
    item.standing = std::string(core::name_of(core::kStandingNames, assessed_.standings.at(row)));
    item.currency = core::to_string(core::Currency{currency});
    item.due_date = date_words(agreed_due(loaded_, row));
    const rules::Balances& balances = assessed_.balances;
    if (!balances.exists(row)) {
      item.balance = core::format_amount(0, digits);
      item.reasons.push_back("absent: " + absence_of(page_, debtor_, row, night_.date));
      return;
    }
    item.days_past_due = assessed_.standings.days_past_due[row];
    item.days_delinquent = assessed_.standings.days_delinquent[row];
    item.balance = core::format_amount(balances.balance[row], digits);
    const int64_t due = receivables_.rows.int_at(Field::kDueDate, row);
    if (due != agreed_due(loaded_, row)) {
      item.reasons.push_back("due_rolled: " + item.due_date + " is no business day of the creditor, counted from " +
                             date_words(due));
    }
    item.reasons.push_back("amount: " + money_words(receivables_.rows.int_at(Field::kAmount, row), currency));
    if (balances.paid[row] != 0) item.reasons.push_back("paid: " + money_words(balances.paid[row], currency));
    if (balances.credited[row] != 0) item.reasons.push_back("credited: " + money_words(balances.credited[row], currency));
    tell_charges(night_, loaded_, decision_, row, item.reasons);
    if (balances.closed_on[row] != core::kNull) item.reasons.push_back("closed_on: " + date_words(balances.closed_on[row]));
    if (const LeftOut why = assessed_.left_out[row]; why != LeftOut::kNo) {
      item.reasons.push_back("left_out: " + std::string(kLeftOutNames[static_cast<size_t>(why)]) +
                             left_out_detail(why, row));
    }
    tell_standing(standing_facts(), row, item.reasons);
    tell_shelter(night_, standing_facts(), debtor_, row, item.reasons);
  }

  std::string left_out_detail(LeftOut why, uint32_t row) const {
    switch (why) {
      case LeftOut::kDebtor: return ", its creditor is not, or its debtor is suspended";
      case LeftOut::kExcluded: return ", standing.exclude_when holds";
      case LeftOut::kOwnNone: return ", its own scenario is none";
      case LeftOut::kAppliesTo: return ", the scenario's applies_to does not hold";
      case LeftOut::kExtinguished: return ", barred by time, the debt has ceased to exist";
      case LeftOut::kUnknownScenario: return ", no scenario is called \"" + scenario_named(row) + "\"";
      case LeftOut::kNoRate: return ", a missing exchange rate hides whether, or under which scenario, it is dunned";
      default: return {};
    }
  }

  /// The scenario that the receivable asks for, or else its debtor.
  std::string scenario_named(uint32_t row) const {
    const bool own = (assessed_.items[row] & rules::kItemOwnScenario) != 0;
    return std::string(own ? receivables_.rows.text_at(Field::kScenario, row)
                           : page_.debtors.text_at(Field::kScenario, debtor_));
  }

  void tell_cash() {
    const rules::Balances& balances = assessed_.balances;
    for (uint32_t at = balances.cash_begin[debtor_]; at < balances.cash_begin[debtor_ + 1]; ++at) {
      const core::Currency currency{balances.cash_currency[at]};
      out_.unallocated_cash.emplace_back(core::to_string(currency),
                                         core::format_amount(balances.cash_amount[at], core::minor_digits(currency)));
    }
  }

  void tell_features() {
    std::vector<rules::FeatureId> ids;
    for (size_t id = 0; id < book_.catalogue.size(); ++id) {
      if (!book_.catalogue.of_receivable(static_cast<rules::FeatureId>(id)))
        ids.push_back(static_cast<rules::FeatureId>(id));
    }
    rules::FeatureInputs inputs = feature_inputs(night_, loaded_, assessed_);
    inputs.steps = {decision_.step_index, decision_.step_stage, decision_.step_on, decision_.step_episode};
    const auto columns = rules::compute_features(book_.catalogue, ids, inputs, scratch_.arena);
    std::string incomplete;
    for (size_t i = 0; i < ids.size(); ++i) {
      const std::string name(book_.catalogue.name(ids[i]));
      out_.features.push_back({name, value_json(book_.catalogue.type(ids[i]), columns[i], debtor_)});
      if (is_incomplete(columns[i], debtor_)) incomplete += (incomplete.empty() ? "" : ", ") + name;
    }
    if (incomplete.empty()) return;
    out_.notes.push_back("no_rate: no exchange rate to " + core::to_string(night_.rates.base()) + " on " +
                         core::to_string(night_.date) + " for " + unrated_currencies(night_.rates, page_, debtor_) +
                         ", left out of " + incomplete);
  }
  void tell_score() {
    const uint16_t segment = assessed_.segment[debtor_];
    out_.segment = std::string(segment == kNoSegment ? page_.debtors.text_at(Field::kSegment, debtor_)
                                                     : std::string_view(book_.source.strategy.segments[segment].id));
    out_.has_score = assessed_.score_known;
    if (!assessed_.score_known) return;
    out_.score = assessed_.score.score[debtor_];
    out_.risk_class = std::string(assessed_.risk_class.at(debtor_));
    for (const uint8_t reason : assessed_.score.reasons[debtor_]) {
      if (reason != rules::kNoReason) out_.score_reasons.push_back(book_.scorecard->reason(reason));
    }
  }

  void tell_scenario() {
    const uint16_t scenario = assessed_.debtor_scenario[debtor_];
    if (scenario != rules::kNoScenario) out_.scenario = book_.source.scenarios[scenario].id;
    const ScenarioReason why = assessed_.scenario_reason[debtor_];
    out_.scenario_reason = kScenarioReasonNames[static_cast<size_t>(why)];
    if (why == ScenarioReason::kUnknown) {
      out_.scenario_reason +=
          ": no scenario is called \"" + std::string(page_.debtors.text_at(Field::kScenario, debtor_)) + "\"";
    }
    if (const uint16_t bucket = assessed_.bucket[debtor_]; bucket != kNoBucket) {
      const rules::ChampionChallenger& experiment = book_.source.strategy.champion_challenger;
      const size_t arm = rules::arm_of(experiment, bucket);
      out_.scenario_reason += std::string(arm == 0 ? "; champion" : "; challenger") + " " + experiment.arms[arm].scenario +
                              " of " + experiment.experiment + ", bucket " + number(bucket);
    }
    if (page_.debtors.int_at(Field::kDebtorMissing, debtor_) == 1) {
      out_.notes.push_back("suspended: records name this debtor, but its own record was never loaded");
    } else if (!decision_.quarantined.empty()) {
      out_.notes.push_back("quarantined: " + decision_.quarantined.front().second +
                           ": a sum of its money leaves 64 bits; correct its records or the rule that charges it");
    } else if (!assessed_.decided[debtor_]) {
      out_.notes.push_back("not_decided: the creditor was never loaded, or this run does not decide it");
    }
    const int64_t flags = std::max<int64_t>(0, page_.debtors.int_at(Field::kFlags, debtor_));
    for (size_t i = 0; i < core::kDebtorFlagNames.size(); ++i) {
      if (flags >> i & 1) out_.notes.push_back("flag: " + std::string(core::kDebtorFlagNames[i]));
    }
  }

  void tell_channels() {
    tell_zones();
    for (const ChannelVerdict& verdict : decision_.verdicts) {
      const Candidate& candidate = decision_.candidates[verdict.candidate];
      if (candidate.debtor != debtor_) continue;
      const rules::Scenario& scenario = book_.source.scenarios[candidate.scenario];
      out_.channels.push_back({scenario.steps[static_cast<size_t>(candidate.step)].id,
                               std::string(core::name_of(core::kChannelNames, verdict.channel)),
                               verdict.permission.answer == Deferral::kNone, deferral_name(verdict.permission.answer),
                               detail_of(verdict)});
    }
  }

  /// On whose clocks hours are counted, where contact rules look at a clock.
  void tell_zones() {
    if (book_.source.contact.times.empty()) return;
    rules::DebtorPlaces places = contact_places(night_, page_);
    std::string text;
    for (const std::string_view name : places.of(debtor_).zone_names) text += (text.empty() ? "" : ", ") + std::string(name);
    out_.notes.push_back("contact_zones: " + (text.empty() ? "UTC" : text));
  }

  std::string detail_of(const ChannelVerdict& verdict) const {
    if (verdict.permission.answer == Deferral::kCapacityUsedUp) {
      return capacity_text(night_, loaded_, decision_, verdict);
    }
    return rules::detail_of(book_.source.contact, verdict.permission, night_.date);
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const core::AccountPage& page_;
  const core::Group& receivables_;
  uint32_t debtor_;
  PageScratch& scratch_;
  PageDecision& decision_;
  const Assessment& assessed_;
  Explanation& out_;
};

}  // namespace

void put_into_words(const Night& night, const storage::LoadedPage& loaded, uint32_t debtor, PageScratch& scratch,
                    PageDecision& decision, Explanation& out) {
  Teller(night, loaded, debtor, scratch, decision, out).tell();
}

}  // namespace dunlin::engine
