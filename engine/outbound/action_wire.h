// The public wire form of a batch of actions (core/wire/action_batch.fbs): for programs that take whole batches and would
// rather not parse JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/action_batch.h"
#include "core/result.h"
#include "engine/outbound/action_json.h"

namespace dunlin::engine {

/// One FlatBuffer with the identifier "DACT"; equal batches give equal bytes.
std::string encode_actions(const core::ActionBatch& batch, const ActionContext& context);

struct DecodedActions {
  core::ActionBatch batch;
  ActionContext context;
};

/// What a stranger's bytes may ask for before they are refused.
struct WireLimits {
  size_t bytes = 64U << 20;
  uint32_t actions = 1U << 20;
  uint32_t tables = 4096;  ///< value columns are the only tables whose number is not fixed
};

/// Reads bytes from anywhere: everything is checked before it is used (structure, lengths, codes, order of offsets, enum
/// values, UTF-8, and that each action_id belongs to its row), in memory of a small multiple of `bytes`.
core::Result<DecodedActions> decode_actions(std::span<const uint8_t> bytes, const WireLimits& limits = {});

}  // namespace dunlin::engine
