// Laws of every night, recounted from what was emitted: a date is decided once, no cap and no gap is broken, no id is given
// twice, a unit takes one step a day, and steps rise within an episode.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/outbound/action_json.h"
#include "engine/outbound/queue.h"
#include "engine/service/runs.h"
#include "rules/contact/debtor_places.h"
#include "tests/property/laboratory.h"

namespace dunlin::property {
namespace {

using core::ActionBatch;
using core::Date;

struct Emitted {
  std::string creditor_id, debtor_id, scenario, step, unit, id;
  Date date;
  int32_t step_index = 0, episode = 0;
  bool consolidated = false;
  uint8_t channel = ActionBatch::kNoChannel;
  std::vector<std::pair<std::string, std::string>> units;  ///< of consolidated actions: (receivable, step)
  std::vector<std::string> listed;
  std::string text;

  std::string debtor() const { return creditor_id + "/" + debtor_id; }
  bool is_event() const { return step.starts_with("on."); }
};

std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view list) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!list.empty()) {
    const std::string_view pair = list.substr(0, list.find('\x1e'));
    const size_t cut = pair.find('\x1f');
    pairs.emplace_back(pair.substr(0, cut), pair.substr(cut + 1));
    list.remove_prefix(std::min(list.size(), pair.size() + 1));
  }
  return pairs;
}

std::vector<Emitted> emitted_by(Laboratory& laboratory) {
  std::vector<Emitted> list;
  const core::Status status = engine::ActionQueue(laboratory.store()).each("", {}, [&](const engine::QueuedAction& queued) {
    const ActionBatch& batch = queued.batch;
    const size_t i = queued.index;
    Emitted& action = list.emplace_back();
    action.creditor_id = batch.creditor_id.at(i);
    action.debtor_id = batch.debtor_id.at(i);
    action.scenario = batch.scenario.at(i);
    action.step = batch.step.at(i);
    action.unit = engine::unit_key(batch, i);
    const core::Hash128 id = engine::action_id(batch, i);
    action.id.assign(reinterpret_cast<const char*>(&id), sizeof(id));
    action.date = Date{batch.business_date[i]};
    action.step_index = batch.step_index[i];
    action.episode = batch.episode[i];
    action.consolidated = !batch.unit_list.is_null(i);
    if (action.consolidated) action.units = pairs_of(batch.unit_list.at(i));
    action.channel = batch.channel[i];
    for (uint32_t line = batch.line_begin[i]; line < batch.line_begin[i + 1]; ++line) {
      action.listed.emplace_back(batch.line_receivable_id.at(line));
    }
    engine::append_action_json(batch, i, queued.context, action.text);
    return true;
  });
  EXPECT_TRUE(status.ok());
  return list;
}

/// What is known of debtors beside what was sent to them: how each was on each night, and when it consented to be called.
class Known {
 public:
  struct Debtor {
    bool represented = false;
    std::optional<core::DebtorKind> kind;
  };

  void note(Laboratory& laboratory, Date date) {
    const rules::RulebookSource& rules = laboratory.configuration().rules;
    for (core::SlotIndex slot = 0; slot < laboratory.store().identity().slots; ++slot) {
      for (const storage::PageKey& key : laboratory.store().pages_of(slot)) {
        const auto loaded = laboratory.store().load(key, {.cold = true});
        const core::AccountPage& page = loaded.value().page;
        rules::DebtorPlaces places(page, nullptr, rules.zones.get(), rules.default_country);
        for (uint32_t row = 0; row < page.debtor_count(); ++row) note(page, row, places.of(row), date);
      }
    }
  }

  const Debtor& on(const Emitted& action) const { return debtors_.at({action.debtor(), action.date.days}); }
  /// Calls to a representative, and calls within seven days of the debtor's consent, are neither counted nor limited.
  bool is_free(const Emitted& action) const {
    if (on(action).represented) return true;
    const auto consents = consents_.find(action.debtor());
    if (action.channel != static_cast<uint8_t>(core::Channel::kCall) || consents == consents_.end()) return false;
    return std::any_of(consents->second.begin(), consents->second.end(),
                       [&](Date consent) { return consent <= action.date && action.date - consent < 7; });
  }

 private:
  void note(const core::AccountPage& page, uint32_t row, const rules::Place& place, Date date) {
    using core::Field;
    const std::string name = std::string(page.debtors.text_at(Field::kCreditorId, row)) + "/" +
                             std::string(page.debtors.text_at(Field::kDebtorId, row));
    Debtor& debtor = debtors_[{name, date.days}];
    const int64_t flags = std::max<int64_t>(0, page.debtors.int_at(Field::kFlags, row));
    debtor.represented = (flags & core::bit(core::DebtorFlag::kRepresented)) != 0;
    debtor.kind = rules::debtor_kind(page, row);
    const core::Group& told = page.group(core::RecordKind::kInteraction);
    if (told.rows.rows() == 0) return;
    for (uint32_t at = told.begin[row]; at < told.begin[row + 1]; ++at) {
      if (told.rows.int_at(Field::kConsent, at) != 1) continue;
      consents_[name].push_back(place.date_at(told.rows.int_at(Field::kAt, at)));
    }
  }

