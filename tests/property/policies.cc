#include "tests/property/policies.h"

#include "tests/property/seeds.h"
#include "tests/property/wider_policies.h"

namespace dunlin::property {
namespace {

class PolicyMaker {
 public:
  explicit PolicyMaker(uint64_t seed) : seed_(seed), dice_(seed * 7'919 + 3) {}

  Policies make() {
    has_score_ = seed_ % 3 != 0;
    Policies files;
    files.emplace_back("dunlin.toml", main_file());
    for (uint64_t i = 0; i < 3; ++i) {
      files.emplace_back("scenarios/s" + std::to_string(i + 1) + ".toml", scenario("s" + std::to_string(i + 1), seed_ + i));
    }
    return files;
  }

 private:
  std::string pick(std::initializer_list<const char*> words) { return words.begin()[dice_.below(words.size())]; }
  /// The words by turns: seed after seed another one.
  static std::string turn(uint64_t at, std::initializer_list<const char*> words) { return words.begin()[at % words.size()]; }

  std::string main_file() {
    std::string text = "[engine]\nbase_currency = \"EUR\"\n[strategy]\ndefault_scenario = \"s1\"\n";
    if (seed_ % 2 == 0) {
      text += "[[strategy.segment]]\nid = \"large\"\nwhen = '" +
              pick({"total_balance > 150", "open_count >= 3 and kind = \"business\"", "attr.tier >= 2"}) +
              "'\nscenario = \"s2\"\n";
      text += "[[strategy.segment]]\nid = \"known\"\nwhen = 'paid_12m > 10'\n";
    }
    if (seed_ % 5 == 1) text.insert(text.find("default_scenario"), "reassign = \"daily\"\n");
    if (seed_ % 3 == 1) {
      text += "[strategy.champion_challenger]\nexperiment = \"x" + std::to_string(seed_) +
              "\"\narms = [{ scenario = \"s1\", percent = 50 }, { scenario = \"s3\", percent = 50 }]\n";
    }
    text += "[standing]\ngrace_days = " + turn(seed_, {"0", "0", "2"}) +
            "\nnet_credits = " + turn(seed_ / 2, {"true", "false"}) + "\n";
    if (dice_.chance(50)) {
      text += "exclude_when = '" + pick({"receivable.attr.method = \"dd\"", "portfolio = \"x\"", "amount < 1"}) + "'\n";
    }
    text += "[allocation]\nacross = \"" + turn(seed_, {"oldest_due", "smallest", "proportional", "none"}) + "\"\n";
    text += "[attributes]\ntier = \"number\"\n";
    text += contact();
    if (has_score_) text += score();
    return text;
  }

  std::string contact() {
    std::string text = "[contact]\nmin_days_between = " + turn(seed_ / 3, {"0", "3", "1"}) + "\n";
    const auto add_cap = [&](const std::string& channel, const std::string& scope) {
      text += "[[contact.cap]]\nchannel = " + channel + "\nmax = " + pick({"1", "2"}) +
              "\nper_days = " + pick({"1", "7", "30"}) + "\nscope = \"" + scope + "\"\n";
    };
    if (seed_ % 4 != 0) add_cap(pick({"\"*\"", "[\"email\", \"sms\"]"}), "debtor");
    if (seed_ % 4 != 1) add_cap(pick({"\"*\"", "[\"email\", \"letter\"]", "\"call\""}), "receivable");
    return text;
  }

  static std::string score() {
    return "[score]\nbase = 500\nrisk_classes = [{ id = \"A\", from = 560 }, { id = \"B\", from = 500 }, { id = \"C\", from "
           "= 0 }]\n"
           "[[score.characteristic]]\nfeature = \"days_past_due\"\nreason = \"late now\"\n"
           "bins = [{ below = 1, points = 60 }, { below = 15, points = 10 }, { points = -40 }]\nmissing = 30\n"
           "[[score.characteristic]]\nfeature = \"late_share\"\nreason = \"paid late before\"\n"
           "bins = [{ below = \"0.5\", points = 20 }, { points = -60 }]\nmissing = 5\n";
  }

  std::string money() {
    return pick(
        {"\"5.00 EUR\"", "\"40.00 EUR\"", "{ EUR = \"10.00\", USD = \"30.00\" }", "{ JPY = \"500\" }", "\"0.01 EUR\""});
  }

  std::string scenario(const std::string& id, uint64_t at) {
    const std::string unit = turn(at, {"debtor", "receivable", "debtor_currency", "receivable"});
    std::string text = "[scenario]\nid = \"" + id + "\"\nunit = \"" + unit + "\"\nclock = \"" +
                       turn(at, {"days_past_due", "days_delinquent"}) + "\"\ncatch_up = \"" +
                       turn(at / 2, {"next", "highest"}) + "\"\nanchor_paid = \"" + turn(at / 2 + at, {"keep", "restart"}) +
                       "\"\nconsolidate = \"" + turn(at / 2, {"highest", "step", "none"}) + "\"\n";
    if (dice_.chance(40)) text += "list = \"" + pick({"fired", "overdue", "all"}) + "\"\n";
    if (dice_.chance(40)) text += "min_balance = " + money() + "\n";
    if (dice_.chance(20)) text += "min_debtor_balance = " + money() + "\n";
    if (dice_.chance(30)) text += "descend = true\n";
    if (dice_.chance(40)) text += "min_days_between_contacts = " + pick({"1", "4"}) + "\n";
    if (dice_.chance(25))
      text += "applies_to = '" + pick({"portfolio != \"y\"", "amount > 2", "currency = \"EUR\""}) + "'\n";
    for (const char* days : {"-12", "-4"}) {
      if (dice_.chance(60)) text += pre_due_step(std::string(days) == "-4" ? "p2" : "p1", days);
    }
    int64_t days = dice_.between(0, 3);
    const uint64_t steps = 2 + dice_.below(4);
    for (uint64_t step = 1; step <= steps; ++step) {
      text += episode_step("e" + std::to_string(step), days, unit == "receivable", step == 1);
      days += dice_.between(2, 8);
    }
    return text + events();
  }

  std::string events() {
    std::string text;
    for (const char* event : {"promise_broken", "plan_broken", "cure", "dispute_opened", "dispute_resolved",
                              "payment_returned", "limit_exceeded", "finished"}) {
      if (!dice_.chance(40)) continue;
      text +=
          std::string("[on.") + event + "]\naction = \"" + pick({"contact", "call_task", "webhook", "credit_stop"}) + "\"\n";
      if (dice_.chance(30)) text += "when = 'overdue_balance >= 25 or kind = \"consumer\"'\n";
      if (dice_.chance(20)) text += "min_balance = " + money() + "\n";
      if (dice_.chance(20)) text += "fee = { flat = { EUR = \"1.50\" } }\n";
    }
    return text;
  }

  std::string pre_due_step(const std::string& id, const std::string& days) {
    std::string text = "[[step]]\nid = \"" + id + "\"\ndays_past_due = " + days + "\nchannels = [\"email\", \"letter\"]\n";
    if (dice_.chance(40)) text += "min_balance = " + money() + "\n";
    if (dice_.chance(40)) text += "when = 'open_count > 1 or kind = \"consumer\"'\n";
    return text;
  }

  std::string condition(bool of_receivable) {
    if (of_receivable && dice_.chance(40))
      return pick({"receivable_days_past_due >= 4", "balance > 20", "receivable_kind = null"});
    if (has_score_ && dice_.chance(30)) return pick({"risk_class in (\"A\", \"C\")", "score < 540"});
    return pick({"overdue_balance >= 25", "kind = \"consumer\" or overdue_count between 1 and 2",
                 "if attr.tier >= 2 then days_past_due > 3 else total_balance > 30", "not(contacts_7d > 1)",
                 "days_since_last_payment = null or days_since_last_payment > 2", "max(overdue_balance, 10) * 2 > 45",
                 "oldest_due < date(\"2026-06-15\")", "credit_used_ratio < 0.9"});
  }

  std::string episode_step(const std::string& id, int64_t days, bool of_receivable, bool first) {
    std::string text = "[[step]]\nid = \"" + id + "\"\ndays_past_due = " + std::to_string(days) + "\n";
    if (!first && dice_.chance(60)) text += "days_since_previous_step = " + std::to_string(dice_.between(1, 9)) + "\n";
    if (dice_.chance(40)) text += "when = '" + condition(of_receivable) + "'\n";
    if (dice_.chance(20)) text += "min_balance = " + money() + "\n";
    if (dice_.chance(15)) text += "min_percent = 30\n";
    if (dice_.chance(10)) text += "for_flag = [\"insolvent\", \"deceased\"]\n";
    const std::string action =
        pick({"contact", "contact", "contact", "call_task", "webhook", "legal_referral", "credit_stop"});
    text += "action = \"" + action + "\"\nstage = \"" + (action == "legal_referral" ? "legal" : "amicable") + "\"\n";
    if (action == "contact" && dice_.chance(80)) {
      text +=
          "channels = " +
          pick({"[\"email\", \"letter\"]", "[\"letter\"]", "[\"sms\", \"email\"]", "[\"whatsapp\", \"sms\", \"letter\"]"}) +
          "\n";
    }
    if (dice_.chance(30))
      text += "fee = { flat = { EUR = \"5.00\", JPY = \"300\" }, per = \"" + pick({"action", "receivable"}) + "\" }\n";
    if (dice_.chance(30)) text += "cc = [\"manager\"]\n";
    if (dice_.chance(25)) text += "repeat = " + pick({"2", "3"}) + "\nevery = " + pick({"1", "3"}) + "\n";
    if (dice_.chance(30)) text += "completes = \"" + pick({"sent", "done"}) + "\"\n";
    if (dice_.chance(25)) text += "when_blocked = \"skip\"\nblocked_days = " + pick({"0", "2", "4"}) + "\n";
    text += "priority = " + pick({"50", "'if overdue_balance > 50 then 80 else 20'"}) + "\ntemplate = \"t-" + id + "\"\n";
    return text;
  }

  uint64_t seed_;
  Dice dice_;
  bool has_score_ = false;
};

}  // namespace

Policies make_policies(uint64_t seed) { return wider(PolicyMaker(seed).make(), seed); }

Policies with_accrued_interest(Policies policies) {
  const std::string head = "[allocation]\n";
  const std::string first = "[[step]]\nid = \"e1\"\n";
  for (auto& [name, text] : policies) {
    if (const size_t at = text.find(head); at != std::string::npos) {
      text.insert(at + head.size(), "interest = \"accrued\"\ninterest_rule = \"steep\"\n");
      text += "[interest.steep]\nrate = \"90\"\n";
    }
    if (const size_t at = text.find(first); at != std::string::npos) {
      const size_t own = text.find("\ninterest = {", at);
      if (own < text.find("\n[", at + 1)) text.erase(own, text.find('\n', own + 1) - own);
      text.insert(at + first.size(), "interest = { rule = \"steep\", charge = true }\n");
    }
  }
  return policies;
}

}  // namespace dunlin::property
