// What a fee rule asks of one receivable (section 4), read once more.
#pragma once

#include "rules/fees/fee_rule.h"
#include "tests/auditor/exchange.h"

namespace dunlin::audit {

/// Minor units of the receivable's currency, of its original amount; nothing where the rule does not speak of it.
int64_t fee_on(const rules::FeeRule& rule, int64_t original, uint32_t currency, const Exchange& exchange);

}  // namespace dunlin::audit
