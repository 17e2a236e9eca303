#include "scanner/suppress/inline_mark.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>

#include "scanner/base/ascii.h"
#include "scanner/base/line.h"

namespace rekey {
namespace {

constexpr size_t kReach = 4096;         // bytes of a line beyond the match
constexpr size_t kLongestReason = 200;  // bytes

constexpr std::string_view kOwn = "rekey:allow";
constexpr std::array<std::string_view, 4> kImported = {
    "gitleaks:allow", "trufflehog:ignore", "pragma: allowlist secret", "pragma: whitelist secret"};
constexpr std::array<std::string_view, 2> kImportedBefore = {"pragma: allowlist nextline secret",
                                                             "pragma: whitelist nextline secret"};

bool is_blank_or_return(char c) {
  return is_blank(c) || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank_or_return(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank_or_return(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the first word off `text`.
std::string_view next_word(std::string_view& text) {
  text = trimmed(text);
  const auto end = std::find_if(text.begin(), text.end(), is_blank_or_return);
  const std::string_view word = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

// What closes a comment is no part of what it says.
std::string_view without_closer(std::string_view text) {
  constexpr std::array<std::string_view, 9> kClosers = {"*/", "--%>", "-->", "#}", "}}",
                                                        "%>", "*)",   "-}",  "?>"};
  text = trimmed(text);
  for (const std::string_view closer : kClosers) {
    if (text.ends_with(closer)) return trimmed(text.substr(0, text.size() - closer.size()));
  }
  return text;
}

// "a-rule" or "a-rule,b-rule".
bool names_rules(std::string_view word) {
  return !word.empty() && word.front() != '-' && word.back() != '-' &&
         word.find('-') != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ',' ||
                  c == '_';
         });
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find(at), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Until {
  Span span;  // both words
  std::string_view date;
};

// "until" and the word behind it, if that begins with a digit: wherever they stand, so that a date
// which is over is never taken for a reason.
std::optional<Until> until_of(std::string_view words) {
  constexpr std::string_view kMarks = "()[]{}<>:;,.*/!\"'";
  const auto bare = [&](std::string_view word) {
    word.remove_prefix(std::min(word.find_first_not_of(kMarks), word.size()));
    return word.substr(0, word.find_last_not_of(kMarks) + 1);
  };
  size_t until = std::string_view::npos;
  for (size_t at = 0; (at = words.find_first_not_of(" \t", at)) != std::string_view::npos;) {
    const size_t end = std::min(words.find_first_of(" \t", at), words.size());
    const std::string_view word = bare(words.substr(at, end - at));
    if (until != std::string_view::npos && !word.empty() && is_digit(word.front())) {
      return Until{{until, end}, word};
    }
    const std::string name = lowered(word);
    const bool joined = name.starts_with("until:") || name.starts_with("until=");
    if (joined && name.size() > 6 && is_digit(name[6])) return Until{{at, end}, word.substr(6)};
    until = name == "until" ? at : std::string_view::npos;
    at = end;
  }
  return std::nullopt;
}

// The line before the one that holds text[at); "" if it is longer than one looks at.
std::string_view line_before(std::string_view text, size_t at) {
  const size_t least = at - std::min(at, 2 * kReach);
  std::string_view seen = text.substr(least, at - least);
  const size_t end = seen.rfind('\n');
  if (end == std::string_view::npos) return {};
  seen = seen.substr(0, end);
  const size_t begin = seen.rfind('\n');
  if (begin == std::string_view::npos) return least == 0 ? seen : std::string_view();
  return seen.substr(begin + 1);
}

// Whether nothing but what opens a comment stands in `before`.
bool opens_comment(std::string_view before) {
  std::string_view rest = trimmed(before);
  const std::string_view first = next_word(rest);
  if ((first == "rem" || first == "REM" || first == "dnl") && rest.empty()) return true;
  return std::none_of(before.begin(), before.end(), is_word);
}

// The last rekey:allow of `line` that stands as a word; npos: none.
size_t find_own(std::string_view line) {
  for (size_t at = line.find(kOwn); at != std::string_view::npos; at = line.find(kOwn, at + 1)) {
    const size_t end = at + kOwn.size();
    const bool starts = at == 0 || !is_word(line[at - 1]);
    if (starts && (end == line.size() || (!is_word(line[end]) && line[end] != '-'))) return at;
  }
  return std::string_view::npos;
}

template <size_t N>
MarkVerdict imported_verdict(std::string_view line, const std::array<std::string_view, N>& marks) {
  for (const std::string_view mark : marks) {
    if (line.find(mark) != std::string_view::npos) return {true, std::string(mark)};
  }
  return {};
}

// The marks on the lines of the match. Every one is asked: a line may hold two secrets.
MarkVerdict on_lines(std::string_view lines, const Rule& rule, std::string_view today) {
  MarkVerdict refused = imported_verdict(lines, kImported);
  if (refused.allowed) return refused;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    for (size_t at = find_own(line); at != std::string_view::npos; at = find_own(line)) {
      line.remove_prefix(at + kOwn.size());
      const size_t next = std::min(find_own(line), line.size());
      MarkVerdict verdict = verdict_of(allow_terms(line.substr(0, next)), kOwn, rule, today);
      if (verdict.allowed) return verdict;
      if (!verdict.reason.empty()) refused = std::move(verdict);
    }
  }
  return refused;
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto read = [](std::string_view part, auto& out) {
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), out);
    return error == std::errc() && end == part.data() + part.size() && part.front() != '-';
  };
  return read(text.substr(0, 4), year) && read(text.substr(5, 2), month) &&
         read(text.substr(8, 2), day) &&
         std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day))
             .ok();
}

