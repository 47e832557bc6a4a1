// What kind of records a file holds, from the names of its columns.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/record_fields.h"
#include "core/result.h"

namespace dunlin::ingest {

/// The kind whose id column is there: those that nobody refers to first (promise_id ... payment_id), then contact_id,
/// receivable_id, debtor_id, creditor_id, since records name the ids of their parents too. Interactions need no id, fx and
/// rates have none: their other columns tell them. `where` is the file, for the error.
core::Result<core::RecordKind> guess_kind(std::span<const std::string> columns, const std::string& where);

/// Two fields of which a record of the kind needs one: a receivable a due or an issue date, a hold a debtor or a receivable.
std::optional<std::pair<core::Field, core::Field>> either_of(core::RecordKind kind);

/// Fails when columns that the kind requires are missing, naming the nearest columns there are.
core::Status check_required(core::RecordKind kind, std::span<const std::string> columns, const std::string& where);

}  // namespace dunlin::ingest
