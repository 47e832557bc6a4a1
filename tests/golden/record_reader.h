// The records of a golden case: the words of one line to the row that is loaded. The grammar of each kind is a table here;
// its lines stand at the head of case_file.h.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace dunlin::golden {

/// One row to load, whole: amendments carry the record's other fields too.
struct Record {
  std::string kind;  ///< as `--kind` names it
  std::map<std::string, std::string> fields;
};

class RecordReader {
 public:
  static bool knows(const std::string& kind);
  /// Reads `KIND ...` or, with `amend`, `KIND ID field=value ...` from words[0] on and appends the rows that come of it.
  /// Returns what is wrong, empty when nothing is.
  std::string read(const std::vector<std::string>& words, bool amend, std::vector<Record>& records);

 private:
  void name_debtor(const std::map<std::string, std::string>& fields, std::vector<Record>& records);

  std::map<std::string, std::map<std::string, std::map<std::string, std::string>>> known_;  // kind, id, fields
};

/// Without the double quotes around it.
std::string unquoted(const std::string& word);

}  // namespace dunlin::golden
