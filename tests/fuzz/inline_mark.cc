// Comments that allow, around a match anywhere in a text.
#include "scanner/suppress/inline_mark.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rekey;
  std::string_view text;
  const std::string_view place = test::split(test::view(data, size), text);
  const size_t first = place.empty() ? 0 : static_cast<uint8_t>(place[0]);
  const size_t begin = std::min(first, text.size());
  const size_t end = std::min(begin + place.size(), text.size());
  Rule rule;
  rule.id = rule.family = "some-rule";
  const MarkVerdict verdict = inline_mark(
      text, Span{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, rule, "2026-11-30");
  test::must(!verdict.allowed || text.size() > 5, "nothing allows without a mark");
  const AllowTerms terms = allow_terms(text);
  test::must(terms.until.empty() || is_date(terms.until), "a day is one of the calendar");
  return 0;
}
