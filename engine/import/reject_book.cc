#include "engine/import/reject_book.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace dunlin::engine {
namespace {

bool comes_before(const core::Reject& a, const core::Reject& b) {
  return std::tie(a.row, a.kind, a.column, a.field, a.reason, a.text) <
         std::tie(b.row, b.kind, b.column, b.field, b.reason, b.text);
}

}  // namespace

void RejectBook::shorten(std::vector<core::Reject>& rejects) const {
  if (rejects.size() <= kept_max_) return;
  std::nth_element(rejects.begin(), rejects.begin() + static_cast<std::ptrdiff_t>(kept_max_), rejects.end(), comes_before);
  rejects.resize(kept_max_);
}

void RejectBook::add(size_t file, core::Reject&& reject, bool counted) {
  const std::lock_guard lock(mutex_);
  OfFile& of = files_[file];
  of.rejected += counted ? 1 : 0;
  of.kept.push_back(std::move(reject));
  // Cutting at twice the limit costs one pass per limit of rejects.
  if (of.kept.size() >= 2 * kept_max_ + 1024) shorten(of.kept);
}

void RejectBook::drop_file(size_t file) {
  const std::lock_guard lock(mutex_);
  files_[file] = OfFile{};
}

std::vector<core::Reject> RejectBook::take() {
  const std::lock_guard lock(mutex_);
  std::vector<core::Reject> all;
  for (OfFile& of : files_) {
    shorten(of.kept);
    std::sort(of.kept.begin(), of.kept.end(), comes_before);
    std::move(of.kept.begin(), of.kept.end(), std::back_inserter(all));
    of.kept.clear();
  }
  return all;
}

}  // namespace dunlin::engine
