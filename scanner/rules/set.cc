#include "scanner/rules/set.h"

#include <algorithm>

#include "scanner/base/digest.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

constexpr std::string_view kFormat = "rekey rules 6";

void put(WireWriter& out, const Allowlist& list) {
  out.text(list.description);
  out.number(list.all_of ? 1 : 0);
  out.texts(list.commits);
  out.texts(list.paths);
  out.number(static_cast<uint64_t>(list.target));
  out.texts(list.regexes);
  out.texts(list.stopwords);
  out.texts(list.target_rules);
}

Allowlist get_allowlist(WireReader& in) {
  Allowlist list;
  list.description = in.text();
  list.all_of = in.number() != 0;
  list.commits = in.texts();
  list.paths = in.texts();
  list.target = static_cast<Allowlist::Target>(in.number() % 3);
  list.regexes = in.texts();
  list.stopwords = in.texts();
  list.target_rules = in.texts();
  return list;
}

void put(WireWriter& out, const std::vector<Allowlist>& lists) {
  out.number(lists.size());
  for (const Allowlist& list : lists) put(out, list);
}

std::vector<Allowlist> get_allowlists(WireReader& in) {
  std::vector<Allowlist> lists(in.count());
  for (Allowlist& list : lists) list = get_allowlist(in);
  return lists;
}

void put(WireWriter& out, const Rule& rule) {
  out.text(rule.id);
  out.text(rule.kind);
  out.text(rule.provider);
  out.text(rule.family);
  out.number(static_cast<uint64_t>(rule.severity));
  out.number(static_cast<uint64_t>(rule.confidence));
  out.text(rule.regex);
  out.text(rule.prefilter);
  out.number((rule.assignment ? 1 : 0) + (rule.random ? 2 : 0) + (rule.binding ? 4 : 0));
  out.texts(rule.provider_words);
  out.text(rule.provider_value_bytes);
  out.number(rule.provider_value_least);
  out.number(rule.extent);
  out.number(rule.secret_group);
  out.real(rule.entropy);
  out.texts(rule.keywords);
  out.texts(rule.validators);
  put(out, rule.allowlists);
  out.texts(rule.context.words);
  out.texts(rule.context.rules);
  out.number(rule.context.within_lines);
  out.number(rule.context.within_bytes);
  out.number(rule.context.whole_words ? 1 : 0);
  out.texts(rule.pair.with);
  out.number(rule.pair.within_lines);
  out.number(rule.required.size());
  for (const Rule::Required& one : rule.required) {
    out.text(one.rule);
    out.number(one.within_lines);
    out.number(one.within_columns);
  }
  out.number((rule.skip_report ? 1 : 0) + (rule.imported ? 2 : 0));
  out.text(rule.path);
  out.text(rule.mask_prefix);
  out.texts(rule.prefixes);
  out.texts(rule.infixes);
  out.number(rule.near.size());
  for (const Rule::Near& one : rule.near) {
    out.text(one.mark);
    out.text(one.regex);
    out.number(one.telling ? 1 : 0);
  }
  out.texts(rule.tags);
  out.number(rule.rank);
}

Rule get_rule(WireReader& in) {
  Rule rule;
  rule.id = in.text();
  rule.kind = in.text();
  rule.provider = in.text();
  rule.family = in.text();
  rule.severity = static_cast<Severity>(in.number() % 5);
  rule.confidence = static_cast<Confidence>(in.number() % 4);
  rule.regex = in.text();
  rule.prefilter = in.text();
  const uint64_t ways = in.number();
  rule.assignment = (ways & 1) != 0;
  rule.random = (ways & 2) != 0;
  rule.binding = (ways & 4) != 0;
  rule.provider_words = in.texts();
  rule.provider_value_bytes = in.text();
  rule.provider_value_least = static_cast<uint32_t>(in.number());
  rule.extent = static_cast<uint32_t>(in.number());
  rule.secret_group = static_cast<uint32_t>(in.number());
  rule.entropy = in.real();
  rule.keywords = in.texts();
  rule.validators = in.texts();
  rule.allowlists = get_allowlists(in);
  rule.context.words = in.texts();
  rule.context.rules = in.texts();
  rule.context.within_lines = static_cast<uint32_t>(in.number());
  rule.context.within_bytes = static_cast<uint32_t>(in.number());
  rule.context.whole_words = in.number() != 0;
  rule.pair.with = in.texts();
  rule.pair.within_lines = static_cast<uint32_t>(in.number());
  rule.required.resize(in.count());
  for (Rule::Required& one : rule.required) {
    one.rule = in.text();
    one.within_lines = static_cast<uint32_t>(in.number());
    one.within_columns = static_cast<uint32_t>(in.number());
  }
  const uint64_t marks = in.number();
  rule.skip_report = (marks & 1) != 0;
  rule.imported = (marks & 2) != 0;
  rule.path = in.text();
  rule.mask_prefix = in.text();
  rule.prefixes = in.texts();
  rule.infixes = in.texts();
  rule.near.resize(in.count());
  for (Rule::Near& one : rule.near) {
    one.mark = in.text();
    one.regex = in.text();
    one.telling = in.number() != 0;
  }
  rule.tags = in.texts();
  rule.rank = static_cast<uint32_t>(in.number());
  return rule;
}

