// Instants as they are written, up to the ends of the calendar.
#include "core/instant.h"

#include <gtest/gtest.h>

namespace dunlin::core {
namespace {

TEST(Instant, ComesBackAsItWasWritten) {
  const struct {
    const char* text;
    const char* utc;  ///< null: refused
  } kCases[] = {{"2026-01-31T10:00:00+01:00", "2026-01-31T09:00:00Z"},
                {"2026-01-31", "2026-01-31T12:00:00Z"},
                {"1969-12-31 23:59:59", "1969-12-31T23:59:59Z"},
                {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
                {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
                {"9999-12-31T23:59:59-12:00", nullptr},
                {"0001-01-01T00:00:00+14:00", nullptr},
                {"2026-01-31T10", nullptr}};
  for (const auto& c : kCases) {
    const auto instant = parse_instant(c.text);
    ASSERT_EQ(instant.has_value(), c.utc != nullptr) << c.text;
    EXPECT_EQ(instant ? format_instant(*instant) : "", c.utc == nullptr ? "" : c.utc) << c.text;
  }
}

}  // namespace
}  // namespace dunlin::core
