// The test vectors of the shared folder (facts/vectors.json), group by group.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace dunlin::test {

/// Skips where the folder is absent, and fails there when DUNLIN_REQUIRE_SHARED=1.
class SharedVectors : public testing::Test {
 protected:
  void SetUp() override {
    const char* set = std::getenv("DUNLIN_SHARED");
    const std::filesystem::path shared = set != nullptr ? set : std::string(DUNLIN_SOURCE_DIR) + "/../shared";
    std::ifstream file(shared / "facts" / "vectors.json");
    if (!file) {
      const char* required = std::getenv("DUNLIN_REQUIRE_SHARED");
      if (required != nullptr && std::string_view(required) == "1") FAIL() << "no test vectors in " << shared;
      GTEST_SKIP() << "no test vectors in " << shared << ": set DUNLIN_SHARED";
    }
    std::ostringstream text;
    text << file.rdbuf();
    vectors_ = boost::json::parse(text.str());
  }

  /// The cases of one group; a group that is not there fails the test.
  const boost::json::array& cases(std::string_view group) const {
    for (const boost::json::value& candidate : vectors_.at("groups").as_array()) {
      if (candidate.at("id").as_string() == group) return candidate.at("cases").as_array();
    }
    ADD_FAILURE() << "no vectors " << group;
    static const boost::json::array kNone;
    return kNone;
  }

  boost::json::value vectors_;
};

}  // namespace dunlin::test
