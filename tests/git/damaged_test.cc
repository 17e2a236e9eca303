// Damaged and hostile packs: what can be read is scanned, what cannot is listed, nothing is lost in
// silence, and neither time nor memory runs away.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>

#include "tests/support/lively_history.h"
#include "tests/support/pack_builder.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::set<std::string> secrets_of(const Report& report) {
  std::set<std::string> secrets;
  for (const Finding& finding : report.findings) secrets.insert(finding.fingerprint);
  return secrets;
}

bool told(const Report& report, const std::string& what, const std::string& why = "") {
  for (const Skipped& skipped : report.skipped) {
    if (skipped.what.find(what) != std::string::npos &&
        skipped.why.find(why) != std::string::npos) {
      return true;
    }
  }
  return false;
}

// A lively history in one pack, to be damaged and mended.
class Packed {
 public:
  explicit Packed(uint64_t seed) {
    write_lively_history(folder_.path(), seed, 25);
    const std::string git = "git -C " + shell_word(folder_.path()) + " ";
    shell(git + "repack -q -adf --depth=20");
    stem_ = shell("ls " + shell_word(folder_.path()) + "/objects/pack/*.pack");
    stem_.resize(stem_.rfind('.'));
    shell("chmod u+w " + shell_word(stem_) + ".*");
    whole_ = scanned(folder_.path(), all_rules(1));
    CHECK(whole_.complete);
    CHECK(whole_.findings.size() > 5);
  }

  [[nodiscard]] std::string file(const std::string& ending) const { return stem_ + ending; }
  [[nodiscard]] const std::string& path() const { return folder_.path(); }
  [[nodiscard]] const Report& whole() const { return whole_; }

  // The report with other bytes in the file, which gets its own back.
  [[nodiscard]] Report with(const std::string& ending, const std::string& bytes) const {
    const std::string before = bytes_of(file(ending));
    write(ending, bytes);
    Report report = scanned(path(), all_rules(2));
    write(ending, before);
    return report;
  }
  void write(const std::string& ending, const std::string& bytes) const {
    std::ofstream(file(ending), std::ios::binary)
        .write(bytes.data(), static_cast<long>(bytes.size()));
  }

  // Nothing that is missing is missing in silence.
  void check(const Report& report) const {
    if (!report.complete) return;
    CHECK(secrets_of(report) == secrets_of(whole_));
  }

 private:
  TempFolder folder_;
  std::string stem_;
  Report whole_;
};

TEST_CASE("A bit of a pack flipped: the same report, or one that says what could not be read") {
  const Packed packed(1);
  const std::string bytes = bytes_of(packed.file(".pack"));
  const std::string expected = json_of(packed.whole());
  std::mt19937_64 random(1);
  size_t incomplete = 0;
  for (int i = 0; i < 150; ++i) {
    const uint64_t bit = random() % (bytes.size() * 8);
    CAPTURE(bit);
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    const Report report = packed.with(".pack", flipped);
    if (report.complete) CHECK(difference(json_of(report), expected) == "");
    if (!report.complete) ++incomplete;
  }
  CHECK(incomplete > 140);
}

TEST_CASE("A bit of an index flipped: no secret is lost in silence") {
  const Packed packed(2);
  const std::string bytes = bytes_of(packed.file(".idx"));
  std::mt19937_64 random(2);
  for (int i = 0; i < 150; ++i) {
    const uint64_t bit = random() % (bytes.size() * 8);
    CAPTURE(bit);
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    packed.check(packed.with(".idx", flipped));
  }
}

TEST_CASE("Packs and indexes cut short: no secret is lost in silence") {
  const Packed packed(3);
  std::mt19937_64 random(3);
  for (const std::string ending : {".pack", ".idx"}) {
    const std::string bytes = bytes_of(packed.file(ending));
    for (int i = 0; i < 40; ++i) {
      const uint64_t size = i < 5 ? static_cast<uint64_t>(i) * 7 : random() % bytes.size();
      CAPTURE(ending);
      CAPTURE(size);
      const Report report = packed.with(ending, bytes.substr(0, size));
      CHECK_FALSE(report.complete);
      CHECK(secrets_of(report).size() <= secrets_of(packed.whole()).size());
    }
  }
  const std::string bytes = bytes_of(packed.file(".pack"));
  const Report half = packed.with(".pack", bytes.substr(0, bytes.size() - 25));
  CHECK(half.findings.size() > 3);
  CHECK(told(half, ".pack", "cut short"));
}

TEST_CASE("Noise and runs of one byte in a pack: it ends, and says so") {
  const Packed packed(4);
  const std::string bytes = bytes_of(packed.file(".pack"));
  std::mt19937_64 random(4);
  for (int i = 0; i < 40; ++i) {
    std::string noisy = bytes;
    const size_t at = 12 + random() % (bytes.size() - 12);
    const size_t size = std::min<size_t>(1 + random() % 400, bytes.size() - at);
    for (size_t n = 0; n < size; ++n) {
      noisy[at + n] = static_cast<char>(i % 2 == 0 ? random() : uint64_t{0xFF});
    }
    packed.check(packed.with(".pack", noisy));
  }
}

