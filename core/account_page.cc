#include "core/account_page.h"

#include <numeric>

namespace dunlin::core {

Group Group::single(uint32_t debtor) const {
  if (begin.empty()) return {Table(rows.kind()), {0, 0}};
  std::vector<uint32_t> wanted(begin[debtor + 1] - begin[debtor]);
  std::iota(wanted.begin(), wanted.end(), begin[debtor]);
  return {rows.gathered(wanted), {0, static_cast<uint32_t>(wanted.size())}};
}

AccountPage AccountPage::single(uint32_t debtor) const {
  AccountPage page;
  page.debtors = debtors.gathered(std::span(&debtor, 1));
  for (size_t kind = 0; kind < kRecordKinds; ++kind) page.groups[kind] = groups[kind].single(debtor);
  return page;
}

}  // namespace dunlin::core