std::string encoded(const Reset& reset) {
  WireWriter out;
  out.text(reset.summary);
  out.text(reset.urgency);
  out.text(reset.console_url);
  out.text(reset.console_path);
  for (const std::string* part : {&reset.revoke.method, &reset.revoke.url, &reset.revoke.auth,
                                  &reset.revoke.body, &reset.revoke.success}) {
    out.text(*part);
  }
  out.number(reset.self_revocable ? 1 : 0);
  out.texts(reset.steps);
  out.text(reset.check);
  out.text(reset.after);
  out.text(reset.side_effects);
  out.texts(reset.docs);
  return out.take();
}

Reset decoded_reset(std::string_view bytes) {
  WireReader in(bytes);
  Reset reset;
  reset.summary = in.text();
  reset.urgency = in.text();
  reset.console_url = in.text();
  reset.console_path = in.text();
  for (std::string* part : {&reset.revoke.method, &reset.revoke.url, &reset.revoke.auth,
                            &reset.revoke.body, &reset.revoke.success}) {
    *part = in.text();
  }
  reset.self_revocable = in.number() != 0;
  reset.steps = in.texts();
  reset.check = in.text();
  reset.after = in.text();
  reset.side_effects = in.text();
  reset.docs = in.texts();
  return reset;
}

}  // namespace

RuleSet::RuleSet(std::vector<Rule> rules, const std::vector<Reset>& resets,
                 std::vector<Allowlist> allowlists, std::vector<SeverityChange> severities)
    : rules_(std::move(rules)),
      allowlists_(std::move(allowlists)),
      severities_(std::move(severities)) {
  encoded_resets_.reserve(resets.size());
  for (const Reset& reset : resets) encoded_resets_.push_back(encoded(reset));
  for (const SeverityChange& change : severities_) {
    if (!change.paths.empty()) continue;
    for (Rule& rule : rules_) {
      if (is_about(change, rule)) rule.severity = change.severity;
    }
  }
}

Reset RuleSet::reset(size_t rule_index) const {
  return decoded_reset(encoded_resets_[rule_index]);
}

bool RuleSet::asks_origin(size_t rule_index) const {
  const Rule& rule = rules_[rule_index];
  return asks_origin(rule) ||
         std::any_of(rule.required.begin(), rule.required.end(), [&](const Rule::Required& one) {
           const auto part = index_of(one.rule);
           return part && asks_origin(rules_[*part]);
         });
}

bool RuleSet::asks_origin(const Rule& rule) const {
  const auto names_origin = [](const Allowlist& list) {
    return !list.paths.empty() || !list.commits.empty();
  };
  if (!rule.path.empty()) return true;
  if (std::any_of(rule.allowlists.begin(), rule.allowlists.end(), names_origin)) return true;
  return std::any_of(allowlists_.begin(), allowlists_.end(), [&](const Allowlist& list) {
    const auto& targets = list.target_rules;
    if (!names_origin(list) || (!list.all_of && targets.empty())) return false;
    return targets.empty() || std::find(targets.begin(), targets.end(), rule.id) != targets.end();
  });
}

std::optional<size_t> RuleSet::index_of(std::string_view id) const {
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].id == id) return i;
  }
  return std::nullopt;
}

std::string RuleSet::hash() const {
  if (!hash_.empty()) return hash_;
  WireWriter out;
  out.text(kFormat);
  out.text(REKEY_VERSION);
  for (const Rule& rule : rules_) put(out, rule);
  put(out, allowlists_);
  for (const SeverityChange& change : severities_) {
    out.number(static_cast<uint64_t>(change.severity));
    out.texts(change.paths);
    out.texts(change.target_rules);
  }
  return sha256_hex(out.take());
}

std::string RuleSet::encode() const {
  WireWriter out;
  out.text(kFormat);
  out.text(hash());
  out.number(rules_.size());
  for (const Rule& rule : rules_) put(out, rule);
  for (const std::string& reset : encoded_resets_) out.text(reset);
  put(out, allowlists_);
  return out.take();
}

Result<RuleSet> RuleSet::decode(std::string_view bytes) {
  WireReader in(bytes);
  if (in.text() != kFormat) return Error{ErrorCode::kMalformed, "not an encoded rule set"};
  RuleSet set;
  set.hash_ = in.text();
  set.rules_.resize(in.count());
  for (Rule& rule : set.rules_) rule = get_rule(in);
  set.encoded_resets_.resize(set.rules_.size());
  for (std::string& reset : set.encoded_resets_) reset = in.text();
  set.allowlists_ = get_allowlists(in);
  if (!in.ok() || !in.rest().empty()) {
    return Error{ErrorCode::kMalformed, "encoded rule set: cut short or damaged"};
  }
  return set;
}

RuleSet merged(const RuleSet& base, const RuleSet& added) {
  std::vector<Rule> rules;
  std::vector<Reset> resets;
  const auto take = [&](const RuleSet& from, size_t i) {
    rules.push_back(from.rules()[i]);
    resets.push_back(from.reset(i));
  };
  for (size_t i = 0; i < base.rules().size(); ++i) {
    if (!added.index_of(base.rules()[i].id)) take(base, i);
  }
  for (size_t i = 0; i < added.rules().size(); ++i) take(added, i);
  std::vector<Allowlist> allowlists = base.allowlists();
  allowlists.insert(allowlists.end(), added.allowlists().begin(), added.allowlists().end());
  std::vector<SeverityChange> severities = base.severities();
  severities.insert(severities.end(), added.severities().begin(), added.severities().end());
  return RuleSet(std::move(rules), resets, std::move(allowlists), std::move(severities));
}

bool is_about(const SeverityChange& change, const Rule& rule) {
  const auto& ids = change.target_rules;
  return ids.empty() || std::find(ids.begin(), ids.end(), rule.id) != ids.end();
}

}  // namespace rekey
