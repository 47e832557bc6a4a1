#include "rules/kpi/provision.h"

#include <array>

#include "core/money.h"

namespace dunlin::rules {
namespace {

std::optional<__int128> multiplied(__int128 a, __int128 b) {
  __int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

/// divide_half_up doubles its arguments.
std::optional<__int128> rounded(std::optional<__int128> numerator, __int128 denominator) {
  if (!numerator || !multiplied(*numerator, 2)) return std::nullopt;
  return core::divide_half_up(*numerator, denominator);
}

}  // namespace

std::optional<__int128> matrix_allowance(__int128 gross, int64_t loss_rate_micro) {
  return rounded(multiplied(gross, loss_rate_micro), kOneMicro);
}

std::optional<__int128> expected_loss(__int128 exposure, const DefaultModel& model) {
  const __int128 rate = static_cast<__int128>(model.probability_micro) * model.loss_given_default_micro;
  return rounded(multiplied(exposure, rate), static_cast<__int128>(kOneMicro) * kOneMicro);
}

std::optional<__int128> discounted_loss(__int128 exposure, const DefaultModel& model) {
  // exposure x PD x LGD / (1 + rate x days / 365), as one fraction.
  const __int128 rate = static_cast<__int128>(model.probability_micro) * model.loss_given_default_micro;
  const __int128 growth =
      365 * static_cast<__int128>(kOneMicro) + static_cast<__int128>(model.effective_rate_micro) * model.recovery_days;
  const auto loss = multiplied(exposure, rate);
  if (!loss) return std::nullopt;
  return rounded(multiplied(*loss, 365), growth * kOneMicro);
}

int64_t illustrative_loss_rate(core::Days days) {
  struct Row {
    core::Days from;
    int64_t rate;
  };
  constexpr std::array<Row, 5> kRows = {{{91, 106'000}, {61, 66'000}, {31, 36'000}, {1, 16'000}, {INT32_MIN, 3'000}}};
  for (const Row& row : kRows) {
    if (days >= row.from) return row.rate;
  }
  return 0;
}

}  // namespace dunlin::rules
