// Real receivables: the IBM sample through its shipped mapping, from the untouched file. Ageing and count-back DSO at four
// dates, and two years of nights, equal the ground truth to the cent. The file is not ours to ship: it is found by
// DUNLIN_SHARED.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/money.h"
#include "engine/service/actions.h"
#include "engine/service/collection_reports.h"
#include "engine/service/ingest.h"
#include "engine/service/reports.h"
#include "engine/service/runs.h"
#include "tests/journey/temporary_site.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

fs::path shared_folder() {
  const char* folder = std::getenv("DUNLIN_SHARED");
  return (folder != nullptr ? fs::path(folder) : fs::path(DUNLIN_SOURCE_DIR) / ".." / "shared") / "data" / "ar_ibm";
}

std::string invoice_file() { return (shared_folder() / "WA_Fn-UseC_-Accounts-Receivable.csv").string(); }

json::object ground_truth() {
  std::ifstream file(shared_folder() / "ground_truth.json");
  std::ostringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

/// Cents of "1234.56".
int64_t cents(std::string_view amount) { return core::parse_amount(amount, 2).minor; }

// Each invoice for itself, a letter each, and no address needed.
constexpr const char* kNightly =
    "[scenario]\nunit = \"receivable\"\nconsolidate = \"none\"\n"
    "[[step]]\nid = \"reminder_day_3\"\ndays_past_due = 3\naction = \"webhook\"\n"
    "[[step]]\nid = \"first_notice_day_10\"\ndays_past_due = 10\naction = \"webhook\"\n"
    "[[step]]\nid = \"final_notice_day_21\"\ndays_past_due = 21\naction = \"webhook\"\n"
    "[[step]]\nid = \"collections_day_35\"\ndays_past_due = 35\naction = \"webhook\"\n";

class IbmReceivables : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(invoice_file())) {
      const char* required = std::getenv("DUNLIN_REQUIRE_SHARED");
      if (required != nullptr && std::string_view(required) == "1") FAIL() << invoice_file() << " is missing";
      GTEST_SKIP() << invoice_file() << " is not there: set DUNLIN_SHARED";
    }
    home_.configure("", kNightly);
    core::Result<Site> opened = home_.open();
    ASSERT_TRUE(opened.ok()) << core::describe(opened.error());
    site_.emplace(std::move(*opened));
    site_->today = core::date_of(2014, 12, 31);
    truth_ = ground_truth();

    const core::Result<IngestResponse> loaded = ingest(*site_, {{invoice_file()}, "", source(), false, false});
    ASSERT_TRUE(loaded.ok()) << core::describe(loaded.error());
    const ImportedFile& file = loaded->report.files.at(0);
    ASSERT_FALSE(file.error.has_value()) << core::describe(*file.error);
    EXPECT_EQ(file.counts.rejected + file.counts.conflict + file.counts.suspended, 0U);
  }

  virtual std::string source() const { return "ibm-ar"; }

  /// A live run on every day on which the sample may dun anybody.
  void run_two_years() {
    for (core::Date date = core::date_of(2012, 2, 1); date <= core::date_of(2014, 2, 28); date = date + 1) {
      const core::Result<RunSummary> night = run(*site_, {date, "", false, false, {}});
      ASSERT_TRUE(night.ok()) << core::to_string(date) << " " << core::describe(night.error());
      ASSERT_TRUE(night->quarantined.empty());
    }
  }

  TemporarySite home_;
  std::optional<Site> site_;
  json::object truth_;
};

