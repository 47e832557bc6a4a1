#include "tests/golden/record_reader.h"

#include <algorithm>
#include <cctype>

namespace dunlin::golden {
namespace {

/// A word that says which field the next word is.
struct Keyword {
  const char* word;
  const char* field;
};

struct Grammar {
  const char* kind;
  const char* plural;
  std::vector<const char*> leading;  ///< fields of the words behind the kind; "amount" may have a currency behind it
  std::vector<Keyword> keywords;
  std::vector<const char*> required;                         ///< fields that a keyword must have given
  std::vector<std::pair<const char*, const char*>> assumed;  ///< fields and what they are when nobody says
};

const std::vector<Grammar>& grammars() {
  static const std::vector<Grammar> all = {
      {"creditor", "creditors", {"creditor_id"}, {}, {}, {}},
      {"debtor", "debtors", {"debtor_id"}, {}, {}, {}},
      {"contact", "contacts", {"contact_id"}, {{"of", "debtor_id"}}, {}, {{"debtor_id", "D1"}}},
      {"receivable",
       "receivables",
       {"receivable_id", "amount"},
       {{"due", "due_date"}, {"of", "debtor_id"}},
       {},
       {{"debtor_id", "D1"}}},
      {"payment",
       "payments",
       {"payment_id", "amount"},
       {{"on", "value_date"}, {"for", "receivable_id"}, {"of", "debtor_id"}},
       {"value_date"},
       {{"debtor_id", "D1"}}},
      {"credit_note",
       "credit_notes",
       {"credit_note_id", "amount"},
       {{"on", "date"}, {"for", "receivable_id"}, {"of", "debtor_id"}},
       {"date"},
       {{"debtor_id", "D1"}}},
      {"promise",
       "promises",
       {"promise_id", "amount"},
       {{"on", "promised_on"}, {"due", "due_on"}, {"of", "debtor_id"}},
       {"promised_on", "due_on"},
       {{"debtor_id", "D1"}}},
      {"plan",
       "plans",
       {"plan_id"},
       {{"on", "agreed_on"}, {"instalments", "instalments"}, {"of", "debtor_id"}},
       {"agreed_on", "instalments"},
       {{"debtor_id", "D1"}, {"currency", "EUR"}}},
      {"dispute",
       "disputes",
       {"dispute_id"},
       {{"of", "receivable_id"}, {"on", "opened_on"}, {"resolved", "resolved_on"}},
       {"receivable_id", "opened_on"},
       {}},
      {"hold",
       "holds",
       {"hold_id"},
       {{"from", "from"}, {"until", "until"}, {"of", "debtor_id"}, {"for", "receivable_id"}},
       {"from"},
       {}},
      {"interaction",
       "interactions",
       {"channel", "outcome"},
       {{"at", "at"}, {"of", "debtor_id"}},
       {"at"},
       {{"debtor_id", "D1"}}},
      {"rate", "rates", {"name", "date", "value"}, {}, {}, {}},
      {"fx", "fx", {"date", "base", "quote", "value"}, {}, {}, {}},
      {"placement",
       "placements",
       {"placement_id"},
       {{"of", "receivable_id"}, {"on", "placed_on"}, {"recalled", "recalled_on"}},
       {"receivable_id", "placed_on"},
       {}},
      {"case", "cases", {"case_id"}, {{"of", "debtor_id"}}, {}, {{"debtor_id", "D1"}}},
  };
  return all;
}

const Grammar* find_grammar(const std::string& kind) {
  const auto at =
      std::find_if(grammars().begin(), grammars().end(), [&](const Grammar& grammar) { return grammar.kind == kind; });
  return at == grammars().end() ? nullptr : &*at;
}

bool looks_like_currency(const std::string& word) {
  return word.size() == 3 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return isupper(c); });
}

/// Names that other lines may refer to; interactions, rates and exchange rates have none.
bool has_id(const Grammar& grammar) { return !grammar.leading.empty() && std::string(grammar.leading[0]).ends_with("_id"); }

