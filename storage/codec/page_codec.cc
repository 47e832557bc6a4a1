#include "storage/codec/page_codec.h"

#include "core/invariant.h"
#include "storage/codec/rows_codec.h"
#include "storage/codec/table_codec.h"

namespace dunlin::storage {
namespace {

using core::RecordKind;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

std::string finish_page(FlatBufferBuilder& out, const PageHeader& header, const std::vector<Offset<wire::Rows>>& groups) {
  const auto totals = header.totals.empty() ? 0 : write_totals(out, header.totals);
  const auto groups_at = out.CreateVector(groups);
  out.Finish(wire::CreatePage(out, static_cast<uint16_t>(header.slot), header.lower_bound, header.generation,
                              header.folded_through, totals, groups_at));
  return std::string(finished(out));
}

std::string encode_account_page(const PageHeader& header, const core::AccountPage& page, Part part) {
  FlatBufferBuilder out(64 * 1024);
  std::vector<Offset<wire::Rows>> groups;
  groups.push_back(write_rows(out, page.debtors, part, {}));
  for (const core::Group& group : page.groups) {
    if (group.rows.rows() == 0) continue;
    INVARIANT(group.begin.size() == page.debtor_count() + 1, group.begin.size(), page.debtor_count());
    groups.push_back(write_rows(out, group.rows, part, part == Part::kCold ? std::span<const uint32_t>() : group.begin));
  }
  return finish_page(out, header, groups);
}

bool read_header(const wire::Page& page, PageHeader& header) {
  header = {page.slot(), page.lower_bound(), page.generation(), page.folded_through(), {}};
  return read_totals(page.totals(), header.totals);
}

/// The header, the debtors and whose records are how many; groups get no rows.
bool read_debtors(const wire::Page& root, PageHeader& header, core::AccountPage& page) {
  if (root.groups() == nullptr || root.groups()->size() == 0) return false;
  page = core::AccountPage();
  if (!read_header(root, header) || !read_table(*root.groups()->Get(0), page.debtors)) return false;
  const core::Table& debtors = page.debtors;
  if (!debtors.is_int(core::Field::kHash) || !debtors.is_text(core::Field::kDebtorId)) return false;
  const size_t count = page.debtor_count();
  for (core::Group& group : page.groups) group.begin.assign(count + 1, 0);
  for (uint32_t i = 1; i < root.groups()->size(); ++i) {
    const wire::Rows& rows = *root.groups()->Get(i);
    if (rows.kind() >= core::kRecordKinds || !read_begin(rows, count, page.groups[rows.kind()].begin)) return false;
  }
  return true;
}

}  // namespace

std::string encode_facts(const PageHeader& header, const core::AccountPage& page) {
  return encode_account_page(header, page, Part::kFacts);
}

std::string encode_cold(const PageHeader& header, const core::AccountPage& page) {
  PageHeader bare = header;
  bare.totals.clear();
  return encode_account_page(bare, page, Part::kCold);
}

std::string encode_memory(const PageHeader& header, const core::MemoryPage& memory) {
  FlatBufferBuilder out(8 * 1024);
  std::vector<Offset<wire::Rows>> groups;
  groups.push_back(write_rows(out, memory.debtors, Part::kAll, {}));
  // The groups always follow in this order, empty or not.
  for (const auto member : core::kMemoryGroups) {
    const core::Group& group = memory.*member;
    const std::vector<uint32_t> none(memory.debtors.rows() + 1, 0);
    INVARIANT(group.rows.rows() == 0 || group.begin.size() == none.size(), group.begin.size(), none.size());
    groups.push_back(write_rows(out, group.rows, Part::kAll, group.rows.rows() == 0 ? none : group.begin));
  }
  PageHeader bare = header;
  bare.totals.clear();
  return finish_page(out, bare, groups);
}

std::string encode_delta(const DeltaHeader& header, const std::vector<core::EventBatch>& batches) {
  FlatBufferBuilder out(4 * 1024);
  std::vector<Offset<wire::Rows>> rows;
  std::vector<Offset<wire::Column>> numbers;
  for (const core::EventBatch& batch : batches) {
    if (batch.rows.has(core::Field::kHash)) {
      core::Table bare = batch.rows;
      bare.drop(core::Field::kHash);
      rows.push_back(write_rows(out, bare, Part::kAll, {}));
    } else {
      rows.push_back(write_rows(out, batch.rows, Part::kAll, {}));
    }
    // Batches made by hand may have no row numbers; their order is the version all the same.
    std::vector<int64_t> of_batch(batch.rows.rows(), 0);
    if (batch.row_numbers.size() == of_batch.size()) of_batch.assign(batch.row_numbers.begin(), batch.row_numbers.end());
    numbers.push_back(write_ints(out, 0, of_batch));
  }
  const auto change = write_totals(out, header.change);
  const auto rows_at = out.CreateVector(rows);
  const auto numbers_at = out.CreateVector(numbers);
  out.Finish(wire::CreateDelta(out, header.import, header.touches_reach, change, rows_at, numbers_at));
  return std::string(finished(out));
}

bool decode_debtors(std::string_view body, PageHeader& header, core::AccountPage& page) {
  const auto* root = verified_root<wire::Page>(body);
  return root != nullptr && read_debtors(*root, header, page);
}

bool decode_facts(std::string_view body, PageHeader& header, core::AccountPage& page) {
  const auto* root = verified_root<wire::Page>(body);
  if (root == nullptr || !read_debtors(*root, header, page)) return false;
  for (uint32_t i = 1; i < root->groups()->size(); ++i) {
    const wire::Rows& rows = *root->groups()->Get(i);
    core::Table& table = page.groups[rows.kind()].rows;
    if (table.rows() != 0 || !read_table(rows, table)) return false;
  }
  return true;
}

bool decode_cold(std::string_view body, PageHeader& header, core::AccountPage& page) {
  const auto* root = verified_root<wire::Page>(body);
  if (root == nullptr || root->groups() == nullptr || root->groups()->size() == 0 || !read_header(*root, header))
    return false;
  const wire::Rows& debtors = *root->groups()->Get(0);
  if (debtors.rows() != page.debtor_count() || !read_table(debtors, page.debtors)) return false;
  for (uint32_t i = 1; i < root->groups()->size(); ++i) {
    const wire::Rows& rows = *root->groups()->Get(i);
    if (rows.kind() >= core::kRecordKinds) return false;
    core::Table& table = page.groups[rows.kind()].rows;
    if (rows.rows() != table.rows() || !read_table(rows, table)) return false;
  }
  return true;
}

bool decode_memory(std::string_view body, PageHeader& header, core::MemoryPage& memory) {
  const auto* root = verified_root<wire::Page>(body);
  if (root == nullptr || root->groups() == nullptr || root->groups()->size() == 0) return false;
  if (root->groups()->size() > 1 + core::kMemoryGroups.size()) return false;
  memory = core::MemoryPage();
  if (!read_header(*root, header) || !read_table(*root->groups()->Get(0), memory.debtors)) return false;
  for (uint32_t i = 0; i < core::kMemoryGroups.size(); ++i) {
    core::Group& group = memory.*core::kMemoryGroups[i];
    if (i + 1 >= root->groups()->size()) {  // written before the group existed
      group.begin.assign(memory.debtors.rows() + 1, 0);
      continue;
    }
    const wire::Rows& rows = *root->groups()->Get(i + 1);
    if (!read_table(rows, group.rows) || !read_begin(rows, memory.debtors.rows(), group.begin)) return false;
  }
  return true;
}

bool decode_delta(std::string_view body, DeltaHeader& header, std::vector<core::EventBatch>& batches) {
  const auto* root = verified_root<wire::Delta>(body);
  batches.clear();
  if (root == nullptr || !decode_delta_header(body, header)) return false;
  const uint32_t count = root->batches() == nullptr ? 0 : root->batches()->size();
  if ((root->row_numbers() == nullptr ? 0 : root->row_numbers()->size()) != count) return false;
  for (uint32_t i = 0; i < count; ++i) {
    const wire::Rows& rows = *root->batches()->Get(i);
    if (rows.kind() >= core::kRecordKinds) return false;
    core::EventBatch batch(static_cast<RecordKind>(rows.kind()));
    std::vector<int64_t> numbers;
    if (!read_table(rows, batch.rows) || !read_column(root->row_numbers()->Get(i), rows.rows(), numbers)) return false;
    if (rows.rows() > 0 && !batch.rows.is_text(core::Field::kDebtorId)) return false;
    batch.row_numbers.assign(numbers.begin(), numbers.end());
    batches.push_back(std::move(batch));
  }
  return true;
}

bool decode_page_header(std::string_view body, PageHeader& header) {
  const auto* root = verified_root<wire::Page>(body);
  return root != nullptr && read_header(*root, header);
}

bool decode_delta_header(std::string_view body, DeltaHeader& header) {
  const auto* root = verified_root<wire::Delta>(body);
  if (root == nullptr) return false;
  header = {root->import_number(), root->touches_reach(), {}};
  return read_totals(root->change(), header.change);
}

std::string encode_table(const core::Table& table) {
  FlatBufferBuilder out(1024);
  out.Finish(write_rows(out, table, Part::kAll, {}));
  return std::string(finished(out));
}

core::Result<core::Table> decode_table(std::string_view bytes, std::string_view where) {
  const auto* root = verified_root<wire::Rows>(bytes);
  if (root != nullptr && root->kind() < core::kRecordKinds) {
    core::Table table(static_cast<RecordKind>(root->kind()));
    if (read_table(*root, table)) return table;
  }
  return core::Error{core::ErrorKind::kCorruption, std::string(where), "the stored table cannot be read", {}};
}

}  // namespace dunlin::storage
