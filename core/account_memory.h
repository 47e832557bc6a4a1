// What a run remembers of a page's debtors: the steps their units took, the pre-due reminders given, the contacts made.
// Only debtors with something to remember have a row. Kept apart from the facts so that a night rewrites little.
#pragma once

#include "core/account_page.h"

namespace dunlin::core {

/// Debtors as in AccountPage (kHash, kCreditorId, kDebtorId, same order), each with three groups:
///  - units: kUnitKind, kUnit (text: "" for the debtor, a receivable_id, or a currency code), kScenario (text), kEpisode
///    (1..), kEpisodeOpen (0/1), kOpenedOn, kStep (text, id of the last completed step of the open episode; null: none),
///    kStepOn (date of it), kAnchor (text, receivable_id that was the anchor then), kActed (1: the episode had an action),
///    kFlags (1: the episode opened under a scenario of the receivable's own), kForgotOn (day on which the episode opened,
///    forgot its steps or closed); order: (unit kind, unit bytes).
///  - marks: kReceivableId, kScenario, kStep, kOn: pre-due steps taken; order: receivable_id bytes.
///  - contacts: kOn, kChannel (position in kChannelNames), kListed (text: the receivable_ids it listed, parted by '\n', only
///    where a cap of receivable scope asks; else null): own emitted contacts, newest last.
struct MemoryPage {
  Table debtors{RecordKind::kDebtor};
  Group units;
  Group marks;
  Group contacts;
};

}  // namespace dunlin::core
