#include "rules/scenario/units.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "core/invariant.h"

namespace dunlin::rules {
namespace {

using core::Field;
using core::RecordKind;
using core::UnitKind;

std::tuple<uint64_t, std::string_view, std::string_view> order_key(const core::Table& debtors, size_t row) {
  return {static_cast<uint64_t>(debtors.int_at(Field::kHash, row)), debtors.text_at(Field::kCreditorId, row),
          debtors.text_at(Field::kDebtorId, row)};
}

/// Builds the units of one debtor after another; keeps the views that every debtor needs.
class UnitBuilder {
 public:
  UnitBuilder(const UnitInputs& inputs, Units& out)
      : in_(inputs),
        out_(out),
        receivables_(inputs.page.group(RecordKind::kReceivable)),
        due_(receivables_.rows.ints(Field::kDueDate)),
        currency_(receivables_.rows.ints(Field::kCurrency)) {}

  void add_debtor(uint32_t debtor, uint32_t memory_debtor) {
    memory_at_ = memory_debtor == kNoRow ? 0 : in_.memory.units.begin[memory_debtor];
    memory_end_ = memory_debtor == kNoRow ? 0 : in_.memory.units.begin[memory_debtor + 1];
    const uint32_t begin = receivables_.begin[debtor];
    const uint32_t end = receivables_.begin[debtor + 1];
    const uint16_t scenario = in_.debtor_scenario[debtor];
    const UnitKind kind = scenario == kNoScenario ? UnitKind::kReceivable : in_.scenario_unit[scenario];
    // Order of the result: debtor, receivable, debtor_currency (the order of UnitKind).
    if (kind == UnitKind::kDebtor) add_shared_unit(debtor, scenario, kind, 0, begin, end);
    for (uint32_t row = begin; row < end; ++row) {
      const bool own = (in_.items[row] & kItemOwnScenario) != 0;
      const bool alone = own || (kind == UnitKind::kReceivable && scenario != kNoScenario);
      if (alone && in_.receivable_scenario[row] != kNoScenario) add_receivable_unit(debtor, row);
    }
    if (kind == UnitKind::kDebtorCurrency) {
      for (const uint32_t currency : currencies_of(begin, end)) {
        add_shared_unit(debtor, scenario, kind, currency, begin, end);
      }
    }
  }

 private:
  int64_t cash_of(uint32_t debtor, uint32_t currency) const {
    if (!in_.net_credits || in_.cash.begin.empty()) return 0;
    for (uint32_t at = in_.cash.begin[debtor]; at < in_.cash.begin[debtor + 1]; ++at) {
      if (in_.cash.currency[at] == currency) return in_.cash.amount[at];
    }
    return 0;
  }

  static void add_claim(std::vector<Claim>& claims, size_t from, uint32_t currency, int64_t amount) {
    for (size_t at = from; at < claims.size(); ++at) {
      if (claims[at].currency == currency) {
        claims[at].amount = core::checked_add(claims[at].amount, amount);
        return;
      }
    }
    claims.push_back({currency, amount});
  }

  void net_and_sort(uint32_t debtor, std::vector<Claim>& claims, size_t from) const {
    for (size_t at = from; at < claims.size(); ++at) {
      claims[at].amount = std::max<int64_t>(0, claims[at].amount - cash_of(debtor, claims[at].currency));
    }
    std::sort(claims.begin() + static_cast<std::ptrdiff_t>(from), claims.end(),
              [](const Claim& a, const Claim& b) { return a.currency < b.currency; });
  }

  int64_t claimed(uint32_t row) const { return in_.balance[row] - (in_.disputed.empty() ? 0 : in_.disputed[row]); }

  uint32_t currency(uint32_t row) const { return static_cast<uint32_t>((*currency_)[row]); }

