#include "tests/property/laboratory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "engine/outbound/action_json.h"
#include "engine/outbound/queue.h"

namespace dunlin::property {
namespace {

namespace fs = std::filesystem;

/// In memory where there is such a place: properties are about meaning, and syncing to a slow disk proves none of it.
fs::path scratch_folder() { return ::access("/dev/shm", W_OK) == 0 ? fs::path("/dev/shm") : fs::temp_directory_path(); }

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

/// A laboratory that does not stand is of no use: what went wrong is printed and the test binary ends.
template <class T>
T need(core::Result<T>&& result, const char* what) {
  INVARIANT(result.ok(), what, core::describe(result.error()));
  return std::move(result).value();
}

}  // namespace

Laboratory::Laboratory(const Policies& policies, const Conditions& conditions) : conditions_(conditions) {
  std::string name = (scratch_folder() / "dunlin-property-XXXXXX").string();
  INVARIANT(::mkdtemp(name.data()) != nullptr, name);
  folder_ = name;
  for (const auto& [file, text] : policies) write(folder_ / file, text);
  bundle_ = need(engine::read_bundle((folder_ / "dunlin.toml").string()), "configuration");
  engine::ConfigurationCheck check = engine::check_configuration(bundle_);
  for (const core::Error& error : check.errors) ADD_FAILURE() << core::describe(error);
  configuration_ = std::move(check.configuration);
  store_ = need(storage::Store::create(folder_.string(), conditions_.shape), "store");
}

Laboratory::~Laboratory() {
  store_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Laboratory::close() { store_.reset(); }

void Laboratory::reopen() {
  store_.reset();
  storage::OpenOptions options;
  options.memory_bytes = 64U << 20;
  store_ = need(storage::Store::open(folder_.string(), options), "store");
}

engine::ImportReport Laboratory::import(const std::vector<Sheet>& sheets, bool again) {
  std::vector<engine::ImportSource> sources;
  for (const Sheet& sheet : sheets) {
    const fs::path path = folder_ / "inbox" / (std::to_string(files_++) + ".csv");
    write(path, csv_of(sheet));
    engine::ImportSource source;
    source.path = path.string();
    source.kind = sheet.kind;
    sources.push_back(source);
  }
  engine::ImportOptions options;
  options.threads = conditions_.threads;
  options.memory_bytes = conditions_.import_memory;
  options.stage_directory = (folder_ / "stage").string();
  options.landing = conditions_.landing;
  options.again = again;
  engine::ImportReport report = need(engine::import_files(*store_, sources, options), "import");
  for (const engine::ImportedFile& file : report.files) {
    EXPECT_FALSE(file.error) << file.name << ": " << core::describe(*file.error);
  }
  return report;
}

engine::RunReport Laboratory::run(core::Date date) {
  engine::RunOptions options;
  options.date = date;
  options.threads = conditions_.threads;
  return need(engine::run_night(*store_, bundle_, configuration_, options), "run");
}

std::vector<std::string> Laboratory::dry_run(core::Date date) {
  engine::RunOptions options;
  options.date = date;
  options.threads = conditions_.threads;
  std::vector<core::ActionBatch> batches;
  const engine::RunReport report = need(
      engine::dry_run(*store_, configuration_, options, [&](const auto& batch) { batches.push_back(batch); }), "dry run");
  std::vector<std::string> lines;
  for (const core::ActionBatch& batch : batches) {
    for (size_t i = 0; i < batch.size(); ++i) {
      engine::append_action_json(batch, i, {report.record.run_id, report.record.fingerprint}, lines.emplace_back());
    }
  }
  return lines;
}

void Laboratory::fold(Dice& dice, uint64_t percent) {
  for (core::SlotIndex slot = 0; slot < store_->identity().slots; ++slot) {
    for (const storage::PageKey& key : store_->pages_of(slot)) {
      if (!dice.chance(percent)) continue;
      const core::Status folded = store_->fold(key);
      EXPECT_TRUE(folded.ok()) << core::describe(folded.error());
    }
  }
}

std::vector<std::string> Laboratory::queue() const {
  std::vector<std::string> lines;
  for (engine::QueueLine& line : need(engine::ActionQueue(*store_).page("", SIZE_MAX), "queue")) {
    lines.push_back(std::move(line.json));
  }
  return lines;
}

std::vector<std::pair<std::string, std::string>> Laboratory::debtors() const {
  std::vector<std::pair<std::string, std::string>> found;
  for (core::SlotIndex slot = 0; slot < store_->identity().slots; ++slot) {
    for (const storage::PageKey& key : store_->pages_of(slot)) {
      const storage::LoadedPage loaded = need(store_->load(key, {}), "page");
      for (size_t row = 0; row < loaded.page.debtor_count(); ++row) {
        found.emplace_back(loaded.page.debtors.text_at(core::Field::kCreditorId, row),
                           loaded.page.debtors.text_at(core::Field::kDebtorId, row));
      }
    }
  }
  return found;
}

engine::Explanation Laboratory::explain(const std::string& creditor_id, const std::string& debtor_id,
                                        core::Date date) const {
  auto explained = need(engine::explain(*store_, configuration_, creditor_id, debtor_id, date), "explain");
  INVARIANT(explained.size() == 1, explained.size(), creditor_id, debtor_id);
  return std::move(explained.front());
}

std::vector<std::string> Laboratory::actions_of(const engine::Explanation& explanation, const std::string& run_id) const {
  std::vector<std::string> lines(explanation.actions.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    engine::append_action_json(explanation.actions, i, {run_id, configuration_.fingerprint}, lines[i]);
  }
  return lines;
}

}  // namespace dunlin::property
