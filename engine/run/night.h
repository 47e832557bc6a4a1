// What every page of a night shares: the date, the rules, the creditors. Immutable while the night lasts.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/result.h"
#include "core/table.h"
#include "engine/run/due_dates.h"
#include "engine/run/page_interest.h"
#include "engine/run/run_survey.h"
#include "rules/features/base_rates.h"
#include "rules/rulebook.h"

namespace dunlin::storage {
class Store;
}

namespace dunlin::engine {

struct CreditorFacts {
  bool decided = false;  ///< this run decides it
  std::string payee, iban, bic, country;
};

struct Night {
  core::Date date;
  std::shared_ptr<const rules::Rulebook> book;
  rules::BaseRates rates;  ///< exchange rates that hold on the date
  /// By creditor_id. A creditor that is not here was never loaded: its debtors are suspended.
  boost::unordered_flat_map<std::string, CreditorFacts> creditors;
  DueCalendars due_calendars;
  InterestGround interest;
  std::shared_ptr<const RunSurvey> survey;  ///< null: none is needed, or it is being made

  /// `decided`: sorted ids of the creditors that the run decides; empty: all.
  /// `loaded_rates`: records of kRate.
  Night(core::Date on, std::shared_ptr<const rules::Rulebook> rulebook, const core::Table& creditor_rows,
        const core::Table& loaded_rates, const std::vector<std::string>& decided);
  const CreditorFacts* creditor(std::string_view id) const;
};

/// A night over the creditors, rates and exchange rates that imports up to `last_import` left.
core::Result<Night> night_as_of(const storage::Store& store, uint64_t last_import, core::Date on,
                                std::shared_ptr<const rules::Rulebook> rulebook, const std::vector<std::string>& decided);

}  // namespace dunlin::engine
