#include "engine/run/memory_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dunlin::engine {
namespace {

using core::Field;
using core::kNull;
using core::TextColumn;

constexpr char kMoveEnd = '\x1e';
constexpr char kMovePart = '\x1d';
constexpr auto kRepresentative = static_cast<int64_t>(core::ContactRole::kRepresentative);

core::Date day_of(std::string_view text) {
  int32_t days = core::kNoDate.days;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return core::Date{days};
}

/// The entries of a list, oldest first, each cut into its parts.
template <size_t kParts, class Visit>
void each_entry(std::string_view list, const Visit& visit) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(kMoveEnd), list.size());
    std::array<std::string_view, kParts> parts;
    std::string_view entry = list.substr(0, end);
    for (std::string_view& part : parts) {
      const size_t cut = std::min(entry.find(kMovePart), entry.size());
      part = entry.substr(0, cut);
      entry.remove_prefix(std::min(cut + 1, entry.size()));
    }
    visit(parts, list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

void append_text(core::Table& table, Field field, std::string_view text) {
  TextColumn& column = table.texts_or_new(field);
  if (text.empty()) {
    column.append_null();
  } else {
    column.append(text);
  }
}

/// Fields that few rows have: a page where nobody has one has no column, and a night neither reads nor writes it.
constexpr std::array kRareOfUnits = {Field::kRepeats,       Field::kBlockedSince, Field::kPendingStep, Field::kPendingOn,
                                     Field::kPendingAction, Field::kStepsDone,    Field::kPastEpisodes};
constexpr std::array kRareOfContacts = {Field::kListed, Field::kRole};

void append_rare(core::Table& table, Field field, size_t row, int64_t value) {
  if (value == kNull) return;
  core::Table::Ints& column = table.ints_or_new(field);
  column.resize(row, kNull);
  column.push_back(value);
}

void append_rare(core::Table& table, Field field, size_t row, std::string_view text) {
  if (text.empty()) return;
  TextColumn& column = table.texts_or_new(field);
  column.resize(row, TextColumn::kNullCode);
  column.append(text);
}

void finish_rows(core::Table& table, size_t rows, std::span<const Field> rare = {}) {
  for (const Field field : rare) {
    if (table.is_int(field)) table.ints_or_new(field).resize(rows, kNull);
    if (table.is_text(field)) table.texts_or_new(field).resize(rows, TextColumn::kNullCode);
  }
  table.set_rows(rows);
}

int64_t stored(core::Date date) { return date.is_set() ? date.days : kNull; }
core::Date restored(int64_t days) { return days == kNull ? core::kNoDate : core::Date{static_cast<int32_t>(days)}; }

}  // namespace

UnitMemory unit_memory_at(const core::Table& units, size_t row) {
  UnitMemory unit;
  unit.kind = static_cast<core::UnitKind>(units.int_at(Field::kUnitKind, row));
  unit.unit = units.text_at(Field::kUnit, row);
  unit.scenario = units.text_at(Field::kScenario, row);
  unit.episode = static_cast<int32_t>(units.int_at(Field::kEpisode, row));
  unit.open = units.int_at(Field::kEpisodeOpen, row) == 1;
  unit.opened_on = restored(units.int_at(Field::kOpenedOn, row));
  unit.step = units.text_at(Field::kStep, row);
  unit.step_on = restored(units.int_at(Field::kStepOn, row));
  unit.anchor = units.text_at(Field::kAnchor, row);
  unit.acted = units.int_at(Field::kActed, row) == 1;
  unit.own_scenario = units.int_at(Field::kFlags, row) == 1;
  unit.forgot_on = restored(units.int_at(Field::kForgotOn, row));
  unit.repeats = static_cast<int32_t>(std::max<int64_t>(0, units.int_at(Field::kRepeats, row)));
  unit.blocked_since = restored(units.int_at(Field::kBlockedSince, row));
  unit.pending_step = units.text_at(Field::kPendingStep, row);
  unit.pending_on = restored(units.int_at(Field::kPendingOn, row));
  unit.pending_action = units.text_at(Field::kPendingAction, row);
  unit.moves = units.text_at(Field::kStepsDone, row);
  unit.past = units.text_at(Field::kPastEpisodes, row);
  unit.notice_on = restored(units.int_at(Field::kDate, row));
  if (unit.notice_on.is_set()) unit.notice_channel = static_cast<core::Channel>(units.int_at(Field::kChannel, row));
  return unit;
}

std::vector<StepMove> step_moves(std::string_view moves) {
  std::vector<StepMove> found;
  each_entry<7>(moves, [&](const auto& parts, std::string_view) {
    found.push_back(
        {day_of(parts[0]), day_of(parts[1]), day_of(parts[2]), day_of(parts[3]).days, parts[4], parts[5], parts[6]});
  });
  return found;
}

