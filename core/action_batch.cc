#include "core/action_batch.h"

namespace dunlin::core {
namespace {

template <class T>
void gather(const std::vector<T>& from, std::span<const uint32_t> rows, std::vector<T>& to) {
  to.reserve(rows.size());
  for (const uint32_t row : rows) to.push_back(from[row]);
}

void gather(const TextColumn& from, std::span<const uint32_t> rows, TextColumn& to) { to = from.gathered(rows); }

/// The rows of a CSR group that belong to `rows`, and the offsets of the result.
std::vector<uint32_t> gather_begin(const std::vector<uint32_t>& begin, std::span<const uint32_t> rows,
                                   std::vector<uint32_t>& to) {
  std::vector<uint32_t> wanted;
  to = {0};
  for (const uint32_t row : rows) {
    for (uint32_t at = begin[row]; at < begin[row + 1]; ++at) wanted.push_back(at);
    to.push_back(static_cast<uint32_t>(wanted.size()));
  }
  return wanted;
}

}  // namespace

ActionBatch gathered(const ActionBatch& batch, std::span<const uint32_t> rows) {
  using B = ActionBatch;
  ActionBatch result;
  const auto each = [&](std::span<const uint32_t> wanted, auto... members) {
    (gather(batch.*members, wanted, result.*members), ...);
  };
  each(rows, &B::creditor_id, &B::debtor_id, &B::scenario, &B::step, &B::template_name, &B::language, &B::locale,
       &B::segment, &B::risk_class, &B::unit, &B::unit_list, &B::score_reasons, &B::recipient_name, &B::recipient_email,
       &B::recipient_phone, &B::recipient_street, &B::recipient_postal_code, &B::recipient_city, &B::recipient_country,
       &B::cc, &B::reference, &B::iban, &B::bic, &B::payee);
  each(rows, &B::debtor_hash, &B::business_date, &B::step_index, &B::episode, &B::priority, &B::unit_kind, &B::action,
       &B::channel, &B::stage, &B::score, &B::not_before, &B::not_after);
  for (const ValueColumn& value : batch.values) {
    ValueColumn& to = result.values.emplace_back(value);
    to.ints.clear();
    gather(value.ints, rows, to.ints);
  }
  const auto totals = gather_begin(batch.total_begin, rows, result.total_begin);
  each(totals, &B::total_currency, &B::total_overdue, &B::total_interest, &B::total_fees, &B::total_cash,
       &B::total_demanded);
  const auto lines = gather_begin(batch.line_begin, rows, result.line_begin);
  each(lines, &B::line_receivable_id, &B::line_document_url, &B::line_currency, &B::line_balance, &B::line_interest,
       &B::line_fees, &B::line_due_date, &B::line_days_past_due);
  return result;
}

}  // namespace dunlin::core
