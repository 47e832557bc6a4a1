// Laws and interest on top of the random configurations: presets, hours, capacities, talks, what disputes exclude.
#pragma once

#include "tests/property/policies.h"

namespace dunlin::property {

/// The policies with more switches turned, others seed after seed.
Policies wider(Policies policies, uint64_t seed);

}  // namespace dunlin::property
