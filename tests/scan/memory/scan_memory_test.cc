// The memory between scans changes what is read, never what is reported.
#include "scanner/scan/memory/scan_memory.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "scanner/git/object/object_hash.h"
#include "tests/support/history_builder.h"
#include "tests/support/lively_history.h"
#include "tests/support/pack_builder.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

ScanOptions remembering(const TempFolder& cache) {
  ScanOptions options = all_rules(2);
  options.cache = cache.path();
  options.fetched = true;  // one memory for all
  return options;
}

// The report without what it counted.
std::string findings_of(Report report) {
  report.stats = {};
  return json_of(std::move(report));
}

std::string files_of(const TempFolder& cache) {
  return shell("find " + shell_word(cache.path()) + " -type f | sort");
}

TEST_CASE("With a memory the report is the same, at every stage of a history and for forks") {
  const TempFolder cache;
  for (const uint64_t seed : {1U, 2U}) {
    for (const int commits : {15, 25, 26, 27, 28, 29, 30, 31, 32, 33, 45}) {
      CAPTURE(seed);
      CAPTURE(commits);
      const TempFolder folder;
      write_lively_history(folder.path(), seed, commits);
      const std::string expected = findings_of(scanned(folder.path(), all_rules(1)));
      CHECK(difference(findings_of(scanned(folder.path(), remembering(cache))), expected) == "");
      CHECK(difference(findings_of(scanned(folder.path(), remembering(cache))), expected) == "");
    }
  }
}

TEST_CASE("What is known is not read again") {
  const TempFolder cache, folder;
  write_lively_history(folder.path(), 3, 40);
  const Report first = scanned(folder.path(), remembering(cache));
  const Report second = scanned(folder.path(), remembering(cache));
  CHECK(second.stats.texts < first.stats.texts);
  CHECK(second.stats.commits == first.stats.commits);
  const std::string files = files_of(cache);
  CHECK(std::count(files.begin(), files.end(), '\n') == 1);
}

TEST_CASE("Where secrets lie that the report shows is known") {
  const TempFolder cache, folder;
  write_lively_history(folder.path(), 3, 40);
  const Report report = scanned(folder.path(), remembering(cache));
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(remembering(cache));
  REQUIRE(context);
  const ScanMemory verdicts(cache.path(), **context, ObjectId::kSha1, "");
  size_t blobs = 0;
  for (const Finding& finding : report.findings) {
    for (const Occurrence& at : finding.occurrences) {
      if (at.blob.empty()) continue;
      ++blobs;
      const auto id = ObjectId::from_hex(at.blob);
      REQUIRE(id);
      const Known known = verdicts.look_up({RawIds(id->raw(), ObjectId::kSha1)});
      REQUIRE(known.with_hits.size() == 1);
      CHECK(std::any_of(known.with_hits[0].candidates.begin(), known.with_hits[0].candidates.end(),
                        [&](const Candidate& one) {
                          return one.dropped == Dropped::kNot &&
                                 one.match.secret.begin == at.start_byte;
                        }));
    }
  }
  CHECK(blobs > 5);
}

std::string github_token(uint64_t seed) {
  for (const Planted& one : planted(seed)) {
    if (one.rule == "github-pat-classic") return one.secret;
  }
  return {};
}

// A file with two secrets and, in its younger half, what stands behind one, in `versions`; and a
// file that copies it.
void write_versions(const std::string& folder, int versions, const std::string& before,
                    const std::string& behind) {
  const std::string first = github_token(1), second = github_token(2);
  HistoryBuilder builder;
  int parent = 0;
  for (int i = 0; i < versions; ++i) {
    NewCommit commit;
    if (parent != 0) commit.parents.push_back(parent);
    const std::string text = "a = " + first + (i < versions / 2 ? before : behind) +
                             "\nb = " + second + "\n# version " + std::to_string(i) + "\n";
    commit.files.push_back({"config", text});
    if (i == versions / 2) commit.files.push_back({"copy", "x" + text});
    parent = builder.commit(commit);
  }
  (void)builder.write(folder);
}

TEST_CASE("Of a secret in many versions of a file those are read where it came in") {
  const TempFolder cache, folder, later;
  write_versions(folder.path(), 40, "", "");
  const Report first = scanned(folder.path(), remembering(cache));
  const Report second = scanned(folder.path(), remembering(cache));
  CHECK(findings_of(first) == findings_of(second));
  REQUIRE(first.findings.size() == 2);
  CHECK(first.findings[0].occurrences.size() == 2);
  CHECK(second.stats.texts <= 3);  // an example, and both places' blobs
  write_versions(later.path(), 60, "", "");
  const Report third = scanned(later.path(), remembering(cache));
  CHECK(findings_of(third) == findings_of(scanned(later.path(), all_rules(1))));
}

TEST_CASE("A comment that allows until a day is asked again every day") {
  const TempFolder cache, folder;
  write_versions(folder.path(), 9, " # rekey:allow", " # rekey:allow until 2026-03-31");
  for (const char* today : {"2026-03-31", "2026-04-01", "2026-04-02"}) {
    CAPTURE(today);
    ScanOptions options = remembering(cache);
    options.today = today;
    const std::string found = findings_of(scanned(folder.path(), options));
    options.cache.clear();
    const Report whole = scanned(folder.path(), options);
    CHECK(difference(found, findings_of(whole)) == "");
    CHECK(std::any_of(whole.findings.begin(), whole.findings.end(), [](const Finding& finding) {
            return finding.status == FindingStatus::kAllowed;
          }) == (std::string_view(today) < "2026-04-01"));
  }
}

