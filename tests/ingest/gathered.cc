#include "tests/ingest/gathered.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <tuple>

#include "core/limits.h"

namespace dunlin::ingest {
namespace {

std::string cell_text(const core::Table& table, core::Field field, size_t row) {
  if (table.is_text(field)) {
    const core::TextColumn& column = *table.texts(field);
    if (column.is_leave(row)) return {};
    return column.is_null(row) ? "-" : std::string(column.at(row));
  }
  const int64_t value = table.int_at(field, row);
  if (value == core::kLeave) return {};
  return value == core::kNull ? "-" : std::to_string(value);
}

struct Entry {
  uint64_t row;
  size_t order;
  std::string text;
};

std::string record_text(const core::EventBatch& batch, size_t row) {
  const core::Table& table = batch.rows;
  std::string text = std::to_string(batch.row_numbers[row]) + ":" + std::to_string(batch.lines[row]) + " " +
                     std::string(core::name_of(core::kRecordKindNames, table.kind()));
  for (const core::Field field : table.fields()) {
    const std::string cell = cell_text(table, field, row);
    if (!cell.empty()) text.append(" ").append(core::field_name(field)).append("=").append(cell);
  }
  std::vector<std::string> attributes;
  for (const core::Attribute& attribute : table.attributes()) {
    if (attribute.values.is_leave(row)) continue;
    attributes.push_back(" attr." + attribute.name + "=" +
                         (attribute.values.is_null(row) ? "-" : std::string(attribute.values.at(row))));
  }
  std::sort(attributes.begin(), attributes.end());
  for (const std::string& attribute : attributes) text += attribute;
  return text;
}

void check_shape(const core::EventBatch& batch) {
  EXPECT_GT(batch.rows.rows(), 0U);
  EXPECT_LE(batch.rows.rows(), core::kEventBatchRows);
  EXPECT_EQ(batch.row_numbers.size(), batch.rows.rows());
  EXPECT_EQ(batch.lines.size(), batch.rows.rows());
  for (const core::Field field : batch.rows.fields()) {
    const size_t size = batch.rows.is_int(field) ? batch.rows.ints(field)->size() : batch.rows.texts(field)->rows();
    EXPECT_EQ(size, batch.rows.rows()) << core::field_name(field);
  }
  for (const core::Attribute& attribute : batch.rows.attributes()) EXPECT_EQ(attribute.values.rows(), batch.rows.rows());
}

}  // namespace

Gathered read_path(const std::string& path, const ReadOptions& options) {
  Gathered result;
  std::mutex mutex;
  std::vector<Entry> records;
  ReadSink sink;
  sink.batch = [&](core::EventBatch&& batch) -> core::Status {
    const std::lock_guard lock(mutex);
    check_shape(batch);
    result.largest_batch = std::max(result.largest_batch, batch.rows.rows());
    for (size_t row = 0; row < batch.rows.rows(); ++row) {
      records.push_back({batch.row_numbers[row], static_cast<size_t>(batch.rows.kind()), record_text(batch, row)});
    }
    return {};
  };
  sink.reject = [&](core::Reject&& reject) -> core::Status {
    const std::lock_guard lock(mutex);
    result.raw_rejects.push_back(std::move(reject));
    return {};
  };
  auto summary = read_file(path, options, sink);
  if (summary.ok()) {
    result.summary = *summary;
  } else {
    result.error = describe(summary.error());
  }
  const auto key = [](const Entry& entry) { return std::tie(entry.row, entry.order, entry.text); };
  std::sort(records.begin(), records.end(), [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  for (Entry& record : records) result.records.push_back(std::move(record.text));
  std::sort(result.raw_rejects.begin(), result.raw_rejects.end(),
            [](const core::Reject& a, const core::Reject& b) { return std::tie(a.row, a.kind) < std::tie(b.row, b.kind); });
  for (const core::Reject& reject : result.raw_rejects) {
    result.rejects.push_back(std::to_string(reject.row) + ":" + std::to_string(reject.line) + " " + reject.field +
                             (reject.field.empty() ? "" : " ") + reject.reason + " [" + reject.text + "]");
  }
  return result;
}

TemporaryFile::TemporaryFile(std::string_view bytes) {
  path_ = (std::filesystem::temp_directory_path() / "dunlin_ingest_XXXXXX").string();
  const int descriptor = ::mkstemp(path_.data());
  EXPECT_GE(descriptor, 0);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written <= 0) break;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  EXPECT_TRUE(bytes.empty());
  ::close(descriptor);
}
TemporaryFile::~TemporaryFile() { ::unlink(path_.c_str()); }

Gathered read_bytes(std::string_view bytes, const ReadOptions& options) {
  const TemporaryFile file(bytes);
  Gathered result = read_path(file.path(), options);
  const size_t at = result.error.find(file.path());
  if (at != std::string::npos) result.error.replace(at, file.path().size(), "FILE");
  return result;
}

std::string shared_folder() {
  const char* const set = std::getenv("DUNLIN_SHARED");
  const std::string folder = set != nullptr ? set : std::string(DUNLIN_SOURCE_DIR) + "/../shared";
  if (std::filesystem::exists(folder)) return folder;
  const char* const required = std::getenv("DUNLIN_REQUIRE_SHARED");
  EXPECT_FALSE(required != nullptr && std::string_view(required) == "1") << "no shared test data in " << folder;
  return {};
}

}  // namespace dunlin::ingest
