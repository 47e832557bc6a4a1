#include "rules/feel/text_condition.h"

#include <algorithm>
#include <cstring>

namespace dunlin::rules {
namespace {

using core::TextColumn;

bool holds(Comparison op, int order) {
  switch (op) {
    case Comparison::kEqual: return order == 0;
    case Comparison::kNotEqual: return order != 0;
    case Comparison::kLess: return order < 0;
    case Comparison::kLessEqual: return order <= 0;
    case Comparison::kGreater: return order > 0;
    default: return order >= 0;
  }
}

bool matches(const TextTest& test, std::string_view entry) {
  if (test.comparison != Comparison::kEqual) return holds(test.comparison, entry.compare(test.texts[0]));
  if (test.texts.size() == 1) return entry == test.texts[0];
  return std::binary_search(test.texts.begin(), test.texts.end(), entry, std::less<std::string_view>());
}

}  // namespace

void TextAnswers::prepare(const TextTest& test, const TextColumn* column) {
  column_ = column;
  null_is_unknown_ = test.comparison != Comparison::kEqual;
  if (column == nullptr) return;
  const size_t entries = column->entries();
  table_.resize(entries);
  size_t yes = 0;
  for (size_t code = 0; code < entries; ++code) {
    table_[code] = matches(test, column->entry(static_cast<uint32_t>(code)));
    yes += table_[code];
  }
  const bool few_yes = yes <= codes_.size();
  const bool few_no = entries - yes <= codes_.size();
  way_ = few_yes ? Way::kEqual : few_no ? Way::kDifferent : Way::kTable;
  if (way_ == Way::kTable) return;
  // Codes that no row has fill the list up.
  codes_.fill(static_cast<uint32_t>(std::min<size_t>(entries, TextColumn::kLeaveCode - 1)));
  size_t count = 0;
  for (size_t code = 0; code < entries; ++code) {
    if (table_[code] == static_cast<uint8_t>(few_yes)) codes_[count++] = static_cast<uint32_t>(code);
  }
}

void TextAnswers::answer(size_t begin, size_t rows, TruthBits& out) const {
  if (column_ == nullptr) {
    std::memset(out.is_true, 0, sizeof out.is_true);
    std::memset(out.is_null, null_is_unknown_ ? 0xFF : 0, sizeof out.is_null);
    return;
  }
  const uint32_t* codes = column_->codes().data() + begin;
  const size_t words = (rows + 63) / 64;
  if (null_is_unknown_ || way_ == Way::kDifferent) {
    null_texts(column_, begin, rows, out.is_null);
  } else {
    std::memset(out.is_null, 0, sizeof out.is_null);
  }
  if (way_ != Way::kTable) {
    codes_equal_kernel(codes, codes_, rows, out.is_true);
    if (way_ == Way::kDifferent) {
      for (size_t w = 0; w < words; ++w) out.is_true[w] = ~(out.is_true[w] | out.is_null[w]);
    }
  } else {
    const uint8_t* table = table_.data();
    for (size_t w = 0; w < words; ++w) {
      const size_t end = std::min(rows - w * 64, size_t{64});
      uint64_t bits = 0;
      for (size_t i = 0; i < end; ++i) {
        const uint32_t code = codes[w * 64 + i];
        bits |= static_cast<uint64_t>(code < TextColumn::kLeaveCode ? table[code] : 0) << i;
      }
      out.is_true[w] = bits;
    }
  }
  // An answer that is never null was only steered by the nulls.
  if (!null_is_unknown_) std::memset(out.is_null, 0, sizeof out.is_null);
}

void null_texts(const TextColumn* column, size_t begin, size_t rows, uint64_t* bits) {
  if (column == nullptr) {
    std::memset(bits, 0xFF, kChunkWords * sizeof(uint64_t));
    return;
  }
  constexpr std::array<uint32_t, 4> kNulls = {TextColumn::kNullCode, TextColumn::kLeaveCode, TextColumn::kNullCode,
                                              TextColumn::kLeaveCode};
  codes_equal_kernel(column->codes().data() + begin, kNulls, rows, bits);
}

void compare_texts(Comparison op, const TextColumn* a, const TextColumn* b, size_t begin, size_t rows, TruthBits& out) {
  std::memset(&out, 0, sizeof out);
  for (size_t i = 0; i < rows; ++i) {
    const bool null_a = a == nullptr || a->is_null(begin + i);
    const bool null_b = b == nullptr || b->is_null(begin + i);
    const uint64_t bit = 1ULL << (i % 64);
    if (null_a || null_b) {
      if (op == Comparison::kEqual) {
        out.is_true[i / 64] |= null_a && null_b ? bit : 0;
      } else {
        out.is_null[i / 64] |= bit;
      }
    } else if (holds(op, a->at(begin + i).compare(b->at(begin + i)))) {
      out.is_true[i / 64] |= bit;
    }
  }
}

}  // namespace dunlin::rules
