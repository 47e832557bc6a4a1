#include "tests/golden/case_file.h"

#include <cctype>
#include <fstream>

namespace dunlin::golden {
namespace {

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
    } else if (head[1] == "template" && head.size() == 3) {
      file_.templates[head[2]] = text;
    } else {
      refuse("a block is `--- config`, `--- scenario ID` or `--- template LANGUAGE/FILE`");
    }
  }

  void statement(const std::string& verb) {
    if (verb == "scenario") {
      scenario();
    } else if (verb == "step") {
      step();
    } else if (verb == "amend") {
      record(true);
    } else if (RecordReader::knows(verb)) {
      record(false);
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

  void record(bool amend) {
    const auto first = words_.begin() + (amend ? 1 : 0);
    const std::string wrong = reader_.read(std::vector<std::string>(first, words_.end()), amend, records_);
    if (!wrong.empty()) refuse(wrong);
  }

  CaseFile& file_;
  size_t line_ = 0;
  std::vector<std::string> words_;
  size_t at_ = 0;
  std::string scenario_;
  std::vector<Record> records_;
  RecordReader reader_;
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
