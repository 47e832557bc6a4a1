#include "engine/outbound/payment_means.h"

namespace dunlin::engine {
namespace {

constexpr size_t kPayeeCharacters = 70;
constexpr size_t kTextCharacters = 140;
constexpr size_t kNoteCharacters = 70;
constexpr size_t kPurposeCharacters = 4;
constexpr size_t kQrBytesMax = 331;
constexpr size_t kRfReferenceCharacters = 21;
constexpr int64_t kCentsMax = 99'999'999'999;

std::string without_blanks(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ') kept += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return kept;
}

/// The number that the text spells with A = 10 .. Z = 35, modulo 97; -1 when it has other characters.
int remainder_of_97(std::string_view text) {
  int remainder = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      remainder = (remainder * 10 + (c - '0')) % 97;
    } else if (c >= 'A' && c <= 'Z') {
      remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    } else {
      return -1;
    }
  }
  return remainder;
}

/// The first `count` characters (code points) of UTF-8 text.
std::string_view characters(std::string_view text, size_t count) {
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins_one = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins_one && count-- == 0) break;
  }
  return text.substr(0, at);
}

bool has_line_break(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

void append_percent_encoded(std::string_view text, std::string& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
}

}  // namespace

std::string rf_reference(std::string_view reference) {
  const std::string body = without_blanks(reference);
  if (body.empty() || body.size() > kRfReferenceCharacters) return {};
  const int remainder = remainder_of_97(body + "RF00");
  if (remainder < 0) return {};
  const int check = 98 - remainder;
  return std::string("RF") + static_cast<char>('0' + check / 10) + static_cast<char>('0' + check % 10) + body;
}

bool is_rf_reference(std::string_view text) {
  const std::string whole = without_blanks(text);
  if (whole.size() < 5 || whole.size() > kRfReferenceCharacters + 4 || !whole.starts_with("RF")) return false;
  if (whole[2] < '0' || whole[2] > '9' || whole[3] < '0' || whole[3] > '9') return false;
  return remainder_of_97(whole.substr(4) + whole.substr(0, 4)) == 1;
}

std::string epc_qr_text(const CreditTransfer& transfer) {
  if (transfer.payee.empty() || transfer.iban.empty()) return {};
  if (transfer.cents < 1 || transfer.cents > kCentsMax || transfer.purpose.size() > kPurposeCharacters) return {};
  for (const std::string_view part :
       {transfer.bic, transfer.payee, transfer.iban, transfer.purpose, transfer.reference, transfer.note}) {
    if (has_line_break(part)) return {};
  }
  const bool structured = is_rf_reference(transfer.reference);
  std::string text = "BCD\n002\n1\nSCT\n";
  text.append(without_blanks(transfer.bic)).append("\n");
  text.append(characters(transfer.payee, kPayeeCharacters)).append("\n");
  text.append(without_blanks(transfer.iban)).append("\nEUR");
  text.append(core::format_amount(transfer.cents, 2)).append("\n");
  text.append(transfer.purpose).append("\n");
  if (structured) text.append(without_blanks(transfer.reference));
  text.append("\n");
  if (!structured) text.append(characters(transfer.reference, kTextCharacters));
  text.append("\n");
  text.append(characters(transfer.note, kNoteCharacters));
  while (text.back() == '\n') text.pop_back();
  return text.size() <= kQrBytesMax ? text : std::string();
}

std::string payto_link(const CreditTransfer& transfer, core::Currency currency) {
  if (transfer.iban.empty() || transfer.cents < 1 || !currency.is_set()) return {};
  std::string link = "payto://iban/";
  if (!transfer.bic.empty()) {
    append_percent_encoded(without_blanks(transfer.bic), link);
    link += '/';
  }
  append_percent_encoded(without_blanks(transfer.iban), link);
  link.append("?amount=").append(core::to_string(currency)).append(":");
  link += core::format_amount(transfer.cents, core::minor_digits(currency));
  if (!transfer.payee.empty()) {
    link += "&receiver-name=";
    append_percent_encoded(transfer.payee, link);
  }
  if (!transfer.reference.empty()) {
    link += "&message=";
    append_percent_encoded(transfer.reference, link);
  }
  return link;
}

}  // namespace dunlin::engine
