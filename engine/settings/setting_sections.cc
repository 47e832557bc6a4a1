#include "engine/settings/setting.h"

namespace dunlin::engine {

std::span<const SettingSection> setting_sections() {
  static const SettingSection kSections[] = {
      {"dunlin.toml", "[engine]", "The installation.", engine_settings()},
      {"dunlin.toml", "[strategy]",
       "Which scenario a debtor gets: its own field, else the first segment that holds, else this.", strategy_settings()},
      {"dunlin.toml", "[[strategy.segment]]", "Inline segments, first match wins.", segment_settings()},
      {"dunlin.toml", "[standing]", "When a receivable may be dunned.", standing_settings()},
      {"dunlin.toml", "[allocation]", "Which receivables a payment settles.", allocation_settings()},
      {"dunlin.toml", "[contact]", "How often a person may be contacted. Flags, opt-outs and addresses always hold.",
       contact_settings()},
      {"dunlin.toml", "[[contact.cap]]", "At most `max` contacts in the `per_days` days that end today.", cap_settings()},
      {"dunlin.toml", "[gate]", "What must be loaded before a run may start.", gate_settings()},
      {"dunlin.toml", "[report]", "How reports are cut.", report_settings()},
      {"dunlin.toml", "[score]",
       "A plain scorecard: base + points of the first bin of each characteristic that holds the value.", score_settings()},
      {"dunlin.toml", "[[score.risk_classes]]", "Classes by lowest score, highest first.", risk_class_settings()},
      {"dunlin.toml", "[[score.characteristic]]", "What earns or costs points.", characteristic_settings()},
      {"dunlin.toml", "[[score.characteristic.bins]]", "Bins of a characteristic; the last has neither `below` nor `in`.",
       bin_settings()},
      {"scenarios/*.toml", "[scenario]", "A scenario as a whole.", scenario_settings()},
      {"scenarios/*.toml", "[[step]]", "A step: when it is reached and what it does.", step_settings()},
      {"scenarios/*.toml", "[step.fee]", "The fee of a step.", fee_settings()},
      {"calendars/*.toml", "(top)",
       "Holidays as rules. The shipped ones (config/calendars) are always there; a file of yours with the name of one takes "
       "its place, any other adds a calendar.",
       calendar_settings()},
      {"calendars/*.toml", "[[holiday]]", "A holiday: how its day is found, and where and when it holds.",
       holiday_settings()},
      {"sources/*.toml", "(top)", "A customer's export, untouched: how its columns become our fields.", source_settings()},
      {"sources/*.toml", "[RECORD]",
       "One table for each kind that a row yields (receivables, debtors, payments ...): its fields by name, and",
       record_settings()},
      {"sources/*.toml", "[RECORD.when]", "Rows that yield the record.", condition_settings()},
      {"sources/*.toml", "[RECORD.FIELD]", "A field: a column's name, or a table of these.", column_settings()},
  };
  return kSections;
}

}  // namespace dunlin::engine
