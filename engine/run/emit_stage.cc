#include "engine/run/emit_stage.h"

#include <algorithm>

#include "engine/outbound/payment_means.h"
#include "engine/run/notice_stage.h"

namespace dunlin::engine {
namespace {

using core::ActionBatch;
using core::Field;
using core::RecordKind;
using core::Table;
using core::TextColumn;
using rules::Deferral;
using rules::kNoRow;

/// The language in which a country is written to when the debtor names none.
constexpr std::pair<std::string_view, std::string_view> kCountryLanguages[] = {
    {"AT", "de"}, {"BE", "nl"}, {"BG", "bg"}, {"CH", "de"}, {"CY", "el"}, {"CZ", "cs"}, {"DE", "de"}, {"DK", "da"},
    {"EE", "et"}, {"ES", "es"}, {"FI", "fi"}, {"FR", "fr"}, {"GB", "en"}, {"GR", "el"}, {"HR", "hr"}, {"HU", "hu"},
    {"IE", "en"}, {"IT", "it"}, {"LT", "lt"}, {"LU", "fr"}, {"LV", "lv"}, {"MT", "en"}, {"NL", "nl"}, {"NO", "no"},
    {"PL", "pl"}, {"PT", "pt"}, {"RO", "ro"}, {"SE", "sv"}, {"SI", "sl"}, {"SK", "sk"}, {"US", "en"}};

std::string_view language_of_country(std::string_view country) {
  for (const auto& [code, language] : kCountryLanguages) {
    if (code == country) return language;
  }
  return "en";
}

void append_or_null(TextColumn& column, std::string_view text) {
  if (text.empty()) {
    column.append_null();
  } else {
    column.append(text);
  }
}

class Emitter {
 public:
  Emitter(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision)
      : night_(night),
        book_(*night.book),
        loaded_(loaded),
        debtors_(loaded.page.debtors),
        contacts_(loaded.page.rows(RecordKind::kContact)),
        contact_begin_(loaded.page.group(RecordKind::kContact).begin),
        receivables_(loaded.page.rows(RecordKind::kReceivable)),
        decision_(decision),
        out_(decision.actions) {}

  void run() {
    int64_t emitted = 0;
    for (Candidate& candidate : decision_.candidates) {
      if (candidate.outcome != Deferral::kNone) {
        // The debtor got an action, only another one.
        if (candidate.outcome != Deferral::kReplacedByEvent) defer(candidate.outcome);
        continue;
      }
      candidate.action_row = static_cast<uint32_t>(out_.size());
      emit(candidate);
      ++emitted;
    }
    if (emitted > 0) decision_.counters["actions"] += emitted;
    for (const Deferral barred : decision_.unit.barred) {
      if (barred != Deferral::kNone) defer(barred);
    }
    for (const auto& away : decision_.pre_due_kept_away) defer(away.reason);
    for (const PageEvent& event : decision_.events) {
      if (event.fate == EventFate::kBarred) defer(event.reason);
    }
    write_counters();
  }

 private:
  const rules::Scenario& scenario_of(const Candidate& candidate) const { return book_.source.scenarios[candidate.scenario]; }
  const rules::Step& step_of(const Candidate& candidate) const {
    return scenario_of(candidate).steps[static_cast<size_t>(candidate.step)];
  }

  // Counters are kept as numbers while the page lasts and spelt once at its end.
  struct Kind {
    uint16_t scenario;
    int8_t step;
    uint8_t channel;
    core::ActionKind action;
    bool operator==(const Kind&) const = default;
  };
  struct Money {
    int64_t overdue = 0, demanded = 0;
  };

  void defer(Deferral reason) { ++deferred_[static_cast<size_t>(reason)]; }

  int64_t& tally(Kind kind) {
    for (auto& [known, count] : by_kind_) {
      if (known == kind) return count;
    }
    return by_kind_.emplace_back(kind, 0).second;
  }

  Money& tally(uint32_t currency) {
    for (auto& [known, money] : by_currency_) {
      if (known == currency) return money;
    }
    return by_currency_.emplace_back(currency, Money{}).second;
  }

