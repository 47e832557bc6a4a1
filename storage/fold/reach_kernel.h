// Which channels a debtor or contact has an address for: the one cold fact that rules need, kept among the facts.
#pragma once

#include "core/table.h"

namespace dunlin::storage {

/// kReach per row: email -> email; phone or mobile -> call; mobile -> sms, whatsapp; street and (city or postal code) ->
/// letter; portal always. Empty texts are no address.
core::Table::Ints reach_of(const core::Table& rows);

}  // namespace dunlin::storage
