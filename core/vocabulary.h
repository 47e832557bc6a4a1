// The trade's closed lists: record kinds, channels, flags, standings, actions, stages. Each list is an enum with its names
// beside it; files, FEEL, JSON and the store all spell them through these tables.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dunlin::core {

/// What a row of input can be. The order is part of the on-disk contract: add at the end only.
enum class RecordKind : uint8_t {
  kCreditor,
  kDebtor,
  kContact,
  kReceivable,
  kPayment,
  kCreditNote,
  kPromise,
  kPlan,
  kDispute,
  kHold,
  kInteraction,
  kRate,
  kFx,
  kPlacement,
  kCase,
};
inline constexpr size_t kRecordKinds = 15;
/// Names as `--kind` takes them.
inline constexpr std::array<std::string_view, kRecordKinds> kRecordKindNames = {
    "creditors", "debtors", "contacts",     "receivables", "payments", "credit_notes", "promises", "plans",
    "disputes",  "holds",   "interactions", "rates",       "fx",       "placements",   "cases"};

enum class Channel : uint8_t { kEmail, kLetter, kSms, kWhatsapp, kCall, kPortal };
inline constexpr std::array<std::string_view, 6> kChannelNames = {"email", "letter", "sms", "whatsapp", "call", "portal"};
/// Set of channels as bits (1 << channel).
using ChannelSet = uint32_t;
inline constexpr ChannelSet kEveryChannel = (1U << kChannelNames.size()) - 1;
constexpr ChannelSet bit(Channel channel) { return 1U << static_cast<unsigned>(channel); }

enum class DebtorFlag : uint8_t { kInsolvent, kDeceased, kRepresented, kVulnerable, kCeaseContact, kBadAddress };
inline constexpr std::array<std::string_view, 6> kDebtorFlagNames = {"insolvent",  "deceased",      "represented",
                                                                     "vulnerable", "cease_contact", "bad_address"};
using DebtorFlags = uint32_t;
constexpr DebtorFlags bit(DebtorFlag flag) { return 1U << static_cast<unsigned>(flag); }

enum class DebtorKind : uint8_t { kBusiness, kConsumer };
inline constexpr std::array<std::string_view, 2> kDebtorKindNames = {"business", "consumer"};

enum class Payer : uint8_t { kSelf, kParent };
inline constexpr std::array<std::string_view, 2> kPayerNames = {"self", "parent"};

enum class ContactRole : uint8_t { kBilling, kManager, kRepresentative, kGuardian, kSurety, kCoDebtor, kHeir };
inline constexpr std::array<std::string_view, 7> kContactRoleNames = {
    "billing", "manager", "representative", "guardian", "surety", "co_debtor", "heir"};

enum class ReceivableKind : uint8_t { kInvoice, kInstalment, kLoan, kFee, kOther };
inline constexpr std::array<std::string_view, 5> kReceivableKindNames = {"invoice", "instalment", "loan", "fee", "other"};

enum class ReceivableStatus : uint8_t { kOpen, kDraft, kCancelled, kWrittenOff };
inline constexpr std::array<std::string_view, 4> kReceivableStatusNames = {"open", "draft", "cancelled", "written_off"};

enum class CreditNoteReason : uint8_t { kReturn, kGoodwill, kAdjustment, kWriteOff };
inline constexpr std::array<std::string_view, 4> kCreditNoteReasonNames = {"return", "goodwill", "adjustment", "write_off"};

/// Standing of a receivable on a business date, in the order in which the first match wins.
enum class Standing : uint8_t { kClosed, kWrittenOff, kHeld, kDisputed, kPromised, kPlanned, kNotDue, kOverdue, kAbsent };
/// The last name is for receivables that do not exist on the date (draft, cancelled, not yet issued); it is never reported.
inline constexpr std::array<std::string_view, 9> kStandingNames = {
    "closed", "written_off", "held", "disputed", "promised", "planned", "not_due", "overdue", "absent"};

enum class ActionKind : uint8_t {
  kContact,
  kCallTask,
  kLegalReferral,
  kAgencyPlacement,
  kDirectDebit,
  kWriteOffProposal,
  kCreditStop,
  kWebhook,
};
inline constexpr std::array<std::string_view, 8> kActionKindNames = {
    "contact",      "call_task",          "legal_referral", "agency_placement",
    "direct_debit", "write_off_proposal", "credit_stop",    "webhook"};
/// Only these need an address and pass the contact policy.
constexpr bool is_contact(ActionKind action) { return action == ActionKind::kContact || action == ActionKind::kCallTask; }

enum class Stage : uint8_t { kNone, kAmicable, kFinalNotice, kPreLegal, kLegal, kAgency, kWriteOff };
inline constexpr std::array<std::string_view, 7> kStageNames = {"none",  "amicable", "final_notice", "pre_legal",
                                                                "legal", "agency",   "write_off"};

/// Why a receivable (or a whole debtor) is held. The first two stop contact, steps, fees and interest for good.
enum class HoldReason : uint8_t { kBreathingSpace, kBankruptcy, kManual, kLegalStop, kGrace, kOwnError };
inline constexpr std::array<std::string_view, 6> kHoldReasonNames = {"breathing_space", "bankruptcy", "manual",
                                                                     "legal_stop",      "grace",      "own_error"};

/// What became of a contact.
enum class InteractionOutcome : uint8_t {
  kSent,
  kDelivered,
  kOpened,
  kFailed,
  kAnswered,
  kNoAnswer,
  kConversation,
  kRefused,
  kDone,
  kSkipped,
  kCancelled,
};
inline constexpr std::array<std::string_view, 11> kInteractionOutcomeNames = {
    "sent",         "delivered", "opened", "failed",  "answered", "no_answer",
    "conversation", "refused",   "done",   "skipped", "cancelled"};

enum class Direction : uint8_t { kOut, kIn };
inline constexpr std::array<std::string_view, 2> kDirectionNames = {"out", "in"};

/// What a scenario may answer with an action of its own (`[on.NAME]`). Numbers are on disk: add at the end only.
enum class EventKind : uint8_t {
  kPromiseBroken,
  kPlanBroken,
  kCure,
  kDisputeOpened,
  kDisputeResolved,
  kPaymentReturned,
  kLimitExceeded,
  kFinished,
};
inline constexpr std::array<std::string_view, 8> kEventKindNames = {"promise_broken", "plan_broken",      "cure",
                                                                    "dispute_opened", "dispute_resolved", "payment_returned",
                                                                    "limit_exceeded", "finished"};

/// Who carries the step memory of a scenario.
enum class UnitKind : uint8_t { kDebtor, kReceivable, kDebtorCurrency };
inline constexpr std::array<std::string_view, 3> kUnitKindNames = {"debtor", "receivable", "debtor_currency"};

/// Position of `name` in one of the name tables above.
std::optional<uint8_t> find_name(std::span<const std::string_view> names, std::string_view name);

template <class Enum, size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto at = find_name(names, name);
  if (!at) return std::nullopt;
  return static_cast<Enum>(*at);
}
template <class Enum, size_t N>
constexpr std::string_view name_of(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<size_t>(value)];
}

/// The known name closest to a misspelt one (edit distance), for error messages; empty when nothing is near.
std::string_view nearest_name(std::span<const std::string_view> names, std::string_view name);

}  // namespace dunlin::core
