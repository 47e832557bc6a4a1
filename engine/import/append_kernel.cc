#include "engine/import/append_kernel.h"

#include <cstring>

#include "core/invariant.h"
#include "engine/import/row_buffer.h"

namespace dunlin::engine {

using core::TextColumn;

namespace {

/// A text that the row before has too shares its entry; others get an entry each.
TextColumn picked_texts(const TextColumn& values, std::span<const uint32_t> picked) {
  // A dictionary that the rows nearly fill is cheaper to translate, and comes out without repeats.
  if (values.entries() <= picked.size() * 2) return values.gathered(picked);
  const std::span<const uint32_t> from = values.codes();
  std::vector<uint32_t> codes(picked.size());
  std::vector<uint32_t> ends;
  ends.reserve(picked.size());
  std::string heap;
  uint32_t last = TextColumn::kNullCode;
  for (size_t i = 0; i < picked.size(); ++i) {
    const uint32_t code = from[picked[i]];
    if (code >= TextColumn::kLeaveCode) {
      codes[i] = code;
      continue;
    }
    if (code != last) {
      heap.append(values.entry(code));
      ends.push_back(static_cast<uint32_t>(heap.size()));
      last = code;
    }
    codes[i] = static_cast<uint32_t>(ends.size() - 1);
  }
  return TextColumn::from_parts(std::move(codes), std::move(ends), std::move(heap));
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
  for (size_t i = 0; i < picked.size(); ++i) {
    const uint32_t code = codes[picked[i]];
    if (code >= TextColumn::kLeaveCode) {
      lengths[i] = code == TextColumn::kNullCode ? TextCells::kNullLength : TextCells::kLeaveLength;
      continue;
    }
    const uint32_t from = code == 0 ? 0 : ends[code - 1];
    const uint32_t length = ends[code] - from;
    INVARIANT(length < TextCells::kLeaveLength, "text longer than a reader may give:", length);
    lengths[i] = static_cast<uint16_t>(length);
    to.bytes.append(heap + from, length);
  }
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
    const bool same = !ends.empty() && written - last == length && std::memcmp(heap + last, heap + read, length) == 0;
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
