#include "scanner/suppress/inline_mark.h"

#include <doctest/doctest.h>

#include <random>

namespace rekey::test {
namespace {

constexpr std::string_view kToday = "2026-11-24";

Rule rule_named(const std::string& id) {
  Rule rule;
  rule.id = rule.family = id;
  return rule;
}

// What the marks in `text` say of the secret "SECRET" of the rule "lock-key" in it.
MarkVerdict verdict(const std::string& text, const std::string& id = "lock-key") {
  const size_t at = text.find("SECRET");
  REQUIRE(at != std::string::npos);
  return inline_mark(text, {at, at + 6}, rule_named(id), kToday);
}

bool allowed(const std::string& text) {
  return verdict(text).allowed;
}

TEST_CASE("a rekey:allow on the line allows, with its reason") {
  CHECK(verdict("k = SECRET  # rekey:allow\n").reason == "rekey:allow");
  CHECK(verdict("k = SECRET  # rekey:allow a test's key\n").reason == "rekey:allow: a test's key");
  CHECK(verdict("<!-- rekey:allow sample --><k>SECRET</k>").allowed);
  CHECK(verdict("k = SECRET /* rekey:allow sample */\r\n").reason == "rekey:allow: sample");
  CHECK(verdict("k = SECRET <!-- rekey:allow: sample -->").reason == "rekey:allow: sample");
  CHECK_FALSE(allowed("k = SECRET  # rekey allow\n"));
  CHECK_FALSE(allowed("k = SECRET  # rekey:allowed\n"));
  CHECK_FALSE(allowed("k = SECRET  # xrekey:allow\n"));
  CHECK_FALSE(allowed("k = SECRET\n# rekey:allow\n"));
}

TEST_CASE("a mark alone on the line before allows; beside other text it does not") {
  CHECK(allowed("# rekey:allow\nk = SECRET\n"));
  CHECK(allowed("x = 1\n  // rekey:allow sample\n  k = SECRET\n"));
  CHECK(allowed("/* rekey:allow */\r\nk = SECRET"));
  CHECK(allowed("REM rekey:allow\nset k=SECRET"));
  CHECK_FALSE(allowed("x = other # rekey:allow\nk = SECRET\n"));
  CHECK_FALSE(allowed("# rekey:allow\n\nk = SECRET\n"));
}

TEST_CASE("a mark that names rules is for these alone") {
  CHECK(allowed("k = SECRET # rekey:allow lock-key sample"));
  CHECK(verdict("k = SECRET # rekey:allow lock-key sample").reason == "rekey:allow: sample");
  CHECK(allowed("k = SECRET # rekey:allow other-key,lock-key"));
  CHECK_FALSE(allowed("k = SECRET # rekey:allow other-key sample"));
  CHECK(allowed("k = SECRET # rekey:allow other-key rekey:allow lock-key"));
  CHECK(verdict("k = SECRET # rekey:allow -- well-known sample").reason ==
        "rekey:allow: well-known sample");
  CHECK_FALSE(allowed("k = SECRET # rekey:allow well-known sample"));
}

TEST_CASE("a mark holds to the end of its last day") {
  CHECK(allowed("k = SECRET # rekey:allow until 2026-11-24"));
  CHECK(verdict("k = SECRET # rekey:allow sample until 2026-12-01").reason ==
        "rekey:allow: sample (until 2026-12-01)");
  const MarkVerdict ended = verdict("k = SECRET # rekey:allow lock-key x until 2026-11-23 */");
  CHECK_FALSE(ended.allowed);
  CHECK(ended.reason == "rekey:allow ended on 2026-11-23");
  const MarkVerdict none = verdict("k = SECRET # rekey:allow until 2026-02-30");
  CHECK_FALSE(none.allowed);
  CHECK(none.reason.find("date") != std::string::npos);
  for (const std::string terms :
       {"until 2026-11-23 */ int i;", "until 2026-11-23 test key", "(until 2026-11-23)",
        "until: 2026-11-23", "UNTIL 2026-11-23", "until:2026-11-23", "x until 2026-11-23."}) {
    CAPTURE(terms);
    CHECK_FALSE(allowed("k = SECRET # rekey:allow " + terms));
  }
  CHECK(verdict("k = SECRET # rekey:allow a until 2026-12-01, b").reason ==
        "rekey:allow: a b (until 2026-12-01)");
  CHECK(verdict("k = SECRET # rekey:allow until we rotate").reason ==
        "rekey:allow: until we rotate");
}

TEST_CASE("marks of other scanners are honoured") {
  CHECK(verdict("k = SECRET # gitleaks:allow").reason == "gitleaks:allow");
  CHECK(allowed("k = SECRET // trufflehog:ignore"));
  CHECK(allowed("k = SECRET # pragma: allowlist secret"));
  CHECK(allowed("# pragma: allowlist nextline secret\nk = SECRET"));
  CHECK_FALSE(allowed("# gitleaks:allow\nk = SECRET"));
  CHECK_FALSE(allowed("# pragma: allowlist secret\nk = SECRET"));
}

TEST_CASE("a match over several lines is allowed by a mark on any of them") {
  const std::string text = "a = <<END\nfirst\nsecond # gitleaks:allow\nthird\nEND\n";
  const Span span{text.find("first"), text.find("third") + 5};
  CHECK(inline_mark(text, span, rule_named("lock-key"), kToday).allowed);
  CHECK_FALSE(inline_mark(text, {span.begin, span.begin + 5}, rule_named("x-y"), kToday).allowed);
}

TEST_CASE("a mark is looked for near the match, not at the other end of an endless line") {
  const std::string far(5000, 'x');
  CHECK_FALSE(allowed("SECRET " + far + " gitleaks:allow"));
  CHECK_FALSE(allowed("gitleaks:allow " + far + " SECRET"));
  CHECK(allowed("gitleaks:allow " + far.substr(2000) + " SECRET " + far));
  CHECK_FALSE(allowed(far + far + " rekey:allow\nSECRET"));
}

TEST_CASE("dates are those of the calendar") {
  CHECK(is_date("2028-02-29"));
  for (const std::string_view text :
       {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20261-1-1", "2026-01-32", "x", "",
        "2026-11-2a", "-026-11-20", "2026-+1-20", "2026--1-20"}) {
    CAPTURE(text);
    CHECK_FALSE(is_date(text));
  }
}

TEST_CASE("Marks of one text are those of each of its places") {
  std::string text;
  std::vector<Span> places;
  std::minstd_rand drawn(5);  // NOLINT: the same in every run
  for (int i = 0; i < 400; ++i) {
    const uint32_t kind = static_cast<uint32_t>(drawn()) % 40;
    if (kind == 0) text += "# rekey:allow sample\n";
    if (kind == 1) text += " pragma: allowlist secret ";
    if (kind == 2) text += std::string(5000, 'x');
    if (kind % 3 == 0) text += "\n";
    places.push_back({text.size(), text.size() + 6});
    text += "SECRET = 1 ";
  }
  InlineMarks marks(text);
  size_t allowed_ones = 0;
  for (const Span& place : places) {
    const MarkVerdict expected = inline_mark(text, place, rule_named("lock-key"), kToday);
    const MarkVerdict found = marks.of(place, rule_named("lock-key"), kToday);
    CHECK(found.allowed == expected.allowed);
    CHECK(found.reason == expected.reason);
    allowed_ones += expected.allowed ? 1 : 0;
  }
  CHECK(allowed_ones > 10);
  CHECK(allowed_ones < places.size() - 10);
}

}  // namespace
}  // namespace rekey::test
