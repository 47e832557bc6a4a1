// Random configurations: every seed turns other switches, and a few seeds in a row turn all of them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dunlin::property {

/// Configuration files by name below the configuration's folder: "dunlin.toml", "scenarios/s1.toml" ...
using Policies = std::vector<std::pair<std::string, std::string>>;
Policies make_policies(uint64_t seed);

/// The same where money meets accrued interest and steps charge it; the auditor does not read that.
Policies with_accrued_interest(Policies policies);

}  // namespace dunlin::property
