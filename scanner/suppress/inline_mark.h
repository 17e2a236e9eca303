// InlineMark: a comment in the text itself that allows a secret: on a line of the match, or alone
// on the line before it.
//
//   rekey:allow [rule-id,...] [reason] [until YYYY-MM-DD]
//
// A first word that looks like a rule's id (lower case, with a hyphen) is one: the mark is for that
// rule or family alone; a reason that starts so stands behind "--". `until` is the last day on
// which the mark holds. The marks of other scanners are honoured too: gitleaks:allow,
// trufflehog:ignore, pragma: allowlist secret (whitelist, nextline).
//
// A line is looked at up to 4 KiB from the match, so that a text of one endless line costs no more
// than its matches. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"
#include "scanner/rules/rule.h"

namespace rekey {

// What a rekey:allow says. `until` is "" or a date that exists.
struct AllowTerms {
  std::vector<std::string> rules;  // ids or families; empty: any
  std::string reason;
  std::string until;
  std::string fault;  // why it allows nothing: a date that is none
};

// `words` is what stands behind "rekey:allow", or in another place of the same form, to the end of
// the line.
AllowTerms allow_terms(std::string_view words);

// Whether `text` is a date of the calendar, YYYY-MM-DD.
bool is_date(std::string_view text);

struct MarkVerdict {
  bool allowed = false;
  // Why it is allowed; or why a mark that is there does not allow it, "" if there is none.
  std::string reason;
  bool is_dated = false;  // another day may give another verdict
};

// What `terms` say of a secret of `rule` on the day `today`; reasons start with `name`.
MarkVerdict verdict_of(const AllowTerms& terms, std::string_view name, const Rule& rule,
                       std::string_view today);

// What the marks around the match `span` in `text` say of a secret of `rule` on the day `today`.
MarkVerdict inline_mark(std::string_view text, Span span, const Rule& rule, std::string_view today);

// InlineMarks: the same for the matches of one text, fast when they come in rising order: bytes
// without a mark are looked through once, however many matches are near them. One thread's.
class InlineMarks {
 public:
  // `text` outlives this.
  explicit InlineMarks(std::string_view text) : text_(text) {}

  MarkVerdict of(Span span, const Rule& rule, std::string_view today);

 private:
  std::string_view text_;
  Span clean_;  // no mark begins in it
};

}  // namespace rekey
