#include "engine/import/classify.h"

#include <algorithm>
#include <limits>

#include "core/decimal.h"
#include "core/money.h"
#include "engine/import/disputed_amount.h"
#include "engine/import/fact_content.h"
#include "engine/import/named_parents.h"
#include "engine/import/record_versions.h"

namespace dunlin::engine {
namespace {

using core::DebtorHash;
using core::Field;
using core::RecordKind;

// Debtors before everything else, receivables before what names them.
constexpr RecordKind kOrder[] = {RecordKind::kDebtor,      RecordKind::kContact,    RecordKind::kReceivable,
                                 RecordKind::kPayment,     RecordKind::kCreditNote, RecordKind::kPromise,
                                 RecordKind::kPlan,        RecordKind::kDispute,    RecordKind::kHold,
                                 RecordKind::kInteraction, RecordKind::kPlacement,  RecordKind::kCase};

size_t index(RecordKind kind) { return static_cast<size_t>(kind); }

/// The walk over one page. Lives on the stack of one thread.
class PageWalk {
 public:
  PageWalk(const ClassifyContext& context, const OrderedKinds& rows, const PageRows& of_page, const core::AccountPage& page,
           KindVerdicts& verdicts, TotalsChange& change)
      : context_(context), rows_(rows), of_page_(of_page), page_(page), verdicts_(verdicts), change_(change) {
    for (const RecordKind kind : kOrder) {
      if (rows_[index(kind)].rows() > 0) fields_[index(kind)] = spoken_fields(rows_[index(kind)].staged.rows);
    }
  }

  void walk();

 private:
  using Span = PageRows::Span;
  /// The rows of one debtor (or of all debtors near it), by kind.
  using Spans = std::array<Span, core::kRecordKinds>;

  /// The debtor at work.
  struct Debtor {
    Spans spans;
    std::optional<size_t> stored;  // row of the page's debtors
    std::string_view creditor_id, debtor_id;
    bool creditor_known = false;
    bool known = false;                  // the store or the import introduces it
    const IdOwners* siblings = nullptr;  // ids met by several debtors near each other
  };

  DebtorHash lowest_hash(const Spans& left) const;
  bool one_debtor(const Spans& spans, size_t stored_begin, size_t stored_end) const;
  void walk_siblings(Spans spans, size_t stored_begin, size_t stored_end);
  IdOwners sibling_owners(const Spans& spans, size_t stored_begin, size_t stored_end) const;
  void classify_debtor(Debtor& debtor);
  void classify_debtor_rows(const Debtor& debtor);
  void classify_records(const Debtor& debtor, RecordKind kind);
  void classify_upserts(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows, const StoredRecord& stored);
  void classify_facts(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows, const StoredRecord& stored);
  void mark_currency_changes(std::span<const uint32_t> rows, const StoredRecord& stored, std::span<Verdict> said);
  void mark_parents(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows);
  const IdOwner* owner_of(const Debtor& debtor, RecordKind kind, std::string_view id) const;
  bool has_record(const Debtor& debtor, RecordKind kind, std::string_view id) const;
  /// First row of the import that brings the record to the debtor.
  std::optional<uint32_t> brought_record(const Debtor& debtor, RecordKind kind, std::string_view id) const;
  /// What is to be said of the records that a row names; another debtor's is rejected on the spot.
  enum class Parents : uint8_t { kKnown, kUnknown, kOthers };
  Parents parents_of(const Debtor& debtor, RecordKind kind, uint32_t row);
  void note_waiting(const Debtor& debtor, RecordKind kind, uint32_t row);
  bool has_group(const Debtor& debtor, std::string_view group);
  /// What is to be said of a credit note that came of a negative receivable; kInserted: nothing.
  Verdict moved_receivable(const Debtor& debtor, uint32_t row, bool known);
  bool is_too_precise(const Debtor& debtor, RecordKind kind, uint32_t row);
  std::optional<int64_t> currency_of(const Debtor& debtor, std::string_view receivable) const;
  StoredRecord stored_record(const Debtor& debtor, RecordKind kind, std::string_view id) const;
  std::span<const uint32_t> sorted(RecordKind kind, Span span) const {
    return std::span(rows_[index(kind)].sorted).subspan(span.begin, span.end - span.begin);
  }
  void reject(RecordKind kind, uint32_t row, std::string_view reason, Field field, std::string text, std::string detail,
              bool conflict);

