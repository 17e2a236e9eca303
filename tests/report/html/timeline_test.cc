// Timeline: leaks by the month of their first commit, in few enough stretches to draw.
#include "scanner/report/html/timeline.h"

#include <doctest/doctest.h>

#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

Finding dated(const std::vector<std::string>& dates, Severity severity = Severity::kHigh) {
  Finding finding;
  finding.severity = severity;
  for (const std::string& date : dates) {
    finding.occurrences.push_back(made_up_place("x", 1));
    finding.occurrences.back().date = date;
  }
  return finding;
}

Report report_of(std::vector<Finding> findings) {
  Report report = empty_report();
  report.findings = std::move(findings);
  return report;
}

size_t sum(const Timeline& timeline) {
  size_t all = timeline.undated;
  for (const auto& counts : timeline.counts) {
    for (const size_t count : counts) all += count;
  }
  return all;
}

TEST_CASE("A leak counts in the month of its first commit, by severity") {
  const Report report =
      report_of({dated({"2026-03-01T00:00:00Z", "2026-01-31T23:59:59+01:00"}, Severity::kCritical),
                 dated({"2026-04-02T00:00:00Z"}, Severity::kLow)});
  const Timeline timeline = timeline_of(report);
  REQUIRE(timeline.counts.size() == 4);
  CHECK(timeline.counts[0][static_cast<size_t>(Severity::kCritical)] == 1);
  CHECK(timeline.counts[3][static_cast<size_t>(Severity::kLow)] == 1);
  CHECK(stretch_of(timeline, report.findings[0]) == size_t{0});
  CHECK(stretch_name(timeline, 0) == "2026-01");
  CHECK(stretch_name(timeline, 3) == "2026-04");
}

TEST_CASE("Longer histories have longer stretches, never more than 48") {
  struct Row {
    const char *first, *last, *name;
  };
  for (const Row& row :
       {Row{"2020-02-01", "2024-01-31", "2020-02"}, Row{"2020-02-01", "2024-02-01", "2020 Q1"},
        Row{"2000-02-01", "2026-01-01", "2000"}, Row{"1970-01-01", "2026-01-01", "1970 to 1974"},
        Row{"0001-01-01", "9999-12-31", "0000 to 0499"}}) {
    CAPTURE(row.first);
    const Timeline timeline = timeline_of(report_of({dated({row.first}), dated({row.last})}));
    CHECK(timeline.counts.size() <= 48);
    CHECK(stretch_name(timeline, 0) == row.name);
    CHECK(sum(timeline) == 2);
  }
}

TEST_CASE("What is no date is counted as undated") {
  Report report =
      report_of({dated({""}), dated({"2026"}), dated({"2026-13-01"}), dated({"-026-01-01"}),
                 dated({"20\xff"
                        "6-01-01"}),
                 dated({})});
  Timeline timeline = timeline_of(report);
  CHECK(timeline.counts.empty());
  CHECK(timeline.undated == 6);
  CHECK(!stretch_of(timeline, report.findings[0]));
  report.findings[0] = dated({"2026-01-01"});
  timeline = timeline_of(report);
  CHECK(timeline.counts.size() == 1);
  CHECK(timeline.undated == 5);
}

TEST_CASE("What is known or allowed does not count") {
  Report report = report_of({dated({"2026-01-01"}), dated({"1999-01-01"})});
  report.findings[1].status = FindingStatus::kBaseline;
  const Timeline timeline = timeline_of(report);
  CHECK(sum(timeline) == 1);
  CHECK(!stretch_of(timeline, report.findings[1]));
}

}  // namespace
}  // namespace rekey::test
