#include "engine/run/run_survey.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace dunlin::engine {
namespace {

// One line a cut or parent, parts joined by '\x1f'.
constexpr char kPart = '\x1f';
constexpr char kLine = '\n';

void append(std::string& out, std::string_view text) {
  out += text;
  out += kPart;
}
void append(std::string& out, int64_t number) { append(out, std::string_view(std::to_string(number))); }

/// The parts of a line, one after another.
class Parts {
 public:
  explicit Parts(std::string_view line) : rest_(line) {}
  std::string_view text() {
    const size_t cut = rest_.find(kPart);
    sound_ = sound_ && cut != std::string_view::npos;
    const std::string_view part = rest_.substr(0, cut);
    rest_ = cut == std::string_view::npos ? std::string_view() : rest_.substr(cut + 1);
    return part;
  }
  template <class Integer>
  Integer number() {
    const std::string_view part = text();
    Integer value{};
    const auto read = std::from_chars(part.data(), part.data() + part.size(), value);
    sound_ = sound_ && read.ec == std::errc() && read.ptr == part.data() + part.size();
    return value;
  }
  bool sound() const { return sound_; }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

void append_cut(std::string& out, const CapacityCut& cut) {
  append(out, "cut");
  append(out, static_cast<int64_t>(cut.channel));
  append(out, cut.entrants);
  append(out, cut.everybody);
  append(out, cut.last.has_value());
  const AdmissionKey last = cut.last.value_or(AdmissionKey{});
  append(out, last.priority);
  append(out, last.overdue);
  append(out, std::string_view(std::to_string(last.hash)));
  append(out, last.creditor_id);
  append(out, last.debtor_id);
  append(out, last.turn);
}

CapacityCut read_cut(Parts& parts) {
  CapacityCut cut;
  cut.channel = static_cast<core::Channel>(parts.number<int>());
  cut.entrants = parts.number<int>() != 0;
  cut.everybody = parts.number<int>() != 0;
  const bool some = parts.number<int>() != 0;
  AdmissionKey last;
  last.priority = parts.number<int64_t>();
  last.overdue = parts.number<int64_t>();
  last.hash = parts.number<uint64_t>();
  last.creditor_id = std::string(parts.text());
  last.debtor_id = std::string(parts.text());
  last.turn = parts.number<uint32_t>();
  if (some) cut.last = std::move(last);
  return cut;
}

}  // namespace

bool comes_before(const AdmissionKey& a, const AdmissionKey& b) {
  return std::tie(b.priority, b.overdue, a.hash, a.creditor_id, a.debtor_id, a.turn) <
         std::tie(a.priority, a.overdue, b.hash, b.creditor_id, b.debtor_id, b.turn);
}

bool RunSurvey::limits(core::Channel channel, bool entrant) const {
  return std::any_of(cuts.begin(), cuts.end(),
                     [&](const CapacityCut& cut) { return cut.channel == channel && cut.entrants == entrant; });
}

bool RunSurvey::admits(core::Channel channel, bool entrant, const AdmissionKey& key) const {
  for (const CapacityCut& cut : cuts) {
    if (cut.channel != channel || cut.entrants != entrant) continue;
    return cut.everybody || (cut.last && !comes_before(*cut.last, key));
  }
  return true;
}

const ParentStanding* RunSurvey::parent(std::string_view creditor_id, std::string_view debtor_id) const {
  const auto at = parents.find({std::string(creditor_id), std::string(debtor_id)});
  return at == parents.end() ? nullptr : &at->second;
}

std::string encode_survey(const RunSurvey& survey) {
  std::string out;
  for (const CapacityCut& cut : survey.cuts) {
    append_cut(out, cut);
    out += kLine;
  }
  for (const auto& [who, parent] : survey.parents) {
    append(out, "parent");
    append(out, who.first);
    append(out, who.second);
    append(out, parent.standing ? static_cast<int64_t>(*parent.standing) : -1);
    append(out, parent.stage ? static_cast<int64_t>(*parent.stage) : -1);
    out += kLine;
  }
  return out;
}

core::Result<RunSurvey> decode_survey(std::string_view text) {
  RunSurvey survey;
  while (!text.empty()) {
    const size_t end = text.find(kLine);
    Parts parts(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::string_view what = parts.text();
    if (what == "cut") {
      survey.cuts.push_back(read_cut(parts));
    } else {
      std::string creditor(parts.text());
      std::string debtor(parts.text());
      const int standing = parts.number<int>();
      const int stage = parts.number<int>();
      ParentStanding& parent = survey.parents[{std::move(creditor), std::move(debtor)}];
      if (standing >= 0) parent.standing = static_cast<core::Standing>(standing);
      if (stage >= 0) parent.stage = static_cast<core::Stage>(stage);
    }
    if (!parts.sound()) {
      return core::Error{core::ErrorKind::kCorruption, "run survey", "cannot be read", "run dunlin verify"};
    }
  }
  return survey;
}

}  // namespace dunlin::engine
