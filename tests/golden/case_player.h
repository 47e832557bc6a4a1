// Plays a golden case through the real program, as an operator would: configuration and CSV files in a folder, commands, and
// their JSON results. It knows the command line and nothing of the engine.
//
// After a run everything that left it must be expected, and everything expected must have left it:
//   expect WHAT SUBJECT STEP [CLAUSE ...]    an action. WHAT is the channel of a contact (email, letter ...), else the kind
//                                            of action (call_task, webhook ...). SUBJECT is the debtor, or the receivables
//                                            that the action lists, no more and no fewer: R1 or R1+R2. A CLAUSE is
//                                            `demanded|overdue|fees|interest|cash AMOUNT CUR`, `episode N`, `to ADDRESS`,
//                                            `cc ADDRESS+ADDRESS` (or nobody),
//                                            `template NAME`, `not_before TIME`, `not_after TIME`, or last
//                                            `listing R1 AMOUNT, R2 AMOUNT`
//   expect deferred DEBTOR REASON            no action went to the debtor, and this is a reason why
//   expect nothing                           no action, and nothing deferred
// Besides, after a run:
//   expect total CUR AMOUNT                  what the run's actions demand together
//   expect standing RECEIVABLE STANDING [AMOUNT]   as `explain` shows it, with its balance
//   expect interest RECEIVABLE AMOUNT [rule=NAME]   as `report interest` tells it for that day; without a rule, statutory
//   expect explained DEBTOR TEXT             the text stands somewhere in what `explain` tells of the debtor that day
// After any event:
//   expect refused TEXT                      the command failed, and what it said contains TEXT
// After check and ingest: `expect accepted`, `expect warned TEXT`; after ingest: `expect rejected N`.
#pragma once

#include <string>
#include <vector>

#include "tests/golden/case_file.h"

namespace dunlin::golden {

struct Played {
  std::vector<std::string> failures;   ///< `file:line: expected ..., but ...`; empty when the case holds
  std::vector<std::string> rewritten;  ///< the case's lines with the expectations that were met in their place
};

/// Plays the case in `folder`, which is made anew, with the program at `binary`.
Played play_case(const CaseFile& file, const std::string& binary, const std::string& folder);

}  // namespace dunlin::golden
