// Batches of actions as stored bodies: columns and dictionaries, as pages are. Field numbers are positions in the list of
// action_codec.cc and are on disk: add at the end only.
#pragma once

#include <string>
#include <string_view>

#include "core/action_batch.h"

namespace dunlin::storage {

std::string encode_actions(const core::ActionBatch& batch);
/// False when the bytes do not hold a batch.
bool decode_actions(std::string_view body, core::ActionBatch& batch);

}  // namespace dunlin::storage
