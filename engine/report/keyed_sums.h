// Sums of a report by (key, currency): each thread fills its own, the merge orders them, so that threads change nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/report/page_survey.h"

namespace dunlin::engine {

/// The key's value and a Currency::code (0 where the report has no currency). No value comes first.
using SumKey = std::pair<KeyValue, uint32_t>;

/// Sums must have merge().
template <class Sums>
class KeyedSums {
 public:
  explicit KeyedSums(uint32_t threads) : of_thread_(std::max(threads, 1U)) {}

  /// The sums of one page, with the last cell at hand.
  class OfPage {
   public:
    OfPage(KeyedSums& sums, const SurveyedPage& surveyed, size_t thread)
        : sums_(sums.of_thread_[thread]), values_(surveyed.groups.values) {}
    Sums& at(uint32_t group, int64_t currency) {
      if (group != group_ || currency != currency_) {
        group_ = group;
        currency_ = currency;
        last_ = &sums_[{values_[group], static_cast<uint32_t>(currency)}];
      }
      return *last_;
    }

   private:
    std::map<SumKey, Sums>& sums_;
    const std::vector<KeyValue>& values_;
    uint32_t group_ = DebtorGroups::kNone;
    int64_t currency_ = core::kNull;
    Sums* last_ = nullptr;
  };

  std::map<SumKey, Sums> merged() const {
    std::map<SumKey, Sums> all;
    for (const auto& part : of_thread_) {
      for (const auto& [key, sums] : part) all[key].merge(sums);
    }
    return all;
  }

 private:
  std::vector<std::map<SumKey, Sums>> of_thread_;
};

/// Calls visit(row, debtor, group) for every receivable of the debtors that the report counts.
template <class Visit>
void each_receivable(const SurveyedPage& surveyed, const Visit& visit) {
  const core::Group& receivables = surveyed.page.group(core::RecordKind::kReceivable);
  if (receivables.rows.rows() == 0) return;
  for (size_t debtor = 0; debtor < surveyed.groups.of_debtor.size(); ++debtor) {
    const uint32_t group = surveyed.groups.of_debtor[debtor];
    if (group == DebtorGroups::kNone) continue;
    for (uint32_t row = receivables.begin[debtor]; row < receivables.begin[debtor + 1]; ++row) visit(row, debtor, group);
  }
}

}  // namespace dunlin::engine
