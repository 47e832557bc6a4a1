// What the import tests share: a store in a directory of its own, files written from texts, and the whole content of a
// store as lines of text, so that two stores can be compared and a difference be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/import/import_files.h"
#include "storage/store.h"

namespace dunlin::engine {

/// A directory that vanishes with the object.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  std::string path(std::string_view name = {}) const { return (root_ / name).string(); }
  /// Writes a file and returns its path.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path root_;
};

/// A fresh store with few slots and small pages, so that little data fills many.
class ImportWorkshop {
 public:
  explicit ImportWorkshop(storage::StoreShape shape = {4, 4, false});

  storage::Store& store() { return *store_; }
  const ScratchDirectory& directory() const { return directory_; }
  ImportOptions options;

  /// Imports texts as files of one command; the names end in .csv. Fails the test when the store does.
  ImportReport import(const std::vector<std::string>& texts);
  /// One file's counts as `rows 3: inserted 2 rejected 1`, zeros left out.
  static std::string counts(const ImportedFile& file);
  /// Imports one text and returns its counts.
  std::string count(const std::string& text) { return counts(import({text}).files.front()); }

  /// Every debtor and record of the store, creditors too, one a line; bookkeeping of imports left out.
  std::vector<std::string> content() const;
  /// Reasons of stored rejects: `reason row field`.
  std::vector<std::string> rejects() const;
  /// Suspended rows: `kind id missing parent`.
  std::vector<std::string> suspended() const;

 private:
  ScratchDirectory directory_;
  std::unique_ptr<storage::Store> store_;
  int files_ = 0;
};

}  // namespace dunlin::engine
