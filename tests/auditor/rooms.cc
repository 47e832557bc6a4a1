#include "tests/auditor/rooms.h"

#include <algorithm>
#include <tuple>

namespace dunlin::audit {

std::set<Rooms::Seat> Rooms::first_of(std::vector<Claimant> claimants, core::Channel channel, bool entrant, int64_t room) {
  std::erase_if(claimants, [&](const Claimant& one) { return one.channel != channel || one.entrant != entrant; });
  const auto place = [](const Claimant& one) {
    return std::tuple(-one.priority, -one.overdue, one.hash, one.creditor, one.debtor, one.turn);
  };
  std::sort(claimants.begin(), claimants.end(), [&](const Claimant& a, const Claimant& b) { return place(a) < place(b); });
  std::set<Seat> seats;
  for (const Claimant& one : claimants) {
    if (static_cast<int64_t>(seats.size()) == room) break;
    seats.insert(seat_of(one));
  }
  return seats;
}

void Rooms::admit_owners(const std::vector<rules::ChannelCapacity>& capacity, const std::vector<Claimant>& claimants) {
  for (const rules::ChannelCapacity& limit : capacity) {
    owners_[limit.channel] = first_of(claimants, limit.channel, false, limit.max);
  }
}

void Rooms::admit_entrants(const std::vector<rules::ChannelCapacity>& capacity, const std::vector<Claimant>& claimants) {
  for (const rules::ChannelCapacity& limit : capacity) {
    const int64_t left = limit.max - static_cast<int64_t>(owners_[limit.channel].size());
    entrants_[limit.channel] = first_of(claimants, limit.channel, true, left);
  }
}

bool Rooms::has(const Claimant& claimant) const {
  const Seats& seats = claimant.entrant ? entrants_ : owners_;
  const auto limited = seats.find(claimant.channel);
  return limited == seats.end() || limited->second.contains(seat_of(claimant));
}

}  // namespace dunlin::audit