TEST_F(IbmReceivables, AgeingAndDsoAtFourDates) {
  for (const auto& [day, truth] : truth_.at("snapshots").as_object()) {
    const core::Date date = *core::parse_iso_date(day);
    const core::Result<ResultTable> aged = ageing(*site_, {date, "", "", "simple", 365});
    ASSERT_TRUE(aged.ok()) << core::describe(aged.error());
    // The truth has one bucket behind 90 days where ours has two.
    const std::map<std::string, std::string> names = {{"not_due", "0"},   {"1-30", "1-30"},  {"31-60", "31-60"},
                                                      {"61-90", "61-90"}, {"91-120", "90+"}, {"120+", "90+"}};
    std::map<std::string, std::pair<int64_t, int64_t>> found;
    for (const auto& row : aged->rows) {
      EXPECT_EQ(row[0], "EUR");
      found[names.at(*row[1])].first += std::stoll(*row[2]);
      found[names.at(*row[1])].second += cents(*row[3]);
    }
    for (const auto& [bucket, expected] : truth.at("ageing").as_object()) {
      EXPECT_EQ(found[bucket].first, expected.at("invoices").as_int64()) << day << " " << bucket;
      EXPECT_EQ(found[bucket].second, expected.at("amount_cents").as_int64()) << day << " " << bucket;
    }
    const core::Result<ResultTable> counted = dso(*site_, {date, "", "", "countback", 365});
    ASSERT_TRUE(counted.ok()) << core::describe(counted.error());
    EXPECT_DOUBLE_EQ(std::stod(*counted->rows.at(0).at(3)), truth.at("dso").at("count_back").as_double()) << day;
    for (const uint32_t window : {30U, 90U, 365U}) {
      const core::Result<ResultTable> simple = dso(*site_, {date, "", "", "simple", window});
      ASSERT_TRUE(simple.ok()) << core::describe(simple.error());
      const std::string key = "simple_" + std::to_string(window) + "d";
      EXPECT_DOUBLE_EQ(std::stod(*simple->rows.at(0).at(3)), truth.at("dso").at(key).at("dso").as_double()) << day;
    }
  }
}

/// Every invoice is closed by the end of 2014: how late they were, and what collecting came to month by month.
TEST_F(IbmReceivables, LatenessAndEffectiveness) {
  const core::Date date = core::date_of(2014, 12, 31);
  const core::Result<ReportAnswer> late = lateness(*site_, {date, "", "", "", 365});
  ASSERT_TRUE(late.ok()) << core::describe(late.error());
  const json::value& truth = truth_.at("overall");
  const auto& row = late->rows.rows.at(0);
  EXPECT_EQ(std::stoll(*row[1]), truth.at("invoices").as_int64());
  EXPECT_EQ(std::stoll(*row[2]), truth.at("late_invoices").as_int64());
  EXPECT_DOUBLE_EQ(std::stod(*row[3]), truth.at("share_late").as_double());
  EXPECT_EQ(cents(*row[4]), truth.at("amount_cents").as_int64());
  EXPECT_EQ(cents(*row[5]), truth.at("late_amount_cents").as_int64());
  EXPECT_DOUBLE_EQ(std::stod(*row[6]), truth.at("share_late_by_amount").as_double());
  EXPECT_DOUBLE_EQ(std::stod(*row[7]), truth.at("avg_days_late_all").as_double());
  EXPECT_DOUBLE_EQ(std::stod(*row[9]), truth.at("amount_weighted_days_late").as_double());
  EXPECT_EQ(std::stoll(*row[10]), truth.at("max_days_late").as_int64());

  const json::array& months = truth_.at("month_end").as_array();
  for (size_t month = 1; month < months.size(); ++month) {
    ReportRequest request{.date = *core::parse_iso_date(months[month].at("date").as_string()), .by = "", .creditor = ""};
    const core::Result<ReportAnswer> collected = cei(*site_, request);
    ASSERT_TRUE(collected.ok()) << core::describe(collected.error());
    EXPECT_EQ(core::to_string(collected->from), months[month - 1].at("date").as_string());
    const auto& found = collected->rows.rows.at(0);
    EXPECT_EQ(cents(*found[1]), months[month - 1].at("open_amount_cents").as_int64());
    EXPECT_EQ(cents(*found[3]), months[month].at("open_amount_cents").as_int64());
    EXPECT_EQ(cents(*found[4]), months[month].at("ageing_cents").at("0").as_int64());
  }
}

