// CSV: rows that a reader of RFC 4180 gets back, and no formula among them.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "scanner/report/format.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

// The fields of a text as RFC 4180 has them.
std::vector<std::vector<std::string>> rows_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool in_quotes = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_quotes && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes && c == ',') {
      rows.back().emplace_back();
    } else if (!in_quotes && c == '\n') {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  CHECK(rows.back() == std::vector<std::string>{""});
  rows.pop_back();
  return rows;
}

TEST_CASE("CSV has a head and a row a place, all of the same length") {
  const auto rows = rows_of(find_format("csv")->text(made_up_report(), {}));
  REQUIRE(rows.size() == 1 + 6);
  for (const auto& row : rows) CHECK(row.size() == 21);
  CHECK(rows[0][10] == "path");
  CHECK(rows[1][10] == "a \\x1b[2J\\x0a\"b\" '<c>',|`$(d)`\\xff/%=::x.env");
  CHECK(rows[3][10] == "(commit message)");
  CHECK(rows[6][7] == "baseline");
  CHECK(rows_of(find_format("csv")->text(empty_report(), {})).size() == 1);
}

TEST_CASE("No field of a CSV report is a formula") {
  Report report = made_up_report();
  for (const std::string start : {"=", "+", "-", "@", "\t=", "\r@"}) {
    report.findings[0].reason = start + "SUM(A1:A9)";
    report.findings[0].occurrences[0].author = start + "cmd|' /C calc'!A0";
    for (const auto& row : rows_of(find_format("csv")->text(report, {}))) {
      for (const std::string& one : row) {
        CAPTURE(one);
        const size_t first = one.find_first_not_of(" \t\r");
        if (first != std::string::npos) CHECK(one.find_first_of("=+-@", first) != first);
      }
    }
  }
}

TEST_CASE("CSV shows a secret when it is asked to") {
  ReportOptions options;
  options.show_secrets = true;
  const auto rows = rows_of(find_format("csv")->text(made_up_report(), options));
  CHECK(rows.at(1).at(5) == made_up_secret(1, "lock-"));
}

}  // namespace
}  // namespace rekey::test
