// The catalogue of fields: every record kind's columns, their types, and whether rules read them (facts) or only people
// and letters do (cold). Files, the store and the features are all driven by this one table; its names are a contract.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/vocabulary.h"

namespace dunlin::core {

/// Column names across all records. Numbers are on disk: add at the end only.
enum class Field : uint16_t {
  kCreditorId,
  kDebtorId,
  kContactId,
  kReceivableId,
  kPaymentId,
  kCreditNoteId,
  kName,
  kKind,
  kCountry,
  kRegion,
  kPostalCode,
  kCity,
  kStreet,
  kLanguage,
  kTimezones,
  kEmail,
  kPhone,
  kMobile,
  kPreferredChannel,
  kCreditLimit,
  kSegment,
  kSalesRep,
  kCollector,
  kTeam,
  kScenario,
  kParentDebtorId,
  kPayer,
  kMandateId,
  kOptOut,
  kFlags,
  kExternalScore,
  kRole,
  kReceives,
  kAmount,
  kCurrency,
  kDueDate,
  kIssueDate,
  kTerms,
  kGroupId,
  kPortfolio,
  kReference,
  kStatus,
  kStatusOn,
  kDocumentUrl,
  kTimeBarredOn,
  kEndToEndId,
  kOriginalDueDate,
  kValueDate,
  kMethod,
  kReverses,
  kReasonCode,
  kDate,
  kReason,
  kBaseCurrency,
  kLegalName,
  kIban,
  kBic,
  kContactEmail,
  // Kept by the engine, never read from files.
  kHash,           ///< debtor hash, as the bits of an int64
  kImport,         ///< number of the import that last changed the row
  kDebtorMissing,  ///< 1: records arrived before their debtor did; the debtor is suspended
  kReach,          ///< ChannelSet for which the cold strings hold an address; lets channels be decided without reading cold
  // Memory of a run (state family).
  kUnit,
  kUnitKind,
  kEpisode,
  kEpisodeOpen,
  kOpenedOn,
  kStep,
  kStepOn,
  kAnchor,
  kActed,
  kChannel,
  kOn,
  kListed,
  kStepsDone,
  kForgotOn,
  // Records about the debt: promises, plans, disputes, holds, interactions, rates, placements, cases.
  kPromiseId,
  kPromisedOn,
  kDueOn,
  kReceivableIds,
  kPlanId,
  kAgreedOn,
  kInstalments,
  kMaxMissed,
  kDisputeId,
  kDisputedAmount,
  kResolvedOn,
  kOutcome,
  kHoldId,
  kFrom,
  kUntil,
  kInteractionId,
  kAt,
  kDirection,
  kActionId,
  kNumberBad,
  kConsent,
  kNote,
  kBase,
  kQuote,
  kValue,
  kPlacementId,
  kPlacedOn,
  kRecalledOn,
  kAgency,
  kCommission,
  kCaseId,
  kCourt,
  kLawyer,
  kTitle,
  kDates,
  kCosts,
  // More memory of a run.
  kPart,           ///< of a charge: rules::ClaimPart, or kShownInterest
  kEvent,          ///< core::EventKind
  kRecordId,       ///< of the record that an event is about
  kDone,           ///< 1: the event was answered, or lapsed
  kActionHash,     ///< low 64 bits of an action's id
  kBlockedSince,   ///< first day on which a due step had no permitted channel
  kRepeats,        ///< how often the last step was taken
  kPendingStep,    ///< step_path() of an emitted step that is not completed yet
  kPendingOn,      ///< date of it
  kPendingAction,  ///< its action id, 32 hex digits
  kPastEpisodes,   ///< days on which episodes that are over opened and closed
  kCount_,
};
inline constexpr size_t kFieldCount = static_cast<size_t>(Field::kCount_);
std::string_view field_name(Field field);

enum class FieldType : uint8_t {
  kId,           ///< text of 1..64 bytes
  kText,         ///< text
  kTextList,     ///< text, entries parted by ';'
  kEnum,         ///< integer: position in FieldSpec::names
  kChannelSet,   ///< integer: bits of core::Channel
  kFlagSet,      ///< integer: bits of core::DebtorFlag
  kAmount,       ///< integer: minor units of the row's currency (of the base currency where the record has none)
  kCurrency,     ///< integer: Currency::code
  kDate,         ///< integer: days since 1970-01-01
  kInteger,      ///< integer
  kDecimal,      ///< integer: millionths
  kRate,         ///< integer: units of 10^-10 (rates, exchange rates)
  kBoolean,      ///< integer: 0 or 1
  kInstant,      ///< integer: seconds since 1970-01-01T00:00:00Z
  kInstalments,  ///< text, `date=amount` in minor units, by date, parted by ';' (core/instalments.h)
};
constexpr bool is_text(FieldType type) {
  return type == FieldType::kId || type == FieldType::kText || type == FieldType::kTextList ||
         type == FieldType::kInstalments;
}

enum class Warmth : uint8_t { kFacts, kCold };

struct FieldSpec {
  Field field;
  FieldType type;
  bool required = false;
  Warmth warmth = Warmth::kFacts;
  std::span<const std::string_view> names = {};  ///< of kEnum
};

/// The fields of a kind that a file may give, required ones first. Empty for kinds that no file can load yet.
std::span<const FieldSpec> fields_of(RecordKind kind);
/// The field named `name` in records of `kind`.
const FieldSpec* find_field(RecordKind kind, std::string_view name);
const FieldSpec* find_field(RecordKind kind, Field field);
/// The field that identifies a record within its creditor (debtor_id for debtors, payment_id for payments ...).
Field id_field(RecordKind kind);
/// True for records that never change once entered (payments, credit notes): same id, other content = conflict.
constexpr bool is_fact(RecordKind kind) {
  return kind == RecordKind::kPayment || kind == RecordKind::kCreditNote || kind == RecordKind::kInteraction;
}

}  // namespace dunlin::core
