#include "scanner/scan/files/explain.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "scanner/base/entropy.h"
#include "scanner/findings/fingerprint.h"
#include "scanner/findings/lines.h"
#include "scanner/match/judge/surroundings.h"
#include "scanner/match/model/line_context.h"
#include "scanner/match/validators/validators.h"
#include "scanner/scan/finish/mask_names.h"
#include "scanner/scan/text/text_scan.h"
#include "scanner/suppress/inline_mark.h"

namespace rekey {
namespace {

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// The bytes of the line, without its end; empty behind the last one.
Span line_span(std::string_view text, uint32_t line) {
  size_t begin = 0;
  for (uint32_t i = 1; i < line; ++i) {
    const size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return {text.size(), text.size()};
    begin = end + 1;
  }
  return {begin, std::min(text.find('\n', begin), text.size())};
}

class Explainer {
 public:
  Explainer(std::string_view text, const std::string& path, const ScanContext& context)
      : text_(text), path_(path), context_(context) {}

  Explanation explain(const Candidate& candidate, const std::vector<Candidate>& all) {
    const Match& match = candidate.match;
    const Rule& rule = context_.rules()[match.rule];
    const Secret secret{std::string(match.secret.of(text_))};
    Explanation out;
    const TextPosition at = LineCursor(text_).at(match.secret.begin);
    out.rule = rule.id;
    out.line = at.line;
    out.column = at.column;
    out.masked = secret.masked(rule.mask_prefix);
    if (candidate.dropped == Dropped::kNot) {
      judge_place(match, rule, secret, out);
    } else {
      out.stage = dropped_name(candidate.dropped);
      out.reason = why(candidate, rule, all);
    }
    return out;
  }

 private:
  std::string why(const Candidate& candidate, const Rule& rule, const std::vector<Candidate>& all) {
    const Match& match = candidate.match;
    switch (candidate.dropped) {
      case Dropped::kEntropy:
        return "its entropy is " + number(entropy(match.secret.of(text_))) +
               " bits a byte; the rule asks for more than " + number(rule.entropy);
      case Dropped::kValidator:
        return rejected_by(match, rule);
      case Dropped::kAllowlist:
        return "an allowlist of the rule or of the configuration allows it";
      case Dropped::kContext:
        return near(rule);
      case Dropped::kKeyword:
        return "none of the rule's keywords is in the text: " + joined(rule.keywords);
      case Dropped::kOverlap:
        return claimed_by(match, all);
      case Dropped::kPart:
        return "the rule is only a part of composite rules, or what it requires is not near";
      case Dropped::kPrefix:
        return "it begins as a provider's tokens do, or holds what they hold, and is none of them";
      default:
        return {};
    }
  }

  std::string rejected_by(const Match& match, const Rule& rule) {
    for (const std::string& name : rule.validators) {
      const Validator* validator = find_validator(name);
      if (validator == nullptr) continue;
      const Verdict verdict =
          validator->check_there == nullptr
              ? validator->check(match.secret.of(text_))
              : validator->check_there(line_context_of(text_, match.span, match.secret));
      if (verdict == Verdict::kReject) {
        return "the validator '" + name + "' rejects it: " + std::string(validator->summary);
      }
    }
    return "a validator rejects it";
  }

  static std::string near(const Rule& rule) {
    const Context& context = rule.context;
    std::string out = "what the rule asks for is not ";
    out += context.within_lines == 0 ? "in the text"
                                     : "within " + std::to_string(context.within_lines) + " lines";
    if (!context.words.empty()) out += "; words: " + joined(context.words);
    if (!context.rules.empty()) out += "; matches of " + joined(context.rules);
    return out;
  }

  std::string claimed_by(const Match& match, const std::vector<Candidate>& all) {
    for (const Candidate& other : all) {
      if (other.dropped == Dropped::kNot && other.match.secret.overlaps(match.secret)) {
        return "the rule " + context_.rules()[other.match.rule].id +
               " claims these bytes: it is more specific";
      }
    }
    return "a more specific rule's secret on this line contains it";
  }

  void judge_place(const Match& match, const Rule& rule, const Secret& secret, Explanation& out) {
    if (!context_.wanted(match.rule, match.confidence)) {
      out.stage = "options";
      out.reason = "its rule, severity or confidence was not asked for";
      return;
    }
    Hit hit;
    hit.rule = match.rule;
    hit.secret = secret;
    hit.match = Secret(std::string(match.span.of(text_)));
    hit.line = Secret(std::string(lines_of(text_, match.span).of(text_)));
    if (!reported_at(context_, hit, path_, "")) {
      out.stage = "path";
      out.reason = "the rule is not for this path, or an allowlist allows it here";
      return;
    }
    Occurrence place;
    place.path = path_;
    const Severity here = context_.severities().at(match.rule, place);
    if (here < context_.options().min_severity) {
      out.stage = "severity";
      out.reason = "the configuration's [[severity]] makes it too low to report here";
      return;
    }
    judge_suppressed(match, rule, secret, out);
  }

  void judge_suppressed(const Match& match, const Rule& rule, const Secret& secret,
                        Explanation& out) {
    const ScanOptions& options = context_.options();
    const MarkVerdict mark = inline_mark(text_, match.span, rule, options.today);
    std::vector<Finding> findings(1);
    Finding& finding = findings.front();
    finding.rule = match.rule;
    finding.key = leak_key(rule.family, secret);
    if (options.suppressions != nullptr && options.suppressions->asks_fingerprints()) {
      finding.fingerprint = fingerprint(rule.family, secret);
    }
    Occurrence& at = finding.occurrences.emplace_back();
    at.path = path_;
    at.line = out.line;
    at.allowed = mark.allowed ? Allowed::kByComment : Allowed::kNot;
    at.allow_reason = mark.reason;
    Stats ignored;
    if (options.suppressions != nullptr) {
      options.suppressions->apply(findings, context_.rules(), options.today, ignored);
    }
    out.reason = at.allow_reason.empty() ? finding.reason : at.allow_reason;
    if (at.allowed != Allowed::kNot) {
      out.stage = at.allowed == Allowed::kByComment ? "comment" : "ignore file";
    } else if (finding.status == FindingStatus::kBaseline) {
      out.stage = "baseline";
    } else {
      out.stage = "kept";
      out.reported = true;
    }
  }

  std::string_view text_;
  const std::string& path_;
  const ScanContext& context_;
};

}  // namespace

Result<std::vector<Explanation>> explain_line(std::string_view text, const std::string& path,
                                              uint32_t line, const ScanOptions& options) {
  const Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  const auto scratch = options.matcher->make_scratch();
  const std::vector<Candidate> all = options.matcher->explain(text, *scratch);
  const Span wanted = line_span(text, line);
  Explainer explainer(text, path, **context);
  SecretMask mask(*options.matcher);
  for (const auto& [match, dropped] : all) {
    if (dropped != Dropped::kNot) continue;
    mask.add(Secret{std::string(match.secret.of(text))}, (*context)->rules()[match.rule]);
  }
  mask.seal();
  std::vector<Explanation> out;
  for (const Candidate& candidate : all) {
    if (!candidate.match.secret.overlaps(wanted)) continue;
    Explanation& one = out.emplace_back(explainer.explain(candidate, all));
    one.path = path;
    mask.mask_name(one.path);
    mask.mask_text(one.reason);
  }
  return out;
}

}  // namespace rekey
