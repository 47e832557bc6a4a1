// Random little imports against a slow, obvious model of what an import means: maps, one row after the other. Counts of
// every file, the content of the store and what waits in suspense must agree. A failure prints its seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/generate/random_stream.h"
#include "tests/engine/import_workshop.h"

namespace dunlin::engine {
namespace {

struct Row {
  char kind;  // 'd'ebtor, 'r'eceivable, 'p'ayment
  std::string creditor, debtor, id;
  std::string amount, currency, date;  // of debtors: amount is the segment
  std::string receivable;              // of payments
};
using Key = std::pair<std::string, std::string>;  // creditor, id

struct ModelRecord {
  std::string debtor, amount, currency, date, receivable;
};

/// The store as the model sees it.
struct Model {
  std::map<Key, std::string> debtors;  // segment
  std::map<Key, ModelRecord> receivables, payments;
  std::set<std::string> creditors = {"A", "B"};

  void count(const std::vector<Row>& rows, const std::vector<size_t>& file, std::vector<std::map<std::string, int>>& counts);
  std::vector<std::string> suspended() const;
  void withdraw();
  std::string holder(const Key& receivable) const {
    const auto at = receivables.find(receivable);
    return at == receivables.end() ? std::string() : at->second.debtor;
  }
};

void Model::count(const std::vector<Row>& rows, const std::vector<size_t>& file,
                  std::vector<std::map<std::string, int>>& counts) {
  // Who owns an id: the store, else the first row.
  std::map<std::pair<char, Key>, std::string> owners;
  for (const auto& [key, record] : receivables) owners[{'r', key}] = record.debtor;
  for (const auto& [key, record] : payments) owners[{'p', key}] = record.debtor;
  std::set<Key> known_debtors;
  for (const auto& [key, segment] : debtors) known_debtors.insert(key);
  for (const Row& row : rows) {
    if (row.kind == 'd') known_debtors.insert({row.creditor, row.debtor});
    if (row.kind != 'd') owners.try_emplace({row.kind, {row.creditor, row.id}}, row.debtor);
  }
  const auto verdict = [&](const Row& row) -> std::string {
    const Key debtor{row.creditor, row.debtor};
    const bool parents = creditors.contains(row.creditor) && (row.kind == 'd' || known_debtors.contains(debtor));
    if (row.kind == 'd') {
      const auto [at, added] = debtors.try_emplace(debtor, row.amount);
      if (added) return parents ? "inserted" : "suspended";
      if (at->second == row.amount) return "unchanged";
      at->second = row.amount;
      return "amended";
    }
    const Key key{row.creditor, row.id};
    if (owners[{row.kind, key}] != row.debtor) return "conflict";
    auto& records = row.kind == 'r' ? receivables : payments;
    const auto at = records.find(key);
    if (row.kind == 'r') {
      if (at == records.end()) {
        records[key] = {row.debtor, row.amount, row.currency, row.date, ""};
        return parents ? "inserted" : "suspended";
      }
      if (at->second.currency != row.currency) return "conflict";
      if (at->second.amount == row.amount && at->second.date == row.date) return "unchanged";
      at->second.amount = row.amount;
      at->second.date = row.date;
      return "amended";
    }
    if (at != records.end()) {
      const ModelRecord& old = at->second;
      return old.amount == row.amount && old.currency == row.currency && old.date == row.date ? "duplicate" : "conflict";
    }
    const auto owner = owners.find({'r', {row.creditor, row.receivable}});
    const bool named = !row.receivable.empty();
    if (named && owner != owners.end() && owner->second != row.debtor) return "rejected";
    records[key] = {row.debtor, row.amount, row.currency, row.date, row.receivable};
    return parents && (!named || owner != owners.end()) ? "inserted" : "suspended";
  };
  // Debtors and receivables first: parents are sought in the whole import.
  for (const char kind : {'d', 'r', 'p'}) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].kind == kind) ++counts[file[i]][verdict(rows[i])];
    }
  }
  withdraw();
}

/// Money that waited for a receivable which came under another debtor is gone, as if the receivable had come first: its id
/// is free again.
void Model::withdraw() {
  std::erase_if(payments, [&](const auto& entry) {
    const auto& [key, record] = entry;
    const std::string of = record.receivable.empty() ? std::string() : holder({key.first, record.receivable});
    return !of.empty() && of != record.debtor;
  });
}

std::vector<std::string> Model::suspended() const {
  std::vector<std::string> lines;
  const auto waits = [&](const char* kind, const Key& key, const std::string& debtor, const std::string& receivable) {
    if (!debtors.contains({key.first, debtor})) {
      lines.push_back(std::string(kind) + " " + key.second + " debtor " + debtor);
    } else if (!creditors.contains(key.first)) {
      lines.push_back(std::string(kind) + " " + key.second + " creditor " + key.first);
    } else if (!receivable.empty() && holder({key.first, receivable}).empty()) {
      lines.push_back(std::string(kind) + " " + key.second + " receivable " + receivable);
    }
  };
  for (const auto& [key, segment] : debtors) {
    if (!creditors.contains(key.first)) lines.push_back("debtors " + key.second + " creditor " + key.first);
  }
  for (const auto& [key, record] : receivables) waits("receivables", key, record.debtor, "");
  for (const auto& [key, record] : payments) waits("payments", key, record.debtor, record.receivable);
  std::sort(lines.begin(), lines.end());
  return lines;
}

