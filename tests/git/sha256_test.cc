// Repositories with SHA-256 ids are read as those with SHA-1 ids are: the same history gives the
// same findings, attributed to the same commits.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// Repositories that git makes have ids of this kind.
class DefaultHash {
 public:
  explicit DefaultHash(const char* name) { ::setenv("GIT_DEFAULT_HASH", name, 1); }
  ~DefaultHash() { ::unsetenv("GIT_DEFAULT_HASH"); }
  DefaultHash(const DefaultHash&) = delete;
  DefaultHash& operator=(const DefaultHash&) = delete;
};

// Every commit's time, which no two of a lively history share, by id.
std::map<std::string, std::string> times_of(const std::string& folder) {
  std::istringstream lines(shell_in(folder, "git log --all --format='%H %ct'"));
  std::map<std::string, std::string> times;
  std::string id, time;
  while (lines >> id >> time) times[id] = time;
  return times;
}

// All that is said of occurrences, with commits by their times and no blobs.
std::multiset<std::string> told_without_ids(const std::string& folder, const Report& report) {
  std::map<std::string, std::string> times = times_of(folder);
  std::multiset<std::string> out;
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      std::ostringstream text;
      text << finding.fingerprint << ' ' << static_cast<int>(at.place) << ' ' << at.path << ' '
           << at.line << ' ' << at.column << ' ' << at.author << ' ' << at.date << ' '
           << times[at.commit] << ' ' << times[at.removed_in] << ' ' << at.in_head;
      for (const std::string& ref : at.refs) text << ' ' << ref;
      out.insert(text.str());
    }
  }
  return out;
}

TEST_CASE("A history has the same findings under SHA-256 ids, in the same commits") {
  const TempFolder one, other;
  write_lively_history(one.path(), 51);
  {
    const DefaultHash sha256("sha256");
    write_lively_history(other.path(), 51);
  }
  shell_in(other.path(), "[ $(git rev-parse --show-object-format) = sha256 ]");
  const Report expected = scanned(one.path(), all_rules(1));
  const Report report = scanned(other.path(), all_rules(2));
  CHECK(report.complete);
  CHECK(report.revision.size() == 64);
  CHECK(report.stats.texts == expected.stats.texts);
  CHECK(report.stats.bytes == expected.stats.bytes);
  const auto told = told_without_ids(other.path(), report);
  CHECK(told.size() > 30);
  CHECK(told == told_without_ids(one.path(), expected));
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      CHECK(at.commit.size() == 64);
      if (at.place != Place::kFile) continue;
      CHECK(shell_in(other.path(), "git rev-parse " + at.commit + ":" + shell_word(at.path)) ==
            at.blob + "\n");
    }
  }
}

TEST_CASE("However git stores SHA-256 objects and refs, the report is the same") {
  const DefaultHash sha256("sha256");
  const TempFolder folder, cache;
  write_lively_history(folder.path(), 52, 40);
  ScanOptions slow = all_rules(1);
  slow.full_texts = true;
  slow.one_by_one = true;
  const std::string expected = json_of(scanned(folder.path(), slow));
  CHECK(expected.find("\"complete\": true") != std::string::npos);
  const std::string unpack =
      "mkdir old && mv objects/pack/* old/ && for p in old/*.pack; do git unpack-objects -q <$p;"
      " done && rm -rf old";
  const std::string many =
      "git rev-list --objects main~9 | cut -c 1-64 | git pack-objects -q objects/pack/pack"
      " >/dev/null && git multi-pack-index write";
  for (const std::string& command :
       {std::string("true"), std::string("git repack -q -adf --depth=250"), unpack,
        std::string("git gc -q && git pack-refs --all"), many,
        std::string("rm -f objects/pack/*.idx")}) {
    CAPTURE(command);
    shell_in(folder.path(), command);
    CHECK(difference(json_of(scanned(folder.path(), all_rules(2))), expected) == "");
  }
}

TEST_CASE("A memory of SHA-256 objects changes what is read, never what is reported") {
  const DefaultHash sha256("sha256");
  const TempFolder folder, cache;
  write_lively_history(folder.path(), 53, 30);
  ScanOptions options = all_rules(2);
  const Report expected = scanned(folder.path(), options);
  options.cache = cache.path();
  for (int time = 0; time < 2; ++time) {
    Report report = scanned(folder.path(), options);
    CHECK((report.stats.texts == expected.stats.texts) == (time == 0));
    report.stats = expected.stats;
    CHECK(difference(json_of(report), json_of(expected)) == "");
  }
}

TEST_CASE("A loose SHA-256 object that is damaged is listed, and the rest is scanned") {
  const DefaultHash sha256("sha256");
  const TempFolder folder;
  write_lively_history(folder.path(), 55, 20);
  shell_in(folder.path(),
           "git repack -q -ad && mkdir old && mv objects/pack/* old/ && for p in old/*.pack; do"
           " git unpack-objects -q <$p; done && rm -rf old");
  const std::string blob =
      shell_in(folder.path(), "git rev-list --all --objects | grep ' ' | head -1 | cut -c 1-64")
          .substr(0, 64);
  const std::string path = folder.path() + "/objects/" + blob.substr(0, 2) + "/" + blob.substr(2);
  shell_in(folder.path(), "chmod u+w " + shell_word(path));
  for (const std::string bytes : {"", "x", "\x78\x01"}) {
    std::ofstream(path, std::ios::binary) << bytes;
    const Report report = scanned(folder.path(), all_rules(1));
    CHECK_FALSE(report.complete);
    CHECK(report.findings.size() > 3);
    REQUIRE(!report.skipped.empty());
    CHECK(report.skipped.front().what.find(blob) != std::string::npos);
  }
}

}  // namespace
}  // namespace rekey::test