AllowTerms allow_terms(std::string_view words) {
  AllowTerms terms;
  std::string_view rest = words;
  if (rest.starts_with(':')) rest.remove_prefix(1);
  rest = without_closer(rest);
  std::string_view behind = rest;
  const std::string_view first = next_word(behind);
  if (names_rules(first)) {
    terms.rules = split(first, ',');
    rest = trimmed(behind);
  }
  std::string reason(rest.substr(0, kLongestReason));
  if (const auto until = until_of(rest)) {
    if (!is_date(until->date)) terms.fault = "its date is none; write until YYYY-MM-DD";
    if (terms.fault.empty()) terms.until = until->date;
    const std::string_view before = trimmed(rest.substr(0, until->span.begin));
    const std::string_view after = trimmed(rest.substr(until->span.end));
    reason = before;
    if (!before.empty() && !after.empty()) reason += ' ';
    reason += after;
  }
  std::string_view shown = reason;
  while (shown.starts_with('-') || shown.starts_with(':')) shown = trimmed(shown.substr(1));
  terms.reason = shown.substr(0, kLongestReason);
  return terms;
}

MarkVerdict verdict_of(const AllowTerms& terms, std::string_view name, const Rule& rule,
                       std::string_view today) {
  const bool is_for = terms.rules.empty() ||
                      std::any_of(terms.rules.begin(), terms.rules.end(), [&](const auto& id) {
                        return id == rule.id || id == rule.family;
                      });
  if (!is_for) return {};
  std::string reason(name);
  if (!terms.fault.empty()) return {false, reason + ": " + terms.fault};
  if (!terms.until.empty() && today > terms.until) {
    return {false, reason + " ended on " + terms.until, true};
  }
  if (!terms.reason.empty()) reason += ": " + terms.reason;
  if (!terms.until.empty()) reason += " (until " + terms.until + ")";
  return {true, std::move(reason), !terms.until.empty()};
}

namespace {

// Where one of these begins in text[span), which every mark has a part of; npos: nowhere.
size_t find_part(std::string_view text, const Span& span) {
  constexpr std::array<std::string_view, 3> kParts = {":allow", ":ignore", "pragma: "};
  const void* first = nullptr;
  size_t size = span.size();
  for (const std::string_view part : kParts) {
    const void* found = memmem(text.data() + span.begin, size, part.data(), part.size());
    if (found == nullptr) continue;
    first = found;
    size = static_cast<size_t>(static_cast<const char*>(found) - text.data()) - span.begin;
  }
  return first == nullptr ? std::string_view::npos : span.begin + size;
}

}  // namespace

MarkVerdict InlineMarks::of(Span span, const Rule& rule, std::string_view today) {
  constexpr size_t kLongestPart = 8;
  const Span near{span.begin - std::min(span.begin, 2 * kReach),
                  span.end + std::min(text_.size() - span.end, kReach)};
  const bool goes_on = near.begin >= clean_.begin && near.begin <= clean_.end;
  if (!goes_on) clean_ = {near.begin, near.begin};
  if (clean_.end < near.end) {
    const size_t from = std::max(clean_.begin, clean_.end - std::min(clean_.end, kLongestPart));
    if (find_part(text_, {std::max(near.begin, from), near.end}) != std::string_view::npos) {
      return inline_mark(text_, span, rule, today);
    }
    clean_.end = near.end;
  }
  return {};
}

MarkVerdict inline_mark(std::string_view text, Span span, const Rule& rule,
                        std::string_view today) {
  const std::string_view lines = lines_around(text, span, kReach).of(text);
  MarkVerdict verdict = on_lines(lines, rule, today);
  if (verdict.allowed) return verdict;
  const std::string_view above = line_before(text, span.begin);
  if (above.empty()) return verdict;
  MarkVerdict before = imported_verdict(above, kImportedBefore);
  const size_t own = before.allowed ? std::string_view::npos : find_own(above);
  if (own != std::string_view::npos && opens_comment(above.substr(0, own))) {
    before = verdict_of(allow_terms(above.substr(own + kOwn.size())), kOwn, rule, today);
  }
  return before.allowed || verdict.reason.empty() ? before : verdict;
}

}  // namespace rekey
