#include "tests/engine/import_workshop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/date.h"
#include "engine/import/suspense.h"

namespace dunlin::engine {
namespace {

using core::Field;

/// `name=value` of every cell of the row that holds something.
std::string row_text(const core::Table& rows, size_t row) {
  std::map<std::string, std::string> cells;
  for (const Field field : rows.fields()) {
    if (field == Field::kImport || field == Field::kHash) continue;
    if (const auto* ints = rows.ints(field)) {
      if ((*ints)[row] != core::kNull) cells[std::string(core::field_name(field))] = std::to_string((*ints)[row]);
    } else if (!rows.texts(field)->is_null(row)) {
      cells[std::string(core::field_name(field))] = rows.texts(field)->at(row);
    }
  }
  for (const core::Attribute& attribute : rows.attributes()) {
    if (!attribute.values.is_null(row)) cells["attr." + attribute.name] = attribute.values.at(row);
  }
  std::string text;
  for (const auto& [name, value] : cells) text += " " + name + "=" + value;
  return text;
}

}  // namespace

ScratchDirectory::ScratchDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "dunlin-import-XXXXXX").string();
  root_ = ::mkdtemp(name.data());
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(root_, ignored);
}

std::string ScratchDirectory::write(std::string_view name, std::string_view content) const {
  std::ofstream file(path(name), std::ios::binary);
  file << content;
  return path(name);
}

ImportWorkshop::ImportWorkshop(storage::StoreShape shape) {
  auto made = storage::Store::create(directory_.path("store"), shape);
  EXPECT_TRUE(made.ok()) << core::describe(made.error());
  if (made.ok()) store_ = std::move(made).value();
  options.stage_directory = directory_.path("store/stage");
}

ImportReport ImportWorkshop::import(const std::vector<std::string>& texts) {
  std::vector<ImportSource> sources;
  for (const std::string& text : texts) {
    ImportSource source;
    source.path = directory_.write(std::to_string(files_++) + ".csv", text);
    sources.push_back(source);
  }
  auto report = import_files(*store_, sources, options);
  EXPECT_TRUE(report.ok()) << core::describe(report.error());
  if (!report.ok()) return ImportReport{std::vector<ImportedFile>(texts.size())};
  return std::move(report).value();
}

std::string ImportWorkshop::counts(const ImportedFile& file) {
  if (file.error) return "refused";
  std::string text = "rows " + std::to_string(file.counts.rows) + ":";
  const auto add = [&](const char* name, uint64_t count) {
    if (count > 0) text += " " + std::string(name) + " " + std::to_string(count);
  };
  add("inserted", file.counts.inserted);
  add("amended", file.counts.amended);
  add("unchanged", file.counts.unchanged);
  add("duplicate", file.counts.duplicate);
  add("conflict", file.counts.conflict);
  add("suspended", file.counts.suspended);
  add("rejected", file.counts.rejected);
  return text;
}

std::vector<std::string> ImportWorkshop::content() const {
  std::vector<std::string> lines;
  const auto creditors = store_->creditors();
  EXPECT_TRUE(creditors.ok());
  for (size_t row = 0; row < creditors.value().rows(); ++row) lines.push_back("creditor" + row_text(creditors.value(), row));
  for (core::SlotIndex slot = 0; slot < store_->identity().slots; ++slot) {
    for (const storage::PageKey& key : store_->pages_of(slot)) {
      storage::ReadScope scope;
      scope.cold = true;
      const auto loaded = store_->load(key, scope);
      EXPECT_TRUE(loaded.ok());
      if (!loaded.ok()) continue;
      const core::AccountPage& page = loaded.value().page;
      for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
        const std::string who = std::string(page.debtors.text_at(Field::kCreditorId, debtor)) + "/" +
                                std::string(page.debtors.text_at(Field::kDebtorId, debtor));
        lines.push_back(who + row_text(page.debtors, debtor));
        for (size_t kind = 0; kind < core::kRecordKinds; ++kind) {
          const core::Group& group = page.groups[kind];
          if (group.rows.rows() == 0) continue;
          for (size_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
            lines.push_back(who + " " + std::string(core::kRecordKindNames[kind]) + row_text(group.rows, row));
          }
        }
      }
    }
  }
  return lines;
}

std::vector<std::string> ImportWorkshop::rejects() const {
  std::vector<std::string> lines;
  EXPECT_TRUE(store_
                  ->each_reject([&](uint64_t, const core::Reject& reject) {
                    lines.push_back(reject.reason + " " + std::to_string(reject.row) + " " + reject.field);
                    return true;
                  })
                  .ok());
  return lines;
}

std::vector<std::string> ImportWorkshop::suspended() const {
  std::vector<std::string> lines;
  EXPECT_TRUE(each_suspended(*store_, [&](const SuspendedRow& row) {
                lines.push_back(std::string(core::kRecordKindNames[static_cast<size_t>(row.kind)]) + " " + row.id + " " +
                                std::string(kMissingParentNames[static_cast<size_t>(row.missing)]) + " " + row.parent_id);
                if (row.missing == MissingParent::kMoney) lines.back() += " " + std::to_string(row.amount);
                return true;
              }).ok());
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace dunlin::engine
