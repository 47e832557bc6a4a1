#include "core/result.h"

#include <gtest/gtest.h>

namespace dunlin::core {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return failed("half", "odd number", "give an even one");
  return value / 2;
}
Result<int> quarter(int value) {
  DUNLIN_ASSIGN(const int once, half(value));
  DUNLIN_ASSIGN(const int twice, half(once));
  return twice;
}
Status both(int a, int b) {
  DUNLIN_TRY(half(a));
  DUNLIN_TRY(half(b));
  return {};
}

TEST(Result, CarriesAValueOrAnError) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_FALSE(quarter(6).ok());
  EXPECT_EQ(quarter(6).error().what, "odd number");
  EXPECT_TRUE(both(2, 4).ok());
  EXPECT_FALSE(both(2, 3).ok());
  Result<std::string> text(std::string("kept"));
  EXPECT_EQ(text->size(), 4U);
  EXPECT_EQ(std::move(text).value(), "kept");
}

TEST(Result, DescribesErrorsInOneLine) {
  EXPECT_EQ(describe(half(1).error()), "half: odd number (give an even one)");
  EXPECT_EQ(describe(Error{ErrorKind::kFailed, "", "broken", ""}), "broken");
  EXPECT_EQ(bad_configuration("a.toml:3", "no such key").kind, ErrorKind::kConfiguration);
}

TEST(ResultDeathTest, AFailedResultHasNoValue) {
  EXPECT_DEATH(static_cast<void>(half(1).value()), "invariant broken: ok\\(\\):.*odd number");
}

}  // namespace
}  // namespace dunlin::core