  void write_counters() {
    storage::Counters& counters = decision_.counters;
    for (size_t reason = 0; reason < deferred_.size(); ++reason) {
      if (deferred_[reason] != 0) counters["deferred\x1f" + std::string(rules::kDeferralNames[reason])] += deferred_[reason];
    }
    for (const auto& [kind, count] : by_kind_) {
      const rules::Scenario& scenario = book_.source.scenarios[kind.scenario];
      const rules::Step& step = scenario.steps[static_cast<size_t>(kind.step)];
      std::string counter = "by\x1f" + scenario.id + '\x1f' + step.id + '\x1f';
      counter += core::name_of(core::kActionKindNames, kind.action);
      counter += '\x1f';
      if (kind.channel != ActionBatch::kNoChannel) counter += core::kChannelNames[kind.channel];
      counters[counter] += count;
    }
    for (const auto& [currency, money] : by_currency_) {
      const std::string code = core::to_string(core::Currency{currency});
      counters["overdue\x1f" + code] += money.overdue;
      counters["demanded\x1f" + code] += money.demanded;
    }
  }

  void emit(const Candidate& candidate) {
    const rules::Scenario& scenario = scenario_of(candidate);
    const rules::Step& step = step_of(candidate);
    const uint32_t debtor = candidate.debtor;
    out_.creditor_id.append(debtors_.text_at(Field::kCreditorId, debtor));
    out_.debtor_id.append(debtors_.text_at(Field::kDebtorId, debtor));
    out_.debtor_hash.push_back(debtors_.int_at(Field::kHash, debtor));
    out_.business_date.push_back(night_.date.days);
    out_.scenario.append(scenario.id);
    out_.step.append(candidate.is_event() ? step.id + "/" + decision_.events[candidate.event].record_id : step.id);
    out_.step_index.push_back(candidate.is_event() ? 0 : candidate.step + 1);
    out_.episode.push_back(candidate.pre_due ? 0 : candidate.episode);
    out_.action.push_back(static_cast<uint8_t>(candidate.action));
    out_.stage.push_back(static_cast<uint8_t>(step.stage));
    out_.channel.push_back(candidate.channel);
    append_or_null(out_.template_name, step.template_name);
    out_.priority.push_back(candidate.priority);
    out_.not_before.push_back(candidate.not_before);
    out_.not_after.push_back(candidate.not_after);
    emit_unit(candidate);
    emit_recipient(candidate, step);
    emit_reasons(candidate);
    emit_lines(candidate);
    emit_payment(candidate);
    emit_values(candidate);
    ++tally({candidate.scenario, candidate.step, candidate.channel, candidate.action});
  }

  void emit_unit(const Candidate& candidate) {
    out_.unit_kind.push_back(static_cast<uint8_t>(candidate.unit_kind));
    if (candidate.unit_kind == core::UnitKind::kReceivable) {
      out_.unit.append(receivables_.text_at(Field::kReceivableId, candidate.key));
    } else if (candidate.unit_kind == core::UnitKind::kDebtorCurrency) {
      out_.unit.append(core::to_string(core::Currency{candidate.key}));
    } else {
      out_.unit.append("");
    }
    if (!candidate.consolidated) {
      out_.unit_list.append_null();
      return;
    }
    std::vector<std::pair<std::string_view, std::string_view>> pairs;
    for (uint32_t at = candidate.unit_begin; at < candidate.unit_end; ++at) {
      const uint32_t fired = decision_.fired_units[at];
      const uint32_t row = candidate.pre_due ? decision_.pre_due_receivable[fired] : decision_.units.key[fired];
      const int8_t step = candidate.pre_due ? candidate.step : decision_.unit.chosen[fired];
      pairs.emplace_back(receivables_.text_at(Field::kReceivableId, row),
                         scenario_of(candidate).steps[static_cast<size_t>(step)].id);
    }
    std::sort(pairs.begin(), pairs.end());
    std::string list;
    for (const auto& [receivable, step] : pairs) {
      if (!list.empty()) list += '\x1e';
      list.append(receivable).append(1, '\x1f').append(step);
    }
    out_.unit_list.append(list);
  }

