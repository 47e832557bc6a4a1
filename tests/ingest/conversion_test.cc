// The fast ways of the conversion kernels against core's parsers, and date patterns by table.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/date.h"
#include "core/limits.h"
#include "core/money.h"
#include "ingest/convert/date_pattern.h"
#include "ingest/convert/number_kernel.h"
#include "ingest/convert/text_kernel.h"
#include "ingest/convert/utf8.h"

namespace dunlin::ingest {
namespace {

std::string random_number(std::mt19937_64& random) {
  static constexpr std::string_view kAlphabet = "0123456789012345678901234567890123456789.,-+ e";
  std::string text;
  const size_t size = 1 + random() % (random() % 4 == 0 ? 24 : 9);
  for (size_t i = 0; i < size; ++i) text.push_back(kAlphabet[random() % kAlphabet.size()]);
  if (random() % 2 == 0 && size > 3) text[size - 3] = '.';
  return text;
}

TEST(Amounts, EqualTheFloorsParser) {
  std::mt19937_64 random(4);
  size_t good = 0;
  for (size_t round = 0; round < 200'000; ++round) {
    const std::string text = random_number(random);
    const auto digits = static_cast<uint32_t>(random() % 5);
    const NumberStyle style{random() % 4 == 0 ? ',' : '.', random() % 4 == 0 ? '.' : '\0'};
    const std::string_view cell = text;
    int64_t value = 0;
    CellVerdict verdict = CellVerdict::kGood;
    convert_plain_amounts({&cell, 1}, digits, style, &value, &verdict);
    const core::ParsedAmount expected = core::parse_amount(text, digits, style.decimal, style.group);
    const bool fits = expected.error == core::AmountError::kNone && std::abs(expected.minor) <= core::kAmountMax;
    ASSERT_EQ(verdict == CellVerdict::kGood, fits) << text << " with " << digits;
    ASSERT_EQ(value, fits ? expected.minor : core::kNull) << text << " with " << digits;
    good += fits;
  }
  EXPECT_GT(good, 20'000U);
}

TEST(Amounts, TakeTheDigitsOfEachRowsCurrency) {
  const std::string_view cells[] = {"1", "1", "1.234", "1.5", "", "1.5"};
  const auto code = [](const char* text) { return static_cast<int64_t>(core::parse_currency(text)->code); };
  const int64_t currencies[] = {code("EUR"), code("JPY"), code("KWD"), code("JPY"), code("EUR"), core::kNull};
  int64_t out[6];
  CellVerdict verdicts[6] = {};
  EXPECT_EQ(convert_amounts(cells, currencies, {}, out, verdicts), 1U);
  EXPECT_EQ(out[0], 100);
  EXPECT_EQ(out[1], 1);
  EXPECT_EQ(out[2], 1234);
  EXPECT_EQ(verdicts[3], CellVerdict::kTooPrecise);
  EXPECT_EQ(out[4], core::kNull);
  EXPECT_EQ(verdicts[5], CellVerdict::kGood);
}

TEST(IsoDates, EqualTheFloorsParser) {
  std::mt19937_64 random(5);
  const auto check = [](const std::string& text) {
    const std::string_view cell = text;
    int64_t value = 0;
    CellVerdict verdict = CellVerdict::kGood;
    convert_iso_dates({&cell, 1}, &value, &verdict);
    const std::optional<core::Date> expected = core::parse_iso_date(text);
    const bool good = expected && *expected >= core::date_of(1900, 1, 1);
    const CellVerdict wrong = expected ? CellVerdict::kDateTooEarly : CellVerdict::kNotADate;
    ASSERT_EQ(verdict, good ? CellVerdict::kGood : wrong) << text;
    ASSERT_EQ(value, good ? expected->days : core::kNull) << text;
  };
  for (core::Date date = core::date_of(1890, 1, 1); date < core::date_of(2110, 1, 1); date = date + 1)
    check(to_string(date));
  for (const char* text : {"0001-01-01", "9999-12-31", "0000-01-01", "2023-02-29", "2024-02-29", "2024-02-30", "2024-00-10",
                           "2024-13-10", "2024-01-00", "2024-01-32", "2024-1-01", "2024-01-011", "2024/01/01"}) {
    check(text);
  }
  for (size_t round = 0; round < 100'000; ++round) {
    std::string text = "2024-01-31";
    for (size_t i = 0; i < 1 + random() % 2; ++i) text[random() % 10] = static_cast<char>(random() % 256);
    check(text);
  }
}

struct PatternCase {
  const char* pattern;
  const char* text;
  const char* date;  ///< ISO; empty: refused
};

TEST(DatePatterns, ReadByTable) {
  const PatternCase cases[] = {
      {"M/D/YYYY", "1/2/2013", "2013-01-02"},
      {"M/D/YYYY", "12/31/2013", "2013-12-31"},
      {"M/D/YYYY", "13/1/2013", ""},
      {"M/D/YYYY", "1/2/13", ""},
      {"DD.MM.YYYY", "05.06.2024", "2024-06-05"},
      {"DD.MM.YYYY", "5.6.2024", ""},
      {"DD.MM.YY", "05.06.68", "2068-06-05"},
      {"DD.MM.YY", "05.06.69", "1969-06-05"},
      {"YYYYMMDD", "20240229", "2024-02-29"},
      {"YYYYMMDD", "20230229", ""},
      {"D-MMM-YY", "7-Mar-21", "2021-03-07"},
      {"DD MMM YYYY", "07 MAR 2021", "2021-03-07"},
      {"DD MMM YYYY", "07 Mrz 2021", ""},
      {"YYYY-MM-DD", "2024-02-29", "2024-02-29"},
      {"M/D/YYYY", "1/2/2013 ", ""},
      {"M/D/YYYY", "", ""},
  };
  for (const PatternCase& at : cases) {
    const auto pattern = DatePattern::compile(at.pattern);
    ASSERT_TRUE(pattern.ok()) << at.pattern;
    const std::optional<core::Date> date = pattern->parse(at.text);
    EXPECT_EQ(date ? to_string(*date) : "", at.date) << at.pattern << " of " << at.text;
  }
  for (const char* pattern : {"", "YYYY-MM", "DD.MM.YYYY hh", "YYYY-YY-MM-DD", "MM/DD/MM/YYYY"}) {
    EXPECT_FALSE(DatePattern::compile(pattern).ok()) << pattern;
  }
}

TEST(Texts, RepeatsShareEntriesAndNothingElseDoes) {
  TextColumnBuilder builder;
  std::vector<std::string> texts;
  for (size_t i = 0; i < 3000; ++i) texts.push_back(i % 3 == 0 ? "A" + std::to_string(i % 5) : std::to_string(i / 2));
  for (const std::string& text : texts) builder.append_repeating(text);
  for (const std::string& text : texts) builder.append(text);
  const core::TextColumn column = builder.take();
  ASSERT_EQ(column.rows(), texts.size() * 2);
  for (size_t i = 0; i < column.rows(); ++i) ASSERT_EQ(column.at(i), texts[i % texts.size()]);
  EXPECT_LT(column.entries(), texts.size() * 2);
  EXPECT_EQ(builder.take().rows(), 0U);
}

TEST(Texts, ShownTextIsCutBetweenCharacters) {
  EXPECT_EQ(shown_text(std::string(119, 'a') + "\xC3\xBC"), std::string(119, 'a'));
  EXPECT_EQ(shown_text("\xC3\xBC\xFF\xC3"), "\xC3\xBC??");
  EXPECT_EQ(shown_text(std::string(500, 'b')).size(), 120U);
}

}  // namespace
}  // namespace dunlin::ingest
