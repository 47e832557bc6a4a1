#include "rules/kpi/roll_rates.h"

#include "core/decimal.h"
#include "core/invariant.h"

namespace dunlin::rules {
namespace {

using core::Decimal;

/// Half up at `digits` places of a number that is not negative.
std::optional<int64_t> rounded(const Decimal& value, uint32_t digits) {
  const auto half = Decimal{5, static_cast<int32_t>(digits) + 1};
  const auto raised = core::add(value, half);
  return raised ? raised->floor_to(static_cast<int32_t>(digits)) : std::nullopt;
}

}  // namespace

__int128 RollMatrix::start(size_t from) const {
  __int128 sum = paid[from] + written_off[from];
  for (const __int128 amount : moved[from]) sum += amount;
  return sum;
}

void RollMatrix::merge(const RollMatrix& other) {
  if (buckets() == 0) *this = RollMatrix(other.buckets());
  INVARIANT(buckets() == other.buckets(), buckets(), other.buckets());
  for (size_t from = 0; from < buckets(); ++from) {
    paid[from] += other.paid[from];
    written_off[from] += other.written_off[from];
    for (size_t to = 0; to < buckets(); ++to) moved[from][to] += other.moved[from][to];
  }
}

Ratio roll_rate(const RollMatrix& matrix, size_t from, size_t to) { return {matrix.moved[from][to], matrix.start(from)}; }
Ratio paid_rate(const RollMatrix& matrix, size_t from) { return {matrix.paid[from], matrix.start(from)}; }
Ratio written_off_rate(const RollMatrix& matrix, size_t from) { return {matrix.written_off[from], matrix.start(from)}; }

std::optional<int64_t> flow_through(const RollMatrix& matrix, uint32_t digits) {
  std::optional<Decimal> above = Decimal::of(1);
  std::optional<Decimal> below = Decimal::of(1);
  for (size_t from = 0; from + 1 < matrix.buckets() && above && below; ++from) {
    const Ratio forward = roll_rate(matrix, from, from + 1);
    if (forward.denominator == 0) return std::nullopt;
    above = core::multiply(*above, Decimal{forward.numerator, 0});
    below = core::multiply(*below, Decimal{forward.denominator, 0});
  }
  if (!above || !below) return std::nullopt;
  const auto product = core::divide(*above, *below);
  return product ? rounded(*product, digits) : std::nullopt;
}

void CureSums::merge(const CureSums& other) {
  delinquent += other.delinquent;
  cured += other.cured;
  delinquent_amount += other.delinquent_amount;
  cured_amount += other.cured_amount;
}

Ratio cure_rate_by_count(const CureSums& sums) {
  return percent(static_cast<__int128>(sums.cured), static_cast<__int128>(sums.delinquent));
}
Ratio cure_rate_by_value(const CureSums& sums) { return percent(sums.cured_amount, sums.delinquent_amount); }

}  // namespace dunlin::rules
