// What identifies a fact beside its id, for telling a duplicate from a conflict.
#pragma once

#include <array>
#include <string>

#include "core/table.h"

namespace dunlin::engine {

struct FactContent {
  std::array<core::Field, 3> fields;
  std::array<int64_t, 3> values;
  friend bool operator==(const FactContent&, const FactContent&) = default;

  static FactContent of(const core::Table& rows, size_t row);
  /// The first field in which two facts of a kind differ.
  core::Field difference(const FactContent& other) const;
  /// `120.50 EUR of 2026-01-10`, or `call no_answer at 2026-01-10T09:30:00Z`.
  std::string text() const;
};

}  // namespace dunlin::engine
