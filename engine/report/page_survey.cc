#include "engine/report/page_survey.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "core/money.h"
#include "core/overflow_watch.h"
#include "engine/parallel.h"
#include "engine/run/debtors_alone.h"
#include "engine/run/assess_stage.h"
#include "engine/run/due_dates.h"

namespace dunlin::engine {
namespace {

using core::Field;

std::optional<Field> field_of(ReportKey key) {
  switch (key) {
    case ReportKey::kCreditor: return Field::kCreditorId;
    case ReportKey::kSegment: return Field::kSegment;
    case ReportKey::kCollector: return Field::kCollector;
    case ReportKey::kTeam: return Field::kTeam;
    case ReportKey::kSalesRep: return Field::kSalesRep;
    case ReportKey::kCountry: return Field::kCountry;
    case ReportKey::kNone:
    case ReportKey::kCurrency: break;
  }
  return std::nullopt;
}

/// Creditors that were loaded; the debtors of others wait in suspense and are in no report.
std::set<std::string, std::less<>> known_creditors(const core::Table& creditors) {
  std::set<std::string, std::less<>> known;
  for (size_t row = 0; row < creditors.rows(); ++row) known.emplace(creditors.text_at(Field::kCreditorId, row));
  return known;
}

class Survey {
 public:
  Survey(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
         const core::Table& creditors, const core::Table& rates, const Night* night)
      : store_(store),
        configuration_(configuration),
        scope_(scope),
        interest_(configuration.rules, creditors, rates),
        creditors_(known_creditors(creditors)),
        due_calendars_(configuration.rules, creditors),
        night_(night) {}

  bool knows(const std::string& creditor) const { return creditors_.contains(creditor); }

  /// All pages of the slots that nobody has taken yet.
  core::Status work(size_t thread, const std::function<void(const SurveyedPage&, size_t)>& visit,
                    const std::function<void(core::SlotIndex, size_t)>& slot_done) {
    PagePosition position;
    std::vector<PagePosition> earlier(scope_.earlier.size());
    PageScratch scratch;
    Assessment assessed;
    const bool cold = night_ != nullptr && assessment_reads_cold(*night_->book);
    const uint32_t slots = store_.identity().slots;
    for (uint32_t slot = next_slot_++; slot < slots; slot = next_slot_++) {
      for (const storage::PageKey& key : store_.pages_of(slot)) {
        DUNLIN_ASSIGN(storage::LoadedPage loaded, store_.load(key, {.cold = cold, .memory = true}));
        move_due_dates(due_calendars_, loaded);
        if (loaded.page.debtor_count() == 0) continue;
        DUNLIN_TRY(stand(loaded, position, earlier));
        if (night_ != nullptr) {
          scratch.arena.clear();
          assess(*night_, loaded, scratch, assessed);
        }
        const DebtorGroups groups = groups_of(loaded.page, night_ == nullptr ? nullptr : &assessed.segment_name);
        const auto masks = masks_of(groups);
        visit({loaded.page, position.balances, position.standings, position.covers, masks, groups, earlier, loaded,
               position.ledger, interest_},
              thread);
      }
      if (slot_done) slot_done(static_cast<core::SlotIndex>(slot), thread);
    }
    return {};
  }

 private:
  /// On the date and on the earlier ones. A report that leaves a debtor out would be wrong without saying so: it rather
  /// names the one whose money cannot be added up.
  core::Status stand(const storage::LoadedPage& loaded, PagePosition& position, std::vector<PagePosition>& earlier) const {
    const core::OverflowWatch watch;
    stand_on(loaded, scope_.date, configuration_, interest_, position);
    for (size_t i = 0; i < earlier.size(); ++i) {
      balance_on(loaded, scope_.earlier[i], configuration_, interest_, earlier[i]);
    }
    if (!watch.noticed()) return {};
    uint32_t debtor = 0;
    while (loaded.page.debtor_count() > 1 && debtor + 1 < loaded.page.debtor_count()) {
      const storage::LoadedPage alone = debtor_alone(loaded, debtor);
      if (!stand(alone, position, earlier).ok()) break;
      ++debtor;
    }
    return core::failed("debtor " + std::string(loaded.page.debtors.text_at(Field::kDebtorId, debtor)),
                        "has sums of money that leave 64 bits", "correct its records, or the rule of its interest");
  }

