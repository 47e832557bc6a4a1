#include "engine/import/fact_content.h"

#include "core/date.h"
#include "core/instant.h"
#include "core/money.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

std::array<Field, 3> telling_fields(RecordKind kind) {
  if (kind == RecordKind::kInteraction) return {Field::kChannel, Field::kOutcome, Field::kAt};
  return {Field::kAmount, Field::kCurrency, kind == RecordKind::kPayment ? Field::kValueDate : Field::kDate};
}

}  // namespace

FactContent FactContent::of(const core::Table& rows, size_t row) {
  const std::array<Field, 3> fields = telling_fields(rows.kind());
  return {fields, {rows.int_at(fields[0], row), rows.int_at(fields[1], row), rows.int_at(fields[2], row)}};
}

Field FactContent::difference(const FactContent& other) const {
  return values[0] != other.values[0] ? fields[0] : values[1] != other.values[1] ? fields[1] : fields[2];
}

std::string FactContent::text() const {
  if (fields[0] == Field::kChannel) {
    return std::string(core::kChannelNames[static_cast<size_t>(values[0])]) + " " +
           std::string(core::kInteractionOutcomeNames[static_cast<size_t>(values[1])]) + " at " +
           core::format_instant(values[2]);
  }
  const core::Currency money{static_cast<uint32_t>(values[1])};
  return core::format_amount(values[0], core::minor_digits(money)) + " " + core::to_string(money) + " of " +
         core::to_string(core::Date{static_cast<int32_t>(values[2])});
}

}  // namespace dunlin::engine
