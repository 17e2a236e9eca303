#include "scanner/cli/masked_message.h"

#include <memory>
#include <utility>

#include "scanner/builtin/builtin.h"
#include "scanner/match/matcher.h"
#include "scanner/scan/mask_names.h"

namespace rekey {

std::string masked_message(const std::string& text) {
  Result<RuleSet> rules = builtin_rules();
  if (!rules) return text;
  const Result<std::shared_ptr<const Matcher>> matcher =
      Matcher::create(std::make_shared<const RuleSet>(*std::move(rules)), builtin_database());
  if (!matcher) return text;
  const std::shared_ptr<MatchScratch> scratch = (*matcher)->make_scratch();
  return masked_by_rules(text, **matcher, *scratch);
}

}  // namespace rekey
