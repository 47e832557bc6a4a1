// Who was spoken to, tried or written to, and when: own emitted contacts out of the run's memory, and the interactions that
// others report. One that names the action of an own contact is that contact and tells how it went.
//
// An attempt counts in caps, a contact in gaps and features:
//   own contact, outbound interaction   attempt and contact (several interactions of one unknown action are one)
//   inbound interaction                 neither; a conversation all the same
//   number_bad, skipped, cancelled      neither: nobody was reached, or nobody tried
//   a call within 7 days of a consent   contact only
//   own call to a representative        contact only, and what was said is no conversation with the debtor
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/account_memory.h"
#include "core/account_page.h"
#include "core/date.h"
#include "rules/contact/place.h"

namespace dunlin::rules {

/// One day on which something happened; an interaction may be an attempt and a conversation at once.
struct PastContact {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
  bool attempt = true;
  bool contact = true;
  bool conversation = false;
  bool to_representative = false;
  bool about_all = false;                     ///< of every receivable: it named none
  uint32_t listed_begin = 0, listed_end = 0;  ///< in ContactHistory::listed
};

struct ContactHistory {
  std::vector<PastContact> contacts;
  std::vector<uint32_t> listed;              ///< receivable rows of the page
  core::Date consent_until = core::kNoDate;  ///< last day on which calls are not counted; not set: no consent

  bool is_about(const PastContact& contact, uint32_t receivable) const;
  /// Day of the last contact on or before `date`.
  core::Date last_contact(core::Date date) const;
  void add(core::Date on, core::Channel channel, std::span<const uint32_t> receivables, bool to_representative = false);
};

/// Days, the day of the consent among them, on which calls that the debtor asked for are not counted.
inline constexpr int32_t kConsentDays = 7;

struct HistorySource {
  const core::AccountPage& page;
  const core::MemoryPage* memory = nullptr;  ///< null: nothing is remembered
  core::Date date;                           ///< later interactions are not known yet
  bool with_receivables = false;             ///< some rule counts by receivable
};

/// Fills `out` with what is known of a debtor; `memory_row`: its row in the memory page, or 0xFFFFFFFF.
void gather_history(const HistorySource& source, uint32_t debtor, uint32_t memory_row, const Place& place,
                    ContactHistory& out);

/// Low 64 bits of an action id in hex, as kActionHash keeps them; core::kNull when the text is none.
int64_t action_hash_of(std::string_view action_id);

}  // namespace dunlin::rules
