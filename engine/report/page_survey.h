// The walk that every report makes: all pages of the store in parallel, each with its balances and standings on the date,
// and its debtors told apart by the key that the report is cut by.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "core/result.h"
#include "engine/report/page_position.h"
#include "engine/settings/configuration.h"
#include "rules/standing/covers.h"
#include "storage/store.h"

namespace dunlin::engine {

/// What a report is cut by beside the currency, which always parts its rows. A segment is the one that the strategy's
/// segments give the debtor on the date, its own field where none holds.
enum class ReportKey : uint8_t { kNone, kCreditor, kSegment, kCollector, kTeam, kSalesRep, kCountry, kCurrency };
inline constexpr std::array<std::string_view, 8> kReportKeyNames = {"",     "creditor",  "segment", "collector",
                                                                    "team", "sales_rep", "country", "currency"};

/// Value of the key; nothing where the debtor has none.
using KeyValue = std::optional<std::string>;

struct SurveyScope {
  core::Date date;
  ReportKey key = ReportKey::kNone;
  std::string creditor;  ///< empty: all
  uint32_t threads = 1;
  std::vector<core::Date> earlier = {};  ///< other dates for which the report wants balances too
};

/// Debtors of a page by the report's key, each value once.
struct DebtorGroups {
  static constexpr uint32_t kNone = 0xFFFF'FFFFU;
  std::vector<KeyValue> values;
  std::vector<uint32_t> of_debtor;  ///< position in values; kNone: suspended, or of another creditor
};

/// A page as a report sees it.
struct SurveyedPage {
  const core::AccountPage& page;
  const rules::Balances& balances;
  const rules::Standings& standings;
  const rules::Covers& covers;  ///< promises, plans, disputes and holds, row by row
  /// Debtors of the page by key: a mask of one byte a debtor for each value met. Suspended debtors are in none.
  const std::map<KeyValue, std::vector<uint8_t>>& masks;
  const DebtorGroups& groups;             ///< the same for walks by debtor
  std::span<const PagePosition> earlier;  ///< as scope.earlier
  const storage::LoadedPage& loaded;      ///< the page with what runs remember of it
  const PageLedger& ledger;               ///< what was allocated with, on the date
  const InterestGround& interest;         ///< shared by all pages
};

/// Calls `visit` for every page, from several threads, each with the number of its thread (below `scope.threads`), so that
/// each may fill totals of its own. Records dated later than the date do not count. A thread takes a slot, visits its pages
/// in order, and calls `slot_done` from within the same thread.
core::Status survey_pages(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                          const std::function<void(const SurveyedPage&, size_t thread)>& visit,
                          const std::function<void(core::SlotIndex slot, size_t thread)>& slot_done = {});

/// Decimal text of a sum that may exceed 64 bits.
std::string format_sum(__int128 minor, uint32_t digits);

}  // namespace dunlin::engine
