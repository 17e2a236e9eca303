// A seeded repository with a secret of every kind in every place that history has.
#include "scanner/scan/history/history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/support/history_builder.h"
#include "tests/support/lively_history.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

struct Expected {
  std::string rule, secret;
  Place place = Place::kFile;
  std::string path;
  int commit = 0;  // mark
};

// Builds the history and remembers what must be found where.
class Scenario {
 public:
  explicit Scenario(uint64_t seed) : seed_(seed) {}

  // The files of one place: one for each rule. `commit` fills in who must be blamed.
  std::vector<FileChange> files(const std::string& folder) {
    std::vector<FileChange> out;
    for (Planted& plant : planted(++seed_)) {
      const std::string path = folder + "/" + plant.rule;
      expected_.push_back({plant.rule, plant.secret, Place::kFile, path, 0});
      out.push_back({path, plant.text});
    }
    return out;
  }

  int commit(const NewCommit& commit) {
    const int mark = builder_.commit(commit);
    blame(mark);
    return mark;
  }

  // One commit a rule, the secret in its message.
  int messages(int parent) {
    for (Planted& plant : planted(++seed_)) {
      parent = builder_.commit({"refs/heads/main", {parent}, {}, plant.text});
      expected_.push_back({plant.rule, plant.secret, Place::kCommitMessage, "", parent});
    }
    return parent;
  }

  void tags(int target) {
    for (Planted& plant : planted(++seed_)) {
      builder_.tag("note-" + plant.rule, target, plant.text);
      expected_.push_back({plant.rule, plant.secret, Place::kTagMessage, "", target});
    }
  }

  [[nodiscard]] const std::vector<Expected>& expected() const { return expected_; }
  HistoryBuilder& builder() { return builder_; }

 private:
  void blame(int mark) {
    for (Expected& expected : expected_) {
      if (expected.commit == 0) expected.commit = mark;
    }
  }

  HistoryBuilder builder_;
  std::vector<Expected> expected_;
  uint64_t seed_;
};

std::vector<FileChange> with(std::vector<FileChange> files, FileChange extra) {
  files.push_back(std::move(extra));
  return files;
}

std::vector<FileChange> removed(std::vector<FileChange> files) {
  for (FileChange& file : files) file.deleted = true;
  return files;
}

// Every place of the history, in one repository.
void build(Scenario& scenario) {
  const int first = scenario.commit({"refs/heads/main", {}, scenario.files("first")});
  const int later = scenario.commit({"refs/heads/main", {first}, scenario.files("later")});
  const auto doomed = scenario.files("deleted");
  const int second = scenario.commit({"refs/heads/main", {later}, doomed});
  const int third = scenario.commit({"refs/heads/main", {second}, removed(doomed)});
  const int side =
      scenario.commit({"refs/heads/side", {first}, scenario.files("branch"), "Another branch"});
  const int merge = scenario.commit({"refs/heads/main", {third, side}, scenario.files("merge")});
  const int hidden =
      scenario.commit({"refs/heads/main",
                       {merge},
                       with(scenario.files("nodiff"), {".gitattributes", "nodiff/* -diff\n"})});
  std::vector<FileChange> files = scenario.files("link");
  std::vector<FileChange> links = files;
  for (FileChange& link : links) {
    link.link = true;
    link.content = "../first";
  }
  // The commit of the links must not be blamed: it is made without the scenario's bookkeeping.
  const int linked = scenario.builder().commit({"refs/heads/main", {hidden}, links, "Links"});
  const int turned = scenario.commit({"refs/heads/main", {linked}, files, "Links are files now"});
  const int strange = scenario.commit(
      {"refs/heads/main", {turned}, scenario.files("a \"quoted\" 'path' \xff\xfe\t\\ x"), "Paths"});
  const int last = scenario.messages(strange);
  scenario.tags(last);
  const int index = scenario.commit({"refs/heads/index", {last}, {}, "index on main"});
  scenario.commit({"refs/stash", {last, index}, scenario.files("stash"), "WIP on main"});
  scenario.commit({"refs/heads/gone", {first}, scenario.files("dangling"), "Nobody names it"});
}

using Found = std::map<std::string, std::vector<Occurrence>>;

Found by_secret(const Report& report) {
  Found found;
  for (const Finding& finding : report.findings) {
    auto& places = found[finding.secret.reveal()];
    places.insert(places.end(), finding.occurrences.begin(), finding.occurrences.end());
  }
  return found;
}