  KeyValue value_of(const core::AccountPage& page, std::optional<Field> field, const core::TextColumn* segments,
                    size_t debtor) const {
    if (!field) return std::nullopt;
    if (segments != nullptr) {
      return segments->is_null(debtor) ? KeyValue() : KeyValue(std::string(segments->at(debtor)));
    }
    const std::string_view text = page.debtors.text_at(*field, debtor);
    if (!text.empty()) return std::string(text);
    if (field == Field::kCountry && !configuration_.rules.default_country.empty()) {
      return configuration_.rules.default_country;
    }
    return std::nullopt;
  }

  /// `segments`: what the strategy makes of each debtor, where the report is cut by it; null: the debtors' own fields.
  DebtorGroups groups_of(const core::AccountPage& page, const core::TextColumn* segments) const {
    DebtorGroups groups;
    groups.of_debtor.assign(page.debtor_count(), DebtorGroups::kNone);
    const auto field = field_of(scope_.key);
    std::map<KeyValue, uint32_t> known;
    for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
      const std::string_view creditor = page.debtors.text_at(Field::kCreditorId, debtor);
      if (page.debtors.int_at(Field::kDebtorMissing, debtor) == 1 || !creditors_.contains(creditor)) continue;
      if (!scope_.creditor.empty() && creditor != scope_.creditor) continue;
      KeyValue value = value_of(page, field, segments, debtor);
      const auto [at, is_new] = known.try_emplace(value, static_cast<uint32_t>(groups.values.size()));
      if (is_new) groups.values.push_back(std::move(value));
      groups.of_debtor[debtor] = at->second;
    }
    return groups;
  }

  static std::map<KeyValue, std::vector<uint8_t>> masks_of(const DebtorGroups& groups) {
    std::map<KeyValue, std::vector<uint8_t>> masks;
    for (const KeyValue& value : groups.values) masks[value].resize(groups.of_debtor.size(), 0);
    for (size_t debtor = 0; debtor < groups.of_debtor.size(); ++debtor) {
      const uint32_t group = groups.of_debtor[debtor];
      if (group != DebtorGroups::kNone) masks.at(groups.values[group])[debtor] = 1;
    }
    return masks;
  }

  const storage::Store& store_;
  const Configuration& configuration_;
  const SurveyScope& scope_;
  const InterestGround interest_;
  const std::set<std::string, std::less<>> creditors_;
  const DueCalendars due_calendars_;
  const Night* night_;  // null: nothing of the report hangs on the strategy
  std::atomic<uint32_t> next_slot_{0};
};

}  // namespace

core::Status survey_pages(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                          const std::function<void(const SurveyedPage&, size_t thread)>& visit,
                          const std::function<void(core::SlotIndex slot, size_t thread)>& slot_done) {
  DUNLIN_ASSIGN(const core::Table creditors, store.creditors());
  DUNLIN_ASSIGN(const core::Table rates, store.rates(store.last_import()));
  std::optional<Night> night;
  if (scope.key == ReportKey::kSegment && !configuration.rules.strategy.segments.empty()) {
    std::vector<core::Error> errors;
    auto book = rules::compile_rulebook(configuration.rules, errors);
    if (book == nullptr) return errors.front();
    DUNLIN_ASSIGN(night, night_as_of(store, store.last_import(), scope.date, std::move(book), {}));
  }
  Survey survey(store, configuration, scope, creditors, rates, night ? &*night : nullptr);
  if (!scope.creditor.empty() && !survey.knows(scope.creditor)) {
    return core::failed("creditor " + scope.creditor, "is not in the store");
  }
  const uint32_t threads = std::max(scope.threads, 1U);
  return in_parallel(threads, threads, [&](size_t thread) { return survey.work(thread, visit, slot_done); });
}

std::string format_sum(__int128 minor, uint32_t digits) {
  if (minor >= INT64_MIN && minor <= INT64_MAX) return core::format_amount(static_cast<int64_t>(minor), digits);
  std::string text;
  const bool is_negative = minor < 0;
  auto rest = is_negative ? -static_cast<unsigned __int128>(minor) : static_cast<unsigned __int128>(minor);
  for (uint32_t count = 0; rest != 0 || count <= digits; rest /= 10, ++count) {
    if (count == digits && digits != 0) text += '.';
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  if (is_negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace dunlin::engine
