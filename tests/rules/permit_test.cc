// May we contact this person: every rule and the order in which reasons are given.
#include "rules/contact/permit.h"

#include <gtest/gtest.h>

namespace dunlin::rules {
namespace {

using core::bit;
using core::Channel;
using core::DebtorFlag;

const core::Date kToday = core::date_of(2026, 6, 30);
constexpr core::ChannelSet kAll = core::kEveryChannel;

Person reachable() {
  Person person;
  person.reach = kAll;
  return person;
}

ContactRequest request(core::ActionKind action = core::ActionKind::kContact, core::Stage stage = core::Stage::kAmicable) {
  return {.date = kToday, .action = action, .stage = stage};
}

Deferral answer(const ContactPolicy& policy, const Person& person, const ContactRequest& asked, Channel channel) {
  return permit(policy, person, asked, channel).answer;
}

struct FlagCase {
  const char* name;
  DebtorFlag flag;
  core::ActionKind action;
  core::Stage stage;
  Channel channel;
  Deferral expected;
};

class Flags : public testing::TestWithParam<FlagCase> {};

TEST_P(Flags, Decide) {
  Person person = reachable();
  person.flags = bit(GetParam().flag);
  const ContactRequest asked = request(GetParam().action, GetParam().stage);
  EXPECT_EQ(answer({}, person, asked, GetParam().channel), GetParam().expected);
}

constexpr auto kContact = core::ActionKind::kContact;
constexpr auto kCallTask = core::ActionKind::kCallTask;
INSTANTIATE_TEST_SUITE_P(Table, Flags,
                         testing::Values(FlagCase{"insolvent", DebtorFlag::kInsolvent, kContact, core::Stage::kAmicable,
                                                  Channel::kEmail, Deferral::kFlagInsolvent},
                                         FlagCase{"deceased", DebtorFlag::kDeceased, kCallTask, core::Stage::kAmicable,
                                                  Channel::kCall, Deferral::kFlagDeceased},
                                         FlagCase{"cease", DebtorFlag::kCeaseContact, kContact, core::Stage::kAmicable,
                                                  Channel::kLetter, Deferral::kCeaseContact},
                                         FlagCase{"vulnerable_email", DebtorFlag::kVulnerable, kContact,
                                                  core::Stage::kAmicable, Channel::kEmail, Deferral::kVulnerableChannel},
                                         FlagCase{"vulnerable_letter", DebtorFlag::kVulnerable, kContact,
                                                  core::Stage::kFinalNotice, Channel::kLetter, Deferral::kNone},
                                         FlagCase{"vulnerable_letter_past_final_notice", DebtorFlag::kVulnerable, kContact,
                                                  core::Stage::kPreLegal, Channel::kLetter, Deferral::kVulnerableChannel},
                                         FlagCase{"vulnerable_person_speaks", DebtorFlag::kVulnerable, kCallTask,
                                                  core::Stage::kPreLegal, Channel::kCall, Deferral::kNone},
                                         FlagCase{"bad_address_letter", DebtorFlag::kBadAddress, kContact,
                                                  core::Stage::kAmicable, Channel::kLetter, Deferral::kBadAddress},
                                         FlagCase{"bad_address_email", DebtorFlag::kBadAddress, kContact,
                                                  core::Stage::kAmicable, Channel::kEmail, Deferral::kNone},
                                         FlagCase{"represented_without_contact", DebtorFlag::kRepresented, kContact,
                                                  core::Stage::kAmicable, Channel::kEmail, Deferral::kRepresented}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Permit, RepresentedGoesToTheRepresentativeAlone) {
  Person person;
  person.flags = bit(DebtorFlag::kRepresented);
  person.representative_reach = bit(Channel::kEmail);
  EXPECT_EQ(answer({}, person, request(), Channel::kEmail), Deferral::kNone);
  EXPECT_EQ(answer({}, person, request(), Channel::kLetter), Deferral::kRepresented);
}

TEST(Permit, OptOutComesBeforeTheMissingAddress) {
  Person person;
  person.opt_out = bit(Channel::kSms);
  EXPECT_EQ(answer({}, person, request(), Channel::kSms), Deferral::kOptedOut);
  EXPECT_EQ(answer({}, person, request(), Channel::kEmail), Deferral::kNoAddress);
}

struct CapCase {
  const char* name;
  std::vector<core::Days> days_ago;  // of earlier calls, oldest first
  int32_t max;
  int32_t per_days;
  Deferral expected;
};

class Caps : public testing::TestWithParam<CapCase> {};

TEST_P(Caps, WindowIncludesToday) {
  ContactHistory past;
  for (const core::Days days : GetParam().days_ago) past.add(kToday - days, Channel::kCall, {});
  Person person = reachable();
  person.history = &past;
  ContactPolicy policy;
  policy.caps.push_back({bit(Channel::kCall), GetParam().max, GetParam().per_days});
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), GetParam().expected);
  EXPECT_EQ(answer(policy, person, request(), Channel::kEmail), Deferral::kNone) << "the cap counts calls alone";
}

INSTANTIATE_TEST_SUITE_P(Table, Caps,
                         testing::Values(CapCase{"below", {6, 5, 4, 3, 2, 1}, 7, 7, Deferral::kNone},
                                         CapCase{"reached", {6, 5, 4, 3, 2, 1, 0}, 7, 7, Deferral::kCapReached},
                                         CapCase{"oldest_has_left_the_window", {7, 5, 4, 3, 2, 1, 0}, 7, 7, Deferral::kNone},
                                         CapCase{"one_a_day", {0}, 1, 1, Deferral::kCapReached},
                                         CapCase{"yesterday_is_another_day", {1}, 1, 1, Deferral::kNone}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Permit, ReceivableCapBarsWhenAnyListedItemIsAtItsCap) {
  const std::vector<uint32_t> first{1};
  const std::vector<uint32_t> both{1, 2};
  ContactHistory past;
  past.add(kToday - 1, Channel::kCall, first);
  Person person = reachable();
  person.history = &past;
  ContactPolicy policy;
  policy.caps.push_back({core::kEveryChannel, 1, 7, CapScope::kReceivable});
  ContactRequest asked = request(kCallTask);
  asked.listed = std::span(both).subspan(1);
  EXPECT_EQ(answer(policy, person, asked, Channel::kCall), Deferral::kNone) << "receivable 2 was never spoken of";
  asked.listed = both;
  EXPECT_EQ(answer(policy, person, asked, Channel::kCall), Deferral::kCapReached);
}

TEST(Permit, GapIsTheLargerOfPolicyAndScenario) {
  ContactHistory past;
  past.add(kToday - 4, Channel::kEmail, {});
  Person person = reachable();
  person.history = &past;
  ContactPolicy policy;
  policy.min_days_between = 3;
  ContactRequest asked = request();
  EXPECT_EQ(answer(policy, person, asked, Channel::kLetter), Deferral::kNone);
  asked.min_days_between = 5;
  EXPECT_EQ(answer(policy, person, asked, Channel::kLetter), Deferral::kMinDaysBetween);
  asked.min_days_between = 4;
  EXPECT_EQ(answer(policy, person, asked, Channel::kLetter), Deferral::kNone) << "day n itself is free";
}

PastContact talk(core::Days days_ago) {
  PastContact past;
  past.on = kToday - days_ago;
  past.channel = Channel::kCall;
  past.conversation = past.about_all = true;
  return past;
}

TEST(Permit, SilenceAfterAConversationCountsItsDayAsTheFirst) {
  ContactPolicy policy;
  policy.waits.push_back({.days = 7, .channels = bit(Channel::kCall), .rule = "us-reg-f (B)"});
  Person person = reachable();
  ContactHistory past;
  person.history = &past;
  past.contacts = {talk(6)};
  const Permission waits = permit(policy, person, request(kCallTask), Channel::kCall);
  EXPECT_EQ(waits.answer, Deferral::kWaitAfterConversation);
  EXPECT_EQ(detail_of(policy, waits, kToday), "us-reg-f (B): spoken with on 2026-06-24, 6 of 7 days ago");
  EXPECT_EQ(answer(policy, person, request(), Channel::kEmail), Deferral::kNone) << "the rule is about calls";
  past.contacts = {talk(7)};
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kNone);
}

TEST(Permit, AWaitByReceivableConcernsTheDebtsThatWereSpokenOf) {
  ContactPolicy policy;
  policy.waits.push_back({.days = 7, .scope = CapScope::kReceivable});
  ContactHistory past;
  past.listed = {1};
  past.contacts = {talk(2)};
  past.contacts[0].about_all = false;
  past.contacts[0].listed_end = 1;
  Person person = reachable();
  person.history = &past;
  const std::vector<uint32_t> other{2};
  const std::vector<uint32_t> both{1, 2};
  ContactRequest asked = request(kCallTask);
  asked.listed = other;
  EXPECT_EQ(answer(policy, person, asked, Channel::kCall), Deferral::kNone);
  asked.listed = both;
  EXPECT_EQ(answer(policy, person, asked, Channel::kCall), Deferral::kWaitAfterConversation);
}

TEST(Permit, CapsOfConversationsCountTalksAlone) {
  ContactPolicy policy;
  policy.caps.push_back({.channels = bit(Channel::kCall), .max = 1, .counts = CapCounts::kConversation});
  Person person = reachable();
  ContactHistory past;
  person.history = &past;
  past.add(kToday, Channel::kCall, {});
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kNone);
  past.contacts.push_back(talk(0));
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kCapReached);
}

