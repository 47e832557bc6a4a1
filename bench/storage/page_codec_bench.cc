// Pages of the usual shape: 512 debtors with e-mail, phone and address, 1,280 receivables, 300 payments. Prints receivables
// per second and stored bytes per receivable.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <random>

#include "core/money.h"
#include "storage/codec/bitpack_kernel.h"
#include "storage/codec/page_codec.h"
#include "storage/fold/apply_events.h"
#include "storage/ids/id_run.h"
#include "storage/store.h"

namespace dunlin::storage {
namespace {

using core::EventBatch;
using core::Field;
using core::RecordKind;

constexpr const char* kStreets[] = {"Hauptstrasse",  "Bahnhofstrasse", "Rue de la Paix",
                                    "Via Garibaldi", "Gartenweg",      "High Street"};
constexpr const char* kTowns[] = {"Berlin", "Hamburg", "Lyon", "Milano", "Leeds", "Gent", "Utrecht", "Wien"};
constexpr const char* kNames[] = {"Schmidt", "Meyer", "Dubois", "Rossi", "Janssens", "Miller", "Novak", "Kowalski"};
constexpr const char* kTrades[] = {"Bau GmbH", "Handel AG", "Transport KG", "Services SARL", "Consulting Ltd", "Foods BV"};

std::vector<EventBatch> usual_rows(uint32_t seed, size_t debtors) {
  std::mt19937 dice(seed);
  EventBatch people(RecordKind::kDebtor);
  EventBatch receivables(RecordKind::kReceivable);
  EventBatch payments(RecordKind::kPayment);
  const auto text = [](EventBatch& batch, Field field, const std::string& value) {
    batch.rows.texts_or_new(field).append(value);
  };
  const auto number = [](EventBatch& batch, Field field, int64_t value) { batch.rows.ints_or_new(field).push_back(value); };
  for (size_t d = 0; d < debtors; ++d) {
    const uint32_t id = dice() % 4'000'000;
    const std::string debtor = "D" + std::to_string(10'000'000 + id);
    const std::string name = kNames[dice() % 8];
    text(people, Field::kDebtorId, debtor);
    text(people, Field::kCreditorId, "C1");
    text(people, Field::kName, name + " " + kTrades[dice() % 6]);
    text(people, Field::kEmail, "ap" + std::to_string(id) + "@company.example");
    text(people, Field::kPhone, "+49" + std::to_string(3'000'000'000 + dice() % 1'000'000'000));
    text(people, Field::kStreet, std::string(kStreets[dice() % 6]) + " " + std::to_string(dice() % 200));
    text(people, Field::kPostalCode, std::to_string(10'000 + dice() % 90'000));
    text(people, Field::kCity, kTowns[dice() % 8]);
    text(people, Field::kCountry, dice() % 4 == 0 ? "FR" : "DE");
    text(people, Field::kLanguage, dice() % 4 == 0 ? "fr" : "de");
    number(people, Field::kKind, dice() % 3 == 0);
    number(people, Field::kCreditLimit, 100'000 * (1 + dice() % 50));
    for (uint32_t r = dice() % 5 + (dice() % 2); r-- > 0;) {
      const std::string invoice = "INV" + std::to_string(100'000'000 + dice() % 10'000'000);
      const int64_t amount = 500 + dice() % (dice() % 10 == 0 ? 5'000'000 : 100'000);
      const int64_t issued = 20'000 + dice() % 400;
      text(receivables, Field::kReceivableId, invoice);
      text(receivables, Field::kDebtorId, debtor);
      text(receivables, Field::kCreditorId, "C1");
      number(receivables, Field::kAmount, amount);
      number(receivables, Field::kCurrency,
             dice() % 20 == 0 ? core::currency_of_letters('U', 'S', 'D').code : core::kEur.code);
      number(receivables, Field::kIssueDate, issued);
      number(receivables, Field::kDueDate, issued + (dice() % 3 == 0 ? 14 : 30));
      text(receivables, Field::kPortfolio, dice() % 2 == 0 ? "retail" : "trade");
      text(receivables, Field::kReference, "RE-" + invoice.substr(3));
      if (dice() % 4 != 0) continue;
      text(payments, Field::kPaymentId, "PAY" + std::to_string(100'000'000 + dice() % 10'000'000));
      text(payments, Field::kDebtorId, debtor);
      text(payments, Field::kCreditorId, "C1");
      text(payments, Field::kReceivableId, invoice);
      number(payments, Field::kAmount, amount);
      number(payments, Field::kCurrency, core::kEur.code);
      number(payments, Field::kValueDate, issued + dice() % 60);
    }
  }
  for (EventBatch* batch : {&people, &receivables, &payments}) {
    batch->rows.set_rows(batch->rows.texts(Field::kDebtorId)->rows());
  }
  return {people, receivables, payments};
}

core::AccountPage usual_page(uint32_t seed, size_t debtors = 512) {
  const std::vector<EventBatch> rows = usual_rows(seed, debtors);
  std::vector<VersionedEvents> events;
  for (const EventBatch& batch : rows) events.push_back({1, &batch});
  return apply_events({}, events, ColdFields::kApplied);
}

size_t receivables_of(const core::AccountPage& page) { return page.rows(RecordKind::kReceivable).rows(); }

void encode_page(benchmark::State& state) {
  const core::AccountPage page = usual_page(1);
  size_t facts = 0;
  size_t cold = 0;
  for (auto _ : state) {
    facts = encode_facts({}, page).size();
    cold = encode_cold({}, page).size();
  }
  const auto rows = static_cast<double>(receivables_of(page));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * receivables_of(page)));
  state.counters["facts_bytes"] = static_cast<double>(facts) / rows;
  state.counters["cold_bytes"] = static_cast<double>(cold) / rows;
}
BENCHMARK(encode_page);

void decode_page_facts(benchmark::State& state) {
  const core::AccountPage page = usual_page(1);
  const std::string body = encode_facts({}, page);
  for (auto _ : state) {
    PageHeader header;
    core::AccountPage out;
    benchmark::DoNotOptimize(decode_facts(body, header, out));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * receivables_of(page)));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * body.size()));
}
BENCHMARK(decode_page_facts);

