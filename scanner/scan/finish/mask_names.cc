#include "scanner/scan/finish/mask_names.h"

#include <algorithm>
#include <set>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 10;       // bytes of what is no word
constexpr size_t kShortestPrefix = 4;  // of those that rules declare
constexpr size_t kShortestBody = 12;   // of what follows one
constexpr int kMostTurns = 5;          // between kinds of letters, in words
constexpr size_t kExcerpt = 250;       // excerpts of that size may be cut (lines.h)
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool is_in_body(char c) {
  return is_word(c) || c == '-';
}

// Whether letters, capitals and digits take turns as they do in no word.
bool is_mixed(std::string_view body) {
  int turns = 0;
  for (size_t i = 1; i < body.size(); ++i) {
    const char a = body[i - 1], b = body[i];
    if (!is_letter(a) && !is_digit(a)) continue;
    if (!is_letter(b) && !is_digit(b)) continue;
    turns += is_digit(a) != is_digit(b) || is_upper(a) != is_upper(b) ? 1 : 0;
  }
  return turns > kMostTurns;
}

std::set<std::string_view> prefixes_of(const Matcher& matcher) {
  std::set<std::string_view> out;
  for (const Rule& rule : matcher.rules().rules()) {
    if (rule.mask_prefix.size() >= kShortestPrefix) out.insert(rule.mask_prefix);
  }
  return out;
}

std::string masked_by_prefixes(std::string text, const std::set<std::string_view>& prefixes) {
  for (const std::string_view prefix : prefixes) {
    for (size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
      const size_t begin = at + prefix.size();
      size_t end = begin;
      while (end < text.size() && is_in_body(text[end])) ++end;
      const std::string_view body = std::string_view(text).substr(begin, end - begin);
      at = begin;
      if (body.size() < kShortestBody || !is_mixed(body)) continue;
      const std::string mask = std::string(kEllipsis) + "(" + std::to_string(end - begin) + ")";
      text.replace(begin, end - begin, mask);
    }
  }
  return text;
}

void mask_place(Occurrence& at, SecretMask& mask) {
  mask.mask_name(at.path);
  mask.mask_name(at.author);
  mask.mask_name(at.email);
  for (std::string& ref : at.refs) mask.mask_name(ref);
  for (Part& part : at.parts) mask.mask_name(part.path);
  mask.mask_text(at.allow_reason);
  const std::string& line = at.context_line;
  mask.mask_excerpt(at.context_line, line.starts_with(kEllipsis), line.ends_with(kEllipsis));
  if (!at.match) return;
  mask.mask_excerpt(at.match->before, at.match->before.size() >= kExcerpt, false);
  mask.mask_excerpt(at.match->after, false, at.match->after.size() >= kExcerpt);
}

// Rule files may be the repository's own.
void mask_rule(ReportRule& entry, SecretMask& mask) {
  Rule& rule = entry.rule;
  for (std::string* text : {&rule.id, &rule.kind, &rule.provider}) mask.mask_name(*text);
  for (std::string& tag : rule.tags) mask.mask_name(tag);
  Reset& reset = entry.reset;
  for (std::string* text : {&reset.summary, &reset.urgency, &reset.console_url, &reset.console_path,
                            &reset.check, &reset.after, &reset.side_effects}) {
    mask.mask_name(*text);
  }
  for (std::string& step : reset.steps) mask.mask_name(step);
  for (std::string& url : reset.docs) mask.mask_name(url);
}

}  // namespace

bool is_word(std::string_view secret) {
  return secret.size() < kShortest || std::none_of(secret.begin(), secret.end(), is_digit);
}

std::string masked_by_rules(std::string text, const Matcher& matcher) {
  SecretMask mask(matcher);
  mask.mask_name(text);
  return text;
}

// Most names have no digit, and no secret without one is masked in them.
std::string SecretMask::masked_by_rules(std::string text) {
  if (is_word(text)) return text;
  if (scratch_ == nullptr) {
    scratch_ = matcher_.make_scratch();
    prefixes_ = prefixes_of(matcher_);
  }
  std::vector<Match> found = matcher_.scan(text, *scratch_);
  std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) {
    return a.secret.begin > b.secret.begin;  // from the end, so that the others stay in place
  });
  for (const Match& match : found) {
    if (match.secret.end > text.size()) continue;  // overlapped one that is masked
    if (is_word(match.secret.of(text))) continue;
    const Secret secret{std::string(match.secret.of(text))};
    text.replace(match.secret.begin, match.secret.size(),
                 secret.masked(matcher_.rules().rules()[match.rule].mask_prefix));
  }
  return masked_by_prefixes(std::move(text), prefixes_);
}

void SecretMask::add(const Secret& secret, const Rule& rule) {
  if (!rule.regex.empty()) known_.add(secret, rule.mask_prefix);  // else the secret is the path
}

void SecretMask::add(const std::vector<Finding>& findings, const std::vector<Rule>& rules) {
  for (const Finding& finding : findings) {
    add(finding.secret, rules[finding.rule]);
    for (const Occurrence& at : finding.occurrences) {
      for (const Part& part : at.parts) add(part.secret, rules[part.rule]);
    }
  }
}

void SecretMask::add(const Report& report) {
  for (const Finding& finding : report.findings) {
    add(finding.secret, report.rules[finding.rule].rule);
    for (const Occurrence& at : finding.occurrences) {
      for (const Part& part : at.parts) add(part.secret, report.rules[part.rule].rule);
    }
  }
}

void SecretMask::mask_name(std::string& name) {
  if (name.empty()) return;
  const auto [done, is_new] = names_.try_emplace(name);
  if (is_new) {
    done->second = masked_by_rules(known_.masked(name, KnownSecrets::Where::kName));
  }
  name = done->second;
}

void SecretMask::mask_text(std::string& text) {
  if (text.empty()) return;
  const auto [done, is_new] = texts_.try_emplace(text);
  if (is_new) {
    done->second = masked_by_rules(known_.masked(text, KnownSecrets::Where::kText));
  }
  text = done->second;
}

void SecretMask::mask_excerpt(std::string& text, bool is_cut_before, bool is_cut_behind) const {
  text = known_.masked_excerpt(text, is_cut_before, is_cut_behind);
}

void mask_report(Report& report, SecretMask& mask) {
  for (Finding& finding : report.findings) {
    mask.mask_text(finding.reason);
    for (Occurrence& at : finding.occurrences) mask_place(at, mask);
  }
  for (Skipped& one : report.skipped) {
    mask.mask_name(one.what);
    mask.mask_text(one.why);
  }
  for (std::string* name : {&report.source, &report.root, &report.repository}) {
    mask.mask_name(*name);
  }
  mask.mask_text(report.note);
  for (std::string& note : report.notes) mask.mask_text(note);
  for (std::string& one : report.stale) mask.mask_name(one);
  for (ReportRule& rule : report.rules) mask_rule(rule, mask);
}

}  // namespace rekey
