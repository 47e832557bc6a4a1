#include "ingest/convert/cell_verdict.h"

#include "core/limits.h"
#include "core/vocabulary.h"
#include "ingest/reject_reasons.h"

namespace dunlin::ingest {
namespace {

std::string known_codes(const core::FieldSpec* spec) {
  if (spec == nullptr) return {};
  std::span<const std::string_view> names = spec->names;
  if (spec->type == core::FieldType::kChannelSet) names = core::kChannelNames;
  if (spec->type == core::FieldType::kFlagSet) names = core::kDebtorFlagNames;
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : " ").append(name);
  return text;
}

}  // namespace

std::string_view reason_of(CellVerdict verdict) {
  switch (verdict) {
    case CellVerdict::kGood: break;
    case CellVerdict::kMissing:
    case CellVerdict::kNoParent: return kMissingValue;
    case CellVerdict::kIdTooLong:
    case CellVerdict::kControlInId: return kBadId;
    case CellVerdict::kControlCharacter:
    case CellVerdict::kListEntry: return kBadText;
    case CellVerdict::kTextTooLong: return kTextTooLong;
    case CellVerdict::kNotAnAmount:
    case CellVerdict::kTooPrecise:
    case CellVerdict::kAmountTooLarge:
    case CellVerdict::kZeroAmount:
    case CellVerdict::kNegativeAmount: return kBadAmount;
    case CellVerdict::kUnknownCurrency:
    case CellVerdict::kSameCurrency: return kBadCurrency;
    case CellVerdict::kNotADate:
    case CellVerdict::kDateTooEarly:
    case CellVerdict::kNotAnInstant:
    case CellVerdict::kEndsBeforeStart: return kBadDate;
    case CellVerdict::kNotInstalments:
    case CellVerdict::kInstalmentOrder:
    case CellVerdict::kInstalmentAmount: return kBadInstalments;
    case CellVerdict::kNotANumber:
    case CellVerdict::kNumberTooLarge:
    case CellVerdict::kNumberTooPrecise:
    case CellVerdict::kRateTooPrecise:
    case CellVerdict::kNegativeNumber:
    case CellVerdict::kNotAboveZero:
    case CellVerdict::kBeyondRates:
    case CellVerdict::kMoreThanAll: return kBadNumber;
    case CellVerdict::kUnknownCode:
    case CellVerdict::kUnmappedCode:
    case CellVerdict::kNotABoolean: return kBadCode;
  }
  return {};
}

std::string detail_of(CellVerdict verdict, std::string_view field, const core::FieldSpec* spec, std::string_view dates) {
  const std::string name(field);
  switch (verdict) {
    case CellVerdict::kGood: break;
    case CellVerdict::kMissing: return name + " is required and has no value";
    case CellVerdict::kIdTooLong: return name + " has more than " + std::to_string(core::kIdBytesMax) + " bytes";
    case CellVerdict::kControlInId:
    case CellVerdict::kControlCharacter: return name + " holds a control character";
    case CellVerdict::kTextTooLong: return name + " has more than " + std::to_string(core::kTextBytesMax) + " bytes";
    case CellVerdict::kListEntry: return name + " has a list entry with a semicolon in it";
    case CellVerdict::kNotAnAmount: return name + " is not a decimal amount";
    case CellVerdict::kTooPrecise: return name + " has more decimal places than its currency";
    case CellVerdict::kAmountTooLarge: return name + " is larger than one record may carry";
    case CellVerdict::kZeroAmount: return name + " must not be zero";
    case CellVerdict::kNegativeAmount: return name + " must not be negative";
    case CellVerdict::kUnknownCurrency: return name + " is not a currency of ISO 4217 with a minor unit";
    case CellVerdict::kNotADate: return name + " is not a date of the form " + std::string(dates);
    case CellVerdict::kDateTooEarly:
      return name + " lies before the year " + std::to_string(core::kEarliestYear) + ": is the year mistyped?";
    case CellVerdict::kNotANumber: return name + " is not a number";
    case CellVerdict::kNumberTooLarge: return name + " is out of bounds";
    case CellVerdict::kNumberTooPrecise: return name + " has more than 6 decimal places";
    case CellVerdict::kUnknownCode: return name + " is none of: " + known_codes(spec);
    case CellVerdict::kUnmappedCode: return name + " has a code that the source's map does not know";
    case CellVerdict::kNotABoolean: return name + " is none of: true false yes no 1 0";
    case CellVerdict::kNotAnInstant: return name + " is not a time such as 2026-01-31T09:30:00Z";
    case CellVerdict::kRateTooPrecise: return name + " has more than 10 decimal places";
    case CellVerdict::kNegativeNumber: return name + " must not be negative";
    case CellVerdict::kNotAboveZero: return name + " must be above zero";
    case CellVerdict::kBeyondRates:
      return name + " is beyond " + std::to_string(core::kRateMax / core::kRateUnit) + " percent a year";
    case CellVerdict::kMoreThanAll: return name + " is more than 100 percent";
    case CellVerdict::kNotInstalments: return name + " is not a list such as 2026-01-31=100.00;2026-02-28=100.00";
    case CellVerdict::kInstalmentOrder: return name + " has dates that do not rise";
    case CellVerdict::kInstalmentAmount: return name + " has an amount that is not above zero, or not one of the currency";
    case CellVerdict::kEndsBeforeStart: return name + " lies before the day from which the record counts";
    case CellVerdict::kSameCurrency: return name + " is the currency that it is quoted in";
    case CellVerdict::kNoParent: return name + " or debtor_id is required, and neither has a value";
  }
  return {};
}

}  // namespace dunlin::ingest
