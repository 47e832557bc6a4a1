#include "tests/property/debtor_rows.h"

namespace dunlin::property {

std::string DebtorRows::scenario() { return dice_.chance(80) ? "" : pick({"s1", "s2", "s3", "none", "unheard-of"}); }

std::string DebtorRows::flags() {
  if (!dice_.chance(18)) return "";
  return pick({"insolvent", "deceased", "represented", "vulnerable", "cease_contact", "bad_address",
               "vulnerable;bad_address", "represented;insolvent"});
}

std::string DebtorRows::opt_out() {
  return dice_.chance(80) ? "" : pick({"email", "letter", "sms;call", "email;letter;call"});
}

void DebtorRows::fill(CsvRow& row, const std::string& debtor_id) {
  const bool addressed = dice_.chance(70);
  row.insert({{"debtor_id", debtor_id},
              {"name", "Debtor " + debtor_id},
              {"kind", pick({"business", "consumer", ""})},
              {"country", pick({"DE", "FR", "US", ""})},
              {"language", pick({"", "de", "fr"})},
              {"email", dice_.chance(70) ? "d@example.test" : ""},
              {"phone", dice_.chance(50) ? "+49 30 1" : ""},
              {"mobile", dice_.chance(50) ? "+49 170 1" : ""},
              {"street", addressed ? "Street 1" : ""},
              {"postal_code", addressed ? "10115" : ""},
              {"city", addressed ? "Berlin" : ""},
              {"preferred_channel", dice_.chance(70) ? "" : pick({"email", "letter", "sms", "call"})},
              {"credit_limit", pick({"", "100.00", "5000"})},
              {"segment", pick({"", "gold"})},
              {"scenario", scenario()},
              {"opt_out", opt_out()},
              {"flags", flags()},
              {"external_score", pick({"", "0.5", "612"})},
              {"attr.tier", pick({"", "1", "2", "3"})},
              {"attr.note", pick({"", "a note", "another, longer"})}});
  fill_place(row);
}

/// Regions with holidays and zones of their own, zones far apart, zones that there are not.
void DebtorRows::fill_place(CsvRow& row) {
  static const char* const kRegions[][2] = {{"DE", "BY"}, {"DE", "DE-SN"}, {"US", "CA"}, {"US", "TN"}, {"US", "US-TX"}};
  const auto& [country, region] = kRegions[places_.below(std::size(kRegions))];
  if (row["country"] == country && places_.chance(50)) row["region"] = region;
  static const char* const kZones[] = {"Europe/Berlin",
                                       "America/New_York;America/Los_Angeles",
                                       "Pacific/Auckland;Pacific/Honolulu",
                                       "Asia/Kolkata;Europe/Lisbon",
                                       "Pacific/Kiritimati",
                                       "Mars/Olympus",
                                       "Mars/Olympus;Asia/Tokyo"};
  if (places_.chance(30)) row["timezones"] = places_.one_of(kZones);
}

void DebtorRows::fill_contact(CsvRow& row, const std::string& debtor_id, const std::string& contact_id) {
  row.insert({{"debtor_id", debtor_id},
              {"contact_id", contact_id},
              {"name", "Contact " + contact_id},
              {"role", pick({"billing", "manager", "representative", "guardian"})},
              {"email", dice_.chance(70) ? "k@example.test" : ""},
              {"phone", dice_.chance(40) ? "+49 30 2" : ""},
              {"receives", pick({"", "email", "e1;e2", "letter;e3", "call"})}});
  if (places_.chance(30)) {
    row.insert({{"mobile", "+49 170 2"}, {"street", "Lane 2"}, {"city", "Hamburg"}, {"postal_code", "20095"}});
  }
  if (places_.chance(20)) row["language"] = "fr";
  if (places_.chance(20)) row["country"] = "AT";
}

}  // namespace dunlin::property
