// What a run remembers of a page's debtors: the steps their units took, the pre-due reminders given, the contacts made.
// Only debtors with something to remember have a row. Kept apart from the facts so that a night rewrites little.
#pragma once

#include <array>

#include "core/account_page.h"

namespace dunlin::core {

/// Debtors as in AccountPage (kHash, kCreditorId, kDebtorId, same order), each with five groups:
///  - units: kUnitKind, kUnit (text: "" for the debtor, a receivable_id, or a currency code), kScenario (text), kEpisode
///    (1..), kEpisodeOpen (0/1), kOpenedOn, kStep (text, id of the last completed step of the open episode; null: none),
///    kStepOn (date of it), kAnchor (text, receivable_id that was the anchor then), kActed (1: the episode had an action),
///    kFlags (1: the episode opened under a scenario of the receivable's own), kForgotOn (day on which the episode opened,
///    forgot its steps or closed), kRepeats (how often the last step was taken), kBlockedSince (first day on which the due
///    step had no permitted channel), kPendingStep, kPendingOn, kPendingAction (an emitted step that an interaction must
///    complete; without an action: the step that has no channel), kStepsDone (steps passed over or gone down from,
///    engine/run/memory_writer.h), kPastEpisodes (when earlier episodes opened and closed, likewise; often absent), kDate
///    and kChannel (day and channel of the first contact of the episode in writing); order: (unit kind, unit bytes).
///  - marks: kReceivableId, kScenario, kStep, kOn: pre-due steps taken; order: receivable_id bytes.
///  - contacts: kOn, kChannel (position in kChannelNames), kListed (text: the receivable_ids it listed, parted by '\n', only
///    where a cap of receivable scope asks; else null), kActionHash (low 64 bits of the action's id), kRole (representative,
///    where it went to that one; else null): own emitted contacts, newest last.
///  - charges: kReceivableId, kPart (rules::ClaimPart costs or interest; kShownInterest: shown, not charged; kNoticeGiven),
///    kAmount (minor units), kOn (the run's date), kUnitKind, kUnit, kScenario, kStep (id), kEpisode: what emitted actions
///    added to what is owed; order: (receivable_id bytes, kOn).
///  - events: kEvent (core::EventKind), kRecordId (text), kOn (day on which a run first saw it), kDone (1: answered or
///    lapsed, 0: waits), kForgotOn (day on which it was); order: (event, record id bytes).
struct MemoryPage {
  Table debtors{RecordKind::kDebtor};
  Group units;
  Group marks;
  Group contacts;
  Group charges;
  Group events;
};

/// The groups in the order in which they are stored; new ones join at the end.
inline constexpr std::array<Group MemoryPage::*, 5> kMemoryGroups = {
    &MemoryPage::units, &MemoryPage::marks, &MemoryPage::contacts, &MemoryPage::charges, &MemoryPage::events};

/// kPart of interest that an action showed without charging it: money left over on the receivable pays it before it becomes
/// cash.
inline constexpr int64_t kShownInterest = 3;
/// kPart of a row that adds nothing: the first notice in writing that the receivable got in an episode; kAmount holds the
/// channel. Kept only where a rule counts a period from it.
inline constexpr int64_t kNoticeGiven = 4;

}  // namespace dunlin::core
