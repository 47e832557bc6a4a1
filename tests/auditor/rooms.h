// Who finds room on a channel that takes only so many contacts a day.
#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/contact/contact_policy.h"
#include "tests/auditor/account_book.h"

namespace dunlin::audit {

/// A contact that wants to leave on a channel, and what says where it stands in the queue for it.
struct Claimant {
  std::string creditor, debtor;
  size_t turn = 0;  ///< among what wants to leave to its debtor today
  core::Channel channel = core::Channel::kEmail;
  bool entrant = false;  ///< came to the channel because a contact had no room elsewhere
  int64_t priority = 0;
  int64_t overdue = 0;  ///< in base currency
  core::DebtorHash hash = 0;
};

class Rooms {
 public:
  Rooms() = default;

  /// Of those whose own channel it is the first so many get it.
  void admit_owners(const std::vector<rules::ChannelCapacity>& capacity, const std::vector<Claimant>& claimants);
  /// What is left goes to those whom another contact's refusal brings.
  void admit_entrants(const std::vector<rules::ChannelCapacity>& capacity, const std::vector<Claimant>& claimants);
  /// Always, as long as nobody has been admitted yet.
  bool has(const Claimant& claimant) const;

 private:
  using Seat = std::tuple<std::string, std::string, size_t>;
  using Seats = std::map<core::Channel, std::set<Seat>>;
  static Seat seat_of(const Claimant& claimant) { return {claimant.creditor, claimant.debtor, claimant.turn}; }
  static std::set<Seat> first_of(std::vector<Claimant> claimants, core::Channel channel, bool entrant, int64_t room);

  Seats owners_, entrants_;
};

}  // namespace dunlin::audit