  std::map<std::pair<std::string, int32_t>, Debtor> debtors_;  // by name and night
  std::map<std::string, std::vector<Date>> consents_;
};

class Recount {
 public:
  Recount(const rules::RulebookSource& rules, const std::vector<Emitted>& actions, const Known& known)
      : rules_(rules), actions_(actions), known_(known) {}

  void ids_are_given_once() const {
    std::map<std::string, const Emitted*> seen;
    for (const Emitted& action : actions_) {
      const auto [at, is_new] = seen.emplace(action.id, &action);
      EXPECT_TRUE(is_new) << "one id:\n" << at->second->text << "\n" << action.text;
    }
  }

  void units_take_one_step_a_day() const {
    std::set<std::tuple<std::string, std::string, int32_t>> taken;  // debtor, unit, day
    for (const Emitted& action : actions_) {
      if (action.episode == 0 || action.is_event()) continue;
      std::vector<std::string> units{action.unit};
      if (action.consolidated) {
        units.clear();
        for (const auto& [receivable, step] : action.units) units.push_back("receivable:" + receivable);
      }
      for (const std::string& unit : units) {
        EXPECT_TRUE(taken.emplace(action.debtor(), unit, action.date.days).second)
            << unit << " twice a day: " << action.text;
      }
    }
  }

  void steps_rise_within_an_episode() const {
    std::map<std::tuple<std::string, std::string, std::string, int32_t>, const Emitted*> last;
    for (const Emitted& action : actions_) {
      const bool may_fall = restarts(action.scenario) || scenario(action.scenario).descend;
      if (action.episode == 0 || action.consolidated || action.is_event() || may_fall) continue;
      const Emitted*& before = last[{action.debtor(), action.unit, action.scenario, action.episode}];
      if (before != nullptr) {
        // Only what is repeated, or waits for an interaction that never came, is taken once more.
        const rules::Step& step = scenario(action.scenario).steps[static_cast<size_t>(action.step_index) - 1];
        const bool again = step.repeat > 1 || step.completes != rules::Completes::kEmitted;
        EXPECT_GT(action.step_index + (again ? 1 : 0), before->step_index) << before->text << "\n" << action.text;
        EXPECT_GT(action.date, before->date) << action.text;
      }
      before = &action;
    }
  }

  void events_are_answered_once() const {
    std::set<std::tuple<std::string, std::string>> answered;  // debtor, event
    std::set<std::tuple<std::string, int32_t>> days;
    for (const Emitted& action : actions_) {
      if (!action.is_event()) continue;
      EXPECT_TRUE(answered.emplace(action.debtor(), action.step).second) << "answered twice: " << action.text;
      days.emplace(action.debtor(), action.date.days);
    }
    for (const Emitted& action : actions_) {
      if (action.is_event() || action.episode == 0) continue;
      EXPECT_FALSE(days.contains({action.debtor(), action.date.days})) << "a step beside an event: " << action.text;
    }
  }

  void pre_due_steps_come_once() const {
    std::map<std::tuple<std::string, std::string, std::string, std::string>, const Emitted*> taken;
    for (const Emitted& action : actions_) {
      if (action.episode != 0) continue;
      for (const std::string& receivable : action.listed) {
        const auto [at, is_new] =
            taken.emplace(std::tuple(action.debtor(), receivable, action.scenario, action.step), &action);
        EXPECT_TRUE(is_new) << receivable << " reminded twice:\n" << at->second->text << "\n" << action.text;
      }
    }
  }

  void no_cap_and_no_gap_is_broken() const {
    std::map<std::string, std::vector<const Emitted*>> contacts;  // by debtor, in the order in which they were made
    for (const Emitted& action : actions_) {
      if (action.channel != ActionBatch::kNoChannel) contacts[action.debtor()].push_back(&action);
    }
    for (const auto& [debtor, made] : contacts) {
      for (size_t i = 0; i < made.size(); ++i) {
        for (const rules::ContactCap& cap : rules_.contact.caps) {
          if (cap.counts == rules::CapCounts::kAttempt) check_cap(cap, made, i);
        }
        if (i == 0) continue;
        const int32_t gap = std::max(rules_.contact.min_days_between, scenario(made[i]->scenario).min_days_between_contacts);
        EXPECT_GE(made[i]->date - made[i - 1]->date, gap) << made[i - 1]->text << "\n" << made[i]->text;
      }
    }
  }

  void no_capacity_is_exceeded() const {
    std::map<std::pair<int32_t, uint8_t>, int64_t> used;  // by night and channel
    for (const Emitted& action : actions_) {
      if (action.channel != ActionBatch::kNoChannel) ++used[{action.date.days, action.channel}];
    }
    for (const auto& [key, count] : used) {
      for (const rules::ChannelCapacity& capacity : rules_.contact.capacity) {
        if (static_cast<uint8_t>(capacity.channel) != key.second) continue;
        EXPECT_LE(count, capacity.max) << core::to_string(Date{key.first}) << " "
                                       << core::name_of(core::kChannelNames, capacity.channel);
      }
    }
  }

