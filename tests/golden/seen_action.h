// An action that left a run, as the queue tells it, against the words of an expectation.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::golden {

std::string joined(const std::vector<std::string>& words, const char* separator = " ");
/// A member as text; empty when it is null or absent.
std::string text_at(const boost::json::value& object, std::string_view key);
/// Of a report in JSON: field `wanted` of the row whose field `key` is `id`.
std::string field_of_row(const std::string& report, const std::string& key, const std::string& id,
                         const std::string& wanted);

struct SeenAction {
  boost::json::value value;

  std::string what() const;
  std::string debtor() const { return text_at(value, "debtor_id"); }
  std::string step() const { return text_at(value, "step"); }
  std::string subject() const;
  /// Listed receivables with their balances, by id.
  std::map<std::string, std::string> listed() const;
  /// An amount of the totals in one currency; empty when the action asks for none in it.
  std::string total(const std::string& field, const std::string& currency) const;
  /// The action as a line of a case, with what tells it from others.
  std::string text() const;
};

/// True when the action is what `WHAT SUBJECT STEP` and the clauses behind them say.
bool holds(const SeenAction& action, const std::vector<std::string>& words);

/// Exact sum of decimal texts with equally many digits behind the point.
std::string sum_of(const std::vector<std::string>& amounts);

}  // namespace dunlin::golden
