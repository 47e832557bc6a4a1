#include "tests/golden/case_player.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/golden/seen_action.h"

namespace dunlin::golden {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string contents_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The objects of a JSON result: of an array, of one object, or of lines of them.
json::array objects_of(const std::string& text) {
  json::error_code error;
  json::value whole = json::parse(text, error);
  if (!error) return whole.is_array() ? std::move(whole.as_array()) : json::array{std::move(whole)};
  json::array objects;
  std::stringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    json::value value = json::parse(line, error);
    if (!error) objects.push_back(std::move(value));
  }
  return objects;
}

struct CommandResult {
  int exit_code = 0;
  std::string out, err;
};

/// What came of one event.
struct Outcome {
  CommandResult command;
  std::vector<SeenAction> actions;
  std::set<std::string> deferred;
  std::set<std::string> used_reasons;
};

class Player {
 public:
  Player(const CaseFile& file, std::string binary, const std::string& folder)
      : file_(file), binary_(std::move(binary)), folder_(folder), store_(folder_ / "store") {}

  Played play() {
    if (!prepare()) return std::move(played_);
    for (const Event& event : file_.events) {
      const bool loaded = load(event);
      if (!loaded) continue;
      Outcome outcome;
      if (event.verb == Verb::kRun) {
        outcome = run(event);
      } else if (event.verb == Verb::kCheck) {
        outcome.command = dunlin({"check"});
      } else {
        outcome.command = last_ingest_;
      }
      judge(event, outcome);
    }
    for (size_t line = 1; line <= file_.lines.size(); ++line) {
      const auto changed = replaced_.find(line);
      if (changed == replaced_.end()) {
        played_.rewritten.push_back(file_.lines[line - 1]);
      } else {
        played_.rewritten.insert(played_.rewritten.end(), changed->second.begin(), changed->second.end());
      }
    }
    return std::move(played_);
  }

 private:
  void fail(size_t line, const std::string& what) {
    played_.failures.push_back(file_.path + ":" + std::to_string(line) + ": " + what);
  }

  /// Runs `dunlin WORDS... --data STORE`, catching what it says.
  CommandResult dunlin(const std::vector<std::string>& words) {
    std::string line = "'" + binary_ + "'";
    for (const std::string& word : words) line += " '" + word + "'";
    line += " --data '" + store_.string() + "' >'" + (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() + "'";
    CommandResult result;
    const int status = std::system(line.c_str());
    result.exit_code = status >= 0 && (status & 0x7F) == 0 ? status >> 8 : 128 + (status & 0x7F);
    result.out = contents_of(folder_ / "out");
    result.err = contents_of(folder_ / "err");
    return result;
  }

  bool prepare() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const CommandResult made = dunlin({"init", "--slots", "4"});
    if (made.exit_code != 0) {
      fail(1, "init failed: " + made.err);
      return false;
    }
    // The case's configuration takes the place of the example's, whole.
    for (const char* name : {"scenarios", "sources", "templates", "dunlin.toml"}) fs::remove_all(store_ / name);
    fs::create_directories(store_ / "scenarios");
    for (const auto& [name, text] : file_.templates) {
      fs::create_directories((store_ / "templates" / name).parent_path());
      std::ofstream(store_ / "templates" / name) << text;
    }
    std::ofstream(store_ / "dunlin.toml") << file_.config;
    for (const auto& [id, toml] : file_.scenarios) std::ofstream(store_ / "scenarios" / (id + ".toml")) << toml;
    return true;
  }

  /// One CSV file for each kind and set of columns: an absent column leaves a field, an empty cell would clear it.
  bool load(const Event& event) {
    if (event.records.empty()) return true;
    static const char* const kOrder[] = {"creditors",    "debtors",  "contacts", "receivables", "payments",
                                         "credit_notes", "promises", "plans",    "disputes",    "holds",
                                         "interactions", "rates",    "fx",       "placements",  "cases"};
    std::vector<std::string> command = {"ingest"};
    for (const char* kind : kOrder) {
      std::map<std::string, std::string> texts;  // header -> rows
      std::vector<std::string> headers;
      for (const Record& record : event.records) {
        if (record.kind != kind) continue;
        std::string header, row;
        for (const auto& [field, value] : with_action_id(event, record)) {
          header += (header.empty() ? "" : ",") + field;
          row += (row.empty() ? "\"" : ",\"") + value + "\"";
        }
        if (texts.count(header) == 0) headers.push_back(header);
        texts[header] += row + "\n";
      }
      for (const std::string& header : headers) {
        const fs::path path = folder_ / (std::to_string(++files_) + "_" + kind + ".csv");
        std::ofstream(path) << header << "\n" << texts[header];
        command.push_back(path.string());
      }
    }
    command.insert(command.end(), {"--format", "json"});
    last_ingest_ = dunlin(command);
    if (event.verb == Verb::kIngest || last_ingest_.exit_code == 0) return true;
    fail(event.line, "loading the records before it failed (" + std::to_string(last_ingest_.exit_code) +
                         "): " + last_ingest_.err + last_ingest_.out);
    return false;
  }

