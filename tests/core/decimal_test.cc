#include "core/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace dunlin::core {
namespace {

Decimal number(std::string_view text) {
  const auto parsed = parse_decimal(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Decimal{});
}

/// The rows were worked out by another implementation of IEEE 754 decimal128 (34 digits, half-even).
TEST(Decimal, ComputesExactlyOrRoundsHalfEven) {
  struct Case {
    const char* a;
    char sign;
    const char* b;
    const char* expected;
  };
  for (const Case& test : {
           Case{"0.1", '+', "0.2", "0.3"},
           Case{"9999999999999999999999999999999999", '+', "1", "1e34"},
           Case{"9999999999999999999999999999999999", '+', "0.5", "1e34"},
           Case{"9999999999999999999999999999999998", '+', "0.5", "9999999999999999999999999999999998"},
           Case{"1e40", '+', "1", "1e40"},
           Case{"1e40", '-', "1", "1e40"},
           Case{"1e33", '-', "0.05", "1e33"},
           Case{"1e34", '-', "0.4", "1e34"},
           Case{"-5", '-', "-5.00", "0"},
           Case{"0", '+', "1e-40", "1e-40"},
           Case{"99999999999999999999", '*', "99999999999999999999", "9.9999999999999999998e39"},
           Case{"1.5", '*', "-0.2", "-0.3"},
           Case{"1234567890123456789012345678901234", '*', "9876543210987654321098765432109876",
                "1.219326311370217952261850327338667e67"},
           Case{"3333333333333333333333333333333333", '*', "3", "9999999999999999999999999999999999"},
           Case{"1e-3000", '*', "1e-3000", "1e-6000"},
           Case{"1", '/', "3", "0.3333333333333333333333333333333333"},
           Case{"2", '/', "3", "0.6666666666666666666666666666666667"},
           Case{"10", '/', "4", "2.5"},
           Case{"1", '/', "7", "0.1428571428571428571428571428571429"},
           Case{"-1", '/', "8", "-0.125"},
           Case{"1e33", '/', "7", "142857142857142857142857142857142.9"},
           Case{"9999999999999999999999999999999999", '/', "9999999999999999999999999999999998", "1"},
           Case{"1", '/', "9999999999999999999999999999999999", "1e-34"},
           Case{"0", '/', "5", "0"},
           Case{"123456789", '/', "1e20", "1.23456789e-12"},
       }) {
    const Decimal a = number(test.a);
    const Decimal b = number(test.b);
    const auto result = test.sign == '+'   ? add(a, b)
                        : test.sign == '-' ? subtract(a, b)
                        : test.sign == '*' ? multiply(a, b)
                                           : divide(a, b);
    ASSERT_TRUE(result.has_value()) << test.a << test.sign << test.b;
    EXPECT_EQ(*result, number(test.expected)) << test.a << test.sign << test.b << " = " << to_string(*result);
  }
}

TEST(Decimal, AnswersNothingBeyondItsRange) {
  EXPECT_FALSE(divide(number("1"), number("0.00")).has_value());
  EXPECT_FALSE(multiply(number("1e4000"), number("1e4000")).has_value());
  EXPECT_FALSE(power(Decimal::of(10), 7000).has_value());
  EXPECT_FALSE(power(Decimal::of(0), -1).has_value());
  EXPECT_FALSE(parse_decimal("1e6200").has_value());
  EXPECT_TRUE(multiply(number("1e-4000"), number("1e-4000"))->is_zero()) << "too small rounds to zero";
}

TEST(Decimal, RaisesToPowers) {
  struct Case {
    const char* base;
    int64_t exponent;
    const char* expected;
  };
  for (const Case& test : {Case{"2", 10, "1024"}, Case{"2", 0, "1"}, Case{"0", 0, "1"}, Case{"2", -2, "0.25"},
                           Case{"-1.5", 3, "-3.375"}, Case{"1.1", 2, "1.21"}, Case{"10", 33, "1e33"}}) {
    EXPECT_EQ(power(number(test.base), test.exponent).value(), number(test.expected)) << test.base;
  }
}

TEST(Decimal, ComparesByValue) {
  const char* ascending[] = {"-1e40",
                             "-12.5",
                             "-12.4999999999999999999999999999999",
                             "-1e-30",
                             "0",
                             "1e-6000",
                             "0.1",
                             "0.10000000000000000000000000000001",
                             "1",
                             "1.5",
                             "9.99",
                             "10",
                             "1e33",
                             "1e6000"};
  for (size_t i = 0; i < std::size(ascending); ++i) {
    for (size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(compare(number(ascending[i]), number(ascending[j])), i <=> j) << ascending[i] << " " << ascending[j];
    }
  }
  EXPECT_EQ(number("1.50"), number("1.5"));
  EXPECT_EQ(number("0.000"), number("-0"));
  EXPECT_EQ(number("100"), number("1e2"));
}

TEST(Decimal, ReadsAndWritesTheShortestForm) {
  struct Case {
    const char* text;
    const char* expected;  // null: refused
  };
  for (const Case& test :
       {Case{"0", "0"},
        Case{"-0.00", "0"},
        Case{"1.500", "1.5"},
        Case{"-0.05", "-0.05"},
        Case{".5", "0.5"},
        Case{"007", "7"},
        Case{"1e3", "1000"},
        Case{"1.23E-4", "0.000123"},
        Case{"1e33", "1000000000000000000000000000000000"},
        Case{"1e34", "1e34"},
        Case{"-1.5e40", "-1.5e40"},
        Case{"1e-34", "0.0000000000000000000000000000000001"},
        Case{"1e-35", "1e-35"},
        Case{"12345678901234567890123456789012345", "1.234567890123456789012345678901234e34"},
        Case{"12345678901234567890123456789012355", "1.234567890123456789012345678901236e34"},
        Case{"0.99999999999999999999999999999999999999999999", "1"},
        Case{"1000000000000000000000000000000000500000000000000000000001", "1.000000000000000000000000000000001e57"},
        Case{"", nullptr},
        Case{"-", nullptr},
        Case{".", nullptr},
        Case{"1.", nullptr},
        Case{"1e", nullptr},
        Case{"1e+", nullptr},
        Case{"1x", nullptr},
        Case{"+1", nullptr},
        Case{"1.2.3", nullptr},
        Case{" 1", nullptr}}) {
    const auto parsed = parse_decimal(test.text);
    ASSERT_EQ(parsed.has_value(), test.expected != nullptr) << test.text;
    if (parsed) {
      EXPECT_EQ(to_string(*parsed), test.expected) << test.text;
    }
  }
}

TEST(Decimal, ComesDownToScaledIntegers) {
  struct Case {
    const char* text;
    int32_t scale;
    std::optional<int64_t> half_even;
    std::optional<int64_t> floor;
    std::optional<int64_t> ceiling;
  };
  for (const Case& test : {
           Case{"12.5", 0, 12, 12, 13},
           Case{"13.5", 0, 14, 13, 14},
           Case{"-12.5", 0, -12, -13, -12},
           Case{"-12.51", 0, -13, -13, -12},
           Case{"12.5", 2, 1250, 1250, 1250},
           Case{"1e-6000", 2, 0, 0, 1},
           Case{"-1e-6000", 2, 0, -1, 0},
           Case{"9223372036854775807", 0, INT64_MAX, INT64_MAX, INT64_MAX},
           Case{"9223372036854775807.5", 0, std::nullopt, INT64_MAX, std::nullopt},
           Case{"9223372036854775808", 0, std::nullopt, std::nullopt, std::nullopt},
           Case{"1e19", 1, std::nullopt, std::nullopt, std::nullopt},
           Case{"0e-20", 9, 0, 0, 0},
       }) {
    const Decimal value = number(test.text);
    EXPECT_EQ(value.scaled_to(test.scale), test.half_even) << test.text;
    EXPECT_EQ(value.floor_to(test.scale), test.floor) << test.text;
    EXPECT_EQ(value.ceiling_to(test.scale), test.ceiling) << test.text;
  }
}

TEST(Decimal, FindsWholeNumbers) {
  struct Case {
    const char* text;
    const char* floor;
    const char* ceiling;
    bool whole;
  };
  for (const Case& test :
       {Case{"1.5", "1", "2", false}, Case{"-1.5", "-2", "-1", false}, Case{"2.000", "2", "2", true},
        Case{"-0.1", "-1", "0", false}, Case{"1e-60", "0", "1", false}, Case{"1e30", "1e30", "1e30", true}}) {
    EXPECT_EQ(floor(number(test.text)), number(test.floor)) << test.text;
    EXPECT_EQ(ceiling(number(test.text)), number(test.ceiling)) << test.text;
    EXPECT_EQ(number(test.text).is_integer(), test.whole) << test.text;
  }
  EXPECT_EQ(absolute(number("-1.5")), number("1.5"));
  EXPECT_EQ(negate(number("1.5")), number("-1.5"));
}

/// Laws that no rounding may break: the order of operands, inverses of exact sums, and what 64-bit integers say.
TEST(Decimal, KeepsTheLawsOfArithmetic) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<int64_t>(random()) >> (random() % 62);
    const auto b = static_cast<int64_t>(random()) >> (random() % 62);
    const auto scale_a = static_cast<int32_t>(random() % 8);
    const auto scale_b = static_cast<int32_t>(random() % 8);
    const Decimal x = Decimal::of(a, scale_a);
    const Decimal y = Decimal::of(b, scale_b);
    SCOPED_TRACE(to_string(x) + " and " + to_string(y));
    EXPECT_EQ(*add(x, y), *add(y, x));
    EXPECT_EQ(*multiply(x, y), *multiply(y, x));
    EXPECT_EQ(*subtract(*add(x, y), y), x);
    EXPECT_EQ(compare(x, y), 0 <=> compare(y, x));
    EXPECT_EQ(compare(x, y) < 0, subtract(x, y)->coefficient < 0);
    EXPECT_EQ(*parse_decimal(to_string(x)), x);
    // 34 digits hold the product of numbers of 17.
    if (b != 0 && std::abs(a) < 100'000'000'000'000'000 && std::abs(b) < 100'000'000'000'000'000) {
      EXPECT_EQ(*divide(*multiply(x, y), y), x);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace dunlin::core
