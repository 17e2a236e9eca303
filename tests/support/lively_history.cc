#include "tests/support/lively_history.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "scanner/report/format.h"
#include "scanner/scan/history/history.h"
#include "tests/support/history_builder.h"
#include "tests/support/planted.h"

namespace rekey::test {
namespace {

using Lines = std::vector<std::string>;

constexpr size_t kFiles = 5;
constexpr size_t kLines = 120;
constexpr size_t kKindsLeftOut = 24;  // of so many kinds one is planted

std::string some_line(std::mt19937_64& random) {
  std::string line = "line";
  for (size_t i = 0; i < 6; ++i) line += " " + std::to_string(random() % 1000);
  return line + "\n";
}

class Drawer {
 public:
  explicit Drawer(uint64_t seed) : random_(seed) {
    std::vector<Planted> all = planted(seed);
    for (size_t i = seed % kKindsLeftOut; i < all.size(); i += kKindsLeftOut) {
      secrets_.push_back(all[i].text);
    }
    for (size_t i = 0; i < kFiles; ++i) {
      Lines& lines = files_.emplace_back();
      while (lines.size() < kLines) lines.push_back(some_line(random_));
    }
  }

  // Some edits of one file; all of it.
  FileChange edited() {
    const size_t file = random_() % kFiles;
    Lines& lines = files_[file];
    for (size_t n = 1 + random_() % 4; n > 0; --n) {
      const auto at = lines.begin() + static_cast<ptrdiff_t>(random_() % lines.size());
      const uint64_t kind = random_() % 4;
      if (kind == 0) lines.insert(at, secrets_[random_() % secrets_.size()]);
      if (kind == 1) *at = some_line(random_);
      if (kind == 2) {
        const auto secret = std::find_if(
            at, lines.end(), [](const std::string& line) { return !line.starts_with("line"); });
        if (secret != lines.end()) lines.erase(secret);
      }
      if (kind == 3) std::rotate(lines.begin(), at, lines.end());
    }
    std::string content;
    for (const std::string& line : lines) content += line;
    const std::string folder = file == 0 ? "" : "folder/" + std::to_string(file % 2) + "/";
    return {folder + "file" + std::to_string(file), content};
  }

  std::string message() {
    return random_() % 5 == 0 ? "Change\n\n" + secrets_[random_() % secrets_.size()] : "Change";
  }

  uint64_t below(uint64_t limit) { return random_() % limit; }

 private:
  std::mt19937_64 random_;
  std::vector<std::string> secrets_;
  std::vector<Lines> files_;
};

}  // namespace

void write_lively_history(const std::string& folder, uint64_t seed, int commits) {
  Drawer drawer(seed);
  HistoryBuilder builder;
  std::vector<int> made;
  for (int i = 0; i < commits; ++i) {
    NewCommit commit;
    commit.message = drawer.message();
    commit.files.push_back(drawer.edited());
    if (!made.empty()) commit.parents.push_back(made.back());
    if (made.size() > 4 && drawer.below(5) == 0) {
      commit.parents.push_back(made[made.size() - 2 - drawer.below(3)]);
    }
    made.push_back(builder.commit(commit));
    if (i % 10 == 0) builder.tag("v" + std::to_string(i), made.back(), drawer.message());
  }
  (void)builder.write(folder);
}

Report scanned(const std::string& folder, const ScanOptions& options) {
  Result<Repository> repository = Repository::open_history(folder);
  REQUIRE(repository.ok());
  Result<Report> report = scan_history(*repository, "test", options);
  REQUIRE(report.ok());
  return *std::move(report);
}

std::string json_of(Report report) {
  report.stats.seconds = 0;
  report.repository.clear();
  ReportOptions how;
  how.stats = true;
  return find_format("json")->text(report, how);
}

std::string difference(const std::string& a, const std::string& b) {
  if (a == b) return "";
  const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto from = [](const std::string& text, std::string::const_iterator place) {
    const auto offset = static_cast<size_t>(place - text.begin());
    return text.substr(offset > 100 ? offset - 100 : 0, 200);
  };
  return from(a, at) + " INSTEAD OF " + from(b, other);
}

ScanOptions all_rules(unsigned threads) {
  ScanOptions options;
  options.matcher = builtin_matcher();
  options.threads = threads;
  options.min_severity = Severity::kInfo;
  options.min_confidence = Confidence::kLow;
  return options;
}

}  // namespace rekey::test
