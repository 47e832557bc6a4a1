// Which conditions ask for debtors of one kind, whatever else they ask for.
#include "engine/settings/kind_condition.h"

#include <gtest/gtest.h>

namespace dunlin::engine {
namespace {

TEST(KindCondition, IsReadOffTheExpressionNotItsLetters) {
  const struct {
    const char* expression;
    bool business;
  } kCases[] = {{"kind = \"business\"", true},
                {"kind=\"business\"", true},
                {"\"business\" = kind", true},
                {"(kind = \"business\")", true},
                {"kind in (\"business\")", true},
                {"kind = \"business\" and overdue_balance > 5", true},
                {"(country = \"DE\" or country = \"AT\") and kind = \"business\"", true},
                {"(kind = \"business\" and country = \"DE\") or (kind = \"business\" and country = \"FR\")", true},
                {"portfolio = \"not(x)\" and kind = \"business\"", true},
                {"attr.sub_kind = \"business\"", false},
                {"segment = \"kind = \\\"business\\\"\"", false},
                {"kind = \"business\" or country = \"DE\"", false},
                {"not(kind = \"business\")", false},
                {"kind != \"consumer\"", false},
                {"kind in (\"business\", \"consumer\")", false},
                {"kind = \"consumer\"", false},
                {"if kind = \"business\" then true else false", false},
                {"kind = ", false},
                {"", false}};
  for (const auto& c : kCases) EXPECT_EQ(asks_only_for(c.expression, "business"), c.business) << c.expression;
}

}  // namespace
}  // namespace dunlin::engine
