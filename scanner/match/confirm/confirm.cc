#include "scanner/match/confirm/confirm.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

#include "scanner/base/line.h"
#include "scanner/match/confirm/bound.h"
#include "scanner/match/regex/relaxed.h"

namespace rekey {
namespace {

// Enough for any rule that people write; a group beyond it cannot be the secret.
constexpr int kMaxGroups = 32;

// Bounds the automaton of one rule; past it RE2 falls back to slower, still linear ways.
constexpr int64_t kMaxMemory = int64_t{32} << 20;

// So often a rule is searched for stepwise, in texts of so many bytes: what most rules never get to
// pays no automaton.
constexpr unsigned kStepwiseSearches = 1000;
constexpr size_t kLongestStepwise = 1024;

// Bytes of a segment of an assigned rule that is searched with its anchored expression: so many RE2
// can always search by backtracking (re2/prog.cc), if it can at all.
constexpr size_t kLongestAnchored = 500;

Span span_of(std::string_view text, const re2::StringPiece& piece) {
  const auto begin = static_cast<size_t>(piece.data() - text.data());
  return {begin, begin + piece.size()};
}

const re2::StringPiece& secret_piece(const std::array<re2::StringPiece, kMaxGroups>& groups,
                                     int count, uint32_t secret_group) {
  if (secret_group != 0) return groups[secret_group];
  for (int i = 1; i < count; ++i) {
    if (!groups[static_cast<size_t>(i)].empty()) return groups[static_cast<size_t>(i)];
  }
  return groups[0];
}

RE2::Options options_for(const Rule& rule) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_max_mem(kMaxMemory);
  options.set_never_nl(rule.extent == 0);
  return options;
}

// To a line rule every line is a text of its own: ^ and $ are its ends.
constexpr std::string_view kLineFlags = "(?m)";

// A line rule's expression behind whatever stands before a match in its line: the match is the
// first group, found by an anchored search. RE2 looks for an unanchored match with automata whose
// states are made as texts ask for them, and where an expression counts repetitions, as those of
// assigned rules do, each new line asks for new ones: some thousand cycles a byte. An anchored
// search for groups in few bytes backtracks instead, with a note of where it has been
// (re2/bitstate.cc), if the expression has no more than some hundred states: still linear, and 30
// times as fast on such lines. Without its bounds (relaxed.h) it has as few.
struct Anchored {
  Anchored(const std::string& regex, const Rule& rule)
      : expression(std::string(kLineFlags) + "(?s:.*?)(" + regex + ")", options_for(rule)) {}

  RE2 expression;
  std::vector<uint32_t> bounds;  // by group behind the match's; 0: one of the rule's
};

// Null when it is too large for kMaxMemory.
std::unique_ptr<Anchored> compile_anchored(const Rule& rule) {
  auto made = std::make_unique<Anchored>(rule.regex, rule);
  if (!made->expression.ok()) return nullptr;
  made->bounds.resize(static_cast<size_t>(made->expression.NumberOfCapturingGroups()) - 1);
  return made;
}

// Null when there is nothing to relax, or it has too many groups.
std::unique_ptr<Anchored> compile_relaxed(const Rule& rule) {
  auto relaxed = relax(rule.regex);
  if (!relaxed) return nullptr;
  auto made = std::make_unique<Anchored>(relaxed->regex, rule);
  made->bounds = std::move(relaxed->bounds);
  const auto groups = static_cast<size_t>(made->expression.NumberOfCapturingGroups());
  const bool fits = groups == made->bounds.size() + 1 && groups < kMaxGroups;
  return made->expression.ok() && fits ? std::move(made) : nullptr;
}

}  // namespace

Result<std::unique_ptr<re2::RE2>> compile_expression(const Rule& rule) {
  const std::string flags(rule.extent == 0 ? kLineFlags : "");
  auto expression = std::make_unique<RE2>(flags + rule.regex, options_for(rule));
  if (!expression->ok()) {
    return Error{ErrorCode::kUsage, "rule " + rule.id + ": bad regex: " + expression->error()};
  }
  const int groups = expression->NumberOfCapturingGroups();
  if (rule.secret_group > static_cast<uint32_t>(std::min(groups, kMaxGroups - 1))) {
    return Error{ErrorCode::kUsage, "rule " + rule.id + ": secretGroup " +
                                        std::to_string(rule.secret_group) + ", but the regex has " +
                                        std::to_string(groups) + " groups"};
  }
  if (RE2::FullMatch("", *expression)) {
    return Error{ErrorCode::kUsage, "rule " + rule.id + ": the regex matches the empty text"};
  }
  return expression;
}

