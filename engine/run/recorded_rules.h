// The rules that a run was begun with: its configuration and the law under it, as its record keeps them. A night that is
// resumed or explained goes by these, whatever files and program have become.
#pragma once

#include "engine/settings/configuration.h"
#include "storage/store.h"

namespace dunlin::engine {

/// Of the program's rules: raised where the same configuration, law and records would be decided otherwise.
inline constexpr std::string_view kRuleVersion = "2";

/// Puts this binary's law into the store, once for each content: run records name it. Before the run's own record.
core::Status keep_law(storage::Store& store);

/// What this program makes of the recorded texts.
core::Result<Configuration> recorded_configuration(const storage::Store& store, const storage::RunRecord& record);

/// False when this program would decide by other rules than the run was begun with: another version of its rules, or a
/// configuration that now comes out with another fingerprint (settings of its own, zones of this machine, a law not kept).
bool decides_alike(const storage::RunRecord& record, const Configuration& recorded);

}  // namespace dunlin::engine
