#include "engine/service/runs.h"

#include <algorithm>
#include <chrono>

#include "core/money.h"
#include "engine/outbound/action_json.h"
#include "engine/outbound/json_text.h"
#include "engine/report/page_survey.h"
#include "engine/run/money_counters.h"

namespace dunlin::engine {
namespace {

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('\x1f', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

NamedAmount amount_of(const std::string& currency, __int128 minor) {
  const auto known = core::parse_currency(currency);
  return {currency, format_sum(minor, known ? core::minor_digits(*known) : 2)};
}

void add_counter(const storage::Counters& counters, const std::string& name, int64_t value, RunSummary& out) {
  const std::vector<std::string> parts = parts_of(name);
  const auto count = static_cast<uint64_t>(value);
  if (parts[0] == "debtors") {
    out.debtors = count;
  } else if (parts[0] == "receivables") {
    out.receivables = count;
  } else if (parts[0] == "actions") {
    out.actions = count;
  } else if (parts[0] == "deferred" && parts.size() > 1) {
    out.deferred.push_back({parts[1], count});
  } else if (parts[0] == "unknown_scenario" && parts.size() > 1) {
    out.warnings.push_back("no scenario is called \"" + parts[1] + "\": of what names it " + std::to_string(count) +
                           " overdue debtors or receivables are not dunned");
  } else if (parts[0] == "standing" && parts.size() > 1) {
    const auto at = std::find_if(out.standing.begin(), out.standing.end(), [&](auto& s) { return s.name == parts[1]; });
    if (at != out.standing.end()) at->count = count;
  } else if (parts[0] == "by" && parts.size() > 4) {
    out.actions_by.push_back({parts[1], parts[2], parts[3], parts[4], count});
  } else if (parts[0] == kDemandedMoney && parts.size() > 1) {
    out.demanded.push_back(amount_of(parts[1], money_of(counters, name)));
  } else if (parts[0] == kOverdueMoney && parts.size() > 1) {
    out.overdue.push_back(amount_of(parts[1], money_of(counters, name)));
  }
}

RunSummary summary_of(const storage::RunRecord& record) {
  RunSummary out;
  out.run_id = record.run_id;
  out.business_date = core::to_string(record.business_date);
  out.config = record.fingerprint;
  out.rule_version = record.rule_version;
  out.state = record.state == storage::RunState::kFinished ? "finished" : "open";
  // The last standing is that of receivables which do not exist on the date.
  for (size_t i = 0; i + 1 < core::kStandingNames.size(); ++i) {
    out.standing.push_back({std::string(core::kStandingNames[i]), 0});
  }
  for (const auto& [name, value] : record.counters) add_counter(record.counters, name, value, out);
  for (const auto& [debtor, reason] : record.quarantined) {
    std::string name = debtor;
    std::replace(name.begin(), name.end(), '\x1f', '/');
    out.quarantined.emplace_back(std::move(name), reason);
  }
  out.seconds = record.seconds;
  return out;
}

void append_key(std::string_view key, std::string& out) {
  if (out.back() != '{' && out.back() != '[') out += ',';
  append_json_string(key, out);
  out += ':';
}
void append_member(std::string_view key, std::string_view text, std::string& out) {
  append_key(key, out);
  append_json_string(text, out);
}
void append_count(std::string_view key, uint64_t count, std::string& out) {
  append_key(key, out);
  append_integer(static_cast<int64_t>(count), out);
}
void append_bool(std::string_view key, bool value, std::string& out) {
  append_key(key, out);
  out += value ? "true" : "false";
}

void append_counts(const RunSummary& summary, std::string& out) {
  append_key("standing", out);
  out += '{';
  for (const NamedCount& standing : summary.standing) append_count(standing.name, standing.count, out);
  out += '}';
  append_count("actions", summary.actions, out);
  append_key("actions_by", out);
  out += '[';
  for (const RunCount& by : summary.actions_by) {
    out += out.back() == '[' ? "{" : ",{";
    append_member("scenario", by.scenario, out);
    append_member("step", by.step, out);
    append_member("action", by.action, out);
    append_key("channel", out);
    append_json_string_or_null(by.channel, out);
    append_count("count", by.count, out);
    out += '}';
  }
  out += ']';
  append_key("deferred", out);
  out += '[';
  for (const NamedCount& deferred : summary.deferred) {
    out += out.back() == '[' ? "{" : ",{";
    append_member("reason", deferred.name, out);
    append_count("count", deferred.count, out);
    out += '}';
  }
  out += ']';
  append_key("warnings", out);
  out += '[';
  for (const std::string& warning : summary.warnings) {
    if (out.back() != '[') out += ',';
    append_json_string(warning, out);
  }
  out += ']';
}

void append_amounts(std::string_view key, const std::vector<NamedAmount>& amounts, std::string& out) {
  append_key(key, out);
  out += '[';
  for (const NamedAmount& amount : amounts) {
    out += out.back() == '[' ? "{" : ",{";
    append_member("currency", amount.currency, out);
    append_member("amount", amount.amount, out);
    out += '}';
  }
  out += ']';
}

/// There is one base currency for all: a creditor's own is taken with its record and changes nothing.
core::Status warn_of_base_currencies(const Site& site, const std::vector<std::string>& decided, RunSummary& out) {
  DUNLIN_ASSIGN(const core::Table creditors, site.store->creditors());
  const core::Currency base = site.configuration.rules.base_currency;
  for (size_t row = 0; row < creditors.rows(); ++row) {
    const int64_t own = creditors.int_at(core::Field::kBaseCurrency, row);
    const std::string id(creditors.text_at(core::Field::kCreditorId, row));
    if (own == core::kNull || own == base.code || std::find(decided.begin(), decided.end(), id) == decided.end()) continue;
    out.warnings.push_back("creditor " + id + " has the base currency " +
                           core::to_string(core::Currency{static_cast<uint32_t>(own)}) +
                           ": its totals, scores and credit limits are in " + core::to_string(base) +
                           " all the same, the base currency of [engine]");
  }
  return {};
}

}  // namespace

core::Result<RunSummary> run(Site& site, const RunRequest& request) {
  if (!request.date.is_set()) {
    return core::Error{core::ErrorKind::kUsage, "--date", "is missing", "the business date, such as --date 2026-11-21"};
  }
  RunOptions options;
  options.date = request.date;
  options.creditor = request.creditor;
  options.dry_run = request.dry_run;
  options.force = request.force;
  options.today = site.today;
  options.threads = site.threads;
  if (site.progress) {
    options.progress = [&site](uint64_t done, uint64_t total) { site.progress({"deciding", done, total, "pages"}); };
  }
  const auto begin = std::chrono::steady_clock::now();
  core::Result<RunReport> report = core::failed("run", "was not started");
  if (request.dry_run && request.action) {
    const ActionContext context{core::to_string(request.date) + "/dry-run", site.configuration.fingerprint};
    std::string line;
    report = dry_run(*site.store, site.configuration, options, [&](const core::ActionBatch& batch) {
      for (size_t i = 0; i < batch.size(); ++i) {
        line.clear();
        append_action_json(batch, i, context, line);
        request.action(line);
      }
    });
  } else {
    report = run_night(*site.store, site.bundle, site.configuration, options);
  }
  if (!report) return std::move(report).error();
  RunSummary summary = summary_of(report->record);
  DUNLIN_TRY(warn_of_base_currencies(site, report->record.creditors, summary));
  summary.dry_run = report->dry_run;
  summary.already_final = report->already_final;
  summary.resumed = report->resumed;
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (summary.already_final) {
    // The date is decided: this call emitted nothing.
    summary.actions = 0;
    summary.actions_by.clear();
  }
  return summary;
}

std::string run_json(const RunSummary& summary) {
  std::string out = "{";
  append_key("run_id", out);
  append_json_string_or_null(summary.run_id, out);
  append_member("business_date", summary.business_date, out);
  append_member("kind", summary.dry_run ? "dry_run" : "live", out);
  append_count("debtors", summary.debtors, out);
  append_count("receivables", summary.receivables, out);
  append_counts(summary, out);
  append_amounts("overdue", summary.overdue, out);
  append_amounts("demanded", summary.demanded, out);
  append_count("quarantined", summary.quarantined.size(), out);
  append_key("quarantined_debtors", out);
  out += '[';
  for (const auto& [debtor, reason] : summary.quarantined) {
    out += out.back() == '[' ? "{" : ",{";
    append_member("debtor", debtor, out);
    append_member("reason", reason, out);
    out += '}';
  }
  out += ']';
  append_key("seconds", out);
  out += core::format_amount(static_cast<int64_t>(summary.seconds * 1000 + 0.5), 3);
  append_member("config", summary.config, out);
  append_key("rule_version", out);
  append_json_string_or_null(summary.rule_version, out);
  append_member("state", summary.state, out);
  append_bool("already_final", summary.already_final, out);
  append_bool("resumed", summary.resumed, out);
  return out + "}";
}

core::Result<ResultTable> runs(Site& site) {
  using enum CellKind;
  DUNLIN_ASSIGN(const std::vector<storage::RunRecord> records, site.store->runs());
  ResultTable table{{{"run_id"},
                     {"business_date"},
                     {"state"},
                     {"creditors", kJson},
                     {"debtors", kNumber},
                     {"receivables", kNumber},
                     {"actions", kNumber},
                     {"deferred", kNumber},
                     {"quarantined", kNumber},
                     {"seconds", kNumber},
                     {"config"}},
                    {}};
  for (const storage::RunRecord& record : records) {
    const RunSummary summary = summary_of(record);
    uint64_t deferred = 0;
    for (const NamedCount& reason : summary.deferred) deferred += reason.count;
    std::string creditors = "[";
    for (const std::string& creditor : record.creditors) {
      if (creditors.size() > 1) creditors += ',';
      append_json_string(creditor, creditors);
    }
    table.rows.push_back({summary.run_id, summary.business_date, summary.state, creditors + "]",
                          std::to_string(summary.debtors), std::to_string(summary.receivables),
                          std::to_string(summary.actions), std::to_string(deferred),
                          std::to_string(summary.quarantined.size()),
                          core::format_amount(static_cast<int64_t>(summary.seconds * 1000 + 0.5), 3), summary.config});
  }
  return table;
}

core::Result<RunSummary> run_show(Site& site, const std::string& run_id) {
  DUNLIN_ASSIGN(const std::vector<storage::RunRecord> records, site.store->runs());
  for (const storage::RunRecord& record : records) {
    if (record.run_id == run_id) return summary_of(record);
  }
  return core::failed("run " + run_id, "is not in the history", "see dunlin runs");
}

}  // namespace dunlin::engine
