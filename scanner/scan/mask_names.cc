#include "scanner/scan/mask_names.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

constexpr size_t kShortest = 12;  // bytes
constexpr size_t kStart = 8;      // bytes that secrets are looked up by

struct Masked {
  std::string_view secret;
  std::string mask;
};

class NameMask {
 public:
  NameMask(const Report& report, const ScanContext& context)
      : context_(context), scratch_(context.options().matcher->make_scratch()) {
    for (const Finding& finding : report.findings) {
      const Rule& rule = report.rules[finding.rule].rule;
      if (!rule.regex.empty()) add(finding.secret, rule);  // else the secret is the path
      for (const Occurrence& at : finding.occurrences) {
        for (const Part& part : at.parts) add(part.secret, report.rules[part.rule].rule);
      }
    }
  }

  void mask(std::string& name) {
    const auto [known, is_new] = done_.try_emplace(name);
    if (is_new) known->second = by_rules(by_findings(name));
    name = known->second;
  }

 private:
  void add(const Secret& secret, const Rule& rule) {
    const std::string_view text = secret.reveal();
    if (is_word(text)) return;
    std::vector<Masked>& same_start = secrets_[text.substr(0, kStart)];
    const bool known = std::any_of(same_start.begin(), same_start.end(),
                                   [&](const Masked& one) { return one.secret == text; });
    if (!known) same_start.push_back({text, secret.masked(rule.mask_prefix)});
  }

  // The longest secret of a finding that stands at `at`.
  [[nodiscard]] const Masked* longest_at(std::string_view name, size_t at) const {
    const auto found = secrets_.find(name.substr(at, kStart));
    if (found == secrets_.end()) return nullptr;
    const Masked* longest = nullptr;
    for (const Masked& one : found->second) {
      const bool longer = longest == nullptr || one.secret.size() > longest->secret.size();
      if (longer && name.substr(at).starts_with(one.secret)) longest = &one;
    }
    return longest;
  }

  [[nodiscard]] std::string by_findings(std::string_view name) const {
    std::string out;
    for (size_t at = 0; at < name.size();) {
      const Masked* found = longest_at(name, at);
      if (found == nullptr) {
        out += name[at++];
      } else {
        out += found->mask;
        at += found->secret.size();
      }
    }
    return out;
  }

  [[nodiscard]] std::string by_rules(std::string name) const {
    return masked_by_rules(std::move(name), *context_.options().matcher, *scratch_);
  }

  const ScanContext& context_;
  std::shared_ptr<MatchScratch> scratch_;
  std::unordered_map<std::string_view, std::vector<Masked>> secrets_;  // by their first bytes
  std::unordered_map<std::string, std::string> done_;
};

}  // namespace

bool is_word(std::string_view secret) {
  return secret.size() < kShortest || std::none_of(secret.begin(), secret.end(), is_digit);
}

std::string masked_by_rules(std::string text, const Matcher& matcher, MatchScratch& scratch) {
  std::vector<Match> found = matcher.scan(text, scratch);
  std::sort(found.begin(), found.end(), [](const Match& a, const Match& b) {
    return a.secret.begin > b.secret.begin;  // from the end, so that the others stay in place
  });
  for (const Match& match : found) {
    if (match.secret.end > text.size()) continue;  // overlapped one that is masked
    if (is_word(match.secret.of(text))) continue;
    const Secret secret{std::string(match.secret.of(text))};
    text.replace(match.secret.begin, match.secret.size(),
                 secret.masked(matcher.rules().rules()[match.rule].mask_prefix));
  }
  return text;
}

void mask_names(Report& report, const ScanContext& context) {
  if (report.findings.empty() && report.skipped.empty()) return;
  NameMask names(report, context);
  for (Finding& finding : report.findings) {
    for (Occurrence& at : finding.occurrences) {
      names.mask(at.path);
      names.mask(at.author);
      names.mask(at.email);
      for (std::string& ref : at.refs) names.mask(ref);
      for (Part& part : at.parts) names.mask(part.path);
    }
  }
  for (Skipped& one : report.skipped) names.mask(one.what);
}

}  // namespace rekey
