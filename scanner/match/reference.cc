#include "scanner/match/reference.h"

#include <re2/re2.h>

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/match/confirm/bound.h"
#include "scanner/match/confirm/confirm.h"
#include "scanner/match/judge/judge.h"

namespace rekey {

namespace {

// A named rule has no candidate in a text without the first part of any of its words.
bool may_be_named(const Rule& rule, std::string_view text) {
  return rule.provider_words.empty() ||
         std::any_of(rule.provider_words.begin(), rule.provider_words.end(),
                     [&](const std::string& word) {
                       return contains_ignoring_case(
                           text, std::string_view(word).substr(0, word.find(' ')));
                     });
}

}  // namespace

struct Reference::Impl {
  const RuleSet* rules = nullptr;
  std::vector<std::unique_ptr<re2::RE2>> expressions;
  std::unique_ptr<Judge> judge;
};

Reference::Reference(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reference::~Reference() = default;

Result<std::unique_ptr<Reference>> Reference::create(const RuleSet& rules) {
  auto impl = std::make_unique<Impl>();
  impl->rules = &rules;
  for (const Rule& rule : rules.rules()) {
    if (rule.regex.empty()) {  // an imported rule on paths alone
      impl->expressions.emplace_back();
      continue;
    }
    Result<std::unique_ptr<re2::RE2>> expression = compile_expression(rule);
    if (!expression) return expression.error();
    impl->expressions.push_back(*std::move(expression));
  }
  Result<std::unique_ptr<Judge>> judge = Judge::create(rules);
  if (!judge) return judge.error();
  impl->judge = *std::move(judge);
  return std::unique_ptr<Reference>(new Reference(std::move(impl)));
}

std::vector<Candidate> Reference::explain(std::string_view text) const {
  std::vector<Match> matches;
  const std::vector<Binding> bindings = bindings_in(text, {0, text.size()});
  const std::vector<Binding> for_providers = provider_bindings(bindings, text);
  for (uint32_t i = 0; i < impl_->expressions.size(); ++i) {
    if (impl_->expressions[i] == nullptr) continue;
    if (!may_be_named(impl_->rules->rules()[i], text)) continue;
    const Rule& rule = impl_->rules->rules()[i];
    if (!rule.binding) {
      find_all(*impl_->expressions[i], rule, i, text, {0, text.size()}, false, matches);
    }
    if (rule.binding || !rule.provider_words.empty()) {
      find_bound(*impl_->expressions[i], rule, i, text, rule.binding ? bindings : for_providers,
                 matches);
    }
  }
  return impl_->judge->judge(text, matches);
}

}  // namespace rekey
