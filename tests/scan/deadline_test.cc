// Scans that end when their time is over: what was found is reported, what was left is listed.
#include <doctest/doctest.h>

#include <chrono>

#include "scanner/scan/files/files.h"
#include "scanner/scan/history/history.h"
#include "tests/support/lively_history.h"
#include "tests/support/planted.h"
#include "tests/support/temp_folder.h"

namespace rekey::test {
namespace {

ScanOptions over() {
  ScanOptions options = all_rules(2);
  options.deadline = Deadline::in(0);
  return options;
}

bool tells_time(const Report& report) {
  return !report.complete && !report.skipped.empty() &&
         report.skipped.front().why.find("out of time") != std::string::npos;
}

TEST_CASE("A deadline that is not set is never over") {
  CHECK_FALSE(Deadline().over());
  CHECK_FALSE(Deadline().is_set());
  CHECK_FALSE(Deadline::in(3600).over());
  CHECK(Deadline::in(0).over());
}

TEST_CASE("A scan whose time is over says so, whatever is scanned") {
  const TempFolder folder;
  write_lively_history(folder.path() + "/repository", 5);
  CHECK(tells_time(scanned(folder.path() + "/repository", over())));
  const Result<Report> files = scan_files({folder.path()}, over());
  REQUIRE(files);
  CHECK(tells_time(*files));
  const Result<Report> text = scan_text("nothing", "", over());
  REQUIRE(text);
  CHECK(tells_time(*text));
}

TEST_CASE("The time ends a scan in the middle of a large text, and what was found is reported") {
  const std::vector<Planted> plants = planted(11);
  std::string text;
  while (text.size() < (size_t{24} << 20)) {
    for (const Planted& plant : plants) text += plant.text;
  }
  ScanOptions options = all_rules(1);
  options.deadline = Deadline::in(0.3);
  const auto start = std::chrono::steady_clock::now();
  const Result<Report> report = scan_text(text, "large", options);
  REQUIRE(report);
  CHECK(tells_time(*report));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

}  // namespace
}  // namespace rekey::test
