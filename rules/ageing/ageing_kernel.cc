#include "rules/ageing/ageing_kernel.h"

namespace dunlin::rules {

void bucket_by_days(std::span<const int32_t> days_past_due, std::span<const int32_t> bounds, std::span<uint8_t> bucket) {
  for (size_t row = 0; row < bucket.size(); ++row) bucket[row] = days_past_due[row] > 0 ? 1 : 0;
  for (const int32_t bound : bounds) {
    for (size_t row = 0; row < bucket.size(); ++row) {
      bucket[row] = static_cast<uint8_t>(bucket[row] + (days_past_due[row] > bound ? 1 : 0));
    }
  }
}

}  // namespace dunlin::rules
