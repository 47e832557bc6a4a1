// What each row of an import does to the store: one pass over a page and the rows that fall into it, debtor by debtor, both
// in the same order. Decides only; rows that are to be written are picked by their verdicts afterwards.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/account_page.h"
#include "engine/import/creditor_book.h"
#include "engine/import/id_owners.h"
#include "engine/import/ordered_rows.h"
#include "engine/import/reject_book.h"
#include "engine/import/totals_change.h"
#include "engine/import/verdict.h"
#include "engine/import/waiting_money.h"

namespace dunlin::engine {

/// Reason codes of rows that the import itself does not take; those of cells are the reader's.
inline constexpr std::string_view kDebtorChanged = "debtor_changed";      ///< conflict: the id is another debtor's
inline constexpr std::string_view kCurrencyChanged = "currency_changed";  ///< conflict: a receivable's currency
inline constexpr std::string_view kContentChanged = "content_changed";    ///< conflict: a fact with other content
inline constexpr std::string_view kOtherDebtor = "other_debtor";          ///< a row names another debtor's record
inline constexpr std::string_view kNotInForce = "not_in_force";           ///< a credit invoice that is draft or cancelled
inline constexpr std::string_view kSignChanged = "sign_changed";          ///< conflict: a receivable comes as a credit note
inline constexpr std::string_view kTooPrecise = "bad_amount";             ///< finer than its receivable's currency

/// Names the file of a row that waited in the store for its debtor, when it turns out that it cannot be taken.
inline constexpr std::string_view kWaitingFile = "(waiting)";

/// What all pages of an import are classified against. Shared by the threads; the rejects lock themselves.
struct ClassifyContext {
  const CreditorBook& creditors;
  const IdOwners& owners;
  const std::vector<std::string>& files;  ///< names as rejects show them
  RejectBook& rejects;
  WaitingMoney& waiting;  ///< locks itself too
};

/// The rows of one page: for each kind, positions [begin, end) of OrderedRows::sorted.
struct PageRows {
  struct Span {
    size_t begin = 0, end = 0;
  };
  std::array<Span, core::kRecordKinds> kinds{};
};

/// One verdict a staged row, by kind.
using KindVerdicts = std::array<std::vector<Verdict>, core::kRecordKinds>;

/// Gives every row of the page its verdict and writes the rejects. `page` holds what the store knows, with its cold columns
/// where rows speak of them. `verdicts[kind]` has one entry a staged row of the kind. `change` collects what the rows taken
/// change in the page's control totals.
void classify_page(const ClassifyContext& context, const OrderedKinds& rows, const PageRows& of_page,
                   const core::AccountPage& page, KindVerdicts& verdicts, TotalsChange& change);

}  // namespace dunlin::engine
