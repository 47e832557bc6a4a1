// Values in the words of explain: features, claims, codes of deferrals, and which currencies no rate converts.
#pragma once

#include <span>
#include <string>

#include "core/account_page.h"
#include "rules/contact/permit.h"
#include "rules/features/base_rates.h"
#include "rules/feel/input_column.h"
#include "rules/scenario/threshold.h"

namespace dunlin::engine {

/// A feature's value as JSON: number text, quoted string, date string, true/false, null.
std::string value_json(const rules::FeatureType& type, const rules::InputColumn& column, size_t row);
/// True where amounts without an exchange rate are missing from the value.
bool is_incomplete(const rules::InputColumn& column, size_t row);
/// Currencies of the debtor's receivables and payments that nothing converts to the base currency: `JPY, USD`.
std::string unrated_currencies(const rules::BaseRates& rates, const core::AccountPage& page, uint32_t debtor);
/// `10.00 EUR, 500 JPY`, or `nothing`.
std::string claims_words(std::span<const rules::Claim> claims);
/// A code of config/REASONS.md.
std::string deferral_name(rules::Deferral reason);

}  // namespace dunlin::engine
