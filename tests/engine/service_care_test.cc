// What keeps an installation healthy: init leaves what is there, check notes what is missing, generated portfolios load,
// verify finds nothing wrong.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/service/care.h"
#include "engine/service/check.h"
#include "engine/service/init.h"
#include "tests/engine/dunlin_binary.h"

namespace dunlin::engine {
namespace {

TEST(ServiceInit, LeavesAConfigurationThatIsThere) {
  const DunlinBinary home;
  home.write("data/dunlin.toml", "# mine\n");
  const core::Result<InitResponse> made = init({home.data(), "agency", {4, 512, false}});
  ASSERT_TRUE(made.ok()) << core::describe(made.error());
  EXPECT_EQ(made->kept, std::vector<std::string>{home.data() + "/dunlin.toml"});
  EXPECT_EQ(made->uuid.size(), 32U);
  std::ifstream file(home.data() + "/dunlin.toml");
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "# mine");
  EXPECT_FALSE(init({home.data(), "agency", {4, 512, false}}).ok()) << "the store is there already";
}

TEST(ServiceCheck, NotesTemplatesWithoutAFile) {
  const DunlinBinary home;
  home.write("data/scenarios/s.toml",
             "[[step]]\nid = \"a\"\ndays_past_due = 1\ntemplate = \"one\"\n"
             "[[step]]\nid = \"b\"\ndays_past_due = 2\ntemplate = \"two\"\n");
  home.write("data/templates/de/two.mustache", "");
  SiteOptions options;
  options.data = home.data();
  const core::Result<CheckResponse> checked = check(options);
  ASSERT_TRUE(checked.ok()) << core::describe(checked.error());
  EXPECT_TRUE(checked->ok());
  EXPECT_EQ(checked->steps, 2U);
  ASSERT_EQ(checked->warnings.size(), 1U);
  EXPECT_NE(checked->warnings[0].find("no file yet for one ("), std::string::npos) << checked->warnings[0];
}

TEST(ServiceCare, AGeneratedPortfolioLoadsAndVerifies) {
  const DunlinBinary home;
  ASSERT_TRUE(init({home.data(), "b2b", {4, 64, false}}).ok());
  SiteOptions options;
  options.data = home.data();
  core::Result<Site> site = open_site(options, SiteAccess::kWrite);
  ASSERT_TRUE(site.ok()) << core::describe(site.error());
  GenerateRequest request;
  request.receivables = 700;
  const core::Result<IngestResponse> loaded = generate_into_store(*site, request);
  ASSERT_TRUE(loaded.ok()) << core::describe(loaded.error());
  EXPECT_FALSE(loaded->has_failures());
  uint64_t receivables = 0;
  for (const ImportedFile& file : loaded->report.files) {
    for (const core::RecordKind kind : file.kinds) {
      if (kind == core::RecordKind::kReceivable) receivables += file.counts.inserted;
    }
  }
  EXPECT_EQ(receivables, 700U);
  EXPECT_FALSE(std::filesystem::exists(home.data() + "/generated")) << "the files are only on their way";
  const core::Result<VerifyResponse> verified = verify(*site);
  ASSERT_TRUE(verified.ok()) << core::describe(verified.error());
  EXPECT_TRUE(verified->problems.empty()) << verified->problems.front();
  EXPECT_EQ(verified->imports, 1U);
}

}  // namespace
}  // namespace dunlin::engine
