// A golden case as its author wrote it: a text of records, runs and expectations that a lawyer can read. This file knows the
// grammar and nothing of how a case is played.
//
//   # comment                                  --- config          TOML of dunlin.toml, as it is
//   scenario ID [key=value ...]                ...
//   step ID [at N days] [after N days]         ---
//     [by CHANNEL [or CHANNEL]] [as ACTION]    --- scenario ID     TOML of one scenario file, as it is
//     [fee A CUR] [minimum A CUR] [key=value]  ---
//   creditor | debtor | contact ID [field=value ...]
//   receivable ID AMOUNT [CUR] due DATE [of DEBTOR] [field=value ...]
//   payment | credit_note ID AMOUNT [CUR] on DATE [for RECEIVABLE] [of DEBTOR] [field=value ...]
//   amend KIND ID field=value ...
//   run DATE | check | ingest
//   expect ...                                 see case_player.h
//
// Records before a run, check or ingest are loaded before it. CUR defaults to EUR, DEBTOR to D1; debtors that are only named
// are made, with an e-mail address. Values with blanks stand in double quotes.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace dunlin::golden {

/// Words parted by blanks; a double quote keeps blanks together and stays part of its word.
std::vector<std::string> words_of(const std::string& line);
std::string unquoted(const std::string& word);

/// One row to load, whole: amendments carry the record's other fields too.
struct Record {
  std::string kind;  ///< as `--kind` names it
  std::map<std::string, std::string> fields;
};

struct Expectation {
  size_t line = 0;                 ///< 1-based in the file
  std::vector<std::string> words;  ///< without `expect`
};

enum class Verb { kRun, kCheck, kIngest };

/// Something that happens, with what was loaded for it and what it must lead to.
struct Event {
  Verb verb = Verb::kRun;
  size_t line = 0;
  std::string date;             ///< of a run
  std::vector<Record> records;  ///< loaded before it
  std::vector<Expectation> expectations;
};

struct CaseFile {
  std::string path;
  std::vector<std::string> lines;
  std::string config;                            ///< dunlin.toml
  std::map<std::string, std::string> scenarios;  ///< id -> TOML
  std::vector<Event> events;
  std::vector<std::string> errors;  ///< `file:line: what`; a case with errors is not played
};

CaseFile read_case(const std::string& path);

}  // namespace dunlin::golden
