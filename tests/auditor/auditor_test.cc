// The auditor and the run, day by day on random portfolios: the same actions, the same standings, the same reasons.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "engine/outbound/queue.h"
#include "rules/contact/permit.h"
#include "tests/auditor/night.h"
#include "tests/property/laboratory.h"

namespace dunlin::audit {
namespace {

using core::ActionBatch;
using property::Laboratory;

/// What all seeds together have shown.
struct Coverage {
  std::map<std::string, int64_t> standings, deferred, records, actions;
};

std::string recipient_of(const ActionBatch& batch, size_t at) {
  if (batch.channel[at] == ActionBatch::kNoChannel) return "to nobody";
  std::string text = "to " + std::string(batch.recipient_name.at(at));
  if (static_cast<core::Channel>(batch.channel[at]) == core::Channel::kPortal && batch.recipient_email.is_null(at))
    text += " ";
  for (const core::TextColumn* column : {&batch.recipient_email, &batch.recipient_phone, &batch.recipient_street,
                                         &batch.recipient_postal_code, &batch.recipient_city, &batch.recipient_country}) {
    const bool letter = static_cast<core::Channel>(batch.channel[at]) == core::Channel::kLetter;
    const bool of_letter = column != &batch.recipient_email && column != &batch.recipient_phone;
    if (of_letter ? letter : !column->is_null(at)) text += " " + std::string(column->at(at));
  }
  return text;
}

/// An action of the run in the auditor's words.
std::string text_of(const ActionBatch& batch, size_t at) {
  const auto name = [](const auto& names, auto value) { return std::string(names[static_cast<size_t>(value)]); };
  const auto text = [&](const core::TextColumn& column) { return std::string(column.at(at)); };
  std::string line =
      core::to_string(core::Date{batch.business_date[at]}) + "|" + text(batch.creditor_id) + "/" + text(batch.debtor_id);
  const auto join = [&](const std::string& part) { line += "|" + part; };
  join(text(batch.scenario));
  join(text(batch.step));
  join(std::to_string(batch.step_index[at]));
  join("episode " + std::to_string(batch.episode[at]));
  join(name(core::kUnitKindNames, batch.unit_kind[at]) + ":" + text(batch.unit));
  std::string members = text(batch.unit_list);
  std::replace(members.begin(), members.end(), '\x1f', '=');
  std::replace(members.begin(), members.end(), '\x1e', ';');
  join(batch.unit_list.is_null(at) ? "-" : members + ";");
  join(name(core::kActionKindNames, batch.action[at]));
  join(batch.channel[at] == ActionBatch::kNoChannel ? "-" : name(core::kChannelNames, batch.channel[at]));
  join(recipient_of(batch, at));
  std::string copies(batch.cc.at(at));
  std::replace(copies.begin(), copies.end(), ';', ' ');
  join(copies.empty() ? "cc" : "cc " + copies);
  join(hours_text(batch.not_before[at], batch.not_after[at]));
  join(name(core::kStageNames, batch.stage[at]));
  join(text(batch.template_name));
  join("priority " + std::to_string(batch.priority[at]));
  join("score " + std::to_string(batch.score[at]) + text(batch.risk_class));
  join("segment " + text(batch.segment));
  for (uint32_t row = batch.line_begin[at]; row < batch.line_begin[at + 1]; ++row) {
    join(std::string(batch.line_receivable_id.at(row)) + " " + core::to_string(core::Currency{batch.line_currency[row]}) +
         " " + std::to_string(batch.line_balance[row]) + " due " + core::to_string(core::Date{batch.line_due_date[row]}) +
         " late " + std::to_string(batch.line_days_past_due[row]) + " interest " + std::to_string(batch.line_interest[row]) +
         " fees " + std::to_string(batch.line_fees[row]));
  }
  for (uint32_t row = batch.total_begin[at]; row < batch.total_begin[at + 1]; ++row) {
    join(core::to_string(core::Currency{batch.total_currency[row]}) + " overdue " +
         std::to_string(batch.total_overdue[row]) + " interest " + std::to_string(batch.total_interest[row]) + " fees " +
         std::to_string(batch.total_fees[row]) + " cash " + std::to_string(batch.total_cash[row]) + " demanded " +
         std::to_string(batch.total_demanded[row]));
  }
  return line + "|" + core::to_hex(engine::action_id(batch, at));
}

std::map<std::string, int64_t> counters_of(const storage::Counters& counters, const std::string& prefix) {
  std::map<std::string, int64_t> found;
  for (const auto& [name, count] : counters) {
    if (name.starts_with(prefix + '\x1f') && count != 0) found[name.substr(prefix.size() + 1)] = count;
  }
  return found;
}

std::string shown(const std::map<std::string, int64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += name + "=" + std::to_string(count) + " ";
  return text;
}

class Audit {
 public:
  Audit(uint64_t seed, Coverage& coverage)
      : seed_(seed),
        coverage_(coverage),
        portfolio_(property::make_portfolio(seed)),
        laboratory_(property::make_policies(seed)),
        rules_(laboratory_.configuration().rules),
        conditions_(rules_) {}

