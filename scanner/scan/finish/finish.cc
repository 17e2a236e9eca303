#include "scanner/scan/finish/finish.h"

#include <utility>
#include <vector>

#include "scanner/findings/fingerprint.h"
#include "scanner/scan/finish/mask_names.h"
#include "scanner/scan/finish/pairs_across.h"
#include "scanner/scan/finish/skipped.h"
#include "scanner/scan/text/brief_hits.h"

namespace rekey {
namespace {

bool scans_for_all(const ScanOptions& options) {
  return options.only_rules.empty() && options.skip_rules.empty() &&
         options.min_severity <= Severity::kLow && options.min_confidence == Confidence::kLow;
}

// Comments that came with what is judged: told, and not heeded.
void take_back_comments(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    for (Occurrence& at : finding.occurrences) {
      if (at.allowed != Allowed::kByComment) continue;
      at.allowed = Allowed::kNot;
      at.allow_reason += "; not heeded: it comes with what is judged (--trust-comments)";
    }
  }
}

bool wants_fingerprints(const ScanOptions& options) {
  return options.fingerprints ||
         (options.suppressions != nullptr && options.suppressions->asks_fingerprints());
}

void suppress(Report& report, std::vector<Finding>& findings, const ScanContext& context) {
  static const Suppressions kNone;
  const ScanOptions& options = context.options();
  const Suppressions& all = options.suppressions == nullptr ? kNone : *options.suppressions;
  all.apply(findings, context.rules(), options.today, report.stats);
  report.has_baseline = all.has_baseline();
  if (report.whole_history && scans_for_all(options)) report.stale = all.stale(findings);
}

}  // namespace

void finish(Report& report, FindingStore store, const ScanContext& context) {
  const RuleSet& rules = context.options().matcher->rules();
  report.version = REKEY_VERSION;
  report.ruleset = rules.hash();
  SecretMask mask(*context.options().matcher);
  for (const auto& [rule, secret] : context.unasked().all())
    mask.add(Secret(secret), rules.rules()[rule]);
  std::vector<Finding> findings = store.take();
  const uint64_t left_out = report.stats.left_out + store.left_out();
  if (left_out > 0) {
    report.skipped.push_back(left_out_places(left_out));
    report.whole_history = false;  // as far as the report goes
  }
  mask.add(findings, rules.rules());  // before the mild ones go
  pair_across_files(findings, context.pairs());
  const size_t mild = context.severities().apply(findings, context.options().min_severity);
  if (mild > 0) report.stats.dropped["severity"] += mild;
  if (!context.options().heed_comments) take_back_comments(findings);
  if (wants_fingerprints(context.options())) {
    set_fingerprints(findings, rules.rules(), thread_count(context.options(), findings.size()));
  }
  suppress(report, findings, context);
  put_findings(report, std::move(findings), rules.rules(),
               [&](size_t rule) { return rules.reset(rule); });
  if (context.had_files_cut()) {
    report.skipped.push_back({"a pack, an index or a cache", "made shorter while it was read"});
  }
  order_skipped(report.skipped);
  if (context.options().mask_names) {
    mask.seal();
    mask_report(report, mask);
  }
  report.complete = report.complete && report.skipped.empty();
}

}  // namespace rekey
