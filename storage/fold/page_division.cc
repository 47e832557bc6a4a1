#include "storage/fold/page_division.h"

#include <algorithm>

#include "core/hash.h"

namespace dunlin::storage {
namespace {

using core::RecordKind;
using core::Table;
using core::TextColumn;

constexpr core::DebtorHash kPrefix = 0xFFFF'FFFF'0000'0000ULL;
constexpr uint64_t kReceivablesPerDebtor = 8;
constexpr uint64_t kBytesPerDebtor = 16 * 1024;

/// Dictionaries mostly lie in the order of their rows, so the codes of a part span few entries: only those are looked at.
TextColumn slice(const TextColumn& column, size_t from, size_t to) {
  uint32_t low = TextColumn::kLeaveCode;
  uint32_t high = 0;
  for (size_t i = from; i < to; ++i) {
    const uint32_t code = column.codes()[i];
    if (code >= TextColumn::kLeaveCode) continue;
    low = std::min(low, code);
    high = std::max(high, code);
  }
  std::vector<uint32_t> translated(low <= high ? high - low + 1 : 0, TextColumn::kNullCode);
  TextColumn out;
  out.reserve(to - from, 0);
  for (size_t i = from; i < to; ++i) {
    const uint32_t code = column.codes()[i];
    if (code >= TextColumn::kLeaveCode) {
      out.append_code(code);
      continue;
    }
    uint32_t& target = translated[code - low];
    if (target == TextColumn::kNullCode) target = out.add_entry(column.entry(code));
    out.append_code(target);
  }
  return out;
}

Table slice(const Table& table, size_t from, size_t to) {
  Table out(table.kind());
  for (const core::Field field : table.fields()) {
    if (table.is_int(field)) {
      const Table::Ints& column = *table.ints(field);
      out.set_ints(field,
                   Table::Ints(column.begin() + static_cast<ptrdiff_t>(from), column.begin() + static_cast<ptrdiff_t>(to)));
    } else {
      out.set_texts(field, slice(*table.texts(field), from, to));
    }
  }
  for (const core::Attribute& attribute : table.attributes()) {
    out.set_attribute(attribute.name, slice(attribute.values, from, to));
  }
  out.set_rows(to - from);
  return out;
}

core::Group slice(const core::Group& group, size_t first, size_t last) {
  core::Group out;
  if (group.begin.empty()) {
    out.rows = Table(group.rows.kind());
    out.begin.assign(last - first + 1, 0);
    return out;
  }
  out.rows = slice(group.rows, group.begin[first], group.begin[last]);
  out.begin.assign(group.begin.begin() + static_cast<ptrdiff_t>(first),
                   group.begin.begin() + static_cast<ptrdiff_t>(last) + 1);
  const uint32_t base = out.begin[0];
  for (uint32_t& at : out.begin) at -= base;
  return out;
}

struct Weight {
  uint64_t debtors = 0;
  uint64_t receivables = 0;
  uint64_t records = 0;
};

/// What debtors [first, last) weigh.
Weight weight_of(const core::AccountPage& page, size_t first, size_t last) {
  Weight weight;
  weight.debtors = last - first;
  for (const core::Group& group : page.groups) {
    if (group.rows.rows() == 0) continue;
    const uint64_t records = group.begin[last] - group.begin[first];
    weight.records += records;
    if (group.rows.kind() == RecordKind::kReceivable) weight.receivables += records;
  }
  return weight;
}

uint64_t bytes_of(const core::AccountPage& page) {
  uint64_t bytes = page.debtors.bytes();
  for (const core::Group& group : page.groups) bytes += group.rows.bytes();
  return bytes;
}

/// The most of one measure that each of equal parts has when none may pass the limit.
uint64_t equal_share(uint64_t total, uint64_t limit) {
  const uint64_t parts = (total + limit - 1) / limit;
  return parts <= 1 ? limit : (total + parts - 1) / parts;
}

}  // namespace

PageLimits limits_of(uint32_t page_debtors, core::DebtorHash lower_bound) {
  const std::string_view bytes(reinterpret_cast<const char*>(&lower_bound), sizeof(lower_bound));
  const auto dice = static_cast<int64_t>(core::hash64(bytes) & 0xFF) - 128;
  const auto debtors = static_cast<uint64_t>(page_debtors + static_cast<int64_t>(page_debtors) * dice / 512);
  return {debtors, debtors * kReceivablesPerDebtor, std::max<uint64_t>(debtors, 64) * kBytesPerDebtor};
}

std::vector<PagePart> divide(const core::AccountPage& page, core::DebtorHash lower_bound, uint32_t page_debtors) {
  const size_t count = page.debtor_count();
  const PageLimits limits = limits_of(page_debtors, lower_bound);
  const Weight whole = weight_of(page, 0, count);
  const uint64_t bytes = bytes_of(page);
  if (whole.debtors <= limits.debtors && whole.receivables <= limits.receivables && bytes <= limits.bytes) {
    return {{lower_bound, 0, count}};
  }
  const Weight most{equal_share(whole.debtors, limits.debtors), equal_share(whole.receivables, limits.receivables),
                    equal_share(bytes, limits.bytes) * std::max<uint64_t>(whole.records, 1) / std::max<uint64_t>(bytes, 1)};
  std::vector<PagePart> parts{{lower_bound, 0, 0}};
  for (size_t first = 0; first < count;) {
    const core::DebtorHash prefix = page.hash(first) & kPrefix;
    size_t last = first + 1;
    while (last < count && (page.hash(last) & kPrefix) == prefix) ++last;
    PagePart& part = parts.back();
    const Weight with = weight_of(page, part.first, last);
    const bool fits = with.debtors <= most.debtors && with.receivables <= most.receivables && with.records <= most.records;
    // The first of a page stays under the page's own bound, whatever it weighs.
    if (fits || part.last == part.first) {
      part.last = last;
    } else {
      parts.push_back({prefix, first, last});
    }
    first = last;
  }
  return parts;
}

core::AccountPage part_of(const core::AccountPage& page, size_t first, size_t last) {
  core::AccountPage out;
  out.debtors = slice(page.debtors, first, last);
  for (size_t kind = 0; kind < core::kRecordKinds; ++kind) out.groups[kind] = slice(page.groups[kind], first, last);
  return out;
}

core::MemoryPage part_of(const core::MemoryPage& memory, core::DebtorHash from, core::DebtorHash to) {
  const auto hash_at = [&](size_t row) {
    return static_cast<core::DebtorHash>(memory.debtors.int_at(core::Field::kHash, row));
  };
  size_t first = 0;
  while (first < memory.debtors.rows() && hash_at(first) < from) ++first;
  size_t last = first;
  while (last < memory.debtors.rows() && (to == 0 || hash_at(last) < to)) ++last;
  core::MemoryPage out;
  out.debtors = slice(memory.debtors, first, last);
  for (const auto group : core::kMemoryGroups) out.*group = slice(memory.*group, first, last);
  return out;
}

}  // namespace dunlin::storage
