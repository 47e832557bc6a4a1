#include "engine/run/survey_stage.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "engine/import/parallel.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/decide_page.h"
#include "engine/run/parent_standing.h"
#include "engine/run/priority_stage.h"

namespace dunlin::engine {
namespace {

using core::Channel;
using core::Field;
using core::Result;
using core::Status;
using storage::LoadedPage;

std::string text_name(uint64_t ordinal) { return "survey/" + std::to_string(ordinal); }

using ParentKey = std::pair<std::string, std::string>;  // creditor_id, debtor_id

/// Keeps the best `max` keys of those it is given; memory stays below twice as many.
class BestKeys {
 public:
  void add(AdmissionKey&& key, size_t max) {
    keys_.push_back(std::move(key));
    ++seen_;
    if (keys_.size() > std::max<size_t>(2 * max, 64)) shorten(max);
  }
  void add(BestKeys&& other, size_t max) {
    seen_ += other.seen_;
    std::move(other.keys_.begin(), other.keys_.end(), std::back_inserter(keys_));
    shorten(max);
  }
  uint64_t seen() const { return seen_; }
  /// The cut behind the best `max`.
  CapacityCut cut(Channel channel, bool entrants, size_t max) {
    CapacityCut cut{channel, entrants, seen_ <= max, std::nullopt};
    if (cut.everybody || max == 0) return cut;
    shorten(max);
    cut.last = *std::max_element(keys_.begin(), keys_.end(), comes_before);
    return cut;
  }

 private:
  void shorten(size_t max) {
    if (keys_.size() <= max) return;
    std::nth_element(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(max), keys_.end(), comes_before);
    keys_.resize(max);
  }
  std::vector<AdmissionKey> keys_;
  uint64_t seen_ = 0;
};
using KeysByChannel = std::array<BestKeys, core::kChannelNames.size()>;

class Surveyor {
 public:
  Surveyor(const storage::Store& store, const Night& night, const SurveyOptions& options)
      : store_(store), night_(night), options_(options) {
    for (const rules::ChannelCapacity& capacity : night.book->source.contact.capacity) {
      max_[static_cast<size_t>(capacity.channel)] = static_cast<size_t>(std::max<int64_t>(0, capacity.max));
    }
  }

  Result<RunSurvey> survey() {
    DUNLIN_TRY(find_parents());
    const auto& capacity = night_.book->source.contact.capacity;
    if (capacity.empty()) return std::move(survey_);
    DUNLIN_TRY(cut_capacities(false));
    if (may_overflow_into_limit()) DUNLIN_TRY(cut_capacities(true));
    return std::move(survey_);
  }

 private:
  /// Every page in some order, on all threads; `visit` gets the thread's number.
  Status each_page(const storage::ReadScope& scope, const std::function<Status(const LoadedPage&, size_t)>& visit) {
    std::atomic<core::SlotIndex> next{0};
    const uint32_t threads = std::max(1U, options_.threads);
    return in_parallel(threads, threads, [&](size_t thread) -> Status {
      for (core::SlotIndex slot = next++; slot < store_.identity().slots; slot = next++) {
        for (const storage::PageKey& key : store_.pages_of(slot)) {
          DUNLIN_ASSIGN(LoadedPage loaded, store_.load(key, scope));
          move_due_dates(night_.due_calendars, loaded);
          DUNLIN_TRY(visit(loaded, thread));
        }
      }
      return {};
    });
  }

  Status find_parents() {
    DUNLIN_ASSIGN(const auto flag, store_.text(std::string(storage::kParentsPay)));
    if (!flag) return {};
    std::vector<std::set<ParentKey>> of_thread(std::max(1U, options_.threads));
    DUNLIN_TRY(each_page({.last_import = options_.last_import, .records = false},
                         [&](const LoadedPage& loaded, size_t thread) -> Status {
                           const core::Table& debtors = loaded.page.debtors;
                           if (!debtors.has(Field::kPayer)) return {};
                           for (size_t row = 0; row < debtors.rows(); ++row) {
                             const std::string_view parent = paying_parent(debtors, row);
                             if (parent.empty()) continue;
                             of_thread[thread].emplace(debtors.text_at(Field::kCreditorId, row), parent);
                           }
                           return {};
                         }));
    std::set<ParentKey> wanted;
    for (std::set<ParentKey>& found : of_thread) wanted.merge(found);
    return look_at_parents(wanted);
  }

