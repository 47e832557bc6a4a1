#include "core/vocabulary.h"

#include <gtest/gtest.h>

#include "core/record_fields.h"

namespace dunlin::core {
namespace {

TEST(Vocabulary, NamesFindTheirValues) {
  EXPECT_EQ((parse_name<Channel>(kChannelNames, "whatsapp")), Channel::kWhatsapp);
  EXPECT_EQ((parse_name<RecordKind>(kRecordKindNames, "fx")), RecordKind::kFx);
  EXPECT_EQ((parse_name<Stage>(kStageNames, "write_off")), Stage::kWriteOff);
  EXPECT_EQ((parse_name<Channel>(kChannelNames, "Email")), std::nullopt);
  EXPECT_EQ((parse_name<Channel>(kChannelNames, "")), std::nullopt);
  EXPECT_EQ(name_of(kStandingNames, Standing::kWrittenOff), "written_off");
  EXPECT_EQ(name_of(kActionKindNames, ActionKind::kWebhook), "webhook");
  EXPECT_EQ(name_of(kDebtorFlagNames, DebtorFlag::kBadAddress), "bad_address");
}

TEST(Vocabulary, NamesAreDistinct) {
  const auto check = [](std::span<const std::string_view> names) {
    for (size_t i = 0; i < names.size(); ++i) {
      EXPECT_FALSE(names[i].empty());
      EXPECT_EQ(find_name(names, names[i]), i) << names[i];
    }
  };
  check(kRecordKindNames);
  check(kChannelNames);
  check(kDebtorFlagNames);
  check(kReceivableKindNames);
  check(kReceivableStatusNames);
  check(kStandingNames);
  check(kActionKindNames);
  check(kStageNames);
  check(kContactRoleNames);
}

TEST(Vocabulary, SetsAreBits) {
  EXPECT_EQ(bit(Channel::kEmail), 1U);
  EXPECT_EQ(bit(Channel::kPortal), 32U);
  EXPECT_EQ(kEveryChannel, 63U);
  EXPECT_EQ(bit(DebtorFlag::kVulnerable), 8U);
  EXPECT_TRUE(is_contact(ActionKind::kCallTask));
  EXPECT_FALSE(is_contact(ActionKind::kWebhook));
}

TEST(Vocabulary, NearestNameForgivesTypingErrors) {
  constexpr std::string_view kNames[] = {"overdue_balance", "total_balance", "days_past_due", "kind"};
  struct Case {
    const char* typed;
    const char* nearest;
  };
  for (const Case& test : {Case{"overdue_balanse", "overdue_balance"}, Case{"overdue_blance", "overdue_balance"},
                           Case{"totalbalance", "total_balance"}, Case{"day_past_due", "days_past_due"},
                           Case{"knid", "kind"}, Case{"kind", "kind"}, Case{"qqqqqqqqqqqqqq", ""}, Case{"xy", ""}}) {
    EXPECT_EQ(nearest_name(kNames, test.typed), test.nearest) << test.typed;
  }
  EXPECT_EQ(nearest_name({}, "x"), "");
}

TEST(RecordFields, EveryLoadableKindKnowsItsIdAndNames) {
  for (const RecordKind kind : {RecordKind::kCreditor, RecordKind::kDebtor, RecordKind::kContact, RecordKind::kReceivable,
                                RecordKind::kPayment, RecordKind::kCreditNote}) {
    const auto fields = fields_of(kind);
    ASSERT_FALSE(fields.empty());
    const FieldSpec* id = find_field(kind, id_field(kind));
    ASSERT_NE(id, nullptr);
    EXPECT_TRUE(id->required) << field_name(id->field);
    bool optional_seen = false;
    for (const FieldSpec& spec : fields) {
      EXPECT_EQ(find_field(kind, field_name(spec.field)), &spec) << field_name(spec.field);
      EXPECT_EQ(spec.type == FieldType::kEnum, !spec.names.empty()) << field_name(spec.field);
      EXPECT_FALSE(spec.required && optional_seen) << "required fields come first: " << field_name(spec.field);
      optional_seen |= !spec.required;
    }
    EXPECT_EQ(find_field(kind, "no_such_field"), nullptr);
  }
  EXPECT_TRUE(is_fact(RecordKind::kPayment));
  EXPECT_FALSE(is_fact(RecordKind::kReceivable));
}

}  // namespace
}  // namespace dunlin::core
