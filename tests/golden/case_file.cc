#include "tests/golden/case_file.h"

#include <cctype>
#include <fstream>

namespace dunlin::golden {
namespace {

const std::map<std::string, std::string> kKinds = {{"creditor", "creditors"}, {"debtor", "debtors"},
                                                   {"contact", "contacts"},   {"receivable", "receivables"},
                                                   {"payment", "payments"},   {"credit_note", "credit_notes"}};

bool looks_like_number(const std::string& word) {
  bool digit = false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (isdigit(static_cast<unsigned char>(word[i]))) {
      digit = true;
    } else if (!(word[i] == '.' || (i == 0 && word[i] == '-'))) {
      return false;
    }
  }
  return digit;
}
bool looks_like_currency(const std::string& word) {
  return word.size() == 3 && isupper(static_cast<unsigned char>(word[0])) && isupper(static_cast<unsigned char>(word[1])) &&
         isupper(static_cast<unsigned char>(word[2]));
}

/// `key=value` as a line of TOML: what TOML reads as it is stays, a bare word becomes a string.
std::string toml_line(const std::string& word) {
  const size_t equals = word.find('=');
  const std::string value = word.substr(equals + 1);
  const bool as_is = value == "true" || value == "false" || looks_like_number(value) ||
                     (!value.empty() && std::string("\"'[{").find(value[0]) != std::string::npos);
  return word.substr(0, equals) + " = " + (as_is ? value : "\"" + value + "\"") + "\n";
}

/// Reads one case, line by line.
class CaseReader {
 public:
  explicit CaseReader(CaseFile& file) : file_(file) {}

  void read() {
    for (line_ = 0; line_ < file_.lines.size(); ++line_) {
      const std::string& text = file_.lines[line_];
      if (text.starts_with("--- ")) {
        block(words_of(text));
        continue;
      }
      words_ = words_of(text);
      if (words_.empty() || words_[0].starts_with("#")) continue;
      at_ = 1;
      statement(words_[0]);
    }
    if (!records_.empty()) refuse("records behind the last run are never loaded");
    if (file_.events.empty()) refuse("nothing happens in this case");
    for (const Event& event : file_.events) {
      if (event.expectations.empty()) {
        line_ = event.line - 1;
        refuse("nothing is expected of this line: write `expect nothing` when that is meant");
      }
    }
  }

 private:
  void refuse(const std::string& what) {
    file_.errors.push_back(file_.path + ":" + std::to_string(line_ + 1) + ": " + what);
  }
  bool more() const { return at_ < words_.size(); }
  std::string next() { return more() ? words_[at_++] : std::string(); }
  bool take(const std::string& word) {
    if (!more() || words_[at_] != word) return false;
    ++at_;
    return true;
  }

  void block(const std::vector<std::string>& head) {
    std::string text;
    const size_t begin = line_;
    for (++line_; line_ < file_.lines.size() && file_.lines[line_] != "---"; ++line_) text += file_.lines[line_] + "\n";
    if (line_ == file_.lines.size()) {
      line_ = begin;
      refuse("a block without an end");
    } else if (head[1] == "config") {
      file_.config += text;
    } else if (head[1] == "scenario" && head.size() == 3) {
      file_.scenarios[head[2]] = text;
    } else {
      refuse("a block is `--- config` or `--- scenario ID`");
    }
  }

  void statement(const std::string& verb) {
    if (verb == "scenario") {
      scenario();
    } else if (verb == "step") {
      step();
    } else if (verb == "amend") {
      const std::string kind = next();
      record(kind, true);
    } else if (kKinds.count(verb) > 0) {
      record(verb, false);
    } else if (verb == "run") {
      happen(Verb::kRun, next());
    } else if (verb == "check") {
      happen(Verb::kCheck, {});
    } else if (verb == "ingest") {
      happen(Verb::kIngest, {});
    } else if (verb == "expect") {
      if (file_.events.empty()) return refuse("nothing has happened yet");
      words_.erase(words_.begin());
      file_.events.back().expectations.push_back({line_ + 1, words_});
      if (words_.empty()) refuse("expect what?");
    } else {
      refuse("unknown word `" + verb + "`");
    }
  }

  void happen(Verb verb, const std::string& date) {
    if (verb == Verb::kRun && date.size() != 10) refuse("run needs a date");
    Event& event = file_.events.emplace_back();
    event.verb = verb;
    event.line = line_ + 1;
    event.date = date;
    event.records = std::move(records_);
    records_.clear();
  }