TEST_CASE("An index that is another pack's is told, and a pack without one") {
  const Packed one(5), other(6);
  const Report report = one.with(".idx", bytes_of(other.file(".idx")));
  CHECK_FALSE(report.complete);
  CHECK(told(report, ".pack", "its index is another pack's"));
  REQUIRE(std::remove(one.file(".idx").c_str()) == 0);
  CHECK(told(scanned(one.path(), all_rules(1)), ".pack", "has no index"));
}

TEST_CASE("What is damaged in a pack is taken from another pack or a loose copy") {
  const Packed packed(7);
  const std::string expected = json_of(packed.whole());
  const std::string bytes = bytes_of(packed.file(".pack"));
  SUBCASE("loose") {
    const TempFolder aside;
    shell("mv " + shell_word(packed.file("")) + ".* " + aside.path() + " && cat " + aside.path() +
          "/*.pack | git -C " + shell_word(packed.path()) + " unpack-objects -q && mv " +
          aside.path() + "/* " + shell_word(packed.path()) + "/objects/pack/");
  }
  SUBCASE("another pack") {
    shell("cd " + shell_word(packed.path()) +
          " && git cat-file --batch-all-objects --batch-check='%(objectname)' |"
          " git pack-objects -q --window=0 objects/pack/pack >/dev/null");
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 30; ++i) {
    std::string broken = bytes;
    for (int n = 0; n < 20; ++n) broken[12 + random() % (bytes.size() - 32)] ^= 4;
    CHECK(difference(json_of(packed.with(".pack", broken)), expected) == "");
  }
}

// A bare repository whose objects are the builder's.
class Crafted {
 public:
  Crafted() {
    shell("git init -q --bare -b main " + shell_word(folder_.path()));
    plant_ = planted(8).front();
    // It must be found whatever else is in the pack.
    builder.whole(id_number(1), PackBuilder::kBlob, plant_.text);
  }
  [[nodiscard]] Report report(uint64_t max_file_size = uint64_t{256} << 20,
                              size_t findings = 1) const {
    builder.write(folder_.path() + "/objects/pack", "crafted");
    ScanOptions options = all_rules(2);
    options.max_file_size = max_file_size;
    Report report = scanned(folder_.path(), options);
    CHECK(report.findings.size() == findings);
    return report;
  }
  [[nodiscard]] const std::string& text() const { return plant_.text; }

  PackBuilder builder;

 private:
  TempFolder folder_;
  Planted plant_;
};

std::string blob(uint32_t number) {
  return "blob " + id_number(number).hex();
}
std::string object(uint32_t number) {
  return "object " + id_number(number).hex();
}

uint64_t peak_kilobytes() {
  std::ifstream in("/proc/self/status");
  for (std::string word; in >> word;) {
    uint64_t value = 0;
    if (word == "VmHWM:" && in >> value) return value;
  }
  return 0;
}

TEST_CASE("Deltas in a ring, on themselves, on nothing: listed, and the rest is read") {
  Crafted crafted;
  const std::string delta = delta_size(4) + delta_size(4) + delta_copy(0, 4);
  crafted.builder.id_delta(id_number(2), id_number(3), delta);
  crafted.builder.id_delta(id_number(3), id_number(4), delta);
  crafted.builder.id_delta(id_number(4), id_number(2), delta);
  crafted.builder.id_delta(id_number(5), id_number(4), delta);
  crafted.builder.id_delta(id_number(6), id_number(6), delta);
  crafted.builder.id_delta(id_number(7), id_number(999), delta);
  crafted.builder.offset_delta(id_number(8), 13, delta);
  const Report report = crafted.report();
  for (uint32_t i = 2; i <= 8; ++i) {
    CAPTURE(i);
    CHECK(told(report, object(i), "its delta base"));
  }
}

TEST_CASE("Sizes of terabytes are refused before memory is taken") {
  Crafted crafted;
  const uint64_t before = peak_kilobytes();
  constexpr uint64_t kTerabytes = uint64_t{7} << 40;
  const ObjectId four = id_number(4);
  const std::string name(four.raw());
  crafted.builder.raw(id_number(2),
                      entry_header(PackBuilder::kBlob, kTerabytes) + zlib_stored("x"));
  crafted.builder.raw(id_number(3),
                      entry_header(PackBuilder::kBlob, UINT64_MAX) + zlib_stored("x"));
  const uint64_t base = crafted.builder.whole(id_number(4), PackBuilder::kBlob, "base\n");
  const std::string from_base = delta_size(5);
  const std::string copy = delta_copy(0, 5);
  crafted.builder.offset_delta(id_number(5), base, from_base + delta_size(kTerabytes) + copy);
  crafted.builder.offset_delta(id_number(6), base, from_base + delta_size(UINT64_MAX) + copy);
  crafted.builder.offset_delta(id_number(7), base, delta_size(kTerabytes) + delta_size(5) + copy);
  crafted.builder.raw(id_number(8), entry_header(7, kTerabytes) + name +
                                        zlib_stored(from_base + delta_size(5) + copy));
  crafted.builder.offset_delta(id_number(9), base, from_base + std::string(30, '\xFF'));
  const Report report = crafted.report();
  for (const uint32_t i : {2U, 3U, 5U, 6U, 7U, 8U, 9U}) {
    CAPTURE(i);
    CHECK(told(report, id_number(i).hex()));
  }
  CHECK_FALSE(told(report, blob(4)));
  CHECK(peak_kilobytes() - before < 100 << 10);
}

