// Load: rules from TOML: the files of patterns/ and users' configurations.
//
// Strict: an unknown key, a wrong type or a bad template is an error that starts with file:line.
// Reads no other file. Expressions, validators and examples are checked by check.h.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/template/template.h"

namespace rekey {

enum class Dialect : uint8_t {
  kPatterns,  // rekey's own rules: kind, provider, examples and a reset are required
              // (patterns/README.md)
  kConfig,    // a user's file: the gitleaks schema with our keys added; none of these is required
};

struct Example {
  Template text;
  std::string source;  // as written, for messages
  uint32_t line = 0;   // 1-based, in the file
};

struct LoadedRule {
  Rule rule;
  Reset reset;
  std::vector<Template> tokens;  // the formats the expression was made of
  std::vector<Example> examples, counter_examples;
  std::string place;  // "file:line" of the rule
};

struct RuleFile {
  std::vector<LoadedRule> rules;
  std::vector<Allowlist> allowlists;        // top level
  std::vector<SeverityChange> severities;   // those of [[severity]], and of rules that extend
  std::string place;                        // the file, for messages
  bool use_default = false;                 // [extend] useDefault
  std::string extend_path;                  // [extend] path
  std::vector<std::string> disabled_rules;  // [extend] disabledRules
};

// Resets by class of credential ("saas-token"): what to do where a provider's own page says no
// more. {provider}, {kind}, {console_url} and {console_path} stand in their texts until a rule
// fills them in.
using ResetClasses = std::map<std::string, Reset, std::less<>>;

// A file of [classes.NAME] tables.
Result<ResetClasses> load_reset_classes(std::string_view toml, const std::string& file);

// A rule's reset may be the name of a class, or build on one by its key `class`.
Result<RuleFile> load_rules(std::string_view toml, const std::string& file, Dialect dialect,
                            const ResetClasses& classes = {});

// The reset of a rule that came without one.
Reset default_reset(const Rule& rule);

}  // namespace rekey
