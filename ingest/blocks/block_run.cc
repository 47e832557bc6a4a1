#include "ingest/blocks/block_run.h"

#include <thread>
#include <utility>
#include <vector>

#include "ingest/blocks/block_queue.h"

namespace dunlin::ingest {
namespace {

core::Status run_inline(BlockReader& reader, BlockParser& parser) {
  TextBlock block;
  while (true) {
    DUNLIN_ASSIGN(const bool more, reader.next(block));
    if (!more) return parser.finish();
    DUNLIN_TRY(parser.parse(block));
  }
}

core::Status parse_from(BlockQueue& queue, BlockParser& parser) {
  while (auto block = queue.pop()) {
    DUNLIN_TRY(parser.parse(*block));
    queue.give_buffer(*std::move(block));
  }
  return parser.finish();
}

core::Status read_into(BlockQueue& queue, BlockReader& reader) {
  while (auto block = queue.take_buffer()) {
    DUNLIN_ASSIGN(const bool more, reader.next(*block));
    if (!more) return {};
    queue.push(*std::move(block));
  }
  return {};
}

}  // namespace

core::Status run_blocks(BlockReader& reader, std::span<const std::unique_ptr<BlockParser>> parsers) {
  if (parsers.size() == 1) return run_inline(reader, *parsers.front());
  // One block for each thread, one ahead for each, one in the reader's hands.
  BlockQueue queue(parsers.size() * 2 + 1);
  std::vector<core::Status> outcomes(parsers.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < parsers.size(); ++i) {
    threads.emplace_back([&queue, &parser = *parsers[i], &outcome = outcomes[i]] {
      outcome = parse_from(queue, parser);
      if (!outcome.ok()) queue.stop();
    });
  }
  core::Status read = read_into(queue, reader);
  if (read.ok()) {
    queue.close();
  } else {
    queue.stop();
  }
  for (std::thread& thread : threads) thread.join();
  if (!read.ok()) return read;
  for (core::Status& outcome : outcomes) {
    if (!outcome.ok()) return std::move(outcome);
  }
  return {};
}

}  // namespace dunlin::ingest
