#include "engine/cli/command.h"

#include <charconv>

namespace dunlin::engine {

std::string Arguments::text(std::string_view name, std::string otherwise) const {
  const auto at = values_.find(std::string(name));
  return at == values_.end() || at->second.empty() ? std::move(otherwise) : at->second.back();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  const auto at = values_.find(std::string(name));
  return at == values_.end() ? std::vector<std::string>() : at->second;
}

core::Result<uint64_t> Arguments::number(std::string_view name, uint64_t otherwise, uint64_t min, uint64_t max) const {
  if (!has(name)) return otherwise;
  const std::string typed = text(name);
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (error != std::errc() || end != typed.data() + typed.size() || value < min || value > max) {
    return core::Error{core::ErrorKind::kUsage, std::string(name) + " " + typed, "is not a fitting number",
                       std::to_string(min) + " to " + std::to_string(max)};
  }
  return value;
}

core::Result<core::Date> Arguments::date(std::string_view name) const {
  if (!has(name)) return core::kNoDate;
  const std::string typed = text(name);
  if (const auto date = core::parse_iso_date(typed)) return *date;
  return core::Error{core::ErrorKind::kUsage, std::string(name) + " " + typed, "is not a date", "write YYYY-MM-DD"};
}

int fail(Invocation& invocation, const core::Error& error) {
  invocation.terminal.error(error);
  const bool is_usage = error.kind == core::ErrorKind::kUsage || error.kind == core::ErrorKind::kConfiguration;
  return is_usage ? kExitUsage : kExitFailed;
}

core::Result<Site> open_site(Invocation& invocation, SiteAccess access) {
  core::Result<Site> site = open_site(invocation.site, access);
  if (site.ok()) site->progress = invocation.terminal.progress();
  return site;
}

}  // namespace dunlin::engine