  /// False at the first day that differs.
  bool run() {
    if (std::getenv("DUNLIN_AUDIT_SHOW") != nullptr) show_policies();
    for (const property::Day& day : portfolio_.days) {
      laboratory_.import(day.sheets);
      answer_actions(day.date);
      const engine::RunReport report = laboratory_.run(day.date);
      if (!compare(day.date, report)) return false;
    }
    return true;
  }

 private:
  /// What the channels tell of some actions that left before.
  void answer_actions(core::Date date) {
    property::Dice dice(seed_ * 31 + static_cast<uint64_t>(date.days));
    property::Sheet sheet{
        core::RecordKind::kInteraction, {"creditor_id", "debtor_id", "at", "channel", "outcome", "action_id", "note"}, {}};
    const core::Status read = engine::ActionQueue(laboratory_.store()).each("", {}, [&](const engine::QueuedAction& action) {
      const ActionBatch& batch = action.batch;
      if (!dice.chance(25)) return true;
      const uint8_t channel = batch.channel[action.index];
      const std::string outcome(dice.one_of(core::kInteractionOutcomeNames));
      sheet.rows.push_back({std::string(batch.creditor_id.at(action.index)), std::string(batch.debtor_id.at(action.index)),
                            core::to_string(date - static_cast<core::Days>(dice.below(2))),
                            channel == ActionBatch::kNoChannel ? "portal" : std::string(core::kChannelNames[channel]),
                            outcome, core::to_hex(engine::action_id(batch, action.index)),
                            core::to_string(date) + std::to_string(sheet.rows.size())});
      return true;
    });
    EXPECT_TRUE(read.ok());
    if (!sheet.rows.empty()) laboratory_.import({sheet});
  }

