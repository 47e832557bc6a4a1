#include "engine/report/interest_report.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "core/money.h"
#include "rules/allocation/settlements.h"
#include "rules/interest/skipped_days.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

core::Status check_rule(const rules::InterestRules& known, std::string_view rule) {
  if (rule == rules::kStatutory || known.contains(rule)) return {};
  std::vector<std::string_view> names = {rules::kStatutory};
  for (const auto& [name, policy] : known) names.push_back(name);
  const std::string_view near = core::nearest_name(names, rule);
  return core::Error{core::ErrorKind::kUsage, "--rule " + std::string(rule), "is not an interest rule",
                     near.empty() ? "statutory, a preset, or a rule of [interest.NAME] in dunlin.toml"
                                  : "did you mean " + std::string(near) + "?"};
}

/// Of one thread.
struct Tally {
  std::vector<InterestRow> rows;  // of the slot at hand
  std::map<std::pair<KeyValue, uint32_t>, std::pair<__int128, uint64_t>> sums;  // by key and currency
  std::set<std::string> too_large;  // receivables whose interest no sum can hold
};

class InterestTally {
 public:
  InterestTally(const SurveyScope& scope, const rules::AllocationPolicy& allocation, std::string_view rule)
      : scope_(scope), allocation_(allocation), rule_(rule) {}

  void add(const SurveyedPage& surveyed, Tally& out) const {
    const core::AccountPage& page = surveyed.page;
    const core::Table& receivables = page.rows(RecordKind::kReceivable);
    const auto& begin = page.group(RecordKind::kReceivable).begin;
    std::vector<uint8_t> wanted(receivables.rows(), 0);
    for (const auto& [key, mask] : surveyed.masks) {
      for (size_t debtor = 0; debtor < mask.size(); ++debtor) {
        if (mask[debtor] != 0) std::fill(wanted.begin() + begin[debtor], wanted.begin() + begin[debtor + 1], 1);
      }
    }
    const rules::AllocationInputs inputs = surveyed.ledger.inputs(page, scope_.date);
    rules::Settlements settlements;
    rules::settle(inputs, allocation_, wanted, settlements);
    rules::PrincipalHistory history;
    rules::trace_principal(inputs, wanted, settlements, history);
    rules::SkippedIntervals skipped;
    rules::gather_skipped_days(page, scope_.date, skipped);
    const auto chosen = choose(surveyed);
    std::vector<rules::InterestSum> sums(receivables.rows());
    rules::interest_of_page(chosen, begin, {history, skipped, scope_.date}, sums);
    for (const auto& [key, mask] : surveyed.masks) {
      for (uint32_t debtor = 0; debtor < mask.size(); ++debtor) {
        if (mask[debtor] == 0) continue;
        for (uint32_t row = begin[debtor]; row < begin[debtor + 1]; ++row) {
          if (surveyed.balances.exists(row)) add_row(page, debtor, row, key, chosen[debtor], sums[row], out);
        }
      }
    }
  }

 private:
  std::vector<rules::InterestChoice> choose(const SurveyedPage& surveyed) const {
    const core::Table& debtors = surveyed.page.debtors;
    std::vector<rules::InterestChoice> chosen(surveyed.page.debtor_count());
    for (size_t debtor = 0; debtor < chosen.size(); ++debtor) {
      chosen[debtor] = surveyed.interest.book.choose(
          rule_, surveyed.interest.country_of(debtors.text_at(Field::kCreditorId, debtor)), kind_of(debtors, debtor));
    }
    return chosen;
  }

