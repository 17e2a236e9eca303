// A multi-pack index changes how objects are found, never which: with it and without, the report is
// the same; packs that have no index of their own are read by it; damage to it is told and loses
// nothing.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include "tests/support/lively_history.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

// A lively history in several packs, objects in many of them, and a multi-pack index.
class ManyPacks {
 public:
  explicit ManyPacks(uint64_t seed) {
    write_lively_history(folder_.path(), seed, 40);
    // The oldest pack is preferred: others have deltas on what is to be read from there.
    run("git repack -q -adf --depth=40 && git rev-list --reverse main >commits; n=0;"
        " for c in $(cat commits); do n=$((n+1)); [ $((n % 5)) = 0 ] &&"
        " { git rev-list --objects $c | cut -c 1-40 |"
        "   git pack-objects -q --delta-base-offset objects/pack/pack >>packs; };"
        " done; git multi-pack-index write --preferred-pack=pack-$(sed -n 3p packs).idx;"
        " rm commits packs; chmod u+w objects/pack/*");
    expected_ = report();
    CHECK(expected_.complete);
    CHECK(expected_.findings.size() > 5);
  }

  void run(const std::string& command) const { shell_in(folder_.path(), command); }
  [[nodiscard]] Report report(unsigned threads = 2) const {
    return scanned(folder_.path(), all_rules(threads));
  }
  [[nodiscard]] std::string file() const {
    return folder_.path() + "/objects/pack/multi-pack-index";
  }

  [[nodiscard]] std::string bytes() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  // The report with other bytes in the multi-pack index.
  [[nodiscard]] Report with(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
    return report();
  }

  void check_same(const Report& report) const {
    CHECK(difference(json_of(report), json_of(expected_)) == "");
  }
  // The same findings, and whatever else is said.
  void check_findings(Report report) const {
    report.skipped = {};
    report.complete = true;
    check_same(report);
  }
  [[nodiscard]] size_t findings() const { return expected_.findings.size(); }

 private:
  TempFolder folder_;
  Report expected_;
};

std::string said(const Report& report) {
  std::string out;
  for (const Skipped& skipped : report.skipped) out += skipped.what + ": " + skipped.why + "\n";
  return out;
}

std::string flipped(std::string bytes, uint64_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
  return bytes;
}

TEST_CASE("With a multi-pack index and without the report is the same") {
  const ManyPacks packs(31);
  for (const unsigned threads : {1U, 8U}) packs.check_same(packs.report(threads));
  packs.run("rm objects/pack/multi-pack-index");
  for (const unsigned threads : {1U, 8U}) packs.check_same(packs.report(threads));
}

TEST_CASE("Packs without an index of their own are read by the multi-pack index") {
  const ManyPacks packs(32);
  SUBCASE("one") {
    packs.run("rm $(ls objects/pack/*.idx | head -1)");
  }
  SUBCASE("all") {
    packs.run("rm objects/pack/*.idx");
  }
  SUBCASE("all, and what came later has an index") {
    packs.run(
        "later=$(git rev-list --objects main~3 | cut -c 1-40 |"
        " git pack-objects -q objects/pack/pack) &&"
        " find objects/pack -name '*.idx' ! -name \"*$later*\" -delete &&"
        " [ $(ls objects/pack/*.idx | wc -l) = 1 ]");
  }
  for (const unsigned threads : {1U, 8U}) packs.check_same(packs.report(threads));
}

TEST_CASE("A multi-pack index that is damaged loses nothing that the packs' own indexes tell") {
  const ManyPacks packs(33);
  const std::string bytes = packs.bytes();
  std::mt19937_64 random(33);
  for (int i = 0; i < 100; ++i) {
    const uint64_t bit = random() % (i < 40 ? 12 * 60 : bytes.size() * 8);
    CAPTURE(bit);
    packs.check_findings(packs.with(flipped(bytes, bit)));
  }
  for (const size_t size : {size_t{0}, size_t{11}, size_t{40}, size_t{1500}, bytes.size() - 1}) {
    CAPTURE(size);
    const Report report = packs.with(bytes.substr(0, size));
    packs.check_findings(report);
    CHECK_FALSE(report.complete);
    CHECK(said(report).find("pack/multi-pack-index: multi-pack index: ") != std::string::npos);
  }
}

TEST_CASE("Where only a damaged multi-pack index knows a pack, the report says so") {
  const ManyPacks packs(34);
  const std::string bytes = packs.bytes();
  packs.run("rm objects/pack/*.idx");
  packs.check_same(packs.report());
  std::mt19937_64 random(34);
  for (int i = 0; i < 60; ++i) {
    const uint64_t bit = random() % (bytes.size() * 8);
    CAPTURE(bit);
    const Report report = packs.with(flipped(bytes, bit));
    CHECK_FALSE(report.complete);
    CHECK(said(report).find("has no index") != std::string::npos);
  }
}

TEST_CASE("A pack that is gone is told by the multi-pack index that names it") {
  const ManyPacks packs(35);
  packs.run("p=$(ls objects/pack/*.pack | head -1) && rm ${p%.pack}.*");
  const Report report = packs.report();
  CHECK_FALSE(report.complete);
  CHECK(said(report).find("missing, though the multi-pack index names it") != std::string::npos);
}

TEST_CASE("A multi-pack index of another version is left alone") {
  const ManyPacks packs(36);
  for (const size_t at : {size_t{4}, size_t{5}, size_t{7}}) {
    std::string other = packs.bytes();
    other[at] = 7;
    packs.check_same(packs.with(other));
  }
}

TEST_CASE(
    "A multi-pack index whose objects are in other packs, or nowhere, hides none and is told") {
  const ManyPacks packs(37);
  std::string bytes = packs.bytes();
  const size_t count = static_cast<uint8_t>(bytes[6]);
  const auto number = [&](size_t at) {
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
    return value;
  };
  std::mt19937_64 random(37);
  for (size_t i = 0; i < count; ++i) {
    if (bytes.substr(12 + 12 * i, 4) != "OOFF") continue;
    const uint64_t end = number(12 + 12 * (i + 1) + 4);
    for (uint64_t at = number(12 + 12 * i + 4); at < end; ++at) {
      if (at % 4 != 0 || random() % 2 == 0) bytes[at] = static_cast<char>(random() % 3);
    }
  }
  const Report report = packs.with(bytes);
  packs.check_findings(report);
  CHECK(said(report).find("does not say what the packs' indexes say") != std::string::npos);
}

}  // namespace
}  // namespace rekey::test