  /// `action=STEP@DATE` as the action_id of what an earlier run sent to the debtor.
  std::map<std::string, std::string> with_action_id(const Event& event, const Record& record) {
    std::map<std::string, std::string> fields = record.fields;
    const auto named = fields.find("action");
    if (named == fields.end()) return fields;
    const auto known = sent_.find(fields["debtor_id"] + " " + named->second);
    if (known == sent_.end()) fail(event.line, "no run sent " + fields["debtor_id"] + " the action " + named->second);
    fields["action_id"] = known == sent_.end() ? "" : known->second;
    fields.erase(named);
    return fields;
  }

  Outcome run(const Event& event) {
    Outcome outcome;
    outcome.command = dunlin({"run", "--date", event.date, "--force", "--format", "json"});
    if (outcome.command.exit_code != 0) return outcome;
    json::error_code error;
    const json::value summary = json::parse(outcome.command.out, error);
    if (error || !summary.is_object()) {
      fail(event.line, "the summary is not a JSON object: " + outcome.command.out);
      return outcome;
    }
    for (const json::value& entry : summary.at("deferred").as_array()) {
      if (text_at(entry, "count") != "0") outcome.deferred.insert(text_at(entry, "reason"));
    }
    if (text_at(summary, "actions") != "0") take_actions(event, text_at(summary, "run_id"), outcome);
    if (std::to_string(outcome.actions.size()) != text_at(summary, "actions")) {
      fail(event.line, "the summary counts " + text_at(summary, "actions") + " actions, the queue has " +
                           std::to_string(outcome.actions.size()));
    }
    return outcome;
  }
  void take_actions(const Event& event, const std::string& run_id, Outcome& outcome) {
    const CommandResult listed = dunlin({"actions", "--run", run_id, "--format", "jsonl"});
    std::stringstream lines(listed.out);
    for (std::string line; std::getline(lines, line);) {
      json::error_code error;
      json::value value = json::parse(line, error);
      if (error || !value.is_object()) {
        fail(event.line, "an action is not a JSON object: " + line);
        return;
      }
      sent_[text_at(value, "debtor_id") + " " + text_at(value, "step") + "@" + event.date] = text_at(value, "action_id");
      outcome.actions.push_back({std::move(value)});
    }
    if (listed.exit_code != 0) fail(event.line, "actions failed: " + listed.err);
  }

  /// Meets each expectation with what happened; what differs is a failure and, for rewriting, a new line.
  void judge(const Event& event, Outcome& outcome) {
    std::vector<SeenAction> left = outcome.actions;
    bool refusal_expected = false;
    size_t last_line = event.line;
    bool nothing_expected = false;
    for (const Expectation& expectation : event.expectations) {
      const std::vector<std::string>& words = expectation.words;
      last_line = expectation.line;
      if (words[0] == "refused") {
        refusal_expected = true;
        refused(expectation, outcome.command);
      } else if (words[0] == "accepted") {
        if (outcome.command.exit_code != 0) fail(expectation.line, "it was not accepted: " + outcome.command.err);
      } else if (words[0] == "rejected") {
        rejected(expectation, outcome.command);
      } else if (words[0] == "nothing") {
        nothing_expected = true;
      } else if (words[0] == "deferred") {
        deferred(event, expectation, outcome);
      } else if (words[0] == "total") {
        total(expectation, outcome);
      } else if (words[0] == "interest") {
        interest(event, expectation);
      } else if (words[0] == "standing") {
        standing(event, expectation);
      } else if (words[0] == "explained") {
        explained(event, expectation);
      } else if (words[0] == "warned") {
        warned(expectation, outcome.command);
      } else {
        action(expectation, left);
      }
    }
    if (event.verb != Verb::kRun) return;
    if (!refusal_expected && outcome.command.exit_code != 0) {
      fail(event.line, "the run failed (" + std::to_string(outcome.command.exit_code) + "): " + outcome.command.err);
      return;
    }
    std::vector<std::string> more;
    for (const SeenAction& action : left) {
      fail(event.line, "nobody expected: " + action.text());
      more.push_back("expect " + action.text());
    }
    for (const std::string& reason : outcome.deferred) {
      if (outcome.used_reasons.count(reason) > 0) continue;
      fail(event.line, "nobody expected a deferral for " + reason);
      more.push_back("# deferred for " + reason + ": say whom");
    }
    if (nothing_expected && !more.empty()) replaced_[last_line].clear();
    if (!more.empty()) {
      if (replaced_.count(last_line) == 0) replaced_[last_line] = {file_.lines[last_line - 1]};
      replaced_[last_line].insert(replaced_[last_line].end(), more.begin(), more.end());
    }
  }

