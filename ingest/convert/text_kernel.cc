#include "ingest/convert/text_kernel.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/country.h"
#include "core/limits.h"
#include "core/vocabulary.h"

namespace dunlin::ingest {
namespace {

constexpr uint64_t kOnes = 0x0101'0101'0101'0101ULL;
constexpr uint64_t kTops = 0x8080'8080'8080'8080ULL;

/// Non-zero when a byte of the word is below 0x20 or is 0x7F; bytes above 0x7F are neither.
inline uint64_t controls(uint64_t word) {
  const uint64_t below = (word - kOnes * 0x20) & ~word;
  const uint64_t away = word ^ kOnes * 0x7F;
  const uint64_t deleted = (away - kOnes) & ~away;
  return (below | deleted) & kTops;
}

inline bool has_control(std::string_view text) {
  size_t at = 0;
  uint64_t found = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    found |= controls(word);
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    found |= static_cast<uint64_t>(byte < 0x20 || byte == 0x7F);
  }
  return found != 0;
}

/// Text may run over lines and hold tabs; an id may not.
bool has_bad_control(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F) return true;
  }
  return false;
}

inline CellVerdict text_verdict(std::string_view text) {
  if (text.size() > core::kTextBytesMax) return CellVerdict::kTextTooLong;
  return has_control(text) && has_bad_control(text) ? CellVerdict::kControlCharacter : CellVerdict::kGood;
}

constexpr std::string_view kNoText{"", 0};

template <class Take>
void each_entry(std::string_view list, Take take) {
  while (!list.empty()) {
    const size_t cut = std::min(list.find(';'), list.size());
    const std::string_view entry = trimmed(list.substr(0, cut));
    if (!entry.empty()) take(entry);
    list.remove_prefix(std::min(cut + 1, list.size()));
  }
}

}  // namespace

size_t convert_ids(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].size() <= core::kIdBytesMax && !has_control(cells[i])) {
      out.append(cells[i]);
      continue;
    }
    verdicts[i] = CellVerdict::kIdTooLong;
    if (cells[i].size() <= core::kIdBytesMax) verdicts[i] = CellVerdict::kControlInId;
    out.append(kNoText);
    ++wrong;
  }
  return wrong;
}

size_t convert_texts(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    const CellVerdict verdict = text_verdict(cells[i]);
    if (verdict == CellVerdict::kGood) {
      out.append_repeating(cells[i]);
      continue;
    }
    verdicts[i] = verdict;
    out.append(kNoText);
    ++wrong;
  }
  return wrong;
}

size_t convert_text_lists(Cells cells, TextColumnBuilder& out, CellVerdict* verdicts) {
  size_t wrong = 0;
  std::string list;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) {
      out.append(cells[i]);
      continue;
    }
    const CellVerdict verdict = text_verdict(cells[i]);
    list.clear();
    if (verdict == CellVerdict::kGood) {
      each_entry(cells[i], [&](std::string_view entry) { list.append(list.empty() ? "" : ";").append(entry); });
    } else {
      verdicts[i] = verdict;
      ++wrong;
    }
    out.append_repeating(list);
  }
  return wrong;
}

size_t check_countries(Cells cells, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || verdicts[i] != CellVerdict::kGood || core::is_country(cells[i])) continue;
    verdicts[i] = CellVerdict::kUnknownCountry;
    ++wrong;
  }
  return wrong;
}

size_t check_zones(Cells cells, std::span<const std::string> known, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || verdicts[i] != CellVerdict::kGood) continue;
    bool all_known = true;
    each_entry(cells[i],
               [&](std::string_view entry) { all_known &= std::binary_search(known.begin(), known.end(), entry); });
    if (all_known) continue;
    verdicts[i] = CellVerdict::kUnknownZone;
    ++wrong;
  }
  return wrong;
}

size_t convert_codes(Cells cells, std::span<const std::string_view> names, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    const std::optional<uint8_t> code = core::find_name(names, cells[i]);
    if (code) {
      out[i] = *code;
    } else {
      out[i] = core::kNull;
      verdicts[i] = CellVerdict::kUnknownCode;
      ++wrong;
    }
  }
  return wrong;
}

size_t convert_sets(Cells cells, std::span<const std::string_view> names, int64_t* out, CellVerdict* verdicts) {
  size_t wrong = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    out[i] = empty_value(cells[i]);
    if (cells[i].empty()) continue;
    int64_t bits = 0;
    bool known = true;
    each_entry(cells[i], [&](std::string_view entry) {
      const std::optional<uint8_t> code = core::find_name(names, entry);
      known &= code.has_value();
      if (code) bits |= int64_t{1} << *code;
    });
    out[i] = known ? bits : core::kNull;
    if (!known) {
      verdicts[i] = CellVerdict::kUnknownCode;
      ++wrong;
    }
  }
  return wrong;
}

}  // namespace dunlin::ingest
