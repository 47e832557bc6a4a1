#include "engine/report/page_survey.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "core/money.h"
#include "engine/import/parallel.h"

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
         const core::Table& creditor_rows, std::set<std::string, std::less<>> creditors)
      : store_(store),
        configuration_(configuration),
        scope_(scope),
        interest_(configuration.rules, creditor_rows, core::Table(core::RecordKind::kRate)),
        creditors_(std::move(creditors)) {}

  /// All pages of the slots that nobody has taken yet.
  core::Status work(size_t thread, const std::function<void(const SurveyedPage&, size_t)>& visit) {
    rules::Balances balances;
    rules::Standings standings;
    const uint32_t slots = store_.identity().slots;
    for (uint32_t slot = next_slot_++; slot < slots; slot = next_slot_++) {
      for (const storage::PageKey& key : store_.pages_of(slot)) {
        DUNLIN_ASSIGN(const storage::LoadedPage loaded, store_.load(key, {.memory = true}));
        if (loaded.page.debtor_count() == 0) continue;
        PageLedger ledger;
        allocate_page(loaded, scope_.date, configuration_.rules.allocation, interest_, ledger, balances);
        rules::compute_standings(loaded.page, scope_.date, balances, configuration_.rules.standing, {}, standings);
        const auto masks = masks_of(loaded.page);
        visit({loaded.page, balances, standings, masks, ledger, interest_}, thread);
      }
    }
    return {};
  }

 private:
  std::map<KeyValue, std::vector<uint8_t>> masks_of(const core::AccountPage& page) const {
    std::map<KeyValue, std::vector<uint8_t>> masks;
    const auto field = field_of(scope_.key);
    for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
      const std::string_view creditor = page.debtors.text_at(Field::kCreditorId, debtor);
      if (page.debtors.int_at(Field::kDebtorMissing, debtor) == 1 || !creditors_.contains(creditor)) continue;
      if (!scope_.creditor.empty() && creditor != scope_.creditor) continue;
      KeyValue value;
      if (field) {
        const std::string_view text = page.debtors.text_at(*field, debtor);
        if (!text.empty()) value = std::string(text);
        if (text.empty() && field == Field::kCountry) value = configuration_.rules.default_country;
      }
      std::vector<uint8_t>& mask = masks[value];
      if (mask.empty()) mask.resize(page.debtor_count(), 0);
      mask[debtor] = 1;
    }
    return masks;
  }

  const storage::Store& store_;
  const Configuration& configuration_;
  const SurveyScope& scope_;
  const InterestGround interest_;
  const std::set<std::string, std::less<>> creditors_;
  std::atomic<uint32_t> next_slot_{0};
};

}  // namespace

core::Status survey_pages(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                          const std::function<void(const SurveyedPage&, size_t thread)>& visit) {
  DUNLIN_ASSIGN(const core::Table creditors, store.creditors());
  auto known = known_creditors(creditors);
  if (!scope.creditor.empty() && !known.contains(scope.creditor)) {
    return core::failed("creditor " + scope.creditor, "is not in the store");
  }
  Survey survey(store, configuration, scope, creditors, std::move(known));
  const uint32_t threads = std::max(scope.threads, 1U);
  return in_parallel(threads, threads, [&](size_t thread) { return survey.work(thread, visit); });
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
