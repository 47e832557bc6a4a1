// What the record kinds have in common beyond their fields: where they live, whose ids are unique, which of them carry money
// or name a receivable. One table for the reader, the import, the store and its verification.
#pragma once

#include "core/vocabulary.h"

namespace dunlin::core {

/// Kinds that belong to no debtor: small tables of the registry.
constexpr bool is_registry_kind(RecordKind kind) {
  return kind == RecordKind::kCreditor || kind == RecordKind::kRate || kind == RecordKind::kFx;
}
/// Kinds that hang on a debtor and lie in its page.
constexpr bool hangs_on_debtor(RecordKind kind) { return !is_registry_kind(kind) && kind != RecordKind::kDebtor; }
/// Kinds whose ids are unique within a creditor across debtors. A contact's id is its debtor's affair.
constexpr bool is_indexed(RecordKind kind) { return hangs_on_debtor(kind) && kind != RecordKind::kContact; }
/// Kinds whose kAmount is summed per currency.
constexpr bool carries_money(RecordKind kind) {
  return kind == RecordKind::kReceivable || kind == RecordKind::kPayment || kind == RecordKind::kCreditNote ||
         kind == RecordKind::kPromise;
}
/// Kinds that may name one receivable of their debtor, which is their parent then.
constexpr bool names_receivable(RecordKind kind) {
  return kind == RecordKind::kPayment || kind == RecordKind::kCreditNote || kind == RecordKind::kDispute ||
         kind == RecordKind::kHold || kind == RecordKind::kPlacement;
}
/// Kinds that may list receivables of their debtor, all of which are their parents then. What an interaction lists is only
/// told of: the contact has happened, whether anybody knows them or not.
constexpr bool lists_receivables(RecordKind kind) { return kind == RecordKind::kPromise || kind == RecordKind::kPlan; }
/// Kinds that may name a group of receivables, or reverse a record of their own kind.
constexpr bool is_money(RecordKind kind) { return kind == RecordKind::kPayment || kind == RecordKind::kCreditNote; }
/// Kinds that may leave their debtor out: it is that of the receivable they name.
constexpr bool may_lack_debtor(RecordKind kind) {
  return kind == RecordKind::kDispute || kind == RecordKind::kHold || kind == RecordKind::kPlacement;
}

}  // namespace dunlin::core
