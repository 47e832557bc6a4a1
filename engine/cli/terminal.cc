#include "engine/cli/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace dunlin::engine {
namespace {

using std::chrono::duration;
using std::chrono::steady_clock;

/// Columns that a text takes on a terminal, counted as code points.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A cell on one line.
std::string shown_text(const std::optional<std::string>& cell) {
  std::string text = cell.value_or("-");
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text;
}

bool is_number(const ResultColumn& column) {
  return column.kind == CellKind::kNumber || column.name == "amount" || column.name == "balance" ||
         column.name == "demanded" || column.name == "open" || column.name == "overdue" || column.name == "unallocated_cash";
}

std::string seconds_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{}:{:02} min", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
}

std::string progress_text(const Progress& at, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(at.done) / seconds : 0;
  std::string text = fmt::format("{}: {}", at.phase, at.done);
  if (at.total > 0) text += fmt::format(" of {}", at.total);
  text += fmt::format(" {}, {:.0f}/s", at.unit, rate);
  if (at.total > at.done && rate > 0) {
    text += ", " + seconds_text(static_cast<double>(at.total - at.done) / rate) + " left";
  }
  return text;
}

std::string bar_of(const Progress& at) {
  constexpr uint64_t kWidth = 24;
  if (at.total == 0) return "";
  const uint64_t full = std::min(at.done * kWidth / at.total, kWidth);
  return "[" + std::string(full, '#') + std::string(kWidth - full, '.') + "] ";
}

}  // namespace

std::string aligned_text(const ResultTable& table, bool color) {
  std::vector<size_t> widths;
  for (const ResultColumn& column : table.columns) widths.push_back(width_of(column.name));
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(shown_text(row[i])));
  }
  std::string out;
  const auto put = [&](const std::string& text, size_t column) {
    const std::string pad(widths[column] - width_of(text), ' ');
    if (column > 0) out += "  ";
    const bool is_last = column + 1 == table.columns.size();
    out += is_number(table.columns[column]) ? pad + text : is_last ? text : text + pad;
  };
  if (color) out += "\x1b[1m";
  for (size_t i = 0; i < table.columns.size(); ++i) put(table.columns[i].name, i);
  if (color) out += "\x1b[0m";
  out += '\n';
  for (size_t i = 0; i < widths.size(); ++i) out += (i > 0 ? "  " : "") + std::string(widths[i], '-');
  out += '\n';
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < row.size(); ++i) put(shown_text(row[i]), i);
    out += '\n';
  }
  return out;
}

void Terminal::out(std::string_view text) {
  clear_progress();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Terminal::line(std::string_view text) {
  out(text);
  out("\n");
}

void Terminal::heading(std::string_view text) {
  if (style_.color) {
    line("\x1b[1m" + std::string(text) + "\x1b[0m");
  } else {
    line(text);
  }
}

void Terminal::rows(const ResultTable& table, std::string_view title) {
  switch (style_.format) {
    case Format::kJson: line(rows_as_json(table)); return;
    case Format::kJsonl: out(rows_as_jsonl(table)); return;
    case Format::kCsv: out(rows_as_csv(table)); return;
    case Format::kTable: break;
  }
  if (!title.empty()) heading(title);
  aligned(table);
}

void Terminal::aligned(const ResultTable& table) { out(aligned_text(table, style_.color)); }

void Terminal::error(const core::Error& error) {
  clear_progress();
  std::string text = core::describe(error);
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::fprintf(stderr, "dunlin: %s\n", text.c_str());
}

void Terminal::note(std::string_view text) {
  if (style_.quiet) return;
  clear_progress();
  std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

ProgressSink Terminal::progress() {
  if (style_.quiet) return {};
  return [this](const Progress& at) { show(at); };
}

void Terminal::show(const Progress& at) {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  if (phase_ != at.phase) {
    phase_ = at.phase;
    phase_began_ = shown_ = now;
  }
  const auto pause = style_.is_interactive ? duration<double>(0.1) : duration<double>(10);
  if (now - shown_ < pause) return;
  shown_ = now;
  const std::string text = progress_text(at, duration<double>(now - phase_began_).count());
  if (style_.is_interactive) {
    std::fprintf(stderr, "\r\x1b[K%s%s", bar_of(at).c_str(), text.c_str());
    std::fflush(stderr);
    bar_is_drawn_ = true;
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
}

void Terminal::clear_progress() {
  const std::lock_guard lock(mutex_);
  if (bar_is_drawn_) std::fputs("\r\x1b[K", stderr);
  bar_is_drawn_ = false;
}

bool Terminal::flush() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace dunlin::engine
