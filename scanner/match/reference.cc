#include "scanner/match/reference.h"

#include <re2/re2.h>

#include "scanner/match/confirm.h"
#include "scanner/match/judge.h"

namespace rekey {

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
  for (uint32_t i = 0; i < impl_->expressions.size(); ++i) {
    find_all(*impl_->expressions[i], impl_->rules->rules()[i], i, text, {0, text.size()}, matches);
  }
  return impl_->judge->judge(text, matches);
}

}  // namespace rekey
