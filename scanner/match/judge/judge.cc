#include "scanner/match/judge/judge.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

#include "scanner/base/ascii.h"
#include "scanner/base/entropy.h"
#include "scanner/base/line.h"
#include "scanner/match/judge/composite.h"
#include "scanner/match/judge/context_words.h"
#include "scanner/match/judge/near_tokens.h"
#include "scanner/match/judge/overlaps.h"
#include "scanner/match/judge/prefixes.h"
#include "scanner/match/judge/surroundings.h"
#include "scanner/match/judge/text_allowlist.h"
#include "scanner/match/simd/random_run.h"
#include "scanner/match/validators/validators.h"

namespace rekey {
namespace {

struct CompiledRule {
  const Rule* rule = nullptr;
  std::vector<const Validator*> validators;
  std::vector<uint32_t> context_rules;
  std::vector<size_t> allowlists;  // indexes into Impl::allowlists
};

// Where the candidates of one rule are that count as context, for quick questions.
class Places {
 public:
  void add(const Span& span) { spans_.push_back(span); }
  void close() {
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (size_t i = 1; i < spans_.size(); ++i) {
      spans_[i].end = std::max(spans_[i].end, spans_[i - 1].end);  // the farthest so far
    }
  }
  [[nodiscard]] bool overlap(const Span& near) const {
    const auto behind = std::partition_point(
        spans_.begin(), spans_.end(), [&](const Span& span) { return span.begin < near.end; });
    return behind != spans_.begin() && std::prev(behind)->end > near.begin;
  }

 private:
  std::vector<Span> spans_;
};

// What one text is asked again and again: the answers for words in all of it, by rule.
struct TextFacts {
  std::string_view text;
  std::map<uint32_t, bool> keywords, context_words;
  std::map<uint32_t, ContextWords> context_places;
  std::map<uint32_t, Places> places;
};

// Of the project's own that know a value by its name alone, named rules (rules/provider_words.h)
// too whose format is no more than an alphabet.
bool is_generic(const Rule& rule) {
  constexpr uint32_t kNameRank = 30;
  return !rule.imported && rule.rank <= kNameRank && rule.mask_prefix.empty() &&
         rule.prefixes.empty() && rule.infixes.empty();
}

}  // namespace

struct Judge::Impl {
  const RuleSet* set = nullptr;
  std::vector<CompiledRule> rules;
  std::deque<TextAllowlist> allowlists;  // they stay where they are
  Prefixes prefixes;
  std::unique_ptr<NearTokens> near_tokens;

  void add_allowlist(const Allowlist& list, std::vector<size_t>& where) {
    where.push_back(allowlists.size());
    allowlists.emplace_back(list);
  }

  Status add_rule(const Rule& rule) {
    CompiledRule compiled;
    compiled.rule = &rule;
    for (const std::string& name : rule.validators) {
      const Validator* validator = find_validator(name);
      if (validator == nullptr) {
        return Error{ErrorCode::kUsage, "rule " + rule.id + ": no validator '" + name + "'"};
      }
      compiled.validators.push_back(validator);
    }
    for (const std::string& id : rule.context.rules) {
      const auto index = set->index_of(id);
      if (!index) {
        return Error{ErrorCode::kUsage, "rule " + rule.id + ": context names no rule '" + id + "'"};
      }
      compiled.context_rules.push_back(static_cast<uint32_t>(*index));
    }
    for (const Rule::Required& one : rule.required) {
      if (set->index_of(one.rule)) continue;
      return Error{ErrorCode::kUsage, "rule " + rule.id + ": requires no rule '" + one.rule + "'"};
    }
    for (const Allowlist& list : rule.allowlists) add_allowlist(list, compiled.allowlists);
    rules.push_back(std::move(compiled));
    return {};
  }

  void add_top_level() {
    for (const Allowlist& list : set->allowlists()) {
      std::vector<size_t> where;
      add_allowlist(list, where);
      for (CompiledRule& rule : rules) {
        const auto& targets = list.target_rules;
        const bool hit = targets.empty() ||
                         std::find(targets.begin(), targets.end(), rule.rule->id) != targets.end();
        if (hit) rule.allowlists.insert(rule.allowlists.end(), where.begin(), where.end());
      }
    }
  }

