#include "tests/auditor/night.h"

namespace dunlin::audit {
namespace {

/// What leaves by channels, with the rooms that are given so far; nothing is remembered of it.
std::vector<Claimant> rehearse(const NightReading& night, const std::vector<Account>& accounts,
                               const std::map<std::string, Memory>& memories, const Rooms& rooms) {
  std::vector<Claimant> claimants;
  for (const Account& account : accounts) {
    const auto known = memories.find(account.name());
    Memory memory = known == memories.end() ? Memory{} : known->second;
    const DayResult result = DebtorDay(night, account, memory).decide(rooms);
    claimants.insert(claimants.end(), result.contacts.begin(), result.contacts.end());
  }
  return claimants;
}

}  // namespace

std::map<std::string, DayResult> decide_night(const NightReading& night, const std::vector<Account>& accounts,
                                              std::map<std::string, Memory>& memories) {
  Rooms rooms;
  const auto& capacity = night.rules.contact.capacity;
  if (!capacity.empty()) {
    rooms.admit_owners(capacity, rehearse(night, accounts, memories, rooms));
    rooms.admit_entrants(capacity, rehearse(night, accounts, memories, rooms));
  }
  std::map<std::string, DayResult> results;
  for (const Account& account : accounts) {
    Memory& memory = memories[account.name()];
    results[account.name()] = DebtorDay(night, account, memory).decide(rooms);
  }
  return results;
}

}  // namespace dunlin::audit
