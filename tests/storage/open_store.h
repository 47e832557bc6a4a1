// Opening stores in tests, and holding them to their contract.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "storage/store.h"
#include "tests/storage/sample_rows.h"

namespace dunlin::storage {

inline std::unique_ptr<Store> created(const std::string& directory, const StoreShape& shape = {4, 16, false}) {
  auto store = Store::create(directory, shape);
  EXPECT_TRUE(store.ok()) << core::describe(store.error());
  return std::move(store).value();
}
inline std::unique_ptr<Store> opened(const std::string& directory) {
  auto store = Store::open(directory, {});
  EXPECT_TRUE(store.ok()) << core::describe(store.error());
  return std::move(store).value();
}
#define EXPECT_OK(expr)                                           \
  do {                                                            \
    const auto outcome = (expr);                                  \
    EXPECT_TRUE(outcome.ok()) << core::describe(outcome.error()); \
  } while (0)

inline void expect_sound(const Store& store) {
  const auto lines = store.verify({});
  ASSERT_TRUE(lines.ok()) << core::describe(lines.error());
  for (const std::string& line : *lines) ADD_FAILURE() << line;
}

inline void fold_all(Store& store) {
  for (const PageKey& key : all_pages(store)) EXPECT_OK(store.fold(key));
}

}  // namespace dunlin::storage
