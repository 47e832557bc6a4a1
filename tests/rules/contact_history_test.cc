// Which contacts count: own ones as remembered, interactions as told, and what one says of the other.
#include "rules/contact/contact_history.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/rules/account_page_builder.h"

namespace dunlin::rules {
namespace {

using core::Channel;
using core::Direction;
using core::Field;
using core::InteractionOutcome;
using core::RecordKind;
using test::day;

constexpr const char* kAction = "00000000000000010000000000000abc";
constexpr const char* kOtherAction = "00000000000000010000000000000def";

/// An interaction at noon UTC of its day.
struct Told {
  const char* on;
  Channel channel = Channel::kCall;
  InteractionOutcome outcome = InteractionOutcome::kNoAnswer;
  Direction direction = Direction::kOut;
  const char* receivables = "";
  const char* action = "";
  bool number_bad = false;
  bool consent = false;
};

struct Own {
  const char* on;
  Channel channel = Channel::kCall;
  const char* action = "";
  const char* listed = "";
  bool to_representative = false;
};

core::AccountPage page_of(const std::vector<Told>& told) {
  core::AccountPage page = test::make_page(
      {{.id = "D", .receivables = {{.id = "R1", .amount = 100, .due = 0}, {.id = "R2", .amount = 100, .due = 0}}}});
  core::Group& group = page.group(RecordKind::kInteraction);
  for (const Told& one : told) {
    group.rows.ints_or_new(Field::kAt).push_back(int64_t{day(one.on).days} * 86'400 + 43'200);
    group.rows.ints_or_new(Field::kChannel).push_back(static_cast<int64_t>(one.channel));
    group.rows.ints_or_new(Field::kOutcome).push_back(static_cast<int64_t>(one.outcome));
    group.rows.ints_or_new(Field::kDirection).push_back(static_cast<int64_t>(one.direction));
    group.rows.ints_or_new(Field::kNumberBad).push_back(one.number_bad);
    group.rows.ints_or_new(Field::kConsent).push_back(one.consent);
    group.rows.texts_or_new(Field::kReceivableIds).append(one.receivables);
    group.rows.texts_or_new(Field::kActionId).append(one.action);
  }
  group.rows.set_rows(told.size());
  group.begin = {0, static_cast<uint32_t>(told.size())};
  return page;
}

core::MemoryPage memory_of(const std::vector<Own>& own) {
  core::MemoryPage memory;
  for (const Own& one : own) {
    memory.contacts.rows.ints_or_new(Field::kOn).push_back(day(one.on).days);
    memory.contacts.rows.ints_or_new(Field::kChannel).push_back(static_cast<int64_t>(one.channel));
    memory.contacts.rows.ints_or_new(Field::kActionHash).push_back(action_hash_of(one.action));
    memory.contacts.rows.texts_or_new(Field::kListed).append(one.listed);
    memory.contacts.rows.ints_or_new(Field::kRole)
        .push_back(one.to_representative ? static_cast<int64_t>(core::ContactRole::kRepresentative) : core::kNull);
  }
  memory.contacts.rows.set_rows(own.size());
  memory.contacts.begin = {0, static_cast<uint32_t>(own.size())};
  return memory;
}

ContactHistory history_of(const std::vector<Own>& own, const std::vector<Told>& told, const char* today = "2024-03-31") {
  const core::AccountPage page = page_of(told);
  const core::MemoryPage memory = memory_of(own);
  ContactHistory history;
  gather_history({.page = page, .memory = &memory, .date = day(today), .with_receivables = true}, 0, 0, Place(), history);
  return history;
}

struct CountCase {
  const char* name;
  std::vector<Own> own;
  std::vector<Told> told;
  int attempts, contacts, conversations;
};

class Counts : public testing::TestWithParam<CountCase> {};

TEST_P(Counts, AttemptsContactsAndConversations) {
  const ContactHistory history = history_of(GetParam().own, GetParam().told);
  int attempts = 0;
  int contacts = 0;
  int conversations = 0;
  for (const PastContact& past : history.contacts) {
    attempts += past.attempt;
    contacts += past.contact;
    conversations += past.conversation;
  }
  EXPECT_EQ(attempts, GetParam().attempts);
  EXPECT_EQ(contacts, GetParam().contacts);
  EXPECT_EQ(conversations, GetParam().conversations);
}

constexpr auto kCall = Channel::kCall;
constexpr auto kTalk = InteractionOutcome::kConversation;
constexpr auto kOut = Direction::kOut;
constexpr auto kIn = Direction::kIn;
const CountCase kCountCases[] = {
    {"own_contact", {{"2024-03-01"}}, {}, 1, 1, 0},
    {"unanswered_counts", {}, {{"2024-03-01"}}, 1, 1, 0},
    {"conversation_counts_as_an_attempt_too", {}, {{"2024-03-01", kCall, kTalk}}, 1, 1, 1},
    {"inbound_is_no_attempt", {}, {{"2024-03-01", kCall, InteractionOutcome::kAnswered, kIn}}, 0, 0, 0},
    {"inbound_conversation_is_a_conversation", {}, {{"2024-03-01", kCall, kTalk, kIn}}, 0, 0, 1},
    {"wrong_number", {}, {{"2024-03-01", kCall, kTalk, kOut, "", "", true}}, 0, 0, 0},
    {"skipped_task", {}, {{"2024-03-01", kCall, InteractionOutcome::kSkipped}}, 0, 0, 0},
    {"report_of_an_own_contact_is_that_contact",
     {{"2024-03-01", kCall, kAction}},
     {{"2024-03-02", kCall, InteractionOutcome::kNoAnswer, kOut, "", kAction}},
     1,
     1,
     0},
    {"talk_of_an_own_contact", {{"2024-03-01", kCall, kAction}}, {{"2024-03-02", kCall, kTalk, kOut, "", kAction}}, 1, 1, 1},
    {"own_contact_to_a_wrong_number",
     {{"2024-03-01", kCall, kAction}},
     {{"2024-03-02", kCall, InteractionOutcome::kFailed, kOut, "", kAction, true}},
     0,
     0,
     0},
    {"second_number_was_right",
     {{"2024-03-01", kCall, kAction}},
     {{"2024-03-02", kCall, InteractionOutcome::kFailed, kOut, "", kAction, true},
      {"2024-03-02", kCall, InteractionOutcome::kNoAnswer, kOut, "", kAction}},
     1,
     1,
     0},
    {"report_of_an_unknown_action_is_a_contact",
     {{"2024-03-01", kCall, kAction}},
     {{"2024-03-02", kCall, InteractionOutcome::kSent, kOut, "", kOtherAction}},
     2,
     2,
     0},
    {"reports_of_one_unknown_action_are_one",
     {},
     {{"2024-03-02", Channel::kEmail, InteractionOutcome::kSent, kOut, "", kOtherAction},
      {"2024-03-03", Channel::kEmail, InteractionOutcome::kOpened, kOut, "", kOtherAction}},
     1,
     1,
     0},
    {"later_than_today", {}, {{"2024-04-01"}}, 0, 0, 0},
    {"calls_within_seven_days_of_consent",
     {},
     {{"2024-03-04", kCall, kTalk, kIn, "", "", false, true}, {"2024-03-10"}, {"2024-03-11"}, {"2024-03-03"}},
     2,
     3,
     1},
    {"consent_is_for_calls",
     {},
     {{"2024-03-04", kCall, kTalk, kIn, "", "", false, true}, {"2024-03-05", Channel::kSms, InteractionOutcome::kSent}},
     1,
     1,
     1},
};
INSTANTIATE_TEST_SUITE_P(Table, Counts, testing::ValuesIn(kCountCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ContactHistory, CallsToARepresentativeAreContactsOnly) {
  const ContactHistory history = history_of(
      {{"2024-03-01", Channel::kCall, kAction, "", true}, {"2024-03-02", Channel::kEmail, kOtherAction, "", true}},
      {{.on = "2024-03-01", .outcome = InteractionOutcome::kConversation, .action = kAction}});
  ASSERT_EQ(history.contacts.size(), 2U) << "what its lawyer said is no conversation with the debtor";
  EXPECT_FALSE(history.contacts[0].attempt);
  EXPECT_TRUE(history.contacts[0].contact);
  EXPECT_TRUE(history.contacts[1].attempt) << "only calls are not counted";
}

TEST(ContactHistory, TalksAreAboutWhatTheyNameOrAboutEverything) {
  const ContactHistory named = history_of({}, {{"2024-03-01", kCall, kTalk, kOut, "R2"}});
  EXPECT_FALSE(named.is_about(named.contacts[0], 0));
  EXPECT_TRUE(named.is_about(named.contacts[0], 1));
  const ContactHistory unnamed = history_of({}, {{"2024-03-01", kCall, kTalk}});
  EXPECT_TRUE(unnamed.is_about(unnamed.contacts[0], 0));
}

TEST(ContactHistory, AnOwnContactsTalkIsAboutWhatItListed) {
  const ContactHistory history =
      history_of({{"2024-03-01", kCall, kAction, "R1"}}, {{"2024-03-02", kCall, kTalk, kOut, "", kAction}});
  ASSERT_EQ(history.contacts.size(), 2U);
  EXPECT_EQ(history.contacts[1].on, day("2024-03-02"));
  EXPECT_TRUE(history.is_about(history.contacts[1], 0));
  EXPECT_FALSE(history.is_about(history.contacts[1], 1));
}

TEST(ContactHistory, DayOfAnInteractionIsTheDebtorsOwn) {
  const Zone newyork{{0}, {-5 * 3600}};
  Place place;
  place.zones = {&newyork};
  EXPECT_EQ(place.date_at(int64_t{day("2024-03-02").days} * 86'400 + 3600), day("2024-03-01"));
  EXPECT_EQ(Place().date_at(int64_t{day("2024-03-02").days} * 86'400 + 3600), day("2024-03-02"));
  EXPECT_EQ(Place().date_at(-1), core::Date{-1});
}

TEST(ContactHistory, ActionsAreKnownByTheLowHalfOfTheirId) {
  EXPECT_EQ(action_hash_of(kAction), 0xABC);
  EXPECT_EQ(action_hash_of("00000000000000010000000000000ABC"), 0xABC);
  EXPECT_EQ(action_hash_of("abc"), core::kNull);
  EXPECT_EQ(action_hash_of("0000000000000001000000000000zabc"), core::kNull);
}

}  // namespace
}  // namespace dunlin::rules
