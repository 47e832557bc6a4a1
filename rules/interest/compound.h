// Interest that joins its principal every year, in exact rationals: the base of the next year is never rounded.
#pragma once

#include <functional>

#include "rules/interest/accrual_kernel.h"

namespace dunlin::rules {

/// Minor units, rounded half up once at the end. On each anniversary of the first bearing day the interest of the year that
/// ended joins the base, as long as principal is owed; where the principal is paid, nothing bears any more.
struct CompoundInterest {
  int64_t minor = 0;
  bool rate_known = true;
  bool too_large = false;  ///< the sum, or a base on the way to it, leaves 64 bits; minor is 0
};

/// What one stretch gave, for those who show it. `base` is the principal with what has joined it, both rounded half up:
/// base in minor units, interest in 10^-10 minor units.
struct CompoundStretch {
  Stretch days;
  int64_t base;
  __int128 interest;
};

CompoundInterest accrue_compound(const CompiledInterest& rule, const BearingDays& days,
                                 const std::function<void(const CompoundStretch&)>& visit = {});

/// True when interest has joined the principal by the last day asked: else simple interest is the same, and faster.
bool has_compounded(const CompiledInterest& rule, const BearingDays& days);

}  // namespace dunlin::rules