namespace {

using Groups = std::array<re2::StringPiece, kMaxGroups>;

// The leftmost match in text[from, end) of a rule that may be as long as it likes.
//
// RE2 finds a match's end with one automaton and its begin with another, that of the expression
// read backwards. The second one's states are many and are made as texts ask for them, some
// microseconds each. `stepwise` does without: it asks the first automaton at one place after the
// other.
bool next_match(const re2::RE2& expression, std::string_view text, size_t from, size_t end,
                bool stepwise, Groups& groups, int count) {
  const re2::StringPiece whole(text.data(), text.size());
  if (!stepwise || end - from > kLongestStepwise) {
    return expression.Match(whole, from, end, RE2::UNANCHORED, groups.data(), count);
  }
  if (!expression.Match(whole, from, end, RE2::UNANCHORED, nullptr, 0)) return false;
  while (from < end && !expression.Match(whole, from, end, RE2::ANCHOR_START, nullptr, 0)) ++from;
  return expression.Match(whole, from, end, RE2::ANCHOR_START, groups.data(), count);
}

enum class Found : uint8_t { kNone, kMatch, kBeyondBounds };

// The same with an anchored expression. The match and its groups stand behind what it skips.
Found next_anchored(const Anchored& anchored, std::string_view text, size_t from, size_t end,
                    Groups& groups) {
  std::array<re2::StringPiece, kMaxGroups + 1> all;
  const int count = std::min<int>(static_cast<int>(anchored.bounds.size()) + 2, kMaxGroups + 1);
  const re2::StringPiece whole(text.data(), text.size());
  if (!anchored.expression.Match(whole, from, end, RE2::ANCHOR_START, all.data(), count)) {
    return Found::kNone;
  }
  size_t own = 0;
  groups[own++] = all[1];
  for (size_t i = 2; i < static_cast<size_t>(count); ++i) {
    const uint32_t bound = anchored.bounds[i - 2];
    if (bound == 0) {
      groups[own++] = all[i];
    } else if (all[i].size() > bound) {
      return Found::kBeyondBounds;
    }
  }
  return Found::kMatch;
}

// The leftmost match of at most `extent` bytes. Looks through windows of twice the extent, so that
// a text full of beginnings without an end costs no more than its size times the extent.
bool next_block(const re2::RE2& expression, std::string_view text, size_t from, Span segment,
                size_t extent, Groups& groups, int count) {
  const re2::StringPiece whole(text.data(), text.size());
  while (from < segment.end) {
    const size_t window_end = std::min(segment.end, from + 2 * extent);
    if (!next_match(expression, text, from, window_end, false, groups, 1)) {
      from += extent;
      continue;
    }
    const size_t start = span_of(text, groups[0]).begin;
    const size_t limit = std::min(segment.end, start + extent);
    if (expression.Match(whole, start, limit, RE2::ANCHOR_START, groups.data(), count)) return true;
    from = start + 1;
  }
  return false;
}

// An imported rule's secret that is the whole match has no newlines around it.
void trim_newlines(std::string_view text, Match& match) {
  if (match.secret != match.span) return;
  Span& secret = match.secret;
  while (secret.begin < secret.end && text[secret.begin] == '\n') ++secret.begin;
  while (secret.begin < secret.end && text[secret.end - 1] == '\n') --secret.end;
}

// Appends what `next` finds, which is called with a place and groups to fill, as next_match().
template <typename Next>
void add_matches(const Rule& rule, uint32_t index, int count, std::string_view text, Span segment,
                 const Deadline& deadline, const Next& next, std::vector<Match>& out) {
  Groups groups;
  size_t from = segment.begin;
  while (from < segment.end && !deadline.over() && next(from, groups)) {
    Match match;
    match.rule = index;
    match.confidence = rule.confidence;
    match.span = span_of(text, groups[0]);
    const re2::StringPiece& secret = secret_piece(groups, count, rule.secret_group);
    match.secret = secret.data() == nullptr ? match.span : span_of(text, secret);
    if (rule.imported) trim_newlines(text, match);
    from = std::max(rule.imported ? match.span.end : match.secret.end, match.span.begin + 1);
    if (match.secret.size() > 0) out.push_back(match);
  }
}

}  // namespace

void find_all(const re2::RE2& expression, const Rule& rule, uint32_t index, std::string_view text,
              Span segment, bool stepwise, std::vector<Match>& out, const Deadline& deadline) {
  const int count = std::min(expression.NumberOfCapturingGroups() + 1, kMaxGroups);
  const bool block = rule.extent != 0 && rule.extent != kUnboundedExtent;
  const auto next = [&](size_t from, Groups& groups) {
    return block ? next_block(expression, text, from, segment, rule.extent, groups, count)
                 : next_match(expression, text, from, segment.end, stepwise, groups, count);
  };
  add_matches(rule, index, count, text, segment, deadline, next, out);
}

struct Confirm::Impl {
  struct Slot {
    std::once_flag once, relaxed_once, anchored_once;
    std::unique_ptr<re2::RE2> expression;
    std::unique_ptr<Anchored> relaxed, anchored;
    std::atomic<unsigned> searches = 0;  // up to kStepwiseSearches
  };

  explicit Impl(const std::vector<Rule>& the_rules)
      : rules(the_rules), slots(std::make_unique<Slot[]>(the_rules.size())) {}

