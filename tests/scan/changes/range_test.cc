// A range of commits against what its definition says, on drawn histories with merges.
#include "scanner/scan/changes/range.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "scanner/git/history/commit_range.h"
#include "scanner/scan/history/history.h"
#include "tests/support/history_builder.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// A history of `size` commits, every fourth or so a merge, with a secret here and there.
struct Drawn {
  HistoryBuilder builder;
  std::vector<std::vector<int>> parents{{}};  // by mark
  std::map<int, std::string> ids;

  Drawn(uint64_t seed, int size, const std::string& folder) {
    std::mt19937_64 draw(seed);
    const std::vector<Planted> secrets = planted(seed);
    for (int mark = 1; mark <= size; ++mark) {
      NewCommit commit;
      const auto some = [&] { return static_cast<int>(draw() % std::min(mark - 1, 6)) + 1; };
      if (mark > 1) commit.parents.push_back(mark - some());
      if (mark > 3 && draw() % 4 == 0) commit.parents.push_back(mark - some());
      if (commit.parents.size() == 2 && commit.parents[0] == commit.parents[1]) {
        commit.parents.pop_back();
      }
      const std::string path = "folder" + std::to_string(draw() % 3) + "/" + std::to_string(mark);
      commit.files.push_back({path, secrets[draw() % secrets.size()].text});
      parents.push_back(commit.parents);
      builder.commit(commit);
    }
    ids = builder.write(folder);
  }

  [[nodiscard]] std::set<int> reached(int tip) const {
    std::set<int> out{tip};
    for (int mark = tip; mark > 0; --mark) {
      if (!out.contains(mark)) continue;
      for (const int parent : parents[static_cast<size_t>(mark)]) out.insert(parent);
    }
    return out;
  }
};

ObjectId id_of(const Drawn& drawn, int mark) {
  return *ObjectId::from_hex(drawn.ids.at(mark));
}

using Place = std::tuple<std::string, std::string, std::string>;  // fingerprint, path, commit

std::set<Place> places_of(const Report& report) {
  std::set<Place> out;
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      out.emplace(finding.fingerprint, at.path, at.commit);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the commits of a range are what one tip reaches and the other does not") {
  const TempFolder temp;
  const Drawn drawn(3, 60, temp.path() + "/repo");
  const Result<Repository> repository = Repository::open(temp.path() + "/repo");
  REQUIRE(repository.ok());
  const Result<ObjectReader> reader = ObjectReader::open(*repository);
  REQUIRE(reader.ok());
  for (int a = 1; a <= 60; a += 3) {
    for (int b = 2; b <= 60; b += 4) {
      std::set<int> expected = drawn.reached(b);
      for (const int mark : drawn.reached(a)) expected.erase(mark);
      std::set<ObjectId> wanted, found;
      for (const int mark : expected) wanted.insert(id_of(drawn, mark));
      const Result<std::vector<RangeCommit>> range =
          commits_between(*reader, {id_of(drawn, b)}, {id_of(drawn, a)});
      REQUIRE(range.ok());
      for (const RangeCommit& commit : *range) {
        for (const ObjectId& parent : commit.commit.parents) {
          CHECK((found.contains(parent) || !wanted.contains(parent)));  // parents first
        }
        found.insert(commit.id);
        CHECK_FALSE(commit.is_cut);
      }
      CHECK(found == wanted);
    }
  }
}

TEST_CASE("a range finds what the whole history says its commits introduced") {
  const TempFolder temp;
  const Drawn drawn(5, 40, temp.path() + "/repo");
  const Result<Repository> repository = Repository::open(temp.path() + "/repo");
  REQUIRE(repository.ok());
  ScanOptions options;
  options.matcher = builtin_matcher();
  for (const auto& [from, to] : {std::pair{1, 40}, {10, 39}, {38, 40}, {25, 12}}) {
    RangeRequest request;
    request.include = {id_of(drawn, to)};
    request.exclude = {id_of(drawn, from)};
    std::set<int> marks = drawn.reached(to);
    for (const int mark : drawn.reached(from)) marks.erase(mark);
    HistoryPart part;
    for (const int mark : marks) part.commits.insert(id_of(drawn, mark));
    const Result<Report> whole = scan_history(*repository, "test", options, &part);
    REQUIRE(whole.ok());
    for (const unsigned threads : {1U, 3U}) {
      options.threads = threads;
      const Result<Report> range = scan_range(*repository, request, options);
      REQUIRE(range.ok());
      CHECK(range->complete);
      CHECK(range->stats.commits == marks.size());
      CHECK(places_of(*range) == places_of(*whole));
      if (marks.size() > 20) CHECK(range->findings.size() > 5);
    }
  }
}

}  // namespace rekey::test
