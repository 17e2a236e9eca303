#include "scanner/match/prefilter.h"

#include <hs/hs.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <tuple>

#include "scanner/base/line.h"
#include "scanner/match/assigned_search.h"
#include "scanner/match/dialect.h"
#include "scanner/match/lead_lines.h"
#include "scanner/match/named_search.h"
#include "scanner/match/random_run.h"
#include "scanner/match/wide_rules.h"
#include "scanner/rules/assigned.h"
#include "scanner/rules/named.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

constexpr std::string_view kFormat = "rekey database 6";

// Ends closer together than this share a segment: fewer, somewhat longer ones.
constexpr size_t kJoinEnds = 256;
constexpr size_t kJoinNamedEnds = 64;

// Widths are kept as width + 1; 0 says that a match may be of any width.
constexpr uint64_t kUnboundedWidth = 0;

// Matches of rules that only lines with a random run are searched for are at most so wide.
constexpr uint64_t kWidestRandom = 4096;

struct Search {
  bool filtered = true;
  bool gated = false;
  bool random = false;  // in lines with a random run alone
  uint64_t width = kUnboundedWidth;
};

// To a line rule every line is a text of its own: ^ and $ are its ends.
unsigned flags_of(const Rule& rule) {
  return rule.extent == 0 ? HS_FLAG_MULTILINE : 0;
}

// The width of the widest match; an error when Hyperscan does not take the expression.
Status inspect(const Rule& rule, Search& out) {
  const Result<size_t> width = widest_match(hyperscan_dialect(rule.regex), flags_of(rule));
  out.filtered = width.ok();
  if (!width) return width.error();
  if (*width != SIZE_MAX) out.width = *width + 1ULL;
  return {};
}

// The bytes as an expression that means just them.
std::string as_expression(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) {
    std::array<char, 5> byte{};
    std::snprintf(byte.data(), byte.size(), "\\x%02x",
                  static_cast<unsigned>(static_cast<uint8_t>(c)));
    out += byte.data();
  }
  return out;
}

// The expressions for whole texts, or those for lines with a random run.
Expressions expressions_of(const std::vector<Rule>& rules, const std::vector<Search>& searches,
                           bool random) {
  Expressions out;
  bool any_named = false, any_assigned = false;
  for (size_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    any_assigned = any_assigned || rule.assigned;
    if (searches[i].random != random || rule.regex.empty()) continue;
    // An assigned rule may have the way of named rules instead.
    any_named = any_named || !rule.named.empty() || (rule.assigned && random);
    const bool is_own = rule.named.empty() && !rule.assigned;
    if (!is_own || !searches[i].filtered || searches[i].gated) continue;
    out.add(hyperscan_dialect(rule.searched()), flags_of(rule), i);
  }
  if (any_named) out.add(hyperscan_dialect(extractor_expression()), 0, rules.size());
  if (random) return out;
  if (any_assigned) out.add(hyperscan_dialect(assigned_words()), 0, rules.size() + 1);
  const WideRules wide(rules);
  for (size_t i = 0; i < wide.literals().size(); ++i) {
    out.add(as_expression(wide.literals()[i]), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH,
            rules.size() + Prefilter::kLeads + i);
  }
  return out;
}

// A rule that Hyperscan does not take in the end is not filtered.
Result<std::string> compile_expressions(const std::vector<Rule>& rules,
                                        std::vector<Search>& searches, bool random) {
  for (;;) {
    const Expressions expressions = expressions_of(rules, searches, random);
    int faulty = -1;
    Result<std::string> bytes = compiled_bytes(expressions, &faulty);
    if (bytes || faulty < 0) return bytes;
    const unsigned rule = expressions.ids[static_cast<size_t>(faulty)];
    if (rule >= rules.size()) return bytes;
    searches[rule].filtered = false;
  }
}

}  // namespace

