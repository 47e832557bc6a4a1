// The explanation before a run is the run: the same actions for every debtor, byte for byte; and behind it the explanation
// tells what was recorded, however much is loaded and decided later. Money that comes in is somewhere: on receivables or in
// cash.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/service/explanation.h"
#include "tests/property/laboratory.h"

namespace dunlin::property {
namespace {

using engine::Explanation;
using DebtorKey = std::pair<std::string, std::string>;

/// Value of a text member of the first level; the tests' ids need no escapes but quotes.
std::string member(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  size_t at = json.find(key);
  INVARIANT(at != std::string::npos, name, json);
  std::string value;
  for (at += key.size(); json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
    value += json[at];
  }
  return value;
}

std::map<DebtorKey, std::vector<std::string>> by_debtor(const std::vector<std::string>& actions, const std::string& run_id) {
  std::map<DebtorKey, std::vector<std::string>> found;
  for (const std::string& action : actions) {
    if (member(action, "run_id") != run_id) continue;
    found[{member(action, "creditor_id"), member(action, "debtor_id")}].push_back(action);
  }
  return found;
}

/// The whole explanation, cut at its objects and lists, but for whether it is recorded.
std::vector<std::string> text_of(Explanation explanation, const std::string& run_id) {
  explanation.recorded = true;
  explanation.run_id = run_id;
  std::vector<std::string> pieces(1);
  for (const char c : engine::explanation_json(explanation, "")) {
    pieces.back() += c;
    if (c == '}' || c == ']') pieces.emplace_back();
  }
  return pieces;
}

/// Some of a run's contacts are answered by the next day: sent, done, failed, or left open.
Sheet answers_to(const std::map<DebtorKey, std::vector<std::string>>& emitted, core::Date date, Dice& dice) {
  Sheet sheet{core::RecordKind::kInteraction,
              {"interaction_id", "creditor_id", "debtor_id", "at", "channel", "outcome", "action_id"},
              {}};
  for (const auto& [key, actions] : emitted) {
    for (const std::string& action : actions) {
      if (!dice.chance(60)) continue;
      constexpr std::string_view kOutcomes[] = {"sent", "delivered", "failed", "done", "skipped", "no_answer", "cancelled"};
      const std::string id = member(action, "action_id");
      const core::Date on = date + static_cast<core::Days>(dice.below(3));
      sheet.rows.push_back({"A" + id, key.first, key.second, core::to_string(on) + "T09:00:00Z", "email",
                            std::string(kOutcomes[dice.below(std::size(kOutcomes))]), id});
    }
  }
  return sheet;
}

/// What the debtor owes and has, a line each.
std::vector<std::string> items_of(const Explanation& explanation) {
  std::vector<std::string> lines;
  for (const engine::ExplainedReceivable& item : explanation.receivables) {
    lines.push_back(item.receivable_id + " " + item.standing + " " + std::to_string(item.days_past_due) + " " +
                    item.balance + " " + item.currency + " " + item.due_date);
  }
  for (const auto& [currency, amount] : explanation.unallocated_cash) lines.push_back("cash " + amount + " " + currency);
  return lines;
}

TEST(Explained, BeforeTheRunIsTheRunAndStaysSo) {
  size_t actions = 0;
  for (const uint64_t seed : seeds(5)) {
    const Portfolio portfolio = make_portfolio(seed);
    Laboratory laboratory(make_policies(seed));
    std::map<DebtorKey, Explanation> earlier;  // explanations of the day before
    core::Date earlier_date;
    std::string earlier_run;
    Dice dice(seed);
    Sheet answers;
    for (const Day& day : portfolio.days) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", " + core::to_string(day.date));
      laboratory.import(day.sheets);
      if (!answers.rows.empty()) laboratory.import({answers});
      const std::string run_id = core::to_string(day.date) + "/1";
      std::map<DebtorKey, Explanation> before;
      for (const DebtorKey& key : laboratory.debtors()) before[key] = laboratory.explain(key.first, key.second, day.date);
      const std::vector<std::string> dry = laboratory.dry_run(day.date);
      const engine::RunReport report = laboratory.run(day.date);
      ASSERT_EQ(report.record.run_id, run_id);
      // A creditor that only its records speak of so far is not.
      const auto is_decided = [&](const DebtorKey& key) {
        const std::vector<std::string>& decided = report.record.creditors;
        return std::find(decided.begin(), decided.end(), key.first) != decided.end();
      };

      const auto emitted = by_debtor(laboratory.queue(), run_id);
      EXPECT_EQ(emitted, by_debtor(dry, run_id)) << "dry run";
      answers = answers_to(emitted, day.date, dice);
      for (const auto& [key, explanation] : before) {
        SCOPED_TRACE(key.first + "/" + key.second);
        EXPECT_FALSE(explanation.recorded);
        const auto lines = emitted.find(key);
        const std::vector<std::string> expected = lines == emitted.end() ? std::vector<std::string>() : lines->second;
        actions += expected.size();
        EXPECT_EQ(difference(expected, laboratory.actions_of(explanation, run_id)), "");

        const Explanation after = laboratory.explain(key.first, key.second, day.date);
        EXPECT_EQ(after.recorded, is_decided(key));
        EXPECT_EQ(after.run_id, after.recorded ? run_id : "");
        EXPECT_EQ(difference(expected, laboratory.actions_of(after, run_id)), "");
        EXPECT_EQ(difference(text_of(explanation, run_id), text_of(after, run_id)), "");
      }
      // A run later the memory has moved on, and words about it with it; what was owed and what was done stay.
      for (const auto& [key, explanation] : earlier) {
        SCOPED_TRACE(key.first + "/" + key.second + " a run later, of " + earlier_run);
        const Explanation now = laboratory.explain(key.first, key.second, earlier_date);
        EXPECT_EQ(difference(items_of(explanation), items_of(now)), "");
        EXPECT_EQ(difference(laboratory.actions_of(explanation, earlier_run), laboratory.actions_of(now, earlier_run)), "");
      }
      earlier.clear();
      for (auto& [key, explanation] : before) {
        if (is_decided(key)) earlier[key] = std::move(explanation);
      }
      earlier_date = day.date;
      earlier_run = run_id;
    }
  }
  EXPECT_GT(actions, 50U);
}

