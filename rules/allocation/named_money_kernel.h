// The fast path of allocation: money that names a receivable and fits into it is added up where it lies, without order,
// because the order of additions does not matter until something is owed less than it is paid.
//
// Cost: a page allocates at 14 ns a receivable, most of it finding what payments name; the general path takes 40 ns (2-core
// AVX-512 server, bench/rules/allocation_bench.cc).
#pragma once

#include <cstdint>
#include <span>

namespace dunlin::rules {

/// Target of money that the kernel passes over: dated later, or of a debtor that the general path takes.
inline constexpr uint32_t kNoTarget = 0xFFFF'FFFFU;

/// No receivable can be paid more: what both kinds of money hold of it still fits 64 bits together.
inline constexpr int64_t kHeldMax = INT64_MAX / 4;

/// held[t] += amount and latest[t] = max(latest[t], date) for every record with a target t; counted is its amount, else 0.
/// False where some held[t] would go beyond kHeldMax; it then stays there.
bool add_named_money(std::span<const uint32_t> targets, std::span<const int64_t> amounts, std::span<const int64_t> dates,
                     std::span<int64_t> held, std::span<int64_t> latest, std::span<int64_t> counted);

/// One value a receivable row. `issued` may be empty: no issue dates.
struct NamedHoldings {
  std::span<const uint8_t> exists;
  std::span<const int64_t> amounts;
  std::span<const int64_t> issued;
  std::span<const int64_t> paid;
  std::span<const int64_t> credited;
  std::span<const int64_t> last_payment_on;
  std::span<const int64_t> last_credit_on;
};
/// balance = amount - paid - credited, kNull where the receivable does not exist; closed_on where that is 0. Balances below
/// zero mean excess: the caller gives their debtors to the general path.
void balance_named_money(const NamedHoldings& holdings, std::span<int64_t> balance, std::span<int64_t> closed_on);

}  // namespace dunlin::rules
