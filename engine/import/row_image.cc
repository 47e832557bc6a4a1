// The image of a row buffer: what a sealed chunk of staged rows is, in memory or in a stage file. Private to one import on
// one machine: native byte order, no versions; a chunk that does not read back is a failed disk.
#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/import/row_buffer.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::kLeave;
using core::kNull;

template <class T>
void put(std::string& image, T value) {
  image.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

/// kNull and kLeave are 0 and 1, a value v is v - base + 2.
template <class Small>
void put_offsets(std::span<const int64_t> values, int64_t base, std::string& image) {
  const size_t begin = image.size();
  image.resize(begin + values.size() * sizeof(Small));
  char* out = image.data() + begin;
  for (size_t i = 0; i < values.size(); ++i) {
    const int64_t value = values[i];
    const auto packed = value <= kLeave ? static_cast<Small>(value - kNull)
                                        : static_cast<Small>(static_cast<uint64_t>(value) - static_cast<uint64_t>(base) + 2);
    std::memcpy(out + i * sizeof(Small), &packed, sizeof(Small));
  }
}

void put_ints(std::span<const int64_t> values, std::string& image) {
  int64_t low = std::numeric_limits<int64_t>::max();
  int64_t high = std::numeric_limits<int64_t>::min();
  for (const int64_t value : values) {
    if (value <= kLeave) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) low = high = 0;
  const uint64_t span = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  const uint8_t width = span + 2 < 0xFFU ? 1 : span + 2 < 0xFFFFU ? 2 : span < 0xFFFF'FFF0U ? 4 : 8;
  put(image, width);
  put(image, low);
  switch (width) {
    case 1: return put_offsets<uint8_t>(values, low, image);
    case 2: return put_offsets<uint16_t>(values, low, image);
    case 4: return put_offsets<uint32_t>(values, low, image);
    // Eight bytes: values as they are, since an offset might not fit beside the two marks.
    default: image.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(int64_t));
  }
}

void put_texts(const TextCells& cells, std::string& image) {
  image.append(reinterpret_cast<const char*>(cells.lengths.data()), cells.lengths.size() * 2);
  put(image, static_cast<uint64_t>(cells.bytes.size()));
  image.append(cells.bytes);
}

/// Reads an image front to back; `ok` turns false at the first bound it would cross.
struct ImageCursor {
  std::string_view left;
  bool ok = true;

  std::string_view take(size_t bytes) {
    if (!ok || bytes > left.size()) {
      ok = false;
      return {};
    }
    const std::string_view taken = left.substr(0, bytes);
    left.remove_prefix(bytes);
    return taken;
  }
  template <class T>
  T get() {
    T value{};
    if (const std::string_view bytes = take(sizeof(T)); ok) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
};

template <class Small>
void get_offsets(std::string_view bytes, int64_t base, int64_t* out, size_t rows) {
  for (size_t i = 0; i < rows; ++i) {
    Small packed;
    std::memcpy(&packed, bytes.data() + i * sizeof(Small), sizeof(Small));
    out[i] =
        packed < 2 ? kNull + static_cast<int64_t>(packed) : static_cast<int64_t>(static_cast<uint64_t>(base) + packed - 2);
  }
}

void get_ints(ImageCursor& cursor, size_t rows, std::vector<int64_t>& to) {
  const auto width = cursor.get<uint8_t>();
  const auto base = cursor.get<int64_t>();
  const std::string_view bytes = cursor.take(rows * width);
  if (!cursor.ok) return;
  const size_t begin = to.size();
  to.resize(begin + rows);
  switch (width) {
    case 1: return get_offsets<uint8_t>(bytes, base, to.data() + begin, rows);
    case 2: return get_offsets<uint16_t>(bytes, base, to.data() + begin, rows);
    case 4: return get_offsets<uint32_t>(bytes, base, to.data() + begin, rows);
    case 8: std::memcpy(to.data() + begin, bytes.data(), bytes.size()); return;
    default: cursor.ok = false;
  }
}

void get_texts(ImageCursor& cursor, size_t rows, TextCells& to) {
  const std::string_view lengths = cursor.take(rows * 2);
  const auto size = cursor.get<uint64_t>();
  const std::string_view bytes = cursor.take(size);
  if (!cursor.ok) return;
  const size_t begin = to.lengths.size();
  to.lengths.resize(begin + rows);
  std::memcpy(to.lengths.data() + begin, lengths.data(), lengths.size());
  to.bytes.append(bytes);
}

}  // namespace

void encode(const RowBuffer& buffer, std::string& image) {
  const size_t rows = buffer.rows();
  image.reserve(image.size() + buffer.bytes());
  put(image, static_cast<uint64_t>(rows));
  image.append(reinterpret_cast<const char*>(buffer.orders.data()), rows * sizeof(RowOrder));
  image.append(reinterpret_cast<const char*>(buffer.lines.data()), rows * sizeof(uint32_t));
  put(image, static_cast<uint32_t>(buffer.ints.size()));
  for (const auto& [field, cells] : buffer.ints) {
    put(image, static_cast<uint16_t>(field));
    put_ints(cells, image);
  }
  put(image, static_cast<uint32_t>(buffer.texts.size()));
  for (const auto& [field, cells] : buffer.texts) {
    put(image, static_cast<uint16_t>(field));
    put_texts(cells, image);
  }
  put(image, static_cast<uint32_t>(buffer.attributes.size()));
  for (const auto& [name, cells] : buffer.attributes) {
    put(image, static_cast<uint32_t>(name.size()));
    image.append(name);
    put_texts(cells, image);
  }
}

core::Status decode_into(std::string_view image, RowBuffer& to) {
  ImageCursor cursor{image};
  const auto rows = static_cast<size_t>(cursor.get<uint64_t>());
  const std::string_view orders = cursor.take(rows * sizeof(RowOrder));
  const std::string_view lines = cursor.take(rows * sizeof(uint32_t));
  for (auto fields = cursor.get<uint32_t>(); cursor.ok && fields > 0; --fields) {
    const auto field = static_cast<Field>(cursor.get<uint16_t>());
    if (cursor.ok) get_ints(cursor, rows, to.ints_or_new(field));
  }
  for (auto fields = cursor.get<uint32_t>(); cursor.ok && fields > 0; --fields) {
    const auto field = static_cast<Field>(cursor.get<uint16_t>());
    if (cursor.ok) get_texts(cursor, rows, to.texts_or_new(field));
  }
  for (auto names = cursor.get<uint32_t>(); cursor.ok && names > 0; --names) {
    const std::string_view name = cursor.take(cursor.get<uint32_t>());
    if (cursor.ok) get_texts(cursor, rows, to.attribute_or_new(name));
  }
  if (!cursor.ok) return core::failed("stage", "a file of staged rows does not read back", "check the disk");
  const size_t begin = to.orders.size();
  to.orders.resize(begin + rows);
  std::memcpy(to.orders.data() + begin, orders.data(), orders.size());
  to.lines.resize(begin + rows);
  std::memcpy(to.lines.data() + begin, lines.data(), lines.size());
  for (auto& [field, cells] : to.ints) cells.resize(begin + rows, kLeave);
  for (auto& [field, cells] : to.texts) cells.lengths.resize(begin + rows, TextCells::kLeaveLength);
  for (auto& [name, cells] : to.attributes) cells.lengths.resize(begin + rows, TextCells::kLeaveLength);
  return {};
}

}  // namespace dunlin::engine
