#include "core/account_page.h"

#include <numeric>

namespace dunlin::core {

Group Group::selected(std::span<const uint32_t> debtors) const {
  Group group{Table(rows.kind()), {0}};
  group.begin.reserve(debtors.size() + 1);
  std::vector<uint32_t> wanted;
  for (const uint32_t debtor : debtors) {
    if (!begin.empty()) {
      const size_t before = wanted.size();
      wanted.resize(before + begin[debtor + 1] - begin[debtor]);
      std::iota(wanted.begin() + static_cast<std::ptrdiff_t>(before), wanted.end(), begin[debtor]);
    }
    group.begin.push_back(static_cast<uint32_t>(wanted.size()));
  }
  if (!begin.empty()) group.rows = rows.gathered(wanted);
  return group;
}

AccountPage AccountPage::selected(std::span<const uint32_t> wanted) const {
  AccountPage page;
  page.debtors = debtors.gathered(wanted);
  for (size_t kind = 0; kind < kRecordKinds; ++kind) page.groups[kind] = groups[kind].selected(wanted);
  return page;
}

}  // namespace dunlin::core
