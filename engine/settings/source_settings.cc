// Declarations of sources/*.toml.
#include <array>

#include "engine/settings/setting.h"

namespace dunlin::engine {
namespace {

using enum SettingType;

constexpr std::array<std::string_view, 2> kFormats = {"csv", "jsonl"};
constexpr std::array<std::string_view, 2> kNegatives = {"reject", "credit_note"};

// Tables named after record kinds ([receivables], [debtors] ...) come on top of these.
constexpr Setting kSource[] = {
    {.key = "format", .type = kWord, .default_text = "\"csv\"", .names = kFormats, .help = "form of the file"},
    {.key = "delimiter", .help = "one character between cells; default: detected"},
    {.key = "dates",
     .default_text = "\"YYYY-MM-DD\"",
     .help = "form of dates, from YYYY YY MM M DD D MMM (English) and separators"},
    {.key = "decimal", .default_text = "\".\"", .help = "decimal separator of amounts"},
    {.key = "group", .help = "thousands separator of amounts; default: none"},
    {.key = "negative",
     .type = kWord,
     .default_text = "\"reject\"",
     .names = kNegatives,
     .help = "what a receivable with a negative amount becomes"},
};
// Field names of the record come on top of these; each is a column's name or a table.
constexpr Setting kRecord[] = {
    {.key = "when", .type = kTable, .help = "rows that yield the record"},
    {.key = "keep_others",
     .type = kBoolean,
     .default_text = "false",
     .help = "columns that no record of the source names become attributes"},
    {.key = "attr", .type = kTable, .help = "attributes: attr.NAME = a column, or a table as for fields"},
};
constexpr Setting kCondition[] = {
    {.key = "column", .help = "header of the column", .required = true},
    {.key = "present", .type = kBoolean, .help = "whether the cell holds anything"},
    {.key = "equals", .help = "text of the cell"},
    {.key = "in", .type = kTexts, .help = "texts of which the cell holds one"},
};
constexpr Setting kColumnTable[] = {
    {.key = "column", .help = "header of the column"},
    {.key = "constant", .help = "the same value in every row"},
    {.key = "prefix", .help = "put before the value"},
    {.key = "strip_zeros", .type = kBoolean, .default_text = "false", .help = "leading zeros go"},
    {.key = "map", .type = kTable, .help = "codes of the file and what they mean here"},
    {.key = "otherwise", .help = "for codes that the map lacks; default: the row is rejected"},
};

}  // namespace

std::span<const Setting> source_settings() { return kSource; }
std::span<const Setting> record_settings() { return kRecord; }
std::span<const Setting> condition_settings() { return kCondition; }
std::span<const Setting> column_settings() { return kColumnTable; }

}  // namespace dunlin::engine
