#include "core/table.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include "core/invariant.h"

namespace dunlin::core {

uint32_t TextColumn::add_entry(std::string_view text) {
  heap_.append(text);
  ends_.push_back(static_cast<uint32_t>(heap_.size()));
  return static_cast<uint32_t>(ends_.size() - 1);
}

void TextColumn::append(std::string_view text) {
  if (!codes_.empty() && codes_.back() < kLeaveCode && entry(codes_.back()) == text) {
    codes_.push_back(codes_.back());
    return;
  }
  codes_.push_back(add_entry(text));
}

void TextColumn::reserve(size_t rows, size_t bytes) {
  codes_.reserve(rows);
  ends_.reserve(rows);
  heap_.reserve(bytes);
}

TextColumn TextColumn::compacted() const {
  TextColumn result;
  result.codes_.reserve(codes_.size());
  std::vector<uint32_t> translated(ends_.size(), kNullCode);
  boost::unordered_flat_map<std::string_view, uint32_t> seen;
  for (const uint32_t code : codes_) {
    if (code >= kLeaveCode) {
      result.codes_.push_back(code);
      continue;
    }
    uint32_t& target = translated[code];
    if (target == kNullCode) {
      // Keys view this column's heap, which outlives the map.
      const auto [at, inserted] = seen.try_emplace(entry(code), static_cast<uint32_t>(result.ends_.size()));
      if (inserted) result.add_entry(entry(code));
      target = at->second;
    }
    result.codes_.push_back(target);
  }
  return result;
}

TextColumn TextColumn::gathered(std::span<const uint32_t> rows) const {
  TextColumn result;
  result.codes_.reserve(rows.size());
  std::vector<uint32_t> translated(ends_.size(), kNullCode);
  for (const uint32_t row : rows) {
    const uint32_t code = codes_[row];
    if (code < kLeaveCode && translated[code] == kNullCode) translated[code] = result.add_entry(entry(code));
    result.codes_.push_back(code < kLeaveCode ? translated[code] : code);
  }
  return result;
}

TextColumn TextColumn::from_parts(std::vector<uint32_t> codes, std::vector<uint32_t> ends, std::string heap) {
  TextColumn column;
  column.codes_ = std::move(codes);
  column.ends_ = std::move(ends);
  column.heap_ = std::move(heap);
  return column;
}

const TextColumn* Table::attribute(std::string_view name) const {
  for (const Attribute& attribute : attributes_) {
    if (attribute.name == name) return &attribute.values;
  }
  return nullptr;
}

Table::Ints& Table::ints_or_new(Field field, int64_t filler) {
  if (!is_int(field)) set_ints(field, Ints(rows_, filler));
  return ints_[slot(field)];
}

TextColumn& Table::texts_or_new(Field field, uint32_t filler) {
  if (!is_text(field)) {
    TextColumn column;
    column.resize(rows_, filler);
    set_texts(field, std::move(column));
  }
  return texts_[slot(field)];
}

TextColumn& Table::attribute_or_new(std::string_view name, uint32_t filler) {
  for (Attribute& attribute : attributes_) {
    if (attribute.name == name) return attribute.values;
  }
  TextColumn column;
  column.resize(rows_, filler);
  attributes_.push_back({std::string(name), std::move(column)});
  return attributes_.back().values;
}

void Table::set_ints(Field field, Ints column) {
  INVARIANT(!is_text(field), "integer column over a text column:", field_name(field));
  if (is_int(field)) {
    ints_[slot(field)] = std::move(column);
    return;
  }
  slots_[static_cast<size_t>(field)] = static_cast<int16_t>(ints_.size());
  ints_.push_back(std::move(column));
}

void Table::set_texts(Field field, TextColumn column) {
  INVARIANT(!is_int(field), "text column over an integer column:", field_name(field));
  if (is_text(field)) {
    texts_[slot(field)] = std::move(column);
    return;
  }
  slots_[static_cast<size_t>(field)] = static_cast<int16_t>(-2 - static_cast<int>(texts_.size()));
  texts_.push_back(std::move(column));
}

void Table::set_attribute(std::string name, TextColumn column) {
  for (Attribute& attribute : attributes_) {
    if (attribute.name == name) {
      attribute.values = std::move(column);
      return;
    }
  }
  attributes_.push_back({std::move(name), std::move(column)});
}

void Table::drop(Field field) { slots_[static_cast<size_t>(field)] = kAbsent; }

std::vector<Field> Table::fields() const {
  std::vector<Field> present;
  for (size_t i = 0; i < kFieldCount; ++i) {
    if (slots_[i] != kAbsent) present.push_back(static_cast<Field>(i));
  }
  return present;
}

Table Table::gathered(std::span<const uint32_t> rows) const {
  Table result(kind_);
  for (const Field field : fields()) {
    if (is_int(field)) {
      const Ints& from = *ints(field);
      Ints to(rows.size());
      for (size_t i = 0; i < rows.size(); ++i) to[i] = from[rows[i]];
      result.set_ints(field, std::move(to));
    } else {
      result.set_texts(field, texts(field)->gathered(rows));
    }
  }
  for (const Attribute& attribute : attributes_) {
    result.attributes_.push_back({attribute.name, attribute.values.gathered(rows)});
  }
  result.rows_ = rows.size();
  return result;
}

size_t Table::bytes() const {
  size_t total = 0;
  const auto text_bytes = [](const TextColumn& column) {
    return column.codes().size() * 4 + column.ends().size() * 4 + column.heap().size();
  };
  for (const Ints& column : ints_) total += column.size() * sizeof(int64_t);
  for (const TextColumn& column : texts_) total += text_bytes(column);
  for (const Attribute& attribute : attributes_) total += text_bytes(attribute.values);
  return total;
}

}  // namespace dunlin::core
