// What a run must know of the whole store before it may decide a single page: how far a channel's capacity reaches, and how
// parents stand whose children follow them. Found out in passes of their own, kept with the run before its first page is
// committed, so that a resumed run and a later explanation decide with the same.
//
//   no capacity, no child that a parent pays for  -> empty, costs nothing
//   parents    -> each one's standing and stage, from its page as it was before the run
//   capacity   -> all pages decided without limits; the best candidates fill the channel, the last of them is the cut
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/hash.h"
#include "core/result.h"
#include "core/vocabulary.h"

namespace dunlin::engine {

/// Where a candidate stands in the queue for a channel: higher priority first, then what it claims as overdue in base
/// currency, then the order of debtors, then its turn among its debtor's candidates.
struct AdmissionKey {
  int64_t priority = 0;
  int64_t overdue = 0;  ///< minor units of the base currency
  core::DebtorHash hash = 0;
  std::string creditor_id, debtor_id;
  uint32_t turn = 0;
};
bool comes_before(const AdmissionKey& a, const AdmissionKey& b);

/// Where the capacity of a channel ends. Candidates whose own channel it is come first; those that overflow into it from
/// another (`entrants`) share what is left.
struct CapacityCut {
  core::Channel channel = core::Channel::kCall;
  bool entrants = false;
  bool everybody = true;             ///< the capacity was not used up
  std::optional<AdmissionKey> last;  ///< the last one admitted; none: nobody was
};

/// How a parent stands: the first of held, disputed, promised, planned that its overdue items show when none is dunnable.
struct ParentStanding {
  std::optional<core::Standing> standing;  ///< of those four; none: it does not shelter its children
  std::optional<core::Stage> stage;        ///< of its furthest unit in an open episode
};

struct RunSurvey {
  std::vector<CapacityCut> cuts;  ///< by (channel, entrants); a channel without an entry is not limited
  std::map<std::pair<std::string, std::string>, ParentStanding> parents;  ///< by (creditor_id, debtor_id)

  bool empty() const { return cuts.empty() && parents.empty(); }
  /// Whether only so many of these contacts may leave on the channel.
  bool limits(core::Channel channel, bool entrant) const;
  bool admits(core::Channel channel, bool entrant, const AdmissionKey& key) const;
  const ParentStanding* parent(std::string_view creditor_id, std::string_view debtor_id) const;
};

/// As the run keeps it, and back.
std::string encode_survey(const RunSurvey& survey);
core::Result<RunSurvey> decode_survey(std::string_view text);

}  // namespace dunlin::engine
