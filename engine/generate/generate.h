// A synthetic portfolio that looks like a real one and is the same for the same seed on every machine: each debtor is
// made from its own random stream, so threads and chunk sizes change no byte.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"

namespace dunlin::engine {

enum class Profile : uint8_t { kB2b, kBank, kAgency };

struct GenerateOptions {
  uint64_t receivables = 200'000;  ///< exactly this many
  uint64_t seed = 1;
  Profile profile = Profile::kB2b;
  core::Date date = core::date_of(2026, 6, 30);  ///< the portfolio as it stands on this day
  uint32_t threads = 1;
};

/// The files, in the order in which their bytes come: parents first.
inline constexpr std::string_view kGeneratedFiles[] = {
    "creditors.csv",    "debtors.csv", "contacts.csv",     "receivables.csv", "payments.csv",
    "credit_notes.csv", "rates.csv",   "fx.csv",           "promises.csv",    "plans.csv",
    "disputes.csv",     "holds.csv",   "interactions.csv", "placements.csv",  "cases.csv"};

/// Takes the next bytes of a file; whole rows, several files by turns, each file's own bytes in order. Called from one
/// thread at a time.
using GenerateSink = std::function<core::Status(std::string_view file, std::string_view bytes)>;

core::Status generate(const GenerateOptions& options, const GenerateSink& sink);

/// Writes the files into a directory, which is made when it is not there.
core::Status generate_into(const GenerateOptions& options, const std::string& directory);

}  // namespace dunlin::engine
