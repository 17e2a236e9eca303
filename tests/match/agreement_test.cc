// The matcher must find what the slow reference finds, byte for byte: on generated text, damaged
// text, noise, and on real source.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>

#include "scanner/base/file.h"
#include "scanner/match/matcher.h"
#include "scanner/match/reference.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

class Engines {
 public:
  Engines() : matcher_(builtin_matcher()), scratch_(matcher_->make_scratch()) {
    Result<std::unique_ptr<Reference>> made = Reference::create(matcher_->rules());
    REQUIRE(made.ok());
    reference_ = *std::move(made);
  }

  // The number of candidates; fails when the engines differ.
  size_t compare(std::string_view text) {
    const std::vector<Candidate> fast = matcher_->explain(text, *scratch_);
    const std::vector<Candidate> slow = reference_->explain(text);
    const auto differ = std::mismatch(fast.begin(), fast.end(), slow.begin(), slow.end());
    const bool same = differ.first == fast.end() && differ.second == slow.end();
    if (!same) {
      const Candidate& at = differ.first != fast.end() ? *differ.first : *differ.second;
      MESSAGE("first difference: ", matcher_->rules().rules()[at.match.rule].id, " at ",
              at.match.span.begin, " (", fast.size(), " against ", slow.size(), ")");
    }
    CHECK(same);
    return fast.size();
  }

 private:
  std::shared_ptr<const Matcher> matcher_;
  std::shared_ptr<MatchScratch> scratch_;
  std::unique_ptr<Reference> reference_;
};

std::string joined(const std::vector<Planted>& plants, std::string_view between) {
  std::string text;
  for (const Planted& plant : plants) {
    text += plant.text;
    if (text.ends_with('\n')) text.pop_back();
    text += between;
  }
  return text;
}

TEST_CASE("Matcher and reference agree on one example of every rule, whatever stands between") {
  Engines engines;
  uint64_t seed = 100;
  const std::array<std::string_view, 9> separators = {
      "\n", "\n\n\n", " ", ",", "\"", "\\n", "\r\n", "", std::string_view("\0", 1)};
  for (const std::string_view between : separators) {
    CHECK(engines.compare(joined(planted(++seed), between)) > 0);
  }
}

TEST_CASE("Matcher and reference agree on damaged examples") {
  Engines engines;
  std::mt19937_64 random(20261124);
  for (uint64_t round = 0; round < 6; ++round) {
    std::string text = joined(planted(200 + round), "\n");
    for (size_t i = 0; i < text.size() / 60; ++i) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 4);
          break;
        case 2:
          text.insert(at, 1, "\n\r\t \"'=:,;_-\0x"[random() % 14]);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 80));
      }
    }
    engines.compare(text);
  }
}

TEST_CASE("Matcher and reference agree on noise") {
  Engines engines;
  std::mt19937_64 random(5);
  for (const unsigned symbols : {2U, 16U, 62U, 256U}) {
    std::string text;
    while (text.size() < 20000) text += static_cast<char>('0' + random() % symbols);
    engines.compare(text);
  }
  CHECK(engines.compare("") == 0);
}

TEST_CASE("Matcher and reference agree on this project's files") {
  Engines engines;
  std::string text;
  for (const char* folder : {"/scanner", "/patterns", "/tests"}) {
    std::vector<std::string> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(REKEY_SOURCE_DIR) + folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      Result<std::string> content = read_file(file, 1 << 24);
      REQUIRE(content.ok());
      text += content->substr(0, 4000);
    }
  }
  engines.compare(text);
}

}  // namespace
}  // namespace rekey::test
