#include "scanner/cli/setup/masked_message.h"

#include "scanner/cli/setup/rule_setup.h"
#include "scanner/scan/finish/mask_names.h"

namespace rekey {

std::string masked_message(const std::string& text) {
  const Result<std::shared_ptr<const Matcher>> matcher = set_up_builtin_rules();
  if (!matcher) return text;
  return masked_by_rules(text, **matcher);
}

}  // namespace rekey