/// The base rate of section 247 BGB and 8 points (the file is older than July 2014), every late invoice paid by then.
TEST_F(IbmReceivables, InterestOfEveryInvoice) {
  home_.configure("[interest.bgb-288-old]\nreference = \"de-base\"\nmargin = 8\n", kNightly);
  site_.reset();
  core::Result<Site> opened = home_.open();
  ASSERT_TRUE(opened.ok()) << core::describe(opened.error());
  ReportRequest request;
  request.date = core::date_of(2014, 1, 31);
  request.rule = "bgb-288-old";
  const core::Result<ResultTable> report = interest(*opened, request);
  ASSERT_TRUE(report.ok()) << core::describe(report.error());
  std::ifstream file(shared_folder() / "interest_per_invoice_cents.json");
  std::ostringstream text;
  text << file.rdbuf();
  const json::object expected = json::parse(text.str()).as_object();
  const json::object& truth = truth_.at("interest_bgb288_2").as_object();
  int64_t total = 0;
  int64_t late = 0;
  for (const auto& row : report->rows) {
    const int64_t found = cents(*row[4]);
    const json::value* wanted = expected.if_contains(*row[2]);
    EXPECT_EQ(found, wanted == nullptr ? 0 : wanted->as_int64()) << *row[2];
    EXPECT_EQ(*row[3], "EUR");
    total += found;
    late += wanted != nullptr;
  }
  EXPECT_EQ(late, truth.at("invoices").as_int64());
  EXPECT_EQ(total, truth.at("total_cents").as_int64());
  EXPECT_EQ(static_cast<int64_t>(report->rows.size()), truth_.at("rows").as_int64());
}

struct Dunned {
  int64_t actions = 0, cents = 0;
  std::set<std::string> customers;
  std::string first;
};

TEST_F(IbmReceivables, TwoYearsOfNights) {
  ASSERT_NO_FATAL_FAILURE(run_two_years());
  std::map<std::string, Dunned> steps;
  std::set<std::string> ids;
  const core::Status read = each_action(*site_, {}, [&](const std::string&, const std::string& text) {
    const json::object action = json::parse(text).as_object();
    Dunned& step = steps[std::string(action.at("step").as_string())];
    ++step.actions;
    step.cents += cents(action.at("totals").at(0).at("demanded").as_string());
    step.customers.emplace(action.at("debtor_id").as_string());
    if (step.first.empty()) step.first = std::string(action.at("business_date").as_string());
    EXPECT_EQ(action.at("receivables").as_array().size(), 1U);
    EXPECT_TRUE(ids.emplace(action.at("action_id").as_string()).second) << "two actions with one id";
    return true;
  });
  ASSERT_TRUE(read.ok()) << core::describe(read.error());
  const json::object& expected = truth_.at("dunning_expected").as_object();
  EXPECT_EQ(steps.size(), expected.size());
  for (const auto& [name, truth] : expected) {
    const Dunned& step = steps[std::string(name)];
    EXPECT_EQ(step.actions, truth.at("actions").as_int64()) << name;
    EXPECT_EQ(step.cents, truth.at("amount_cents").as_int64()) << name;
    EXPECT_EQ(static_cast<int64_t>(step.customers.size()), truth.at("distinct_customers").as_int64()) << name;
    EXPECT_EQ(json::string_view(step.first), truth.at("first_action").as_string()) << name;
  }
}

/// The same file, its column Disputed mapped to disputes.
class IbmDisputes : public IbmReceivables {
 protected:
  std::string source() const override { return "ibm-ar-disputes"; }
};

TEST_F(IbmDisputes, AreNotDunned) {
  ASSERT_NO_FATAL_FAILURE(run_two_years());
  std::map<std::string, int64_t> actions;
  const core::Status read = each_action(*site_, {}, [&](const std::string&, const std::string& text) {
    ++actions[std::string(json::parse(text).at("step").as_string())];
    return true;
  });
  ASSERT_TRUE(read.ok()) << core::describe(read.error());
  for (const auto& [name, truth] : truth_.at("dunning_expected").as_object()) {
    EXPECT_EQ(actions[std::string(name)], truth.at("actions_excluding_disputed").as_int64()) << name;
  }
  EXPECT_EQ(actions["reminder_day_3"], 363);
}

}  // namespace
}  // namespace dunlin::engine
