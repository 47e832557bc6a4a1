// Shipped contact rules: the shared vectors through the presets that claim them, and how presets and own keys come together.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "engine/settings/configuration.h"
#include "engine/settings/shipped_files.h"
#include "rules/contact/first_notice.h"
#include "rules/contact/open_hours.h"
#include "tests/shared_vectors.h"

namespace dunlin::engine {
namespace {

namespace json = boost::json;
using core::Channel;
using rules::Deferral;

constexpr std::string_view kNames[] = {"us-reg-f", "us-ma",     "uk-conc",     "eu-b2b",      "fr-amiable",
                                       "de-rdg",   "it-unirec", "be-consumer", "nl-consumer", "none"};

ConfigurationCheck checked(std::string contact, std::vector<std::pair<std::string, std::string>> more = {}) {
  ConfigurationBundle bundle;
  bundle.directory = ".";
  bundle.files = std::move(more);
  bundle.files.emplace_back("dunlin.toml", "[contact]\n" + contact);
  bundle.files.emplace_back("scenarios/s.toml", "[[step]]\nid = \"x\"\ndays_past_due = 1\n");
  return check_configuration(bundle);
}

rules::RulebookSource rules_with(const std::string& preset) {
  ConfigurationCheck check = checked("presets = [\"" + preset + "\"]\n");
  EXPECT_TRUE(check.ok()) << core::describe(check.errors.front());
  return std::move(check.configuration.rules);
}

core::Date day(std::string_view text) { return *core::parse_iso_date(text.substr(0, 10)); }
/// "2024-03-10T12:59:59": seconds after midnight.
int32_t second_of(std::string_view text) {
  const auto two = [&](size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return two(11) * 3600 + two(14) * 60 + two(17);
}
std::string_view text_of(const json::value& value) { return std::string_view(value.as_string()); }

class ContactVectors : public test::SharedVectors {};

/// A consumer who can be called, with a history of calls and conversations about everything.
struct Called {
  rules::ContactHistory history;
  rules::Person person;
  std::vector<uint32_t> listed{0};

  Called() {
    person.reach = core::kEveryChannel;
    person.kind = core::DebtorKind::kConsumer;
    person.history = &history;
  }
  void call(core::Date on, Channel channel = Channel::kCall) { history.add(on, channel, listed); }
  void talk(core::Date on) {
    rules::PastContact past;
    past.on = on;
    past.channel = Channel::kCall;
    past.attempt = false;
    past.conversation = past.about_all = true;
    history.contacts.push_back(past);
  }
  rules::Permission ask(const rules::RulebookSource& source, core::Date date) const {
    return rules::permit(source.contact, person, {.date = date, .action = core::ActionKind::kCallTask, .listed = listed},
                         Channel::kCall);
  }
};

TEST_F(ContactVectors, CallFrequencyOfRegulationF) {
  const rules::RulebookSource source = rules_with("us-reg-f");
  for (const json::value& c : cases("us.regf.callfreq")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    Called called;
    for (const json::value& on : c.at("in").at("prior_call_dates").as_array()) called.call(day(text_of(on)));
    for (const json::value& on : c.at("in").at("conversation_dates").as_array()) called.talk(day(text_of(on)));
    const rules::Permission answer = called.ask(source, day(text_of(c.at("in").at("proposed_call_date"))));
    EXPECT_EQ(answer.answer == Deferral::kNone, c.at("out").at("allowed").as_bool());
    Deferral expected = Deferral::kNone;
    if (!c.at("out").at("conversation_wait_ok").as_bool()) expected = Deferral::kWaitAfterConversation;
    if (!c.at("out").at("within_7_in_7").as_bool()) expected = Deferral::kCapReached;
    EXPECT_EQ(answer.answer, expected);
  }
}

TEST_F(ContactVectors, HoursOfRegulationFInEveryZone) {
  const rules::RulebookSource source = rules_with("us-reg-f");
  for (const json::value& c : cases("us.regf.hours")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    rules::Place place;
    for (const json::value& name : c.at("in").at("candidate_zones").as_array()) {
      place.zones.push_back(source.zones->find(text_of(name)));
      ASSERT_NE(place.zones.back(), nullptr);
    }
    const std::string_view utc_text = text_of(c.at("in").at("utc"));
    const int64_t utc = int64_t{day(utc_text).days} * 86'400 + second_of(utc_text);
    Called called;
    called.person.place = &place;
    const rules::Permission answer = called.ask(source, place.date_at(utc));
    const bool allowed = answer.answer == Deferral::kNone && answer.not_before <= utc && utc <= answer.not_after;
    EXPECT_EQ(allowed, c.at("out").at("allowed").as_bool());
  }
}

TEST_F(ContactVectors, ItalianCode) {
  const rules::RulebookSource source = rules_with("it-unirec");
  const rules::Zone* rome = source.zones->find("Europe/Rome");
  ASSERT_NE(rome, nullptr);
  rules::Place place;
  place.zones = {rome};
  place.calendar = &source.calendar_book->of("IT", "");
  for (const json::value& c : cases("it.unirec")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const std::string_view local = text_of(c.at("in").at("local"));
    Called called;
    called.person.place = &place;
    for (int64_t i = 0; i < c.at("in").at("conversations_today").as_int64(); ++i) called.talk(day(local));
    const rules::Permission answer = called.ask(source, day(local));
    const int64_t utc = rome->instants_of(day(local), second_of(local)).first;
    const bool allowed = answer.answer == Deferral::kNone && answer.not_before <= utc && utc <= answer.not_after;
    EXPECT_EQ(allowed, c.at("out").at("allowed").as_bool());
  }
}

TEST_F(ContactVectors, MassachusettsCountsTexts) {
  const rules::RulebookSource source = rules_with("us-ma");
  const core::Date today = day("2024-03-07");
  for (const json::value& c : cases("us.ma.940cmr7")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    Called called;
    for (int64_t i = 0; i < c.at("in").at("prior_in_7d").as_int64(); ++i) {
      called.call(today - 6, i % 2 == 0 ? Channel::kCall : Channel::kSms);
    }
    EXPECT_EQ(called.ask(source, today).answer == Deferral::kNone, c.at("out").at("allowed").as_bool());
  }
}

TEST_F(ContactVectors, ValidationPeriod) {
  const rules::RulebookSource source = rules_with("us-reg-f");
  ASSERT_EQ(source.contact.first_notices.size(), 1U);
  for (const json::value& c : cases("us.regf.validation")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const core::Date from =
        rules::free_from(source.contact.first_notices[0].kind, day(text_of(c.at("in").at("provided_on"))), Channel::kEmail,
                         *source.calendar_book);
    EXPECT_EQ(core::to_string(from - 1), text_of(c.at("out").at("validation_period_end")));
  }
}

TEST_F(ContactVectors, BelgianFirstReminder) {
  const rules::RulebookSource source = rules_with("be-consumer");
  ASSERT_EQ(source.contact.first_notices.size(), 1U);
  for (const json::value& c : cases("be.firstreminder")) {
    SCOPED_TRACE(c.at("id").as_string().c_str());
    const Channel channel = text_of(c.at("in").at("channel")) == "paper" ? Channel::kLetter : Channel::kEmail;
    const core::Date from = rules::free_from(source.contact.first_notices[0].kind, day(text_of(c.at("in").at("sent"))),
                                             channel, *source.calendar_book);
    EXPECT_EQ(core::to_string(from), text_of(c.at("out").at("indemnity_allowed_from")));
  }
}

/// What `check` makes of them: letter_vectors_test.cc.
TEST_F(ContactVectors, LettersThatPresetsAskFor) {
  const std::pair<const char*, const char*> kLetters[] = {{"LTR-FR", "fr-amiable"},
                                                          {"LTR-DE", "de-rdg"},
                                                          {"LTR-BE", "be-consumer"},
                                                          {"LTR-NL", "nl-consumer"},
                                                          {"LTR-US", "us-reg-f"}};
  for (const auto& [letter, preset] : kLetters) {
    SCOPED_TRACE(letter);
    const rules::RulebookSource source = rules_with(preset);
    ASSERT_FALSE(source.contact.required_fields.empty());
    for (const json::value& c : cases("letter.required")) {
      if (text_of(c.at("id")) != letter) continue;
      std::vector<std::string> expected;
      for (const json::value& field : c.at("out").at("required_fields").as_array()) {
        expected.emplace_back(text_of(field));
      }
      EXPECT_EQ(source.contact.required_fields[0].fields, expected);
    }
  }
}

TEST(ContactRules, EveryShippedPresetIsSound) {
  for (const std::string_view name : kNames) {
    const ConfigurationCheck check = checked("presets = [\"" + std::string(name) + "\"]\n");
    EXPECT_TRUE(check.ok()) << name << ": " << core::describe(check.errors.front());
    const std::string file = "contact_rules/" + std::string(name) + ".toml";
    const auto shipped = shipped_files();
    EXPECT_TRUE(std::any_of(shipped.begin(), shipped.end(), [&](const auto& one) { return one.first == file; })) << name;
  }
}

TEST(ContactRules, SeveralPresetsAreAsStrictAsTheStrictest) {
  const ConfigurationCheck check = checked("presets = [\"us-reg-f\", \"us-ma\"]\n[[contact.cap]]\nmax = 9\n");
  ASSERT_TRUE(check.ok());
  const rules::ContactPolicy& policy = check.configuration.rules.contact;
  ASSERT_EQ(policy.caps.size(), 3U);
  EXPECT_EQ(policy.caps[0].rule, "us-reg-f 1006.14(b)(2)(i)(A)");
  EXPECT_EQ(policy.caps[1].rule, "us-ma 7.04(1)(f)");
  EXPECT_EQ(policy.caps[2].rule, "") << "the operator's own";
}

TEST(ContactRules, OwnKeysTakeThePlaceOfAPresetsAndSaySo) {
  const ConfigurationCheck check =
      checked("presets = [\"us-reg-f\"]\nwait_after_conversation = 2\nhours = \"09:00-18:00\"\n");
  ASSERT_TRUE(check.ok());
  const rules::ContactPolicy& policy = check.configuration.rules.contact;
  ASSERT_EQ(policy.waits.size(), 1U);
  EXPECT_EQ(policy.waits[0].days, 2);
  ASSERT_EQ(policy.times.size(), 1U);
  EXPECT_EQ((*policy.times[0].hours)[0]->from, 9 * 3600);
  ASSERT_EQ(check.configuration.warnings.size(), 1U) << "the hours are stricter and need no word";
  EXPECT_NE(check.configuration.warnings[0].find("us-reg-f 1006.14(b)(2)(i)(B)"), std::string::npos);
}

TEST(ContactRules, WhatAKeyLoosensIsTold) {
  const std::string preset =
      "title = \"t\"\n[[rule]]\nid = \"apart\"\ncites = \"c\"\nwhat = \"w\"\nmin_days_between = 7\n"
      "[[rule]]\nid = \"hours\"\ncites = \"c\"\nwhat = \"w\"\nhours = \"08:00-20:00\"\n";
  const struct {
    const char* own;
    const char* told;  ///< null: nothing
  } kCases[] = {
      {"calendar_channels = [\"letter\"]\n", "contact.calendar_channels takes the place of the stricter house hours"},
      {"calendar_channels = [\"call\", \"sms\", \"whatsapp\", \"letter\"]\n", nullptr},
      {"min_days_between = 2\n", "contact.min_days_between takes the place of the stricter house apart"},
      {"min_days_between = 0\n", "contact.min_days_between takes the place of the stricter house apart"},
      {"min_days_between = 9\n", nullptr},
      {"weekdays = [\"mon\"]\n", nullptr}};
  for (const auto& c : kCases) {
    const ConfigurationCheck check =
        checked(std::string("presets = [\"house\"]\n") + c.own, {{"contact_rules/house.toml", preset}});
    ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
    const std::vector<std::string>& warnings = check.configuration.warnings;
    ASSERT_EQ(warnings.size(), c.told == nullptr ? 0U : 1U) << c.own;
    if (c.told == nullptr) continue;
    EXPECT_NE(warnings[0].find(c.told), std::string::npos) << warnings[0];
  }
  EXPECT_TRUE(checked("calendar_channels = [\"letter\"]\nmin_days_between = 0\n").configuration.warnings.empty())
      << "without a preset there is nothing to loosen";
  const auto limited = checked("presets = [\"uk-conc\"]\n[standing]\nlimitation = \"none\"\n");
  ASSERT_EQ(limited.configuration.warnings.size(), 1U);
  EXPECT_NE(limited.configuration.warnings[0].find("standing.limitation"), std::string::npos);
}

TEST(ContactRules, AFileOfTheOperatorsTakesThePlaceOfAShippedOne) {
  const std::string own = "title = \"ours\"\n[[rule]]\nid = \"r\"\ncites = \"c\"\nwhat = \"w\"\ncap = [{ max = 3 }]\n";
  const ConfigurationCheck check = checked("presets = [\"us-reg-f\", \"house\"]\n",
                                           {{"contact_rules/house.toml", own}, {"contact_rules/us-reg-f.toml", own}});
  ASSERT_TRUE(check.ok()) << core::describe(check.errors.front());
  const rules::ContactPolicy& policy = check.configuration.rules.contact;
  ASSERT_EQ(policy.caps.size(), 2U);
  EXPECT_EQ(policy.caps[0].rule, "us-reg-f r");
  EXPECT_EQ(policy.caps[1].rule, "house r");
  EXPECT_TRUE(policy.times.empty());
}

TEST(ContactRules, BusinessRulesAloneLeaveConsumersWithoutAny) {
  const auto warns = [](const std::string& contact) {
    for (const std::string& warning : checked(contact).configuration.warnings) {
      if (warning.find("consumers are contacted without any preset") != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_TRUE(warns("presets = [\"eu-b2b\"]\n"));
  EXPECT_FALSE(warns("presets = [\"eu-b2b\", \"be-consumer\"]\n"));
  EXPECT_FALSE(warns("presets = [\"none\"]\n"));
}

TEST(ContactRules, WhatDecidesIsInTheFingerprint) {
  const std::string base = checked("").configuration.fingerprint;
  for (const char* contact :
       {"min_days_between = 1\n", "wait_after_conversation = 1\n", "weekdays = [\"mon\"]\n", "holidays = true\n",
        "hours = \"08:00-20:00\"\n", "calendar_channels = [\"email\"]\n", "roll = \"none\"\n", "[[contact.cap]]\nmax = 1\n",
        "[contact.capacity]\ncall = { max = 1 }\n", "presets = [\"be-consumer\"]\n"}) {
    EXPECT_NE(checked(contact).configuration.fingerprint, base) << contact;
  }
  EXPECT_EQ(checked("presets = [\"none\"]\n").configuration.fingerprint, base);
  EXPECT_NE(checked("[[contact.cap]]\nmax = 1\ncounts = \"conversation\"\n").configuration.fingerprint,
            checked("[[contact.cap]]\nmax = 1\n").configuration.fingerprint);
}

}  // namespace
}  // namespace dunlin::engine
