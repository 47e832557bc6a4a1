#include "core/invariant.h"
#include "engine/run/run_survey.h"
#include "storage/codec/action_codec.h"
#include "storage/codec/page_codec.h"
#include "storage/codec/table_codec.h"
#include "storage/registry/registry_codec.h"
#include "tests/fuzz/fuzz_target.h"

namespace dunlin::fuzz {
namespace {

using core::Field;
using core::RecordKind;

/// Two debtors with three receivables.
core::AccountPage sample_page() {
  core::AccountPage page;
  for (const char* id : {"D1", "D2"}) {
    page.debtors.ints_or_new(Field::kHash).push_back(static_cast<int64_t>(core::debtor_hash(id)));
    page.debtors.texts_or_new(Field::kCreditorId).append("C1");
    page.debtors.texts_or_new(Field::kDebtorId).append(id);
    page.debtors.texts_or_new(Field::kCountry).append("DE");
  }
  page.debtors.set_rows(2);
  for (core::Group& group : page.groups) group.begin.assign(3, 0);
  core::Group& receivables = page.group(RecordKind::kReceivable);
  for (int64_t i = 0; i < 3; ++i) {
    receivables.rows.texts_or_new(Field::kReceivableId).append("R" + std::to_string(i));
    receivables.rows.ints_or_new(Field::kAmount).push_back(i == 1 ? core::kNull : 1000 * i);
    receivables.rows.ints_or_new(Field::kDueDate).push_back(20'000 + i);
  }
  receivables.rows.set_rows(3);
  receivables.begin = {0, 1, 3};
  return page;
}

core::MemoryPage sample_memory() {
  core::MemoryPage memory;
  memory.debtors = sample_page().debtors;
  for (const auto group : core::kMemoryGroups) (memory.*group).begin.assign(3, 0);
  memory.units.rows.texts_or_new(Field::kStep).append("first");
  memory.units.rows.ints_or_new(Field::kEpisode).push_back(1);
  memory.units.rows.set_rows(1);
  memory.units.begin = {0, 1, 1};
  return memory;
}

void read_facts(std::string_view body) {
  storage::PageHeader header;
  core::AccountPage page;
  const bool sound = storage::decode_facts(body, header, page);
  storage::PageHeader bare;
  core::AccountPage debtors;
  storage::decode_debtors(body, bare, debtors);
  storage::decode_page_header(body, bare);
  if (!sound) return;
  for (const core::Group& group : page.groups) INVARIANT(group.begin.back() == group.rows.rows());
  core::AccountPage again;
  INVARIANT(storage::decode_facts(storage::encode_facts(header, page), header, again));
}
std::vector<std::string> facts() { return {storage::encode_facts({}, sample_page())}; }

void read_cold(std::string_view body) {
  storage::PageHeader header;
  core::AccountPage page = sample_page();
  storage::decode_cold(body, header, page);
}
std::vector<std::string> cold() {
  core::AccountPage page = sample_page();
  core::TextColumn names;
  for (const char* name : {"One", "Two"}) names.append(name);
  page.debtors.set_texts(Field::kName, std::move(names));
  return {storage::encode_cold({}, page)};
}

void read_memory(std::string_view body) {
  storage::PageHeader header;
  core::MemoryPage memory;
  if (!storage::decode_memory(body, header, memory)) return;
  core::MemoryPage again;
  INVARIANT(storage::decode_memory(storage::encode_memory(header, memory), header, again));
}
std::vector<std::string> memories() { return {storage::encode_memory({}, sample_memory())}; }

void read_delta(std::string_view body) {
  storage::DeltaHeader header;
  std::vector<core::EventBatch> batches;
  if (!storage::decode_delta(body, header, batches)) return;
  std::vector<core::EventBatch> again;
  INVARIANT(storage::decode_delta(storage::encode_delta(header, batches), header, again));
}
std::vector<std::string> deltas() {
  core::EventBatch batch(RecordKind::kPayment);
  batch.rows.texts_or_new(Field::kPaymentId).append("P1");
  batch.rows.texts_or_new(Field::kDebtorId).append("D1");
  batch.rows.ints_or_new(Field::kAmount).push_back(500);
  batch.rows.set_rows(1);
  batch.row_numbers = {7};
  return {storage::encode_delta({1, false, {}}, {batch})};
}

void read_table(std::string_view body) {
  const auto table = storage::decode_table(body, "fuzz");
  if (table.ok()) INVARIANT(storage::decode_table(storage::encode_table(*table), "fuzz").ok());
}
std::vector<std::string> tables() { return {storage::encode_table(sample_page().debtors)}; }

void read_actions(std::string_view body) {
  core::ActionBatch batch;
  if (!storage::decode_actions(body, batch)) return;
  core::ActionBatch again;
  INVARIANT(storage::decode_actions(storage::encode_actions(batch), again));
}
std::vector<std::string> actions() { return {storage::encode_actions({})}; }

void read_survey(std::string_view text) {
  const auto survey = engine::decode_survey(text);
  if (survey.ok()) INVARIANT(engine::decode_survey(engine::encode_survey(*survey)).ok());
}
std::vector<std::string> surveys() {
  engine::RunSurvey survey;
  survey.cuts.push_back({core::Channel::kCall, false, false, engine::AdmissionKey{50, -100, 3, "C1", "D1", 2}});
  survey.parents[{"C1", "P;1"}] = {core::Standing::kHeld, core::Stage::kLegal};
  return {engine::encode_survey(survey)};
}

void read_registry(std::string_view body) {
  storage::StoredIdentity identity;
  storage::ImportRecord import;
  storage::RunRecord run;
  storage::SlotCursor cursor;
  std::vector<core::Reject> rejects;
  storage::ControlTotals totals;
  std::vector<core::DebtorHash> bounds;
  uint64_t number = 0;
  storage::decode_record(body, identity);
  storage::decode_record(body, import);
  storage::decode_record(body, run);
  storage::decode_record(body, cursor);
  storage::decode_rejects(body, rejects);
  storage::decode_totals(body, totals);
  storage::decode_bounds(body, bounds);
  storage::decode_number(body, number);
}
std::vector<std::string> registry() {
  storage::RunRecord run;
  run.run_id = "2026-01-31/1";
  run.creditors = {"C1"};
  run.counters = {{"debtors", 2}};
  storage::ImportRecord import;
  import.files.push_back({"a.csv", {RecordKind::kDebtor}, {}, {}});
  return {storage::encode_record(run), storage::encode_record(import)};
}

constexpr FuzzTarget kTargets[] = {{"facts", read_facts, facts},      {"cold", read_cold, cold},
                                   {"memory", read_memory, memories}, {"delta", read_delta, deltas},
                                   {"table", read_table, tables},     {"actions", read_actions, actions},
                                   {"survey", read_survey, surveys},  {"registry", read_registry, registry}};

}  // namespace

std::span<const FuzzTarget> stored_targets() { return kTargets; }

}  // namespace dunlin::fuzz
