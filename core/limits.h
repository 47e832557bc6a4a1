// Every bound on input in one place. Each is a default that `dunlin doctor` will print; none is reached by honest data.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dunlin::core {

inline constexpr size_t kIdBytesMax = 64;           ///< an id of the customer's, UTF-8
inline constexpr size_t kTextBytesMax = 4096;       ///< any other text cell
inline constexpr size_t kFieldBytesMax = 1U << 20;  ///< a raw cell before it is refused unread
inline constexpr size_t kRowBytesMax = 4U << 20;    ///< a raw row
inline constexpr size_t kColumnsMax = 512;          ///< columns of one file
inline constexpr size_t kAttributesMax = 256;       ///< distinct attribute names of one store and record kind
inline constexpr int64_t kAmountMax =
    10'000'000'000'000;  ///< minor units in one record: 900,000 such records of one debtor still fit int64
inline constexpr int64_t kRateUnit = 10'000'000'000;       ///< one percent a year: rates are counted in 10^-10 of it
inline constexpr int64_t kRateMax = 1000 * kRateUnit;      ///< no rate, margin or reference goes beyond it, either way
inline constexpr int64_t kShareMax = 100'000'000;          ///< 100 percent in millionths: a commission
inline constexpr int32_t kEarliestYear = 1900;             ///< a date before it is a mistyped year (0026) or stands for none
inline constexpr uint32_t kEventBatchRows = 8192;  ///< rows of one event batch
inline constexpr uint32_t kStepsMax = 64;          ///< steps of a scenario: a unit's steps are one 64-bit mask

}  // namespace dunlin::core