  // Whether the value is made up to look like a provider's.
  [[nodiscard]] bool is_marked(std::string_view text, Span secret) const {
    constexpr size_t kNames = 120;  // bytes before it on its line
    const size_t least = secret.begin - std::min(secret.begin, kNames);
    const size_t begin = line_begin(text, secret.begin, least);
    const std::string_view before = text.substr(begin, secret.begin - begin);
    return prefixes.mark(secret.of(text)) || prefixes.mark_named(secret.of(text), before) ||
           near_tokens->near(secret.of(text), before);
  }

  static Dropped validated(const CompiledRule& rule, const LineContext& line_context,
                           Match& match) {
    for (const Validator* validator : rule.validators) {
      switch (validator->check_there == nullptr ? validator->check(line_context.secret)
                                                : validator->check_there(line_context)) {
        case Verdict::kReject:
          return Dropped::kValidator;
        case Verdict::kCertain:
          match.confidence = Confidence::kCertain;
          break;
        case Verdict::kWeak:
          match.confidence = Confidence::kLow;
          break;
        case Verdict::kPlausible:
          break;
      }
    }
    return Dropped::kNot;
  }

  // The same, asked of the latest match's answer first.
  Dropped validated(std::string_view text, Match& match, LatestJudged* latest) const {
    const CompiledRule& rule = rules[match.rule];
    if (rule.validators.empty()) return Dropped::kNot;
    const LineContext line_context = line_context_of(text, match.span, match.secret);
    if (latest == nullptr) return validated(rule, line_context, match);
    const char* const begin = line_context.before.data();
    const char* const end = line_context.behind.data() + line_context.behind.size();
    const std::string_view all(begin, static_cast<size_t>(end - begin));
    const std::array<size_t, 4> sizes{line_context.before.size(), line_context.name.size(),
                                      line_context.separator.size(), line_context.secret.size()};
    if (latest->rule == match.rule && latest->sizes == sizes && latest->line_context == all) {
      match.confidence = latest->confidence;
      return latest->dropped;
    }
    const Dropped dropped = validated(rule, line_context, match);
    *latest = {match.rule, sizes, std::string(all), dropped, match.confidence};
    return dropped;
  }

  // What looks at the match and its line alone.
  Dropped judge_alone(std::string_view text, Match& match, LatestJudged* latest) const {
    const CompiledRule& rule = rules[match.rule];
    const std::string_view secret = match.secret.of(text);
    if (rule.rule->entropy > 0 && entropy(secret) <= rule.rule->entropy) return Dropped::kEntropy;
    const Dropped dropped = validated(text, match, latest);
    if (dropped != Dropped::kNot) return dropped;
    for (const size_t list : rule.allowlists) {
      if (allowlists[list].allows(text, match)) return Dropped::kAllowlist;
    }
    const bool marked = is_generic(*rule.rule) && is_marked(text, match.secret);
    return marked ? Dropped::kPrefix : Dropped::kNot;
  }

  // Whether the text has one of the rule's keywords.
  [[nodiscard]] bool has_keyword(TextFacts& facts, uint32_t rule) const {
    const std::vector<std::string>& keywords = rules[rule].rule->keywords;
    if (keywords.empty()) return true;
    const auto [known, is_new] = facts.keywords.try_emplace(rule);
    if (is_new) known->second = any_word(facts.text, keywords);
    return known->second;
  }

  // Long stretches are asked about all at once, as they may overlap.
  [[nodiscard]] bool has_context_word(TextFacts& facts, uint32_t rule, Span near) const {
    constexpr size_t kLong = 4096;
    const Context& context = rules[rule].rule->context;
    if (near.size() <= kLong) return any_context_word(facts.text, near, context);
    return facts.context_places.try_emplace(rule, facts.text, context).first->second.any_in(near);
  }

  [[nodiscard]] bool in_context(TextFacts& facts, const Match& match) const {
    const CompiledRule& rule = rules[match.rule];
    const Context& context = rule.rule->context;
    Span near{0, facts.text.size()};
    if (context.within_lines != 0) {
      near = surroundings(facts.text, match.span, context.within_lines);
      if (context.within_bytes != 0) {
        const Span& span = match.span;
        near.begin =
            std::max(near.begin, span.begin - std::min<size_t>(span.begin, context.within_bytes));
        near.end = std::min(near.end, span.end + context.within_bytes);
      }
      if (has_context_word(facts, match.rule, near)) return true;
    } else {
      const auto [known, is_new] = facts.context_words.try_emplace(match.rule);
      if (is_new) known->second = any_context_word(facts.text, context);
      if (known->second) return true;
    }
    return std::any_of(rule.context_rules.begin(), rule.context_rules.end(), [&](uint32_t other) {
      const auto found = facts.places.find(other);
      return found != facts.places.end() && found->second.overlap(near);
    });
  }