  bool compare(core::Date date, const engine::RunReport& report) {
    DayResult audited;
    const auto fx = laboratory_.store().fx(UINT64_MAX);
    INVARIANT(fx.ok(), core::describe(fx.error()));
    const Exchange exchange(*fx, date, rules_.base_currency);
    const auto loaded_rates = laboratory_.store().rates(UINT64_MAX);
    INVARIANT(loaded_rates.ok(), core::describe(loaded_rates.error()));
    const ReferenceRates rates(rules_.rates, *loaded_rates);
    const auto countries = countries_of(laboratory_.store());
    std::map<std::string, std::vector<std::string>> expected;
    const std::vector<Account> accounts = accounts_of(laboratory_.store());
    coverage_.records["creditors"] += static_cast<int64_t>(countries.size());
    coverage_.records["debtors"] += static_cast<int64_t>(accounts.size());
    coverage_.records["rates"] += static_cast<int64_t>(loaded_rates->rows());
    coverage_.records["fx"] += static_cast<int64_t>(fx->rows());
    for (const Account& account : accounts) {
      for (const auto& [kind, records] : account.records)
        coverage_.records[std::string(core::name_of(core::kRecordKindNames, kind))] += static_cast<int64_t>(records.size());
    }
    for (const auto& [account, result] :
         decide_night({rules_, conditions_, exchange, rates, countries, date}, accounts, memories_)) {
      expected[account] = result.actions;
      deferred_of_[account] = result.deferred;
      standings_of_[account] = result.standings;
      // Told by explain and not counted as deferred.
      if (result.replaced > 0) coverage_.deferred["replaced_by_event"] += result.replaced;
      for (const auto& [name, count] : result.deferred) audited.deferred[name] += count;
      for (const auto& [name, count] : result.standings) audited.standings[name] += count;
    }
    if (const char* wanted = std::getenv("DUNLIN_AUDIT_SHOW")) show(wanted, date);
    std::map<std::string, std::vector<std::string>> actual = actions_of(report.record.run_id);
    bool same = true;
    for (const auto& [account, lines] : expected) {
      const std::string found = property::difference(lines, actual[account]);
      if (!found.empty() && same)
        ADD_FAILURE() << "seed " << seed_ << " " << core::to_string(date) << " " << account << ": " << found << "\n  "
                      << words_of(account, date);
      same = same && found.empty();
      for (const std::string& line : lines) ++coverage_.actions[kind_of(line)];
    }
    const auto deferred = counters_of(report.record.counters, "deferred");
    const auto standings = counters_of(report.record.counters, "standing");
    const std::string place = "seed " + std::to_string(seed_) + " " + core::to_string(date);
    EXPECT_EQ(shown(audited.standings), shown(standings)) << place;
    EXPECT_EQ(shown(audited.deferred), shown(deferred)) << place;
    if (audited.deferred != deferred) tell_apart(date);
    if (audited.standings != standings) tell_standings_apart(date);
    for (const auto& [name, count] : audited.deferred) coverage_.deferred[name] += count;
    for (const auto& [name, count] : audited.standings) coverage_.standings[name] += count;
    return same && audited.deferred == deferred && audited.standings == standings;
  }

  /// What explain says of an account.
  std::string words_of(const std::string& account, core::Date date) {
    const size_t cut = account.find('/');
    const engine::Explanation told = laboratory_.explain(account.substr(0, cut), account.substr(cut + 1), date);
    std::string words;
    for (const std::string& note : told.notes) {
      // These name reasons that defer nothing by themselves.
      const bool aside = note.starts_with("no_rate: ") || note.starts_with("flag: ");
      if (!aside) words += note + "; ";
    }
    for (const auto& channel : told.channels) words += channel.step + " " + channel.channel + ": " + channel.reason + "; ";
    for (const auto& step : told.steps) {
      for (const std::string& reason : step.reasons) words += step.unit + " " + step.step + ": " + reason + "; ";
    }
    return words;
  }

  /// Accounts of which only one of both says a reason.
  void tell_apart(core::Date date) {
    for (const auto& [account, deferred] : deferred_of_) {
      const std::string words = words_of(account, date);
      for (const std::string_view reason : rules::kDeferralNames) {
        const auto own = deferred.find(std::string(reason));
        const bool told_so = words.find(reason) != std::string::npos;
        if (reason == "permitted" || (own != deferred.end()) == told_so) continue;
        std::cout << "  " << account << " " << reason << " auditor " << (own == deferred.end() ? 0 : own->second)
                  << ", run: " << words << "\n";
      }
    }
  }

  void tell_standings_apart(core::Date date) {
    for (const auto& [account, standings] : standings_of_) {
      const size_t cut = account.find('/');
      const engine::Explanation told = laboratory_.explain(account.substr(0, cut), account.substr(cut + 1), date);
      std::map<std::string, int64_t> counts;
      for (const auto& item : told.receivables) {
        if (item.standing != "absent") ++counts[item.standing];
      }
      if (counts != standings)
        std::cout << "  " << account << " auditor " << shown(standings) << ", run " << shown(counts) << "\n";
    }
  }

