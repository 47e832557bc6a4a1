#include "ingest/records/record_rules.h"

#include "core/limits.h"

namespace dunlin::ingest {
namespace {

using core::Field;
using core::RecordKind;

const FieldPlan* find_plan(const RecordPlan& record, Field wanted) {
  for (const FieldPlan& field : record.fields) {
    if (field.spec != nullptr && field.spec->field == wanted) return &field;
  }
  return nullptr;
}

void fault(const TileRows& tile, size_t row, Field field, CellVerdict verdict) {
  tile.faults.add({row, verdict, find_plan(tile.record, field), core::field_name(field)});
}

/// `least`: 1 positive, 0 not negative; a payment may be anything but zero.
void check_amounts(const TileRows& tile, Field field) {
  if (!tile.batch.has(field)) return;
  const int64_t* const amounts = tile.batch.ints(field).data() + tile.base;
  const bool zero_is_wrong = field != Field::kCreditLimit;
  const bool negative_is_wrong =
      tile.record.kind != RecordKind::kPayment &&
      !(tile.record.kind == RecordKind::kReceivable && tile.plan.negative == NegativeAmounts::kCreditNote);
  for (size_t row = 0; row < tile.rows; ++row) {
    if (amounts[row] > 0 || amounts[row] <= core::kLeave) continue;
    if (amounts[row] == 0 && zero_is_wrong) fault(tile, row, field, CellVerdict::kZeroAmount);
    if (amounts[row] < 0 && negative_is_wrong) fault(tile, row, field, CellVerdict::kNegativeAmount);
  }
}

void complete_due_dates(const TileRows& tile) {
  const bool has_issue = tile.batch.has(Field::kIssueDate);
  const bool has_terms = tile.batch.has(Field::kTerms);
  auto& dues = tile.batch.ints(Field::kDueDate);
  dues.resize(tile.base + tile.rows, core::kLeave);
  const int64_t* const issued = has_issue ? tile.batch.ints(Field::kIssueDate).data() + tile.base : nullptr;
  const int64_t* const terms = has_terms ? tile.batch.ints(Field::kTerms).data() + tile.base : nullptr;
  for (size_t row = 0; row < tile.rows; ++row) {
    if (has_terms && terms[row] > core::kLeave && (terms[row] < 0 || terms[row] > kTermsMax)) {
      fault(tile, row, Field::kTerms, CellVerdict::kNumberTooLarge);
      continue;
    }
    int64_t& due = dues[tile.base + row];
    if (due > core::kLeave || tile.faults.is_dropped(row)) continue;
    if (!has_issue || issued[row] <= core::kLeave) {
      fault(tile, row, Field::kDueDate, CellVerdict::kMissing);
      continue;
    }
    due = issued[row] + (has_terms && terms[row] > core::kLeave ? terms[row] : kDefaultTerms);
  }
}

/// A record that ends may not end before it began.
struct Period {
  RecordKind kind;
  Field start, end;
};
constexpr Period kPeriods[] = {{RecordKind::kPromise, Field::kPromisedOn, Field::kDueOn},
                               {RecordKind::kDispute, Field::kOpenedOn, Field::kResolvedOn},
                               {RecordKind::kHold, Field::kFrom, Field::kUntil},
                               {RecordKind::kPlacement, Field::kPlacedOn, Field::kRecalledOn}};

void check_periods(const TileRows& tile) {
  for (const Period& period : kPeriods) {
    if (period.kind != tile.record.kind || !tile.batch.has(period.start) || !tile.batch.has(period.end)) continue;
    const int64_t* const starts = tile.batch.ints(period.start).data() + tile.base;
    const int64_t* const ends = tile.batch.ints(period.end).data() + tile.base;
    for (size_t row = 0; row < tile.rows; ++row) {
      if (starts[row] <= core::kLeave || ends[row] <= core::kLeave || ends[row] >= starts[row]) continue;
      fault(tile, row, period.end, CellVerdict::kEndsBeforeStart);
    }
  }
}

/// Numbers below `least` are faults.
void check_least(const TileRows& tile, Field field, int64_t least, CellVerdict verdict) {
  if (!tile.batch.has(field)) return;
  const int64_t* const values = tile.batch.ints(field).data() + tile.base;
  for (size_t row = 0; row < tile.rows; ++row) {
    if (values[row] > core::kLeave && values[row] < least) fault(tile, row, field, verdict);
  }
}

/// Numbers beyond `most` on either side are faults.
void check_most(const TileRows& tile, Field field, int64_t most, CellVerdict verdict) {
  if (!tile.batch.has(field)) return;
  const int64_t* const values = tile.batch.ints(field).data() + tile.base;
  for (size_t row = 0; row < tile.rows; ++row) {
    if (values[row] > core::kLeave && (values[row] > most || values[row] < -most)) fault(tile, row, field, verdict);
  }
}

/// A hold is of a debtor or of one receivable.
void check_hold_parents(const TileRows& tile) {
  const auto lacks = [&](Field field, size_t row) {
    return !tile.batch.has(field) || tile.batch.texts(field).at(tile.base + row).empty();
  };
  for (size_t row = 0; row < tile.rows; ++row) {
    if (!lacks(Field::kDebtorId, row) || !lacks(Field::kReceivableId, row)) continue;
    fault(tile, row, Field::kReceivableId, CellVerdict::kNoParent);
  }
}

void check_fx(const TileRows& tile) {
  check_least(tile, Field::kValue, 1, CellVerdict::kNotAboveZero);
  if (!tile.batch.has(Field::kBase) || !tile.batch.has(Field::kQuote)) return;
  const int64_t* const bases = tile.batch.ints(Field::kBase).data() + tile.base;
  const int64_t* const quotes = tile.batch.ints(Field::kQuote).data() + tile.base;
  for (size_t row = 0; row < tile.rows; ++row) {
    if (bases[row] > core::kLeave && bases[row] == quotes[row]) fault(tile, row, Field::kQuote, CellVerdict::kSameCurrency);
  }
}

}  // namespace

void apply_record_rules(const TileRows& tile) {
  check_amounts(tile, Field::kAmount);
  check_amounts(tile, Field::kCreditLimit);
  check_amounts(tile, Field::kDisputedAmount);
  check_periods(tile);
  check_least(tile, Field::kMaxMissed, 0, CellVerdict::kNegativeNumber);
  check_least(tile, Field::kCommission, 0, CellVerdict::kNegativeNumber);
  check_most(tile, Field::kCommission, core::kShareMax, CellVerdict::kMoreThanAll);
  check_least(tile, Field::kCosts, 0, CellVerdict::kNegativeNumber);
  if (tile.record.kind == RecordKind::kRate) check_most(tile, Field::kValue, core::kRateMax, CellVerdict::kBeyondRates);
  if (tile.record.kind == RecordKind::kHold) check_hold_parents(tile);
  if (tile.record.kind == RecordKind::kFx) check_fx(tile);
  if (tile.record.kind == RecordKind::kReceivable) complete_due_dates(tile);
}

std::vector<uint32_t> move_negative_receivables(const TileRows& tile, BatchColumns& credit_notes) {
  std::vector<uint32_t> moved;
  if (tile.plan.negative != NegativeAmounts::kCreditNote || tile.record.kind != RecordKind::kReceivable) return moved;
  const auto& amounts = tile.batch.ints(Field::kAmount);
  for (size_t i = 0; i < tile.rows; ++i) {
    const size_t row = tile.base + i;
    if (tile.faults.is_dropped(i) || amounts[row] >= 0) continue;
    const int64_t issued = tile.batch.has(Field::kIssueDate) ? tile.batch.ints(Field::kIssueDate)[row] : core::kNull;
    credit_notes.texts(Field::kCreditNoteId).append(tile.batch.texts(Field::kReceivableId).at(row));
    credit_notes.ints(Field::kAmount).push_back(-amounts[row]);
    credit_notes.ints(Field::kCurrency).push_back(tile.batch.ints(Field::kCurrency)[row]);
    credit_notes.ints(Field::kDate).push_back(issued > core::kLeave ? issued : tile.batch.ints(Field::kDueDate)[row]);
    for (const Field field : {Field::kDebtorId, Field::kCreditorId, Field::kGroupId}) {
      if (!tile.batch.has(field)) continue;
      const std::string_view text = tile.batch.texts(field).at(row);
      credit_notes.texts(field).append(text.empty() ? std::string_view() : text);
    }
    tile.faults.drop(i);
    moved.push_back(static_cast<uint32_t>(i));
  }
  return moved;
}

}  // namespace dunlin::ingest