Result<CompiledRules> compile_database(const std::vector<Rule>& rules) {
  std::vector<Search> searches(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].named.empty()) searches[i].random = rules[i].random;
    if (!rules[i].named.empty() || rules[i].regex.empty()) continue;
    const Status taken = inspect(rules[i], searches[i]);
    searches[i].random = rules[i].random && searches[i].width != kUnboundedWidth &&
                         searches[i].width <= kWidestRandom;
    if (!taken && rules[i].extent != kUnboundedExtent) {
      return Error{ErrorCode::kUsage, "rule " + rules[i].id + ": " + taken.error().message};
    }
  }
  std::vector<uint32_t> gated;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    searches[i].gated = searches[i].filtered && is_gated(rules[i]);
    if (searches[i].gated) gated.push_back(i);
  }
  Result<std::string> gate = compile_gate(rules, gated);
  if (!gate) return gate.error();
  Result<std::string> database = compile_expressions(rules, searches, false);
  if (!database) return database.error();
  Result<std::string> random = compile_expressions(rules, searches, true);
  if (!random) return random.error();
  Result<std::string> words = compile_words(rules);
  if (!words) return words.error();
  Result<std::string> assigned = compile_assigned(rules);
  if (!assigned) return assigned.error();
  CompiledRules out;
  WireWriter writer;
  writer.text(kFormat);
  writer.number(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    writer.number((searches[i].filtered ? 1 : 0) + (searches[i].random ? 2 : 0));
    writer.number(searches[i].width);
    if (!searches[i].filtered) out.unfiltered.push_back(i);
  }
  writer.text(*database);
  writer.text(*random);
  writer.text(*words);
  writer.text(*assigned);
  writer.text(*gate);
  out.bytes = writer.take();
  return out;
}

struct Prefilter::Impl {
  struct RuleSearch {
    bool filtered = true;
    bool line = true;
    bool whole = false;    // foreign: its matches do not overlap, so the first decides the next
    bool by_part = false;  // the prefilter's expression ends anywhere in a match
    size_t width = 0;      // of the widest match; SIZE_MAX = unbounded
  };

  // Where the matches lie that end in `range`.
  [[nodiscard]] Segment segment(std::string_view text, const EndRange& range) const;

  // The lines of the text with a random run, and what matches in them may need around these.
  void find_random(std::string_view text, Gathered& out) const;

  Database database;        // for whole texts; null when there is no rule for it
  Database random;          // for lines with a random run; as well
  size_t random_width = 0;  // the bytes around a random run that matches may need
  std::vector<RuleSearch> rules;
  std::unique_ptr<NamedSearch> named;
  std::unique_ptr<AssignedSearch> assigned;
  std::unique_ptr<Gate> gate;
  std::vector<uint32_t> unfiltered;  // rules that Hyperscan does not take
};

Prefilter::Prefilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Prefilter::~Prefilter() = default;

