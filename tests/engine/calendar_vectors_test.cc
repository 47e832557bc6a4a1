// The shared test vectors of days, through the shipped calendars: what a person could look up in the law, followed by what
// the engine says.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "engine/settings/calendar_reader.h"
#include "rules/calendar/compile_calendars.h"
#include "rules/calendar/legal_periods.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

core::Date date_of(const json::value& text) { return *core::parse_iso_date(std::string_view(text.as_string())); }
std::string text_of(const json::value& text) { return std::string(text.as_string()); }

class CalendarVectors : public test::SharedVectors {
 protected:
  void SetUp() override {
    SharedVectors::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    std::vector<core::Error> errors;
    book_ = rules::compile_calendars(read_calendars({}, errors));
    ASSERT_TRUE(errors.empty()) << describe(errors.front());
  }

  rules::CalendarBook book_;
};

TEST_F(CalendarVectors, TargetClosingDays) {
  ASSERT_FALSE(cases("bank.target").empty());
  for (const json::value& c : cases("bank.target")) {
    const auto year = static_cast<int32_t>(c.at("in").at("year").as_int64());
    std::vector<std::string> closed;
    for (const core::Date date : book_.find("TARGET")->holidays()) {
      if (core::civil_of(date).year == year) closed.push_back(to_string(date));
    }
    std::vector<std::string> expected;
    for (const json::value& day : c.at("out").at("closed_weekdays_and_weekend_holidays").as_array()) {
      expected.push_back(text_of(day));
    }
    EXPECT_EQ(closed, expected) << year;
  }
}

TEST_F(CalendarVectors, RunDatesMove) {
  ASSERT_FALSE(cases("dun.rundate").empty());
  const rules::Calendar& target = *book_.find("TARGET");
  for (const json::value& c : cases("dun.rundate")) {
    SCOPED_TRACE(text_of(c.at("id")));
    const core::Date scheduled = date_of(c.at("in").at("scheduled"));
    const auto moved = [&](const char* rule) { return text_of(c.at("out").at(rule)); };
    EXPECT_EQ(to_string(scheduled), moved("none"));
    EXPECT_EQ(to_string(target.following(scheduled)), moved("following"));
    EXPECT_EQ(to_string(target.preceding(scheduled)), moved("preceding"));
    EXPECT_EQ(to_string(target.modified_following(scheduled)), moved("modfollowing"));
  }
}

TEST_F(CalendarVectors, GermanDueDatesMove) {
  ASSERT_FALSE(cases("due.weekend.de").empty());
  for (const json::value& c : cases("due.weekend.de")) {
    const core::Date due = book_.of("DE", "").following(date_of(c.at("in").at("due")));
    EXPECT_EQ(to_string(due), text_of(c.at("out").at("effective_due")));
    EXPECT_EQ(to_string(due + 1), text_of(c.at("out").at("interest_from")));
  }
}

TEST_F(CalendarVectors, ValidationPeriodOfTheUnitedStates) {
  ASSERT_FALSE(cases("us.regf.validation").empty());
  for (const json::value& c : cases("us.regf.validation")) {
    SCOPED_TRACE(text_of(c.at("id")));
    const auto period = rules::us_validation_period(date_of(c.at("in").at("provided_on")), book_.of("US", "CA"));
    EXPECT_EQ(to_string(period.assumed_receipt), text_of(c.at("out").at("assumed_receipt")));
    EXPECT_EQ(to_string(period.end), text_of(c.at("out").at("validation_period_end")));
  }
}

TEST_F(CalendarVectors, FirstReminderOfBelgium) {
  ASSERT_FALSE(cases("be.firstreminder").empty());
  for (const json::value& c : cases("be.firstreminder")) {
    SCOPED_TRACE(text_of(c.at("id")));
    const bool by_letter = c.at("in").at("channel").as_string() == "paper";
    const auto period = rules::be_reminder_period(date_of(c.at("in").at("sent")), by_letter, book_.of("BE", ""));
    EXPECT_EQ(to_string(period.first_day), text_of(c.at("out").at("period_first_day")));
    EXPECT_EQ(to_string(period.last_day), text_of(c.at("out").at("period_last_day")));
    EXPECT_EQ(to_string(period.charges_from), text_of(c.at("out").at("indemnity_allowed_from")));
  }
}

}  // namespace
}  // namespace dunlin::engine
