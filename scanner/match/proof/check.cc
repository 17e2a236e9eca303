#include "scanner/match/proof/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "scanner/match/confirm/confirm.h"
#include "scanner/match/reference.h"
#include "scanner/match/regex/required_literal.h"
#include "scanner/match/simd/random_run.h"
#include "scanner/match/validators/validators.h"

namespace rekey {
namespace {

// What stands behind an example: nothing, the end of its line, more lines.
constexpr std::array<std::string_view, 4> kEndings = {"", "\n", "\r\n", "\n\nanother line\n"};
constexpr uint32_t kLongestExtent = 1 << 20;
constexpr uint32_t kHighestRank = 100;

Error at(const std::string& place, const std::string& message) {
  return {ErrorCode::kUsage, place + ": " + message};
}

bool is_kebab(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.front() != '-' && id.back() != '-' &&
         std::all_of(id.begin(), id.end(), allowed);
}

// What the expressions of a set may come to, as RE2 compiles them: an instruction is a state of the
// automaton that a search runs through, and takes memory and time to compile.
class Budget {
 public:
  Status take(const RE2& expression, const std::string& place) {
    left_ -= std::max(1, expression.ProgramSize());
    if (left_ >= 0) return {};
    return at(place, "the expressions up to here are too large: fewer or simpler rules");
  }

 private:
  int64_t left_ = 1 << 22;
};

Status check_expression_text(const std::string& regex, const std::string& what,
                             const std::string& place, Budget& budget) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  const RE2 compiled(regex, options);
  if (compiled.ok()) return budget.take(compiled, place);
  return at(place, what + ": bad regex: " + compiled.error());
}

Status check_allowlist(const Allowlist& list, Budget& budget) {
  for (const auto* texts : {&list.regexes, &list.paths}) {
    for (const std::string& regex : *texts) {
      Status status = check_expression_text(regex, "allowlist", list.place, budget);
      if (!status) return status;
    }
  }
  return {};
}

Status check_rule(const LoadedRule& loaded, Budget& budget) {
  const Rule& rule = loaded.rule;
  const bool has_expression = !rule.imported || !rule.regex.empty();
  if (has_expression) {
    Result<std::unique_ptr<re2::RE2>> expression = compile_expression(rule);
    if (!expression) return at(loaded.place, expression.error().message);
    Status taken = budget.take(**expression, loaded.place);
    if (!taken) return taken;
  }
  if (!rule.path.empty()) {
    Status status = check_expression_text(rule.path, "path", loaded.place, budget);
    if (!status) return status;
  }
  for (const std::string& name : rule.validators) {
    if (find_validator(name) == nullptr) {
      return at(loaded.place, "rule " + rule.id + ": no validator '" + name + "'");
    }
  }
  for (const Allowlist& list : rule.allowlists) {
    Status status = check_allowlist(list, budget);
    if (!status) return status;
  }
  if (rule.rank > kHighestRank) return at(loaded.place, "rank must be 0 to 100");
  return {};
}

// Small and fixed, so that an example draws the same values in every build.
uint64_t seed_of(const std::string& id, size_t example, uint64_t draw) {
  uint64_t hash = 14695981039346656037ULL;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash + example * 1000 + draw;
}

std::string_view reason(Dropped dropped) {
  switch (dropped) {
    case Dropped::kNot:
      return "kept";
    case Dropped::kEntropy:
      return "entropy too low";
    case Dropped::kValidator:
      return "rejected by a validator";
    case Dropped::kAllowlist:
      return "on an allowlist";
    case Dropped::kContext:
      return "out of context";
    case Dropped::kKeyword:
      return "no keyword";
    case Dropped::kOverlap:
      return "another rule claims the place";
    case Dropped::kPart:
      return "part of other rules alone";
    case Dropped::kPrefix:
      return "a provider's prefix on what is no token of its";
  }
  return "";
}

class ExampleCheck {
 public:
  ExampleCheck(const std::vector<LoadedRule>& rules, const Matcher& matcher,
               const Reference& reference)
      : rules_(rules), matcher_(matcher), reference_(reference), scratch_(matcher.make_scratch()) {}

  Status run(uint32_t index) {
    const LoadedRule& rule = rules_[index];
    for (size_t i = 0; i < rule.examples.size() + rule.counter_examples.size(); ++i) {
      const bool counter = i >= rule.examples.size();
      const Example& example =
          counter ? rule.counter_examples[i - rule.examples.size()] : rule.examples[i];
      // Every format is drawn, and every ending.
      for (size_t n = 0; n < std::max(kEndings.size(), rule.tokens.size()); ++n) {
        Status status = one(index, example, counter, seed_of(rule.rule.id, i, n), n);
        if (!status) return status;
      }
    }
    return {};
  }

 private:
  Error fault(uint32_t index, const Example& example, const std::string& message) const {
    const std::string& place = rules_[index].place;
    const std::string file = place.substr(0, place.rfind(':'));
    return at(file + ":" + std::to_string(example.line),
              "rule " + rules_[index].rule.id + ": " + message + ": " + example.source);
  }