  const ClassifyContext& context_;
  const OrderedKinds& rows_;
  const PageRows& of_page_;
  const core::AccountPage& page_;
  KindVerdicts& verdicts_;
  TotalsChange& change_;
  std::array<std::vector<Field>, core::kRecordKinds> fields_;
  // The creditor asked for last: rows of a page seldom change it.
  std::string_view last_creditor_;
  bool last_creditor_known_ = false;
  std::vector<Verdict> said_;
  std::vector<uint8_t> waits_;        // beside said_: names a record that nobody knows
  std::optional<GroupNames> groups_;  // of the debtor at work, once somebody asks
};

DebtorHash PageWalk::lowest_hash(const Spans& left) const {
  DebtorHash lowest = std::numeric_limits<DebtorHash>::max();
  for (const RecordKind kind : kOrder) {
    const OrderedRows& rows = rows_[index(kind)];
    const Span& span = left[index(kind)];
    if (span.begin < span.end) lowest = std::min(lowest, rows.hashes[rows.sorted[span.begin]]);
  }
  return lowest;
}

void PageWalk::walk() {
  Spans left = of_page_.kinds;
  size_t stored = 0;
  const auto rows_left = [&] {
    return std::any_of(left.begin(), left.end(), [](const Span& span) { return span.begin < span.end; });
  };
  while (rows_left()) {
    // Debtors who agree in the bits that the ids index keeps are looked at together: it cannot tell them apart.
    const uint32_t prefix = position_prefix(lowest_hash(left));
    Spans here{};
    for (const RecordKind kind : kOrder) {
      const OrderedRows& rows = rows_[index(kind)];
      Span& span = left[index(kind)];
      const size_t begin = span.begin;
      while (span.begin < span.end && position_prefix(rows.hashes[rows.sorted[span.begin]]) == prefix) ++span.begin;
      here[index(kind)] = {begin, span.begin};
    }
    while (stored < page_.debtor_count() && position_prefix(page_.hash(stored)) < prefix) ++stored;
    size_t stored_end = stored;
    while (stored_end < page_.debtor_count() && position_prefix(page_.hash(stored_end)) == prefix) ++stored_end;
    if (one_debtor(here, stored, stored_end)) {
      Debtor debtor{here, stored < stored_end ? std::optional(stored) : std::nullopt, {}, {}};
      classify_debtor(debtor);
    } else {
      walk_siblings(here, stored, stored_end);
    }
    stored = stored_end;
  }
}

/// Rows are ordered, so a kind speaks of one debtor when its first and last row do.
bool PageWalk::one_debtor(const Spans& spans, size_t stored_begin, size_t stored_end) const {
  if (stored_end - stored_begin > 1) return false;
  std::optional<storage::DebtorKey> key;
  if (stored_begin < stored_end) key = storage::debtor_key(page_.debtors, stored_begin);
  for (const RecordKind kind : kOrder) {
    const OrderedRows& rows = rows_[index(kind)];
    const Span& span = spans[index(kind)];
    if (span.begin == span.end) continue;
    for (const size_t at : {span.begin, span.end - 1}) {
      const storage::DebtorKey mine = rows.key(rows.sorted[at]);
      if (!key) key = mine;
      if (mine != *key) return false;
    }
  }
  return true;
}

/// Several debtors on one position of the ids index, so their claims are weighed here.
void PageWalk::walk_siblings(Spans spans, size_t stored_begin, size_t stored_end) {
  const IdOwners owners = sibling_owners(spans, stored_begin, stored_end);
  size_t stored = stored_begin;
  while (true) {
    std::optional<storage::DebtorKey> next;
    for (const RecordKind kind : kOrder) {
      const Span& span = spans[index(kind)];
      if (span.begin == span.end) continue;
      const storage::DebtorKey mine = rows_[index(kind)].key(rows_[index(kind)].sorted[span.begin]);
      if (!next || storage::debtor_order(mine, *next) < 0) next = mine;
    }
    if (!next) return;
    Debtor debtor;
    for (const RecordKind kind : kOrder) {
      const OrderedRows& rows = rows_[index(kind)];
      Span& span = spans[index(kind)];
      const size_t begin = span.begin;
      while (span.begin < span.end && rows.key(rows.sorted[span.begin]) == *next) ++span.begin;
      debtor.spans[index(kind)] = {begin, span.begin};
    }
    while (stored < stored_end && storage::debtor_order(storage::debtor_key(page_.debtors, stored), *next) < 0) ++stored;
    if (stored < stored_end && storage::debtor_key(page_.debtors, stored) == *next) debtor.stored = stored;
    debtor.siblings = &owners;
    classify_debtor(debtor);
  }
}

IdOwners PageWalk::sibling_owners(const Spans& spans, size_t stored_begin, size_t stored_end) const {
  IdOwners owners;
  for (const RecordKind kind : kOrder) {
    if (!is_indexed(kind)) continue;
    const core::Group& group = page_.group(kind);
    for (size_t debtor = stored_begin; debtor < stored_end; ++debtor) {
      for (size_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
        owners.set_stored(page_.debtors.text_at(Field::kCreditorId, debtor), kind,
                          group.rows.text_at(core::id_field(kind), row), page_.debtors.text_at(Field::kDebtorId, debtor));
      }
    }
    const OrderedRows& rows = rows_[index(kind)];
    for (const uint32_t row : sorted(kind, spans[index(kind)])) {
      owners.claim(rows.creditors->at(row), kind, rows.id(row), rows.debtors->at(row), rows.staged.orders[row]);
    }
  }
  return owners;
}

const IdOwner* PageWalk::owner_of(const Debtor& debtor, RecordKind kind, std::string_view id) const {
  if (!context_.owners.empty() && context_.owners.contended(core::id_fingerprint(debtor.creditor_id, kind, id))) {
    if (const IdOwner* owner = context_.owners.find(debtor.creditor_id, kind, id)) return owner;
  }
  return debtor.siblings == nullptr ? nullptr : debtor.siblings->find(debtor.creditor_id, kind, id);
}

StoredRecord PageWalk::stored_record(const Debtor& debtor, RecordKind kind, std::string_view id) const {
  if (!debtor.stored) return {};
  const core::Group& group = page_.group(kind);
  const auto row = find_record(group.rows, group.begin[*debtor.stored], group.begin[*debtor.stored + 1], id);
  return row ? StoredRecord{&group.rows, *row} : StoredRecord{};
}

bool PageWalk::has_record(const Debtor& debtor, RecordKind kind, std::string_view id) const {
  return stored_record(debtor, kind, id).exists() || brought_record(debtor, kind, id).has_value();
}

std::optional<uint32_t> PageWalk::brought_record(const Debtor& debtor, RecordKind kind, std::string_view id) const {
  const OrderedRows& rows = rows_[index(kind)];
  const auto mine = sorted(kind, debtor.spans[index(kind)]);
  auto at = std::lower_bound(mine.begin(), mine.end(), id,
                             [&](uint32_t row, std::string_view wanted) { return rows.id(row) < wanted; });
  for (; at != mine.end() && rows.id(*at) == id; ++at) {
    const Verdict verdict = verdicts_[index(kind)][*at];
    if (verdict != Verdict::kConflict && verdict != Verdict::kRejected) return *at;
  }
  return std::nullopt;
}

PageWalk::Parents PageWalk::parents_of(const Debtor& debtor, RecordKind kind, uint32_t row) {
  const core::Table& events = rows_[index(kind)].staged.rows;
  Parents parents = Parents::kKnown;
  each_parent(events, row, [&](const NamedParent& parent) {
    if (has_record(debtor, parent.kind, parent.id)) return true;
    parents = Parents::kUnknown;
    const IdOwner* owner = owner_of(debtor, parent.kind, parent.id);
    if (owner == nullptr || owner->debtor_id == debtor.debtor_id) return true;
    parents = Parents::kOthers;
    reject(kind, row, kOtherDebtor, parent.field, std::string(parent.id),
           std::string(core::field_name(core::id_field(parent.kind))) + " " + std::string(parent.id) +
               " belongs to debtor " + owner->debtor_id + ", this row names debtor " + std::string(debtor.debtor_id),
           false);
    return false;
  });
  if (parents != Parents::kKnown) return parents;
  const std::string_view group = named_group(events, row);
  return group.empty() || has_group(debtor, group) ? Parents::kKnown : Parents::kUnknown;
}

void PageWalk::note_waiting(const Debtor& debtor, RecordKind kind, uint32_t row) {
  const std::string_view named = rows_[index(kind)].staged.rows.text_at(Field::kReceivableId, row);
  if (named.empty() || has_record(debtor, RecordKind::kReceivable, named)) return;
  context_.waiting.add(kind, debtor.creditor_id, debtor.debtor_id, rows_[index(kind)].id(row), named);
}

bool PageWalk::has_group(const Debtor& debtor, std::string_view group) {
  if (!groups_) {
    groups_.emplace();
    if (debtor.stored) {
      const core::Group& stored = page_.group(RecordKind::kReceivable);
      for (size_t row = stored.begin[*debtor.stored]; row < stored.begin[*debtor.stored + 1]; ++row) {
        add_group(stored.rows, row, *groups_);
      }
    }
    for (const uint32_t row : sorted(RecordKind::kReceivable, debtor.spans[index(RecordKind::kReceivable)])) {
      if (verdicts_[index(RecordKind::kReceivable)][row] == Verdict::kConflict) continue;
      add_group(rows_[index(RecordKind::kReceivable)].staged.rows, row, *groups_);
    }
  }
  return groups_->contains(group);
}

void PageWalk::classify_debtor(Debtor& debtor) {
  groups_.reset();
  for (const RecordKind kind : kOrder) {
    const Span& span = debtor.spans[index(kind)];
    if (span.begin == span.end) continue;
    const storage::DebtorKey key = rows_[index(kind)].key(rows_[index(kind)].sorted[span.begin]);
    debtor.creditor_id = key.creditor_id;
    debtor.debtor_id = key.debtor_id;
    break;
  }
  if (last_creditor_ != debtor.creditor_id || last_creditor_.data() == nullptr) {
    last_creditor_ = debtor.creditor_id;
    last_creditor_known_ = context_.creditors.knows(debtor.creditor_id);
  }
  debtor.creditor_known = last_creditor_known_;
  const Span& own = debtor.spans[index(RecordKind::kDebtor)];
  debtor.known = own.begin < own.end || (debtor.stored && page_.debtors.int_at(Field::kDebtorMissing, *debtor.stored) != 1);
  classify_debtor_rows(debtor);
  for (const RecordKind kind : kOrder) {
    if (kind != RecordKind::kDebtor) classify_records(debtor, kind);
  }
}

void PageWalk::classify_debtor_rows(const Debtor& debtor) {
  const auto rows = sorted(RecordKind::kDebtor, debtor.spans[index(RecordKind::kDebtor)]);
  if (rows.empty()) return;
  const bool stored = debtor.stored && page_.debtors.int_at(Field::kDebtorMissing, *debtor.stored) != 1;
  classify_upserts(debtor, RecordKind::kDebtor, rows,
                   stored ? StoredRecord{&page_.debtors, *debtor.stored} : StoredRecord{});
}

void PageWalk::classify_records(const Debtor& debtor, RecordKind kind) {
  const OrderedRows& of_kind = rows_[index(kind)];
  const auto rows = sorted(kind, debtor.spans[index(kind)]);
  for (size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
    const std::string_view id = of_kind.id(rows[begin]);
    while (end < rows.size() && of_kind.id(rows[end]) == id) ++end;
    const auto versions = rows.subspan(begin, end - begin);
    const IdOwner* owner = is_indexed(kind) ? owner_of(debtor, kind, id) : nullptr;
    if (owner != nullptr && owner->debtor_id != debtor.debtor_id) {
      for (const uint32_t row : versions) {
        verdicts_[index(kind)][row] = Verdict::kConflict;
        reject(kind, row, kDebtorChanged, Field::kDebtorId, std::string(debtor.debtor_id),
               std::string(core::field_name(core::id_field(kind))) + " " + std::string(id) + " belongs to debtor " +
                   owner->debtor_id + (owner->stored ? " in the store" : " in an earlier row of this import") +
                   ", this row says " + std::string(debtor.debtor_id),
               true);
      }
      continue;
    }
    if (core::is_fact(kind)) {
      classify_facts(debtor, kind, versions, stored_record(debtor, kind, id));
    } else {
      classify_upserts(debtor, kind, versions, stored_record(debtor, kind, id));
    }
  }
}

void PageWalk::classify_upserts(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows,
                                const StoredRecord& stored) {
  const bool suspended = !debtor.creditor_known || !debtor.known;
  const Verdict inserted = suspended ? Verdict::kSuspended : Verdict::kInserted;
  const core::Table& events = rows_[index(kind)].staged.rows;
  const bool names_parents = core::names_receivable(kind) || core::lists_receivables(kind);
  if (rows.size() == 1 && !stored.exists() && !names_parents) {
    verdicts_[index(kind)][rows.front()] = inserted;
    change_.add_record(events, rows.front());
    return;
  }
  said_.assign(rows.size(), Verdict::kInserted);
  if (kind == RecordKind::kReceivable) mark_currency_changes(rows, stored, said_);
  waits_.assign(rows.size(), 0);
  if (names_parents) mark_parents(debtor, kind, rows);
  classify_versions(events, fields_[index(kind)], rows, stored, said_);
  StoredRecord last = stored;
  for (size_t i = 0; i < rows.size(); ++i) {
    verdicts_[index(kind)][rows[i]] = said_[i] != Verdict::kInserted ? said_[i]
                                      : waits_[i] != 0               ? Verdict::kSuspended
                                                                     : inserted;
    if (!is_taken(said_[i])) continue;
    if (last.exists()) {
      change_.amend_record(*last.rows, last.row, events, rows[i]);
    } else {
      change_.add_record(events, rows[i]);
    }
    last = {&events, rows[i]};
  }
}

/// Rows that name another debtor's receivable are not taken, those that name an unknown one wait for it.
void PageWalk::mark_parents(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    const Parents parents = parents_of(debtor, kind, rows[i]);
    if (parents == Parents::kOthers || is_too_precise(debtor, kind, rows[i])) said_[i] = Verdict::kRejected;
    waits_[i] = parents == Parents::kUnknown;
  }
}

void PageWalk::mark_currency_changes(std::span<const uint32_t> rows, const StoredRecord& stored, std::span<Verdict> said) {
  const core::Table& events = rows_[index(RecordKind::kReceivable)].staged.rows;
  int64_t currency = stored.exists() ? stored.rows->int_at(Field::kCurrency, stored.row) : core::kNull;
  for (size_t i = 0; i < rows.size(); ++i) {
    const int64_t mine = events.int_at(Field::kCurrency, rows[i]);
    if (currency == core::kNull) currency = mine;
    if (mine == currency) continue;
    said[i] = Verdict::kConflict;
    const std::string now = core::to_string(core::Currency{static_cast<uint32_t>(mine)});
    reject(RecordKind::kReceivable, rows[i], kCurrencyChanged, Field::kCurrency, now,
           "receivable_id " + std::string(rows_[index(RecordKind::kReceivable)].id(rows[i])) + " is in " +
               core::to_string(core::Currency{static_cast<uint32_t>(currency)}) + ", this row says " + now,
           true);
  }
}

Verdict PageWalk::moved_receivable(const Debtor& debtor, uint32_t row, bool known) {
  const core::Table& events = rows_[index(RecordKind::kCreditNote)].staged.rows;
  const int64_t status = events.is_int(Field::kStatus) ? events.int_at(Field::kStatus, row) : core::kLeave;
  if (status == core::kLeave) return Verdict::kInserted;
  const std::string id(rows_[index(RecordKind::kCreditNote)].id(row));
  if (status != core::kNull) {
    const std::string word(core::kReceivableStatusNames[static_cast<size_t>(status)]);
    const std::string_view why = known ? "the credit note is held, only one that reverses it takes it back: "
                                       : "a credit invoice is no credit while it is ";
    reject(RecordKind::kCreditNote, row, kNotInForce, Field::kStatus, word, std::string(why) + word, known);
    return known ? Verdict::kConflict : Verdict::kRejected;
  }
  if (known || !has_record(debtor, RecordKind::kReceivable, id)) return Verdict::kInserted;
  reject(RecordKind::kCreditNote, row, kSignChanged, Field::kAmount, "-" + FactContent::of(events, row).text(),
         "receivable_id " + id + " is a receivable, this row makes a credit note of it: cancel it and credit under a new id",
         true);
  return Verdict::kConflict;
}

bool PageWalk::is_too_precise(const Debtor& debtor, RecordKind kind, uint32_t row) {
  if (kind != RecordKind::kDispute) return false;
  const core::Table& events = rows_[index(kind)].staged.rows;
  const int64_t millionths =
      events.is_int(Field::kDisputedAmount) ? events.int_at(Field::kDisputedAmount, row) : core::kNull;
  const auto currency = currency_of(debtor, events.text_at(Field::kReceivableId, row));
  if (millionths <= core::kLeave || !currency) return false;
  const std::string why = too_precise_for(millionths, core::Currency{static_cast<uint32_t>(*currency)});
  if (why.empty()) return false;
  reject(kind, row, kTooPrecise, Field::kDisputedAmount, core::to_string(core::Decimal::of(millionths, 6)), why, false);
  return true;
}

std::optional<int64_t> PageWalk::currency_of(const Debtor& debtor, std::string_view receivable) const {
  const StoredRecord stored = stored_record(debtor, RecordKind::kReceivable, receivable);
  if (stored.exists()) return stored.rows->int_at(Field::kCurrency, stored.row);
  const auto row = brought_record(debtor, RecordKind::kReceivable, receivable);
  if (!row) return std::nullopt;
  return rows_[index(RecordKind::kReceivable)].staged.rows.int_at(Field::kCurrency, *row);
}

void PageWalk::classify_facts(const Debtor& debtor, RecordKind kind, std::span<const uint32_t> rows,
                              const StoredRecord& stored) {
  const OrderedRows& of_kind = rows_[index(kind)];
  const core::Table& events = of_kind.staged.rows;
  std::optional<FactContent> known;
  if (stored.exists()) known = FactContent::of(*stored.rows, stored.row);
  for (const uint32_t row : rows) {
    Verdict& verdict = verdicts_[index(kind)][row];
    if (is_released(of_kind.staged.orders[row])) {
      // It waited for a receivable that came under another debtor.
      verdict = known && parents_of(debtor, kind, row) == Parents::kOthers ? Verdict::kAmended : Verdict::kDuplicate;
      continue;
    }
    const FactContent mine = FactContent::of(events, row);
    if (known && kind == RecordKind::kCreditNote) {
      verdict = moved_receivable(debtor, row, true);
      if (verdict != Verdict::kInserted) continue;
    }
    if (known) {
      verdict = mine == *known ? Verdict::kDuplicate : Verdict::kConflict;
      if (verdict == Verdict::kConflict) {
        reject(kind, row, kContentChanged, mine.difference(*known), mine.text(),
               std::string(core::field_name(core::id_field(kind))) + " " + std::string(of_kind.id(row)) + " is " +
                   known->text() + ", this row says " + mine.text(),
               true);
      }
      continue;
    }
    verdict = kind == RecordKind::kCreditNote ? moved_receivable(debtor, row, false) : Verdict::kInserted;
    if (verdict != Verdict::kInserted) continue;
    const Parents parents = parents_of(debtor, kind, row);
    if (parents == Parents::kOthers) {
      verdict = Verdict::kRejected;
      continue;
    }
    verdict = debtor.creditor_known && debtor.known && parents == Parents::kKnown ? Verdict::kInserted : Verdict::kSuspended;
    if (parents == Parents::kUnknown && core::is_money(kind)) note_waiting(debtor, kind, row);
    known = mine;
    change_.add_record(events, row);
  }
}

void PageWalk::reject(RecordKind kind, uint32_t row, std::string_view reason, Field field, std::string text,
                      std::string detail, bool conflict) {
  const StagedRows& staged = rows_[index(kind)].staged;
  const RowOrder order = staged.orders[row];
  core::Reject reject;
  reject.file = is_released(order) ? std::string(kWaitingFile) : context_.files[file_of(order)];
  reject.row = row_of(order);
  reject.line = staged.lines[row];
  reject.kind = kind;
  reject.field = core::field_name(field);
  reject.text = std::move(text);
  reject.reason = reason;
  reject.detail = std::move(detail);
  reject.conflict = conflict;
  context_.rejects.add(file_of(order), std::move(reject), false);
}

}  // namespace

void classify_page(const ClassifyContext& context, const OrderedKinds& rows, const PageRows& of_page,
                   const core::AccountPage& page, KindVerdicts& verdicts, TotalsChange& change) {
  PageWalk(context, rows, of_page, page, verdicts, change).walk();
}

}  // namespace dunlin::engine
