// The walk that every report makes: all pages of the store in parallel, each with its balances and standings on the date,
// and its debtors told apart by the key that the report is cut by.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/account_page.h"
#include "core/date.h"
#include "core/result.h"
#include "engine/run/page_ledger.h"
#include "engine/settings/configuration.h"
#include "rules/allocation/allocate.h"
#include "rules/standing/standing.h"
#include "storage/store.h"

namespace dunlin::engine {

/// What a report is cut by beside the currency, which always parts its rows.
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
};

/// A page as a report sees it.
struct SurveyedPage {
  const core::AccountPage& page;
  const rules::Balances& balances;
  const rules::Standings& standings;
  /// Debtors of the page by key: a mask of one byte a debtor for each value met. Suspended debtors are in none.
  const std::map<KeyValue, std::vector<uint8_t>>& masks;
  const PageLedger& ledger;        ///< what was allocated with, on the date
  const InterestGround& interest;  ///< shared by all pages
};

/// Calls `visit` for every page, from several threads, each with the number of its thread (below `scope.threads`), so that
/// each may fill totals of its own. Records dated later than the date do not count.
core::Status survey_pages(const storage::Store& store, const Configuration& configuration, const SurveyScope& scope,
                          const std::function<void(const SurveyedPage&, size_t thread)>& visit);

/// Decimal text of a sum that may exceed 64 bits.
std::string format_sum(__int128 minor, uint32_t digits);

}  // namespace dunlin::engine
