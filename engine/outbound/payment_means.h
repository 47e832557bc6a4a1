// What a debtor's banking app can read: the creditor reference of ISO 11649, the QR text of EPC069-12 and the payto link of
// RFC 8905. Pure text functions; who owes what is decided elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/money.h"

namespace dunlin::engine {

/// `RF` + check digits + reference (ISO 11649), upper case, blanks left out; empty when the reference has other characters
/// than letters and digits, none at all, or more than 21.
std::string rf_reference(std::string_view reference);
/// True for a whole RF reference with right check digits; blanks between groups are allowed.
bool is_rf_reference(std::string_view text);

struct CreditTransfer {
  std::string_view bic;        ///< may be empty: version 002 does not need it within the EEA
  std::string_view payee;      ///< cut to 70 characters
  std::string_view iban;       ///< blanks are left out
  int64_t cents = 0;           ///< minor units; of euros in a QR text
  std::string_view purpose;    ///< of at most 4 characters; may be empty
  std::string_view reference;  ///< a valid RF reference goes as structured, any other as text cut to 140 characters
  std::string_view note;       ///< shown to the payer, cut to 70 characters
};
/// The text of the QR code (version 002, UTF-8, lines parted by LF, trailing empty lines dropped). Empty when there can be
/// none: no payee or IBAN, an amount outside 0.01..999999999.99 euros, more than 331 bytes, or a line break in a part.
std::string epc_qr_text(const CreditTransfer& transfer);

/// `payto://iban/[BIC/]IBAN?amount=EUR:49.95&receiver-name=...&message=...`; empty without an IBAN or an amount above zero.
std::string payto_link(const CreditTransfer& transfer, core::Currency currency);

}  // namespace dunlin::engine
