#include "engine/cli/command.h"
#include "engine/cli/command_list.h"
#include "engine/outbound/json_text.h"
#include "engine/service/care.h"

namespace dunlin::engine {
namespace {

std::string verify_json(const VerifyResponse& response) {
  std::string out = response.problems.empty() ? "{\"ok\":true,\"problems\":[" : "{\"ok\":false,\"problems\":[";
  for (const std::string& problem : response.problems) {
    if (out.back() != '[') out += ',';
    append_json_string(problem, out);
  }
  out += "],\"store\":";
  append_json_string(response.uuid, out);
  out += ",\"imports\":" + std::to_string(response.imports) + ",\"runs\":" + std::to_string(response.runs) +
         ",\"disk_bytes\":{";
  for (const auto& [family, bytes] : response.family_bytes) {
    if (out.back() != '{') out += ',';
    append_json_string(family, out);
    out += ':' + std::to_string(bytes);
  }
  return out + "}}";
}

}  // namespace

int verify_command(Invocation& invocation) {
  DUNLIN_CLI_ASSIGN(Site site, open_site(invocation, SiteAccess::kReadNoRules));
  DUNLIN_CLI_ASSIGN(const VerifyResponse response, verify(site));
  Terminal& terminal = invocation.terminal;
  if (terminal.is_json()) terminal.line(verify_json(response));
  for (const std::string& problem : response.problems) {
    terminal.error({core::ErrorKind::kCorruption, invocation.site.data, problem, ""});
  }
  if (!response.problems.empty()) return kExitFailed;
  if (!terminal.is_json()) {
    ResultTable sizes{{{"family"}, {"bytes", CellKind::kNumber}}, {}};
    for (const auto& [family, bytes] : response.family_bytes) sizes.rows.push_back({family, std::to_string(bytes)});
    terminal.rows(sizes);
    terminal.note("The store keeps every promise (" + std::to_string(response.imports) + " imports, " +
                  std::to_string(response.runs) + " runs).");
  }
  return kExitDone;
}

}  // namespace dunlin::engine
