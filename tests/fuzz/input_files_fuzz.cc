#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

#include "core/instalments.h"
#include "core/instant.h"
#include "core/invariant.h"
#include "engine/outbound/action_wire.h"
#include "engine/outbound/cursor.h"
#include "ingest/read_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace dunlin::fuzz {
namespace {

/// Small blocks, so that rows are cut everywhere.
void read_rows(std::string_view bytes) {
  const int file = ::memfd_create("fuzz", 0);
  INVARIANT(file >= 0 && ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ingest::ReadOptions options;
  options.block_bytes = 256;
  options.default_currency = "EUR";
  std::atomic<uint64_t> rows = 0, rejects = 0;
  ingest::ReadSink sink;
  sink.batch = [&](core::EventBatch&& batch) {
    rows += batch.rows.rows();
    return core::Status();
  };
  sink.reject = [&](core::Reject&&) {
    ++rejects;
    return core::Status();
  };
  const auto summary = ingest::read_file("/proc/self/fd/" + std::to_string(file), options, sink);
  ::close(file);
  if (summary.ok()) INVARIANT(rows <= summary->rows, rows.load(), summary->rows);
}

std::vector<std::string> csv_files() {
  return {
      "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,12.50,EUR,2026-01-31\nR2,\"D \"\"2\"\"\",7,JPY,2026-02-28\n",
      "plan_id;debtor_id;agreed_on;currency;instalments;receivable_ids\nP1;D1;2026-01-01;EUR;\"2026-01-31=100.00;"
      "2026-02-28=50\";\"R1;R2\"\n",
      "interaction_id,debtor_id,at,channel,outcome\nI1,D1,2026-01-31T10:00:00+01:00,call,answered\n",
      "debtor_id,name,country,flags,attr.size\nD1,\"Zwei\nZeilen\",DE,\"insolvent;vulnerable\",5\n",
      "name,date,value\necb-mro,2026-01-01,2.15\n"};
}
std::vector<std::string> json_files() {
  return {
      "{\"receivable_id\":\"R1\",\"debtor_id\":\"D1\",\"amount\":12.5,\"currency\":\"EUR\",\"due_date\":\"2026-01-31\"}\n",
      "{\"debtor_id\":\"D1\",\"name\":\"\\u00e9\",\"flags\":[\"insolvent\"],\"attr\":{\"size\":5,\"b\":true,\"c\":null}}\n",
      "{\"payment_id\":\"P1\",\"debtor_id\":\"D1\",\"amount\":\"-1.00\",\"currency\":\"EUR\",\"value_date\":\"2026-01-31\"}"
      "\n"};
}

void read_instant(std::string_view bytes) {
  const auto instant = core::parse_instant(bytes);
  if (!instant) return;
  INVARIANT(core::parse_instant(core::format_instant(*instant)) == instant, *instant);
}
std::vector<std::string> instants() {
  return {"2026-01-31T10:00:00Z", "2026-01-31 10:00:59.999+14:00", "0001-01-01T00:00", "9999-12-31T23:59:60-1200",
          "2026-01-31"};
}

void read_instalments(std::string_view bytes) {
  const auto instalments = core::parse_instalments(bytes);
  if (instalments.empty()) return;
  INVARIANT(core::parse_instalments(core::format_instalments(instalments)) == instalments);
}
std::vector<std::string> instalments() { return {"2026-01-31=10000;2026-02-28=1", "9999-12-31=9223372036854775807"}; }

void read_action_wire(std::string_view bytes) {
  const auto decoded = engine::decode_actions({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
  if (decoded.ok()) engine::encode_actions(decoded->batch, decoded->context);
}
std::vector<std::string> action_wires() { return {engine::encode_actions({}, {"2026-01-31/1", "sha256:0"})}; }

void read_cursor(std::string_view bytes) {
  const storage::StoreIdentity identity;
  const auto cursor = engine::parse_cursor(bytes, identity);
  if (cursor.ok()) INVARIANT(engine::to_text(*cursor, identity) == bytes, bytes);
}
std::vector<std::string> cursors() { return {engine::to_text({1, 1, 7, 0x0700'0000'0000'0000, 3}, {})}; }

constexpr FuzzTarget kTargets[] = {{"csv", read_rows, csv_files},
                                   {"json-lines", read_rows, json_files},
                                   {"instant", read_instant, instants},
                                   {"instalments", read_instalments, instalments},
                                   {"action-wire", read_action_wire, action_wires},
                                   {"cursor", read_cursor, cursors}};

}  // namespace

std::span<const FuzzTarget> input_targets() { return kTargets; }

}  // namespace dunlin::fuzz