TEST(Permit, CallsThatTheDebtorAskedForAreNotLimited) {
  ContactPolicy policy;
  policy.caps.push_back({.channels = bit(Channel::kCall), .max = 1, .per_days = 7});
  policy.waits.push_back({.days = 7});
  ContactHistory past;
  past.contacts = {talk(3)};
  past.consent_until = kToday;
  Person person = reachable();
  person.history = &past;
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kNone);
  past.consent_until = kToday - 1;
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kCapReached);
}

TEST(Permit, CallsToARepresentativeAreNotLimitedButKeepTheirDistance) {
  ContactPolicy policy;
  policy.caps.push_back({.max = 1, .per_days = 7});
  ContactHistory past;
  past.add(kToday - 1, Channel::kCall, {});
  Person person;
  person.flags = bit(DebtorFlag::kRepresented);
  person.representative_reach = kAll;
  person.history = &past;
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kNone);
  EXPECT_EQ(answer(policy, person, request(), Channel::kEmail), Deferral::kCapReached) << "only calls are not counted";
  policy.min_days_between = 2;
  EXPECT_EQ(answer(policy, person, request(kCallTask), Channel::kCall), Deferral::kMinDaysBetween);
}

TEST(Permit, ACapSaysWhoseRuleItIsAndItsFigures) {
  ContactPolicy policy;
  policy.caps.push_back({.channels = bit(Channel::kCall) | bit(Channel::kSms),
                         .max = 1,
                         .per_days = 7,
                         .scope = CapScope::kReceivable,
                         .rule = "us-ma 7.04(1)(f)"});
  ContactHistory past;
  past.add(kToday, Channel::kSms, std::vector<uint32_t>{4});
  Person person = reachable();
  person.history = &past;
  const std::vector<uint32_t> listed{4};
  ContactRequest asked = request(kCallTask);
  asked.listed = listed;
  const Permission met = permit(policy, person, asked, Channel::kCall);
  EXPECT_EQ(detail_of(policy, met, kToday), "us-ma 7.04(1)(f): 1 of 1 by sms or call in 7 days about one receivable");
}

TEST(Permit, CalendarBindsItsChannelsAlone) {
  ContactPolicy policy;
  policy.times.push_back({.weekdays = 0});
  const Place place;
  Person person = reachable();
  person.place = &place;
  EXPECT_EQ(answer(policy, person, request(), Channel::kSms), Deferral::kClosedWeekday);
  EXPECT_EQ(answer(policy, person, request(), Channel::kLetter), Deferral::kNone);
  policy.calendar_channels |= bit(Channel::kLetter);
  EXPECT_EQ(answer(policy, person, request(), Channel::kLetter), Deferral::kClosedWeekday);
}

TEST(Permit, WindowCoversTheLongestCapAndTheFeatures) {
  ContactPolicy policy;
  EXPECT_EQ(window_days(policy), 30);
  policy.caps.push_back({core::kEveryChannel, 1, 365, CapScope::kDebtor});
  EXPECT_EQ(window_days(policy), 365);
  policy.caps.push_back({core::kEveryChannel, 1, 4000, CapScope::kDebtor});
  EXPECT_EQ(window_days(policy), 400);
}

}  // namespace
}  // namespace dunlin::rules
