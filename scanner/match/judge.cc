#include "scanner/match/judge.h"

#include <re2/re2.h>

#include <algorithm>
#include <tuple>

#include "scanner/match/entropy.h"
#include "scanner/match/validators.h"

namespace rekey {

bool contains_word(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  const auto same = [&](char a, char b) { return lower(a) == lower(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

Span lines_of(std::string_view text, Span span) {
  const size_t before = span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
  const size_t after = text.find('\n', span.end > span.begin ? span.end - 1 : span.end);
  return {before == std::string_view::npos ? 0 : before + 1,
          after == std::string_view::npos ? text.size() : after};
}

namespace {

// An allowlist as far as the text alone decides it.
struct CompiledAllowlist {
  const Allowlist* list = nullptr;
  std::vector<std::unique_ptr<re2::RE2>> regexes;
  bool needs_origin = false;  // an AND with paths or commits: not decided here
};

struct CompiledRule {
  const Rule* rule = nullptr;
  std::vector<const Validator*> validators;
  std::vector<uint32_t> context_rules;
  std::vector<size_t> allowlists;  // indexes into Impl::allowlists
};

bool any_word(std::string_view text, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return contains_word(text, word); });
}

std::string_view target_of(const CompiledAllowlist& list, std::string_view text,
                           const Match& match) {
  switch (list.list->target) {
    case Allowlist::Target::kMatch:
      return match.span.of(text);
    case Allowlist::Target::kLine:
      return lines_of(text, match.span).of(text);
    default:
      return match.secret.of(text);
  }
}

bool allows(const CompiledAllowlist& list, std::string_view text, const Match& match) {
  if (list.needs_origin) return false;
  const std::string_view target = target_of(list, text, match);
  const bool by_regex =
      std::any_of(list.regexes.begin(), list.regexes.end(), [&](const auto& regex) {
        return RE2::PartialMatch(re2::StringPiece(target.data(), target.size()), *regex);
      });
  const bool by_word = any_word(match.secret.of(text), list.list->stopwords);
  if (!list.list->all_of) return by_regex || by_word;
  return (by_regex || list.regexes.empty()) && (by_word || list.list->stopwords.empty()) &&
         (by_regex || by_word);
}

// `lines` lines on both sides of those that `span` touches.
Span surroundings(std::string_view text, Span span, uint32_t lines) {
  Span out = lines_of(text, span);
  for (uint32_t i = 0; i < lines && (out.begin > 0 || out.end < text.size()); ++i) {
    if (out.begin > 0) out.begin = lines_of(text, {out.begin - 1, out.begin - 1}).begin;
    if (out.end < text.size()) out.end = lines_of(text, {out.end + 1, out.end + 1}).end;
  }
  return out;
}

}  // namespace

struct Judge::Impl {
  const RuleSet* set = nullptr;
  std::vector<CompiledRule> rules;
  std::vector<CompiledAllowlist> allowlists;

  Status add_allowlist(const Allowlist& list, std::vector<size_t>& where) {
    CompiledAllowlist compiled;
    compiled.list = &list;
    compiled.needs_origin = list.all_of && (!list.paths.empty() || !list.commits.empty());
    for (const std::string& text : list.regexes) {
      RE2::Options options(RE2::Latin1);
      options.set_log_errors(false);
      auto regex = std::make_unique<re2::RE2>(text, options);
      if (!regex->ok()) {
        return Error{ErrorCode::kUsage, "allowlist: bad regex: " + regex->error()};
      }
      compiled.regexes.push_back(std::move(regex));
    }
    where.push_back(allowlists.size());
    allowlists.push_back(std::move(compiled));
    return {};
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
    for (const Allowlist& list : rule.allowlists) {
      Status status = add_allowlist(list, compiled.allowlists);
      if (!status)
        return Error{ErrorCode::kUsage, "rule " + rule.id + ": " + status.error().message};
    }
    rules.push_back(std::move(compiled));
    return {};
  }

  Status add_top_level() {
    for (const Allowlist& list : set->allowlists()) {
      std::vector<size_t> where;
      Status status = add_allowlist(list, where);
      if (!status) return status;
      for (CompiledRule& rule : rules) {
        const auto& targets = list.target_rules;
        const bool hit = targets.empty() ||
                         std::find(targets.begin(), targets.end(), rule.rule->id) != targets.end();
        if (hit) rule.allowlists.insert(rule.allowlists.end(), where.begin(), where.end());
      }
    }
    return {};
  }

  // Everything that looks at one candidate alone.
  [[nodiscard]] Dropped judge_one(std::string_view text, Match& match) const {
    const CompiledRule& rule = rules[match.rule];
    const std::string_view secret = match.secret.of(text);
    if (rule.rule->entropy > 0 && entropy(secret) <= rule.rule->entropy) return Dropped::kEntropy;
    for (const Validator* validator : rule.validators) {
      switch (validator->check(secret)) {
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
    for (const size_t list : rule.allowlists) {
      if (allows(allowlists[list], text, match)) return Dropped::kAllowlist;
    }
    if (!rule.rule->keywords.empty() && !any_word(text, rule.rule->keywords)) {
      return Dropped::kKeyword;
    }
    return Dropped::kNot;
  }

  [[nodiscard]] bool in_context(std::string_view text, const Match& match,
                                const std::vector<Candidate>& all) const {
    const CompiledRule& rule = rules[match.rule];
    const Context& context = rule.rule->context;
    Span near{0, text.size()};
    if (context.within_lines != 0) near = surroundings(text, match.span, context.within_lines);
    if (any_word(near.of(text), context.words)) return true;
    return std::any_of(all.begin(), all.end(), [&](const Candidate& other) {
      return other.dropped == Dropped::kNot && near.overlaps(other.match.span) &&
             std::find(rule.context_rules.begin(), rule.context_rules.end(), other.match.rule) !=
                 rule.context_rules.end();
    });
  }

  // Of overlapping secrets one stays: highest rank, then the longer, then the earlier.
  void resolve_overlaps(std::vector<Candidate>& candidates) const {
    std::vector<Candidate*> order;
    for (Candidate& candidate : candidates) {
      if (candidate.dropped == Dropped::kNot) order.push_back(&candidate);
    }
    const auto key = [this](const Candidate& c) {
      return std::tuple(100 - std::min(rules[c.match.rule].rule->rank, 100U),
                        SIZE_MAX - c.match.secret.size(), c.match.secret.begin, c.match.rule);
    };
    std::sort(order.begin(), order.end(),
              [&](const Candidate* a, const Candidate* b) { return key(*a) < key(*b); });
    std::vector<Span> kept;  // disjoint, by begin
    for (Candidate* candidate : order) {
      const Span& secret = candidate->match.secret;
      const auto after =
          std::lower_bound(kept.begin(), kept.end(), secret,
                           [](const Span& a, const Span& b) { return a.end <= b.begin; });
      if (after != kept.end() && after->overlaps(secret)) {
        candidate->dropped = Dropped::kOverlap;
      } else {
        kept.insert(after, secret);
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
  Status status = impl->add_top_level();
  if (!status) return status.error();
  return std::unique_ptr<Judge>(new Judge(std::move(impl)));
}

std::vector<Candidate> Judge::judge(std::string_view text,
                                    const std::vector<Match>& matches) const {
  std::vector<Candidate> candidates;
  candidates.reserve(matches.size());
  for (const Match& match : matches) candidates.push_back({match, Dropped::kNot});
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tuple(a.match.secret.begin, a.match.rule, a.match.secret.end, a.match.span.begin) <
           std::tuple(b.match.secret.begin, b.match.rule, b.match.secret.end, b.match.span.begin);
  });
  for (Candidate& candidate : candidates) {
    candidate.dropped = impl_->judge_one(text, candidate.match);
  }
  for (Candidate& candidate : candidates) {
    if (candidate.dropped != Dropped::kNot) continue;
    if (impl_->rules[candidate.match.rule].rule->context.empty()) continue;
    if (!impl_->in_context(text, candidate.match, candidates))
      candidate.dropped = Dropped::kContext;
  }
  impl_->resolve_overlaps(candidates);
  return candidates;
}

}  // namespace rekey