Result<std::unique_ptr<Prefilter>> Prefilter::create(std::string_view bytes,
                                                     const std::vector<Rule>& rules) {
  WireReader reader(bytes);
  const bool right_format = reader.text() == kFormat;
  if (!right_format || reader.count() != rules.size()) {
    return Error{ErrorCode::kMalformed, "compiled rules: not for these rules"};
  }
  auto impl = std::make_unique<Impl>();
  for (const Rule& rule : rules) {
    Impl::RuleSearch search;
    const uint64_t ways = reader.number();
    search.filtered = (ways & 1) != 0;
    const uint64_t width = reader.number();
    search.width = width == kUnboundedWidth ? SIZE_MAX : static_cast<size_t>(width - 1);
    search.line = rule.extent == 0;
    search.whole = rule.foreign;
    search.by_part = !rule.prefilter.empty();
    if (!search.line && rule.extent != kUnboundedExtent) {
      search.width = std::min<size_t>(search.width, rule.extent);
    }
    if ((ways & 2) != 0) {
      const size_t own = rule.named.empty() ? search.width : rule.extent;
      // Twice the width: a match that overlaps another's is found as it is in the whole text.
      impl->random_width = std::max(impl->random_width, 2 * own);
    }
    if (!search.filtered) impl->unfiltered.push_back(static_cast<uint32_t>(impl->rules.size()));
    impl->rules.push_back(search);
  }
  const std::string_view database = reader.text();
  const std::string_view random = reader.text();
  const std::string_view words = reader.text();
  const std::string_view assigned = reader.text();
  const std::string_view gate = reader.text();
  if (!reader.ok()) return Error{ErrorCode::kMalformed, "compiled rules: cut short"};
  Result<Database> made = deserialized(database);
  if (!made) return made.error();
  impl->database = *std::move(made);
  made = deserialized(random);
  if (!made) return made.error();
  impl->random = *std::move(made);
  Result<std::unique_ptr<NamedSearch>> named = NamedSearch::create(words, rules);
  if (!named) return named.error();
  impl->named = *std::move(named);
  Result<std::unique_ptr<AssignedSearch>> searched = AssignedSearch::create(assigned);
  if (!searched) return searched.error();
  impl->assigned = *std::move(searched);
  Result<std::unique_ptr<Gate>> gates = Gate::create(gate);
  if (!gates) return gates.error();
  impl->gate = *std::move(gates);
  return std::unique_ptr<Prefilter>(new Prefilter(std::move(impl)));
}

std::unique_ptr<PrefilterScratch> Prefilter::make_scratch() const {
  auto scratch = std::make_unique<PrefilterScratch>();
  serve(impl_->database, scratch->scratch_);
  serve(impl_->random, scratch->scratch_);
  scratch->latest_.resize(impl_->rules.size() + kLeads);
  scratch->named_ = impl_->named->make_scratch();
  scratch->assigned_ = impl_->assigned->make_scratch();
  scratch->gate_ = impl_->gate->make_scratch();
  return scratch;
}

namespace {

struct Collector {
  std::string_view text;
  std::vector<EndRange>* ranges;
  std::vector<size_t>* latest;
  uint64_t* literals;
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto& [text, ranges, latest, literals] = *static_cast<Collector*>(context);
  if (id >= latest->size()) {
    *literals |= uint64_t{1} << (id - latest->size());
    return 0;
  }
  auto end = static_cast<size_t>(to);
  if (id + 1 == latest->size()) {  // a word of assigned rules: the second of the leads
    end = assigned_end(text, end);
    if (end == std::string_view::npos) return 0;
  }
  size_t& newest = (*latest)[id];
  if (newest != 0) {
    const size_t join = id + Prefilter::kLeads >= latest->size() ? kJoinNamedEnds : kJoinEnds;
    EndRange& range = (*ranges)[newest - 1];
    if (end + join >= range.first && end <= range.last + join) {
      range.first = std::min(range.first, end);
      range.last = std::max(range.last, end);
      return 0;
    }
  }
  ranges->push_back({id, end, end});
  newest = ranges->size();
  return 0;
}

// Joins what overlaps; `segments` are of one rule, by their begin.
void append_joined(std::vector<Segment>& out, const Segment& segment) {
  if (!out.empty() && out.back().rule == segment.rule &&
      segment.span.begin <= out.back().span.end) {
    out.back().span.end = std::max(out.back().span.end, segment.span.end);
    return;
  }
  out.push_back(segment);
}

}  // namespace

Segment Prefilter::Impl::segment(std::string_view text, const EndRange& range) const {
  const RuleSearch& search = rules[range.rule];
  if (search.whole) return {range.rule, {0, text.size()}};
  size_t begin = range.first > search.width ? range.first - search.width : 0;
  size_t end = range.last;
  if (search.by_part) end += std::min(text.size() - end, search.width);
  if (search.line) {
    begin = std::max(begin, line_begin(text, range.first));
    end = std::min(end, line_end(text, range.last));
  }
  return {range.rule, {begin, end}};
}

