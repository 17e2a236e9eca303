#include "scanner/match/prefilter/compiled_rules.h"

#include <hs/hs.h>

#include <algorithm>

#include "scanner/match/binding/credential_name.h"
#include "scanner/match/prefilter/assignment_search.h"
#include "scanner/match/prefilter/hyperscan.h"
#include "scanner/match/prefilter/keyword_gate.h"
#include "scanner/match/prefilter/literal_search.h"
#include "scanner/match/prefilter/provider_word_search.h"
#include "scanner/match/prefilter/wide_rules.h"
#include "scanner/match/regex/dialect.h"
#include "scanner/rules/assignments.h"
#include "scanner/rules/provider_words.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

constexpr std::string_view kFormat = "rekey database 9";

// Widths are kept as width + 1; 0 says that a match may be of any width.
constexpr uint64_t kUnboundedWidth = 0;

// Matches of rules that only lines with a random run are searched for are at most so wide.
constexpr uint64_t kWidestRandom = 4096;

size_t read_width(uint64_t width) {
  return width == kUnboundedWidth ? SIZE_MAX : static_cast<size_t>(width - 1);
}

struct Search {
  bool filtered = true;
  bool gated = false;
  bool random = false;  // in lines with a random run alone
  uint64_t width = kUnboundedWidth;
};

// To a line rule every line is a text of its own: ^ and $ are its ends.
unsigned flags_of(const Rule& rule) {
  return rule.extent == 0 ? HS_FLAG_MULTILINE : 0;
}

// The width of the widest match; an error when Hyperscan does not take the expression.
Status inspect(const Rule& rule, Search& out) {
  const Result<size_t> width = widest_match(hyperscan_dialect(rule.regex), flags_of(rule));
  out.filtered = width.ok();
  if (!width) return width.error();
  if (*width != SIZE_MAX) out.width = *width + 1ULL;
  return {};
}

// The expressions for whole texts, or those for lines with a random run.
Expressions expressions_of(const std::vector<Rule>& rules, const std::vector<Search>& searches,
                           bool random) {
  Expressions out;
  bool any_provider_word = false;
  for (size_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    if (searches[i].random != random || rule.regex.empty() || rule.binding) continue;
    // An assigned rule may have the way of named rules instead.
    any_provider_word =
        any_provider_word || !rule.provider_words.empty() || (rule.assignment && random);
    const bool is_own = rule.provider_words.empty() && !rule.assignment;
    if (!is_own || !searches[i].filtered || searches[i].gated) continue;
    out.add(hyperscan_dialect(rule.searched()), flags_of(rule), i);
  }
  if (any_provider_word) out.add(hyperscan_dialect(extractor_expression()), 0, rules.size());
  return out;
}

// A rule that Hyperscan does not take in the end is not filtered.
Result<std::string> compile_expressions(const std::vector<Rule>& rules,
                                        std::vector<Search>& searches, bool random) {
  for (;;) {
    const Expressions expressions = expressions_of(rules, searches, random);
    int faulty = -1;
    Result<std::string> bytes = compiled_bytes(expressions, &faulty);
    if (bytes || faulty < 0) return bytes;
    const unsigned rule = expressions.ids[static_cast<size_t>(faulty)];
    if (rule >= rules.size()) return bytes;
    searches[rule].filtered = false;
  }
}

// What tells where the expressions for whole texts are to be searched.
std::string compile_literals_of(const std::vector<Rule>& rules,
                                const std::vector<Search>& searches) {
  std::vector<WholeExpression> expressions;
  bool any_assignment = false;
  for (const unsigned id : expressions_of(rules, searches, false).ids) {
    if (id == rules.size()) {
      expressions.push_back({extractor_expression(), false, SIZE_MAX});
      continue;
    }
    const size_t reach = std::min<size_t>(read_width(searches[id].width), rules[id].extent);
    expressions.push_back({rules[id].searched(), rules[id].extent == 0, reach});
  }
  for (const Rule& rule : rules) {
    any_assignment = any_assignment || rule.assignment || rule.binding;
  }
  return compile_literal_search(expressions,
                                any_assignment ? word_literals() : std::vector<WordLiteral>(),
                                WideRules(rules).literals());
}

}  // namespace

Result<CompiledRules> compile_database(const std::vector<Rule>& rules) {
  std::vector<Search> searches(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].provider_words.empty()) searches[i].random = rules[i].random;
    if (!rules[i].provider_words.empty() || rules[i].regex.empty() || rules[i].binding) continue;
    const Status taken = inspect(rules[i], searches[i]);
    searches[i].random = rules[i].random && searches[i].width != kUnboundedWidth &&
                         searches[i].width <= kWidestRandom;
    if (!taken && rules[i].extent != kUnboundedExtent) {
      return Error{ErrorCode::kUsage, "rule " + rules[i].id + ": " + taken.error().message};
    }
  }
  std::vector<uint32_t> gated;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    searches[i].gated = searches[i].filtered && is_gated(rules[i]);
    if (searches[i].gated) gated.push_back(i);
  }
  Result<std::string> gate = compile_keyword_gate(rules, gated);
  if (!gate) return gate.error();
  Result<std::string> database = compile_expressions(rules, searches, false);
  if (!database) return database.error();
  Result<std::string> random = compile_expressions(rules, searches, true);
  if (!random) return random.error();
  const std::string literals = compile_literals_of(rules, searches);
  Result<std::string> words = compile_words(rules);
  if (!words) return words.error();
  Result<std::string> assigned = compile_assignments(rules);
  if (!assigned) return assigned.error();
  CompiledRules out;
  WireWriter writer;
  writer.text(kFormat);
  writer.number(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    writer.number((searches[i].filtered ? 1 : 0) + (searches[i].random ? 2 : 0));
    writer.number(searches[i].width);
    if (!searches[i].filtered) out.unfiltered.push_back(i);
  }
  writer.text(literals);
  writer.text(*database);
  writer.text(*random);
  writer.text(*words);
  writer.text(*assigned);
  writer.text(*gate);
  out.bytes = writer.take();
  return out;
}

Result<CompiledParts> read_compiled(std::string_view bytes, size_t rules) {
  WireReader reader(bytes);
  const bool right_format = reader.text() == kFormat;
  if (!right_format || reader.count() != rules) {
    return Error{ErrorCode::kMalformed, "compiled rules: not for these rules"};
  }
  CompiledParts out;
  for (size_t i = 0; i < rules; ++i) {
    const uint64_t ways = reader.number();
    out.rules.push_back({(ways & 1) != 0, (ways & 2) != 0, read_width(reader.number())});
  }
  for (std::string_view* part : {&out.literals, &out.database, &out.random, &out.words,
                                 &out.assignments, &out.keyword_gate}) {
    *part = reader.text();
  }
  if (!reader.ok()) return Error{ErrorCode::kMalformed, "compiled rules: cut short"};
  return out;
}

}  // namespace rekey
