#include "engine/run/explain.h"

#include <algorithm>

#include "core/overflow_watch.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/explain_words.h"
#include "engine/run/memory_before.h"
#include "engine/run/run_record.h"
#include "engine/run/survey_stage.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::Result;
using storage::RunRecord;

class Explainer {
 public:
  Explainer(const storage::Store& store, const Configuration& configuration, core::Date date)
      : store_(store), configuration_(configuration), date_(date) {}

  Result<std::vector<Explanation>> explain(const std::string& creditor, const std::string& debtor_id) {
    DUNLIN_ASSIGN(runs_, store_.runs());
    const core::DebtorHash hash = core::debtor_hash(debtor_id);
    const storage::PageKey key = store_.page_of(hash);
    DUNLIN_ASSIGN(const storage::LoadedPage loaded, store_.load(key, {.cold = true, .memory = true}));
    std::vector<Explanation> explanations;
    for (const uint32_t row : rows_of_debtor(loaded.page, creditor, debtor_id)) {
      const std::string owner(loaded.page.debtors.text_at(Field::kCreditorId, row));
      DUNLIN_ASSIGN(Explanation explanation, explain_one(key, loaded, row, owner, debtor_id));
      explanations.push_back(std::move(explanation));
    }
    if (explanations.empty()) {
      return core::failed("debtor " + debtor_id,
                          "is not in the store" + (creditor.empty() ? "" : " under creditor " + creditor),
                          "dunlin search finds debtors by name, id or reference");
    }
    return explanations;
  }

 private:
  /// The live run that decided this creditor on the date; the last one when it was decided more than once.
  const RunRecord* covering_run(const std::string& creditor) const {
    const RunRecord* found = nullptr;
    for (const RunRecord& run : runs_) {
      const bool covers = std::find(run.creditors.begin(), run.creditors.end(), creditor) != run.creditors.end();
      if (run.business_date == date_ && covers && run.state == storage::RunState::kFinished) found = &run;
    }
    return found;
  }

  Result<Explanation> explain_one(storage::PageKey key, const storage::LoadedPage& loaded, uint32_t row,
                                  const std::string& creditor, const std::string& debtor_id) {
    const RunRecord* run = covering_run(creditor);
    if (run == nullptr) return decide(configuration_, debtor_alone(loaded, row), {creditor}, store_.last_import(), nullptr);

    DUNLIN_ASSIGN(const ConfigurationBundle bundle, unpack_bundle(run->configuration));
    DUNLIN_ASSIGN(const Configuration recorded, load_configuration(bundle));
    DUNLIN_ASSIGN(const storage::LoadedPage then,
                  store_.load(key, {.last_import = run->last_import, .cold = true, .memory = true}));
    const auto rows = rows_of_debtor(then.page, creditor, debtor_id);
    if (rows.empty()) {
      return core::failed("debtor " + debtor_id, "was not in the store when run " + run->run_id + " decided that date");
    }
    DUNLIN_ASSIGN(DebtorActions actions,
                  debtor_actions(store_, then.page.hash(rows.front()), creditor, debtor_id, run->ordinal));
    storage::LoadedPage page = debtor_alone(then, rows.front());
    page.memory = memory_before(page.page, page.memory, actions, recorded.rules, date_);
    DUNLIN_ASSIGN(Explanation explanation, decide(recorded, std::move(page), run->creditors, run->last_import, run));
    explanation.recorded = true;
    explanation.run_id = run->run_id;
    explanation.actions = std::move(actions.of_run);
    return explanation;
  }

  Result<Explanation> decide(const Configuration& configuration, storage::LoadedPage page,
                             const std::vector<std::string>& creditors, uint64_t last_import, const RunRecord* run) const {
    std::vector<core::Error> errors;
    auto book = rules::compile_rulebook(configuration.rules, errors);
    if (book == nullptr) return errors.front();
    std::vector<std::string> sorted = creditors;
    std::sort(sorted.begin(), sorted.end());
    DUNLIN_ASSIGN(Night night, night_as_of(store_, last_import, date_, std::move(book), sorted));
    DUNLIN_TRY(survey(night, last_import, run));
    move_due_dates(night.due_calendars, page);
    PageScratch scratch;
    PageDecision decision;
    decide_page(night, page, scratch, decision);
    Explanation explanation;
    explanation.date = date_;
    // The words of a quarantined debtor add up what the decision did.
    const core::OverflowWatch watch;
    put_into_words(night, page, 0, scratch, decision, explanation);
    explanation.actions = std::move(decision.actions);
    return explanation;
  }

  /// What the run knew of the store as a whole, or what the next one would.
  core::Status survey(Night& night, uint64_t last_import, const RunRecord* run) const {
    std::optional<RunSurvey> survey;
    if (run != nullptr) {
      DUNLIN_ASSIGN(survey, kept_survey(store_, run->ordinal));
    } else {
      DUNLIN_ASSIGN(survey, survey_store(store_, night, {last_import, 1}));
    }
    if (survey && !survey->empty()) night.survey = std::make_shared<const RunSurvey>(std::move(*survey));
    return {};
  }

  const storage::Store& store_;
  const Configuration& configuration_;
  core::Date date_;
  std::vector<RunRecord> runs_;
};

}  // namespace

Result<std::vector<Explanation>> explain(const storage::Store& store, const Configuration& configuration,
                                         const std::string& creditor, const std::string& debtor_id, core::Date date) {
  return Explainer(store, configuration, date).explain(creditor, debtor_id);
}

}  // namespace dunlin::engine
