#include "ingest/file_head.h"

#include <algorithm>
#include <optional>

#include "core/limits.h"
#include "ingest/csv/csv_header.h"
#include "ingest/json/json_object.h"

namespace dunlin::ingest {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

core::Status check_text(std::string_view head, const std::string& file) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv)) {
    return core::failed(file, "is UTF-16", "save it as UTF-8");
  }
  if (head.starts_with("PK\x03\x04"sv))
    return core::failed(file, "is a ZIP archive or an Excel workbook", "export it as CSV");
  if (head.find('\0') != std::string_view::npos) {
    return core::failed(file, "the file holds NUL bytes: it is binary or UTF-16, not UTF-8 text", "export it as UTF-8 CSV");
  }
  return {};
}

/// The format, once a byte that is not blank tells it.
core::Result<std::optional<FileFormat>> tell_format(std::string_view head, const std::string& file,
                                                    const ReadOptions& options) {
  if (options.mapping != nullptr) {
    if (options.mapping->format == "csv") return std::optional(FileFormat::kCsv);
    if (options.mapping->format == "jsonl") return std::optional(FileFormat::kJsonLines);
    return core::bad_configuration(options.mapping->name, "unknown format \"" + options.mapping->format + '"',
                                   "csv or jsonl");
  }
  const size_t first = head.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return std::optional<FileFormat>();
  if (head[first] == '[') {
    return core::failed(file, "is a JSON array or something unknown",
                        "JSON Lines has one object on each line, without [ and ,");
  }
  return std::optional(head[first] == '{' ? FileFormat::kJsonLines : FileFormat::kCsv);
}

core::Result<bool> take_csv_header(std::string_view head, bool ended, const std::string& file, const ReadOptions& options,
                                   FileHead& result) {
  DUNLIN_ASSIGN(std::optional<CsvHeader> header, read_csv_header(head, ended, options.mapping, file));
  if (!header) return false;
  DUNLIN_ASSIGN(result.plan, make_plan(std::move(header->columns), false, file, options));
  result.delimiter = header->delimiter;
  result.rest = head.substr(header->bytes);
  result.first_line = header->lines + 1;
  return true;
}

core::Result<bool> take_first_object(std::string_view head, bool ended, const std::string& file, const ReadOptions& options,
                                     FileHead& result) {
  const size_t first = head.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    if (!ended) return false;
    return core::failed(file, "is empty: there is no object");
  }
  const size_t end = head.find('\n', first);
  if (end == std::string_view::npos && !ended) return false;
  DUNLIN_ASSIGN(std::vector<std::string> keys, first_object_keys(head.substr(first, end - first), file));
  DUNLIN_ASSIGN(result.plan, make_plan(std::move(keys), true, file, options));
  result.rest = head;
  return true;
}

}  // namespace

core::Result<FileHead> read_head(InputStream& stream, const std::string& file, const ReadOptions& options) {
  // A header is at most a cell's length, a first object a row's; the block size bounds what is read beyond them.
  const size_t step = std::clamp<size_t>(options.block_bytes, 1, 64U << 10);
  FileHead result;
  std::string head;
  bool ended = false;
  while (true) {
    const size_t held = head.size();
    head.resize(held + step);
    DUNLIN_ASSIGN(const size_t got, stream.read(head.data() + held, step));
    head.resize(held + got);
    ended = got < step;
    DUNLIN_TRY(check_text(head, file));
    // Between line ends there is nothing new to learn.
    if (!ended && head.find('\n', held) == std::string::npos && head.size() <= core::kRowBytesMax) continue;
    DUNLIN_ASSIGN(const std::optional<FileFormat> format, tell_format(head, file, options));
    if (!format && ended) return core::failed(file, head.empty() ? "is empty" : "holds nothing but blanks");
    if (format) {
      result.format = *format;
      DUNLIN_ASSIGN(const bool done, *format == FileFormat::kCsv ? take_csv_header(head, ended, file, options, result)
                                                                 : take_first_object(head, ended, file, options, result));
      if (done) return result;
    }
    if (head.size() > core::kRowBytesMax) {
      return core::failed(file, "has no end of its first line within 4 MiB",
                          head.find('\r') == std::string::npos ? "is it a text file?" : "save it with LF or CRLF line ends");
    }
  }
}

}  // namespace dunlin::ingest