void Prefilter::scan(std::string_view text, PrefilterScratch& scratch,
                     std::vector<Segment>& out) const {
  find_ends(text, scratch, scratch.ranges_);
  segments(text, scratch.ranges_, scratch, out);
}

Prefilter::Reach Prefilter::reach(uint32_t rule) const {
  if (rule == impl_->rules.size()) return {kNamedReach + kNamedShortest, Within::kLeadLines};
  if (rule > impl_->rules.size()) return {kAssignedReach, Within::kLine};
  return {impl_->rules[rule].width, impl_->rules[rule].line ? Within::kLine : Within::kText};
}

bool Prefilter::is_complete() const {
  return impl_->unfiltered.empty() && impl_->gate->empty();
}

void Prefilter::Impl::find_random(std::string_view text, Gathered& out) const {
  out.windows.clear();
  RandomRuns runs(text);
  Span run;
  for (size_t from = 0; runs.next(from, run); from = std::max(run.end, out.windows.back().end)) {
    const size_t least = run.begin - std::min(run.begin, random_width);
    const size_t most = run.end + std::min(text.size() - run.end, random_width);
    out.add({lead_lines_begin(text, run.begin, least), line_end(text, run.end, most)});
  }
}

void Prefilter::find_ends(std::string_view text, PrefilterScratch& scratch,
                          std::vector<EndRange>& out) const {
  scratch.literals_ = 0;
  search(impl_->database, text, scratch, out);
  if (impl_->random == nullptr) return;
  Gathered& random = scratch.random_;
  impl_->find_random(text, random);
  if (random.windows.empty()) return;
  search(impl_->random, gather(text, random), scratch, scratch.gathered_);
  for (const EndRange& range : scratch.gathered_) put_back(range, random, out);
}

// The ends that `database` reports, none for null.
void Prefilter::search(const Database& database, std::string_view text, PrefilterScratch& scratch,
                       std::vector<EndRange>& out) {
  out.clear();
  if (database == nullptr) return;
  Collector collector{text, &out, &scratch.latest_, &scratch.literals_};
  hs_scan(database.get(), text.data(), static_cast<unsigned>(text.size()), 0,
          scratch.scratch_.get(), on_match, &collector);
  for (const EndRange& range : out) scratch.latest_[range.rule] = 0;
}

void Prefilter::segments(std::string_view text, const std::vector<EndRange>& ranges,
                         PrefilterScratch& scratch, std::vector<Segment>& out) const {
  out.clear();
  std::vector<Segment>& found = scratch.found_;
  found.clear();
  scratch.named_ends_.clear();
  scratch.lead_ends_.clear();
  for (const EndRange& range : ranges) {
    if (range.rule < impl_->rules.size()) {
      found.push_back(impl_->segment(text, range));
      continue;
    }
    scratch.lead_ends_.push_back({range.first, range.last});
    if (range.rule == impl_->rules.size()) scratch.named_ends_.push_back({range.first, range.last});
  }
  scratch.assigned_ends_.clear();
  impl_->assigned->find(text, scratch.lead_ends_, *scratch.assigned_, scratch.assigned_ends_);
  for (const AssignedEnd& end : scratch.assigned_ends_) {
    found.push_back(impl_->segment(text, {end.rule, end.end, end.end}));
  }
  impl_->named->segments(text, scratch.named_ends_, *scratch.named_, found);
  impl_->gate->segments(text, *scratch.gate_, found);
  for (const uint32_t rule : impl_->unfiltered) found.push_back({rule, {0, text.size()}});
  std::sort(found.begin(), found.end(), [](const Segment& a, const Segment& b) {
    return std::tie(a.rule, a.span.begin, a.span.end) < std::tie(b.rule, b.span.begin, b.span.end);
  });
  for (const Segment& segment : found) append_joined(out, segment);
}

}  // namespace rekey
