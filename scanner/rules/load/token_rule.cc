// From the formats of a rule to its expression, prefix, rank and default checks.
#include "scanner/rules/load/token_rule.h"

#include <algorithm>
#include <functional>

#include "scanner/rules/load/near_shape.h"
#include "scanner/rules/provider_words.h"
#include "scanner/rules/template/template.h"

namespace rekey {
namespace {

std::string common_prefix(const std::vector<Template>& tokens) {
  std::string prefix = literal_prefix(tokens.front());
  for (const Template& token : tokens) {
    const std::string other = literal_prefix(token);
    size_t same = 0;
    while (same < prefix.size() && same < other.size() && prefix[same] == other[same]) ++same;
    prefix.resize(same);
  }
  return prefix;
}

// The expressions of the formats in `loaded.tokens`, each an alternative.
Result<std::string> joined(const LoadedRule& loaded,
                           const std::function<Result<std::string>(const Template&)>& make) {
  std::string out;
  for (const Template& token : loaded.tokens) {
    Result<std::string> one = make(token);
    if (!one) return one;
    out += (out.empty() ? "" : "|") + *one;
  }
  return out;
}

// What the prefilter may search instead, if every format has such a tail.
std::string joined_tails(const LoadedRule& loaded) {
  std::string out;
  for (const Template& token : loaded.tokens) {
    const std::string tail = tail_expression(token);
    if (tail.empty()) return {};
    out += (out.empty() ? "" : "|") + tail;
  }
  return out;
}

// What a named value is judged by where its rule does not say: how random its characters must be.
void judge_named(Rule& rule, const Template& value, const Width& width) {
  const bool one_run = value.size() == 1 && value.front().kind == TemplateNode::Kind::kRun;
  const size_t members = one_run ? value.front().alphabet.bytes.size() : 0;
  if (!one_run) {
    rule.validators = {"not-placeholder"};
  } else if (members <= 10) {
    rule.entropy = 2.2;
    rule.validators = {"not-placeholder"};
  } else {
    rule.entropy = members <= 22 ? 2.6 : width.least < 20 ? 2.8 : 3.2;
    rule.validators = {"not-placeholder", "opaque"};
  }
}

// What tokens of the rule begin with, or have inside, and what is near them.
void note_literals(LoadedRule& loaded) {
  for (const Template& token : loaded.tokens) {
    if (std::optional<Rule::Near> near = near_shape(token)) {
      near->telling = near->telling && loaded.rule.provider_words.empty();
      loaded.rule.near.push_back(*std::move(near));
    }
    const std::string prefix = literal_prefix(token);
    if (!prefix.empty()) {
      loaded.rule.prefixes.push_back(prefix);
      continue;
    }
    for (const TemplateNode& node : token) {
      if (node.kind == TemplateNode::Kind::kLiteral) loaded.rule.infixes.push_back(node.text);
    }
  }
}

}  // namespace

Status make_token_rule(LoadedRule& loaded) {
  constexpr size_t kLongestPrefix = 40;
  constexpr uint32_t kTokenRank = 50;
  Result<std::string> regex = joined(loaded, expression);
  if (!regex) return regex.error();
  Rule& rule = loaded.rule;
  rule.regex = *std::move(regex);
  rule.prefilter = joined_tails(loaded);
  rule.mask_prefix = common_prefix(loaded.tokens);
  note_literals(loaded);
  rule.rank = kTokenRank + static_cast<uint32_t>(std::min(rule.mask_prefix.size(), kLongestPrefix));
  return {};
}

Status make_provider_word_rule(LoadedRule& loaded, bool in_name) {
  constexpr uint32_t kNearRank = 22;
  constexpr uint32_t kInNameRank = 26;
  Rule& rule = loaded.rule;
  Width width{UINT32_MAX, 0};
  for (const Template& value : loaded.tokens) {
    const Width one = width_of(value);
    width = {std::min(width.least, one.least), std::max(width.most, one.most)};
    rule.provider_value_bytes += bytes_of(value);
  }
  if (width.least < kShortestProviderValue) {
    return Error{ErrorCode::kUsage, "a named value needs " +
                                        std::to_string(kShortestProviderValue) +
                                        " characters or more; write a regex"};
  }
  Result<std::string> regex = joined(loaded, [&](const Template& value) {
    return provider_word_expression(rule.provider_words, in_name, value);
  });
  if (!regex) return regex.error();
  rule.regex = *std::move(regex);
  rule.provider_value_least = width.least;
  rule.extent = kProviderWordReach + width.most;
  rule.mask_prefix = common_prefix(loaded.tokens);
  note_literals(loaded);
  rule.rank = in_name ? kInNameRank : kNearRank;
  rule.context = {rule.provider_words, {}, kProviderWordLines, kProviderWordBytes, true};
  judge_named(rule, loaded.tokens.front(), width);
  return {};
}

// Whatever the format, a prefix with "xxxx" or "1234567890" behind it is no token.
void add_placeholder_check(std::vector<std::string>& validators) {
  constexpr std::string_view kCheck = "not-placeholder";
  if (std::find(validators.begin(), validators.end(), kCheck) == validators.end()) {
    validators.emplace_back(kCheck);
  }
}

}  // namespace rekey
