#include "engine/run/capacity_words.h"

#include "engine/run/amount_words.h"
#include "engine/run/priority_stage.h"

namespace dunlin::engine {
namespace {

std::string rank_text(const AdmissionKey& key, core::Currency base) {
  return "priority " + std::to_string(key.priority) + ", " + money_words(key.overdue, base.code) + " overdue";
}

int64_t max_of(const Night& night, core::Channel channel) {
  for (const rules::ChannelCapacity& capacity : night.book->source.contact.capacity) {
    if (capacity.channel == channel) return capacity.max;
  }
  return 0;
}

/// How many the channel takes, and how many of these the run, or those who asked in the second place, could still have.
std::string room_text(const Night& night, const CapacityCut& cut) {
  const std::string max = std::to_string(max_of(night, cut.channel));
  if (cut.room < 0) return max + " a day";
  if (cut.entrants) return max + " a day, " + std::to_string(cut.room) + " left by contacts whose own channel it is";
  return max + " a day, " + std::to_string(cut.room) + " of them left to this run";
}

}  // namespace

std::string capacity_text(const Night& night, const storage::LoadedPage& loaded, const PageDecision& decision,
                          const ChannelVerdict& verdict) {
  const CapacityCut* cut = night.survey == nullptr ? nullptr : night.survey->cut(verdict.channel, verdict.entrant);
  if (cut == nullptr) return {};
  const core::Currency base = night.book->source.base_currency;
  const AdmissionKey own = admission_key(night, loaded, decision, verdict.candidate);
  std::string text = room_text(night, *cut) + "; " + rank_text(own, base);
  if (!cut->last) return text + "; none was admitted";
  // Who was let through too late for the survey to count has no place, whatever its rank.
  if (!comes_before(*cut->last, own)) return text + "; it asked after the places were given";
  return text + "; the last admitted: " + rank_text(*cut->last, base);
}

}  // namespace dunlin::engine
