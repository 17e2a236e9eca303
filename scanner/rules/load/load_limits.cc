#include "scanner/rules/load/load_limits.h"

#include <algorithm>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

struct Counts {
  size_t texts = 0, stopwords = 0;
};

void add(const std::vector<Allowlist>& lists, Counts& counts) {
  for (const Allowlist& list : lists) {
    counts.texts +=
        list.regexes.size() + list.paths.size() + list.commits.size() + list.target_rules.size();
    counts.stopwords += list.stopwords.size();
  }
}

Status most(size_t count, size_t limit, const std::string& place, const std::string& what) {
  if (count <= limit) return {};
  return Error{ErrorCode::kUsage,
               place + ": more than " + std::to_string(limit) + " " + what + " in one file"};
}

}  // namespace

// A name of a key and its dot, again and again, with blanks or quotes between. In an expression
// nothing of the kind is so long.
Status check_key_depth(std::string_view toml, const std::string& file) {
  int names = 0;
  size_t line = 1;
  bool in_name = false;
  for (const char c : toml) {
    if (c == '\n') ++line;
    if (c == '.' && in_name) {
      if (++names > kDeepestKey) {
        return Error{ErrorCode::kUsage, file + ":" + std::to_string(line) +
                                            ": a key of more than " + std::to_string(kDeepestKey) +
                                            " names"};
      }
      in_name = false;
    } else if (is_word(c) || c == '-' || c == '"' || c == '\'') {
      in_name = true;
    } else if (!is_blank(c)) {
      names = 0;
      in_name = false;
    }
  }
  return {};
}

Status check_counts(const RuleFile& file) {
  if (file.rules.size() > kMostRules) {
    return most(file.rules.size(), kMostRules, file.rules[kMostRules].place, "rules");
  }
  for (const LoadedRule& one : file.rules) {
    const size_t longest =
        std::max({one.rule.regex.size(), one.rule.prefilter.size(), one.rule.path.size()});
    if (longest <= kLongestExpression) continue;
    return Error{ErrorCode::kUsage, one.place + ": rule " + one.rule.id +
                                        ": an expression of more than " +
                                        std::to_string(kLongestExpression) + " bytes"};
  }
  Counts counts;
  add(file.allowlists, counts);
  for (const LoadedRule& one : file.rules) add(one.rule.allowlists, counts);
  size_t changes = file.severities.size();
  for (const SeverityChange& one : file.severities) {
    changes += one.paths.size() + one.target_rules.size();
  }
  Status status = most(counts.texts, kMostAllowTexts, file.place, "expressions of allowlists");
  if (status) status = most(counts.stopwords, kMostStopwords, file.place, "stopwords");
  // A rule's own severity is one with its id.
  if (status) {
    status = most(changes, kMostSeverities + 2 * kMostRules, file.place, "changes of severity");
  }
  if (status) {
    status = most(file.disabled_rules.size(), kMostDisabled, file.place, "disabled rules");
  }
  return status;
}

}  // namespace rekey
