#include "tests/golden/seen_action.h"

#include <cstdlib>

#include "tests/golden/record_reader.h"

namespace dunlin::golden {

namespace json = boost::json;

std::string joined(const std::vector<std::string>& words, const char* separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::string text_at(const json::value& object, std::string_view key) {
  const json::value* value = object.as_object().if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

std::string field_of_row(const std::string& report, const std::string& key, const std::string& id,
                         const std::string& wanted) {
  json::error_code error;
  const json::value whole = json::parse(report, error);
  if (error || !whole.is_object()) return {};
  for (const json::value& row : whole.at("rows").as_array()) {
    if (text_at(row, key) == id) return text_at(row, wanted);
  }
  return {};
}

std::string SeenAction::what() const {
  const std::string action = text_at(value, "action");
  return action == "contact" ? text_at(value, "channel") : action;
}

std::map<std::string, std::string> SeenAction::listed() const {
  std::map<std::string, std::string> lines;
  for (const json::value& line : value.at("receivables").as_array()) {
    lines[text_at(line, "receivable_id")] = text_at(line, "balance");
  }
  return lines;
}

std::string SeenAction::subject() const {
  std::vector<std::string> ids;
  for (const auto& [id, balance] : listed()) ids.push_back(id);
  return joined(ids, "+");
}

std::string SeenAction::total(const std::string& field, const std::string& currency) const {
  for (const json::value& total : value.at("totals").as_array()) {
    if (text_at(total, "currency") == currency) return text_at(total, field == "cash" ? "cash_netted" : field);
  }
  return {};
}

std::string SeenAction::text() const {
  std::string text = what() + " " + (listed().empty() ? debtor() : subject()) + " " + step();
  for (const json::value& total : value.at("totals").as_array()) {
    text += " demanded " + text_at(total, "demanded") + " " + text_at(total, "currency");
  }
  return text;
}

bool holds(const SeenAction& action, const std::vector<std::string>& words) {
  if (words.size() < 3 || action.what() != words[0] || action.step() != words[2]) return false;
  if (words[1] != action.debtor() && words[1] != action.subject()) return false;
  for (size_t at = 3; at < words.size();) {
    const std::string& clause = words[at];
    const std::string value = at + 1 < words.size() ? unquoted(words[at + 1]) : std::string();
    if (clause == "episode") {
      if (text_at(action.value, "episode") != value) return false;
      at += 2;
    } else if (clause == "template") {
      if (text_at(action.value, "template") != value) return false;
      at += 2;
    } else if (clause == "not_before" || clause == "not_after") {
      if (text_at(action.value, clause) != value) return false;
      at += 2;
    } else if (clause == "to") {
      const json::value& recipient = action.value.at("recipient");
      const std::string address = recipient.is_null() ? std::string() : json::serialize(recipient);
      if (address.find("\"" + value + "\"") == std::string::npos) return false;
      at += 2;
    } else if (clause == "cc") {
      const json::value& copies = action.value.at("cc");
      std::vector<std::string> addresses;
      for (const json::value& copy : copies.is_array() ? copies.as_array() : json::array()) {
        addresses.emplace_back(copy.as_string().c_str());
      }
      if ((addresses.empty() ? "nobody" : joined(addresses, "+")) != value) return false;
      at += 2;
    } else if (clause == "listing") {
      std::map<std::string, std::string> expected;
      for (++at; at + 1 < words.size(); at += 2) {
        const std::string amount = words[at + 1];
        expected[words[at]] = amount.ends_with(',') ? amount.substr(0, amount.size() - 1) : amount;
      }
      if (action.listed() != expected) return false;
      at = words.size();
    } else {
      if (at + 2 >= words.size() || action.total(clause, words[at + 2]) != value || value.empty()) return false;
      at += 3;
    }
  }
  return true;
}

std::string sum_of(const std::vector<std::string>& amounts) {
  int64_t sum = 0;
  size_t digits = 0;
  for (const std::string& amount : amounts) {
    const size_t point = amount.find('.');
    digits = point == std::string::npos ? 0 : amount.size() - point - 1;
    std::string plain = amount;
    if (point != std::string::npos) plain.erase(point, 1);
    sum += std::strtoll(plain.c_str(), nullptr, 10);
  }
  std::string text = std::to_string(sum < 0 ? -sum : sum);
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  if (digits > 0) text.insert(text.size() - digits, 1, '.');
  return (sum < 0 ? "-" : "") + text;
}

}  // namespace dunlin::golden