  // Nor is one whose secret should be random and is not.
  [[nodiscard]] bool is_ordered(std::string_view text, const Match& match) const {
    return rules[match.rule].rule->random && !has_random_run(match.secret.of(text));
  }

  // A match of a named rule without its word nearby is no candidate: the prefilter does not even
  // see it.
  [[nodiscard]] bool is_named(const Match& match) const {
    return !rules[match.rule].rule->provider_words.empty();
  }

  // Whether a named rule's word stands near the match, not in it.
  [[nodiscard]] bool is_named_elsewhere(std::string_view text, const Match& match) const {
    const Rule& rule = *rules[match.rule].rule;
    return is_named(match) && !any_context_word(text, match.span, rule.context);
  }

  // Drops what stands in no context that its rule asks for.
  void judge_contexts(TextFacts& facts, std::vector<Candidate>& candidates) const {
    const auto asks = [&](const Candidate& candidate) {
      return candidate.dropped == Dropped::kNot &&
             !rules[candidate.match.rule].rule->context.empty();
    };
    if (std::none_of(candidates.begin(), candidates.end(), asks)) return;
    for (const Candidate& candidate : candidates) {
      if (candidate.dropped == Dropped::kNot) {
        facts.places[candidate.match.rule].add(candidate.match.span);
      }
    }
    for (auto& [rule, places] : facts.places) places.close();
    for (Candidate& candidate : candidates) {
      if (!asks(candidate)) continue;
      if (!in_context(facts, candidate.match)) {
        candidate.dropped = Dropped::kContext;
      } else if (is_named_elsewhere(facts.text, candidate.match)) {
        candidate.match.confidence = std::min(candidate.match.confidence, Confidence::kMedium);
      }
    }
  }
};

Judge::Judge(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Judge::~Judge() = default;

Result<std::unique_ptr<Judge>> Judge::create(const RuleSet& rules) {
  auto impl = std::make_unique<Impl>();
  impl->set = &rules;
  for (const Rule& rule : rules.rules()) {
    Status status = impl->add_rule(rule);
    if (!status) return status.error();
  }
  impl->add_top_level();
  impl->prefixes = Prefixes(rules.rules());
  impl->near_tokens = std::make_unique<NearTokens>(rules.rules());
  return std::unique_ptr<Judge>(new Judge(std::move(impl)));
}

std::optional<Candidate> Judge::judge_alone(std::string_view text, Match match,
                                            LatestJudged* latest) const {
  if (impl_->is_ordered(text, match)) return std::nullopt;
  const Dropped dropped = impl_->judge_alone(text, match, latest);
  return Candidate{match, dropped};
}

std::vector<Candidate> Judge::judge_together(std::string_view text,
                                             std::vector<Candidate> candidates) const {
  TextFacts facts{text, {}, {}, {}, {}};
  std::erase_if(candidates, [&](const Candidate& one) {
    return impl_->is_named(one.match) && !impl_->in_context(facts, one.match);
  });
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    const auto key = [](const Candidate& one) {
      const Match& match = one.match;
      return std::tuple(match.secret.begin, match.rule, match.secret.end, one.dropped,
                        match.span.begin, match.span.end);
    };
    return key(a) < key(b);
  });
  // A value that two names are bound to, or that an expression found as well, is one candidate.
  const auto same = [](const Candidate& a, const Candidate& b) {
    return a.match.rule == b.match.rule && a.match.secret == b.match.secret;
  };
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same), candidates.end());
  for (Candidate& one : candidates) {
    if (one.dropped != Dropped::kNot) continue;
    if (!impl_->has_keyword(facts, one.match.rule)) one.dropped = Dropped::kKeyword;
  }
  impl_->judge_contexts(facts, candidates);
  judge_composites(text, impl_->set->rules(), candidates);
  resolve_overlaps(text, *impl_->set, candidates);
  return candidates;
}

std::vector<Candidate> Judge::judge(std::string_view text,
                                    const std::vector<Match>& matches) const {
  std::vector<Candidate> candidates;
  candidates.reserve(matches.size());
  for (const Match& match : matches) {
    if (const auto candidate = judge_alone(text, match)) candidates.push_back(*candidate);
  }
  return judge_together(text, std::move(candidates));
}

}  // namespace rekey