  void scenario() {
    scenario_ = next();
    std::string& toml = file_.scenarios[scenario_];
    toml = "[scenario]\nid = \"" + scenario_ + "\"\n";
    while (more()) pair(toml);
  }
  void pair(std::string& toml) {
    const std::string word = next();
    if (word.find('=') == std::string::npos) return refuse("`" + word + "` is not understood here");
    toml += toml_line(word);
  }
  void step() {
    if (scenario_.empty()) return refuse("a step belongs to a scenario");
    std::string& toml = file_.scenarios[scenario_];
    toml += "\n[[step]]\nid = \"" + next() + "\"\n";
    while (more()) {
      if (take("at")) {
        toml += "days_past_due = " + next() + "\n";
        if (!take("days") && !take("day")) refuse("at N days");
      } else if (take("after")) {
        toml += "days_since_previous_step = " + next() + "\n";
        if (!take("days") && !take("day")) refuse("after N days");
      } else if (take("by")) {
        toml += "channels = [\"" + next() + "\"";
        while (take("or")) toml += ", \"" + next() + "\"";
        toml += "]\n";
      } else if (take("as")) {
        toml += "action = \"" + next() + "\"\n";
      } else if (take("fee")) {
        toml += "fee = { flat = \"" + next();
        toml += " " + next() + "\" }\n";
      } else if (take("minimum")) {
        toml += "min_balance = \"" + next();
        toml += " " + next() + "\"\n";
      } else {
        pair(toml);
      }
    }
  }

  void record(const std::string& kind, bool amend) {
    const auto plural = kKinds.find(kind);
    if (plural == kKinds.end()) return refuse("unknown record `" + kind + "`");
    const std::string id = next();
    std::map<std::string, std::string>& fields = known_[plural->second][id];
    if (amend && fields.empty()) return refuse("there is no " + kind + " " + id + " to amend");
    if (!amend) {
      fields = {};
      fields[kind + "_id"] = id;
      defaults(kind, id, fields);
    }
    while (more()) {
      const std::string word = next();
      const size_t equals = word.find('=');
      if (equals == std::string::npos) return refuse("`" + word + "` is not field=value");
      fields[word.substr(0, equals)] = unquoted(word.substr(equals + 1));
    }
    if (kind != "creditor" && kind != "debtor") name_debtor(fields);
    records_.push_back({plural->second, fields});
  }
  void defaults(const std::string& kind, const std::string& id, std::map<std::string, std::string>& fields) {
    if (kind == "debtor") {
      fields["name"] = id;
      fields["email"] = id + "@example.com";
    } else if (kind == "creditor") {
      fields["name"] = id;
    } else {
      fields["debtor_id"] = "D1";
    }
    if (kind != "receivable" && kind != "payment" && kind != "credit_note") return;
    fields["amount"] = next();
    fields["currency"] = more() && looks_like_currency(words_[at_]) ? next() : "EUR";
    const std::string date_word = kind == "receivable" ? "due" : "on";
    if (take(date_word)) {
      const std::string field = kind == "receivable" ? "due_date" : kind == "payment" ? "value_date" : "date";
      fields[field] = next();
    } else if (kind != "receivable") {
      refuse(kind + " needs `on DATE`");
    }
    if (take("for")) fields["receivable_id"] = next();
    if (take("of")) fields["debtor_id"] = next();
  }
  /// Debtors that are only named come into being with an e-mail address.
  void name_debtor(const std::map<std::string, std::string>& fields) {
    const std::string id = fields.at("debtor_id");
    std::map<std::string, std::string>& debtor = known_["debtors"][id];
    if (!debtor.empty()) return;
    debtor = {{"debtor_id", id}, {"name", id}, {"email", id + "@example.com"}};
    if (fields.count("creditor_id") > 0) debtor["creditor_id"] = fields.at("creditor_id");
    records_.push_back({"debtors", debtor});
  }

  CaseFile& file_;
  size_t line_ = 0;
  std::vector<std::string> words_;
  size_t at_ = 0;
  std::string scenario_;
  std::vector<Record> records_;
  std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> known_;  // kind, id, fields
};

}  // namespace

std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : line + " ") {
    if (c == '"') quoted = !quoted;
    if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  return words;
}

std::string unquoted(const std::string& word) {
  if (word.size() < 2 || word.front() != '"' || word.back() != '"') return word;
  return word.substr(1, word.size() - 2);
}

CaseFile read_case(const std::string& path) {
  CaseFile file;
  file.path = path;
  std::ifstream stream(path);
  if (!stream) file.errors.push_back(path + ":1: cannot be read");
  for (std::string line; std::getline(stream, line);) file.lines.push_back(line);
  CaseReader(file).read();
  return file;
}

}  // namespace dunlin::golden