/// What counts of a debtor's money in one currency on a date: what came, and what negative records without `reverses` may
/// have taken back.
struct Counted {
  int64_t came = 0, negative = 0;
};

/// Magnitude of a record that reversals left; a reversal takes at most its own, itself less what reversed it.
int64_t left_of(const std::vector<Money>& own, const Money& money, core::Date date) {
  int64_t left = std::abs(money.amount);
  for (const Money& other : own) {
    const bool takes =
        other.reverses == money.id && other.kind == money.kind && other.date <= date && other.currency == money.currency;
    if (takes) left -= left_of(own, other, date);
  }
  return std::max<int64_t>(0, left);
}

std::map<std::string, Counted> counted(const std::vector<Money>& own, core::Date date) {
  std::map<std::string, Counted> by_currency;
  for (const Money& money : own) {
    if (money.date > date || !money.reverses.empty()) continue;
    Counted& sum = by_currency[core::to_string(money.currency)];
    (money.amount > 0 ? sum.came : sum.negative) += left_of(own, money, date);
  }
  return by_currency;
}

/// Amounts of receivables by debtor and id, and debtors that exist.
struct Books {
  std::map<DebtorKey, std::map<std::string, int64_t>> amounts;

  explicit Books(Laboratory& laboratory) {
    using core::Field;
    const auto creditors = laboratory.store().creditors();
    for (core::SlotIndex slot = 0; slot < laboratory.store().identity().slots; ++slot) {
      for (const storage::PageKey& key : laboratory.store().pages_of(slot)) {
        const auto loaded = laboratory.store().load(key, {});
        const core::AccountPage& page = loaded.value().page;
        const core::Group& receivables = page.group(core::RecordKind::kReceivable);
        for (size_t row = 0; row < page.debtor_count(); ++row) {
          const std::string creditor(page.debtors.text_at(Field::kCreditorId, row));
          bool known = page.debtors.int_at(Field::kDebtorMissing, row) != 1;
          bool creditor_known = false;
          for (size_t c = 0; c < creditors.value().rows(); ++c) {
            creditor_known |= creditors.value().text_at(Field::kCreditorId, c) == creditor;
          }
          known &= creditor_known;
          if (!known) continue;
          auto& own = amounts[{creditor, std::string(page.debtors.text_at(Field::kDebtorId, row))}];
          for (uint32_t r = receivables.begin[row]; r < receivables.begin[row + 1]; ++r) {
            own[std::string(receivables.rows.text_at(Field::kReceivableId, r))] = receivables.rows.int_at(Field::kAmount, r);
          }
        }
      }
    }
  }
};

