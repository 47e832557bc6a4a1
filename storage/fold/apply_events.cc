// How: rows of the page and of the events are numbered through ("global rows", in version order), sorted into groups (all
// rows of one debtor record, or of one record of one debtor), and each field is resolved group by group, a column at a time.
#include "storage/fold/apply_events.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <numeric>

#include "core/invariant.h"
#include "core/payment_terms.h"
#include "storage/fold/reach_kernel.h"

namespace dunlin::storage {
namespace {

using core::Field;
using core::kLeave;
using core::kNull;
using core::RecordKind;
using core::Table;
using core::TextColumn;

/// Rows of the page (import 0) or of one batch of events, and where they begin among the global rows.
struct Source {
  const Table* rows = nullptr;
  uint64_t import = 0;
  bool is_page = false;
  uint32_t first = 0;
  const std::vector<uint32_t>* debtors = nullptr;  // final debtor of each row
};

/// Global rows sorted by (final row, version): those of final row i are order[begin[i] .. begin[i + 1]).
struct Grouping {
  std::vector<uint32_t> order;
  std::vector<uint32_t> begin{0};
  size_t rows() const { return begin.size() - 1; }
};

bool kept_by_engine(Field field) {
  return field == Field::kHash || field == Field::kImport || field == Field::kDebtorMissing || field == Field::kReach;
}

// --- Debtors ---

/// All debtors of the page and of the events, numbered as they are met.
class DebtorIndex {
 public:
  uint32_t find_or_add(const DebtorKey& key, uint64_t import) {
    const auto [head, inserted] = heads_.try_emplace(key.hash, kNone);
    for (uint32_t at = head->second; at != kNone; at = next_[at]) {
      if (keys_[at] == key) return at;
    }
    const auto added = static_cast<uint32_t>(keys_.size());
    keys_.push_back(key);
    imports_.push_back(import);
    next_.push_back(head->second);
    head->second = added;
    return added;
  }
  const std::vector<DebtorKey>& keys() const { return keys_; }
  /// Import of the event that first named the debtor; 0 for those of the page.
  uint64_t first_import(uint32_t debtor) const { return imports_[debtor]; }

