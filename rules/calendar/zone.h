// Time zones as plain tables: what the zone database says, made into data by the settings so that rules read no files.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunlin::rules {

/// Instants (seconds since 1970 UTC) at which a zone's clock shows a time of day: the first and the last, different where
/// the clock is set back over it. `skipped`: it never does, both are the instant at which the clock jumps over it.
struct LocalInstants {
  int64_t first;
  int64_t last;
  bool skipped;
};

/// Offsets of one zone: offset of entry i holds from utc_from[i] (seconds since 1970 UTC) until the next.
struct Zone {
  std::vector<int64_t> utc_from;  ///< rising; the first holds for everything before too
  std::vector<int32_t> offset;    ///< seconds east of UTC

  int32_t offset_at(int64_t utc) const;
  /// `second_of_day`: seconds after midnight as the clock shows them.
  LocalInstants instants_of(core::Date date, int32_t second_of_day) const;
  /// UTC of a local time of day; a time that a jump skips becomes the instant of the jump, one that occurs twice the first
  /// of the two.
  int64_t utc_of(core::Date date, int32_t second_of_day) const;
  core::Date date_at(int64_t utc) const;
};

/// Zones by IANA name, and those that a place suggests. Immutable once made.
class ZoneBook {
 public:
  void add(std::string name, Zone zone);
  const Zone* find(std::string_view name) const;
  /// The zone of debtors whose place names none.
  void set_default(std::string name) { default_ = std::move(name); }
  bool empty() const { return by_name_.empty(); }
  const std::string& default_name() const { return default_; }
  /// Candidate zones of a place, most likely first ("US" without a region has several); empty when nothing is known of it.
  /// Regions as ISO 3166-2 writes them, with or without the country.
  static std::span<const std::string_view> zones_of(std::string_view country, std::string_view region);

 private:
  std::map<std::string, Zone, std::less<>> by_name_;
  std::string default_ = "Europe/Berlin";
};

}  // namespace dunlin::rules
