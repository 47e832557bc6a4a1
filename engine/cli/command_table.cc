// Every command and its options: help, parsing and the reference all read this table.
#include "engine/cli/command.h"
#include "engine/cli/command_list.h"

namespace dunlin::engine {
namespace {

using enum OptionKind;

constexpr OptionSpec kGlobal[] = {
    {"--data", kValue, "DIR", "data directory (default ./dunlin-data, or DUNLIN_DATA)"},
    {"--config", kValue, "FILE", "configuration (default DIR/dunlin.toml); scenarios and sources lie beside it"},
    {"--format", kValue, "F", "table, json, csv or jsonl"},
    {"--threads", kValue, "N", "working threads (default: as configured, else all cores); never changes a result"},
    {"--memory", kValue, "BYTES", "memory budget, such as 512MiB; never changes a result"},
    {"--quiet", kFlag, {}, "no progress and no remarks"},
    {"--no-color", kFlag, {}, "plain text"},
    {"--server", kValue, "URL", "work through a daemon (not in this version)"},
};

constexpr OptionSpec kInit[] = {
    {"--example", kValue, "NAME", "configuration to begin with: b2b (default), bank or agency"},
    {"--page-debtors", kValue, "N", "debtors a page (default 512); fixed for the store, never changes a result"},
    {"--slots", kValue, "N", "slots of the hash space (default 256); fixed for the store, never changes a result"},
};
constexpr OptionSpec kCheck[] = {
    {"--calendar", kValue, "NAME", "instead: the closed days of a calendar, such as DE-BY, TARGET or one of yours"},
    {"--year", kValue, "Y", "with --calendar: of this year"},
};
constexpr OptionSpec kIngest[] = {
    {"FILE", kPositionals, "FILE", "files, or - for stdin; .gz and .zst too", true},
    {"--kind", kValue, "KIND", "what the rows are (default: guessed from the header)"},
    {"--source", kValue, "NAME", "source mapping of the configuration"},
    {"--strict", kFlag, {}, "refuse files with unknown columns instead of keeping them as attributes"},
    {"--again", kFlag, {}, "take a file whose content was loaded before"},
};
constexpr OptionSpec kRejects[] = {
    {"--file", kValue, "F", "only those of this file"},
    {"--limit", kValue, "N", "at most so many rows"},
};
constexpr OptionSpec kSuspense[] = {{"--limit", kValue, "N", "at most so many rows"}};
constexpr OptionSpec kRun[] = {
    {"--date", kValue, "D", "business date (required)"},
    {"--creditor", kValue, "C", "only this creditor"},
    {"--dry-run", kFlag, {}, "the same result, nothing stored"},
    {"--actions", kFlag, {}, "with --dry-run: print the actions as JSON lines instead of the summary"},
    {"--force", kFlag, {}, "allow a date more than 7 days ahead of the clock, and to finish a run that other rules began"},
};
constexpr OptionSpec kRunShow[] = {{"ID", kPositional, "ID", "a run_id as dunlin runs prints it", true}};
constexpr OptionSpec kActions[] = {
    {"--run", kValue, "ID", "only of this run"},
    {"--creditor", kValue, "C", "only of this creditor"},
    {"--debtor", kValue, "X", "only of this debtor"},
    {"--channel", kValue, "C", "only on this channel"},
    {"--after", kValue, "CURSOR", "only those behind this cursor"},
    {"--limit", kValue, "N", "at most so many"},
};
constexpr OptionSpec kConsume[] = {
    {"--consumer", kValue, "NAME", "who consumes; the first use of a name registers it", true},
    {"--max", kValue, "N", "at most so many actions (default 100)"},
};
constexpr OptionSpec kAck[] = {
    {"--consumer", kValue, "NAME", "who confirms", true},
    {"--cursor", kValue, "C", "everything up to and with this cursor", true},
};
constexpr OptionSpec kReplay[] = {
    {"--from", kValue, "CURSOR", "where to begin: a cursor, itself included, or start", true},
    {"--consumer", kValue, "NAME", "who reads again; without it the lines are printed and no consumer moves"},
    {"--max", kValue, "N", "without --consumer: at most so many actions (default 100)"},
};
constexpr OptionSpec kExplain[] = {
    {"--debtor", kValue, "X", "the debtor", true},
    {"--date", kValue, "D", "business date", true},
    {"--creditor", kValue, "C", "only this creditor's view"},
};
constexpr OptionSpec kDebtor[] = {
    {"X", kPositional, "X", "the debtor's id", true},
    {"--creditor", kValue, "C", "only this creditor's"},
    {"--date", kValue, "D", "balances on this date (default: today)"},
};
constexpr OptionSpec kSearch[] = {
    {"TEXT", kPositional, "TEXT", "part of a name, id, reference or e-mail", true},
    {"--limit", kValue, "N", "at most so many debtors (default 50)"},
};
constexpr OptionSpec kAgeing[] = {
    {"--date", kValue, "D", "date of the report", true},
    {"--by", kValue, "KEY", "creditor, segment, collector, team, sales_rep, country or currency"},
    {"--creditor", kValue, "C", "only this creditor"},
};
constexpr OptionSpec kDso[] = {
    {"--date", kValue, "D", "date of the report", true},
    {"--method", kValue, "M", "simple (default), countback, best or add"},
    {"--days", kValue, "N", "window of sales in days (default 365; countback walks months instead)"},
    {"--by", kValue, "KEY", "creditor, segment, collector, team, sales_rep, country or currency"},
    {"--creditor", kValue, "C", "only this creditor"},
};
constexpr OptionSpec kBy = {"--by", kValue, "KEY", "creditor, segment, collector, team, sales_rep, country or currency"};
constexpr OptionSpec kOfCreditor = {"--creditor", kValue, "C", "only this creditor"};
constexpr OptionSpec kReportDate = {"--date", kValue, "D", "date of the report", true};
constexpr OptionSpec kFrom = {"--from", kValue, "D",
                              "evening on which the window begins (default: a month before the date)"};
constexpr OptionSpec kBack = {"--days", kValue, "N", "instead of --from: so many days up to the date"};
constexpr OptionSpec kSection = {"--section", kValue, "NAME",
                                 "only this part, such as total; csv and jsonl print rows otherwise"};
constexpr OptionSpec kCei[] = {kReportDate, kFrom, kBack, kBy, kOfCreditor};
constexpr OptionSpec kLateness[] = {
    kReportDate, {"--from", kValue, "D", "only what was closed after this day (default: all)"}, kBack, kBy, kOfCreditor};
constexpr OptionSpec kRoll[] = {kReportDate, kFrom, kBack, kBy, kOfCreditor, kSection};
constexpr OptionSpec kForecast[] = {kReportDate,
                                    {"--method", kValue, "M", "delay (default) or probability"},
                                    {"--weeks", kValue, "N", "weeks looked ahead, this one included (default 13)"},
                                    kBy,
                                    kOfCreditor,
                                    kSection};
constexpr OptionSpec kRecovery[] = {kReportDate, kBy, kOfCreditor, kSection};
constexpr OptionSpec kPromises[] = {
    kReportDate, {"--from", kValue, "D", "only what fell due after this day (default: all)"}, kBack, kBy, kOfCreditor};
constexpr OptionSpec kWorklist[] = {
    kReportDate,
    {"--days", kValue, "N", "how far back call tasks and broken promises are shown (default 30)"},
    kBy,
    kOfCreditor};
constexpr OptionSpec kStatement[] = {{"--debtor", kValue, "X", "whose account", true},
                                     kReportDate,
                                     {"--from", kValue, "D", "evening of the opening balance (default: from the beginning)"},
                                     kBack,
                                     kOfCreditor,
                                     kSection};
constexpr OptionSpec kProvision[] = {
    kReportDate, {"--method", kValue, "M", "matrix (default) or pd"}, kBy, kOfCreditor, kSection};
constexpr OptionSpec kInterest[] = {
    {"--date", kValue, "D", "date of the report", true},
    {"--rule", kValue, "NAME", "statutory (default), a preset such as statutory-b2b-de, or a rule of dunlin.toml"},
    {"--by", kValue, "KEY",
     "creditor, segment, collector, team, sales_rep, country or currency: sums instead of receivables"},
    {"--creditor", kValue, "C", "only this creditor"},
};
constexpr OptionSpec kGenerate[] = {
    {"--to", kValue, "DIR", "where the CSV files go; - loads them straight into the store of --data", true},
    {"--receivables", kValue, "N", "how many (default 200000)"},
    {"--seed", kValue, "S", "another seed, another portfolio (default 1)"},
    {"--profile", kValue, "P", "b2b (default), bank or agency"},
    {"--date", kValue, "D", "the portfolio as it stands on this day (default 2026-06-30)"},
};
constexpr OptionSpec kHelp[] = {
    {"--reference", kFlag, {}, "print the configuration reference"},
    {"COMMAND", kPositional, "COMMAND", "the command to explain"},
};

constexpr CommandSpec kCommands[] = {
    {"init", "make a store with a commented configuration that runs as it is", kInit, init_command},
    {"check", "check the whole configuration, all errors at once", kCheck, check_command},
    {"ingest", "load files; the same content again is a no-op", kIngest, ingest_command},
    {"rejects", "list rejected rows and why", kRejects, rejects_command},
    {"suspense list", "list rows that wait for a parent", kSuspense, suspense_list_command},
    {"run", "decide a business date and print the summary", kRun, run_command},
    {"run show", "the summary of a run", kRunShow, run_show_command},
    {"runs", "list the runs", {}, runs_command},
    {"actions", "list outbound actions", kActions, actions_command},
    {"queue list", "list the consumers of the outbound queue", {}, queue_list_command},
    {"queue consume", "print actions that a consumer has not confirmed", kConsume, queue_consume_command},
    {"queue ack", "confirm actions", kAck, queue_ack_command},
    {"queue replay", "read actions again", kReplay, queue_replay_command},
    {"explain", "why a debtor got, or did not get, what on a day", kExplain, explain_command},
    {"debtor", "a debtor's file with its timeline", kDebtor, debtor_command},
    {"search", "find debtors by name, id, reference or e-mail", kSearch, search_command},
    {"report ageing", "open amounts by age", kAgeing, report_ageing_command},
    {"report dso", "days sales outstanding", kDso, report_dso_command},
    {"report interest", "late payment interest accrued, by receivable", kInterest, report_interest_command},
    {"report cei", "(begin open + sales - end open) / (begin open + sales - end not due), in percent", kCei,
     report_cei_command},
    {"report lateness", "closed receivables: average of closed - due (early as 0; signed; by amount), share closed late",
     kLateness, report_lateness_command},
    {"report promises", "kept / promises that fell due, by count and value; paid in time / promised", kPromises,
     report_promises_command},
    {"report worklist", "the agenda: open call tasks, broken promises, promise checks at due + 2, open disputes", kWorklist,
     report_worklist_command},
    {"report statement", "a debtor's account: opening, invoices, payments, credit notes, charges, running balance, ageing",
     kStatement, report_statement_command},
    {"report roll", "of what lay in a bucket on --from, the share that lies in each on --date, is paid or written off",
     kRoll, report_roll_command},
    {"report recovery", "by month of placing: collected / placed, collected / (placed - recalled), by month on book",
     kRecovery, report_recovery_command},
    {"report contacts", "outbound calls: conversations / attempts, conversations / answered", kCei, report_contacts_command},
    {"report forecast", "cash by week at due date + usual delay; or amount x probability of its bucket", kForecast,
     report_forecast_command},
    {"report provision", "IFRS 9: gross x loss rate by bucket; or exposure x PD x LGD, discounted", kProvision,
     report_provision_command},
    {"verify", "read the whole store and check every promise", {}, verify_command},
    {"generate", "make a synthetic portfolio", kGenerate, generate_command},
    {"version", "print the version", {}, version_command},
    {"help", "print help", kHelp, help_command},
};

}  // namespace

std::span<const CommandSpec> commands() { return kCommands; }
std::span<const OptionSpec> global_options() { return kGlobal; }

}  // namespace dunlin::engine
