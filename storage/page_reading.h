// Reading one page from the database: its stored parts, the deltas that lie over it, and what they make together.
#pragma once

#include <string>
#include <vector>

#include "storage/codec/page_codec.h"
#include "storage/database.h"

namespace dunlin::storage {

struct PageWish {
  uint64_t last_import = 0;  ///< deltas of later imports are left out
  bool cold = false;
  bool memory = false;
  bool records = true;  ///< false: pages without visible deltas and cold columns come with debtors and offsets alone
};

struct PageReading {
  LoadedPage loaded;
  PageHeader header;                ///< of the stored facts; bare when there are none
  bool stored = false;              ///< facts exist
  bool left_over = false;           ///< deltas of later imports lie over the page
  std::vector<std::string> folded;  ///< keys of the deltas that were applied
  std::vector<std::string> stale;   ///< keys of deltas that were in the page already
  ControlTotals totals;             ///< the header's and the applied deltas' together
};

core::Result<PageReading> read_page(const Database& database, PageKey key, const PageWish& wish, const Snapshot& snapshot);

/// The header of the stored facts, totals with those of the visible deltas added; none when the page was never stored.
struct PageStanding {
  bool stored = false;
  PageHeader header;
  ControlTotals totals;
  std::vector<std::string> deltas;  ///< keys of all deltas lying over the page
};
core::Result<PageStanding> read_standing(const Database& database, PageKey key, uint64_t last_import,
                                         const Snapshot& snapshot);

}  // namespace dunlin::storage