std::string_view moves_since(std::string_view moves, core::Date oldest) {
  size_t old = 0;
  each_entry<7>(moves, [&](const auto& parts, std::string_view whole) {
    if (day_of(parts[0]) < oldest) old = static_cast<size_t>(whole.data() - moves.data()) + whole.size() + 1;
  });
  return moves.substr(std::min(old, moves.size()));
}

std::vector<PastEpisode> past_episodes(std::string_view past) {
  std::vector<PastEpisode> found;
  each_entry<4>(past, [&](const auto& parts, std::string_view) {
    found.push_back({day_of(parts[0]), day_of(parts[1]), !parts[2].empty(), parts[3]});
  });
  return found;
}

std::string with_past(std::string_view past, const PastEpisode& episode, core::Date oldest) {
  std::string all;
  const auto add = [&](const PastEpisode& one) {
    if (!all.empty()) all += kMoveEnd;
    all += std::to_string(one.on.days) + kMovePart;
    if (one.closed_on.is_set()) all += std::to_string(one.closed_on.days);
    all += kMovePart;
    if (one.own_scenario) all += '1';
    all.append(1, kMovePart).append(one.scenario);
  };
  for (const PastEpisode& one : past_episodes(past)) {
    if ((one.closed_on.is_set() ? one.closed_on : one.on) >= oldest) add(one);
  }
  add(episode);
  return all;
}

std::string with_move(std::string_view moves, const StepMove& move) {
  std::string all(moves);
  if (!all.empty()) all += kMoveEnd;
  for (const int32_t number : {move.on.days, move.blocked_since.days, move.step_on.days, move.repeats}) {
    all += std::to_string(number) + kMovePart;
  }
  return all.append(move.scenario).append(1, kMovePart).append(move.anchor).append(1, kMovePart).append(move.path);
}

ContactMemory contact_memory_at(const core::Table& contacts, size_t row) {
  return {restored(contacts.int_at(Field::kOn, row)), static_cast<core::Channel>(contacts.int_at(Field::kChannel, row)),
          contacts.text_at(Field::kListed, row), contacts.int_at(Field::kActionHash, row),
          contacts.int_at(Field::kRole, row) == kRepresentative};
}

ChargeMemory charge_memory_at(const core::Table& charges, size_t row) {
  ChargeMemory charge;
  charge.receivable_id = charges.text_at(Field::kReceivableId, row);
  charge.part = charges.int_at(Field::kPart, row);
  charge.amount = charges.int_at(Field::kAmount, row);
  charge.on = restored(charges.int_at(Field::kOn, row));
  charge.unit_kind = static_cast<core::UnitKind>(charges.int_at(Field::kUnitKind, row));
  charge.unit = charges.text_at(Field::kUnit, row);
  charge.scenario = charges.text_at(Field::kScenario, row);
  charge.step = charges.text_at(Field::kStep, row);
  charge.episode = static_cast<int32_t>(charges.int_at(Field::kEpisode, row));
  return charge;
}

EventMemory event_memory_at(const core::Table& events, size_t row) {
  return {static_cast<core::EventKind>(events.int_at(Field::kEvent, row)), events.text_at(Field::kRecordId, row),
          restored(events.int_at(Field::kOn, row)), events.int_at(Field::kDone, row) == 1,
          restored(events.int_at(Field::kForgotOn, row))};
}