 private:
  static constexpr uint32_t kNone = 0xFFFF'FFFFU;
  boost::unordered_flat_map<core::DebtorHash, uint32_t> heads_;
  std::vector<DebtorKey> keys_;
  std::vector<uint64_t> imports_;
  std::vector<uint32_t> next_;  // debtors of one hash
};

std::vector<uint32_t> debtors_of_batch(const Table& rows, uint64_t import, DebtorIndex& index) {
  std::vector<uint32_t> debtors(rows.rows());
  const TextColumn* debtor_ids = rows.texts(Field::kDebtorId);
  const TextColumn* creditor_ids = rows.texts(Field::kCreditorId);
  INVARIANT(rows.rows() == 0 || debtor_ids != nullptr, "events without debtor_id");
  for (size_t i = 0; i < rows.rows(); ++i) {
    // Files often hold a debtor's rows together: the same codes mean the same debtor.
    const bool same = i > 0 && debtor_ids->codes()[i] == debtor_ids->codes()[i - 1] &&
                      (creditor_ids == nullptr || creditor_ids->codes()[i] == creditor_ids->codes()[i - 1]);
    debtors[i] = same ? debtors[i - 1] : index.find_or_add(debtor_key(rows, i), import);
  }
  return debtors;
}

/// Final position of each debtor of the index: their order is debtor_order.
std::vector<uint32_t> ranks_of(const DebtorIndex& index) {
  std::vector<uint32_t> order(index.keys().size());
  std::iota(order.begin(), order.end(), 0);
  const auto before = [&](uint32_t a, uint32_t b) { return debtor_order(index.keys()[a], index.keys()[b]) < 0; };
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  std::vector<uint32_t> ranks(order.size());
  for (size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<uint32_t>(i);
  return ranks;
}

// --- Groups ---

/// Global rows by final debtor, version order kept within each (a counting sort).
Grouping group_by_debtor(std::span<const Source> sources, size_t debtors, size_t total) {
  Grouping groups;
  groups.begin.assign(debtors + 1, 0);
  for (const Source& source : sources) {
    for (const uint32_t debtor : *source.debtors) ++groups.begin[debtor + 1];
  }
  std::partial_sum(groups.begin.begin(), groups.begin.end(), groups.begin.begin());
  groups.order.resize(total);
  std::vector<uint32_t> next(groups.begin.begin(), groups.begin.end() - 1);
  for (const Source& source : sources) {
    for (size_t i = 0; i < source.debtors->size(); ++i) {
      groups.order[next[(*source.debtors)[i]]++] = source.first + static_cast<uint32_t>(i);
    }
  }
  return groups;
}

std::vector<std::string_view> ids_of(std::span<const Source> sources, Field id, size_t total) {
  std::vector<std::string_view> ids(total);
  for (const Source& source : sources) {
    const TextColumn* column = source.rows->texts(id);
    INVARIANT(source.rows->rows() == 0 || column != nullptr, "rows without", core::field_name(id));
    for (size_t i = 0; i < source.rows->rows(); ++i) ids[source.first + i] = column->at(i);
  }
  return ids;
}

/// Sorts each debtor's rows by id and parts them into records; `begin` receives the records of each debtor.
Grouping group_by_record(Grouping by_debtor, const std::vector<std::string_view>& ids, std::vector<uint32_t>& begin) {
  Grouping records;
  records.begin.reserve(by_debtor.order.size() + 1);
  begin.assign(by_debtor.begin.size(), 0);
  const auto before = [&](uint32_t a, uint32_t b) { return ids[a] < ids[b]; };
  for (size_t debtor = 0; debtor + 1 < by_debtor.begin.size(); ++debtor) {
    const auto from = by_debtor.order.begin() + by_debtor.begin[debtor];
    const auto to = by_debtor.order.begin() + by_debtor.begin[debtor + 1];
    if (!std::is_sorted(from, to, before)) std::stable_sort(from, to, before);
    for (auto at = from; at != to; ++at) {
      if (at + 1 == to || ids[*at] != ids[*(at + 1)]) {
        records.begin.push_back(static_cast<uint32_t>(at + 1 - by_debtor.order.begin()));
      }
    }
    begin[debtor + 1] = static_cast<uint32_t>(records.rows());
  }
  records.order = std::move(by_debtor.order);
  return records;
}

// --- Fields ---

Table::Ints resolve_ints(std::span<const int64_t> cells, const Grouping& groups) {
  Table::Ints out(groups.rows());
  for (size_t i = 0; i < out.size(); ++i) {
    int64_t value = kLeave;
    for (uint32_t k = groups.begin[i + 1]; k > groups.begin[i] && value == kLeave; --k) value = cells[groups.order[k - 1]];
    out[i] = value == kLeave ? kNull : value;
  }
  return out;
}

Table::Ints cells_of(std::span<const Source> sources, Field field, size_t total) {
  Table::Ints cells;
  cells.reserve(total);
  for (const Source& source : sources) {
    if (const Table::Ints* column = source.rows->ints(field)) {
      cells.insert(cells.end(), column->begin(), column->end());
    } else {
      cells.resize(cells.size() + source.rows->rows(), source.is_page ? kNull : kLeave);
    }
  }
  return cells;
}

/// Columns of one text field, one a source; null where a source has none.
using TextSources = std::vector<const TextColumn*>;

TextColumn resolve_texts(std::span<const Source> sources, const TextSources& columns, const Grouping& groups, size_t total) {
  // Codes of all sources are made one number space by the offset of their dictionary.
  std::vector<uint32_t> codes;
  codes.reserve(total);
  std::vector<uint32_t> offsets{0};
  for (size_t s = 0; s < sources.size(); ++s) {
    const size_t rows = sources[s].rows->rows();
    const uint32_t offset = offsets.back();
    if (columns[s] == nullptr) {
      codes.resize(codes.size() + rows, sources[s].is_page ? TextColumn::kNullCode : TextColumn::kLeaveCode);
      offsets.push_back(offset);
      continue;
    }
    for (const uint32_t code : columns[s]->codes()) {
      codes.push_back(code >= TextColumn::kLeaveCode ? code : code + offset);
    }
    offsets.push_back(offset + static_cast<uint32_t>(columns[s]->entries()));
  }
  TextColumn out;
  out.reserve(groups.rows(), groups.rows() * 8);
  std::vector<uint32_t> translated(offsets.back(), TextColumn::kNullCode);
  for (size_t i = 0; i < groups.rows(); ++i) {
    uint32_t code = TextColumn::kLeaveCode;
    for (uint32_t k = groups.begin[i + 1]; k > groups.begin[i] && code == TextColumn::kLeaveCode; --k) {
      code = codes[groups.order[k - 1]];
    }
    if (code >= TextColumn::kLeaveCode) {
      out.append_null();
      continue;
    }
    if (translated[code] == TextColumn::kNullCode) {
      const auto source = static_cast<size_t>(std::upper_bound(offsets.begin(), offsets.end(), code) - offsets.begin() - 1);
      translated[code] = out.add_entry(columns[source]->entry(code - offsets[source]));
    }
    out.append_code(translated[code]);
  }
  return out;
}

bool all_null(const TextColumn& column) { return column.entries() == 0; }
bool all_null(const Table::Ints& column) {
  return std::all_of(column.begin(), column.end(), [](int64_t value) { return value == kNull; });
}

bool field_is_cold(RecordKind kind, Field field) {
  const core::FieldSpec* spec = core::find_field(kind, field);
  return spec != nullptr && spec->warmth == core::Warmth::kCold;
}

class KindFold {
 public:
  KindFold(RecordKind kind, std::vector<Source> sources, Grouping groups, size_t total, ColdFields cold)
      : kind_(kind), sources_(std::move(sources)), groups_(std::move(groups)), total_(total), cold_(cold), out_(kind) {
    out_.set_rows(groups_.rows());
  }

  Table finish() && { return std::move(out_); }
  Table& out() { return out_; }
  const Grouping& groups() const { return groups_; }

  /// Every field and attribute but those that the engine keeps, and those given.
  void resolve_fields(std::initializer_list<Field> left_out) {
    for (size_t number = 0; number < core::kFieldCount; ++number) {
      const auto field = static_cast<Field>(number);
      if (kept_by_engine(field) || std::find(left_out.begin(), left_out.end(), field) != left_out.end()) continue;
      if (cold_ == ColdFields::kIgnored && field_is_cold(kind_, field)) continue;
      resolve_field(field);
    }
    if (cold_ == ColdFields::kApplied) resolve_attributes();
  }

  /// The import that last changed each row; rows without any source get `otherwise(row)`.
  template <class Otherwise>
  void set_imports(Otherwise otherwise) {
    Table::Ints cells = cells_of(sources_, Field::kImport, total_);
    for (const Source& source : sources_) {
      if (source.is_page) continue;
      std::fill_n(cells.begin() + source.first, source.rows->rows(), static_cast<int64_t>(source.import));
    }
    Table::Ints imports = resolve_ints(cells, groups_);
    for (size_t i = 0; i < imports.size(); ++i) {
      if (groups_.begin[i] == groups_.begin[i + 1]) imports[i] = otherwise(i);
    }
    out_.set_ints(Field::kImport, std::move(imports));
  }

  /// Due dates that no row names follow from issue date and terms, row after row; the first one that a receivable had is
  /// kept where no event told it.
  void set_due_dates() {
    if (out_.rows() == 0) return;
    const Table::Ints due = cells_of(sources_, Field::kDueDate, total_);
    const bool all_named = std::all_of(due.begin(), due.end(), [](int64_t cell) { return cell > kLeave; });
    Table::Ints& original = out_.ints_or_new(Field::kOriginalDueDate);
    if (all_named) {
      for (size_t i = 0; i < original.size(); ++i) {
        if (original[i] == kNull) original[i] = due[groups_.order[groups_.begin[i]]];
      }
      return;
    }
    const Table::Ints issued = cells_of(sources_, Field::kIssueDate, total_);
    const Table::Ints terms = cells_of(sources_, Field::kTerms, total_);
    Table::Ints resolved(out_.rows());
    for (size_t i = 0; i < resolved.size(); ++i) {
      core::DueTerms receivable;
      for (uint32_t k = groups_.begin[i]; k < groups_.begin[i + 1]; ++k) {
        const uint32_t row = groups_.order[k];
        receivable.amend({due[row], issued[row], terms[row]});
        if (original[i] == kNull) original[i] = receivable.due;
      }
      resolved[i] = receivable.due;
    }
    out_.set_ints(Field::kDueDate, std::move(resolved));
  }

  void set_reach() {
    const Table* page_rows = sources_[0].rows;
    const bool known = page_rows->is_int(Field::kReach);
    Table::Ints reach = resolve_ints(cells_of(sources_, Field::kReach, total_), groups_);
    Table::Ints computed;
    if (cold_ == ColdFields::kApplied) computed = reach_of(out_);
    for (size_t i = 0; i < reach.size(); ++i) {
      const bool touched = groups_.begin[i] < groups_.begin[i + 1] && groups_.order[groups_.begin[i + 1] - 1] >= page_end();
      if (!computed.empty() && (touched || !known)) reach[i] = computed[i];
      if (reach[i] == kNull) reach[i] = core::bit(core::Channel::kPortal);
    }
    out_.set_ints(Field::kReach, std::move(reach));
  }

 private:
  uint32_t page_end() const { return static_cast<uint32_t>(sources_[0].rows->rows()); }

  void resolve_field(Field field) {
    const auto has_ints = [&](const Source& source) { return source.rows->is_int(field); };
    if (std::any_of(sources_.begin(), sources_.end(), has_ints)) {
      Table::Ints column = resolve_ints(cells_of(sources_, field, total_), groups_);
      if (!all_null(column)) out_.set_ints(field, std::move(column));
      return;
    }
    TextSources columns;
    for (const Source& source : sources_) columns.push_back(source.rows->texts(field));
    if (std::all_of(columns.begin(), columns.end(), [](const TextColumn* column) { return column == nullptr; })) return;
    TextColumn column = resolve_texts(sources_, columns, groups_, total_);
    if (!all_null(column)) out_.set_texts(field, std::move(column));
  }

  void resolve_attributes() {
    std::vector<std::string_view> names;
    for (const Source& source : sources_) {
      for (const core::Attribute& attribute : source.rows->attributes()) {
        if (std::find(names.begin(), names.end(), attribute.name) == names.end()) names.push_back(attribute.name);
      }
    }
    // By name, so that the order in which files brought them shows nowhere.
    std::sort(names.begin(), names.end());
    for (const std::string_view name : names) {
      TextSources columns;
      for (const Source& source : sources_) columns.push_back(source.rows->attribute(name));
      TextColumn column = resolve_texts(sources_, columns, groups_, total_);
      if (!all_null(column)) out_.set_attribute(std::string(name), std::move(column));
    }
  }

  RecordKind kind_;
  std::vector<Source> sources_;
  Grouping groups_;
  size_t total_;
  ColdFields cold_;
  Table out_;
};

// --- The page ---

class PageFold {
 public:
  PageFold(const core::AccountPage& page, std::span<const VersionedEvents> events, ColdFields cold)
      : page_(page), events_(events), cold_(cold) {
    for (size_t i = 0; i < page.debtor_count(); ++i) index_.find_or_add(debtor_key(page.debtors, i), 0);
    INVARIANT(index_.keys().size() == page.debtor_count(), "a debtor twice in a page");
    for (const VersionedEvents& event : events) {
      event_debtors_.push_back(debtors_of_batch(event.batch->rows, event.import, index_));
    }
    const std::vector<uint32_t> ranks = ranks_of(index_);
    met_.resize(ranks.size());
    for (uint32_t i = 0; i < ranks.size(); ++i) met_[ranks[i]] = i;
    for (std::vector<uint32_t>& debtors : event_debtors_) {
      for (uint32_t& debtor : debtors) debtor = ranks[debtor];
    }
    page_ranks_.assign(ranks.begin(), ranks.begin() + static_cast<ptrdiff_t>(page.debtor_count()));
  }

  core::AccountPage run() {
    core::AccountPage out;
    out.debtors = fold_debtors();
    for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
      if (static_cast<RecordKind>(kind) != RecordKind::kDebtor) fold_kind(static_cast<RecordKind>(kind), out);
    }
    out.group(RecordKind::kDebtor).begin.assign(met_.size() + 1, 0);
    return out;
  }

 private:
  /// The page's rows of the kind (always the first source, maybe empty) and the events'. Returns the number of rows.
  size_t collect(RecordKind kind, const Table& of_page, const std::vector<uint32_t>& page_debtors,
                 std::vector<Source>& sources) {
    sources.push_back({&of_page, 0, true, 0, &page_debtors});
    size_t total = of_page.rows();
    for (size_t i = 0; i < events_.size(); ++i) {
      const Table& rows = events_[i].batch->rows;
      if (rows.kind() != kind || rows.rows() == 0) continue;
      sources.push_back({&rows, events_[i].import, false, static_cast<uint32_t>(total), &event_debtors_[i]});
      total += rows.rows();
    }
    return total;
  }

  Table fold_debtors() {
    std::vector<Source> sources;
    const size_t total = collect(RecordKind::kDebtor, page_.debtors, page_ranks_, sources);
    Grouping groups = group_by_debtor(sources, met_.size(), total);
    const Table::Ints was_missing = cells_of(std::span(sources).first(1), Field::kDebtorMissing, page_.debtor_count());
    const auto page_rows = static_cast<uint32_t>(page_.debtor_count());
    KindFold fold(RecordKind::kDebtor, sources, std::move(groups), total, cold_);
    set_keys(fold.out());
    fold.resolve_fields({Field::kCreditorId, Field::kDebtorId});
    fold.set_imports([&](size_t row) { return static_cast<int64_t>(index_.first_import(met_[row])); });
    fold.set_reach();
    Table::Ints missing(met_.size(), 0);
    for (size_t i = 0; i < missing.size(); ++i) {
      const uint32_t from = fold.groups().begin[i];
      const uint32_t to = fold.groups().begin[i + 1];
      const bool only_page = to == from + 1 && fold.groups().order[from] < page_rows;
      if (from == to) missing[i] = 1;
      if (only_page) missing[i] = was_missing[fold.groups().order[from]] == 1 ? 1 : 0;
    }
    fold.out().set_ints(Field::kDebtorMissing, std::move(missing));
    return std::move(fold).finish();
  }

  void set_keys(Table& out) {
    Table::Ints hashes(met_.size());
    TextColumn creditors;
    TextColumn debtors;
    boost::unordered_flat_map<std::string_view, uint32_t> creditor_codes;
    for (size_t i = 0; i < met_.size(); ++i) {
      const DebtorKey& key = index_.keys()[met_[i]];
      hashes[i] = static_cast<int64_t>(key.hash);
      const auto [at, inserted] = creditor_codes.try_emplace(key.creditor_id, static_cast<uint32_t>(creditors.entries()));
      if (inserted) creditors.add_entry(key.creditor_id);
      creditors.append_code(at->second);
      debtors.append(key.debtor_id);
    }
    out.set_ints(Field::kHash, std::move(hashes));
    out.set_texts(Field::kCreditorId, std::move(creditors));
    out.set_texts(Field::kDebtorId, std::move(debtors));
  }

  void fold_kind(RecordKind kind, core::AccountPage& out) {
    core::Group& group = out.group(kind);
    const core::Group& of_page = page_.group(kind);
    std::vector<uint32_t> page_debtors(of_page.rows.rows());
    for (size_t d = 0; d + 1 < of_page.begin.size(); ++d) {
      std::fill(page_debtors.begin() + of_page.begin[d], page_debtors.begin() + of_page.begin[d + 1], page_ranks_[d]);
    }
    std::vector<Source> sources;
    const size_t total = collect(kind, of_page.rows, page_debtors, sources);
    group.begin.assign(met_.size() + 1, 0);
    if (total == 0) return;
    const std::vector<std::string_view> ids = ids_of(sources, core::id_field(kind), total);
    Grouping records = group_by_record(group_by_debtor(sources, met_.size(), total), ids, group.begin);
    KindFold fold(kind, std::move(sources), std::move(records), total, cold_);
    fold.resolve_fields({Field::kCreditorId, Field::kDebtorId});
    fold.set_imports([](size_t) { return kNull; });
    if (kind == RecordKind::kReceivable) fold.set_due_dates();
    if (kind == RecordKind::kContact) fold.set_reach();
    group.rows = std::move(fold).finish();
  }

  const core::AccountPage& page_;
  std::span<const VersionedEvents> events_;
  ColdFields cold_;
  DebtorIndex index_;
  std::vector<std::vector<uint32_t>> event_debtors_;  // final debtor of each row, a batch each
  std::vector<uint32_t> page_ranks_;                  // final position of each debtor of the page
  std::vector<uint32_t> met_;                         // number in index_ of each final debtor
};

}  // namespace

std::strong_ordering debtor_order(const DebtorKey& a, const DebtorKey& b) {
  if (a.hash != b.hash) return a.hash <=> b.hash;
  if (const int order = a.creditor_id.compare(b.creditor_id); order != 0) return order <=> 0;
  return a.debtor_id.compare(b.debtor_id) <=> 0;
}

DebtorKey debtor_key(const Table& rows, size_t row) {
  const std::string_view debtor_id = rows.text_at(Field::kDebtorId, row);
  const Table::Ints* hashes = rows.ints(Field::kHash);
  const core::DebtorHash hash =
      hashes != nullptr ? static_cast<core::DebtorHash>((*hashes)[row]) : core::debtor_hash(debtor_id);
  return {hash, rows.text_at(Field::kCreditorId, row), debtor_id};
}

core::AccountPage apply_events(const core::AccountPage& page, std::span<const VersionedEvents> events, ColdFields cold) {
  return PageFold(page, events, cold).run();
}

bool touches_reach(const core::EventBatch& batch) {
  if (batch.rows.kind() != RecordKind::kDebtor && batch.rows.kind() != RecordKind::kContact) return false;
  for (const Field field :
       {Field::kEmail, Field::kPhone, Field::kMobile, Field::kStreet, Field::kCity, Field::kPostalCode}) {
    const TextColumn* column = batch.rows.texts(field);
    if (column == nullptr) continue;
    const auto& codes = column->codes();
    if (std::any_of(codes.begin(), codes.end(), [](uint32_t code) { return code != TextColumn::kLeaveCode; })) return true;
  }
  return false;
}

}  // namespace dunlin::storage