  void add_row(const core::AccountPage& page, uint32_t debtor, uint32_t row, const KeyValue& key,
               const rules::InterestChoice& choice, const rules::InterestSum& sum, Tally& out) const {
    const core::Table& receivables = page.rows(RecordKind::kReceivable);
    const auto currency = static_cast<uint32_t>(receivables.int_at(Field::kCurrency, row));
    if (scope_.key != ReportKey::kNone) {
      if (sum.bar == rules::InterestBar::kTooLarge) {
        out.too_large.emplace(receivables.text_at(Field::kReceivableId, row));
        if (out.too_large.size() > 1) out.too_large.erase(std::prev(out.too_large.end()));  // one is named: the first
        return;
      }
      auto& [total, count] = out.sums[{key, currency}];
      total += sum.minor;
      ++count;
      return;
    }
    InterestRow& line = out.rows.emplace_back();
    line.creditor_id = std::string(page.debtors.text_at(Field::kCreditorId, debtor));
    line.debtor_id = std::string(page.debtors.text_at(Field::kDebtorId, debtor));
    line.receivable_id = std::string(receivables.text_at(Field::kReceivableId, row));
    line.currency = core::to_string(core::Currency{currency});
    if (sum.bar != rules::InterestBar::kTooLarge) {
      line.interest = core::format_amount(sum.minor, core::minor_digits(core::Currency{currency}));
    }
    if (choice.rule != nullptr) line.rule = choice.rule->id;
    line.bar = sum.bar;
  }

  const SurveyScope& scope_;
  const rules::AllocationPolicy& allocation_;
  const std::string_view rule_;
};

std::vector<InterestRow> rows_of(std::vector<Tally>& of_thread) {
  std::vector<InterestRow> rows;
  Tally& all = of_thread.front();
  for (size_t thread = 1; thread < of_thread.size(); ++thread) {
    for (const auto& [key, sum] : of_thread[thread].sums) {
      all.sums[key].first += sum.first;
      all.sums[key].second += sum.second;
    }
    all.too_large.merge(of_thread[thread].too_large);
  }
  for (const auto& [key, sum] : all.sums) {
    const core::Currency currency{key.second};
    InterestRow& row = rows.emplace_back();
    row.key = key.first;
    row.currency = core::to_string(currency);
    row.interest = format_sum(sum.first, core::minor_digits(currency));
    row.count = sum.second;
  }
  return rows;
}

/// Slots are done in any order and told in theirs.
class SlotOrder {
 public:
  explicit SlotOrder(const std::function<void(std::vector<InterestRow>&&)>& take) : take_(take) {}

  void done(core::SlotIndex slot, std::vector<InterestRow>&& rows) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(slot, std::move(rows));
    for (auto at = waiting_.find(next_); at != waiting_.end(); at = waiting_.find(++next_)) {
      if (!at->second.empty()) take_(std::move(at->second));
      waiting_.erase(at);
    }
  }

 private:
  const std::function<void(std::vector<InterestRow>&&)>& take_;
  std::mutex mutex_;  // guards what follows, and the calls
  core::SlotIndex next_ = 0;
  std::map<core::SlotIndex, std::vector<InterestRow>> waiting_;
};

}  // namespace

core::Result<std::vector<InterestRow>> interest_sums(const storage::Store& store, const Configuration& configuration,
                                                     const SurveyScope& scope, std::string_view rule) {
  DUNLIN_TRY(check_rule(configuration.rules.interest, rule));
  std::vector<Tally> of_thread(std::max(scope.threads, 1U));
  const InterestTally tally(scope, configuration.rules.allocation, rule);
  DUNLIN_TRY(survey_pages(store, configuration, scope,
                          [&](const SurveyedPage& surveyed, size_t thread) { tally.add(surveyed, of_thread[thread]); }));
  std::vector<InterestRow> rows = rows_of(of_thread);
  const std::set<std::string>& too_large = of_thread.front().too_large;
  if (too_large.empty()) return rows;
  return core::failed("receivable " + *too_large.begin(), "bears more interest than 64 bits hold",
                      "correct its due date, or the rule; the report without --by names all such receivables");
}

core::Status interest_rows(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                           std::string_view rule, const std::function<void(std::vector<InterestRow>&&)>& take) {
  DUNLIN_TRY(check_rule(configuration.rules.interest, rule));
  std::vector<Tally> of_thread(std::max(scope.threads, 1U));
  const InterestTally tally(scope, configuration.rules.allocation, rule);
  SlotOrder order(take);
  return survey_pages(
      store, configuration, scope,
      [&](const SurveyedPage& surveyed, size_t thread) { tally.add(surveyed, of_thread[thread]); },
      [&](core::SlotIndex slot, size_t thread) { order.done(slot, std::exchange(of_thread[thread].rows, {})); });
}

}  // namespace dunlin::engine