  /// DUNLIN_AUDIT_SHOW=CREDITOR/DEBTOR: the configuration, and its records on every day.
  void show_policies() const {
    for (const auto& [file, text] : property::make_policies(seed_)) std::cout << file << "\n" << text << "\n";
  }
  void show(const std::string& wanted, core::Date date) {
    for (const Account& account : accounts_of(laboratory_.store())) {
      if (account.name() != wanted) continue;
      std::cout << core::to_string(date) << " " << wanted << "\n";
      show(account.debtor);
      for (const auto& [kind, records] : account.records) {
        std::cout << core::name_of(core::kRecordKindNames, kind) << "\n";
        for (const Record& record : records) show(record);
      }
    }
  }
  static void show(const Record& record) {
    std::cout << "   ";
    for (const auto& [field, text] : record.texts) std::cout << core::field_name(field) << "=" << text << " ";
    for (const auto& [field, number] : record.numbers) {
      const std::string_view name = core::field_name(field);
      const bool day = name.ends_with("_on") || name.ends_with("date") || name == "from" || name == "until";
      const core::Date on{static_cast<int32_t>(number)};
      std::cout << name << "=" << (day ? core::to_string(on) : std::to_string(number)) << " ";
    }
    std::cout << "\n";
  }

  /// "on.NAME" of events, else the kind of action.
  static std::string kind_of(const std::string& line) {
    std::vector<std::string> parts;
    std::string rest = line;
    for (size_t cut = rest.find('|'); cut != std::string::npos; cut = rest.find('|')) {
      parts.push_back(rest.substr(0, cut));
      rest = rest.substr(cut + 1);
    }
    const std::string& step = parts[3];
    return step.starts_with("on.") ? step.substr(0, step.find('/')) : parts[8];
  }

  std::map<std::string, std::vector<std::string>> actions_of(const std::string& run_id) {
    std::map<std::string, std::vector<std::string>> actions;
    engine::QueueFilter filter;
    filter.run_id = run_id;
    const core::Status read =
        engine::ActionQueue(laboratory_.store()).each("", filter, [&](const engine::QueuedAction& action) {
          const std::string account = std::string(action.batch.creditor_id.at(action.index)) + "/" +
                                      std::string(action.batch.debtor_id.at(action.index));
          actions[account].push_back(text_of(action.batch, action.index));
          return true;
        });
    EXPECT_TRUE(read.ok());
    return actions;
  }

  uint64_t seed_;
  Coverage& coverage_;
  property::Portfolio portfolio_;
  Laboratory laboratory_;
  const rules::RulebookSource& rules_;
  Conditions conditions_;
  std::map<std::string, Memory> memories_;
  std::map<std::string, std::map<std::string, int64_t>> deferred_of_, standings_of_;  ///< by account, of the day at hand
};

template <class Names>
void expect_all(const std::string& what, const Names& names, const std::set<std::string_view>& but,
                const std::map<std::string, int64_t>& seen) {
  for (const std::string_view name : names) {
    if (but.contains(name)) continue;
    const auto found = seen.find(std::string(name));
    EXPECT_TRUE(found != seen.end() && found->second > 0) << "no " << what << " " << name << " in these portfolios";
  }
}

TEST(Auditor, AgreesWithTheRun) {
  Coverage coverage;
  const char* first = std::getenv("DUNLIN_AUDIT_FROM");
  const uint64_t from = first == nullptr ? 0 : std::strtoull(first, nullptr, 10);
  size_t failed = 0, done = 0;
  for (const uint64_t seed : property::seeds(24)) {
    ++done;
    if (!Audit(seed + from, coverage).run() && ++failed == 5) break;
  }
  std::cout << done << " seeds, " << failed << " differ\nstandings " << shown(coverage.standings) << "\ndeferred "
            << shown(coverage.deferred) << "\nrecords " << shown(coverage.records) << "\nactions " << shown(coverage.actions)
            << "\n";
  // A single seed, or a search for one, need not show everything.
  if (failed > 0 || first != nullptr || std::getenv("DUNLIN_PROPERTY_SEED") != nullptr) return;
  expect_all("standing", core::kStandingNames, {"absent"}, coverage.standings);
  expect_all("reason", rules::kDeferralNames, {"permitted"}, coverage.deferred);
  expect_all("record", core::kRecordKindNames, {}, coverage.records);
}

}  // namespace
}  // namespace dunlin::audit
