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
  kCount_,
};
inline constexpr size_t kFieldCount = static_cast<size_t>(Field::kCount_);
std::string_view field_name(Field field);

enum class FieldType : uint8_t {
  kId,          ///< text of 1..64 bytes
  kText,        ///< text
  kTextList,    ///< text, entries parted by ';'
  kEnum,        ///< integer: position in FieldSpec::names
  kChannelSet,  ///< integer: bits of core::Channel
  kFlagSet,     ///< integer: bits of core::DebtorFlag
  kAmount,      ///< integer: minor units of the row's currency (of the base currency where the record has none)
  kCurrency,    ///< integer: Currency::code
  kDate,        ///< integer: days since 1970-01-01
  kInteger,     ///< integer
  kDecimal,     ///< integer: millionths
};
constexpr bool is_text(FieldType type) {
  return type == FieldType::kId || type == FieldType::kText || type == FieldType::kTextList;
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
