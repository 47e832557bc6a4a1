// What the conversion kernels say of a cell: fine, or one of the ways to be wrong. Kernels write verdicts, words are made
// for the few rows that need them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/record_fields.h"

namespace dunlin::ingest {

enum class CellVerdict : uint8_t {
  kGood,
  kMissing,
  kIdTooLong,
  kControlInId,
  kControlCharacter,
  kTextTooLong,
  kListEntry,
  kNotAnAmount,
  kTooPrecise,
  kAmountTooLarge,
  kZeroAmount,
  kNegativeAmount,
  kUnknownCurrency,
  kNotADate,
  kDateTooEarly,
  kNotANumber,
  kNumberTooLarge,
  kNumberTooPrecise,
  kUnknownCode,
  kUnmappedCode,
  kNotABoolean,
  kNotAnInstant,
  kRateTooPrecise,
  kNegativeNumber,
  kNotAboveZero,
  kBeyondRates,
  kMoreThanAll,
  kNotInstalments,
  kInstalmentOrder,
  kInstalmentAmount,
  kEndsBeforeStart,
  kSameCurrency,
  kNoParent,
};

/// The reason code (reject_reasons.h) of a verdict.
std::string_view reason_of(CellVerdict verdict);
/// One sentence for the person who mends the file. `spec` is null for attributes.
std::string detail_of(CellVerdict verdict, std::string_view field, const core::FieldSpec* spec, std::string_view dates);

}  // namespace dunlin::ingest
