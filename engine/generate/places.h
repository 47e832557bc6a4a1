// The world of the synthetic portfolio: countries with their share, language, money and dialling code, and words to make
// names, streets and towns of.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/money.h"

namespace dunlin::engine {

struct Country {
  std::string_view code, language, dial, region;
  core::Currency currency;
  uint32_t upto;  ///< parts of 10,000 below which a draw means this country
};

inline constexpr core::Currency kUsd = core::currency_of_letters('U', 'S', 'D');
inline constexpr core::Currency kGbp = core::currency_of_letters('G', 'B', 'P');

inline constexpr std::array<Country, 13> kCountries = {{
    {"DE", "de", "+49", "BY", core::kEur, 3600},
    {"FR", "fr", "+33", "IDF", core::kEur, 5000},
    {"NL", "nl", "+31", "NH", core::kEur, 5700},
    {"BE", "nl", "+32", "VLG", core::kEur, 6200},
    {"AT", "de", "+43", "9", core::kEur, 6700},
    {"IT", "it", "+39", "25", core::kEur, 7500},
    {"ES", "es", "+34", "MD", core::kEur, 8100},
    {"GB", "en", "+44", "ENG", kGbp, 8900},
    {"US", "en", "+1", "NY", kUsd, 9400},
    {"PL", "pl", "+48", "14", core::currency_of_letters('P', 'L', 'N'), 9700},
    {"CH", "de", "+41", "ZH", core::currency_of_letters('C', 'H', 'F'), 9900},
    {"JP", "ja", "+81", "13", core::currency_of_letters('J', 'P', 'Y'), 9970},
    {"KW", "ar", "+965", "KU", core::currency_of_letters('K', 'W', 'D'), 10'000},
}};

inline constexpr std::array<std::string_view, 24> kFirstNames = {
    "Anna",  "Ben",   "Clara", "David", "Elena", "Felix", "Greta", "Hugo",  "Ida",  "Jonas", "Karla",  "Luis",
    "Marie", "Niels", "Olga",  "Pablo", "Quinn", "Rosa",  "Sofia", "Tomas", "Ursa", "Vera",  "Willem", "Zoé"};
inline constexpr std::array<std::string_view, 24> kLastNames = {
    "Müller", "Dubois",  "Rossi",   "Garcia", "Jansen", "Smith",  "Novak",   "Kowalski",
    "Weber",  "Martin",  "Bianchi", "Lopez",  "Bakker", "Taylor", "Peeters", "Huber",
    "Meier",  "Bernard", "Ferrari", "Moreno", "Visser", "Brown",  "Gruber",  "Sato"};
inline constexpr std::array<std::string_view, 20> kTrades = {
    "Metallbau", "Logistik", "Printing",  "Foods",     "Optics", "Textiles", "Ceramics", "Software", "Farming", "Energy",
    "Transport", "Chemie",   "Furniture", "Packaging", "Tools",  "Marine",   "Paper",    "Motors",   "Medical", "Glass"};
inline constexpr std::array<std::string_view, 6> kForms = {"GmbH", "SARL", "BV", "Ltd", "SpA", "SA"};
inline constexpr std::array<std::string_view, 16> kStreets = {
    "Hauptstrasse", "Rue de Lyon", "Kerkstraat", "Via Roma",   "High Street", "Calle Mayor", "Lindenweg", "Station Road",
    "Gartenweg",    "Quai Sud",    "Dorpsplein", "Via Milano", "Mill Lane",   "Plaza Norte", "Am Markt",  "Elm Avenue"};
inline constexpr std::array<std::string_view, 16> kCities = {"Berlin", "Lyon",   "Utrecht", "Torino", "Leeds", "Sevilla",
                                                             "Graz",   "Boston", "Kassel",  "Lille",  "Gent",  "Parma",
                                                             "York",   "Murcia", "Wroclaw", "Basel"};

}  // namespace dunlin::engine
