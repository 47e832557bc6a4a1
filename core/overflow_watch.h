// Money beyond 64 bits is poison in the data of one debtor, not a bug of ours: who decides a page watches for it, sets that
// debtor aside, and decides the rest. A sum that overflows says so here and saturates, like the sticky flag of a floating
// point unit, so that no sum on the way needs a way out of its own and a page without such sums pays nothing.
#pragma once

namespace dunlin::core {

/// Notices the sums of its own thread that overflow while it lives. Watches nest: the innermost notices.
class OverflowWatch {
 public:
  OverflowWatch();
  ~OverflowWatch();
  OverflowWatch(const OverflowWatch&) = delete;
  OverflowWatch& operator=(const OverflowWatch&) = delete;

  bool noticed() const { return noticed_; }

 private:
  friend void note_overflow();
  OverflowWatch* outer_;
  bool noticed_ = false;
};

/// A sum of money has left 64 bits, and what stands in its place means nothing. Where nobody watches, that is a bug of ours.
void note_overflow();

}  // namespace dunlin::core
