// Scores pages of rows by the kernels, and single rows by the definition.

#include <algorithm>

#include "core/invariant.h"
#include "rules/score/score_kernel.h"
#include "rules/score/scorecard.h"

namespace dunlin::rules {
namespace {

/// Bin of a text among the `in` lists; the last bin takes the rest.
uint32_t bin_of(const ScorecardPolicy::Characteristic& characteristic, std::string_view value) {
  uint32_t bin = 0;
  for (; bin + 1 < characteristic.bins.size(); ++bin) {
    const auto& values = characteristic.bins[bin].in;
    if (std::find(values.begin(), values.end(), value) != values.end()) break;
  }
  return bin;
}

/// A characteristic made ready for a page: what does not depend on the row is worked out once.
struct ReadyTerm {
  const int64_t* values = nullptr;         // numbers and booleans; null: missing in every row
  const core::TextColumn* text = nullptr;  // texts
  std::vector<int64_t> steps;              // numbers
  std::vector<int64_t> code_points;        // texts: by dictionary entry; booleans: of false and true
};

ReadyTerm ready_term(const Scorecard& card, size_t index, const InputColumn& column) {
  const Scorecard::Term& term = card.terms()[index];
  const auto& characteristic = card.policy().characteristics[index];
  ReadyTerm ready;
  ready.values = column.values.empty() ? nullptr : column.values.data();
  if (column.type.type == ValueType::kNumber) {
    for (size_t b = 0; b < term.thresholds.size(); ++b) ready.steps.push_back(term.points[b + 1] - term.points[b]);
  } else if (column.type.type == ValueType::kBoolean) {
    ready.code_points = {term.points[bin_of(characteristic, "false")], term.points[bin_of(characteristic, "true")]};
  } else if (column.text != nullptr) {
    ready.text = column.text;
    for (uint32_t code = 0; code < column.text->entries(); ++code) {
      ready.code_points.push_back(term.points[bin_of(characteristic, column.text->entry(code))]);
    }
  }
  return ready;
}

/// Points of rows [begin, begin + rows).
void points_of(const Scorecard::Term& term, const ReadyTerm& ready, size_t begin, size_t rows, int64_t* points) {
  if (ready.text != nullptr) {
    const uint32_t* codes = ready.text->codes().data() + begin;
    for (size_t i = 0; i < rows; ++i) {
      points[i] = codes[i] < core::TextColumn::kLeaveCode ? ready.code_points[codes[i]] : term.missing;
    }
  } else if (ready.values == nullptr) {
    std::fill_n(points, rows, term.missing);
  } else if (!ready.code_points.empty()) {
    for (size_t i = 0; i < rows; ++i) {
      const int64_t value = ready.values[begin + i];
      points[i] = value == core::kNull ? term.missing : ready.code_points[value != 0];
    }
  } else {
    bin_points_kernel({term.thresholds, ready.steps, term.points[0], term.missing}, ready.values + begin, rows, points);
  }
}

uint8_t class_of(std::span<const ScorecardPolicy::RiskClass> classes, int64_t score) {
  size_t index = 0;
  for (const auto& at : classes) index += score < at.from;
  return index == classes.size() ? kNoRiskClass : static_cast<uint8_t>(index);
}

void check_columns(const Scorecard& card, std::span<const InputColumn> inputs, size_t rows) {
  const auto wanted = card.inputs();
  INVARIANT(inputs.size() == wanted.size(), "columns for a scorecard:", inputs.size(), wanted.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    INVARIANT(inputs[i].type.type == wanted[i].type.type && inputs[i].type.scale == wanted[i].type.scale,
              "column of another type than compiled:", wanted[i].name);
    const size_t given = inputs[i].text != nullptr ? inputs[i].text->rows() : inputs[i].values.size();
    INVARIANT(given >= rows || given == 0, "column shorter than the rows asked for:", wanted[i].name, given, rows);
  }
}

}  // namespace

void evaluate_scorecard(const Scorecard& card, std::span<const InputColumn> inputs, size_t rows, ScoreColumns& out) {
  check_columns(card, inputs, rows);
  out.score.resize(rows);
  out.risk_class.resize(rows);
  out.reasons.resize(rows);
  std::vector<ReadyTerm> ready;
  ready.reserve(card.terms().size());
  for (size_t t = 0; t < card.terms().size(); ++t) ready.push_back(ready_term(card, t, inputs[card.terms()[t].input]));

  ScoreChunk chunk;
  alignas(64) int64_t points[kScoreChunkRows];
  for (size_t begin = 0; begin < rows; begin += kScoreChunkRows) {
    const size_t count = std::min(rows - begin, kScoreChunkRows);
    std::fill_n(chunk.score, count, card.policy().base);
    for (auto& cost : chunk.cost) std::fill_n(cost, count, 0);
    for (size_t t = 0; t < ready.size(); ++t) {
      points_of(card.terms()[t], ready[t], begin, count, points);
      add_points_kernel(points, card.terms()[t].best, static_cast<uint32_t>(t), count, chunk);
    }
    std::copy_n(chunk.score, count, out.score.data() + begin);
    for (size_t i = 0; i < count; ++i) out.risk_class[begin + i] = class_of(card.policy().classes, chunk.score[i]);
    for (size_t i = 0; i < count; ++i) {
      for (size_t r = 0; r < kReasonsMax; ++r) {
        const int64_t cost = chunk.cost[r][i];
        out.reasons[begin + i][r] = cost == 0 ? kNoReason : static_cast<uint8_t>(63 - (cost & 63));
      }
    }
  }
}

ScoredRow score_row(const Scorecard& card, std::span<const InputColumn> inputs, size_t row) {
  ScoredRow result;
  result.score = card.policy().base;
  std::vector<std::pair<int64_t, uint8_t>> losses;
  for (size_t t = 0; t < card.terms().size(); ++t) {
    const Scorecard::Term& term = card.terms()[t];
    const InputColumn& column = inputs[term.input];
    ScoredRow::Part part{ScoredRow::kMissingBin, term.missing};
    const auto& characteristic = card.policy().characteristics[t];
    if (column.type.type == ValueType::kText) {
      if (column.text != nullptr && !column.text->is_null(row)) part.bin = bin_of(characteristic, column.text->at(row));
    } else if (!column.values.empty() && column.values[row] != core::kNull) {
      const int64_t value = column.values[row];
      if (column.type.type == ValueType::kBoolean) {
        part.bin = bin_of(characteristic, value != 0 ? "true" : "false");
      } else {
        part.bin = 0;
        while (part.bin < term.thresholds.size() && value >= term.thresholds[part.bin]) ++part.bin;
      }
    }
    if (part.bin != ScoredRow::kMissingBin) part.points = term.points[part.bin];
    result.score += part.points;
    if (part.points < term.best) losses.emplace_back(term.best - part.points, static_cast<uint8_t>(t));
    result.parts.push_back(part);
  }
  std::stable_sort(losses.begin(), losses.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (size_t r = 0; r < std::min(losses.size(), kReasonsMax); ++r) result.reasons[r] = losses[r].second;
  result.risk_class = class_of(card.policy().classes, result.score);
  return result;
}

}  // namespace dunlin::rules