  /// Each page that holds parents is read once, and its parents are assessed together.
  Status look_at_parents(const std::set<ParentKey>& wanted) {
    std::map<std::pair<core::SlotIndex, uint64_t>, std::vector<const ParentKey*>> by_page;
    for (const ParentKey& key : wanted) {
      const storage::PageKey page = store_.page_of(core::debtor_hash(key.second));
      by_page[{page.slot, page.lower_bound}].push_back(&key);
    }
    std::vector<std::pair<storage::PageKey, std::vector<const ParentKey*>>> pages;
    for (auto& [key, parents] : by_page) pages.push_back({{key.first, key.second}, std::move(parents)});
    const storage::ReadScope scope{
        .last_import = options_.last_import, .cold = assessment_reads_cold(*night_.book), .memory = true};
    std::mutex mutex;
    return in_parallel(std::max(1U, options_.threads), pages.size(), [&](size_t at) -> Status {
      const auto& [page, parents] = pages[at];
      DUNLIN_ASSIGN(const LoadedPage loaded, store_.load(page, scope));
      std::vector<uint32_t> rows;
      for (const ParentKey* key : parents) {
        const std::vector<uint32_t> found = rows_of_debtor(loaded.page, key->first, key->second);
        rows.insert(rows.end(), found.begin(), found.end());
      }
      if (rows.empty()) return {};
      std::sort(rows.begin(), rows.end());
      rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
      LoadedPage alone = debtors_alone(loaded, rows);
      move_due_dates(night_.due_calendars, alone);
      PageScratch scratch;
      const std::vector<ParentStanding> standings = standings_of_parents(night_, alone, scratch);
      const std::lock_guard lock(mutex);
      for (size_t row = 0; row < standings.size(); ++row) {
        if (!standings[row].standing && !standings[row].stage) continue;
        const core::Table& debtors = alone.page.debtors;
        ParentKey key(debtors.text_at(Field::kCreditorId, row), debtors.text_at(Field::kDebtorId, row));
        survey_.parents.emplace(std::move(key), standings[row]);
      }
      return {};
    });
  }

  /// True when what one channel cannot take may fall into another that is limited too.
  bool may_overflow_into_limit() const {
    const auto limited = [&](std::optional<Channel> channel) {
      return channel && max_[static_cast<size_t>(*channel)].has_value();
    };
    for (const rules::ChannelCapacity& capacity : night_.book->source.contact.capacity) {
      if (limited(capacity.overflow)) return true;
    }
    for (const rules::Scenario& scenario : night_.book->source.scenarios) {
      for (const rules::Step& step : scenario.steps) {
        if (limited(step.overflow)) return true;
      }
      for (const auto& step : scenario.on) {
        if (step && limited(step->overflow)) return true;
      }
    }
    return false;
  }

  /// Decides every page with the cuts found so far and cuts what wants each limited channel as its own (or as an entrant).
  Status cut_capacities(bool entrants) {
    Night night = night_;
    night.survey = std::make_shared<const RunSurvey>(survey_);
    std::vector<KeysByChannel> of_thread(std::max(1U, options_.threads));
    std::vector<PageScratch> scratches(of_thread.size());
    DUNLIN_TRY(each_page({.last_import = options_.last_import, .cold = true, .memory = true},
                         [&](const LoadedPage& loaded, size_t thread) -> Status {
                           collect(night, loaded, entrants, scratches[thread], of_thread[thread]);
                           return {};
                         }));
    for (size_t channel = 0; channel < max_.size(); ++channel) {
      if (!max_[channel]) continue;
      BestKeys all;
      const size_t max = entrants ? *max_[channel] - admitted_[channel] : *max_[channel];
      for (KeysByChannel& keys : of_thread) all.add(std::move(keys[channel]), max);
      survey_.cuts.push_back(all.cut(static_cast<Channel>(channel), entrants, max));
      if (!entrants) admitted_[channel] = static_cast<size_t>(std::min<uint64_t>(all.seen(), max));
    }
    return {};
  }

  void collect(const Night& night, const LoadedPage& loaded, bool entrants, PageScratch& scratch, KeysByChannel& keys) {
    PageDecision decision;
    decide_contacts_of_page(night, loaded, scratch, decision);
    for (size_t at = 0; at < decision.candidates.size(); ++at) {
      const Candidate& candidate = decision.candidates[at];
      if (candidate.outcome != rules::Deferral::kNone || candidate.channel == core::ActionBatch::kNoChannel) continue;
      if (!max_[candidate.channel] || candidate.entrant != entrants) continue;
      const size_t max = entrants ? *max_[candidate.channel] - admitted_[candidate.channel] : *max_[candidate.channel];
      keys[candidate.channel].add(admission_key(night, loaded, decision, at), max);
    }
  }

  const storage::Store& store_;
  const Night& night_;
  const SurveyOptions& options_;
  std::array<std::optional<size_t>, core::kChannelNames.size()> max_{};
  std::array<size_t, core::kChannelNames.size()> admitted_{};
  RunSurvey survey_;
};

}  // namespace

core::Result<RunSurvey> survey_store(const storage::Store& store, const Night& night, const SurveyOptions& options) {
  return Surveyor(store, night, options).survey();
}

core::Result<std::optional<RunSurvey>> kept_survey(const storage::Store& store, uint64_t ordinal) {
  DUNLIN_ASSIGN(const auto text, store.text(text_name(ordinal)));
  if (!text) return std::optional<RunSurvey>();
  DUNLIN_ASSIGN(RunSurvey survey, decode_survey(*text));
  return std::optional<RunSurvey>(std::move(survey));
}

core::Status keep_survey(storage::Store& store, uint64_t ordinal, const RunSurvey& survey) {
  return store.put_text(text_name(ordinal), encode_survey(survey));
}

}  // namespace dunlin::engine
