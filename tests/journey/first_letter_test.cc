// A newcomer's tour: one invoice from a CSV line to the letter that a consumer takes from the queue, and every place on the
// way where somebody may ask why.
//
//   invoices.csv -> ingest -> store -> run of a date -> outbound queue -> consumer
//                                 \-> explain, debtor, report
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engine/service/actions.h"
#include "engine/service/debtor_file.h"
#include "engine/service/explanation.h"
#include "engine/service/ingest.h"
#include "engine/service/reports.h"
#include "engine/service/runs.h"
#include "tests/journey/temporary_site.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

TEST(FirstLetter, FromTheCsvLineToTheQueue) {
  // A data directory with a configuration: one scenario, whose only reminder is due seven days after the due date.
  const TemporarySite home;
  home.configure("",
                 "[[step]]\nid = \"reminder-1\"\ndays_past_due = 7\nchannels = [\"email\"]\ntemplate = \"reminder-1\"\n"
                 "fee = { flat = \"5.00 EUR\" }\n");

  // Two files as a bookkeeping program writes them. Parents may stand in a later file than their children.
  const std::string invoices = home.write("invoices.csv",
                                          "receivable_id,debtor_id,amount,currency,issue_date,due_date\n"
                                          "R1,D42,1250.00,EUR,2026-10-02,2026-11-01\n");
  const std::string customers = home.write("customers.csv",
                                           "debtor_id,name,email,language,country\n"
                                           "D42,Maison Martin,compta@martin.example,fr,FR\n");
  core::Result<Site> site = home.open();
  ASSERT_TRUE(site.ok()) << core::describe(site.error());
  site->today = core::date_of(2026, 11, 21);

  // Ingest tells exactly what became of every row.
  const core::Result<IngestResponse> loaded = ingest(*site, {{invoices, customers}, "", "", false, false});
  ASSERT_TRUE(loaded.ok()) << core::describe(loaded.error());
  ASSERT_EQ(loaded->report.files.size(), 2U);
  for (const ImportedFile& file : loaded->report.files) {
    EXPECT_FALSE(file.error.has_value());
    EXPECT_EQ(file.counts.rows, 1U);
    EXPECT_EQ(file.counts.inserted, 1U) << file.name;
  }
  EXPECT_FALSE(loaded->has_rejects());

  // Six days past due nothing happens, and explain says why.
  const core::Date sixth = core::date_of(2026, 11, 7);
  const core::Result<RunSummary> early = run(*site, {sixth, "", false, false, {}});
  ASSERT_TRUE(early.ok()) << core::describe(early.error());
  EXPECT_EQ(early->actions, 0U);
  const core::Result<std::vector<Explanation>> why_not = explain(*site, {"", "D42", sixth});
  ASSERT_TRUE(why_not.ok()) << core::describe(why_not.error());
  ASSERT_EQ(why_not->size(), 1U);
  EXPECT_TRUE(why_not->front().recorded);
  ASSERT_EQ(why_not->front().steps.size(), 1U);
  EXPECT_FALSE(why_not->front().steps[0].fired);
  EXPECT_FALSE(why_not->front().steps[0].reasons.empty());

  // On the seventh day the reminder leaves. A dry run says the same and stores nothing.
  const core::Date seventh = core::date_of(2026, 11, 8);
  std::vector<std::string> foretold;
  const core::Result<RunSummary> dry =
      run(*site, {seventh, "", true, false, [&](const std::string& action) { foretold.push_back(action); }});
  ASSERT_TRUE(dry.ok()) << core::describe(dry.error());
  EXPECT_EQ(foretold.size(), 1U);
  const core::Result<RunSummary> night = run(*site, {seventh, "", false, false, {}});
  ASSERT_TRUE(night.ok()) << core::describe(night.error());
  EXPECT_EQ(night->run_id, "2026-11-08/1");
  EXPECT_EQ(night->actions, 1U);
  ASSERT_EQ(night->actions_by.size(), 1U);
  EXPECT_EQ(night->actions_by[0].step, "reminder-1");
  EXPECT_EQ(night->actions_by[0].channel, "email");

  // The same date again decides nothing.
  const core::Result<RunSummary> again = run(*site, {seventh, "", false, false, {}});
  ASSERT_TRUE(again.ok()) << core::describe(again.error());
  EXPECT_EQ(again->run_id, night->run_id);
  EXPECT_TRUE(again->already_final);
  EXPECT_EQ(again->actions, 0U);

  // A consumer takes the action from the queue. Until it confirms, it is given the same bytes again.
  const core::Result<std::vector<std::string>> lines = queue_consume(*site, "mailer", 10);
  ASSERT_TRUE(lines.ok()) << core::describe(lines.error());
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(*queue_consume(*site, "mailer", 10), *lines);
  const json::object line = json::parse(lines->front()).as_object();
  const json::object& action = line.at("action").as_object();
  EXPECT_EQ(action.at("debtor_id").as_string(), "D42");
  EXPECT_EQ(action.at("step").as_string(), "reminder-1");
  EXPECT_EQ(action.at("recipient").at("email").as_string(), "compta@martin.example");
  EXPECT_EQ(action.at("language").as_string(), "fr");
  EXPECT_EQ(action.at("totals").at(0).at("overdue").as_string(), "1250.00");
  EXPECT_EQ(action.at("totals").at(0).at("fees").as_string(), "5.00");
  EXPECT_EQ(action.at("totals").at(0).at("demanded").as_string(), "1255.00");
  EXPECT_EQ(action.at("receivables").at(0).at("receivable_id").as_string(), "R1");
  EXPECT_EQ(action.at("reasons").at("config").as_string(), json::string_view(site->configuration.fingerprint));
  const core::Result<bool> confirmed = queue_ack(*site, "mailer", std::string(line.at("cursor").as_string()));
  ASSERT_TRUE(confirmed.ok()) << core::describe(confirmed.error());
  EXPECT_TRUE(queue_consume(*site, "mailer", 10)->empty());
  EXPECT_EQ(*queue_lines(*site, "start", 10), *lines) << "a replay hands out the same bytes";

  // The fee is owed since the letter: a payment of both closes the invoice. The next night is silent, and the file tells the
  // whole story.
  const std::string bank = home.write("bank.csv",
                                      "payment_id,debtor_id,receivable_id,amount,currency,value_date\n"
                                      "P1,D42,R1,1255.00,EUR,2026-11-12\n");
  ASSERT_TRUE(ingest(*site, {{bank}, "", "", false, false}).ok());
  const core::Date later = core::date_of(2026, 11, 20);
  EXPECT_EQ(run(*site, {later, "", false, false, {}})->actions, 0U);
  const core::Result<std::vector<DebtorFile>> files = debtor_file(*site, {"D42", "", later});
  ASSERT_TRUE(files.ok()) << core::describe(files.error());
  std::vector<std::string> events;
  for (const auto& row : files->front().timeline.rows) events.push_back(*row[0] + " " + *row[1]);
  EXPECT_EQ(events, (std::vector<std::string>{"2026-10-02 issued", "2026-11-01 due", "2026-11-08 fee", "2026-11-08 contact",
                                              "2026-11-12 payment"}));
  EXPECT_EQ(files->front().balances.at(0).open, "0.00");

  // Reports look at any day, past ones too.
  const core::Result<ResultTable> then = ageing(*site, {seventh, "", "", "simple", 365});
  ASSERT_TRUE(then.ok()) << core::describe(then.error());
  const std::vector<std::optional<std::string>> young = {"EUR", "1-30", "1", "1255.00"};
  EXPECT_EQ(then->rows.at(1), young);
}

}  // namespace
}  // namespace dunlin::engine
