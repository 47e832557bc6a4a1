#include "engine/import/append_kernel.h"

#include <cstring>

#include "core/invariant.h"
#include "engine/import/row_buffer.h"

namespace dunlin::engine {

using core::TextColumn;

namespace {

// Most texts are ids, names and codes of a dozen bytes: a copy of fixed length beats a call that looks at the length. The
// target therefore has this much room behind its end while it is filled.
constexpr size_t kShortText = 16;

/// Copies `length` bytes; may write up to kShortText bytes, may read up to `from_end`.
inline void copy_text(char* to, const char* from, size_t length, const char* from_end) {
  if (length <= kShortText && from_end - from >= static_cast<std::ptrdiff_t>(kShortText)) {
    std::memcpy(to, from, kShortText);
  } else {
    std::memcpy(to, from, length);
  }
}

/// A text that the row before has too shares its entry; others get an entry each.
TextColumn picked_texts(const TextColumn& values, std::span<const uint32_t> picked) {
  // A dictionary that the rows nearly fill is cheaper to translate, and comes out without repeats.
  if (values.entries() <= picked.size() * 2) return values.gathered(picked);
  const std::span<const uint32_t> from = values.codes();
  std::vector<uint32_t> codes(picked.size());
  std::vector<uint32_t> ends;
  ends.reserve(picked.size());
  uint32_t last = TextColumn::kNullCode;
  size_t bytes = 0;
  for (const uint32_t row : picked) {
    const uint32_t code = from[row];
    if (code < TextColumn::kLeaveCode && code != last) bytes += values.entry(last = code).size();
  }
  std::string heap(bytes + kShortText, '\0');
  const char* const end = values.heap().data() + values.heap().size();
  last = TextColumn::kNullCode;
  size_t at = 0;
  for (size_t i = 0; i < picked.size(); ++i) {
    const uint32_t code = from[picked[i]];
    if (code >= TextColumn::kLeaveCode) {
      codes[i] = code;
      continue;
    }
    if (code != last) {
      const std::string_view text = values.entry(code);
      copy_text(heap.data() + at, text.data(), text.size(), end);
      at += text.size();
      ends.push_back(static_cast<uint32_t>(at));
      last = code;
    }
    codes[i] = static_cast<uint32_t>(ends.size() - 1);
  }
  heap.resize(bytes);
  return TextColumn::from_parts(std::move(codes), std::move(ends), std::move(heap));
}

/// Texts of one length. Ids differ in their last bytes, so those are looked at first.
inline bool are_equal(const char* a, const char* b, size_t length) {
  if (length >= 8) {
    uint64_t last_a, last_b;
    std::memcpy(&last_a, a + length - 8, 8);
    std::memcpy(&last_b, b + length - 8, 8);
    if (last_a != last_b) return false;
  }
  return std::memcmp(a, b, length) == 0;
}

}  // namespace

core::Table picked_rows(const core::Table& rows, std::span<const uint32_t> picked) {
  core::Table result(rows.kind());
  for (const core::Field field : rows.fields()) {
    if (const auto* values = rows.ints(field)) {
      core::Table::Ints to(picked.size());
      for (size_t i = 0; i < picked.size(); ++i) to[i] = (*values)[picked[i]];
      result.set_ints(field, std::move(to));
    } else {
      result.set_texts(field, picked_texts(*rows.texts(field), picked));
    }
  }
  for (const core::Attribute& attribute : rows.attributes()) {
    result.set_attribute(attribute.name, picked_texts(attribute.values, picked));
  }
  result.set_rows(picked.size());
  return result;
}

void append_ints(std::span<const int64_t> values, std::span<const uint32_t> picked, std::vector<int64_t>& to) {
  const size_t begin = to.size();
  to.resize(begin + picked.size());
  int64_t* out = to.data() + begin;
  for (size_t i = 0; i < picked.size(); ++i) out[i] = values[picked[i]];
}

void append_texts(const TextColumn& values, std::span<const uint32_t> picked, TextCells& to) {
  const std::span<const uint32_t> codes = values.codes();
  const std::vector<uint32_t>& ends = values.ends();
  const char* heap = values.heap().data();
  const size_t begin = to.lengths.size();
  to.lengths.resize(begin + picked.size());
  uint16_t* lengths = to.lengths.data() + begin;
  size_t bytes = 0;
  for (size_t i = 0; i < picked.size(); ++i) {
    const uint32_t code = codes[picked[i]];
    if (code >= TextColumn::kLeaveCode) {
      lengths[i] = code == TextColumn::kNullCode ? TextCells::kNullLength : TextCells::kLeaveLength;
      continue;
    }
    const uint32_t length = ends[code] - (code == 0 ? 0 : ends[code - 1]);
    INVARIANT(length < TextCells::kLeaveLength, "text longer than a reader may give:", length);
    lengths[i] = static_cast<uint16_t>(length);
    bytes += length;
  }
  const size_t heap_begin = to.bytes.size();
  to.bytes.resize(heap_begin + bytes + kShortText);
  char* out = to.bytes.data() + heap_begin;
  const char* const heap_end = heap + values.heap().size();
  for (size_t i = 0; i < picked.size(); ++i) {
    if (lengths[i] >= TextCells::kLeaveLength) continue;
    copy_text(out, heap + ends[codes[picked[i]]] - lengths[i], lengths[i], heap_end);
    out += lengths[i];
  }
  to.bytes.resize(heap_begin + bytes);
}

size_t unique_neighbours(std::span<const uint16_t> lengths, std::string& bytes, std::span<uint32_t> codes,
                         std::vector<uint32_t>& ends) {
  char* heap = bytes.data();
  size_t read = 0;
  size_t written = 0;
  size_t last = 0;  // where the newest entry begins
  for (size_t i = 0; i < lengths.size(); ++i) {
    const uint16_t length = lengths[i];
    if (length >= TextCells::kLeaveLength) {
      codes[i] = length == TextCells::kNullLength ? TextColumn::kNullCode : TextColumn::kLeaveCode;
      continue;
    }
    const bool same = !ends.empty() && written - last == length && are_equal(heap + last, heap + read, length);
    if (!same) {
      if (written != read) std::memmove(heap + written, heap + read, length);
      last = written;
      written += length;
      ends.push_back(static_cast<uint32_t>(written));
    }
    codes[i] = static_cast<uint32_t>(ends.size() - 1);
    read += length;
  }
  INVARIANT(written <= UINT32_MAX, "a partition's texts outgrow their codes:", written);
  return written;
}

}  // namespace dunlin::engine