  void emit_recipient(const Candidate& candidate, const rules::Step& step) {
    std::string_view country = debtors_.text_at(Field::kCountry, candidate.debtor);
    if (country.empty()) country = book_.source.default_country;
    std::string_view language = debtors_.text_at(Field::kLanguage, candidate.debtor);
    const bool to_contact = candidate.recipient != kNoRow;
    if (to_contact) {
      if (const auto own = contacts_.text_at(Field::kLanguage, candidate.recipient); !own.empty()) language = own;
    }
    if (language.empty()) language = language_of_country(country);
    out_.language.append(language);
    out_.locale.append(std::string(language) + "-" + std::string(country));
    const Table& from = to_contact ? contacts_ : debtors_;
    const uint32_t row = to_contact ? candidate.recipient : candidate.debtor;
    const bool addressed = core::is_contact(candidate.action);
    const auto channel = static_cast<core::Channel>(candidate.channel);
    const auto put = [&](TextColumn& column, Field field, bool wanted) {
      append_or_null(column, addressed && wanted ? from.text_at(field, row) : std::string_view());
    };
    const bool letter = channel == core::Channel::kLetter;
    put(out_.recipient_name, Field::kName, true);
    put(out_.recipient_email, Field::kEmail, channel == core::Channel::kEmail || channel == core::Channel::kPortal);
    const bool by_phone =
        channel == core::Channel::kCall || channel == core::Channel::kSms || channel == core::Channel::kWhatsapp;
    const bool mobile = channel != core::Channel::kCall || from.text_at(Field::kPhone, row).empty();
    put(out_.recipient_phone, mobile ? Field::kMobile : Field::kPhone, by_phone);
    put(out_.recipient_street, Field::kStreet, letter);
    put(out_.recipient_postal_code, Field::kPostalCode, letter);
    put(out_.recipient_city, Field::kCity, letter);
    append_or_null(out_.recipient_country, addressed && letter ? country : std::string_view());
    emit_copies(candidate, step, addressed);
  }

  void emit_copies(const Candidate& candidate, const rules::Step& step, bool addressed) {
    std::string copies;
    if (addressed && !step.cc.empty()) {
      // Whoever is represented is spoken to through the representative alone.
      const int64_t flags = std::max<int64_t>(0, debtors_.int_at(Field::kFlags, candidate.debtor));
      const bool represented = (flags & core::bit(core::DebtorFlag::kRepresented)) != 0;
      const auto& begin = contact_begin_;
      for (uint32_t row = begin[candidate.debtor]; row < begin[candidate.debtor + 1]; ++row) {
        const int64_t role = contacts_.int_at(Field::kRole, row);
        const bool wanted = std::any_of(step.cc.begin(), step.cc.end(),
                                        [&](core::ContactRole copied) { return role == static_cast<int64_t>(copied); });
        const std::string_view email = contacts_.text_at(Field::kEmail, row);
        const bool barred = represented && role != static_cast<int64_t>(core::ContactRole::kRepresentative);
        if (!wanted || barred || email.empty()) continue;
        if (!copies.empty()) copies += ';';
        copies += email;
      }
    }
    append_or_null(out_.cc, copies);
  }

  void emit_reasons(const Candidate& candidate) {
    const Assessment& assessed = decision_.assessment;
    const uint32_t debtor = candidate.debtor;
    const uint16_t segment = assessed.segment[debtor];
    append_or_null(out_.segment, segment == kNoSegment ? debtors_.text_at(Field::kSegment, debtor)
                                                       : std::string_view(book_.source.strategy.segments[segment].id));
    if (!assessed.score_known) {
      out_.score.push_back(core::kNull);
      out_.risk_class.append_null();
      out_.score_reasons.append_null();
      return;
    }
    out_.score.push_back(assessed.score.score[debtor]);
    append_or_null(out_.risk_class, assessed.risk_class.at(debtor));
    std::string reasons;
    for (const uint8_t reason : assessed.score.reasons[debtor]) {
      if (reason == rules::kNoReason) break;
      if (!reasons.empty()) reasons += '\x1f';
      reasons += book_.scorecard->reason(reason);
    }
    out_.score_reasons.append(reasons);
  }

