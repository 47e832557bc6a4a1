// A golden case as its author wrote it: a text of records, runs and expectations that a lawyer can read. This file knows the
// grammar and nothing of how a case is played.
//
//   # comment                                  --- config          TOML of dunlin.toml, as it is
//   scenario ID [key=value ...]                ...
//   step ID [at N days] [after N days]         ---
//     [by CHANNEL [or CHANNEL]] [as ACTION]    --- scenario ID     TOML of one scenario file, as it is
//     [fee A CUR] [minimum A CUR] [key=value]  ---
//                                              --- template LANGUAGE/FILE     text of a letter, as it is
//                                              ---
//   creditor | debtor | contact ID [field=value ...]
//   receivable ID AMOUNT [CUR] due DATE [of DEBTOR] [field=value ...]
//   payment | credit_note ID AMOUNT [CUR] on DATE [for RECEIVABLE] [of DEBTOR] [field=value ...]
//   promise ID AMOUNT [CUR] on DATE due DATE [of DEBTOR] [field=value ...]
//   plan ID on DATE instalments DATE=AMOUNT;DATE=AMOUNT... [of DEBTOR] [field=value ...]
//   dispute ID of RECEIVABLE on DATE [resolved DATE] [field=value ...]
//   hold ID from DATE [until DATE] of DEBTOR | for RECEIVABLE [reason=REASON ...]
//   interaction CHANNEL OUTCOME at TIME [of DEBTOR] [field=value ...]     TIME is 2026-01-31T09:30:00Z, or a date
//   placement ID of RECEIVABLE on DATE [recalled DATE] | case ID [of DEBTOR] [field=value ...]
//   rate NAME DATE VALUE | fx DATE BASE QUOTE VALUE
//   amend KIND ID field=value ...
//   run DATE | check | ingest
//   expect ...                                 see case_player.h
//
// Records before a run, check or ingest are loaded before it. CUR defaults to EUR, DEBTOR to D1; debtors that are only named
// are made, with an e-mail address. Values with blanks stand in double quotes. Disputes, placements and holds of a
// receivable name no debtor unless debtor_id=... says one. An interaction's `action=STEP@DATE` becomes the action_id of the
// action of that step which the run of that date sent to its debtor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/golden/record_reader.h"

namespace dunlin::golden {

/// Words parted by blanks; a double quote keeps blanks together and stays part of its word.
std::vector<std::string> words_of(const std::string& line);

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
  std::map<std::string, std::string> templates;  ///< language/file -> text
  std::vector<Event> events;
  std::vector<std::string> errors;  ///< `file:line: what`; a case with errors is not played
};

CaseFile read_case(const std::string& path);

}  // namespace dunlin::golden