Row draw_row(RandomStream& random) {
  Row row;
  row.kind = "drrpp"[random.below(5)];
  row.creditor = random.chance(300) ? "Z" : random.chance(5000) ? "A" : "B";
  row.debtor = "D" + std::to_string(random.below(9));
  row.id = (row.kind == 'r' ? "R" : "P") + std::to_string(random.below(row.kind == 'r' ? 40 : 60));
  row.amount = row.kind == 'd' ? "s" + std::to_string(random.below(2)) : std::to_string(random.below(3) + 1);
  row.currency = random.chance(1500) ? "USD" : "EUR";
  row.date = "2026-01-0" + std::to_string(random.below(2) + 1);
  if (random.chance(7000)) row.receivable = "R" + std::to_string(random.below(45));
  // Ids mostly stay with one debtor, as they do.
  if (row.kind == 'r' && !random.chance(1500)) row.debtor = "D" + std::to_string(std::stoi(row.id.substr(1)) % 9);
  if (row.kind == 'p' && !random.chance(1500) && !row.receivable.empty()) {
    row.debtor = "D" + std::to_string(std::stoi(row.receivable.substr(1)) % 9);
  }
  return row;
}

std::string csv_of(char kind, const std::vector<Row>& rows) {
  std::string text = kind == 'd'   ? "creditor_id,debtor_id,name,segment\n"
                     : kind == 'r' ? "creditor_id,receivable_id,debtor_id,amount,currency,due_date\n"
                                   : "creditor_id,payment_id,debtor_id,amount,currency,value_date,receivable_id\n";
  for (const Row& row : rows) {
    text += row.creditor + ",";
    if (kind == 'd') {
      text += row.debtor + ",name," + row.amount + "\n";
    } else {
      text += row.id + "," + row.debtor + "," + row.amount + "," + row.currency + "," + row.date;
      text += kind == 'p' ? "," + row.receivable + "\n" : "\n";
    }
  }
  return text;
}

class ImportModel : public testing::TestWithParam<uint64_t> {};

TEST_P(ImportModel, AgreesOnThreeHundredRandomRows) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  RandomStream random(GetParam(), 0);
  Model model;
  ImportWorkshop workshop({static_cast<uint32_t>(random.between(1, 5)), static_cast<uint32_t>(random.between(1, 6)), false});
  workshop.options.again = true;
  workshop.import({"creditor_id,name\nA,Aa\nB,Bb\n"});
  for (int round = 0; round < 3; ++round) {
    // Several files of random kinds; the same rows in the same order go to the model.
    const size_t files = 1 + random.below(6);
    std::vector<std::string> texts;
    std::vector<Row> rows;
    std::vector<size_t> file_of_row;
    for (size_t file = 0; file < files; ++file) {
      const char kind = "drp"[random.below(3)];
      std::vector<Row> mine;
      while (mine.size() < 100 / files) {
        Row row = draw_row(random);
        if (row.kind == kind) mine.push_back(row);
      }
      texts.push_back(csv_of(kind, mine));
      rows.insert(rows.end(), mine.begin(), mine.end());
      file_of_row.resize(rows.size(), file);
    }
    std::vector<std::map<std::string, int>> expected(files);
    model.count(rows, file_of_row, expected);
    workshop.options.landing = random.chance(5000) ? Landing::kBulk : Landing::kDeltas;
    workshop.options.threads = static_cast<uint32_t>(random.between(1, 3));
    const ImportReport report = workshop.import(texts);
    for (size_t file = 0; file < files; ++file) {
      const storage::RowCounts& counts = report.files[file].counts;
      const std::map<std::string, uint64_t> got = {{"inserted", counts.inserted},   {"amended", counts.amended},
                                                   {"unchanged", counts.unchanged}, {"duplicate", counts.duplicate},
                                                   {"conflict", counts.conflict},   {"suspended", counts.suspended},
                                                   {"rejected", counts.rejected}};
      for (const auto& [verdict, count] : got) {
        EXPECT_EQ(count, static_cast<uint64_t>(expected[file][verdict]))
            << "round " << round << " file " << file << " " << verdict;
      }
    }
    ASSERT_EQ(workshop.suspended(), model.suspended()) << "round " << round;
  }
  // Every record of the model is in the store, and nothing else.
  size_t receivables = 0, payments = 0;
  for (const std::string& line : workshop.content()) {
    receivables += line.find(" receivables ") != std::string::npos;
    payments += line.find(" payments ") != std::string::npos;
  }
  EXPECT_EQ(receivables, model.receivables.size());
  EXPECT_EQ(payments, model.payments.size());
  const auto broken = workshop.store().verify({});
  ASSERT_TRUE(broken.ok());
  EXPECT_EQ(*broken, std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ImportModel, testing::Range<uint64_t>(1, 25));

}  // namespace
}  // namespace dunlin::engine
