#include "core/overflow_watch.h"

#include "core/invariant.h"

namespace dunlin::core {
namespace {

thread_local OverflowWatch* innermost = nullptr;

}  // namespace

OverflowWatch::OverflowWatch() : outer_(innermost) { innermost = this; }
OverflowWatch::~OverflowWatch() { innermost = outer_; }

void note_overflow() {
  INVARIANT(innermost != nullptr, "a sum of money leaves 64 bits, and nobody watches");
  innermost->noticed_ = true;
}

}  // namespace dunlin::core