TEST_CASE("Deltas that blow up stay within the limits of an object and of a walk") {
  Crafted crafted;
  const uint64_t before = peak_kilobytes();
  std::string line(65536, 'a');
  line.back() = '\n';
  uint64_t base = crafted.builder.whole(id_number(2), PackBuilder::kBlob, line);
  uint64_t size = line.size();
  // 64 KB, 1 MB, 16 MB, 256 MB, 4 GB...
  for (uint32_t i = 3; i < 9; ++i) {
    std::string delta = delta_size(size) + delta_size(size * 16);
    for (int n = 0; n < 16; ++n) {
      for (uint64_t done = 0; done < size; done += 0xFF0000) {
        delta += delta_copy(static_cast<uint32_t>(done),
                            static_cast<uint32_t>(std::min<uint64_t>(0xFF0000, size - done)));
      }
    }
    base = crafted.builder.offset_delta(id_number(i), base, delta);
    size *= 16;
  }
  const Report report = crafted.report(uint64_t{4} << 20);
  CHECK_FALSE(told(report, blob(2)));
  CHECK_FALSE(told(report, blob(3)));
  for (uint32_t i = 4; i < 9; ++i) {
    CAPTURE(i);
    CHECK(told(report, blob(i), "larger than the limit"));
  }
  CHECK(peak_kilobytes() - before < 700 << 10);
}

TEST_CASE("A small object made from one beyond the limit is scanned") {
  Crafted crafted;
  const std::string text = planted(9).back().text;
  const std::string large = std::string(5000, '.') + "\n" + text;
  const uint64_t base = crafted.builder.whole(id_number(2), PackBuilder::kBlob, large);
  crafted.builder.offset_delta(id_number(3), base,
                               delta_size(large.size()) + delta_size(text.size()) +
                                   delta_copy(5001, static_cast<uint32_t>(text.size())));
  const Report report = crafted.report(4000, 2);
  CHECK(told(report, blob(2), "larger than the limit"));
  CHECK_FALSE(told(report, blob(3)));
}

TEST_CASE("Entries that are none: types, headers and offsets without sense are listed") {
  Crafted crafted;
  for (const unsigned type : {0U, 5U}) {
    crafted.builder.raw(id_number(2 + type), entry_header(type, 1) + zlib_stored("x"));
  }
  crafted.builder.raw(id_number(3), std::string(40, '\xFF'));
  crafted.builder.raw(id_number(4), "\x60" + std::string(20, '\xFF'));
  crafted.builder.raw(id_number(5), entry_header(6, 1) + '\0' + zlib_stored("x"));
  crafted.builder.ghost(id_number(6), 3);
  crafted.builder.ghost(id_number(8), uint64_t{1} << 62);
  crafted.builder.ghost(id_number(9), 12);  // where another object is
  crafted.builder.whole(id_number(10), PackBuilder::kBlob, "good\n");
  const Report report = crafted.report();
  for (const uint32_t i : {2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    CAPTURE(i);
    CHECK(told(report, object(i)));
  }
  CHECK(told(report, object(9), "another object at its place"));
  CHECK_FALSE(told(report, id_number(10).hex()));
}

TEST_CASE("Commits, tags and trees that are none are listed") {
  Crafted crafted;
  crafted.builder.whole(id_number(2), PackBuilder::kCommit, "tree nothing\n\nmessage");
  crafted.builder.whole(id_number(3), PackBuilder::kTag, "no tag\n");
  const std::string tree = "tree " + id_number(5).hex() + "\n";
  crafted.builder.whole(id_number(4), PackBuilder::kCommit, tree + "author A <a> 1 +0\n\nm");
  crafted.builder.whole(id_number(5), PackBuilder::kTree, "100644 cut-short");
  const Report report = crafted.report();
  CHECK(told(report, "commit " + id_number(2).hex(), "without a tree"));
  CHECK(told(report, "tag " + id_number(3).hex(), "without an object"));
  CHECK(told(report, "tree " + id_number(5).hex(), "cut short"));
}

TEST_CASE("A chain of a hundred thousand deltas is walked") {
  Crafted crafted;
  std::string text(300, '.');
  text += '\n';
  uint64_t base = crafted.builder.whole(id_number(2), PackBuilder::kBlob, text);
  const auto size = static_cast<uint32_t>(text.size());
  for (uint32_t i = 3; i < 100000; ++i) {
    base = crafted.builder.offset_delta(
        id_number(i), base,
        delta_size(size) + delta_size(size) + delta_copy(0, size - 1) + delta_insert("\n"));
  }
  const Report report = crafted.report();
  CHECK(report.complete);
  CHECK(report.stats.texts == 99999);
}

}  // namespace
}  // namespace rekey::test
