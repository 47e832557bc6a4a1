#include "engine/run/run_job.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "engine/run/decide_page.h"
#include "engine/run/money_counters.h"
#include "engine/run/run_record.h"
#include "engine/run/survey_stage.h"

namespace dunlin::engine {
namespace {

using core::Result;
using core::SlotIndex;
using core::Status;
using storage::SlotCursor;

constexpr size_t kCommitActions = 8192;  ///< about 2 MiB of packed actions and memory
constexpr size_t kCommitPages = 64;
constexpr SlotIndex kPublishSlots = 16;  ///< slots between two raises of the watermark

Result<std::shared_ptr<const rules::Rulebook>> compile(const Configuration& configuration) {
  std::vector<core::Error> errors;
  auto book = rules::compile_rulebook(configuration.rules, errors);
  if (book == nullptr) return errors.front();
  return book;
}

/// Takes slots one after another and decides their pages; several workers share it.
class NightShift {
 public:
  using Emit = std::function<void(const core::ActionBatch&)>;

  /// `store` is written only in a live run; `emit`, of dry runs, gets the actions in order.
  NightShift(storage::Store* live, const storage::Store& store, const storage::RunRecord& record, const Night& night,
             const RunOptions& options, Emit emit)
      : live_(live), store_(store), record_(record), night_(night), options_(options), emit_(std::move(emit)) {
    const uint32_t slots = store.identity().slots;
    done_.assign(slots, 0);
    cursors_.resize(slots);
    for (SlotIndex slot = 0; slot < slots; ++slot) {
      cursors_[slot].run_ordinal = record.ordinal;
      cursors_[slot].slot = slot;
      pages_total_ += store.pages_of(slot).size();
    }
  }

  /// Slots done before the interruption were published at most: the watermark goes on from there and never back.
  void resume(const std::vector<SlotCursor>& cursors) {
    for (const SlotCursor& cursor : cursors) {
      cursors_[cursor.slot] = cursor;
      done_[cursor.slot] = cursor.done;
    }
    while (prefix_ < done_.size() && done_[prefix_]) ++prefix_;
  }

  Status work() {
    const uint32_t threads = std::max<uint32_t>(1, options_.threads);
    std::vector<std::thread> workers;
    for (uint32_t i = 1; i < threads; ++i) workers.emplace_back([this] { take_slots(); });
    take_slots();
    for (std::thread& worker : workers) worker.join();
    return failure_;
  }

  /// Sums over all slots, once all are done.
  void sum(storage::RunRecord& record) const {
    for (const SlotCursor& cursor : cursors_) {
      add_counters(cursor.counters, record.counters);
      record.quarantined.insert(record.quarantined.end(), cursor.quarantined.begin(), cursor.quarantined.end());
    }
  }

 private:
  void take_slots() {
    PageScratch scratch;
    PageDecision decision;
    for (;;) {
      const SlotIndex slot = next_slot_.fetch_add(1);
      if (slot >= cursors_.size() || stopped_.load()) return;
      if (Status status = decide_slot(slot, scratch, decision); !status.ok()) {
        stop(std::move(status).error());
        return;
      }
    }
  }

  void stop(core::Error error) {
    const std::lock_guard lock(mutex_);
    if (failure_.ok()) failure_ = std::move(error);
    stopped_ = true;
  }

  Status decide_slot(SlotIndex slot, PageScratch& scratch, PageDecision& decision) {
    SlotCursor& cursor = cursors_[slot];
    decision.actions = core::ActionBatch();
    core::ActionBatch held;  // of a dry run, until every earlier slot has handed out its own
    if (!cursor.done) {
      storage::RunCommit commit;
      const auto pages = store_.pages_of(slot);
      const storage::ReadScope scope{.last_import = record_.last_import, .cold = true, .memory = true};
      size_t pages_in_commit = 0;
      for (size_t at = 0; at < pages.size(); ++at) {
        if (stopped_.load()) return {};
        if (pages[at].lower_bound < cursor.next_page) continue;
        if (pages_in_commit++ == 0) commit.first_page = pages[at].lower_bound;
        DUNLIN_ASSIGN(storage::LoadedPage loaded, store_.load(pages[at], scope));
        move_due_dates(night_.due_calendars, loaded);
        decide_page(night_, loaded, scratch, decision);
        add_counters(decision.counters, cursor.counters);
        cursor.quarantined.insert(cursor.quarantined.end(), decision.quarantined.begin(), decision.quarantined.end());
        if (live_ != nullptr && decision.memory_changed) {
          commit.memories.emplace_back(pages[at], std::move(decision.memory));
        }
        report_page();
        const bool last = at + 1 == pages.size();
        if (!last) cursor.next_page = pages[at + 1].lower_bound;
        cursor.done = last;
        if (live_ == nullptr) continue;
        if (last || decision.actions.size() >= kCommitActions || pages_in_commit >= kCommitPages) {
          commit.run_ordinal = record_.ordinal;
          commit.slot = slot;
          commit.actions = std::move(decision.actions);
          commit.cursor = cursor;
          DUNLIN_TRY(live_->commit(std::move(commit)));
          commit = {};
          decision.actions = core::ActionBatch();
          pages_in_commit = 0;
        }
      }
      if (live_ == nullptr) held = std::move(decision.actions);
    }
    return slot_done(slot, std::move(held));
  }

