#include "engine/run/memory_writer.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::kNull;
using core::TextColumn;

void append_text(core::Table& table, Field field, std::string_view text) {
  TextColumn& column = table.texts_or_new(field);
  if (text.empty()) {
    column.append_null();
  } else {
    column.append(text);
  }
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
  return unit;
}

MemoryWriter::MemoryWriter() {
  for (core::Group* group : {&page_.units, &page_.marks, &page_.contacts}) group->begin.push_back(0);
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

void MemoryWriter::add_contact(core::Date on, core::Channel channel, std::string_view listed) {
  core::Table& rows = page_.contacts.rows;
  rows.ints_or_new(Field::kOn).push_back(stored(on));
  rows.ints_or_new(Field::kChannel).push_back(static_cast<int64_t>(channel));
  append_text(rows, Field::kListed, listed);
  ++contacts_;
}

void MemoryWriter::end_debtor() {
  page_.units.begin.push_back(static_cast<uint32_t>(units_));
  page_.marks.begin.push_back(static_cast<uint32_t>(marks_));
  page_.contacts.begin.push_back(static_cast<uint32_t>(contacts_));
}

core::MemoryPage MemoryWriter::finish() && {
  page_.debtors.set_rows(debtors_);
  page_.units.rows.set_rows(units_);
  page_.marks.rows.set_rows(marks_);
  page_.contacts.rows.set_rows(contacts_);
  return std::move(page_);
}

}  // namespace dunlin::engine
