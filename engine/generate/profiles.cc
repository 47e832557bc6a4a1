#include "engine/generate/profiles.h"

#include "core/invariant.h"

namespace dunlin::engine {
namespace {

constexpr Quantile kB2bAmounts[] = {{0, 900},        {1000, 6'000},   {2500, 18'000},    {5000, 54'000},
                                    {7500, 190'000}, {9000, 720'000}, {9900, 6'000'000}, {10'000, 48'000'000}};
constexpr Quantile kBankAmounts[] = {{0, 2'000},     {1000, 8'500},   {5000, 24'000},
                                     {9000, 98'000}, {9900, 420'000}, {10'000, 2'500'000}};
constexpr Quantile kAgencyAmounts[] = {{0, 500},       {1000, 2'900},   {5000, 11'900},
                                       {9000, 64'000}, {9900, 380'000}, {10'000, 3'000'000}};
constexpr int64_t kB2bTerms[] = {30, 14, 30, 45, 60, 30, 10};
constexpr int64_t kBankTerms[] = {30, 30, 30, 15};
constexpr int64_t kAgencyTerms[] = {14, 14, 30, 21};
constexpr std::string_view kB2bPortfolios[] = {"goods", "services", "projects"};
constexpr std::string_view kBankPortfolios[] = {"consumer-loans", "cards", "mortgages", "sme-loans"};
constexpr std::string_view kAgencyPortfolios[] = {"telecom", "energy", "retail", "parking", "health"};

constexpr PortfolioProfile kProfiles[] = {
    {3, 600, "invoice", kB2bAmounts, kB2bTerms, kB2bPortfolios},
    {1, 9000, "instalment", kBankAmounts, kBankTerms, kBankPortfolios},
    {12, 8000, "invoice", kAgencyAmounts, kAgencyTerms, kAgencyPortfolios},
};

struct CountShare {
  uint32_t upto;  // parts of a million
  int64_t low, high;
};
constexpr CountShare kCounts[] = {{30'000, 0, 0},      {554'000, 1, 1},        {777'000, 2, 2},  {874'000, 3, 3},
                                  {927'000, 4, 4},     {975'500, 5, 8},        {995'000, 9, 20}, {999'500, 21, 100},
                                  {999'995, 101, 500}, {1'000'000, 501, 8'000}};

// Streams of counts lie apart from those that make the debtors themselves.
constexpr uint64_t kCountStream = 0xC0DE'C0DE'0000'0001ULL;

}  // namespace

const PortfolioProfile& profile_of(Profile profile) { return kProfiles[static_cast<size_t>(profile)]; }

uint64_t receivables_of_debtor(uint64_t seed, uint64_t debtor) {
  RandomStream random(seed ^ kCountStream, debtor);
  const uint64_t at = random.below(1'000'000);
  for (const CountShare& share : kCounts) {
    if (at < share.upto) return static_cast<uint64_t>(random.between(share.low, share.high));
  }
  INVARIANT(false, "shares of counts end below a million:", at);
  return 1;
}

}  // namespace dunlin::engine