  void report_page() {
    const uint64_t pages = pages_done_.fetch_add(1) + 1;
    if (!options_.progress) return;
    const std::lock_guard lock(progress_mutex_);
    options_.progress(pages, pages_total_);
  }

  /// Raises the publish watermark, or hands out a dry run's actions, as far as every earlier slot is done.
  Status slot_done(SlotIndex slot, core::ActionBatch&& actions) {
    const std::lock_guard lock(mutex_);
    done_[slot] = 1;
    if (emit_) waiting_.emplace(slot, std::move(actions));
    while (prefix_ < done_.size() && done_[prefix_]) {
      if (emit_) {
        const auto at = waiting_.find(prefix_);
        if (at->second.size() > 0) emit_(at->second);
        waiting_.erase(at);
      }
      ++prefix_;
    }
    if (live_ == nullptr || prefix_ == published_) return {};
    if (prefix_ < published_ + kPublishSlots && prefix_ < done_.size()) return {};
    published_ = prefix_;
    return live_->publish(record_.ordinal, prefix_);
  }

  storage::Store* live_;
  const storage::Store& store_;
  const storage::RunRecord& record_;
  const Night& night_;
  const RunOptions& options_;
  Emit emit_;
  std::vector<SlotCursor> cursors_;  // each touched by the worker that took its slot
  uint64_t pages_total_ = 0;
  std::atomic<SlotIndex> next_slot_{0};
  std::atomic<uint64_t> pages_done_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;  // guards what follows
  std::vector<uint8_t> done_;
  SlotIndex prefix_ = 0;
  SlotIndex published_ = 0;
  std::map<SlotIndex, core::ActionBatch> waiting_;
  Status failure_;
  std::mutex progress_mutex_;
};

/// The survey that a run was begun with, or a new one, kept before the first page is committed.
Status survey_live_run(storage::Store& store, const storage::RunRecord& record, uint32_t threads, Night& night) {
  DUNLIN_ASSIGN(std::optional<RunSurvey> kept, kept_survey(store, record.ordinal));
  if (!kept) {
    DUNLIN_ASSIGN(kept, survey_store(store, night, {record.last_import, threads}));
    if (!kept->empty()) DUNLIN_TRY(keep_survey(store, record.ordinal, *kept));
  }
  if (!kept->empty()) night.survey = std::make_shared<const RunSurvey>(std::move(*kept));
  return {};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

core::Result<RunReport> run_night(storage::Store& store, const ConfigurationBundle& bundle,
                                  const Configuration& configuration, const RunOptions& options) {
  if (options.dry_run) return dry_run(store, configuration, options, {});
  const auto start = std::chrono::steady_clock::now();
  DUNLIN_ASSIGN(PlannedRun planned, plan_run(store, bundle, configuration, options));
  RunReport report;
  report.record = std::move(planned.record);
  report.already_final = planned.already_final;
  report.resumed = planned.resumed;
  if (planned.already_final) return report;

  // A resumed run is decided by what it began with, whatever the files say by now.
  Configuration recorded;
  const Configuration* decides = &configuration;
  if (planned.resumed) {
    DUNLIN_ASSIGN(const ConfigurationBundle old, unpack_bundle(report.record.configuration));
    DUNLIN_ASSIGN(recorded, load_configuration(old));
    decides = &recorded;
  } else {
    DUNLIN_TRY(store.begin_run(report.record));
  }
  DUNLIN_ASSIGN(auto book, compile(*decides));
  DUNLIN_ASSIGN(Night night, night_as_of(store, report.record.last_import, report.record.business_date, std::move(book),
                                         report.record.creditors));
  DUNLIN_TRY(survey_live_run(store, report.record, options.threads, night));
  NightShift shift(&store, store, report.record, night, options, {});
  if (planned.resumed) {
    DUNLIN_ASSIGN(const auto cursors, store.cursors(report.record.ordinal));
    shift.resume(cursors);
  }
  DUNLIN_TRY(shift.work());
  shift.sum(report.record);
  report.record.state = storage::RunState::kFinished;
  report.record.published_slots = store.identity().slots;
  report.record.seconds = seconds_since(start);
  DUNLIN_TRY(store.finish_run(report.record));
  return report;
}

core::Result<RunReport> dry_run(storage::Store& store, const Configuration& configuration, const RunOptions& options,
                                const std::function<void(const core::ActionBatch&)>& actions) {
  const auto start = std::chrono::steady_clock::now();
  RunOptions dry = options;
  dry.dry_run = true;
  DUNLIN_ASSIGN(PlannedRun planned, plan_run(store, {}, configuration, dry));
  RunReport report;
  report.dry_run = true;
  report.record = std::move(planned.record);
  report.already_final = planned.already_final;
  if (planned.already_final) return report;
  DUNLIN_ASSIGN(auto book, compile(configuration));
  DUNLIN_ASSIGN(Night night, night_as_of(store, report.record.last_import, report.record.business_date, std::move(book),
                                         report.record.creditors));
  DUNLIN_ASSIGN(RunSurvey survey, survey_store(store, night, {report.record.last_import, options.threads}));
  if (!survey.empty()) night.survey = std::make_shared<const RunSurvey>(std::move(survey));
  NightShift shift(nullptr, store, report.record, night, dry, actions);
  DUNLIN_TRY(shift.work());
  shift.sum(report.record);
  report.record.seconds = seconds_since(start);
  return report;
}

}  // namespace dunlin::engine
