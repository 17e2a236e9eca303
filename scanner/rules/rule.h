// Rule: one kind of credential: what it looks like, when a look-alike is one, how bad a leak is.
//
// Plain data, as read from patterns/*.toml or a gitleaks configuration (load.h) and checked
// (check.h). Immutable once in a RuleSet; any thread may read it. What to do about a leak is the
// rule's Reset, kept apart because only a report needs it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rekey {

enum class Severity : uint8_t { kInfo, kLow, kMedium, kHigh, kCritical };
enum class Confidence : uint8_t { kLow, kMedium, kHigh, kCertain };

// Allowlist: when a match is none of our business. gitleaks' [[allowlists]], same meaning.
struct Allowlist {
  enum class Target : uint8_t { kSecret, kMatch, kLine };
  std::string description;
  std::string place;    // "file:line", for messages; not part of the meaning
  bool all_of = false;  // condition = "AND": every kind of criterion given must hold
  std::vector<std::string> commits;
  std::vector<std::string> paths;         // regular expressions, searched in the path
  Target target = Target::kSecret;        // what `regexes` are searched in
  std::vector<std::string> regexes;       // RE2 syntax
  std::vector<std::string> stopwords;     // substrings of the secret, ASCII case ignored
  std::vector<std::string> target_rules;  // ids; top-level allowlists only, empty = all
};

// SeverityChange: a severity that a configuration gives in place of a rule's own.
struct SeverityChange {
  Severity severity = Severity::kHigh;
  std::vector<std::string> paths;         // as Allowlist's; empty = at any place
  std::vector<std::string> target_rules;  // ids; empty = of any rule
  std::string place;                      // "file:line", for messages; not part of the meaning
};

// Context: what must stand near a match for it to count. Empty = nothing is asked.
struct Context {
  std::vector<std::string> words;  // any of these, ASCII case ignored
  std::vector<std::string> rules;  // or a match of any of these rules (their ids)
  uint32_t within_lines = 0;       // lines before and after the match; 0 = anywhere in the text
  uint32_t within_bytes = 0;       // and so many bytes; 0 = any
  // Words stand as parts of names: "ibm" in IBM_KEY and ibmApiKey, not in "bibmap".
  bool whole_words = false;

  [[nodiscard]] bool empty() const { return words.empty() && rules.empty(); }
};

// Pair: the other half of a credential: the key id of a secret, the account of a token. The nearest
// match of one of these rules is reported with the secret, as a part of its finding, and not by
// itself.
struct Pair {
  std::vector<std::string> with;  // ids
  uint32_t within_lines = 0;      // between the two; 0 = anywhere in the text

  [[nodiscard]] bool empty() const { return with.empty(); }
};

constexpr uint32_t kAnywhere = UINT32_MAX;

constexpr uint32_t kUnboundedExtent = UINT32_MAX;

struct Rule {
  std::string id;        // kebab case, unique in a set
  std::string kind;      // plain words: "GitHub personal access token (classic)"
  std::string provider;  // "GitHub"; empty for an imported rule
  std::string family;    // rules of one family report one leak together; default: the id
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;

  std::string regex;  // RE2 syntax, over bytes (Latin-1)
  // What the prefilter searches instead: every match of `regex` contains a match of it. Empty:
  // regex.
  std::string prefilter;
  // Every match of `regex` contains one of the shared prefixes of assignments
  // (rules/assignments.h): it, or `prefilter` instead, is searched around them alone.
  bool assignment = false;
  // Its candidates are the values that names are bound to (match/binding/reader.h): `regex` is
  // searched in "NAME=VALUE" of each, whatever the text has between the two.
  bool binding = false;
  // Its secrets are drawn at random: a match whose secret has no random run
  // (match/simd/random_run.h) is none. Secrets of such rules have no newline in them.
  bool random = false;
  // Of a rule whose values look like any other and are known by a provider's word near them
  // (rules/provider_words.h): the words; what the value is made of; at least so many bytes of it.
  std::vector<std::string> provider_words;
  std::string provider_value_bytes;
  uint32_t provider_value_least = 0;
  // 0: a line rule: newlines are never matched, whatever the expression says. Else the most bytes a
  // match may have, newlines included; kUnboundedExtent for imported rules.
  uint32_t extent = 0;
  uint32_t secret_group = 0;  // the capture that is the secret; 0 = first non-empty one, else all
  double entropy = 0;         // bits a character; the secret's must be greater (0 = not asked)
  std::vector<std::string> keywords;  // any of these in the text, ASCII case ignored
  // Names from match/validators/validators.h; each may reject or confirm.
  std::vector<std::string> validators;
  std::vector<Allowlist> allowlists;
  Context context;
  // Another rule whose matches must be near for one of this to count: a composite rule.
  struct Required {
    std::string rule;                                               // its id
    uint32_t within_lines = kAnywhere, within_columns = kAnywhere;  // between the secrets' begins
  };
  std::vector<Required> required;
  Pair pair;
  bool skip_report = false;  // only a part of composite rules
  // From another scanner's configuration: matches do not overlap in whole, secrets of such rules
  // may, and a rule with a path and no expression reports the file.
  bool imported = false;
  std::string path;         // regular expression on the path; empty = any
  std::string mask_prefix;  // the public part that a masked secret keeps: "ghp_"
  // What its tokens begin with, and what those have inside that begin with no literal.
  std::vector<std::string> prefixes, infixes;
  // What is near one of its tokens, but for the tokens themselves (rules/load/near_shape.h).
  struct Near {
    std::string mark;      // in every such value, in lower case
    std::string regex;     // of the whole value
    bool telling = false;  // else it counts beside the provider's name alone
    bool operator==(const Near&) const = default;
  };
  std::vector<Near> near;
  std::vector<std::string> tags;

  // Where secrets of two rules overlap in a text the higher rank is reported, alone.
  // 0..100: 10 generic, 30 named by its context, 50 and more by its own shape.
  uint32_t rank = 30;

  // The expression that the prefilter searches.
  [[nodiscard]] const std::string& searched() const {
    return prefilter.empty() ? regex : prefilter;
  }
};

// Reset: what to do now. Texts are complete sentences for a person; {provider} and {kind} are
// already filled in. Empty means unknown, and is left out of reports.
struct Reset {
  struct Call {  // an HTTP request that revokes the credential
    std::string method, url, auth, body, success;
    [[nodiscard]] bool empty() const { return url.empty(); }
    bool operator==(const Call&) const = default;
  };
  std::string summary;       // one line: the first thing to do
  std::string urgency;       // "now" (works for whoever holds it), "today" or "soon"
  std::string console_url;   // where a person resets it
  std::string console_path;  // and the way through its menus
  Call revoke;
  bool self_revocable = false;  // whoever holds the secret can revoke it by `revoke`
  std::vector<std::string> steps;
  std::string check;         // how to tell whether it still works
  std::string after;         // what to look at afterwards: logs, usage, bills
  std::string side_effects;  // what else the reset does
  std::vector<std::string> docs;

  bool operator==(const Reset&) const = default;
};

}  // namespace rekey
