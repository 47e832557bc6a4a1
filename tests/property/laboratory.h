// A store with a configuration in a folder of its own, driven through the engine's doors: what a property does to it, and
// what it sees. Everything that must not change a result is a condition; everything that it may compare is text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/import/import_files.h"
#include "engine/run/explain.h"
#include "engine/run/run_job.h"
#include "engine/settings/configuration.h"
#include "storage/store.h"
#include "tests/property/policies.h"
#include "tests/property/portfolio.h"
#include "tests/property/seeds.h"

namespace dunlin::property {

/// None of this changes a result.
struct Conditions {
  storage::StoreShape shape{4, 7, false};
  uint32_t threads = 1;
  uint64_t import_memory = 64U << 20;
  engine::Landing landing = engine::Landing::kDeltas;
};

class Laboratory {
 public:
  explicit Laboratory(const Policies& policies, const Conditions& conditions = {});
  ~Laboratory();
  Laboratory(const Laboratory&) = delete;
  Laboratory& operator=(const Laboratory&) = delete;

  /// One command with a file a sheet. Fails the test when the store fails or a file is refused.
  engine::ImportReport import(const std::vector<Sheet>& sheets, bool again = false);
  /// The live run of a date. Fails the test when it fails.
  engine::RunReport run(core::Date date);
  /// What a dry run of the date would emit, as the live run would spell it.
  std::vector<std::string> dry_run(core::Date date);
  /// Folds each page with a chance of `percent`.
  void fold(Dice& dice, uint64_t percent);
  /// Closes the store, so that another process may have it, and opens it again.
  void close();
  void reopen();

  /// Every published action as JSON, in the order of the queue.
  std::vector<std::string> queue() const;
  /// (creditor_id, debtor_id) of every debtor the store holds, also of those that only records speak of.
  std::vector<std::pair<std::string, std::string>> debtors() const;
  engine::Explanation explain(const std::string& creditor_id, const std::string& debtor_id, core::Date date) const;
  /// The explanation's actions as the run would spell them.
  std::vector<std::string> actions_of(const engine::Explanation& explanation, const std::string& run_id) const;

  storage::Store& store() { return *store_; }
  const engine::Configuration& configuration() const { return configuration_; }
  std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_;
  Conditions conditions_;
  engine::ConfigurationBundle bundle_;
  engine::Configuration configuration_;
  std::unique_ptr<storage::Store> store_;
  int files_ = 0;
};

}  // namespace dunlin::property
