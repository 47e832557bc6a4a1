// Segments from a DMN decision table: what its rules become, what is refused and where, and that a run decides by them.
#include <gtest/gtest.h>

#include "engine/settings/configuration.h"
#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

const std::string kStep = "[[step]]\nid = \"a\"\ndays_past_due = 3\naction = \"webhook\"\n";

/// A table over risk_class and overdue_balance with the given rules, one a line.
std::string table_of(const std::string& rules, const std::string& policy = "FIRST",
                     const std::string& outputs = "<output name=\"segment\"/><output name=\"scenario\"/>\n") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<dmn:definitions xmlns:dmn=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"x\">\n"
         "<dmn:decision id=\"d\" name=\"Segment\"><dmn:decisionTable hitPolicy=\"" +
         policy +
         "\">\n"
         "<input><inputExpression typeRef=\"string\"><text>country</text></inputExpression></input>\n"
         "<input><inputExpression typeRef=\"number\"><text>overdue_balance * 2</text></inputExpression></input>\n" +
         outputs + rules + "</dmn:decisionTable></dmn:decision></dmn:definitions>\n";
}

std::string rule(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  std::string text = "<rule>";
  for (const std::string& entry : inputs) text += "<inputEntry><text>" + entry + "</text></inputEntry>";
  for (const std::string& entry : outputs) text += "<outputEntry><text>" + entry + "</text></outputEntry>";
  return text + "</rule>\n";
}

ConfigurationCheck check_of(const std::string& table, const std::string& more = {}) {
  return check_configuration(
      {".",
       {{"decisions/who.dmn", table},
        {"dunlin.toml", "[strategy]\ndefault_scenario = \"s\"\nsegments = \"decisions/who.dmn\"\n" + more},
        {"scenarios/s.toml", kStep},
        {"scenarios/t.toml", kStep}}});
}

/// `id [scenario]: condition` of each segment, or the errors, one a line.
std::string told(const ConfigurationCheck& check) {
  std::string text;
  for (const core::Error& error : check.errors) text += core::describe(error) + "\n";
  if (!check.ok()) return text;
  for (const rules::Segment& segment : check.configuration.rules.strategy.segments) {
    std::string when = segment.when.text;
    std::replace(when.begin(), when.end(), '\n', '|');
    text += segment.id + " [" + segment.scenario + "]: " + when + "\n";
  }
  return text;
}

TEST(SegmentTable, RulesBecomeSegments) {
  const std::string rules =
      rule({"\"DE\", \"AT\"", "&gt; 1000"}, {"\"big\"", "\"t\""}) + rule({"not(\"FR\")", "[100..500]"}, {"\"small\"", "-"}) +
      rule({"\"US\"", "-"}, {"\"big\"", ""}) + rule({"", "<![CDATA[ < 5, 7 ]]>"}, {"\"tiny\"", "\"s\""});
  EXPECT_EQ(told(check_of(table_of(rules))),
            "big [t]: country| in (\"DE\", \"AT\")|and (overdue_balance * 2)| in (> 1000)\n"
            "small []: not(country| in (\"FR\"))|and (overdue_balance * 2)| in ([100..500])\n"
            "big []: country| = \"US\"\n"
            "tiny [s]: (overdue_balance * 2)| in (< 5, 7)\n");
}

TEST(SegmentTable, ValuesRankWherePriorityAsksAndDefaultsComeLast) {
  const std::string outputs =
      "<output name=\"segment\"><outputValues><text>\"red\",\"amber\",\"green\"</text></outputValues>"
      "<defaultOutputEntry><text>\"green\"</text></defaultOutputEntry></output>\n";
  const std::string rules =
      rule({"-", "&gt; 1"}, {"\"amber\""}) + rule({"\"DE\"", "-"}, {"\"green\""}) + rule({"-", "&gt; 9"}, {"\"red\""});
  EXPECT_EQ(told(check_of(table_of(rules, "PRIORITY", outputs))),
            "red []: (overdue_balance * 2)| in (> 9)\namber []: (overdue_balance * 2)| in (> 1)\n"
            "green []: country| = \"DE\"\ngreen []: true\n");
  const std::string unranked = "<output name=\"scenario\"/>\n";
  EXPECT_EQ(told(check_of(table_of(rule({"-", "1"}, {"\"t\""}), "UNIQUE", unranked))),
            "t [t]: (overdue_balance * 2)| in (1)\n");
}