TEST_CASE("Many scans leave few files") {
  const TempFolder cache;
  for (int commits = 10; commits < 35; ++commits) {
    const TempFolder folder;
    write_lively_history(folder.path(), 4, commits);
    (void)scanned(folder.path(), remembering(cache));
  }
  const std::string files = files_of(cache);
  CHECK(std::count(files.begin(), files.end(), '\n') <= 9);
}

TEST_CASE("Other rules and options have a memory of their own") {
  const TempFolder cache, folder;
  write_lively_history(folder.path(), 5, 40);
  const Report all = scanned(folder.path(), all_rules(1));
  REQUIRE(all.findings.size() > 5);
  ScanOptions some = remembering(cache);
  some.skip_rules = {all.rules[0].rule.id, all.rules[1].rule.id};
  CHECK(scanned(folder.path(), some).findings.size() < all.findings.size());
  CHECK(findings_of(scanned(folder.path(), remembering(cache))) == findings_of(all));
  ScanOptions high = remembering(cache);
  high.min_severity = Severity::kCritical;
  CHECK(scanned(folder.path(), high).findings.size() < all.findings.size());
  CHECK(findings_of(scanned(folder.path(), remembering(cache))) == findings_of(all));
}

TEST_CASE("Damaged, cut and foreign files of the scan memory are not believed") {
  const TempFolder cache, folder;
  write_lively_history(folder.path(), 6, 30);
  const std::string expected = findings_of(scanned(folder.path(), all_rules(1)));
  (void)scanned(folder.path(), remembering(cache));
  std::string file = files_of(cache);
  file.pop_back();
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto with = [&](const std::string& other) {
    std::ofstream(file, std::ios::binary).write(other.data(), static_cast<long>(other.size()));
    return findings_of(scanned(folder.path(), remembering(cache)));
  };
  for (size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 20) {
    CHECK(with(bytes.substr(0, size)) == expected);
  }
  for (size_t at = 0; at < bytes.size(); at += 1 + bytes.size() / 50) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 16);
    CHECK(with(flipped) == expected);
  }
}

TEST_CASE("A scan that could not read everything teaches nothing") {
  const TempFolder cache, folder;
  write_lively_history(folder.path(), 7, 20);
  shell("cd " + shell_word(folder.path()) +
        " && printf damaged >objects/pack/pack-1234.idx && printf damaged "
        ">objects/pack/pack-1234.pack");
  CHECK_FALSE(scanned(folder.path(), remembering(cache)).complete);
  CHECK(files_of(cache).empty());
}

TEST_CASE("Blobs that an earlier repository lacked are attributed all the same") {
  const TempFolder cache, whole, partial;
  write_lively_history(whole.path(), 8, 30);
  const Report expected = scanned(whole.path(), all_rules(1));
  shell("cp -r " + shell_word(whole.path()) + "/. " + shell_word(partial.path()) + " && cd " +
        shell_word(partial.path()) +
        " && mkdir old && mv objects/pack/* old/ && for p in old/*.pack; do git unpack-objects -q "
        "<$p;"
        " done && rm -rf old");
  // It lacks the blobs of every other occurrence.
  bool lacks = false;
  for (const Finding& finding : expected.findings) {
    const std::string& blob = finding.occurrences.front().blob;
    if (blob.empty() || !(lacks = !lacks)) continue;
    (void)std::remove((partial / "objects/" + blob.substr(0, 2) + "/" + blob.substr(2)).c_str());
  }
  (void)scanned(partial.path(), remembering(cache));
  const std::string found = findings_of(scanned(whole.path(), remembering(cache)));
  CHECK(difference(found, findings_of(expected)) == "");
  CHECK(findings_of(scanned(whole.path(), remembering(cache))) == found);
}

TEST_CASE("Scans at the same time may share a memory") {
  const TempFolder cache;
  std::vector<std::unique_ptr<TempFolder>> folders;
  std::vector<std::string> expected, found(6);
  for (int i = 0; i < 3; ++i) {
    folders.push_back(std::make_unique<TempFolder>());
    write_lively_history(folders.back()->path(), 9, 20 + i * 7);
    expected.push_back(findings_of(scanned(folders.back()->path(), all_rules(1))));
  }
  std::vector<std::thread> threads;
  for (size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int again = 0; again < 3; ++again) {
        found[i] = findings_of(
            scanned(folders[(i + static_cast<size_t>(again)) % 3]->path(), remembering(cache)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < found.size(); ++i) CHECK(found[i] == expected[(i + 2) % 3]);
}

TEST_CASE("What false bytes under another object's id teach hides nothing in another repository") {
  const std::string secret = planted(8).front().text;
  const ObjectId id = object_hash(ObjectType::kBlob, secret, ObjectId::kSha1);
  const TempFolder cache, evil, victim;
  ScanOptions options = remembering(cache);
  options.fetched = false;
  for (const TempFolder* folder : {&evil, &victim}) {
    shell("git init -q --bare -b main " + shell_word(folder->path()));
    PackBuilder builder;
    builder.whole(id, PackBuilder::kBlob, folder == &evil ? "harmless\n" : secret);
    builder.write(folder->path() + "/objects/pack", "crafted");
  }
  CHECK(scanned(evil.path(), options).findings.empty());
  CHECK_FALSE(files_of(cache).empty());
  CHECK(scanned(victim.path(), options).findings.size() == 1);
  CHECK(scanned(victim.path(), options).findings.size() == 1);
}

}  // namespace
}  // namespace rekey::test