  // Null: it does not compile, which was seen when the set was made.
  const re2::RE2* expression(uint32_t rule) const {
    Slot& slot = slots[rule];
    std::call_once(slot.once, [&] {
      Result<std::unique_ptr<re2::RE2>> compiled = compile_expression(rules[rule]);
      if (compiled) slot.expression = *std::move(compiled);
    });
    return slot.expression.get();
  }

  // The next match of an assigned rule.
  bool next_assignment(uint32_t rule, std::string_view text, size_t from, size_t end,
                       Groups& groups) const {
    Slot& slot = slots[rule];
    std::call_once(slot.relaxed_once, [&] { slot.relaxed = compile_relaxed(rules[rule]); });
    Found found = Found::kBeyondBounds;
    if (slot.relaxed) found = next_anchored(*slot.relaxed, text, from, end, groups);
    if (found != Found::kBeyondBounds) return found == Found::kMatch;
    std::call_once(slot.anchored_once, [&] { slot.anchored = compile_anchored(rules[rule]); });
    if (slot.anchored) {
      return next_anchored(*slot.anchored, text, from, end, groups) == Found::kMatch;
    }
    const re2::RE2* plain = expression(rule);
    return plain != nullptr && next_match(*plain, text, from, end, false, groups, kMaxGroups);
  }

  // The same in a segment of any length. Two automata say where the match is; its groups are those
  // that the anchored expression has in the bytes around it, where RE2 need not simulate all states
  // at once: what a match prefers does not change with bytes that it does not reach.
  bool next_long(uint32_t rule, const re2::RE2& plain, std::string_view text, size_t from,
                 size_t end, Groups& groups) const {
    const re2::StringPiece whole(text.data(), text.size());
    if (!plain.Match(whole, from, end, RE2::UNANCHORED, groups.data(), 1)) return false;
    const Span match = span_of(text, groups[0]);
    const size_t most = std::min(end, match.begin + kLongestAnchored);
    const size_t near = line_end(text, match.begin, most);
    if (match.end <= near && next_assignment(rule, text, match.begin, near, groups) &&
        span_of(text, groups[0]) == match) {
      return true;
    }
    return plain.Match(whole, match.begin, match.end, RE2::ANCHOR_BOTH, groups.data(), kMaxGroups);
  }

  // As find().
  void find_assignments(uint32_t rule, std::string_view text, Span segment,
                        const Deadline& deadline, std::vector<Match>& out) const {
    const auto next = [&](size_t from, Groups& groups) {
      return next_assignment(rule, text, from, segment.end, groups);
    };
    // Groups beyond its own are empty.
    add_matches(rules[rule], rule, kMaxGroups, text, segment, deadline, next, out);
  }

  void find_long(uint32_t rule, const re2::RE2& plain, std::string_view text, Span segment,
                 const Deadline& deadline, std::vector<Match>& out) const {
    const auto next = [&](size_t from, Groups& groups) {
      return next_long(rule, plain, text, from, segment.end, groups);
    };
    add_matches(rules[rule], rule, kMaxGroups, text, segment, deadline, next, out);
  }

  const std::vector<Rule>& rules;
  std::unique_ptr<Slot[]> slots;
};

Confirm::Confirm(const std::vector<Rule>& rules) : impl_(std::make_unique<Impl>(rules)) {}
Confirm::~Confirm() = default;

void Confirm::find(uint32_t rule, std::string_view text, Span segment, std::vector<Match>& out,
                   const Deadline& deadline) const {
  const Rule& asked = impl_->rules[rule];
  if (asked.assignment && segment.size() <= kLongestAnchored &&
      segment.of(text).find('\n') == std::string_view::npos) {
    return impl_->find_assignments(rule, text, segment, deadline, out);
  }
  const re2::RE2* expression = impl_->expression(rule);
  if (expression == nullptr) return;
  std::atomic<unsigned>& searches = impl_->slots[rule].searches;
  const bool stepwise = searches.load(std::memory_order_relaxed) < kStepwiseSearches;
  if (stepwise) searches.fetch_add(1, std::memory_order_relaxed);
  if (asked.assignment && asked.extent == 0 && (!stepwise || segment.size() > kLongestStepwise)) {
    return impl_->find_long(rule, *expression, text, segment, deadline, out);
  }
  find_all(*expression, asked, rule, text, segment, stepwise, out, deadline);
  if (!asked.provider_words.empty()) {
    const std::vector<Binding> bindings = provider_bindings(bindings_in(text, segment), text);
    rekey::find_bound(*expression, asked, rule, text, bindings, out);
  }
}

void Confirm::find_bound(uint32_t rule, std::string_view text, std::span<const Binding> bindings,
                         std::vector<Match>& out) const {
  const re2::RE2* expression = impl_->expression(rule);
  if (expression == nullptr) return;
  rekey::find_bound(*expression, impl_->rules[rule], rule, text, bindings, out);
}

}  // namespace rekey