void decode_page_cold(benchmark::State& state) {
  const core::AccountPage page = usual_page(1);
  const std::string facts = encode_facts({}, page);
  const std::string cold = encode_cold({}, page);
  for (auto _ : state) {
    PageHeader header;
    core::AccountPage out;
    benchmark::DoNotOptimize(decode_facts(facts, header, out) && decode_cold(cold, header, out));
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * receivables_of(page)));
}
BENCHMARK(decode_page_cold);

void fold_new_page(benchmark::State& state) {
  const std::vector<EventBatch> rows = usual_rows(1, 512);
  std::vector<VersionedEvents> events;
  for (const EventBatch& batch : rows) events.push_back({1, &batch});
  for (auto _ : state) benchmark::DoNotOptimize(apply_events({}, events, ColdFields::kApplied));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * rows[1].rows.rows()));
}
BENCHMARK(fold_new_page);

void unpack_values(benchmark::State& state) {
  constexpr size_t kValues = 4096;
  const auto width = static_cast<unsigned>(state.range(0));
  std::mt19937_64 dice(1);
  std::vector<uint64_t> values(kValues);
  for (uint64_t& value : values) value = dice() >> (64 - width);
  std::vector<uint8_t> packed(packed_bytes(kValues, width));
  pack_bits(values, 0, width, packed.data());
  std::vector<uint64_t> out(kValues);
  for (auto _ : state) {
    unpack_bits(packed, width, 7, out);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kValues));
}
BENCHMARK(unpack_values)->Arg(3)->Arg(9)->Arg(17)->Arg(45);

void pack_values(benchmark::State& state) {
  constexpr size_t kValues = 4096;
  const auto width = static_cast<unsigned>(state.range(0));
  std::mt19937_64 dice(1);
  std::vector<uint64_t> values(kValues);
  for (uint64_t& value : values) value = dice() >> (64 - width);
  std::vector<uint8_t> packed(packed_bytes(kValues, width));
  for (auto _ : state) {
    pack_bits(values, 0, width, packed.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kValues));
}
BENCHMARK(pack_values)->Arg(9)->Arg(17);

