#include "tests/auditor/exchange.h"

namespace dunlin::audit {

using core::Field;

int64_t rounded(const Fraction& exact) {
  using boost::multiprecision::cpp_int;
  const bool negative = exact < 0;
  const Fraction size = negative ? Fraction(-exact) : exact;
  const cpp_int whole = (2 * numerator(size) + denominator(size)) / (2 * denominator(size));
  return static_cast<int64_t>(negative ? cpp_int(-whole) : whole);
}

Exchange::Exchange(const core::Table& fx, core::Date date, core::Currency base) : base_(base) {
  for (size_t row = 0; row < fx.rows(); ++row) {
    const core::Date on{static_cast<int32_t>(fx.int_at(Field::kDate, row))};
    if (on > date) continue;
    const auto pair =
        std::pair(static_cast<uint32_t>(fx.int_at(Field::kBase, row)), static_cast<uint32_t>(fx.int_at(Field::kQuote, row)));
    const auto known = quotes_.find(pair);
    if (known != quotes_.end() && known->second.date > on) continue;
    quotes_[pair] = {Fraction(fx.int_at(Field::kValue, row)) / 10'000'000'000, on};
  }
}

std::optional<Exchange::Way> Exchange::direct(uint32_t from, uint32_t to) const {
  const auto forth = quotes_.find({from, to});
  const auto back = quotes_.find({to, from});
  if (forth == quotes_.end() && back == quotes_.end()) return std::nullopt;
  if (back == quotes_.end() || (forth != quotes_.end() && forth->second.date >= back->second.date)) return forth->second;
  return Way{1 / back->second.value, back->second.date};
}

std::optional<Fraction> Exchange::in_base(uint32_t currency) const {
  if (currency == base_.code) return Fraction(1);
  if (const auto way = direct(currency, base_.code)) return way->value;
  std::optional<Way> best;
  for (const auto& [pair, quote] : quotes_) {
    for (const uint32_t other : {pair.first, pair.second}) {
      const auto first = direct(currency, other);
      const auto second = direct(other, base_.code);
      if (!first || !second) continue;
      const core::Date date = std::min(first->date, second->date);
      if (!best || date > best->date) best = Way{first->value * second->value, date};
    }
  }
  if (!best) return std::nullopt;
  return best->value;
}

std::optional<int64_t> Exchange::convert(int64_t amount, uint32_t from, uint32_t to) const {
  if (from == to) return amount;
  const auto here = in_base(from);
  const auto there = in_base(to);
  if (!here || !there) return std::nullopt;
  const Fraction digits = Fraction(core::power_of_ten(core::minor_digits(core::Currency{to}))) /
                          core::power_of_ten(core::minor_digits(core::Currency{from}));
  return rounded(Fraction(amount) * *here / *there * digits);
}

bool lists(const rules::MoneyThreshold& minimum, uint32_t currency, int64_t amount) {
  if (minimum.form != rules::MoneyThreshold::Form::kPerCurrency) return true;
  for (const auto& [named, least] : minimum.amounts) {
    if (named == currency) return amount >= least;
  }
  return true;
}

Reach meets(const rules::MoneyThreshold& minimum, const Claims& claims, const Exchange& exchange) {
  if (minimum.form == rules::MoneyThreshold::Form::kNone) return Reach::kReached;
  if (minimum.form == rules::MoneyThreshold::Form::kPerCurrency) {
    for (const auto& [currency, amount] : claims) {
      if (amount > 0 && lists(minimum, currency, amount)) return Reach::kReached;
    }
    return Reach::kBelow;
  }
  const auto [currency, least] = minimum.amounts.front();
  int64_t total = 0;
  bool unknown = false;
  for (const auto& [own, amount] : claims) {
    const auto converted = exchange.convert(amount, own, currency);
    if (converted) total += *converted;
    if (!converted && amount > 0) unknown = true;
  }
  if (total >= least) return Reach::kReached;
  return unknown ? Reach::kNoRate : Reach::kBelow;
}

}  // namespace dunlin::audit
