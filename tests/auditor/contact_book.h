// Whom we contacted and who spoke with us, and whether we may do so today on a channel.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/auditor/places.h"

namespace dunlin::audit {

/// An own contact as the auditor remembers it.
struct OwnContact {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
  std::vector<std::string> listed;
  std::string action_id;
  bool to_representative = false;
};

struct PastContact {
  core::Date on;
  core::Channel channel = core::Channel::kEmail;
  bool contact = true;  ///< for gaps and features
  bool attempt = true;  ///< for caps
  bool conversation = false;
  std::vector<std::string> listed;  ///< empty: about everything
  bool is_about(const std::string& receivable) const;
};

struct History {
  std::vector<PastContact> contacts;
  std::set<core::Date> consents;
  bool consented(core::Date date) const;
  core::Date last_contact(core::Date date) const;
  int64_t count(core::Date date, int32_t days) const;
};
History history_of(const Account& account, const Whereabouts& where, const std::vector<OwnContact>& own, core::Date date);

/// What is asked for.
struct Wish {
  core::Date date;
  core::ActionKind action = core::ActionKind::kContact;
  core::Stage stage = core::Stage::kAmicable;
  std::string step;
  int32_t gap = 0;  ///< the scenario's
  std::vector<std::string> listed;
};
struct Permission {
  std::string reason = "permitted";  ///< the code of the first rule that says no
  int64_t not_before = core::kNull, not_after = core::kNull;
  bool is_yes() const { return reason == "permitted"; }
};
Permission may_contact(const rules::ContactPolicy& policy, const Account& account, const Whereabouts& where,
                       const History& history, const Wish& wish, core::Channel channel);
/// Who is written to or called: the representative of whoever has one, else the first contact that receives the step, or
/// everything on the channel, and can be reached there, else the debtor.
const Record* recipient_of(const Account& account, const Wish& wish, core::Channel channel);
/// A call to a representative is none to the debtor.
bool is_call_to_representative(core::Channel channel, bool to_representative);
bool has_flag(const Account& account, core::DebtorFlag flag);

}  // namespace dunlin::audit