  Status one(uint32_t index, const Example& example, bool counter, uint64_t seed, size_t number) {
    const auto& tokens = rules_[index].tokens;
    const Template* token = tokens.empty() ? nullptr : &tokens[number % tokens.size()];
    Result<Drawn> drawn = draw_random(rules_[index].rule, example, token, seed);
    if (!drawn) return fault(index, example, drawn.error().message);
    drawn->text += kEndings[number % kEndings.size()];
    const std::vector<Candidate> found = matcher_.explain(drawn->text, *scratch_);
    const bool again = number >= std::max<size_t>(1, tokens.size());  // only the ending differs
    if (!again && found != reference_.explain(drawn->text)) {
      return fault(index, example, "matcher and reference disagree");
    }
    if (counter) return refused(index, example, found);
    if (drawn->secrets.empty()) return fault(index, example, "no [[secret]] in the example");
    for (const Span& secret : drawn->secrets) {
      Status status = expected(index, example, secret, found);
      if (!status) return status;
    }
    return {};
  }

  // One in some hundred values drawn at random does not look it: another is drawn then.
  static Result<Drawn> draw_random(const Rule& rule, const Example& example, const Template* token,
                                   uint64_t seed) {
    constexpr uint64_t kTries = 3;
    constexpr uint64_t kOtherSeeds = 1000003;
    for (uint64_t i = 0; i < kTries; ++i) {
      Result<Drawn> drawn = draw(example.text, token, seed + i * kOtherSeeds);
      if (!drawn || !rule.random) return drawn;
      const bool random =
          std::all_of(drawn->secrets.begin(), drawn->secrets.end(),
                      [&](const Span& secret) { return has_random_run(secret.of(drawn->text)); });
      if (random) return drawn;
    }
    return Error{ErrorCode::kUsage,
                 "its secrets have no random run (match/simd/random_run.h): say random = false"};
  }

  Status refused(uint32_t index, const Example& example,
                 const std::vector<Candidate>& found) const {
    for (const Candidate& candidate : found) {
      if (candidate.match.rule == index && candidate.dropped == Dropped::kNot) {
        return fault(index, example, "counter-example is found");
      }
    }
    return {};
  }

  Status expected(uint32_t index, const Example& example, const Span& secret,
                  const std::vector<Candidate>& found) const {
    std::string why = "example is not matched";
    for (const Candidate& candidate : found) {
      if (candidate.match.rule != index) {
        if (candidate.dropped == Dropped::kNot && candidate.match.secret.overlaps(secret)) {
          why += " (rule " + rules_[candidate.match.rule].rule.id + " matches there)";
        }
        continue;
      }
      if (candidate.match.secret == secret && candidate.dropped == Dropped::kNot) return {};
      why = candidate.match.secret == secret
                ? "example is dropped (" + std::string(reason(candidate.dropped)) + ")"
                : "example is found with another span";
    }
    return fault(index, example, why);
  }

  const std::vector<LoadedRule>& rules_;
  const Matcher& matcher_;
  const Reference& reference_;
  std::shared_ptr<MatchScratch> scratch_;
};

}  // namespace

Status check_allowlists(const std::vector<Allowlist>& lists) {
  Budget budget;
  for (const Allowlist& list : lists) {
    Status status = check_allowlist(list, budget);
    if (!status) return status;
  }
  return {};
}

Status check_rules(const std::vector<LoadedRule>& rules) {
  std::set<std::string, std::less<>> ids;
  Budget budget;
  for (const LoadedRule& loaded : rules) {
    if (!ids.insert(loaded.rule.id).second) {
      return at(loaded.place, "rule " + loaded.rule.id + " is there twice");
    }
    Status status = check_rule(loaded, budget);
    if (!status) return status;
  }
  return {};
}

Status check_cost(const std::vector<LoadedRule>& rules) {
  for (const LoadedRule& loaded : rules) {
    if (!is_kebab(loaded.rule.id)) {
      return at(loaded.place, "rule id '" + loaded.rule.id + "' must be in kebab case");
    }
    if (loaded.rule.extent > kLongestExtent) {
      return at(loaded.place, "extent must be at most " + std::to_string(kLongestExtent));
    }
    const Rule& rule = loaded.rule;
    const bool in_whole_texts = !rule.random && !rule.assignment && rule.provider_words.empty();
    if (rule.binding) continue;  // searched in what names are bound to alone
    if (!has_required_literal(rule) ||
        (in_whole_texts && required(rule.searched()).literals.empty())) {
      return at(loaded.place, "rule " + rule.id +
                                  ": no literal of three bytes or more that every match has; such "
                                  "a rule slows all others down");
    }
  }
  return {};
}

std::vector<Error> example_faults(const std::vector<LoadedRule>& rules, const Matcher& matcher) {
  Result<std::unique_ptr<Reference>> reference = Reference::create(matcher.rules());
  if (!reference) return {reference.error()};
  ExampleCheck check(rules, matcher, **reference);
  std::vector<Error> faults;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    Status status = check.run(i);
    if (!status) faults.push_back(status.error());
  }
  return faults;
}

Status check_examples(const std::vector<LoadedRule>& rules, const Matcher& matcher) {
  const std::vector<Error> faults = example_faults(rules, matcher);
  return faults.empty() ? Status() : faults.front();
}

}  // namespace rekey
