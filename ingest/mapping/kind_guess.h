// What kind of records a file holds, from the names of its columns.
#pragma once

#include <span>
#include <string>

#include "core/record_fields.h"
#include "core/result.h"

namespace dunlin::ingest {

/// The kind whose id column is there: payment_id, credit_note_id, contact_id, receivable_id, debtor_id, creditor_id, in this
/// order, since records name the ids of their parents too. `where` is the file, for the error.
core::Result<core::RecordKind> guess_kind(std::span<const std::string> columns, const std::string& where);

/// Fails when columns that the kind requires are missing, naming the nearest columns there are.
core::Status check_required(core::RecordKind kind, std::span<const std::string> columns, const std::string& where);

}  // namespace dunlin::ingest
