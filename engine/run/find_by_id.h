// A debtor's record by its id: records of a debtor are in id order, so a search by halves finds it.
#pragma once

#include <string_view>

#include "core/account_page.h"
#include "rules/scenario/units.h"

namespace dunlin::engine {

/// Row of `group` whose `id_field` is `id`, among those of `debtor`; rules::kNoRow when there is none.
inline uint32_t find_by_id(const core::Group& group, uint32_t debtor, core::Field id_field, std::string_view id) {
  uint32_t low = group.begin[debtor];
  uint32_t high = group.begin[debtor + 1];
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const std::string_view at = group.rows.text_at(id_field, middle);
    if (at == id) return middle;
    if (at < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return rules::kNoRow;
}

}  // namespace dunlin::engine