 private:
  const rules::Scenario& scenario(const std::string& id) const {
    const auto at = std::find_if(rules_.scenarios.begin(), rules_.scenarios.end(),
                                 [&](const rules::Scenario& known) { return known.id == id; });
    INVARIANT(at != rules_.scenarios.end(), id);
    return *at;
  }
  bool restarts(const std::string& id) const { return scenario(id).anchor_paid == rules::AnchorPaid::kRestart; }

  bool counts(const rules::ContactCap& cap, const Emitted& action) const {
    return (cap.channels >> action.channel & 1U) != 0 && !known_.is_free(action);
  }

  /// Counts the contacts of the window that ends with the `last` one, that one included.
  void check_cap(const rules::ContactCap& cap, const std::vector<const Emitted*>& made, size_t last) const {
    if (!counts(cap, *made[last]) || !rules::protects(cap.whom, known_.on(*made[last]).kind)) return;
    const auto in_window = [&](const Emitted& action) {
      return counts(cap, action) && made[last]->date - action.date < cap.per_days;
    };
    if (cap.scope == rules::CapScope::kDebtor) {
      int32_t count = 0;
      for (size_t i = 0; i <= last; ++i) count += in_window(*made[i]);
      EXPECT_LE(count, cap.max) << "over the cap of " << cap.per_days << " days: " << made[last]->text;
      return;
    }
    for (const std::string& receivable : made[last]->listed) {
      int32_t count = 0;
      for (size_t i = 0; i <= last; ++i) {
        const std::vector<std::string>& listed = made[i]->listed;
        count += in_window(*made[i]) && std::find(listed.begin(), listed.end(), receivable) != listed.end();
      }
      EXPECT_LE(count, cap.max) << receivable << " over the cap of " << cap.per_days << " days: " << made[last]->text;
    }
  }

  const rules::RulebookSource& rules_;
  const std::vector<Emitted>& actions_;
  const Known& known_;
};

TEST(NightLaws, HoldForEveryPortfolio) {
  size_t contacts = 0;
  for (const uint64_t seed : seeds(16)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Laboratory laboratory(make_policies(seed));
    Known known;
    for (const Day& day : make_portfolio(seed, {.debtors = 60, .days = 9}).days) {
      laboratory.import(day.sheets);
      known.note(laboratory, day.date);
      laboratory.run(day.date);
    }
    const std::vector<Emitted> actions = emitted_by(laboratory);
    contacts += static_cast<size_t>(std::count_if(
        actions.begin(), actions.end(), [](const Emitted& action) { return action.channel != ActionBatch::kNoChannel; }));
    const Recount recount(laboratory.configuration().rules, actions, known);
    recount.ids_are_given_once();
    recount.units_take_one_step_a_day();
    recount.steps_rise_within_an_episode();
    recount.events_are_answered_once();
    recount.pre_due_steps_come_once();
    recount.no_cap_and_no_gap_is_broken();
    recount.no_capacity_is_exceeded();
  }
  EXPECT_GT(contacts, 100U) << "nights without contacts prove nothing";
}

TEST(NightLaws, TheSameDateAgainDecidesNothing) {
  for (const uint64_t seed : seeds(3)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Laboratory laboratory(make_policies(seed));
    const Portfolio portfolio = make_portfolio(seed);
    for (size_t day = 0; day + 1 < portfolio.days.size(); ++day) {
      const Date date = portfolio.days[day].date;
      laboratory.import(portfolio.days[day].sheets);
      const engine::RunReport first = laboratory.run(date);
      EXPECT_FALSE(first.already_final);
      const std::vector<std::string> queue = laboratory.queue();

      const engine::RunReport second = laboratory.run(date);
      EXPECT_TRUE(second.already_final);
      EXPECT_EQ(second.record.run_id, first.record.run_id);
      EXPECT_EQ(second.record.counters, first.record.counters);
      EXPECT_EQ(difference(queue, laboratory.queue()), "");
    }

    // As the service answers: the run's id, and nothing done by this call, also after more was loaded.
    const size_t last = portfolio.days.size() - 2;
    laboratory.import(portfolio.days.back().sheets);
    const std::vector<std::string> queue = laboratory.queue();
    laboratory.close();
    {
      auto site = engine::open_site({.data = laboratory.folder(), .config = {}}, engine::SiteAccess::kWrite);
      ASSERT_TRUE(site.ok()) << core::describe(site.error());
      engine::RunRequest request;
      request.date = portfolio.days[last].date;
      request.force = true;
      const auto summary = engine::run(site.value(), request);
      ASSERT_TRUE(summary.ok()) << core::describe(summary.error());
      EXPECT_TRUE(summary.value().already_final);
      EXPECT_EQ(summary.value().run_id, core::to_string(request.date) + "/1");
      EXPECT_EQ(summary.value().actions, 0U);
      EXPECT_TRUE(summary.value().actions_by.empty());
    }
    laboratory.reopen();
    EXPECT_EQ(difference(queue, laboratory.queue()), "");
  }
}

}  // namespace
}  // namespace dunlin::property