uint32_t find_event(const core::Table& events, uint32_t begin, uint32_t end, core::EventKind event,
                    std::string_view record_id) {
  const auto wanted = std::pair(static_cast<int64_t>(event), record_id);
  uint32_t low = begin;
  uint32_t high = end;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    const auto at = std::pair(events.int_at(Field::kEvent, middle), events.text_at(Field::kRecordId, middle));
    if (at == wanted) return middle;
    if (at < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return end;
}

MemoryWriter::MemoryWriter() {
  for (const auto group : core::kMemoryGroups) (page_.*group).begin.push_back(0);
}

void MemoryWriter::begin_debtor(const core::Table& debtors, size_t row) {
  page_.debtors.ints_or_new(Field::kHash).push_back(debtors.int_at(Field::kHash, row));
  page_.debtors.texts_or_new(Field::kCreditorId).append(debtors.text_at(Field::kCreditorId, row));
  page_.debtors.texts_or_new(Field::kDebtorId).append(debtors.text_at(Field::kDebtorId, row));
  ++debtors_;
}

void MemoryWriter::add_unit(const UnitMemory& unit) {
  core::Table& rows = page_.units.rows;
  rows.ints_or_new(Field::kUnitKind).push_back(static_cast<int64_t>(unit.kind));
  rows.texts_or_new(Field::kUnit).append(unit.unit);
  append_text(rows, Field::kScenario, unit.scenario);
  rows.ints_or_new(Field::kEpisode).push_back(unit.episode);
  rows.ints_or_new(Field::kEpisodeOpen).push_back(unit.open);
  rows.ints_or_new(Field::kOpenedOn).push_back(stored(unit.opened_on));
  append_text(rows, Field::kStep, unit.step);
  rows.ints_or_new(Field::kStepOn).push_back(stored(unit.step_on));
  append_text(rows, Field::kAnchor, unit.anchor);
  rows.ints_or_new(Field::kActed).push_back(unit.acted);
  rows.ints_or_new(Field::kFlags).push_back(unit.own_scenario);
  rows.ints_or_new(Field::kForgotOn).push_back(stored(unit.forgot_on));
  append_rare(rows, Field::kRepeats, units_, unit.repeats == 0 ? kNull : unit.repeats);
  append_rare(rows, Field::kBlockedSince, units_, stored(unit.blocked_since));
  append_rare(rows, Field::kPendingStep, units_, unit.pending_step);
  append_rare(rows, Field::kPendingOn, units_, stored(unit.pending_on));
  append_rare(rows, Field::kPendingAction, units_, unit.pending_action);
  append_rare(rows, Field::kStepsDone, units_, unit.moves);
  append_rare(rows, Field::kPastEpisodes, units_, unit.past);
  rows.ints_or_new(Field::kDate).push_back(stored(unit.notice_on));
  rows.ints_or_new(Field::kChannel).push_back(unit.notice_on.is_set() ? static_cast<int64_t>(unit.notice_channel) : kNull);
  ++units_;
}

void MemoryWriter::add_mark(std::string_view receivable_id, std::string_view scenario, std::string_view step,
                            core::Date on) {
  core::Table& rows = page_.marks.rows;
  rows.texts_or_new(Field::kReceivableId).append(receivable_id);
  append_text(rows, Field::kScenario, scenario);
  append_text(rows, Field::kStep, step);
  rows.ints_or_new(Field::kOn).push_back(stored(on));
  ++marks_;
}

void MemoryWriter::add_contact(const ContactMemory& contact) {
  core::Table& rows = page_.contacts.rows;
  rows.ints_or_new(Field::kOn).push_back(stored(contact.on));
  rows.ints_or_new(Field::kChannel).push_back(static_cast<int64_t>(contact.channel));
  append_rare(rows, Field::kListed, contacts_, contact.listed);
  rows.ints_or_new(Field::kActionHash).push_back(contact.action_hash);
  append_rare(rows, Field::kRole, contacts_, contact.to_representative ? kRepresentative : kNull);
  ++contacts_;
}

void MemoryWriter::add_charge(const ChargeMemory& charge) {
  core::Table& rows = page_.charges.rows;
  rows.texts_or_new(Field::kReceivableId).append(charge.receivable_id);
  rows.ints_or_new(Field::kPart).push_back(charge.part);
  rows.ints_or_new(Field::kAmount).push_back(charge.amount);
  rows.ints_or_new(Field::kOn).push_back(stored(charge.on));
  rows.ints_or_new(Field::kUnitKind).push_back(static_cast<int64_t>(charge.unit_kind));
  rows.texts_or_new(Field::kUnit).append(charge.unit);
  append_text(rows, Field::kScenario, charge.scenario);
  append_text(rows, Field::kStep, charge.step);
  rows.ints_or_new(Field::kEpisode).push_back(charge.episode);
  ++charges_;
}

void MemoryWriter::add_event(const EventMemory& event) {
  core::Table& rows = page_.events.rows;
  rows.ints_or_new(Field::kEvent).push_back(static_cast<int64_t>(event.event));
  append_text(rows, Field::kRecordId, event.record_id);
  rows.ints_or_new(Field::kOn).push_back(stored(event.on));
  rows.ints_or_new(Field::kDone).push_back(event.done);
  rows.ints_or_new(Field::kForgotOn).push_back(stored(event.done_on));
  ++events_;
}

void MemoryWriter::end_debtor() {
  page_.units.begin.push_back(static_cast<uint32_t>(units_));
  page_.marks.begin.push_back(static_cast<uint32_t>(marks_));
  page_.contacts.begin.push_back(static_cast<uint32_t>(contacts_));
  page_.charges.begin.push_back(static_cast<uint32_t>(charges_));
  page_.events.begin.push_back(static_cast<uint32_t>(events_));
}

core::MemoryPage MemoryWriter::finish() && {
  finish_rows(page_.debtors, debtors_);
  finish_rows(page_.units.rows, units_, kRareOfUnits);
  finish_rows(page_.marks.rows, marks_);
  finish_rows(page_.contacts.rows, contacts_, kRareOfContacts);
  finish_rows(page_.charges.rows, charges_);
  finish_rows(page_.events.rows, events_);
  return std::move(page_);
}

}  // namespace dunlin::engine
