// Capacities bind whatever else does: no channel takes more than its day's number, the places go to the same contacts
// whatever the pages and threads, to those whom the explanation named before, and in a run that was interrupted too.
#include <gtest/gtest.h>

#include <map>

#include "engine/outbound/queue.h"
#include "rules/contact/permit.h"
#include "tests/property/laboratory.h"
#include "tests/property/run_killer.h"

namespace dunlin::property {
namespace {

/// The seed's configuration with few places on every channel, some of which overflow into others.
Policies with_capacities(uint64_t seed) {
  Policies policies = make_policies(seed);
  std::string& main = policies.front().second;
  if (const size_t own = main.find("[contact.capacity]\n"); own != std::string::npos) {
    main.erase(own, main.find("\n[", own) + 1 - own);
  }
  main += "[contact.capacity]\nemail = { max = " + std::to_string(1 + seed % 3) + ", overflow = \"letter\" }\n";
  main += "letter = { max = 2 }\nsms = { max = 1, overflow = \"email\" }\ncall = { max = 1, overflow = \"sms\" }\n";
  return policies;
}

/// Every other debtor is paid for by the one before it.
Portfolio with_parents(Portfolio portfolio) {
  for (Day& day : portfolio.days) {
    for (Sheet& sheet : day.sheets) {
      if (sheet.kind != core::RecordKind::kDebtor) continue;
      sheet.header.insert(sheet.header.end(), {"parent_debtor_id", "payer"});
      for (std::vector<std::string>& row : sheet.rows) {
        for (size_t at = 0; at < row.size(); ++at) {
          if (sheet.header[at] != "debtor_id") continue;
          const int number = row[at].starts_with("D") ? std::atoi(row[at].c_str() + 1) : 0;
          const bool child = number > 1 && number % 2 == 0;
          row.insert(row.end(), {child ? "D" + std::to_string(number - 1) : "", child ? "parent" : ""});
          break;
        }
      }
    }
  }
  return portfolio;
}

std::vector<std::string> queue_after(const Portfolio& portfolio, const Policies& policies, const Conditions& conditions) {
  Laboratory laboratory(policies, conditions);
  for (const Day& day : portfolio.days) {
    laboratory.import(day.sheets);
    laboratory.run(day.date);
  }
  return laboratory.queue();
}

/// Contacts by date and channel are as many as the capacity allows; returns how many actions were counted.
size_t count_contacts(Laboratory& laboratory) {
  std::map<std::pair<int32_t, uint8_t>, int64_t> made;
  size_t count = 0;
  const core::Status status = engine::ActionQueue(laboratory.store()).each("", {}, [&](const engine::QueuedAction& queued) {
    const uint8_t channel = queued.batch.channel[queued.index];
    if (channel != core::ActionBatch::kNoChannel) ++made[{queued.batch.business_date[queued.index], channel}];
    ++count;
    return true;
  });
  EXPECT_TRUE(status.ok());
  for (const rules::ChannelCapacity& capacity : laboratory.configuration().rules.contact.capacity) {
    for (const auto& [key, contacts] : made) {
      if (key.second != static_cast<uint8_t>(capacity.channel)) continue;
      EXPECT_LE(contacts, capacity.max) << core::to_string(core::Date{key.first}) << " by "
                                        << core::name_of(core::kChannelNames, capacity.channel);
    }
  }
  return count;
}

TEST(Capacity, IsNeverExceededAndGivenToTheSame) {
  size_t actions = 0;
  int64_t refused = 0;
  for (const uint64_t seed : seeds(8)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Portfolio portfolio = with_parents(make_portfolio(seed, {.debtors = 60, .days = 4}));
    const Policies policies = with_capacities(seed);
    Laboratory laboratory(policies);
    for (const Day& day : portfolio.days) {
      laboratory.import(day.sheets);
      const engine::RunReport report = laboratory.run(day.date);
      const auto deferred = report.record.counters.find(
          "deferred\x1f"
          "capacity_used_up");
      if (deferred != report.record.counters.end()) refused += deferred->second;
    }
    actions += count_contacts(laboratory);
    const std::vector<std::string> expected = laboratory.queue();
    for (const Conditions& conditions :
         {Conditions{.shape = {16, 1, false}, .threads = 3}, Conditions{.shape = {1, 512, false}}}) {
      EXPECT_EQ(difference(expected, queue_after(portfolio, policies, conditions)), "");
    }
  }
  EXPECT_GT(actions, 60U);
  EXPECT_GT(refused, 40) << "nights that had room for everybody prove nothing";
}

TEST(Capacity, TheExplanationBeforeTheRunIsTheRun) {
  size_t actions = 0;
  for (const uint64_t seed : seeds(3)) {
    const Portfolio portfolio = with_parents(make_portfolio(seed));
    Laboratory laboratory(with_capacities(seed));
    for (const Day& day : portfolio.days) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + core::to_string(day.date));
      laboratory.import(day.sheets);
      const std::string run_id = core::to_string(day.date) + "/1";
      const auto told = [&] {
        std::vector<std::string> lines;
        for (const auto& [creditor, debtor] : laboratory.debtors()) {
          const engine::Explanation explanation = laboratory.explain(creditor, debtor, day.date);
          for (std::string& action : laboratory.actions_of(explanation, run_id)) lines.push_back(std::move(action));
        }
        std::sort(lines.begin(), lines.end());
        return lines;
      };
      const std::vector<std::string> before = told();
      std::vector<std::string> dry = laboratory.dry_run(day.date);
      std::sort(dry.begin(), dry.end());
      laboratory.run(day.date);
      EXPECT_EQ(difference(before, dry), "") << "dry run";
      EXPECT_EQ(difference(before, told()), "") << "the run";
      actions += before.size();
    }
  }
  EXPECT_GT(actions, 30U);
}