  void action(const Expectation& expectation, std::vector<SeenAction>& left) {
    const auto found =
        std::find_if(left.begin(), left.end(), [&](const SeenAction& action) { return holds(action, expectation.words); });
    if (found != left.end()) {
      left.erase(found);
      return;
    }
    std::string seen;
    for (const SeenAction& action : left) seen += "\n      " + action.text();
    fail(expectation.line,
         "expected " + joined(expectation.words) + ", but there " + (left.empty() ? "is nothing left" : "are only:" + seen));
    replaced_[expectation.line] = {};
  }

  void refused(const Expectation& expectation, const CommandResult& command) {
    const std::string wanted =
        unquoted(joined(std::vector<std::string>(expectation.words.begin() + 1, expectation.words.end())));
    if (command.exit_code == 0) {
      fail(expectation.line, "it was not refused");
    } else if ((command.err + command.out).find(wanted) == std::string::npos) {
      fail(expectation.line, "it was refused, but with: " + command.err + command.out);
    }
  }

  void rejected(const Expectation& expectation, const CommandResult& command) {
    int64_t count = 0;
    for (const json::value& entry : objects_of(command.out)) {
      for (const char* key : {"rejected", "conflict"}) count += std::strtoll(text_at(entry, key).c_str(), nullptr, 10);
    }
    if (expectation.words.size() != 2 || std::to_string(count) != expectation.words[1]) {
      fail(expectation.line, std::to_string(count) + " rows were rejected: " + command.out + command.err);
    }
  }

  json::value explain(const Event& event, const std::string& debtor) {
    const CommandResult told = dunlin({"explain", "--debtor", debtor, "--date", event.date, "--format", "json"});
    json::error_code error;
    json::value value = json::parse(told.out, error);
    if (told.exit_code != 0 || error) {
      fail(event.line, "explain failed: " + told.err + told.out);
      return json::array();
    }
    if (value.is_object()) return json::array{value};
    return value;
  }

  void deferred(const Event& event, const Expectation& expectation, Outcome& outcome) {
    if (expectation.words.size() != 3) return fail(expectation.line, "expect deferred DEBTOR REASON");
    const std::string& debtor = expectation.words[1];
    const std::string& reason = expectation.words[2];
    for (const SeenAction& action : outcome.actions) {
      if (action.debtor() == debtor) fail(expectation.line, debtor + " was not deferred: " + action.text());
    }
    outcome.used_reasons.insert(reason);
    const std::vector<std::string> reasons(outcome.deferred.begin(), outcome.deferred.end());
    if (outcome.deferred.count(reason) == 0) {
      return fail(expectation.line, "the run deferred nobody for " + reason + "; its reasons: " + joined(reasons));
    }
    if (!was_deferred(explain(event, debtor), reason)) {
      fail(expectation.line, "no step or channel of " + debtor + " was deferred for " + reason);
    }
  }
  /// What explain says of the debtor's steps and channels, of a receivable that is left out, or of a unit that nothing could
  /// be asked of; a record of that name among the notes is no deferral.
  static bool was_deferred(const json::value& explanations, const std::string& reason) {
    const auto is_reason = [&](std::string_view told) {
      return told == reason || told.starts_with(reason + ":") || told.starts_with(reason + ",");
    };
    const auto says = [&](const json::value& text) {
      const std::string_view told(text.as_string());
      for (const std::string_view kept_back : {"deferred: ", "not_allowed: ", "left_out: "}) {
        const size_t at = told.find(kept_back);
        if (at != std::string_view::npos && is_reason(told.substr(at + kept_back.size()))) return true;
      }
      return false;
    };
    for (const json::value& explanation : explanations.as_array()) {
      for (const json::value& step : explanation.at("steps").as_array()) {
        for (const json::value& told : step.at("reasons").as_array()) {
          if (!step.at("fired").as_bool() && (says(told) || is_reason(told.as_string()))) return true;
        }
      }
      for (const json::value& channel : explanation.at("channels").as_array()) {
        if (!channel.at("permitted").as_bool() && text_at(channel, "reason") == reason) return true;
      }
      for (const json::value& receivable : explanation.at("receivables").as_array()) {
        const json::array& told = receivable.at("reasons").as_array();
        if (std::any_of(told.begin(), told.end(), says)) return true;
      }
      const json::array& notes = explanation.at("notes").as_array();
      if (std::any_of(notes.begin(), notes.end(), says)) return true;
    }
    return false;
  }

