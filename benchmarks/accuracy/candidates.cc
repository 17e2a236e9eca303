// accuracy_candidates RULES: for fit.py: reads names of files from standard input and prints every
// match of a rule with the validator "credential", before any judgement, one a line:
// file, rule, line, column and end column of the secret (from 0, bytes), all features.
#include <algorithm>
#include <iostream>
#include <string>

#include "scanner/base/file.h"
#include "scanner/match/confirm/confirm.h"
#include "scanner/match/matcher.h"
#include "scanner/match/model/feature.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/prefilter/prefilter.h"
#include "scanner/rules/load/load_path.h"

namespace rekey {
namespace {

bool is_learnt(const Rule& rule) {
  return std::find(rule.validators.begin(), rule.validators.end(), "credential") !=
         rule.validators.end();
}

void print(const std::string& file, std::string_view text, const Rule& rule, const Match& match) {
  const Span secret = match.secret;
  const std::string_view before = text.substr(0, secret.begin);
  const size_t newline = before.rfind('\n');
  const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
  std::cout << file << '\t' << rule.id << '\t' << std::count(before.begin(), before.end(), '\n') + 1
            << '\t' << secret.begin - line << '\t' << secret.end - line;
  for (const int32_t value : features_of(line_context_of(text, match.span, secret))) {
    std::cout << '\t' << value;
  }
  std::cout << '\n';
}

int run(const std::string& path) {
  Result<RuleFile> file = load_rule_path(path, Dialect::kPatterns);
  if (!file) {
    std::cerr << file.error().message << '\n';
    return 2;
  }
  std::vector<Rule> rules;
  for (const LoadedRule& loaded : file->rules) {
    if (is_learnt(loaded.rule)) rules.push_back(loaded.rule);
  }
  Result<CompiledRules> compiled = compile_database(rules);
  if (!compiled) return 2;
  Result<std::unique_ptr<Prefilter>> prefilter = Prefilter::create(compiled->bytes, rules);
  if (!prefilter) return 2;
  const Confirm confirm(rules);
  const std::unique_ptr<PrefilterScratch> scratch = (*prefilter)->make_scratch();
  for (std::string name; std::getline(std::cin, name);) {
    Result<std::string> text = read_file(name, uint64_t{1} << 30);
    if (!text) continue;
    std::vector<Segment> segments;
    (*prefilter)->scan(*text, *scratch, segments);
    for (const Segment& segment : segments) {
      std::vector<Match> matches;
      confirm.find(segment.rule, *text, segment.span, matches);
      for (const Match& match : matches) print(name, *text, rules[match.rule], match);
    }
  }
  return 0;
}

}  // namespace
}  // namespace rekey

int main(int count, char** arguments) {
  return count == 2 ? rekey::run(arguments[1]) : 2;
}