bool has(const Found& found, const Expected& expected, const std::string& commit) {
  const auto places = found.find(expected.secret);
  if (places == found.end()) return false;
  return std::any_of(places->second.begin(), places->second.end(), [&](const Occurrence& at) {
    return at.place == expected.place && at.path == expected.path && at.commit == commit;
  });
}

TEST_CASE("A secret of every kind is found in every place and attributed to its commit") {
  Scenario scenario(20261124);
  build(scenario);
  const TempFolder folder;
  const auto ids = scenario.builder().write(folder.path());
  shell("git -C " + shell_word(folder.path()) + " update-ref -d refs/heads/gone && git -C " +
        shell_word(folder.path()) + " update-ref -d refs/heads/index");
  const Report report = scanned(folder.path(), all_rules(2));
  CHECK(report.complete);
  const Found found = by_secret(report);
  size_t missed = 0;
  for (const Expected& expected : scenario.expected()) {
    if (has(found, expected, ids.at(expected.commit))) continue;
    ++missed;
    MESSAGE(expected.rule, " at ", expected.path, " place ", static_cast<int>(expected.place), " ",
            std::string(found.contains(expected.secret) ? ": wrong place" : ": not found"));
  }
  CHECK(scenario.expected().size() == pattern_rules().size() * 12);
  CHECK(missed == 0);
}

TEST_CASE("A history's report is the same at any number of threads") {
  Scenario scenario(7);
  build(scenario);
  const TempFolder folder;
  (void)scenario.builder().write(folder.path());
  const Report one = scanned(folder.path(), all_rules(1));
  for (const unsigned threads : {2U, 8U}) {
    const Report many = scanned(folder.path(), all_rules(threads));
    REQUIRE(many.findings.size() == one.findings.size());
    for (size_t i = 0; i < one.findings.size(); ++i) {
      CHECK(many.findings[i].fingerprint == one.findings[i].fingerprint);
      CHECK(many.findings[i].occurrences.size() == one.findings[i].occurrences.size());
    }
    CHECK(many.stats.bytes == one.stats.bytes);
    CHECK(many.stats.dropped == one.stats.dropped);
  }
}

TEST_CASE("Removed secrets name the commit that removed them, others whether HEAD has them") {
  HistoryBuilder builder;
  const Planted plant = planted(1).front();
  const int added = builder.commit({"refs/heads/main", {}, {{"a", plant.text}, {"b", plant.text}}});
  const int removed_a = builder.commit({"refs/heads/main", {added}, {{"a", "", true}}});
  builder.commit({"refs/heads/main", {removed_a}, {{"c", "unrelated\n"}}});
  const TempFolder folder;
  const auto ids = builder.write(folder.path());
  const Report report = scanned(folder.path(), all_rules(1));
  REQUIRE(by_secret(report).contains(plant.secret));
  const auto places = by_secret(report)[plant.secret];
  REQUIRE(places.size() == 2);
  CHECK(places[0].path == "a");
  CHECK(places[0].removed_in == ids.at(removed_a));
  CHECK_FALSE(places[0].in_head);
  CHECK(places[1].path == "b");
  CHECK(places[1].removed_in.empty());
  CHECK(places[1].in_head);
  CHECK(places[1].refs == std::vector<std::string>{"HEAD"});
  CHECK(places[1].author == "Ada Author");
  CHECK(places[1].date == "2023-11-15T00:13:20+01:00");
}

TEST_CASE("An empty repository is clean and says so") {
  const TempFolder folder;
  shell("git init -q " + shell_word(folder.path()));
  const Report report = scanned(folder.path(), all_rules(1));
  CHECK(report.complete);
  CHECK(report.findings.empty());
  CHECK(report.note == "The repository is empty.");
}

TEST_CASE("The report is the same however few hits are kept with their places") {
  const TempFolder folder;
  write_lively_history(folder.path(), 31);
  const std::string whole = json_of(scanned(folder.path(), all_rules(1)));
  for (const size_t most : {size_t{0}, size_t{3}, size_t{40}}) {
    for (const unsigned threads : {1U, 3U}) {
      ScanOptions options = all_rules(threads);
      options.most_hits = most;
      CAPTURE(most);
      CAPTURE(threads);
      CHECK(difference(whole, json_of(scanned(folder.path(), options))) == "");
    }
  }
}

}  // namespace
}  // namespace rekey::test
