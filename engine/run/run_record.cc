#include "engine/run/run_record.h"

#include <algorithm>
#include <set>

#include "engine/run/recorded_rules.h"
#include "engine/settings/shipped_law.h"
#include "storage/codec/table_codec.h"

namespace dunlin::engine {
namespace {

using core::Date;
using core::Field;
using core::Result;
using storage::RunRecord;
using storage::RunState;

constexpr core::Days kDaysAheadMax = 7;

bool covers(const RunRecord& run, const std::string& creditor) {
  return std::find(run.creditors.begin(), run.creditors.end(), creditor) != run.creditors.end();
}

class RunPlanner {
 public:
  RunPlanner(const storage::Store& store, const ConfigurationBundle& bundle, const Configuration& configuration,
             const RunOptions& options)
      : store_(store), bundle_(bundle), configuration_(configuration), options_(options) {}

  Result<PlannedRun> plan() {
    DUNLIN_ASSIGN(runs_, store_.runs());
    DUNLIN_ASSIGN(std::vector<std::string> creditors, wanted_creditors());
    for (const RunRecord& run : runs_) {
      if (run.state == RunState::kOpen && !options_.dry_run) return resume(run);
    }
    std::vector<std::string> undecided;
    const RunRecord* final_run = nullptr;
    for (const std::string& creditor : creditors) {
      const RunRecord* done = finished_run_of(creditor);
      if (done == nullptr) {
        undecided.push_back(creditor);
      } else if (final_run == nullptr || done->ordinal > final_run->ordinal) {
        final_run = done;
      }
    }
    if (undecided.empty() && final_run != nullptr) return PlannedRun{*final_run, true, false};
    DUNLIN_TRY(check_date(undecided));
    if (!options_.dry_run) DUNLIN_TRY(check_gate(undecided));
    return PlannedRun{new_record(std::move(undecided)), false, false};
  }

 private:
  Result<std::vector<std::string>> wanted_creditors() const {
    DUNLIN_ASSIGN(const core::Table rows, store_.creditors());
    std::vector<std::string> ids;
    for (size_t row = 0; row < rows.rows(); ++row) ids.emplace_back(rows.text_at(Field::kCreditorId, row));
    std::sort(ids.begin(), ids.end());
    if (options_.creditor.empty()) return ids;
    if (!std::binary_search(ids.begin(), ids.end(), options_.creditor)) {
      std::vector<std::string_view> names(ids.begin(), ids.end());
      const std::string_view near = core::nearest_name(names, options_.creditor);
      return core::failed("--creditor", "no creditor \"" + options_.creditor + "\" in the store",
                          near.empty() ? "" : "did you mean \"" + std::string(near) + "\"?");
    }
    return std::vector<std::string>{options_.creditor};
  }

  Result<PlannedRun> resume(const RunRecord& run) const {
    if (run.business_date != options_.date) {
      return core::failed("run " + run.run_id, "was interrupted and must be finished before another date is decided",
                          "dunlin run --date " + core::to_string(run.business_date));
    }
    return PlannedRun{run, false, true};
  }

  const RunRecord* finished_run_of(const std::string& creditor) const {
    for (const RunRecord& run : runs_) {
      if (run.state == RunState::kFinished && run.business_date == options_.date && covers(run, creditor)) return &run;
    }
    return nullptr;
  }

  core::Status check_date(const std::vector<std::string>& creditors) const {
    if (options_.today.is_set() && !options_.force && options_.date - options_.today > kDaysAheadMax) {
      return core::failed(
          "--date",
          core::to_string(options_.date) + " is more than 7 days ahead of today, " + core::to_string(options_.today),
          "--force runs it all the same");
    }
    for (const RunRecord& run : runs_) {
      if (run.business_date <= options_.date) continue;
      for (const std::string& creditor : creditors) {
        if (!covers(run, creditor)) continue;
        return core::failed("--date",
                            core::to_string(options_.date) + " is earlier than the last live run of creditor " + creditor +
                                ", " + run.run_id,
                            "missed dates need no run of their own; a dry run decides the latest date and later");
      }
    }
    return {};
  }

  /// What another creditor's run of the same night has seen is still news to these.
  core::Status check_gate(const std::vector<std::string>& creditors) const {
    if (configuration_.gate.empty()) return {};
    uint64_t seen = 0;
    for (const RunRecord& run : runs_) {
      const bool theirs = std::any_of(creditors.begin(), creditors.end(),
                                      [&](const std::string& creditor) { return covers(run, creditor); });
      if (theirs) seen = std::max(seen, run.last_import);
    }
    DUNLIN_ASSIGN(const auto imports, store_.imports());
    std::set<core::RecordKind> since;
    for (const storage::ImportRecord& import : imports) {
      if (import.number <= seen) continue;
      for (const storage::ImportFile& file : import.files) since.insert(file.kinds.begin(), file.kinds.end());
    }
    for (const core::RecordKind kind : configuration_.gate) {
      if (since.contains(kind)) continue;
      return core::failed(
          "gate.require",
          "no import since the last live run holds " + std::string(core::name_of(core::kRecordKindNames, kind)),
          "load today's file first, or take the kind out of [gate] require");
    }
    return {};
  }

  RunRecord new_record(std::vector<std::string> creditors) const {
    RunRecord record;
    int of_date = 1;
    for (const RunRecord& run : runs_) {
      record.ordinal = std::max(record.ordinal, run.ordinal);
      of_date += run.business_date == options_.date;
    }
    ++record.ordinal;
    record.run_id = core::to_string(options_.date) + "/" + std::to_string(of_date);
    record.business_date = options_.date;
    record.creditors = std::move(creditors);
    record.configuration = pack_bundle(naming_law(bundle_));
    record.fingerprint = configuration_.fingerprint;
    record.rule_version = std::string(kRuleVersion);
    record.last_import = store_.last_import();
    return record;
  }

  const storage::Store& store_;
  const ConfigurationBundle& bundle_;
  const Configuration& configuration_;
  const RunOptions& options_;
  std::vector<RunRecord> runs_;
};

}  // namespace

core::Result<PlannedRun> plan_run(const storage::Store& store, const ConfigurationBundle& bundle,
                                  const Configuration& configuration, const RunOptions& options) {
  return RunPlanner(store, bundle, configuration, options).plan();
}

core::Result<core::Table> creditors_as_of(const storage::Store& store, uint64_t last_import) {
  if (last_import >= store.last_import()) return store.creditors();
  DUNLIN_ASSIGN(const auto imports, store.imports());
  const storage::ImportRecord* latest = nullptr;
  for (const storage::ImportRecord& import : imports) {
    if (import.number <= last_import && !import.creditors.empty()) latest = &import;
  }
  if (latest == nullptr) return core::Table(core::RecordKind::kCreditor);
  return storage::decode_table(latest->creditors, "creditors of import " + std::to_string(latest->number));
}

}  // namespace dunlin::engine
