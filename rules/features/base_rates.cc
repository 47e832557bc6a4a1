#include "rules/features/base_rates.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/invariant.h"
#include "core/overflow_watch.h"

namespace dunlin::rules {
namespace {

using core::Field;
using Wide = __int128;

/// Values of fx records are in units of 10^-10.
constexpr int64_t kValueUnit = 10'000'000'000;

/// numerator / denominator, both above zero.
struct Ratio {
  Wide numerator = 1;
  Wide denominator = 1;
};

Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/// The same in lowest terms, and, where those leave 64 bits, as near to it as 62 of them come.
Ratio reduced(Ratio ratio) {
  const Wide divisor = common_divisor(ratio.numerator, ratio.denominator);
  ratio.numerator /= divisor;
  ratio.denominator /= divisor;
  constexpr Wide kMost = Wide{1} << 62;
  while (ratio.numerator > kMost || ratio.denominator > kMost) {
    ratio.numerator = std::max<Wide>(ratio.numerator / 2, 1);
    ratio.denominator = std::max<Wide>(ratio.denominator / 2, 1);
  }
  return ratio;
}

/// a * b / c rounded half up; nothing where 128 bits do not hold it.
std::optional<Wide> scaled(Wide a, int64_t b, int64_t c) {
  Wide product = 0;
  if (__builtin_mul_overflow(a, static_cast<Wide>(b), &product)) return std::nullopt;
  return core::divide_half_up(product, c);
}

/// The latest quote of a pair of currencies, in one direction.
struct Quote {
  int64_t date = 0;
  int64_t value = 0;
};
using Pair = std::pair<uint32_t, uint32_t>;  // base, quote
using Quotes = std::map<Pair, Quote>;

Quotes quotes_on(const core::Table& fx, core::Date date) {
  Quotes quotes;
  for (size_t row = 0; row < fx.rows(); ++row) {
    const int64_t on = fx.int_at(Field::kDate, row);
    if (on > date.days) continue;
    Quote& quote =
        quotes[{static_cast<uint32_t>(fx.int_at(Field::kBase, row)), static_cast<uint32_t>(fx.int_at(Field::kQuote, row))}];
    if (quote.value == 0 || on >= quote.date) quote = {on, fx.int_at(Field::kValue, row)};
  }
  return quotes;
}

/// What one main unit of `from` is in main units of `to`, and of which day.
struct Way {
  Ratio ratio;
  int64_t date = 0;
};
std::optional<Way> direct_way(const Quotes& quotes, uint32_t from, uint32_t to) {
  const auto forth = quotes.find({from, to});
  const auto back = quotes.find({to, from});
  if (forth == quotes.end() && back == quotes.end()) return std::nullopt;
  if (forth != quotes.end() && (back == quotes.end() || forth->second.date >= back->second.date)) {
    return Way{reduced({forth->second.value, kValueUnit}), forth->second.date};
  }
  return Way{reduced({kValueUnit, back->second.value}), back->second.date};
}

std::optional<Way> way_by_another(const Quotes& quotes, const std::vector<uint32_t>& currencies, uint32_t from,
                                  uint32_t to) {
  std::optional<Way> best;
  for (const uint32_t other : currencies) {
    if (other == from || other == to) continue;
    const auto first = direct_way(quotes, from, other);
    const auto second = direct_way(quotes, other, to);
    if (!first || !second) continue;
    const int64_t date = std::min(first->date, second->date);
    if (best && date <= best->date) continue;
    best = Way{
        reduced({first->ratio.numerator * second->ratio.numerator, first->ratio.denominator * second->ratio.denominator}),
        date};
  }
  return best;
}

std::vector<uint32_t> currencies_of(const Quotes& quotes) {
  std::vector<uint32_t> all;
  for (const auto& [pair, quote] : quotes) {
    all.push_back(pair.first);
    all.push_back(pair.second);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

void BaseRates::set(core::Currency currency, int64_t numerator, int64_t denominator) {
  INVARIANT(numerator > 0 && denominator > 0, numerator, denominator);
  if (currency == base_) return;
  const auto at = std::ranges::find(rates_, currency.code, &Rate::currency);
  if (at != rates_.end()) {
    *at = {currency.code, numerator, denominator};
  } else {
    rates_.push_back({currency.code, numerator, denominator});
  }
}

const BaseRates::Rate* BaseRates::find(uint32_t currency) const {
  static constexpr Rate kSame{0, 1, 1};
  if (currency == base_.code) return &kSame;
  const auto at = std::ranges::find(rates_, currency, &Rate::currency);
  return at == rates_.end() ? nullptr : &*at;
}

std::optional<int64_t> BaseRates::convert(int64_t amount, uint32_t from, uint32_t to) const {
  if (from == to) return amount;
  const Rate* const here = find(from);
  const Rate* const there = find(to);
  if (here == nullptr || there == nullptr) return std::nullopt;
  // Rounded once: the ways in and out of the base are one ratio. Into the base, the usual case, it stands there already.
  Ratio ratio{here->numerator, here->denominator};
  if (to != base_.code)
    ratio = reduced(
        {static_cast<Wide>(here->numerator) * there->denominator, static_cast<Wide>(here->denominator) * there->numerator});
  const auto converted = scaled(amount, static_cast<int64_t>(ratio.numerator), static_cast<int64_t>(ratio.denominator));
  if (!converted || *converted > kConvertedMax || *converted < -kConvertedMax) {
    core::note_overflow();
    return std::nullopt;
  }
  return static_cast<int64_t>(*converted);
}

BaseRates rates_on(const core::Table& fx, core::Date date, core::Currency base) {
  BaseRates rates(base);
  if (fx.rows() == 0) return rates;
  const Quotes quotes = quotes_on(fx, date);
  const std::vector<uint32_t> currencies = currencies_of(quotes);
  for (const uint32_t code : currencies) {
    if (code == base.code) continue;
    auto way = direct_way(quotes, code, base.code);
    if (!way) way = way_by_another(quotes, currencies, code, base.code);
    if (!way) continue;
    // From main units to minor units of both.
    const core::Currency currency{code};
    const Ratio minor = reduced({way->ratio.numerator * core::power_of_ten(core::minor_digits(base)),
                                 way->ratio.denominator * core::power_of_ten(core::minor_digits(currency))});
    rates.set(currency, static_cast<int64_t>(minor.numerator), static_cast<int64_t>(minor.denominator));
  }
  return rates;
}

}  // namespace dunlin::rules
