// SecretMask: takes out of every text that is shown beside a report's findings what is a secret
// somewhere in it: lines around other secrets, paths, refs, people, messages, reasons, what was
// skipped. Names are also asked of the rules: "b-ghp_..." is a branch that no file needs to have.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/findings/finding.h"
#include "scanner/findings/known_secrets.h"
#include "scanner/match/matcher.h"

namespace rekey {

// Whether a secret that stands in a name tells nothing: names have words, and so may passwords.
// What is no word has ten bytes and a digit.
bool is_word(std::string_view secret);

// `text` with what is a secret to the rules, and no word, masked; and what only begins as a
// provider's tokens do and goes on as they do, as a token with a letter too many.
std::string masked_by_rules(std::string text, const Matcher& matcher);

class SecretMask {
 public:
  // `matcher` outlives this.
  explicit SecretMask(const Matcher& matcher) : matcher_(matcher) {}

  // All secrets of `findings`, their parts' too; their rules are indexes in `rules`.
  void add(const std::vector<Finding>& findings, const std::vector<Rule>& rules);
  void add(const Secret& secret, const Rule& rule);
  void add(const Report& report);
  // After the last one, before the first text.
  void seal() { known_.seal(); }

  void mask_name(std::string& name);
  void mask_text(std::string& text);
  void mask_excerpt(std::string& text, bool is_cut_before, bool is_cut_behind) const;

 private:
  [[nodiscard]] std::string masked_by_rules(std::string text);

  const Matcher& matcher_;
  std::shared_ptr<MatchScratch> scratch_;  // from the first name on that may have a secret
  std::set<std::string_view> prefixes_;    // that the rules declare, likewise
  KnownSecrets known_;
  std::unordered_map<std::string, std::string> names_, texts_;  // done
};

// Masks in all texts of `report`. Its names no longer lead to files then; the rest stays.
void mask_report(Report& report, SecretMask& mask);

}  // namespace rekey
