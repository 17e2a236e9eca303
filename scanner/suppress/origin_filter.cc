#include "scanner/suppress/origin_filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "scanner/base/ascii.h"

namespace rekey {
namespace {

using Regexes = std::vector<std::unique_ptr<re2::RE2>>;

Result<std::unique_ptr<re2::RE2>> compile(const std::string& text) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  auto regex = std::make_unique<re2::RE2>(text, options);
  if (!regex->ok()) return Error{ErrorCode::kUsage, "bad regex: " + regex->error()};
  return regex;
}

bool any_match(const Regexes& regexes, std::string_view text) {
  const re2::StringPiece piece(text.data(), text.size());
  return std::any_of(regexes.begin(), regexes.end(),
                     [&](const auto& regex) { return RE2::PartialMatch(piece, *regex); });
}

// Only allowlists that name paths or commits are here; match/judge/judge.h decides the others.
struct OriginList {
  const Allowlist* list = nullptr;
  Regexes paths, regexes;
};

bool text_criteria_hold(const OriginList& list, const FilteredMatch& match) {
  const Allowlist& wanted = *list.list;
  std::string_view target = match.secret;
  if (wanted.target == Allowlist::Target::kMatch) target = match.match;
  if (wanted.target == Allowlist::Target::kLine) target = match.line;
  const bool by_word = std::any_of(
      wanted.stopwords.begin(), wanted.stopwords.end(),
      [&](const std::string& word) { return contains_ignoring_case(match.secret, word); });
  return (wanted.regexes.empty() || any_match(list.regexes, target)) &&
         (wanted.stopwords.empty() || by_word);
}

bool allows(const OriginList& list, const FilteredMatch& match, std::string_view path,
            std::string_view commit) {
  const Allowlist& wanted = *list.list;
  const bool by_path = any_match(list.paths, path);
  const bool by_commit =
      !commit.empty() && std::any_of(wanted.commits.begin(), wanted.commits.end(),
                                     [&](const std::string& c) { return commit.starts_with(c); });
  if (!wanted.all_of) return by_path || by_commit;
  return (by_path || wanted.paths.empty()) && (by_commit || wanted.commits.empty()) &&
         text_criteria_hold(list, match);
}

}  // namespace

struct OriginFilter::Impl {
  struct RuleFilter {
    std::unique_ptr<re2::RE2> path;
    std::vector<const OriginList*> lists;
    std::vector<uint32_t> parts;  // rules that must have found something
  };

  std::vector<RuleFilter> rules;
  std::vector<uint32_t> path_rules;
  std::vector<std::unique_ptr<OriginList>> lists;

  Result<const OriginList*> add(const Allowlist& list) {
    auto compiled = std::make_unique<OriginList>();
    compiled->list = &list;
    for (const auto& [from, to] :
         {std::pair{&list.paths, &compiled->paths}, std::pair{&list.regexes, &compiled->regexes}}) {
      for (const std::string& text : *from) {
        Result<std::unique_ptr<re2::RE2>> regex = compile(text);
        if (!regex) return Error{ErrorCode::kUsage, "allowlist: " + regex.error().message};
        to->push_back(*std::move(regex));
      }
    }
    lists.push_back(std::move(compiled));
    return static_cast<const OriginList*>(lists.back().get());
  }

  void add_parts(const RuleSet& set) {
    for (size_t i = 0; i < rules.size(); ++i) {
      for (const Rule::Required& one : set.rules()[i].required) {
        const auto part = set.index_of(one.rule);
        if (part) rules[i].parts.push_back(static_cast<uint32_t>(*part));
      }
    }
  }

  static bool names_origin(const Allowlist& list) {
    return !list.paths.empty() || !list.commits.empty();
  }

  Status add_rule(const Rule& rule) {
    RuleFilter filter;
    if (!rule.path.empty()) {
      Result<std::unique_ptr<re2::RE2>> path = compile(rule.path);
      if (!path) return Error{ErrorCode::kUsage, "rule " + rule.id + ": " + path.error().message};
      filter.path = *std::move(path);
    }
    for (const Allowlist& list : rule.allowlists) {
      if (!names_origin(list)) continue;
      Result<const OriginList*> added = add(list);
      if (!added) return added.error();
      filter.lists.push_back(*added);
    }
    if (rule.regex.empty() && filter.path != nullptr) {
      path_rules.push_back(static_cast<uint32_t>(rules.size()));
    }
    rules.push_back(std::move(filter));
    return {};
  }

  Status add_top_level(const RuleSet& set) {
    for (const Allowlist& list : set.allowlists()) {
      if (!names_origin(list)) continue;
      Result<const OriginList*> added = add(list);
      if (!added) return added.error();
      for (size_t i = 0; i < rules.size(); ++i) {
        const auto& targets = list.target_rules;
        const bool hit = targets.empty() || std::find(targets.begin(), targets.end(),
                                                      set.rules()[i].id) != targets.end();
        if (hit) rules[i].lists.push_back(*added);
      }
    }
    return {};
  }
};

OriginFilter::OriginFilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
OriginFilter::~OriginFilter() = default;

Result<std::unique_ptr<OriginFilter>> OriginFilter::create(const RuleSet& rules) {
  auto impl = std::make_unique<Impl>();
  for (const Rule& rule : rules.rules()) {
    Status status = impl->add_rule(rule);
    if (!status) return status.error();
  }
  Status status = impl->add_top_level(rules);
  if (!status) return status.error();
  impl->add_parts(rules);
  return std::unique_ptr<OriginFilter>(new OriginFilter(std::move(impl)));
}

bool OriginFilter::asks_text(uint32_t rule) const {
  const auto& lists = impl_->rules[rule].lists;
  return std::any_of(lists.begin(), lists.end(), [](const OriginList* list) {
    return list->list->all_of && list->list->target != Allowlist::Target::kSecret;
  });
}

const std::vector<uint32_t>& OriginFilter::path_rules() const {
  return impl_->path_rules;
}

bool OriginFilter::is_for_path(uint32_t rule, std::string_view path) const {
  const auto& expression = impl_->rules[rule].path;
  return expression == nullptr ||
         RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *expression);
}

bool OriginFilter::counts_at(uint32_t rule, std::string_view path, std::string_view commit) const {
  const auto& lists = impl_->rules[rule].lists;
  return is_for_path(rule, path) &&
         std::none_of(lists.begin(), lists.end(), [&](const OriginList* list) {
           return !list->list->all_of && allows(*list, {}, path, commit);
         });
}

bool OriginFilter::reports(const FilteredMatch& match, std::string_view path,
                           std::string_view commit) const {
  const Impl::RuleFilter& rule = impl_->rules[match.rule];
  if (!is_for_path(match.rule, path)) return false;
  if (std::any_of(rule.parts.begin(), rule.parts.end(),
                  [&](uint32_t part) { return !counts_at(part, path, commit); })) {
    return false;
  }
  return std::none_of(rule.lists.begin(), rule.lists.end(),
                      [&](const OriginList* list) { return allows(*list, match, path, commit); });
}

}  // namespace rekey