  void explained(const Event& event, const Expectation& expectation) {
    if (expectation.words.size() < 3) return fail(expectation.line, "expect explained DEBTOR TEXT");
    const std::string told = json::serialize(explain(event, expectation.words[1]));
    if (told.find(tail(expectation, 2)) == std::string::npos) fail(expectation.line, "explain only says: " + told);
  }
  void warned(const Expectation& expectation, const CommandResult& command) {
    if ((command.out + command.err).find(tail(expectation, 1)) != std::string::npos) return;
    fail(expectation.line, "it only said: " + command.out + command.err);
  }
  /// The words from `first` on as one text.
  static std::string tail(const Expectation& expectation, size_t first) {
    const auto from = expectation.words.begin() + static_cast<std::ptrdiff_t>(first);
    return unquoted(joined(std::vector<std::string>(from, expectation.words.end())));
  }

  void total(const Expectation& expectation, const Outcome& outcome) {
    if (expectation.words.size() != 3) return fail(expectation.line, "expect total CUR AMOUNT");
    const std::string& currency = expectation.words[1];
    std::vector<std::string> amounts;
    for (const SeenAction& action : outcome.actions) {
      const std::string amount = action.total("demanded", currency);
      if (!amount.empty()) amounts.push_back(amount);
    }
    const std::string sum = sum_of(amounts);
    if (sum == expectation.words[2]) return;
    fail(expectation.line, "the actions demand " + currency + " " + sum);
    replaced_[expectation.line] = {"expect total " + currency + " " + sum};
  }

  void interest(const Event& event, const Expectation& expectation) {
    const std::vector<std::string>& words = expectation.words;
    const bool names_rule = words.size() == 4 && words[3].starts_with("rule=");
    if (words.size() != 3 && !names_rule) return fail(expectation.line, "expect interest RECEIVABLE AMOUNT [rule=NAME]");
    std::vector<std::string> command = {"report", "interest", "--date", event.date, "--format", "json"};
    if (names_rule) command.insert(command.end(), {"--rule", words[3].substr(words[3].find('=') + 1)});
    const CommandResult told = dunlin(command);
    const std::string seen = field_of_row(told.out, "receivable_id", words[1], "interest");
    if (told.exit_code == 0 && seen == words[2]) return;
    fail(expectation.line, "the report says \"" + seen + "\": " + told.err + told.out);
  }

  void standing(const Event& event, const Expectation& expectation) {
    const std::vector<std::string>& words = expectation.words;
    if (words.size() < 3) return fail(expectation.line, "expect standing RECEIVABLE STANDING [AMOUNT]");
    for (const auto& [debtor, unused] : debtors()) {
      const json::value explanations = explain(event, debtor);
      for (const json::value& explanation : explanations.as_array()) {
        for (const json::value& receivable : explanation.at("receivables").as_array()) {
          if (text_at(receivable, "receivable_id") != words[1]) continue;
          const std::string seen = text_at(receivable, "standing") + " " + text_at(receivable, "balance");
          const std::string wanted = words[2] + " " + (words.size() > 3 ? words[3] : text_at(receivable, "balance"));
          if (seen == wanted) return;
          fail(expectation.line, words[1] + " is " + seen);
          replaced_[expectation.line] = {"expect standing " + words[1] + " " + seen};
          return;
        }
      }
    }
    if (words[2] != "absent") fail(expectation.line, words[1] + " does not exist");
  }
  std::map<std::string, bool> debtors() const {
    std::map<std::string, bool> ids;
    for (const Event& event : file_.events) {
      for (const Record& record : event.records) {
        if (record.kind == "debtors") ids[record.fields.at("debtor_id")] = true;
      }
    }
    return ids;
  }

  const CaseFile& file_;
  std::string binary_;
  fs::path folder_, store_;
  CommandResult last_ingest_;
  size_t files_ = 0;
  std::map<std::string, std::string> sent_;  // `DEBTOR STEP@DATE` -> action_id
  Played played_;
  std::map<size_t, std::vector<std::string>> replaced_;  // line -> lines in its place
};

}  // namespace

Played play_case(const CaseFile& file, const std::string& binary, const std::string& folder) {
  return Player(file, binary, folder).play();
}

}  // namespace dunlin::golden
