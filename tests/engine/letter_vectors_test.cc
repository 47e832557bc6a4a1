// What a first letter must hold: the shared vectors of letter.required, each through `dunlin check` of a template under the
// preset that claims it.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "engine/settings/letter_check.h"
#include "tests/engine/dunlin_binary.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;

const std::map<std::string, std::string> kPresets = {{"LTR-FR", "fr-amiable"},
                                                     {"LTR-DE", "de-rdg"},
                                                     {"LTR-BE", "be-consumer"},
                                                     {"LTR-NL", "nl-consumer"},
                                                     {"LTR-US", "us-reg-f"}};

/// Charges fee and interest, so that the conditions on these hold.
constexpr const char* kScenario = "[interest.house]\nrate = \"10\"\n";
constexpr const char* kSteps =
    "[[step]]\nid = \"first\"\ndays_past_due = 5\nchannels = [\"letter\"]\ntemplate = \"first\"\nfee = { flat = \"5.00 "
    "EUR\" }\n"
    "interest = { rule = \"house\", show = true }\n"
    "[[step]]\nid = \"second\"\ndays_past_due = 15\nchannels = [\"letter\"]\ntemplate = \"second\"\n";

class LetterVectors : public test::SharedVectors {
 protected:
  void SetUp() override {
    SharedVectors::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    cases_ = cases("letter.required");
    ASSERT_FALSE(cases_.empty());
    ASSERT_EQ(dunlin_.run({"init", "--slots", "4"}).code, 0);
    std::filesystem::remove_all(dunlin_.path("data/scenarios"));
    dunlin_.write("data/scenarios/s.toml", kSteps);
    dunlin_.write("data/templates/en/second.txt", "Once more: {{first_letter_reference}} of {{first_letter_date}}.\n");
  }
  Finished check_of(const std::string& letter) {
    dunlin_.write("data/templates/en/first.txt", letter);
    return dunlin_.run({"check"});
  }
  /// Names of fields, each once, as a template would hold them.
  static std::vector<std::string> names_of(const json::array& required) {
    std::vector<std::string> names;
    for (const json::value& field : required) {
      for (const std::string& name : letter_field(std::string_view(field.as_string())).names) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
    }
    return names;
  }
  static std::string letter_without(const std::vector<std::string>& names, const std::string& left_out) {
    std::string text = "Dear reader,\n";
    for (const std::string& name : names) {
      if (name != left_out) text += "{{ " + name + " }}\n";
    }
    return text;
  }

  json::array cases_;
  DunlinBinary dunlin_;
};

TEST_F(LetterVectors, EachFieldThatIsLeftOutIsNamed) {
  for (const json::value& c : cases_) {
    const std::string id(std::string_view(c.at("id").as_string()));
    SCOPED_TRACE(id);
    ASSERT_TRUE(kPresets.contains(id)) << "no preset claims it";
    dunlin_.write("data/dunlin.toml", kScenario + ("[contact]\npresets = [\"" + kPresets.at(id) + "\"]\n"));
    const json::array& required = c.at("out").at("required_fields").as_array();
    const std::vector<std::string> names = names_of(required);
    const Finished whole = check_of(letter_without(names, ""));
    EXPECT_EQ(whole.code, 0) << whole.out << whole.err;
    for (const json::value& field : required) {
      const std::string text(std::string_view(field.as_string()));
      for (const std::string& name : letter_field(text).names) {
        const Finished finished = check_of(letter_without(names, name));
        EXPECT_NE(finished.code, 0) << name;
        EXPECT_NE((finished.out + finished.err).find("lacks \"" + text + "\""), std::string::npos)
            << finished.out << finished.err;
      }
    }
  }
}

TEST_F(LetterVectors, EveryFileOfTheFirstLetterIsHeldToThem) {
  dunlin_.write("data/dunlin.toml", "[interest.house]\nrate = \"10\"\n[contact]\npresets = [\"it-unirec\"]\n");
  const std::string whole = "{{principal}} {{interest}} {{costs}}";
  dunlin_.write("data/templates/it/first.html", whole);
  EXPECT_EQ(check_of(whole).code, 0);
  dunlin_.write("data/templates/it/first.html", "{{principal}} {{interest}}");
  const Finished finished = check_of(whole);
  EXPECT_NE(finished.code, 0);
  EXPECT_NE((finished.out + finished.err).find("templates/it/first.html:1:1"), std::string::npos)
      << finished.out << finished.err;
  // What does not decide stops no run.
  EXPECT_EQ(dunlin_.run({"run", "--date", "2026-11-21"}).code, 0);
}

TEST_F(LetterVectors, RulesForConsumersLeaveBusinessesAlone) {
  dunlin_.write("data/dunlin.toml", "[interest.house]\nrate = \"10\"\n[contact]\npresets = [\"nl-consumer\"]\n");
  EXPECT_NE(check_of("Dear reader,\n").code, 0);
  dunlin_.write("data/scenarios/s.toml", std::string("[scenario]\napplies_to = 'kind = \"business\"'\n") + kSteps);
  const Finished finished = check_of("Dear reader,\n");
  EXPECT_EQ(finished.code, 0) << finished.out << finished.err;
  dunlin_.write("data/scenarios/s.toml", std::string("[scenario]\napplies_to = 'attr.sub_kind = \"business\"'\n") + kSteps);
  EXPECT_NE(check_of("Dear reader,\n").code, 0) << "another name that ends like it";
}

TEST_F(LetterVectors, AFirstLetterWithoutAFileIsAWarning) {
  dunlin_.write("data/dunlin.toml", "[interest.house]\nrate = \"10\"\n[contact]\npresets = [\"it-unirec\"]\n");
  const Finished finished = dunlin_.run({"check"});
  EXPECT_EQ(finished.code, 0);
  EXPECT_NE((finished.out + finished.err).find("no file yet for first"), std::string::npos) << finished.out << finished.err;
}

TEST(LetterCheck, ConditionsThatCannotHoldDoNotBind) {
  rules::Step step;
  EXPECT_TRUE(missing_fields("", {"if_interest:rate", "if_costs:kind,amount"}, step).empty());
  step.fee.form = rules::FeeForm::kPercent;
  EXPECT_EQ(missing_fields("{{kind}}", {"if_interest:rate", "if_costs:kind,amount"}, step),
            std::vector<std::string>{"if_costs:kind,amount"});
  EXPECT_TRUE(missing_fields("{{#if_vat}} no VAT {{/if_vat}}", {"if_vat:statement"}, step).empty());
}

}  // namespace
}  // namespace dunlin::engine