  /// Sum of unallocated cash that nets the claim of a debtor unit in a currency.
  int64_t cash_netted(const Candidate& candidate, uint32_t currency, int64_t overdue) const {
    const bool shared = !candidate.pre_due && !candidate.consolidated && candidate.unit_kind != core::UnitKind::kReceivable;
    if (!shared || !book_.source.net_credits) return 0;
    const rules::Balances& balances = decision_.assessment.balances;
    for (uint32_t at = balances.cash_begin[candidate.debtor]; at < balances.cash_begin[candidate.debtor + 1]; ++at) {
      if (balances.cash_currency[at] == currency) return std::min(overdue, balances.cash_amount[at]);
    }
    return 0;
  }

  void emit_lines(const Candidate& candidate) {
    const Assessment& assessed = decision_.assessment;
    const size_t first = out_.line_balance.size();
    const bool adds = !decision_.line_fees.empty();
    for (uint32_t at = candidate.line_begin; at < candidate.line_end; ++at) {
      const uint32_t row = decision_.lines[at];
      out_.line_receivable_id.append(receivables_.text_at(Field::kReceivableId, row));
      append_or_null(out_.line_document_url, receivables_.text_at(Field::kDocumentUrl, row));
      out_.line_currency.push_back(static_cast<uint32_t>(receivables_.int_at(Field::kCurrency, row)));
      out_.line_balance.push_back(assessed.balances.balance[row]);
      out_.line_interest.push_back(adds ? decision_.line_interest[at] : 0);
      out_.line_fees.push_back(adds ? decision_.line_fees[at] : 0);
      out_.line_due_date.push_back(static_cast<int32_t>(agreed_due(loaded_, row)));
      out_.line_days_past_due.push_back(assessed.standings.days_past_due[row]);
    }
    out_.line_begin.push_back(static_cast<uint32_t>(out_.line_balance.size()));
    emit_totals(candidate, first);
  }

  /// What a line is asked for: its balance, without the part of it that is disputed.
  int64_t claim_of(const Candidate& candidate, size_t line, size_t first_line) const {
    const std::vector<int64_t>& disputed = decision_.assessment.standings.disputed_part;
    if (disputed.empty()) return out_.line_balance[line];
    return out_.line_balance[line] - disputed[decision_.lines[candidate.line_begin + line - first_line]];
  }

  void emit_totals(const Candidate& candidate, size_t first_line) {
    std::vector<uint32_t> currencies(out_.line_currency.begin() + static_cast<std::ptrdiff_t>(first_line),
                                     out_.line_currency.end());
    std::sort(currencies.begin(), currencies.end());
    currencies.erase(std::unique(currencies.begin(), currencies.end()), currencies.end());
    for (const uint32_t currency : currencies) {
      int64_t overdue = 0;
      int64_t fees = 0;
      int64_t interest = 0;
      for (size_t line = first_line; line < out_.line_balance.size(); ++line) {
        if (out_.line_currency[line] != currency) continue;
        // A pre-due reminder claims what is about to fall due; a later action only what is past due.
        const bool claimed = candidate.pre_due || out_.line_days_past_due[line] > 0;
        if (claimed) overdue = core::checked_add(overdue, claim_of(candidate, line, first_line));
        fees = core::checked_add(fees, out_.line_fees[line]);
        interest = core::checked_add(interest, out_.line_interest[line]);
      }
      const int64_t cash = cash_netted(candidate, currency, overdue);
      const int64_t demanded = core::checked_add(core::checked_add(overdue, fees), core::checked_add(interest, -cash));
      out_.total_currency.push_back(currency);
      out_.total_overdue.push_back(overdue);
      out_.total_interest.push_back(interest);
      out_.total_fees.push_back(fees);
      out_.total_cash.push_back(cash);
      out_.total_demanded.push_back(demanded);
      Money& money = tally(currency);
      money.overdue += overdue;
      money.demanded += demanded;
    }
    out_.total_begin.push_back(static_cast<uint32_t>(out_.total_currency.size()));
  }