/// Parents whose children look at their stage, and more contacts than places.
std::vector<Sheet> families(size_t count) {
  Sheet debtors{core::RecordKind::kDebtor, {"debtor_id", "name", "email", "payer", "parent_debtor_id", "scenario"}, {}};
  Sheet receivables{core::RecordKind::kReceivable, {"receivable_id", "debtor_id", "amount", "currency", "due_date"}, {}};
  for (size_t i = 0; i < count; ++i) {
    const std::string parent = "P" + std::to_string(i);
    const std::string child = "K" + std::to_string(i);
    debtors.rows.push_back({parent, parent, "p@example.test", "", "", "parents"});
    debtors.rows.push_back({child, child, "k@example.test", "parent", parent, "children"});
    for (const std::string& debtor : {parent, child}) {
      receivables.rows.push_back({"R-" + debtor, debtor, std::to_string(100 + i) + ".00", "EUR", "2026-01-01"});
    }
  }
  return {debtors, receivables};
}

TEST(Capacity, AResumedRunDecidesByWhatTheRunWasBegunWith) {
  if (!has_binary()) GTEST_SKIP() << "no dunlin binary in this build";
  const std::string scenarios[] = {
      "[scenario]\nid = \"parents\"\n[[step]]\nid = \"final\"\ndays_past_due = 5\nchannels = [\"email\"]\n"
      "stage = \"final_notice\"\n",
      "[scenario]\nid = \"children\"\n[[step]]\nid = \"soft\"\ndays_past_due = 5\nchannels = [\"email\"]\n"
      "when = 'stage = \"final_notice\"'\n"};
  const core::Date date = core::date_of(2026, 1, 8);
  for (const std::string capacity : {"", "[contact.capacity]\nemail = { max = 7 }\n"}) {
    const Policies policies{{"dunlin.toml", "[strategy]\ndefault_scenario = \"parents\"\n" + capacity},
                            {"scenarios/parents.toml", scenarios[0]},
                            {"scenarios/children.toml", scenarios[1]}};
    const Conditions conditions{.shape = {16, 1, false}};
    Laboratory calm(policies, conditions);
    calm.import(families(12));
    calm.run(date);
    for (const char* crash_at : {"page_commit:9", "page_commit:16", "page_commit:23"}) {
      SCOPED_TRACE(crash_at + std::string(" ") + capacity);
      Laboratory shaken(policies, conditions);
      shaken.import(families(12));
      shaken.close();
      EXPECT_TRUE(run_until_killed(shaken, date, crash_at));
      shaken.reopen();
      EXPECT_TRUE(shaken.run(date).resumed);
      EXPECT_EQ(difference(calm.queue(), shaken.queue()), "");
    }
  }
}

}  // namespace
}  // namespace dunlin::property
