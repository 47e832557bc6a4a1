// Outbound actions in columns, self-contained: a consumer needs nothing else of the store to act on one. Ordered by the
// debtors' (hash, creditor_id, debtor_id), then by the order in which a debtor's actions of the day are taken.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/table.h"
#include "core/vocabulary.h"

namespace dunlin::core {

enum class ValueType : uint8_t { kNumber, kText, kDate, kBoolean };

/// A value that a step's condition read, per action. kLeave: this action's step did not read it; kNull: it read null.
struct ValueColumn {
  std::string name;
  ValueType type = ValueType::kNumber;
  uint8_t scale = 0;          ///< of numbers: decimal digits behind the point
  std::vector<int64_t> ints;  ///< numbers, dates, booleans; for texts the code of the entry in `texts`
  TextColumn texts;           ///< dictionary of texts (its codes are unused)
};

struct ActionBatch {
  static constexpr uint8_t kNoChannel = 0xFF;

  // One row an action.
  TextColumn creditor_id, debtor_id, scenario, step, template_name, language, locale, segment, risk_class;
  TextColumn unit;           ///< "" for the debtor, a receivable_id, a currency code; of consolidated actions see unit_list
  TextColumn unit_list;      ///< consolidated actions: sorted "receivable_id\x1fstep" parted by '\x1e'; else null
  TextColumn score_reasons;  ///< up to four, parted by '\x1f'; null without a score
  TextColumn recipient_name, recipient_email, recipient_phone, recipient_street, recipient_postal_code, recipient_city,
      recipient_country;
  TextColumn cc;                                           ///< addresses of contacts in copy, parted by ';'
  TextColumn reference, iban, bic, payee;                  ///< payment means
  std::vector<int64_t> debtor_hash;                        ///< bits of the DebtorHash
  std::vector<int32_t> business_date;                      ///< days since 1970-01-01
  std::vector<int32_t> step_index, episode, priority;      ///< step_index 1-based; episode 0 for pre-due steps
  std::vector<uint8_t> unit_kind, action, channel, stage;  ///< enums of vocabulary.h; channel kNoChannel where none
  std::vector<int64_t> score;                              ///< kNull without a score
  std::vector<int64_t> not_before, not_after;              ///< seconds since 1970 UTC, kNull where free
  std::vector<ValueColumn> values;

  // One row a currency of an action; those of action i are [total_begin[i], total_begin[i + 1]).
  std::vector<uint32_t> total_begin{0};
  std::vector<uint32_t> total_currency;                                                        ///< Currency::code
  std::vector<int64_t> total_overdue, total_interest, total_fees, total_cash, total_demanded;  ///< minor units

  // One row a listed receivable; those of action i are [line_begin[i], line_begin[i + 1]).
  std::vector<uint32_t> line_begin{0};
  TextColumn line_receivable_id, line_document_url;
  std::vector<uint32_t> line_currency;
  std::vector<int64_t> line_balance, line_interest, line_fees;
  std::vector<int32_t> line_due_date, line_days_past_due;

  size_t size() const { return business_date.size(); }
};

/// rows[i] of `batch` becomes row i, its totals, lines and values with it.
ActionBatch gathered(const ActionBatch& batch, std::span<const uint32_t> rows);

}  // namespace dunlin::core
