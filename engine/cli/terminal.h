// Where results and everything else go: results on stdout, errors, warnings and progress on stderr.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/result.h"
#include "engine/service/result_table.h"
#include "engine/service/site.h"

namespace dunlin::engine {

enum class Format : uint8_t { kTable, kJson, kCsv, kJsonl };
inline constexpr std::array<std::string_view, 4> kFormatNames = {"table", "json", "csv", "jsonl"};

class Terminal {
 public:
  struct Style {
    Format format = Format::kTable;
    bool quiet = false;
    bool color = false;           ///< of stdout
    bool is_interactive = false;  ///< stderr is a terminal
  };
  explicit Terminal(Style style) : style_(style) {}
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  Format format() const { return style_.format; }
  bool is_json() const { return style_.format == Format::kJson || style_.format == Format::kJsonl; }
  bool quiet() const { return style_.quiet; }

  /// Results. Nothing is added to the text.
  void out(std::string_view text);
  void line(std::string_view text);
  void heading(std::string_view text);
  /// A list in the format that was asked for. `title` stands above tables only.
  void rows(const ResultTable& table, std::string_view title = {});
  /// An aligned table whatever the format.
  void aligned(const ResultTable& table);

  /// `dunlin: where: what (hint)` on stderr.
  void error(const core::Error& error);
  /// A remark on stderr, unless --quiet.
  void note(std::string_view text);

  /// Draws a bar on a terminal, else a line every ten seconds; empty with --quiet.
  ProgressSink progress();
  /// Takes the bar away before something else is written.
  void clear_progress();
  /// False when stdout could not take everything.
  bool flush();

 private:
  void show(const Progress& progress);

  const Style style_;
  std::mutex mutex_;  // progress comes from several threads
  std::chrono::steady_clock::time_point phase_began_{}, shown_{};
  std::string phase_;
  bool bar_is_drawn_ = false;
};

/// Columns padded to their widest cell, numbers to the right; a header and a rule.
std::string aligned_text(const ResultTable& table, bool color);

}  // namespace dunlin::engine