  /// One listed receivable is paid by its own reference; several, by one made of the debtor's id.
  void emit_payment(const Candidate& candidate) {
    const bool single = candidate.line_end - candidate.line_begin == 1;
    const uint32_t row = decision_.lines[candidate.line_begin];
    std::string reference;
    if (single) reference = std::string(receivables_.text_at(Field::kReference, row));
    if (reference.empty()) {
      const std::string_view id =
          single ? receivables_.text_at(Field::kReceivableId, row) : debtors_.text_at(Field::kDebtorId, candidate.debtor);
      reference = rf_reference(id);
      if (reference.empty()) reference = std::string(id);
    }
    out_.reference.append(reference);
    const CreditorFacts* creditor = night_.creditor(debtors_.text_at(Field::kCreditorId, candidate.debtor));
    append_or_null(out_.iban, creditor == nullptr ? std::string_view() : creditor->iban);
    append_or_null(out_.bic, creditor == nullptr ? std::string_view() : creditor->bic);
    append_or_null(out_.payee, creditor == nullptr ? std::string_view() : creditor->payee);
  }

  const std::vector<rules::InputColumn>& columns_of(const Candidate& candidate) const {
    if (candidate.is_event()) return decision_.event_columns;
    return candidate.pre_due ? decision_.pre_due_columns : decision_.step_columns;
  }

  core::ValueColumn& value_column(rules::FeatureId id) {
    const std::string_view name = book_.catalogue.name(id);
    // By name, so that an action shows its values in the same order whatever else is in the batch.
    const auto place =
        std::lower_bound(out_.values.begin(), out_.values.end(), name,
                         [](const core::ValueColumn& known, std::string_view wanted) { return known.name < wanted; });
    if (place != out_.values.end() && place->name == name) return *place;
    core::ValueColumn& column = *out_.values.emplace(place);
    column.name = std::string(name);
    column.type = book_.catalogue.type(id).type;
    column.scale = book_.catalogue.type(id).scale;
    column.ints.assign(out_.business_date.size() - 1, core::kLeave);
    return column;
  }

  /// What the step's condition read. The last row of every value column belongs to the action at hand.
  void emit_values(const Candidate& candidate) {
    const auto& when = book_.scenarios[candidate.scenario].steps[static_cast<size_t>(candidate.step)].when;
    if (when) {
      for (const uint32_t at : when->columns) {
        core::ValueColumn& column = value_column(book_.step_features.ids[at]);
        if (column.ints.size() == out_.business_date.size()) continue;
        const rules::InputColumn& from = columns_of(candidate)[at];
        if (column.type != core::ValueType::kText) {
          column.ints.push_back(from.values.empty() ? core::kNull : from.values[candidate.value_row]);
        } else if (from.text == nullptr || from.text->is_null(candidate.value_row)) {
          column.ints.push_back(core::kNull);
        } else {
          column.ints.push_back(text_code(column, from.text->at(candidate.value_row)));
        }
      }
    }
    for (core::ValueColumn& column : out_.values) {
      if (column.ints.size() < out_.business_date.size()) column.ints.push_back(core::kLeave);
    }
  }

  static int64_t text_code(core::ValueColumn& column, std::string_view text) {
    for (uint32_t code = 0; code < column.texts.entries(); ++code) {
      if (column.texts.entry(code) == text) return code;
    }
    return column.texts.add_entry(text);
  }

  const Night& night_;
  const rules::Rulebook& book_;
  const storage::LoadedPage& loaded_;
  const Table& debtors_;
  const Table& contacts_;
  const std::vector<uint32_t>& contact_begin_;
  const Table& receivables_;
  PageDecision& decision_;
  ActionBatch& out_;
  std::array<int64_t, rules::kDeferralNames.size()> deferred_{};
  std::vector<std::pair<Kind, int64_t>> by_kind_;
  std::vector<std::pair<uint32_t, Money>> by_currency_;
};

}  // namespace

void emit_actions(const Night& night, const storage::LoadedPage& loaded, PageDecision& decision) {
  Emitter(night, loaded, decision).run();
}

}  // namespace dunlin::engine