int64_t minor_of(const std::string& text, const std::string& currency) {
  const auto parsed = core::parse_amount(text, core::minor_digits(*core::parse_currency(currency)));
  INVARIANT(parsed.error == core::AmountError::kNone, text, currency);
  return parsed.minor;
}

/// What actions charged on the receivable, as explain tells it.
int64_t charged_of(const engine::ExplainedReceivable& item) {
  int64_t sum = 0;
  for (const std::string& reason : item.reasons) {
    for (const std::string_view word : {"charged_costs: ", "charged_interest: "}) {
      if (!reason.starts_with(word)) continue;
      sum += minor_of(reason.substr(word.size(), reason.find(' ', word.size()) - word.size()), item.currency);
    }
  }
  return sum;
}

TEST(Money, IsConserved) {
  size_t debtors_with_money = 0;
  for (const uint64_t seed : seeds(8)) {
    const Portfolio portfolio = make_portfolio(seed);
    Laboratory laboratory(make_policies(seed));
    for (size_t day = 0; day < portfolio.days.size(); ++day) {
      const core::Date date = portfolio.days[day].date;
      laboratory.import(portfolio.days[day].sheets);
      const Books books(laboratory);
      for (const auto& [key, amounts] : books.amounts) {
        SCOPED_TRACE("seed " + std::to_string(seed) + ", " + core::to_string(date) + ", " + key.first + "/" + key.second);
        std::vector<Money> own;
        for (const Money& money : portfolio.money) {
          if (money.day <= day && money.creditor_id == key.first && money.debtor_id == key.second) own.push_back(money);
        }
        const Explanation explanation = laboratory.explain(key.first, key.second, date);
        std::map<std::string, int64_t> held;
        for (const engine::ExplainedReceivable& item : explanation.receivables) {
          if (item.standing == "absent") continue;
          const int64_t balance = minor_of(item.balance, item.currency);
          const int64_t amount = amounts.at(item.receivable_id) + charged_of(item);
          EXPECT_GE(balance, 0) << item.receivable_id;
          EXPECT_LE(balance, amount) << item.receivable_id;
          held[item.currency] += amount - balance;
        }
        for (const auto& [currency, cash] : explanation.unallocated_cash) held[currency] += minor_of(cash, currency);
        std::map<std::string, Counted> expected = counted(own, date);
        debtors_with_money += !expected.empty();
        for (const auto& [currency, amount] : held) {
          const Counted sum = expected[currency];
          EXPECT_LE(amount, sum.came) << currency;
          EXPECT_GE(amount, sum.came - sum.negative) << currency;
        }
        for (const auto& [currency, sum] : expected) {
          EXPECT_TRUE(held.contains(currency) || sum.came <= sum.negative) << currency << " went nowhere";
        }
      }
    }
  }
  EXPECT_GT(debtors_with_money, 100U);
}

}  // namespace
}  // namespace dunlin::property
