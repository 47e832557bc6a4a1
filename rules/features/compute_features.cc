#include "rules/features/compute_features.h"

#include <algorithm>

#include "core/invariant.h"
#include "rules/allocation/money_columns.h"
#include "rules/features/attribute_values.h"
#include "rules/features/group_kernel.h"
#include "rules/features/page_features.h"

namespace dunlin::rules {

using core::Field;
using core::kNull;
using core::RecordKind;
using core::TextColumn;

namespace {

InputColumn text_column(const TextColumn* column, size_t rows, FeatureArena& arena) {
  if (column == nullptr) {
    TextColumn nulls;
    nulls.resize(rows, TextColumn::kNullCode);
    column = &arena.text(std::move(nulls));
  }
  return {.type = {ValueType::kText, 0}, .values = {}, .text = column};
}

/// Enum positions as texts: the names are the dictionary.
InputColumn name_column(std::span<const int64_t> positions, std::span<const std::string_view> names, size_t rows,
                        FeatureArena& arena) {
  TextColumn column;
  for (const std::string_view name : names) column.add_entry(name);
  column.resize(rows, TextColumn::kNullCode);
  for (size_t row = 0; row < positions.size(); ++row) {
    if (positions[row] != kNull) column.mutable_codes()[row] = static_cast<uint32_t>(positions[row]);
  }
  return {.type = {ValueType::kText, 0}, .values = {}, .text = &arena.text(std::move(column))};
}

/// Currency codes as texts; a page has few of them.
InputColumn currency_column(std::span<const int64_t> currencies, FeatureArena& arena) {
  TextColumn column;
  column.resize(currencies.size(), TextColumn::kNullCode);
  std::vector<int64_t> seen;
  for (size_t row = 0; row < currencies.size(); ++row) {
    const auto at = std::ranges::find(seen, currencies[row]);
    const auto code = static_cast<uint32_t>(at - seen.begin());
    if (at == seen.end()) {
      seen.push_back(currencies[row]);
      column.add_entry(core::to_string(core::Currency{static_cast<uint32_t>(currencies[row])}));
    }
    column.mutable_codes()[row] = code;
  }
  return {.type = {ValueType::kText, 0}, .values = {}, .text = &arena.text(std::move(column))};
}

InputColumn attribute_column(const TextColumn* texts, FeatureType type, size_t rows, FeatureArena& arena) {
  if (type.type == ValueType::kText) return text_column(texts, rows, arena);
  std::vector<int64_t>& values = arena.ints(rows);
  if (texts == nullptr) {
    std::ranges::fill(values, kNull);
  } else {
    read_attribute_column(*texts, type, values);
  }
  return {.type = type, .values = values};
}

/// Amounts of receivables in the base currency. Without a rate null, and marked.
InputColumn base_amounts(std::span<const int64_t> amounts, std::span<const int64_t> currencies, const BaseRates& rates,
                         FeatureType type, FeatureArena& arena) {
  std::vector<int64_t>& out = arena.ints(amounts.size());
  InputColumn column{.type = type, .values = out};
  const auto base = static_cast<int64_t>(rates.base().code);
  std::vector<uint8_t>* incomplete = nullptr;
  for (size_t row = 0; row < out.size(); ++row) {
    out[row] = amounts[row];
    if (amounts[row] == kNull || amounts[row] == 0 || currencies[row] == base) continue;
    const auto converted = rates.to_base(amounts[row], static_cast<uint32_t>(currencies[row]));
    out[row] = converted.value_or(kNull);
    if (converted) continue;
    if (incomplete == nullptr) {
      incomplete = &arena.bytes(out.size());
      std::ranges::fill(*incomplete, uint8_t{0});
      column.incomplete = *incomplete;
    }
    (*incomplete)[row] = 1;
  }
  return column;
}

InputColumn receivable_column(const FeatureCatalogue& catalogue, FeatureId id, const FeatureInputs& inputs,
                              FeatureArena& arena) {
  const core::Table& rows = inputs.page.rows(RecordKind::kReceivable);
  const size_t count = inputs.balances.balance.size();
  const FeatureType type = catalogue.type(id);
  if (id >= kFixedFeatures) return attribute_column(rows.attribute(catalogue.attribute_name(id)), type, count, arena);
  const std::span<const int64_t> currencies = ints_of(rows, Field::kCurrency);
  switch (static_cast<Feature>(id)) {
    case Feature::kReceivableKind: return name_column(ints_of(rows, Field::kKind), core::kReceivableKindNames, count, arena);
    case Feature::kCurrency: return currency_column(currencies, arena);
    case Feature::kPortfolio: return text_column(rows.texts(Field::kPortfolio), count, arena);
    case Feature::kReceivableDaysPastDue: {
      std::vector<int64_t>& values = arena.ints(count);
      std::ranges::copy(inputs.standings.days_past_due, values.begin());
      return {.type = type, .values = values};
    }
    default: break;
  }
  const bool amount = id == id_of(Feature::kAmount);
  const auto amounts = amount ? ints_of(rows, Field::kAmount) : std::span<const int64_t>(inputs.balances.balance);
  return base_amounts(amounts, currencies, inputs.rates, type, arena);
}

std::span<const uint8_t> incomplete_texts(FeatureId id, const FeatureInputs& inputs) {
  if (id == id_of(Feature::kSegment)) return inputs.segment_incomplete;
  return id == id_of(Feature::kRiskClass) ? inputs.risk_class_incomplete : std::span<const uint8_t>();
}

std::span<const uint8_t> kept(std::span<const uint8_t> marks, FeatureArena& arena) {
  if (marks.empty()) return {};
  std::vector<uint8_t>& bytes = arena.bytes(marks.size());
  std::ranges::copy(marks, bytes.begin());
  return bytes;
}

InputColumn debtor_text(Feature feature, const FeatureInputs& inputs, PageFeatures& features, FeatureArena& arena) {
  const core::Table& debtors = inputs.page.debtors;
  const size_t rows = inputs.page.debtor_count();
  switch (feature) {
    case Feature::kKind: return name_column(ints_of(debtors, Field::kKind), core::kDebtorKindNames, rows, arena);
    case Feature::kStage: return name_column(inputs.steps.stage, core::kStageNames, rows, arena);
    case Feature::kCountry: return text_column(debtors.texts(Field::kCountry), rows, arena);
    case Feature::kRegion: return text_column(debtors.texts(Field::kRegion), rows, arena);
    case Feature::kLanguage: return text_column(debtors.texts(Field::kLanguage), rows, arena);
    case Feature::kSalesRep: return text_column(debtors.texts(Field::kSalesRep), rows, arena);
    case Feature::kSegment:
      return text_column(inputs.segment != nullptr ? inputs.segment : debtors.texts(Field::kSegment), rows, arena);
    case Feature::kRiskClass: return text_column(inputs.risk_class, rows, arena);
    case Feature::kLastReturnReason: return text_column(&arena.text(features.last_return_reasons()), rows, arena);
    default: break;
  }
  INVARIANT(false, "not a text of debtors:", static_cast<int>(feature));
  return {};
}

}  // namespace

std::vector<InputColumn> compute_features(const FeatureCatalogue& catalogue, std::span<const FeatureId> ids,
                                          const FeatureInputs& inputs, FeatureArena& arena) {
  std::vector<InputColumn> columns;
  columns.reserve(ids.size());
  PageFeatures features(inputs);
  const size_t debtors = inputs.page.debtor_count();
  for (const FeatureId id : ids) {
    const FeatureType type = catalogue.type(id);
    if (catalogue.of_receivable(id)) {
      columns.push_back(receivable_column(catalogue, id, inputs, arena));
    } else if (id >= kFixedFeatures) {
      const TextColumn* texts = inputs.page.debtors.attribute(catalogue.attribute_name(id));
      columns.push_back(attribute_column(texts, type, debtors, arena));
    } else if (type.type == ValueType::kText) {
      columns.push_back(debtor_text(static_cast<Feature>(id), inputs, features, arena));
      columns.back().incomplete = incomplete_texts(id, inputs);
    } else if (id == id_of(Feature::kScore) && inputs.score != nullptr) {
      columns.push_back(*inputs.score);
    } else {
      std::vector<int64_t>& values = arena.ints(debtors);
      features.compute(static_cast<Feature>(id), values);
      columns.push_back({.type = type, .values = values, .incomplete = kept(features.incomplete(), arena)});
    }
  }
  return columns;
}

std::vector<InputColumn> gather_for_units(const FeatureCatalogue& catalogue, std::span<const FeatureId> ids,
                                          std::span<const InputColumn> columns, std::span<const uint32_t> debtor_of_unit,
                                          std::span<const uint32_t> receivable_of_unit, FeatureArena& arena) {
  INVARIANT(ids.size() == columns.size(), ids.size(), columns.size());
  std::vector<InputColumn> gathered;
  gathered.reserve(columns.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    const std::span<const uint32_t> rows = catalogue.of_receivable(ids[i]) ? receivable_of_unit : debtor_of_unit;
    INVARIANT(rows.size() == debtor_of_unit.size(), "units without receivables read", catalogue.name(ids[i]));
    InputColumn column{.type = columns[i].type, .values = {}, .text = nullptr};
    if (columns[i].text != nullptr) {
      column.text = &arena.text(columns[i].text->gathered(rows));
    } else {
      std::vector<int64_t>& values = arena.ints(rows.size());
      for (size_t unit = 0; unit < rows.size(); ++unit) values[unit] = columns[i].values[rows[unit]];
      column.values = values;
    }
    if (!columns[i].incomplete.empty()) {
      std::vector<uint8_t>& marks = arena.bytes(rows.size());
      for (size_t unit = 0; unit < rows.size(); ++unit) marks[unit] = columns[i].incomplete[rows[unit]];
      column.incomplete = marks;
    }
    gathered.push_back(column);
  }
  return gathered;
}

}  // namespace dunlin::rules
