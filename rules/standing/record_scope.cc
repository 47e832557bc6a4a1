#include "rules/standing/record_scope.h"

#include <algorithm>

namespace dunlin::rules {

bool RecordScope::read(RowRange items, std::string_view named, int64_t currency) {
  items_ = items;
  rows_.clear();
  if (named.empty()) {
    for (uint32_t item = items.begin; item < items.end; ++item) {
      if (receivables_.currency[item] == currency) rows_.push_back(item);
    }
    return true;
  }
  while (!named.empty()) {
    const size_t cut = named.find(';');
    const uint32_t found = find_row(receivables_.id, items, named.substr(0, cut));
    if (found == kNoRow) {
      rows_.clear();
      return false;
    }
    rows_.push_back(found);
    named = cut == std::string_view::npos ? std::string_view() : named.substr(cut + 1);
  }
  std::ranges::sort(rows_);
  rows_.erase(std::ranges::unique(rows_).begin(), rows_.end());
  return true;
}

bool RecordScope::covers(uint32_t item) const { return std::ranges::binary_search(rows_, item); }

bool RecordScope::takes(const MoneyColumns& payments, uint32_t payment) const {
  const std::string_view named = text_of(payments.receivable_id, payment);
  if (!named.empty()) {
    const uint32_t found = find_row(receivables_.id, items_, named);
    return found != kNoRow && covers(found);
  }
  const std::string_view group = text_of(payments.group_id, payment);
  if (group.empty()) return true;
  return std::ranges::any_of(rows_, [&](uint32_t item) { return text_of(receivables_.group_id, item) == group; });
}

}  // namespace dunlin::rules