/// What a line says beside the words that lead it.
class LineReader {
 public:
  LineReader(const Grammar& grammar, const std::vector<std::string>& words, std::map<std::string, std::string>& fields)
      : grammar_(grammar), words_(words), fields_(fields) {}

  std::string lead() {
    for (const char* field : grammar_.leading) {
      if (!more()) return std::string(grammar_.kind) + " needs its " + field;
      fields_[field] = unquoted(next());
      if (std::string(field) != "amount") continue;
      fields_["currency"] = more() && looks_like_currency(words_[at_]) ? next() : "EUR";
    }
    for (const auto& [field, value] : grammar_.assumed) fields_[field] = value;
    return {};
  }
  std::string pairs(bool amend) {
    while (more()) {
      const std::string word = next();
      const auto keyword = std::find_if(grammar_.keywords.begin(), grammar_.keywords.end(),
                                        [&](const Keyword& known) { return known.word == word; });
      const size_t equals = word.find('=');
      if (!amend && keyword != grammar_.keywords.end()) {
        fields_[keyword->field] = unquoted(next());
      } else if (equals == std::string::npos) {
        return "`" + word + "` is not field=value";
      } else {
        fields_[word.substr(0, equals)] = unquoted(word.substr(equals + 1));
      }
    }
    for (const char* field : grammar_.required) {
      if (fields_[field].empty()) return std::string(grammar_.kind) + " needs its " + field;
    }
    return {};
  }
  bool more() const { return at_ < words_.size(); }
  std::string next() { return more() ? words_[at_++] : std::string(); }

 private:
  const Grammar& grammar_;
  const std::vector<std::string>& words_;
  std::map<std::string, std::string>& fields_;
  size_t at_ = 1;
};

}  // namespace

bool RecordReader::knows(const std::string& kind) { return find_grammar(kind) != nullptr; }

std::string RecordReader::read(const std::vector<std::string>& words, bool amend, std::vector<Record>& records) {
  const Grammar* grammar = words.empty() ? nullptr : find_grammar(words[0]);
  if (grammar == nullptr) return "unknown record `" + (words.empty() ? "" : words[0]) + "`";
  std::map<std::string, std::string> fields;
  LineReader line(*grammar, words, fields);
  const std::string id = words.size() > 1 ? words[1] : "";
  if (amend) {
    fields = known_[grammar->plural][id];
    if (fields.empty()) return "there is no " + words[0] + " " + id + " to amend";
    line.next();
  } else {
    if (const std::string wrong = line.lead(); !wrong.empty()) return wrong;
    if (words[0] == "debtor") fields["email"] = id + "@example.com";
    if (words[0] == "debtor" || words[0] == "creditor") fields["name"] = id;
  }
  if (const std::string wrong = line.pairs(amend); !wrong.empty()) return wrong;
  if (has_id(*grammar)) known_[grammar->plural][id] = fields;
  if (words[0] != "debtor" && fields.count("debtor_id") > 0) name_debtor(fields, records);
  records.push_back({grammar->plural, fields});
  return {};
}

/// Debtors that are only named come into being with an e-mail address.
void RecordReader::name_debtor(const std::map<std::string, std::string>& fields, std::vector<Record>& records) {
  const std::string id = fields.at("debtor_id");
  std::map<std::string, std::string>& debtor = known_["debtors"][id];
  if (!debtor.empty()) return;
  debtor = {{"debtor_id", id}, {"name", id}, {"email", id + "@example.com"}};
  if (fields.count("creditor_id") > 0) debtor["creditor_id"] = fields.at("creditor_id");
  records.push_back({"debtors", debtor});
}

std::string unquoted(const std::string& word) {
  if (word.size() < 2 || word.front() != '"' || word.back() != '"') return word;
  return word.substr(1, word.size() - 2);
}

}  // namespace dunlin::golden
