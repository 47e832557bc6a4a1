#include "core/money.h"
#include "core/overflow_watch.h"

#include <gtest/gtest.h>

namespace dunlin::core {
namespace {

TEST(Currency, ReadsIsoCodesWithMinorUnits) {
  struct Case {
    const char* text;
    bool good;
    uint32_t digits = 0;
  };
  for (const Case& test :
       {Case{"EUR", true, 2}, Case{"USD", true, 2}, Case{"JPY", true, 0}, Case{"KWD", true, 3}, Case{"CLF", true, 4},
        Case{"UYW", true, 4}, Case{"AED", true, 2}, Case{"ZWL", true, 2}, Case{"XPF", true, 0}, Case{"TND", true, 3},
        Case{"eur", false}, Case{"EU", false}, Case{"EURO", false}, Case{"XAU", false}, Case{"XXX", false},
        Case{"ED ", false}, Case{"D A", false}, Case{"", false}}) {
    const auto currency = parse_currency(test.text);
    ASSERT_EQ(currency.has_value(), test.good) << test.text;
    if (!currency) continue;
    EXPECT_EQ(to_string(*currency), test.text);
    EXPECT_EQ(minor_digits(*currency), test.digits) << test.text;
  }
}

TEST(Currency, OrdersAsItsLetters) {
  EXPECT_LT(*parse_currency("CHF"), *parse_currency("EUR"));
  EXPECT_LT(*parse_currency("EUR"), *parse_currency("USD"));
  EXPECT_FALSE(Currency{}.is_set());
  EXPECT_EQ(to_string(Currency{}), "");
  EXPECT_EQ(*parse_currency("EUR"), kEur);
}

TEST(Amount, IsReadExactlyOrRefused) {
  struct Case {
    const char* text;
    uint32_t digits;
    int64_t minor;
    AmountError error = AmountError::kNone;
    char decimal = '.';
    char group = 0;
  };
  constexpr AmountError kBad = AmountError::kNotANumber;
  for (const Case& test : {
           Case{"12.34", 2, 1234},
           Case{"-12.34", 2, -1234},
           Case{"+12", 2, 1200},
           Case{"0.1", 2, 10},
           Case{".5", 2, 50},
           Case{"5.", 2, 500},
           Case{"12.3400", 2, 1234},
           Case{"12.345", 2, 0, AmountError::kTooManyDigits},
           Case{"100", 0, 100},
           Case{"100.0", 0, 100},
           Case{"1.2345", 4, 12345},
           Case{"1.234,50", 2, 123450, AmountError::kNone, ',', '.'},
           Case{"1 234 567,5", 2, 123456750, AmountError::kNone, ',', ' '},
           Case{"1,234.50", 2, 0, kBad},
           Case{"92233720368547758.07", 2, INT64_MAX},
           Case{"92233720368547758.08", 2, 0, AmountError::kOverflow},
           Case{"99999999999999999999999999", 2, 0, AmountError::kOverflow},
           Case{"", 2, 0, kBad},
           Case{"-", 2, 0, kBad},
           Case{".", 2, 0, kBad},
           Case{"1.2.3", 2, 0, kBad},
           Case{"12 EUR", 2, 0, kBad},
           Case{"--1", 2, 0, kBad},
           Case{"1e3", 2, 0, kBad},
           Case{"NaN", 2, 0, kBad},
       }) {
    const ParsedAmount parsed = parse_amount(test.text, test.digits, test.decimal, test.group);
    EXPECT_EQ(parsed.error, test.error) << test.text;
    EXPECT_EQ(parsed.minor, test.minor) << test.text;
  }
}

TEST(Amount, IsWrittenWithAllItsDigits) {
  struct Case {
    int64_t minor;
    uint32_t digits;
    const char* expected;
  };
  for (const Case& test : {Case{-123450, 2, "-1234.50"}, Case{5, 2, "0.05"}, Case{0, 2, "0.00"}, Case{-5, 3, "-0.005"},
                           Case{7, 0, "7"}, Case{INT64_MIN, 2, "-92233720368547758.08"}, Case{1'000'000, 6, "1.000000"}}) {
    EXPECT_EQ(format_amount(test.minor, test.digits), test.expected);
    if (test.minor != INT64_MIN) {
      EXPECT_EQ(parse_amount(test.expected, test.digits).minor, test.minor);
    }
  }
}

TEST(Money, DividesHalfAwayFromZero) {
  struct Case {
    int64_t numerator;
    int64_t denominator;
    int64_t expected;
  };
  for (const Case& test : {Case{5, 2, 3}, Case{-5, 2, -3}, Case{5, -2, -3}, Case{-5, -2, 3}, Case{4, 3, 1}, Case{5, 3, 2},
                           Case{0, 7, 0}, Case{1, 3, 0}, Case{-1, 2, -1}, Case{INT64_MAX, 1, INT64_MAX}}) {
    EXPECT_EQ(static_cast<int64_t>(divide_half_up(test.numerator, test.denominator)), test.expected)
        << test.numerator << "/" << test.denominator;
  }
  EXPECT_EQ(power_of_ten(0), 1);
  EXPECT_EQ(power_of_ten(18), 1'000'000'000'000'000'000);
}

TEST(Money, SumsBeyond64BitsSaturateForWhoWatches) {
  const OverflowWatch outer;
  {
    const OverflowWatch inner;
    EXPECT_EQ(checked_add(INT64_MAX - 1, 1), INT64_MAX);
    EXPECT_FALSE(inner.noticed());
    EXPECT_EQ(checked_add(INT64_MAX, 1), INT64_MAX);
    EXPECT_LT(checked_add(INT64_MIN, -1), 0);
    EXPECT_TRUE(inner.noticed());
  }
  EXPECT_FALSE(outer.noticed()) << "the innermost notices";
  checked_add(INT64_MAX, INT64_MAX);
  EXPECT_TRUE(outer.noticed());
}

TEST(MoneyDeathTest, SumsBeyond64BitsAreOurBugWhereNobodyWatches) {
  EXPECT_EQ(checked_add(INT64_MAX - 1, 1), INT64_MAX);
  EXPECT_DEATH(checked_add(INT64_MAX, 1), "a sum of money leaves 64 bits");
}

}  // namespace
}  // namespace dunlin::core
