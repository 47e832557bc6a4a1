// Declarations of [contact] and of contact_rules/*.toml, which speak the same language.
#include <array>

#include "core/vocabulary.h"
#include "engine/settings/setting.h"
#include "rules/contact/contact_policy.h"
#include "rules/standing/limitation.h"

namespace dunlin::engine {
namespace {

using enum SettingType;

constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

constexpr Setting kMinDaysBetween = {.key = "min_days_between",
                                     .type = kInteger,
                                     .default_text = "0",
                                     .unit = "days",
                                     .min = 0,
                                     .max = 400,
                                     .help = "days between two contacts of one debtor"};
constexpr Setting kWait = {.key = "wait_after_conversation",
                           .type = kInteger,
                           .default_text = "0",
                           .unit = "days",
                           .min = 0,
                           .max = 400,
                           .help = "days of silence after a conversation, its day counted as the first"};
constexpr Setting kOpenDays = {.key = "weekdays",
                               .type = kWords,
                               .default_text = R"(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])",
                               .names = kWeekdays,
                               .help = "days on which calendar channels may be used"};
constexpr Setting kHolidays = {.key = "holidays",
                               .type = kBoolean,
                               .default_text = "false",
                               .help = "true: calendar channels rest on public holidays of the debtor's country and region"};
constexpr Setting kOpenHours = {
    .key = "hours",
    .type = kHours,
    .help =
        "hours of calendar channels on the clock of every zone of the debtor, both ends allowed; a weekday that a table "
        "does not name is closed"};
constexpr Setting kCalendarChannels = {.key = "calendar_channels",
                                       .type = kWords,
                                       .default_text = R"(["call", "sms", "whatsapp"])",
                                       .names = core::kChannelNames,
                                       .help = "channels that weekdays, holidays and hours bind"};

constexpr Setting kContact[] = {
    {.key = "presets",
     .type = kTexts,
     .default_text = R"(["none"])",
     .help =
         "rules of jurisdictions by name: files of contact_rules/ beside dunlin.toml, else the shipped `us-reg-f` `us-ma` "
         "`uk-conc` `eu-b2b` `fr-amiable` `de-rdg` `it-unirec` `be-consumer` `nl-consumer` `none`; several are as strict "
         "as the strictest, a key given here takes the place of theirs, caps come on top"},
    kMinDaysBetween,
    kWait,
    kOpenDays,
    kHolidays,
    kOpenHours,
    kCalendarChannels,
    {.key = "roll",
     .type = kWord,
     .default_text = "\"following\"",
     .names = rules::kContactRollNames,
     .help = "a contact that falls on a closed day is deferred, or leaves all the same, or on the last open day before (or "
             "that only where it would leave the month)"},
    {.key = "cap", .type = kTables, .help = "at most so many contacts in so many days"},
    {.key = "capacity", .type = kTable, .help = "how many contacts a channel takes in a day, by channel"},
};
constexpr Setting kCap[] = {
    {.key = "channel",
     .type = kWordOrWords,
     .default_text = "\"*\"",
     .names = core::kChannelNames,
     .help = "one channel, a list of channels, or \"*\" for all together"},
    {.key = "max",
     .type = kInteger,
     .unit = "contacts",
     .min = 0,
     .max = 1000,
     .help = "so many are allowed",
     .required = true},
    {.key = "per_days",
     .type = kInteger,
     .default_text = "1",
     .unit = "days",
     .min = 1,
     .max = 400,
     .help = "in the days that end today"},
    {.key = "scope",
     .type = kWord,
     .default_text = "\"debtor\"",
     .names = rules::kCapScopeNames,
     .help = "counted per debtor, or per listed receivable"},
    {.key = "counts",
     .type = kWord,
     .default_text = "\"attempt\"",
     .names = rules::kCapCountsNames,
     .help = "every outbound attempt, or conversations only (inbound ones too)"},
};
constexpr Setting kCapacity[] = {
    {.key = "max",
     .type = kInteger,
     .unit = "contacts",
     .min = 0,
     .max = 1'000'000'000,
     .help = "so many on one business date, over all debtors",
     .required = true},
    {.key = "overflow",
     .type = kWord,
     .names = core::kChannelNames,
     .help = "channel of the rest, where their step names none; default: they are deferred"},
};

constexpr Setting kPreset[] = {
    {.key = "title", .help = "what it is called", .required = true},
    {.key = "protects",
     .type = kWord,
     .default_text = "\"everybody\"",
     .names = rules::kProtectsNames,
     .help = "whom its rules bind; a debtor of unknown kind is bound by all"},
    {.key = "rule", .type = kTables, .help = "its rules"},
};
constexpr Setting kPresetRule[] = {
    {.key = "id", .help = "short name, shown by explain behind the preset's", .required = true},
    {.key = "cites", .help = "where it is written", .required = true},
    {.key = "what",
     .help = "what it asks for, in words; a rule with nothing else describes what holds always",
     .required = true},
    kMinDaysBetween,
    kWait,
    {.key = "channel",
     .type = kWordOrWords,
     .default_text = "\"*\"",
     .names = core::kChannelNames,
     .help = "channels that wait after a conversation"},
    {.key = "scope",
     .type = kWord,
     .default_text = "\"debtor\"",
     .names = rules::kCapScopeNames,
     .help = "\"receivable\": the wait concerns the debts that the conversation was about"},
    kOpenDays,
    kHolidays,
    kOpenHours,
    kCalendarChannels,
    {.key = "cap", .type = kTables, .help = "caps as in [[contact.cap]]"},
    {.key = "first_notice", .type = kTable, .help = "the period that the first contact of an episode opens"},
    {.key = "required_fields", .type = kTexts, .help = "fields that the text of a contact must hold"},
    {.key = "letters",
     .type = kWord,
     .default_text = "\"first\"",
     .names = rules::kLettersNames,
     .help = "which texts those are: of an episode's first contact in writing, of the written steps behind it, or of every "
             "written step and answer to an event"},
    {.key = "limitation",
     .type = kWord,
     .default_text = "\"none\"",
     .names = rules::kLimitationNames,
     .help = "sets [standing] limitation where dunlin.toml does not"},
};
constexpr Setting kFirstNotice[] = {
    {.key = "kind", .type = kWord, .names = rules::kNoticeKindNames, .help = "how the period is counted", .required = true},
    {.key = "blocks",
     .type = kWord,
     .names = rules::kNoticeBlocksNames,
     .help = "what waits for its end: every further step, steps with a fee, or steps that charge fee or interest; where "
             "charges wait, the first notice is free",
     .required = true},
};

}  // namespace

std::span<const Setting> contact_settings() { return kContact; }
std::span<const Setting> cap_settings() { return kCap; }
std::span<const Setting> capacity_settings() { return kCapacity; }
std::span<const Setting> preset_settings() { return kPreset; }
std::span<const Setting> preset_rule_settings() { return kPresetRule; }
std::span<const Setting> first_notice_settings() { return kFirstNotice; }

}  // namespace dunlin::engine
