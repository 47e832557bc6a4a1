// The explanation of a day stays what it was on that day, however many episodes have come and gone since.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/run/memory_writer.h"
#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

class ExplainPast : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/dunlin.toml", "");
    load("debtors", "debtor_id,name,email\nD1,Ash,ash@example.com\n");
  }
  void load(const std::string& kind, const std::string& rows) {
    const Finished loaded = dunlin_.run({"ingest", "--kind", kind, dunlin_.write(kind + ".csv", rows)});
    ASSERT_EQ(loaded.code, 0) << loaded.out << loaded.err;
  }
  void owe(const std::string& id, const std::string& amount, const std::string& due) {
    load("receivables", "receivable_id,debtor_id,amount,currency,due_date\n" + id + ",D1," + amount + ",EUR," + due + "\n");
  }
  void pay(const std::string& id, const std::string& amount, const std::string& on, const std::string& receivable) {
    load("payments", "payment_id,debtor_id,amount,currency,value_date,receivable_id\n" + id + ",D1," + amount + ",EUR," +
                         on + "," + receivable + "\n");
  }
  /// What explain tells, but for whether it is recorded.
  std::string explained(const std::string& date) {
    std::string json = dunlin_.run({"explain", "--debtor", "D1", "--date", date, "--format", "json"}).out;
    const auto replace = [&](const std::string& from, const std::string& to) {
      for (size_t at = json.find(from); at != std::string::npos; at = json.find(from, at)) json.replace(at, from.size(), to);
    };
    replace("\"recorded\":false,\"run_id\":null", "\"recorded\":true,\"run_id\":\"" + date + "/1\"");
    replace(date + "/explained", date + "/1");
    return json;
  }
  void run(const std::string& date) {
    told_[date] = explained(date);
    ASSERT_EQ(dunlin_.run({"run", "--date", date}).code, 0);
  }
  void expect_all_as_they_were() {
    for (const auto& [date, then] : told_) EXPECT_EQ(explained(date), then) << date;
  }

  DunlinBinary dunlin_;
  std::map<std::string, std::string> told_;
};

TEST_F(ExplainPast, OfStepsGoneDownFromAndPassedOverInAnEarlierEpisode) {
  dunlin_.write("data/scenarios/s.toml",
                "[scenario]\ndescend = true\n"
                "[[step]]\nid = \"L1\"\ndays_past_due = 3\nchannels = [\"email\"]\n"
                "[[step]]\nid = \"L2\"\ndays_past_due = 10\nwhen = 'overdue_balance >= 100'\nchannels = [\"email\"]\n"
                "[[step]]\nid = \"call\"\ndays_past_due = 14\naction = \"call_task\"\nwhen_blocked = \"skip\"\n"
                "blocked_days = 2\n"
                "[[step]]\nid = \"L3\"\ndays_past_due = 16\ndays_since_previous_step = 1\nchannels = [\"email\"]\n");
  owe("R1", "200.00", "2024-01-01");
  for (const char* date : {"2024-01-04", "2024-01-11"}) run(date);
  pay("P1", "150.00", "2024-01-12", "R1");
  for (const char* date : {"2024-01-12", "2024-01-13", "2024-01-15", "2024-01-16", "2024-01-17", "2024-01-18"}) run(date);
  EXPECT_NE(told_["2024-01-13"].find("last step L1 on 2024-01-11"), std::string::npos) << "it went down";
  EXPECT_NE(told_["2024-01-17"].find("skipped: no channel since 2024-01-15"), std::string::npos) << told_["2024-01-17"];
  EXPECT_NE(told_["2024-01-18"].find("last step call on 2024-01-17"), std::string::npos);
  pay("P2", "50.00", "2024-01-20", "R1");
  run("2024-01-20");
  expect_all_as_they_were();
  owe("R2", "80.00", "2024-02-01");
  for (const char* date : {"2024-02-02", "2024-02-04"}) run(date);
  pay("P3", "80.00", "2024-02-05", "R2");
  for (const char* date : {"2024-02-06", "2024-02-07"}) run(date);
  owe("R3", "90.00", "2024-03-01");
  for (const char* date : {"2024-03-02", "2024-03-04"}) run(date);
  EXPECT_NE(told_["2024-03-04"].find("episode 3"), std::string::npos);
  expect_all_as_they_were();
}