TEST(SegmentTable, EveryErrorHasItsPlace) {
  const std::string both = "[[strategy.segment]]\nid = \"x\"\n";
  const std::string sound = rule({"-", "-"}, {"\"a\"", "\"t\""});
  struct {
    const char* name;
    ConfigurationCheck check;
    const char* says;
  } const cases[] = {
      {"no_xml", check_of("segment;when\n"), "decisions/who.dmn:2:1: is no XML"},
      {"cut", check_of(table_of(sound).substr(0, 150)), "is no XML"},
      {"no_dmn", check_of("<a/>"), "decisions/who.dmn:1:2: is no DMN"},
      {"no_table", check_of("<definitions><decision name=\"x\"/></definitions>"), "holds no decision table"},
      {"cells", check_of(table_of(rule({"-"}, {"\"a\"", "-"}))), "who.dmn:7:2: the rule has 1 inputs and 2 outputs"},
      {"collect", check_of(table_of(sound, "COLLECT")), "who.dmn:3:38: hit policy COLLECT may give a debtor several"},
      {"test", check_of(table_of(rule({"-", "1) or (2"}, {"\"a\"", "-"}))),
       "who.dmn:7:64: \"1) or (2\" is no list of tests"},
      {"syntax", check_of(table_of(rule({"-", "&gt;"}, {"\"a\"", "-"}))), "decisions/who.dmn:7:6"},
      {"type", check_of(table_of(rule({"\"DE\",5", "-"}, {"\"a\"", "-"}))),
       "decisions/who.dmn:7:30: a text cannot be compared"},
      {"unquoted", check_of(table_of(rule({"-", "-"}, {"a", "-"}))), "who.dmn:7:104: \"a\" is no text in quotes"},
      {"scenario", check_of(table_of(rule({"-", "-"}, {"\"a\"", "\"tt\""}))),
       "names scenario \"tt\", which no file has (did you mean"},
      {"both", check_of(table_of(sound), both), "dunlin.toml:4:1: there are segments here and in decisions/who.dmn"},
  };
  for (const auto& [name, check, says] : cases)
    EXPECT_NE(told(check).find(says), std::string::npos) << name << "\n" << told(check);
  std::string wrong = table_of(rule({"\"DE\"", "-"}, {"\"a\"", "-"}));
  wrong.replace(wrong.find("<text>country"), 13, "<text>countri");
  EXPECT_NE(told(check_of(wrong)).find("decisions/who.dmn:4:48: unknown name"), std::string::npos) << told(check_of(wrong));
  const ConfigurationCheck absent =
      check_configuration({".", {{"dunlin.toml", "[strategy]\nsegments = \"who.dmn\"\n"}, {"scenarios/s.toml", kStep}}});
  EXPECT_NE(told(absent).find("dunlin.toml:2:12: there is no file \"who.dmn\""), std::string::npos) << told(absent);
}

TEST(SegmentTable, DecidesAndIsInTheFingerprint) {
  const DunlinBinary dunlin;
  ASSERT_EQ(dunlin.run({"init", "--slots", "4"}).code, 0);
  std::filesystem::remove_all(dunlin.path("data/scenarios"));
  std::filesystem::create_directories(dunlin.path("data/decisions"));
  dunlin.write("data/dunlin.toml", "[strategy]\ndefault_scenario = \"soft\"\nsegments = \"decisions/who.dmn\"\n");
  for (const char* id : {"soft", "firm"}) dunlin.write("data/scenarios/" + std::string(id) + ".toml", kStep);
  const auto decide = [&](const std::string& limit) {
    dunlin.write("data/decisions/who.dmn", table_of(rule({"\"FR\"", "-"}, {"\"abroad\"", "-"}) +
                                                    rule({"-", "&gt;= " + limit}, {"\"big\"", "\"firm\""}) +
                                                    rule({"\"IT\"", "-"}, {"\"abroad\"", "\"firm\""})));
  };
  decide("400");
  const std::string debtors = dunlin.write("d.csv", "debtor_id,name,country\nD1,A,DE\nD2,B,FR\nD3,C,IT\nD4,D,DE\n");
  const std::string owed =
      dunlin.write("r.csv",
                   "receivable_id,debtor_id,amount,currency,due_date\nR1,D1,200.00,EUR,2024-01-01\n"
                   "R2,D2,900.00,EUR,2024-01-01\nR3,D3,10.00,EUR,2024-01-01\nR4,D4,10.00,EUR,2024-01-01\n");
  ASSERT_EQ(dunlin.run({"ingest", debtors, owed}).code, 0);
  const auto segment_and_scenario = [&](const char* debtor) {
    const std::string out = dunlin.run({"explain", "--debtor", debtor, "--date", "2024-01-10", "--format", "json"}).out;
    const size_t at = out.find("\"segment\":", out.find("\"score\":"));
    return out.substr(at, out.find(",\"scenario_reason\"", at) - at);
  };
  EXPECT_EQ(segment_and_scenario("D1"), R"("segment":"big","scenario":"firm")");
  EXPECT_EQ(segment_and_scenario("D2"), R"("segment":"abroad","scenario":"soft")");
  EXPECT_EQ(segment_and_scenario("D3"), R"("segment":"abroad","scenario":"firm")");
  EXPECT_EQ(segment_and_scenario("D4"), R"("segment":null,"scenario":"soft")");
  const std::string before = dunlin.run({"run", "--date", "2024-01-10", "--dry-run"}).out;
  decide("500");
  const std::string after = dunlin.run({"run", "--date", "2024-01-10", "--dry-run"}).out;
  EXPECT_NE(before.substr(before.find("sha256:"), 71), after.substr(after.find("sha256:"), 71));
  ASSERT_EQ(dunlin.run({"run", "--date", "2024-01-10"}).code, 0);
  // What a run recorded is explained by its own table, whatever the file has become.
  dunlin.write("data/decisions/who.dmn", table_of(rule({"-", "-"}, {"\"all\"", "\"firm\""})));
  EXPECT_EQ(segment_and_scenario("D1"), R"("segment":null,"scenario":"soft")");
}

}  // namespace
}  // namespace dunlin::engine