/// A store of about 64 pages, made by bulk; removed at the end.
struct BenchStore {
  std::string path = (std::filesystem::temp_directory_path() / "dunlin-storage-bench").string();
  std::unique_ptr<Store> store;
  std::vector<PageKey> pages;
  size_t receivables = 0;

  BenchStore() {
    std::filesystem::remove_all(path);
    auto made = Store::create(path, {16, 512, false});
    if (!made.ok()) return;
    store = std::move(made).value();
    const std::vector<EventBatch> rows = usual_rows(2, 32 * 1024);
    receivables = rows[1].rows.rows();
    const auto number = store->begin_import();
    if (!number.ok()) return;
    const auto bulk = store->begin_bulk(*number);
    std::vector<VersionedEvents> events;
    for (const EventBatch& batch : rows) events.push_back({1, &batch});
    put_slots(*bulk, rows);
    for (const EventBatch& batch : rows) add_ids(*bulk, batch);
    ImportRecord record;
    record.number = *number;
    if (!bulk->commit(record, {}).ok()) store.reset();
    for (core::SlotIndex slot = 0; store != nullptr && slot < store->identity().slots; ++slot) {
      for (const PageKey& key : store->pages_of(slot)) pages.push_back(key);
    }
  }
  ~BenchStore() {
    store.reset();
    std::filesystem::remove_all(path);
  }
  static void add_ids(BulkLoad& bulk, const EventBatch& batch) {
    const RecordKind kind = batch.rows.kind();
    if (kind == RecordKind::kDebtor) return;
    std::vector<IdEntry> ids;
    for (size_t i = 0; i < batch.rows.rows(); ++i) {
      ids.push_back({core::id_fingerprint("C1", kind, batch.rows.text_at(core::id_field(kind), i)),
                     core::debtor_hash(batch.rows.text_at(Field::kDebtorId, i))});
    }
    static_cast<void>(bulk.add_ids(std::move(ids)));
  }
  void put_slots(BulkLoad& bulk, const std::vector<EventBatch>& rows) {
    for (core::SlotIndex slot = 0; slot < store->identity().slots; ++slot) {
      std::vector<EventBatch> parts;
      for (const EventBatch& batch : rows) {
        std::vector<uint32_t> of_slot;
        for (uint32_t i = 0; i < batch.rows.rows(); ++i) {
          const core::DebtorHash hash = core::debtor_hash(batch.rows.text_at(Field::kDebtorId, i));
          if (core::slot_of(hash, store->identity().slots) == slot) of_slot.push_back(i);
        }
        parts.emplace_back(batch.rows.kind());
        parts.back().rows = batch.rows.gathered(of_slot);
      }
      std::vector<VersionedEvents> events;
      for (const EventBatch& part : parts) events.push_back({1, &part});
      static_cast<void>(
          bulk.put_page(store->pages_of(slot)[0], apply_events({}, events, ColdFields::kApplied), core::MemoryPage()));
    }
  }
};

BenchStore& bench_store() {
  static BenchStore made;
  return made;
}

void load_pages(benchmark::State& state) {
  BenchStore& made = bench_store();
  if (made.store == nullptr) return state.SkipWithError("no store");
  for (auto _ : state) {
    for (const PageKey& key : made.pages) {
      auto page = made.store->load(key, {UINT64_MAX, state.range(0) != 0, true});
      benchmark::DoNotOptimize(page);
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * made.receivables));
  const auto sizes = made.store->family_sizes();
  if (!sizes.ok()) return state.SkipWithError("no sizes");
  for (const FamilySize& size : *sizes) {
    if (size.bytes == 0) continue;
    state.counters[size.family] = static_cast<double>(size.bytes) / static_cast<double>(made.receivables);
  }
}
BENCHMARK(load_pages)->Arg(0)->Arg(1);

}  // namespace
}  // namespace dunlin::storage
