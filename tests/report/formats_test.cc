// Every format of the table, on a made-up report: its bytes, and what holds for all of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/base64.h"
#include "scanner/report/format.h"
#include "tests/report/golden.h"
#include "tests/report/made_up.h"

namespace rekey::test {
namespace {

// What stands between `begin` and `end` taken out: parts of a page that are files of their own.
std::string without(std::string text, std::string_view begin, std::string_view end) {
  for (size_t at = 0; (at = text.find(begin, at)) != std::string::npos;) {
    at += begin.size();
    text.erase(at, std::min(text.find(end, at), text.size()) - at);
  }
  return text;
}

// The style sheet, the script and their digests are no part of a golden file.
std::string golden_text(const Format& format, const Report& report) {
  std::string text = format.text(report, {});
  if (format.name != "html") return text;
  text = without(without(text, "<style>", "</style>"), "<script>", "</script>");
  return without(text, "'sha256-", "'");
}

std::string golden_name(const Format& format, const std::string& report) {
  return report + "." + std::string(format.name);
}

bool valid(std::string_view text) {
  // The shortest decoder that knows overlong forms, surrogates and the end of Unicode.
  size_t i = 0;
  const auto byte = [&](size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  while (i < text.size()) {
    const unsigned lead = byte(i);
    const size_t size = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return false;
    for (size_t k = 1; k < size; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    }
    const unsigned second = byte(i + 1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
    i += size;
  }
  return true;
}

TEST_CASE("Every format gives the bytes of its golden file") {
  for (const Format& format : formats()) {
    check_golden(golden_name(format, "report"), golden_text(format, made_up_report()));
    check_golden(golden_name(format, "empty"), golden_text(format, empty_report()));
  }
}

TEST_CASE("The text shows what is known or allowed when it is asked to") {
  ReportOptions options;
  options.known = true;
  check_golden("known.text", find_format("text")->text(made_up_report(), options));
}

// Pieces of a secret as they are, in base64 at its three alignments and in hexadecimal, which
// percent-encoding has, too: not even a third of it may be shown.
std::vector<std::string> pieces_of(const std::string& secret) {
  std::vector<std::string> pieces;
  for (const size_t start : {size_t{0}, secret.size() - 10}) {
    const std::string piece = secret.substr(start, 10);
    pieces.push_back(piece);
    for (const size_t before : {0, 1, 2}) {
      // The first characters have bits of what stands before, the last of what comes after.
      pieces.push_back(base64_encode(std::string(before, 'x') + piece).substr(3, 9));
    }
    std::string percent;
    for (const char c : piece)
      percent += std::string("%") + "0123456789abcdef"[c >> 4] + "0123456789abcdef"[c & 15];
    pieces.push_back(percent);
    percent.erase(std::remove(percent.begin(), percent.end(), '%'), percent.end());
    pieces.push_back(percent);
  }
  return pieces;
}

TEST_CASE("No format shows a secret unless it is asked to, in whatever form") {
  const Report report = made_up_report();
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    for (const bool verbose : {false, true}) {
      ReportOptions options;
      options.verbose = options.known = options.stats = options.color = verbose;
      const std::string text = format.text(report, options);
      for (const uint64_t seed : {1, 2, 3, 4}) {
        for (const std::string& piece : pieces_of(made_up_secret(seed))) {
          CHECK(text.find(piece) == std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("Text, JSON and HTML show the secrets when they are asked to") {
  ReportOptions options;
  options.show_secrets = options.known = true;
  for (const std::string_view name : {"text", "json", "jsonl", "html"}) {
    CAPTURE(name);
    const std::string text = find_format(name)->text(made_up_report(), options);
    for (const uint64_t seed : {1, 2, 3, 4}) {
      CHECK(text.find(made_up_secret(seed)) != std::string::npos);
    }
  }
}

TEST_CASE("Whatever the repository holds, every report is UTF-8 without control characters") {
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    for (const bool verbose : {false, true}) {
      ReportOptions options;
      options.verbose = options.known = options.stats = options.show_secrets = verbose;
      const std::string text = format.text(made_up_report(), options);
      CHECK(valid(text));
      for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n') FAIL_CHECK("byte " << int{c});
      }
    }
  }
}

TEST_CASE("What people read has no character that turns a line around or hides") {
  ReportOptions options;
  options.verbose = options.known = options.stats = true;
  for (const std::string_view name : {"text", "html", "csv", "junit", "markdown", "brief"}) {
    CAPTURE(name);
    const std::string text = find_format(name)->text(made_up_report(), options);
    for (const std::string_view bad : {"\xE2\x80\xAE", "\xE2\x80\xAD", "\x9b", "\x7f"}) {
      CHECK(text.find(bad) == std::string::npos);
    }
  }
  const std::string text = find_format("text")->text(made_up_report(), options);
  CHECK(text.find("\\x1b[2J\\x0a") != std::string::npos);  // shown, as text
  CHECK(text.find("\n::error") == std::string::npos);
}

TEST_CASE(
    "The same report gives the same bytes, and no format changes with the terminal but text") {
  ReportOptions narrow;
  narrow.color = true;
  narrow.width = 40;
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    const std::string text = format.text(made_up_report(), {});
    CHECK(text == format.text(made_up_report(), {}));
    if (format.name != "text") CHECK(text == format.text(made_up_report(), narrow));
    REQUIRE(!text.empty());
    CHECK(text.back() == '\n');
  }
}

TEST_CASE("Names that are no format are told from those that are") {
  CHECK(find_format("sarif") != nullptr);
  CHECK(find_format("SARIF") == nullptr);
  CHECK(find_format("") == nullptr);
}

TEST_CASE("A format gives whole lines at a time, a leak after the other where there may be many") {
  const Report report = made_up_report();
  ReportOptions options;
  options.verbose = options.known = options.stats = true;
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    std::string all;
    size_t pieces = 0;
    format.write(report, options, [&](const std::string& piece) {
      if (!piece.empty()) CHECK(piece.back() == '\n');
      ++pieces;
      all += piece;
    });
    CHECK(all == format.text(report, options));
    for (const std::string_view name :
         {"json", "jsonl", "gitlab", "codequality", "csv", "gitleaks", "junit"}) {
      if (format.name == name) CHECK(pieces >= report.findings.size());
    }
  }
}

}  // namespace
}  // namespace rekey::test
