// A run in a process of its own that kills itself on the way, as a power cut would.
#pragma once

#include <string>

#include "core/date.h"
#include "tests/property/laboratory.h"

namespace dunlin::property {

/// False in a build without the program.
bool has_binary();

/// `dunlin run` of the date over the laboratory's store, which is closed. It kills itself the n-th time it comes to the
/// phase of `crash_at`, "phase:n" (storage/crash_point.h); true when it did.
bool run_until_killed(const Laboratory& laboratory, core::Date date, const std::string& crash_at);

}  // namespace dunlin::property
