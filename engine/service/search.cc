// Search reads every page with its cold texts: no index to keep, and quick enough for a person who waits.
#include <algorithm>

#include "engine/parallel.h"
#include "engine/service/debtor_file.h"

namespace dunlin::engine {
namespace {

using core::Field;
using core::RecordKind;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Looks for one text, given in lower case.
class Needle {
 public:
  explicit Needle(const std::string& text) : text_(text) {
    std::transform(text_.begin(), text_.end(), text_.begin(), lower);
  }
  bool is_in(std::string_view hay) const {
    const auto same = [](char a, char b) { return lower(a) == b; };
    return std::search(hay.begin(), hay.end(), text_.begin(), text_.end(), same) != hay.end();
  }

 private:
  std::string text_;
};

/// Where a debtor was found: the field and its text.
struct Match {
  std::string_view field;
  std::string_view text;
};

struct Place {
  RecordKind kind;
  Field field;
};
constexpr Place kPlaces[] = {{RecordKind::kReceivable, Field::kReceivableId},
                             {RecordKind::kReceivable, Field::kReference},
                             {RecordKind::kPayment, Field::kPaymentId},
                             {RecordKind::kPayment, Field::kReference},
                             {RecordKind::kCreditNote, Field::kCreditNoteId},
                             {RecordKind::kPromise, Field::kPromiseId},
                             {RecordKind::kPlan, Field::kPlanId},
                             {RecordKind::kDispute, Field::kDisputeId},
                             {RecordKind::kHold, Field::kHoldId},
                             {RecordKind::kPlacement, Field::kPlacementId},
                             {RecordKind::kPlacement, Field::kAgency},
                             {RecordKind::kCase, Field::kCaseId},
                             {RecordKind::kCase, Field::kTitle},
                             {RecordKind::kContact, Field::kName},
                             {RecordKind::kContact, Field::kEmail}};

bool find_in(const core::AccountPage& page, size_t debtor, const Needle& needle, Match& match) {
  for (const Field field : {Field::kDebtorId, Field::kName, Field::kEmail}) {
    const std::string_view text = page.debtors.text_at(field, debtor);
    if (!needle.is_in(text)) continue;
    match = {field_name(field), text};
    return true;
  }
  for (const Place& place : kPlaces) {
    const core::Group& group = page.group(place.kind);
    if (group.begin.size() < debtor + 2) continue;
    for (uint32_t row = group.begin[debtor]; row < group.begin[debtor + 1]; ++row) {
      const std::string_view text = group.rows.text_at(place.field, row);
      if (!needle.is_in(text)) continue;
      match = {field_name(place.field), text};
      return true;
    }
  }
  return false;
}

}  // namespace

core::Result<ResultTable> search(Site& site, const std::string& text, uint64_t limit) {
  if (text.empty()) return core::Error{core::ErrorKind::kUsage, "search", "needs a text", "dunlin search TEXT"};
  ResultTable table{{{"creditor_id"}, {"debtor_id"}, {"name"}, {"matched"}, {"text"}}, {}};
  const Needle needle(text);
  const storage::Store& store = *site.store;
  storage::ReadScope scope;
  scope.cold = true;
  std::vector<decltype(table.rows)> of_slot(store.identity().slots);
  DUNLIN_TRY(in_parallel(site.threads, of_slot.size(), [&](size_t slot) -> core::Status {
    for (const storage::PageKey& key : store.pages_of(static_cast<core::SlotIndex>(slot))) {
      if (of_slot[slot].size() >= limit) break;
      DUNLIN_ASSIGN(const storage::LoadedPage loaded, store.load(key, scope));
      const core::AccountPage& page = loaded.page;
      Match match;
      for (size_t debtor = 0; debtor < page.debtor_count(); ++debtor) {
        if (!find_in(page, debtor, needle, match)) continue;
        std::optional<std::string> name;
        if (const auto known = page.debtors.text_at(Field::kName, debtor); !known.empty()) name = std::string(known);
        of_slot[slot].push_back({std::string(page.debtors.text_at(Field::kCreditorId, debtor)),
                                 std::string(page.debtors.text_at(Field::kDebtorId, debtor)), name, std::string(match.field),
                                 std::string(match.text)});
      }
    }
    return {};
  }));
  for (auto& rows : of_slot) {
    for (auto& row : rows) {
      if (table.rows.size() < limit) table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace dunlin::engine
