#include "engine/settings/setting.h"

namespace dunlin::engine {

std::span<const SettingSection> setting_sections() {
  static const SettingSection kSections[] = {
      {"dunlin.toml", "[engine]", "The installation.", engine_settings()},
      {"dunlin.toml", "[strategy]",
       "Which scenario a debtor gets: its own field, else the first segment that holds, else this.", strategy_settings()},
      {"dunlin.toml", "[[strategy.segment]]", "Inline segments, first match wins.", segment_settings()},
      {"dunlin.toml", "[strategy.champion_challenger]",
       "An experiment: debtors to whom segments or the default give the first arm's scenario are split between the arms.",
       experiment_settings()},
      {"dunlin.toml", "[[strategy.champion_challenger.arms]]",
       "The champion first; challengers take the buckets from 0 up in their order.", arm_settings()},
      {"dunlin.toml", "[standing]", "When a receivable may be dunned.", standing_settings()},
      {"dunlin.toml", "[allocation]", "Which receivables a payment settles.", allocation_settings()},
      {"dunlin.toml", "[contact]",
       "Whether, how often and when a person may be contacted. Flags, opt-outs and addresses always hold.",
       contact_settings()},
      {"dunlin.toml", "[[contact.cap]]", "At most `max` contacts in the `per_days` days that end today.", cap_settings()},
      {"dunlin.toml", "[contact.capacity]", "A table for each channel: `call = { max = 1300, overflow = \"sms\" }`.",
       capacity_settings()},
      {"dunlin.toml", "[gate]", "What must be loaded before a run may start.", gate_settings()},
      {"dunlin.toml", "[queue]", "How actions are handed out.", queue_settings()},
      {"dunlin.toml", "[report]", "How reports are cut.", report_settings()},
      {"dunlin.toml", "[score]",
       "A plain scorecard: base + points of the first bin of each characteristic that holds the value.", score_settings()},
      {"dunlin.toml", "[[score.risk_classes]]", "Classes by lowest score, highest first.", risk_class_settings()},
      {"dunlin.toml", "[[score.characteristic]]", "What earns or costs points.", characteristic_settings()},
      {"dunlin.toml", "[[score.characteristic.bins]]", "Bins of a characteristic; the last has neither `below` nor `in`.",
       bin_settings()},
      {"dunlin.toml", "[interest.NAME]",
       "An interest rule of one's own, beside the statutory ones of config/presets/interest.toml. Rates come from "
       "config/rates, "
       "from rates/*.csv beside dunlin.toml (name,date,value) and from loaded rate records, later ones on top.",
       interest_settings()},
      {"dunlin.toml", "[[interest.NAME.margins]]", "A margin that changes with time.", margin_settings()},
      {"scenarios/*.toml", "[scenario]", "A scenario as a whole.", scenario_settings()},
      {"scenarios/*.toml", "[[step]]", "A step: when it is reached and what it does.", step_settings()},
      {"calendars/*.toml", "(top)",
       "Holidays as rules. The shipped ones (config/calendars) are always there; a file of yours with the name of one takes "
       "its place, any other adds a calendar.",
       calendar_settings()},
      {"calendars/*.toml", "[[holiday]]", "A holiday: how its day is found, and where and when it holds.",
       holiday_settings()},
      {"scenarios/*.toml", "[step.interest]", "The interest of a step.", step_interest_settings()},
      {"scenarios/*.toml", "[step.fee]",
       "The fee of a step: `flat`, `percent`, `bands` or `slices`, or a `preset` of config/presets/fees.toml.",
       fee_settings()},
      {"scenarios/*.toml", "[[step.fee.bands]]", "A fee by the size of the debt: the first band that holds it.",
       fee_band_settings()},
      {"scenarios/*.toml", "[on]",
       "Events and what answers them: each a table with the keys of a step but for its id, its trigger, `repeat`, "
       "`completes`",
       on_settings()},
      {"contact_rules/*.toml", "(top)",
       "Rules of a jurisdiction, in the language of [contact]; a file with the name of a shipped one takes its place.",
       preset_settings()},
      {"contact_rules/*.toml", "[[rule]]", "One rule, with where it is written.", preset_rule_settings()},
      {"contact_rules/*.toml", "[rule.first_notice]", "The period that the first contact of an episode opens.",
       first_notice_settings()},
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