  std::vector<uint32_t> currencies_of(uint32_t begin, uint32_t end) const {
    std::vector<uint32_t> found;
    for (uint32_t row = begin; row < end; ++row) {
      const bool counts =
          (in_.items[row] & (kItemOverdue | kItemUnpaidPastDue)) != 0 && !(in_.items[row] & kItemOwnScenario);
      if (counts) found.push_back(currency(row));
    }
    // An episode may be open in a currency in which nothing is owed any more: it must be seen to end.
    for (uint32_t at = memory_at_; at < memory_end_; ++at) {
      if (in_.memory.units.rows.int_at(Field::kUnitKind, at) != static_cast<int64_t>(UnitKind::kDebtorCurrency)) continue;
      const auto code = core::parse_currency(in_.memory.units.rows.text_at(Field::kUnit, at));
      if (code) found.push_back(code->code);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  /// Oldest due first; ties: the higher balance, then the smaller id (rows of a debtor are in id order).
  bool is_older(uint32_t a, uint32_t b) const {
    const int64_t due_a = (*due_)[a];
    const int64_t due_b = (*due_)[b];
    if (due_a != due_b) return due_a < due_b;
    if (in_.balance[a] != in_.balance[b]) return in_.balance[a] > in_.balance[b];
    return a < b;
  }

  void add_shared_unit(uint32_t debtor, uint16_t scenario, UnitKind kind, uint32_t key, uint32_t begin, uint32_t end) {
    uint32_t anchor = kNoRow;
    bool past_due = false;
    const size_t from = out_.claims.size();
    for (uint32_t row = begin; row < end; ++row) {
      const uint8_t items = in_.items[row];
      if (items & kItemOwnScenario) continue;
      if (kind == UnitKind::kDebtorCurrency && currency(row) != key) continue;
      past_due |= (items & kItemUnpaidPastDue) != 0;
      if (!(items & kItemOverdue)) continue;
      if (anchor == kNoRow || is_older(row, anchor)) anchor = row;
      add_claim(out_.claims, from, currency(row), claimed(row));
    }
    net_and_sort(debtor, out_.claims, from);
    push(debtor, scenario, kind, key, anchor, past_due, from);
  }

  void add_receivable_unit(uint32_t debtor, uint32_t row) {
    const bool overdue = (in_.items[row] & kItemOverdue) != 0;
    const size_t from = out_.claims.size();
    if (overdue) out_.claims.push_back({currency(row), claimed(row)});
    push(debtor, in_.receivable_scenario[row], UnitKind::kReceivable, row, overdue ? row : kNoRow,
         (in_.items[row] & kItemUnpaidPastDue) != 0, from);
  }

  std::string_view key_text(UnitKind kind, uint32_t key, std::string& buffer) const {
    if (kind == UnitKind::kReceivable) return receivables_.rows.text_at(Field::kReceivableId, key);
    if (kind == UnitKind::kDebtor) return {};
    buffer = core::to_string(core::Currency{key});
    return buffer;
  }

  /// Memory rows of a debtor and its units are both in (kind, key bytes) order: one walk finds all.
  uint32_t find_memory(UnitKind kind, uint32_t key) {
    std::string buffer;
    const std::string_view text = key_text(kind, key, buffer);
    const core::Table& rows = in_.memory.units.rows;
    while (memory_at_ < memory_end_) {
      const auto at = std::make_pair(rows.int_at(Field::kUnitKind, memory_at_), rows.text_at(Field::kUnit, memory_at_));
      const auto wanted = std::make_pair(static_cast<int64_t>(kind), text);
      if (at == wanted) return memory_at_++;
      if (at > wanted) return kNoRow;
      ++memory_at_;
    }
    return kNoRow;
  }

  void push(uint32_t debtor, uint16_t scenario, UnitKind kind, uint32_t key, uint32_t anchor, bool past_due,
            size_t claims_from) {
    const uint32_t memory = find_memory(kind, key);
    const bool open = memory != kNoRow && in_.memory.units.rows.int_at(Field::kEpisodeOpen, memory) == 1;
    if (anchor == kNoRow && !past_due && !open) {
      out_.claims.resize(claims_from);
      return;
    }
    out_.debtor.push_back(debtor);
    out_.scenario.push_back(scenario);
    out_.kind.push_back(static_cast<uint8_t>(kind));
    out_.key.push_back(key);
    out_.memory_row.push_back(memory);
    out_.anchor.push_back(anchor);
    out_.past_due.push_back(past_due);
    out_.claim_begin.push_back(static_cast<uint32_t>(out_.claims.size()));
  }

  const UnitInputs& in_;
  Units& out_;
  const core::Group& receivables_;
  const core::Table::Ints* due_;
  const core::Table::Ints* currency_;
  uint32_t memory_at_ = 0;
  uint32_t memory_end_ = 0;
};

}  // namespace

std::vector<uint32_t> match_memory(const core::AccountPage& page, const core::MemoryPage& memory) {
  std::vector<uint32_t> matched(page.debtor_count(), kNoRow);
  size_t at = 0;
  for (size_t debtor = 0; debtor < page.debtor_count() && at < memory.debtors.rows(); ++debtor) {
    const auto key = order_key(page.debtors, debtor);
    while (at < memory.debtors.rows() && order_key(memory.debtors, at) < key) ++at;
    if (at < memory.debtors.rows() && order_key(memory.debtors, at) == key) matched[debtor] = static_cast<uint32_t>(at++);
  }
  return matched;
}

Units build_units(const UnitInputs& inputs, std::span<const uint32_t> memory_debtor) {
  Units units;
  UnitBuilder builder(inputs, units);
  for (uint32_t debtor = 0; debtor < inputs.page.debtor_count(); ++debtor) {
    builder.add_debtor(debtor, memory_debtor[debtor]);
  }
  return units;
}

bool unit_holds(const Units& units, size_t unit, const UnitInputs& inputs, uint32_t row) {
  const auto kind = static_cast<UnitKind>(units.kind[unit]);
  if (kind == UnitKind::kReceivable) return row == units.key[unit];
  if (inputs.items[row] & kItemOwnScenario) return false;
  if (kind == UnitKind::kDebtor) return true;
  return static_cast<uint32_t>(inputs.page.rows(RecordKind::kReceivable).int_at(Field::kCurrency, row)) == units.key[unit];
}

}  // namespace dunlin::rules