TEST_F(ExplainPast, OfAnEpisodeThatBeganAnewTwice) {
  dunlin_.write("data/scenarios/s.toml",
                "[scenario]\nanchor_paid = \"restart\"\n"
                "[[step]]\nid = \"L1\"\ndays_past_due = 3\nchannels = [\"email\"]\n"
                "[[step]]\nid = \"L2\"\ndays_past_due = 6\nchannels = [\"email\"]\n");
  for (int i = 1; i <= 3; ++i) owe("R" + std::to_string(i), "100.00", "2024-01-0" + std::to_string(i));
  for (const char* date : {"2024-01-05", "2024-01-08"}) run(date);
  for (int i = 1; i <= 3; ++i) {
    const std::string day = "2024-01-1" + std::to_string(i);
    pay("P" + std::to_string(i), "100.00", day, "R" + std::to_string(i));
    run(day);
    if (i < 3) {
      EXPECT_NE(told_[day].find("restarted because its anchor was settled"), std::string::npos) << told_[day];
    }
  }
  owe("R4", "100.00", "2024-02-01");
  for (const char* date : {"2024-02-05", "2024-02-07"}) run(date);
  expect_all_as_they_were();
}

TEST_F(ExplainPast, OfCallsToADebtorThatSharesItsNumberWithItsRepresentative) {
  dunlin_.write("data/dunlin.toml", "[[contact.cap]]\nchannel = \"call\"\nmax = 1\nper_days = 7\n");
  dunlin_.write("data/scenarios/s.toml",
                "[[step]]\nid = \"C1\"\ndays_past_due = 3\naction = \"call_task\"\n"
                "[[step]]\nid = \"C2\"\ndays_past_due = 4\naction = \"call_task\"\n");
  load("debtors", "debtor_id,name,phone\nD1,Ash,0301\n");
  load("contacts", "contact_id,debtor_id,name,role,phone\nK1,D1,Birch,representative,0301\n");
  owe("R1", "100.00", "2024-01-01");
  for (const char* date : {"2024-01-04", "2024-01-05"}) run(date);
  EXPECT_NE(told_["2024-01-05"].find("cap_reached"), std::string::npos) << told_["2024-01-05"];
  expect_all_as_they_were();
}

TEST(PastEpisodes, GoWhenTheyEndedLongBefore) {
  const auto day = [](int32_t days) { return core::Date{days}; };
  std::string past = with_past({}, {day(100), day(110), false, "s"}, day(0));
  past = with_past(past, {day(120), {}, false, {}}, day(0));
  past = with_past(past, {day(115), day(300), true, "t"}, day(0));
  ASSERT_EQ(past_episodes(past).size(), 3U);
  EXPECT_FALSE(past_episodes(past)[1].closed_on.is_set());
  const std::vector<PastEpisode> kept = past_episodes(past = with_past(past, {day(400), day(410), false, "s"}, day(200)));
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].on, day(115));
  EXPECT_EQ(kept[0].closed_on, day(300));
  EXPECT_TRUE(kept[0].own_scenario);
  EXPECT_EQ(kept[0].scenario, "t");
  const std::string moves =
      with_move(with_move({}, {day(5), {}, day(1), 1, "s", "R1", "a"}), {day(9), {}, day(9), 1, "s", "R1", "b"});
  EXPECT_EQ(step_moves(moves_since(moves, day(5))).size(), 2U);
  ASSERT_EQ(step_moves(moves_since(moves, day(6))).size(), 1U);
  EXPECT_EQ(step_moves(moves_since(moves, day(6)))[0].path, "b");
  EXPECT_EQ(moves_since(moves, day(10)), "");
}

}  // namespace
}  // namespace dunlin::engine
