#include "core/record_fields.h"

#include <array>

#include "core/invariant.h"

namespace dunlin::core {
namespace {

constexpr std::array<std::string_view, kFieldCount> kNames = {"creditor_id",
                                                              "debtor_id",
                                                              "contact_id",
                                                              "receivable_id",
                                                              "payment_id",
                                                              "credit_note_id",
                                                              "name",
                                                              "kind",
                                                              "country",
                                                              "region",
                                                              "postal_code",
                                                              "city",
                                                              "street",
                                                              "language",
                                                              "timezones",
                                                              "email",
                                                              "phone",
                                                              "mobile",
                                                              "preferred_channel",
                                                              "credit_limit",
                                                              "segment",
                                                              "sales_rep",
                                                              "collector",
                                                              "team",
                                                              "scenario",
                                                              "parent_debtor_id",
                                                              "payer",
                                                              "mandate_id",
                                                              "opt_out",
                                                              "flags",
                                                              "external_score",
                                                              "role",
                                                              "receives",
                                                              "amount",
                                                              "currency",
                                                              "due_date",
                                                              "issue_date",
                                                              "terms",
                                                              "group_id",
                                                              "portfolio",
                                                              "reference",
                                                              "status",
                                                              "status_on",
                                                              "document_url",
                                                              "time_barred_on",
                                                              "end_to_end_id",
                                                              "original_due_date",
                                                              "value_date",
                                                              "method",
                                                              "reverses",
                                                              "reason_code",
                                                              "date",
                                                              "reason",
                                                              "base_currency",
                                                              "legal_name",
                                                              "iban",
                                                              "bic",
                                                              "contact_email",
                                                              "hash",
                                                              "import",
                                                              "debtor_missing",
                                                              "reach",
                                                              "unit",
                                                              "unit_kind",
                                                              "episode",
                                                              "episode_open",
                                                              "opened_on",
                                                              "step",
                                                              "step_on",
                                                              "anchor",
                                                              "acted",
                                                              "channel",
                                                              "on",
                                                              "listed",
                                                              "steps_done",
                                                              "forgot_on",
                                                              "promise_id",
                                                              "promised_on",
                                                              "due_on",
                                                              "receivable_ids",
                                                              "plan_id",
                                                              "agreed_on",
                                                              "instalments",
                                                              "max_missed",
                                                              "dispute_id",
                                                              "amount",
                                                              "resolved_on",
                                                              "outcome",
                                                              "hold_id",
                                                              "from",
                                                              "until",
                                                              "interaction_id",
                                                              "at",
                                                              "direction",
                                                              "action_id",
                                                              "number_bad",
                                                              "consent",
                                                              "note",
                                                              "base",
                                                              "quote",
                                                              "value",
                                                              "placement_id",
                                                              "placed_on",
                                                              "recalled_on",
                                                              "agency",
                                                              "commission",
                                                              "case_id",
                                                              "court",
                                                              "lawyer",
                                                              "title",
                                                              "dates",
                                                              "costs",
                                                              "part",
                                                              "event",
                                                              "record_id",
                                                              "done",
                                                              "action_hash",
                                                              "blocked_since",
                                                              "repeats",
                                                              "pending_step",
                                                              "pending_on",
                                                              "pending_action",
                                                              "past_episodes"};

using T = FieldType;
constexpr Warmth kCold = Warmth::kCold;
constexpr Warmth kFacts = Warmth::kFacts;

constexpr FieldSpec kCreditor[] = {{Field::kCreditorId, T::kId, true},
                                   {Field::kName, T::kText, true},
                                   {Field::kCountry, T::kText},
                                   {Field::kBaseCurrency, T::kCurrency},
                                   {Field::kLegalName, T::kText},
                                   {Field::kIban, T::kText},
                                   {Field::kBic, T::kText},
                                   {Field::kContactEmail, T::kText}};

constexpr FieldSpec kDebtor[] = {{Field::kDebtorId, T::kId, true},
                                 {Field::kName, T::kText, true, kCold},
                                 {Field::kCreditorId, T::kId},
                                 {Field::kKind, T::kEnum, false, kFacts, kDebtorKindNames},
                                 {Field::kCountry, T::kText},
                                 {Field::kRegion, T::kText},
                                 {Field::kPostalCode, T::kText, false, kCold},
                                 {Field::kCity, T::kText, false, kCold},
                                 {Field::kStreet, T::kText, false, kCold},
                                 {Field::kLanguage, T::kText},
                                 {Field::kTimezones, T::kTextList},
                                 {Field::kEmail, T::kText, false, kCold},
                                 {Field::kPhone, T::kText, false, kCold},
                                 {Field::kMobile, T::kText, false, kCold},
                                 {Field::kPreferredChannel, T::kEnum, false, kFacts, kChannelNames},
                                 {Field::kCreditLimit, T::kAmount},
                                 {Field::kSegment, T::kText},
                                 {Field::kSalesRep, T::kText},
                                 {Field::kCollector, T::kText},
                                 {Field::kTeam, T::kText},
                                 {Field::kScenario, T::kText},
                                 {Field::kParentDebtorId, T::kId},
                                 {Field::kPayer, T::kEnum, false, kFacts, kPayerNames},
                                 {Field::kMandateId, T::kText, false, kCold},
                                 {Field::kOptOut, T::kChannelSet},
                                 {Field::kFlags, T::kFlagSet},
                                 {Field::kExternalScore, T::kDecimal}};

constexpr FieldSpec kContact[] = {{Field::kDebtorId, T::kId, true},
                                  {Field::kContactId, T::kId, true},
                                  {Field::kCreditorId, T::kId},
                                  {Field::kName, T::kText, false, kCold},
                                  {Field::kRole, T::kEnum, false, kFacts, kContactRoleNames},
                                  {Field::kEmail, T::kText, false, kCold},
                                  {Field::kPhone, T::kText, false, kCold},
                                  {Field::kMobile, T::kText, false, kCold},
                                  {Field::kStreet, T::kText, false, kCold},
                                  {Field::kPostalCode, T::kText, false, kCold},
                                  {Field::kCity, T::kText, false, kCold},
                                  {Field::kCountry, T::kText, false, kCold},
                                  {Field::kLanguage, T::kText},
                                  {Field::kReceives, T::kTextList}};

constexpr FieldSpec kReceivable[] = {{Field::kReceivableId, T::kId, true},
                                     {Field::kDebtorId, T::kId, true},
                                     {Field::kAmount, T::kAmount, true},
                                     {Field::kCurrency, T::kCurrency, true},
                                     {Field::kDueDate, T::kDate},
                                     {Field::kCreditorId, T::kId},
                                     {Field::kIssueDate, T::kDate},
                                     {Field::kTerms, T::kInteger},
                                     {Field::kKind, T::kEnum, false, kFacts, kReceivableKindNames},
                                     {Field::kGroupId, T::kText},
                                     {Field::kPortfolio, T::kText},
                                     {Field::kReference, T::kText, false, kCold},
                                     {Field::kStatus, T::kEnum, false, kFacts, kReceivableStatusNames},
                                     {Field::kStatusOn, T::kDate},
                                     {Field::kScenario, T::kText},
                                     {Field::kDocumentUrl, T::kText, false, kCold},
                                     {Field::kTimeBarredOn, T::kDate},
                                     {Field::kEndToEndId, T::kText, false, kCold},
                                     {Field::kOriginalDueDate, T::kDate}};

constexpr FieldSpec kPayment[] = {{Field::kPaymentId, T::kId, true},   {Field::kDebtorId, T::kId, true},
                                  {Field::kAmount, T::kAmount, true},  {Field::kCurrency, T::kCurrency, true},
                                  {Field::kValueDate, T::kDate, true}, {Field::kCreditorId, T::kId},
                                  {Field::kReceivableId, T::kId},      {Field::kGroupId, T::kText},
                                  {Field::kMethod, T::kText},          {Field::kReference, T::kText, false, kCold},
                                  {Field::kReverses, T::kId},          {Field::kReasonCode, T::kText}};

constexpr FieldSpec kCreditNote[] = {{Field::kCreditNoteId, T::kId, true},
                                     {Field::kDebtorId, T::kId, true},
                                     {Field::kAmount, T::kAmount, true},
                                     {Field::kCurrency, T::kCurrency, true},
                                     {Field::kDate, T::kDate, true},
                                     {Field::kCreditorId, T::kId},
                                     {Field::kReceivableId, T::kId},
                                     {Field::kGroupId, T::kText},
                                     {Field::kReason, T::kEnum, false, kFacts, kCreditNoteReasonNames},
                                     {Field::kReverses, T::kId}};

constexpr FieldSpec kPromise[] = {{Field::kPromiseId, T::kId, true},    {Field::kDebtorId, T::kId, true},
                                  {Field::kAmount, T::kAmount, true},   {Field::kCurrency, T::kCurrency, true},
                                  {Field::kPromisedOn, T::kDate, true}, {Field::kDueOn, T::kDate, true},
                                  {Field::kCreditorId, T::kId},         {Field::kReceivableIds, T::kTextList}};

constexpr FieldSpec kPlan[] = {{Field::kPlanId, T::kId, true},
                               {Field::kDebtorId, T::kId, true},
                               {Field::kAgreedOn, T::kDate, true},
                               {Field::kCurrency, T::kCurrency, true},
                               {Field::kInstalments, T::kInstalments, true},
                               {Field::kCreditorId, T::kId},
                               {Field::kReceivableIds, T::kTextList},
                               {Field::kMaxMissed, T::kInteger}};

// The disputed amount is in the currency of the receivable, which the row does not know: a decimal of major units.
constexpr FieldSpec kDispute[] = {{Field::kDisputeId, T::kId, true},
                                  {Field::kReceivableId, T::kId, true},
                                  {Field::kOpenedOn, T::kDate, true},
                                  {Field::kDebtorId, T::kId},
                                  {Field::kCreditorId, T::kId},
                                  {Field::kReason, T::kText},
                                  {Field::kDisputedAmount, T::kDecimal},
                                  {Field::kResolvedOn, T::kDate},
                                  {Field::kOutcome, T::kText}};

// Of a debtor, or of one receivable.
constexpr FieldSpec kHold[] = {{Field::kHoldId, T::kId, true},
                               {Field::kFrom, T::kDate, true},
                               {Field::kDebtorId, T::kId},
                               {Field::kReceivableId, T::kId},
                               {Field::kCreditorId, T::kId},
                               {Field::kUntil, T::kDate},
                               {Field::kReason, T::kEnum, false, kFacts, kHoldReasonNames}};

constexpr FieldSpec kInteraction[] = {{Field::kDebtorId, T::kId, true},
                                      {Field::kAt, T::kInstant, true},
                                      {Field::kChannel, T::kEnum, true, kFacts, kChannelNames},
                                      {Field::kOutcome, T::kEnum, true, kFacts, kInteractionOutcomeNames},
                                      {Field::kInteractionId, T::kId},
                                      {Field::kCreditorId, T::kId},
                                      {Field::kDirection, T::kEnum, false, kFacts, kDirectionNames},
                                      {Field::kReceivableIds, T::kTextList},
                                      {Field::kActionId, T::kText},
                                      {Field::kNumberBad, T::kBoolean},
                                      {Field::kConsent, T::kBoolean},
                                      {Field::kNote, T::kText, false, kCold}};

constexpr FieldSpec kRate[] = {
    {Field::kName, T::kText, true}, {Field::kDate, T::kDate, true}, {Field::kValue, T::kRate, true}};

constexpr FieldSpec kFx[] = {{Field::kDate, T::kDate, true},
                             {Field::kBase, T::kCurrency, true},
                             {Field::kQuote, T::kCurrency, true},
                             {Field::kValue, T::kRate, true}};

constexpr FieldSpec kPlacement[] = {{Field::kPlacementId, T::kId, true}, {Field::kReceivableId, T::kId, true},
                                    {Field::kPlacedOn, T::kDate, true},  {Field::kDebtorId, T::kId},
                                    {Field::kCreditorId, T::kId},        {Field::kRecalledOn, T::kDate},
                                    {Field::kAgency, T::kText},          {Field::kCommission, T::kDecimal}};

constexpr FieldSpec kCase[] = {{Field::kCaseId, T::kId, true},
                               {Field::kDebtorId, T::kId, true},
                               {Field::kCreditorId, T::kId},
                               {Field::kCourt, T::kText, false, kCold},
                               {Field::kLawyer, T::kText, false, kCold},
                               {Field::kTitle, T::kText, false, kCold},
                               {Field::kDates, T::kTextList, false, kCold},
                               {Field::kCosts, T::kDecimal, false, kCold}};

}  // namespace

std::string_view field_name(Field field) { return kNames[static_cast<size_t>(field)]; }

std::span<const FieldSpec> fields_of(RecordKind kind) {
  switch (kind) {
    case RecordKind::kCreditor: return kCreditor;
    case RecordKind::kDebtor: return kDebtor;
    case RecordKind::kContact: return kContact;
    case RecordKind::kReceivable: return kReceivable;
    case RecordKind::kPayment: return kPayment;
    case RecordKind::kCreditNote: return kCreditNote;
    case RecordKind::kPromise: return kPromise;
    case RecordKind::kPlan: return kPlan;
    case RecordKind::kDispute: return kDispute;
    case RecordKind::kHold: return kHold;
    case RecordKind::kInteraction: return kInteraction;
    case RecordKind::kRate: return kRate;
    case RecordKind::kFx: return kFx;
    case RecordKind::kPlacement: return kPlacement;
    case RecordKind::kCase: return kCase;
  }
  return {};
}

const FieldSpec* find_field(RecordKind kind, std::string_view name) {
  for (const FieldSpec& spec : fields_of(kind)) {
    if (field_name(spec.field) == name) return &spec;
  }
  return nullptr;
}

const FieldSpec* find_field(RecordKind kind, Field field) {
  for (const FieldSpec& spec : fields_of(kind)) {
    if (spec.field == field) return &spec;
  }
  return nullptr;
}

Field id_field(RecordKind kind) {
  switch (kind) {
    case RecordKind::kCreditor: return Field::kCreditorId;
    case RecordKind::kDebtor: return Field::kDebtorId;
    case RecordKind::kContact: return Field::kContactId;
    case RecordKind::kReceivable: return Field::kReceivableId;
    case RecordKind::kPayment: return Field::kPaymentId;
    case RecordKind::kCreditNote: return Field::kCreditNoteId;
    case RecordKind::kPromise: return Field::kPromiseId;
    case RecordKind::kPlan: return Field::kPlanId;
    case RecordKind::kDispute: return Field::kDisputeId;
    case RecordKind::kHold: return Field::kHoldId;
    case RecordKind::kInteraction: return Field::kInteractionId;
    case RecordKind::kPlacement: return Field::kPlacementId;
    case RecordKind::kCase: return Field::kCaseId;
    case RecordKind::kRate:
    case RecordKind::kFx: break;
  }
  INVARIANT(false, "kind without an id field:", static_cast<int>(kind));
  return Field::kDebtorId;
}

}  // namespace dunlin::core
