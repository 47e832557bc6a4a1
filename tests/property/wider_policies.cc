#include "tests/property/wider_policies.h"

namespace dunlin::property {
namespace {

void insert_after(std::string& text, const std::string& place, const std::string& more) {
  const size_t at = text.find(place);
  if (at != std::string::npos) text.insert(at + place.size(), more);
}

std::string turn(uint64_t at, std::initializer_list<const char*> words) { return words.begin()[at % words.size()]; }

void widen_main(std::string& text, uint64_t seed) {
  insert_after(text, "[standing]\n",
               "dispute_excludes = \"" + turn(seed, {"receivable", "amount", "nothing"}) + "\"\ndue_roll = \"" +
                   turn(seed / 4, {"none", "none", "following"}) +
                   "\"\npromise_tolerance_days = " + turn(seed, {"2", "0", "5", "2"}) + "\n");
  insert_after(text, "[allocation]\n", "within = \"" + turn(seed / 2, {"de", "us", "fr", "de-consumer-credit"}) + "\"\n");
  std::string contact = turn(seed, {"", "wait_after_conversation = 12\n"});
  if (seed % 4 == 1) contact += "weekdays = [\"mon\", \"tue\", \"thu\", \"fri\"]\n";
  if (seed % 3 == 1) contact += "holidays = true\n";
  if (seed % 6 == 1 || seed % 5 == 3) contact += "calendar_channels = [\"email\", \"letter\", \"call\"]\n";
  if (seed % 5 == 3) contact += "hours = \"09:00-17:30\"\n";
  if (seed % 10 == 4) contact += "hours = { mon-fri = \"08:30-21:00\", sat = \"08:30-15:00\" }\n";
  contact += turn(seed, {"", "", "presets = [\"us-reg-f\"]\n", "", "presets = [\"be-consumer\"]\n", "",
                         "presets = [\"nl-consumer\", \"it-unirec\"]\n"});
  insert_after(text, "[contact]\n", contact);
  if (seed % 5 == 2) text += "[[contact.cap]]\nchannel = \"*\"\nmax = 1\nper_days = 7\ncounts = \"conversation\"\n";
  text += turn(seed / 2,
               {"", "", "[contact.capacity]\nemail = { max = 3, overflow = \"letter\" }\ncall = { max = 1 }\n",
                "[contact.capacity]\nletter = { max = 2, overflow = \"sms\" }\nsms = { max = 1 }\nemail = { max = 4 }\n"});
  text += "[interest.house]\nrate = \"" + turn(seed, {"9.5", "120"}) + "\"\n";
  text += "[interest.floating]\nreference = \"" + turn(seed / 2, {"house", "de-base"}) +
          "\"\nmargin = " + turn(seed, {"4", "\"60.25\"", "-2"}) + "\nsample = \"" +
          turn(seed, {"daily", "half_year", "half_year_eve"}) + "\"\nlock = \"" +
          turn(seed / 3, {"split", "start", "payment"}) + "\"\nround_up = \"" + turn(seed, {"0", "0.5"}) +
          "\"\nconvention = \"" + turn(seed, {"act/365", "act/360", "act/act", "30e/360"}) + "\"\n";
}

/// Other forms of fees in the place of flat ones, and fees that ask for a free reminder before them.
void vary_fees(std::string& text, uint64_t seed) {
  const std::string flat = "{ flat = { EUR = \"5.00\", JPY = \"300\" }";
  uint64_t turns = seed;
  for (size_t at = text.find(flat); at != std::string::npos; at = text.find(flat, at + 1)) {
    const std::string form = turn(
        turns++, {"{ flat = { EUR = \"5.00\", JPY = \"300\" }", "{ percent = \"2.5\"",
                  "{ bands = [{ below = \"50.00 EUR\", fee = \"2.00 EUR\" }, { up_to = \"100.00 EUR\", fee = \"4.00 EUR\", "
                  "percent_over = 10 }, { fee = \"9.99 EUR\", percent_over = \"0.5\" }], only_for = \"consumer\"",
                  "{ slices = [[50, 15], [100, \"7.5\"], [\"rest\", 1]], min = \"1.00 EUR\", max = \"20.00 EUR\", round = "
                  "\"down\", reminder_for = \"consumer\"",
                  "{ percent = 3, min = \"0.50 USD\", max = \"12.00 USD\", only_for = \"business\"",
                  "{ bands = [{ up_to = \"80.00 USD\", fee = \"3.00 EUR\" }, { fee = \"7.00 EUR\" }]"});
    text.replace(at, flat.size(), form);
  }
  const size_t first = text.find("id = \"e1\"");
  const size_t second = text.find("id = \"e2\"");
  const size_t third = std::min(text.find("id = \"e3\""), text.find("[on."));
  const auto says = [&](size_t from, size_t to, const char* words) {
    return text.substr(from, to - from).find(words) != std::string::npos;
  };
  const bool reminds = !says(first, second, "fee = ") && !says(first, second, "call_task");
  if (seed % 2 == 0 && reminds && says(second, third, "fee = ")) {
    insert_after(text, "template = \"t-e2\"\n", "fee_after = \"e1\"\n");
  }
}

/// Answers to events that go to court, in the place of messages to other programs.
void go_to_court(std::string& text) {
  const std::string webhook = "action = \"webhook\"\n";
  size_t at = text.find("[on.");
  while (at != std::string::npos && (at = text.find(webhook, at)) != std::string::npos) {
    text.replace(at, webhook.size(), "action = \"legal_referral\"\nstage = \"legal\"\n");
  }
}

/// Steps that go to court only over so much: what is barred may make the difference.
void ask_minimum_of_court(std::string& text) {
  const std::string legal = "action = \"legal_referral\"\nstage = \"legal\"\n";
  for (size_t at = text.find(legal); at != std::string::npos; at = text.find(legal, at + 1)) {
    const size_t step = text.rfind("\n[", at);
    const bool has_one = text.find("min_balance", step) < text.find("\n[", at);
    if (!has_one) text.insert(at + legal.size(), "min_balance = \"60.00 EUR\"\n");
  }
}

}  // namespace

Policies wider(Policies policies, uint64_t seed) {
  for (auto& [file, text] : policies) {
    if (file == "dunlin.toml") widen_main(text, seed);
    if (file != "dunlin.toml") vary_fees(text, seed);
    if (file != "dunlin.toml" && seed % 3 == 2) go_to_court(text);
    if (file != "dunlin.toml" && seed % 3 != 0) ask_minimum_of_court(text);
    const std::string rule = turn(seed / 2, {"house", "floating", "floating", "statutory"});
    const auto ask = [&](const std::string& step, const std::string& how) {
      insert_after(text, "template = \"t-" + step + "\"\n", "interest = { rule = \"" + rule + "\", " + how + " = true }\n");
    };
    if (file.starts_with("scenarios/") && seed % 4 == 2)
      insert_after(text, "template = \"t-e2\"\n", "overflow = \"portal\"\n");
    if (file == "scenarios/s1.toml" && seed % 3 != 0) ask("e1", "show");
    if (file == "scenarios/s1.toml") ask("e2", "charge");
    if (file == "scenarios/s2.toml" && seed % 2 == 0) ask("e1", "charge");
    if (file == "scenarios/s3.toml" && seed % 5 == 0) ask("e2", "show");
  }
  policies.emplace_back("rates/house.csv", "name,date,value\nhouse,2026-02-01,3.5\nhouse,2026-08-01,-1\n");
  return policies;
}

}  // namespace dunlin::property
