#include "scanner/builtin/builtin.h"

extern "C" {
extern const char rekey_builtin_rules[];
extern const char rekey_builtin_rules_end[];
extern const char rekey_builtin_database[];
extern const char rekey_builtin_database_end[];
}

namespace rekey {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

Result<RuleSet> builtin_rules() {
  return RuleSet::decode(between(rekey_builtin_rules, rekey_builtin_rules_end));
}

std::string_view builtin_database() {
  return between(rekey_builtin_database, rekey_builtin_database_end);
}

}  // namespace rekey
