// The random configurations of the properties, widened by what only the auditor looks at: interest, disputed parts, orders
// inside a receivable, silence after talks, closed weekdays.
#pragma once

#include "tests/property/policies.h"

namespace dunlin::audit {

property::Policies wider(property::Policies policies, uint64_t seed);

}  // namespace dunlin::audit
