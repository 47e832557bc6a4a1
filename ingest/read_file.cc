#include "ingest/read_file.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "ingest/blocks/block_reader.h"
#include "ingest/blocks/block_run.h"
#include "ingest/convert/utf8.h"
#include "ingest/csv/csv_parser.h"
#include "ingest/file_head.h"
#include "ingest/json/json_parser.h"
#include "ingest/reject_reasons.h"

namespace dunlin::ingest {
namespace {

core::Reject long_row_reject(const LongRow& row, const FileHead& head) {
  core::Reject reject;
  reject.file = head.plan.file;
  reject.row = row.row;
  reject.line = row.line;
  reject.kind = head.plan.records.front().kind;
  reject.text = shown_text(row.start);
  reject.reason = kRowTooLong;
  reject.detail = head.format == FileFormat::kCsv ? "the row is longer than 4 MiB; is a quote never closed?"
                                                  : "the row is longer than 4 MiB";
  return reject;
}

}  // namespace

core::Result<ReadSummary> read_file(const std::string& path, const ReadOptions& options, const ReadSink& sink) {
  const std::string file = path == "-" ? "stdin" : path;
  DUNLIN_ASSIGN(std::unique_ptr<ByteSource> source, open_source(path));
  InputStream stream(std::move(source), sink.progress);
  DUNLIN_ASSIGN(const FileHead head, read_head(stream, file, options));

  const bool csv = head.format == FileFormat::kCsv;
  const CutOptions cut{options.block_bytes, head.delimiter, csv};
  BlockReader reader(stream, cut, head.rest, head.first_line,
                     [&](const LongRow& row) { return sink.reject(long_row_reject(row, head)); });
  AttributeNames names(file);
  std::vector<std::unique_ptr<BlockParser>> parsers;
  for (uint32_t i = 0; i < std::max(options.threads, 1U); ++i) {
    if (csv) {
      parsers.push_back(std::make_unique<CsvParser>(head.plan, head.delimiter, sink));
    } else {
      parsers.push_back(std::make_unique<JsonParser>(head.plan, names, sink));
    }
  }
  if (core::Status status = run_blocks(reader, parsers); !status.ok()) {
    core::Error error = std::move(status).error();
    if (error.where.empty()) error.where = file;
    return error;
  }
  return ReadSummary{reader.rows(), stream.digest(), head.plan.kinds()};
}

core::Result<core::Hash128> content_hash(const std::string& path) {
  DUNLIN_ASSIGN(std::unique_ptr<ByteSource> source, open_source(path));
  InputStream stream(std::move(source), {});
  std::vector<char> buffer(1U << 20);
  while (true) {
    DUNLIN_ASSIGN(const size_t got, stream.read(buffer.data(), buffer.size()));
    if (got < buffer.size()) return stream.digest();
  }
}

}  // namespace dunlin::ingest
