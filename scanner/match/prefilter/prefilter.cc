#include "scanner/match/prefilter/prefilter.h"

#include <hs/hs.h>

#include <algorithm>
#include <tuple>

#include "scanner/base/line.h"
#include "scanner/match/binding/credential_name.h"
#include "scanner/match/binding/reader.h"
#include "scanner/match/prefilter/assignment_search.h"
#include "scanner/match/prefilter/compiled_rules.h"
#include "scanner/match/prefilter/literal_search.h"
#include "scanner/match/prefilter/prefix_lines.h"
#include "scanner/match/prefilter/provider_word_search.h"
#include "scanner/match/simd/random_run.h"
#include "scanner/rules/assignments.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

// Ends closer together than this share a segment: fewer, somewhat longer ones.
constexpr size_t kJoinEnds = 256;
constexpr size_t kJoinProviderValueEnds = 64;

template <typename T>
Status take(Result<T> made, T& out) {
  if (!made) return made.error();
  out = *std::move(made);
  return {};
}

}  // namespace

struct Prefilter::Impl {
  struct RuleSearch {
    bool filtered = true;
    bool line = true;
    bool whole = false;    // imported: its matches do not overlap, so the first decides the next
    bool by_part = false;  // the prefilter's expression ends anywhere in a match
    size_t width = 0;      // of the widest match; SIZE_MAX = unbounded
  };

  // The number of the first of the expressions that rules share.
  [[nodiscard]] unsigned leads() const { return static_cast<unsigned>(rules.size()); }

  // Where the matches lie that end in `range`. `line` is a line of the text, or empty: where no
  // width bounds the matches it is the one that was asked for last, so that ranges on one line do
  // not each look for its ends.
  [[nodiscard]] Segment segment(std::string_view text, const EndRange& range, Span& line) const;

  void add_assignment(std::string_view text, PrefilterScratch& scratch,
                      std::vector<EndRange>& out) const;
  void search_in(const Database& in, std::string_view text, Gathered& windows,
                 PrefilterScratch& scratch, std::vector<EndRange>& out) const;
  void search(const Database& in, std::string_view text, PrefilterScratch& scratch) const;

  // The lines of the text with a random run, and what matches in them may need around these.
  void find_random(std::string_view text, Gathered& out) const;

  LiteralSearch literals;   // where `database` is to be searched
  Database database;        // for whole texts; null when there is no rule for it
  Database random;          // for lines with a random run; as well
  size_t random_width = 0;  // the bytes around a random run that matches may need
  std::vector<RuleSearch> rules;
  std::unique_ptr<ProviderWordSearch> provider_words;
  std::unique_ptr<AssignmentSearch> assignments;
  std::unique_ptr<KeywordGate> keyword_gate;
  std::vector<uint32_t> unfiltered;  // rules that Hyperscan does not take
  bool any_binding = false;          // a rule asks for what names are bound to
};

Prefilter::Prefilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Prefilter::~Prefilter() = default;

Result<std::unique_ptr<Prefilter>> Prefilter::create(std::string_view bytes,
                                                     const std::vector<Rule>& rules) {
  const Result<CompiledParts> read = read_compiled(bytes, rules.size());
  if (!read) return read.error();
  auto impl = std::make_unique<Impl>();
  for (const Rule& rule : rules) {
    const CompiledParts::Search& compiled = read->rules[impl->rules.size()];
    Impl::RuleSearch search;
    search.filtered = compiled.filtered;
    search.width = compiled.width;
    search.line = rule.extent == 0;
    search.whole = rule.imported;
    search.by_part = !rule.prefilter.empty();
    if (!search.line && rule.extent != kUnboundedExtent) {
      search.width = std::min<size_t>(search.width, rule.extent);
    }
    if (compiled.random) {
      const size_t own = rule.provider_words.empty() ? search.width : rule.extent;
      // Twice the width: a match that overlaps another's is found as it is in the whole text.
      impl->random_width = std::max(impl->random_width, 2 * own);
    }
    impl->any_binding = impl->any_binding || rule.binding;
    if (!search.filtered) impl->unfiltered.push_back(static_cast<uint32_t>(impl->rules.size()));
    impl->rules.push_back(search);
  }
  Status status = take(LiteralSearch::create(read->literals), impl->literals);
  if (status) status = take(deserialized(read->database), impl->database);
  if (status) status = take(deserialized(read->random), impl->random);
  if (status) status = take(ProviderWordSearch::create(read->words, rules), impl->provider_words);
  if (status) status = take(AssignmentSearch::create(read->assignments), impl->assignments);
  if (status) status = take(KeywordGate::create(read->keyword_gate), impl->keyword_gate);
  if (!status) return status.error();
  return std::unique_ptr<Prefilter>(new Prefilter(std::move(impl)));
}

std::unique_ptr<PrefilterScratch> Prefilter::make_scratch(Deadline deadline) const {
  auto scratch = std::make_unique<PrefilterScratch>();
  scratch->deadline_ = deadline;
  allocate_scratch(impl_->database, scratch->scratch_);
  allocate_scratch(impl_->random, scratch->scratch_);
  scratch->latest_.resize(impl_->rules.size() + kShared);
  scratch->provider_words_ = impl_->provider_words->make_scratch();
  scratch->assignment_ = impl_->assignments->make_scratch();
  scratch->keyword_gate_ = impl_->keyword_gate->make_scratch();
  return scratch;
}

namespace {

struct Collector {
  std::vector<EndRange>* ranges;
  std::vector<size_t>* latest;
  unsigned leads;  // their first number
  SearchClock clock = {};

  void add(unsigned id, size_t end) const {
    size_t& newest = (*latest)[id];
    if (newest != 0) {
      const size_t join = id >= leads ? kJoinProviderValueEnds : kJoinEnds;
      EndRange& range = (*ranges)[newest - 1];
      if (end + join >= range.first && end <= range.last + join) {
        range.first = std::min(range.first, end);
        range.last = std::max(range.last, end);
        return;
      }
    }
    ranges->push_back({id, end, end});
    newest = ranges->size();
  }
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto* collector = static_cast<Collector*>(context);
  collector->add(id, static_cast<size_t>(to));
  return collector->clock.stops() ? 1 : 0;
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

Segment Prefilter::Impl::segment(std::string_view text, const EndRange& range, Span& line) const {
  const RuleSearch& search = rules[range.rule];
  if (search.whole) return {range.rule, {0, text.size()}};
  size_t begin = range.first > search.width ? range.first - search.width : 0;
  size_t end = range.last;
  if (search.by_part) end += std::min(text.size() - end, search.width);
  if (!search.line) return {range.rule, {begin, end}};
  if (search.width != SIZE_MAX) {
    return {range.rule, {line_begin(text, range.first, begin), line_end(text, range.last, end)}};
  }
  if (line.size() == 0 || range.first < line.begin || range.first > line.end) {
    line = {line_begin(text, range.first), line_end(text, range.first)};
  }
  const size_t last_end = range.last <= line.end ? line.end : line_end(text, range.last);
  return {range.rule, {line.begin, std::min(end, last_end)}};
}

void Prefilter::scan(std::string_view text, PrefilterScratch& scratch,
                     std::vector<Segment>& out) const {
  find_ends(text, scratch, scratch.ranges_);
  segments(text, scratch.ranges_, {}, scratch, out);
}

bool Prefilter::is_opening(uint32_t rule) const {
  return rule == impl_->rules.size() + 2;
}

void Prefilter::opening_ends(const std::vector<EndRange>& ends, std::vector<Span>& out) const {
  out.clear();
  for (const EndRange& range : ends) {
    if (is_opening(range.rule)) out.push_back({range.first, range.last});
  }
}

Prefilter::Reach Prefilter::reach(uint32_t rule) const {
  if (rule == impl_->rules.size())
    return {kProviderWordReach + kShortestProviderValue, Within::kPrefixLines};
  if (rule == impl_->rules.size() + 1) return {kAssignmentReach, Within::kLine};
  if (rule > impl_->rules.size()) return {kFormReach + kMostBeforeWord, Within::kPrefixLines};
  return {impl_->rules[rule].width, impl_->rules[rule].line ? Within::kLine : Within::kText};
}

bool Prefilter::is_complete() const {
  return impl_->unfiltered.empty() && impl_->keyword_gate->empty();
}

void Prefilter::Impl::find_random(std::string_view text, Gathered& out) const {
  out.windows.clear();
  RandomRuns runs(text);
  Span run;
  for (size_t from = 0; runs.next(from, run); from = std::max(run.end, out.windows.back().end)) {
    const size_t least = run.begin - std::min(run.begin, random_width);
    const size_t most = run.end + std::min(text.size() - run.end, random_width);
    out.add({prefix_lines_begin(text, run.begin, least), line_end(text, run.end, most)});
  }
}

void Prefilter::find_ends(std::string_view text, PrefilterScratch& scratch,
                          std::vector<EndRange>& out) const {
  out.clear();
  LiteralFinds& literals = scratch.literals_;
  impl_->literals.find(text, literals);
  impl_->add_assignment(text, scratch, out);
  if (impl_->database != nullptr && literals.whole) {
    impl_->search(impl_->database, text, scratch);
    out.insert(out.end(), scratch.gathered_.begin(), scratch.gathered_.end());
  } else {
    impl_->search_in(impl_->database, text, literals.lines, scratch, out);
  }
  if (impl_->random == nullptr) return;
  impl_->find_random(text, scratch.random_);
  impl_->search_in(impl_->random, text, scratch.random_, scratch, out);
}

// The ends of the ways of assigned rules, from the words on that were found.
void Prefilter::Impl::add_assignment(std::string_view text, PrefilterScratch& scratch,
                                     std::vector<EndRange>& out) const {
  const unsigned id = leads() + 1;
  const Collector collector{&out, &scratch.latest_, leads(), {}};
  for (const size_t word : scratch.literals_.word_ends) {
    const size_t end = assignment_end(text, word);
    if (end != std::string_view::npos) collector.add(id, end);
  }
  scratch.latest_[id] = 0;
  if (!any_binding) return;
  for (const size_t word : scratch.literals_.word_ends) {
    for_each_opening_end(text, word, [&](size_t end) { collector.add(id + 1, end); });
  }
  scratch.latest_[id + 1] = 0;
}

// The ends that `in` reports in the windows, none for null.
void Prefilter::Impl::search_in(const Database& in, std::string_view text, Gathered& windows,
                                PrefilterScratch& scratch, std::vector<EndRange>& out) const {
  if (in == nullptr || windows.windows.empty()) return;
  search(in, gather(text, windows), scratch);
  for (const EndRange& range : scratch.gathered_) put_back(range, windows, out);
}

// The ends that `in` reports, to scratch.gathered_.
void Prefilter::Impl::search(const Database& in, std::string_view text,
                             PrefilterScratch& scratch) const {
  scratch.gathered_.clear();
  Collector collector{&scratch.gathered_, &scratch.latest_, leads(), {scratch.deadline_}};
  hs_scan(in.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch.scratch_.get(),
          on_match, &collector);
  for (const EndRange& range : scratch.gathered_) scratch.latest_[range.rule] = 0;
}

void Prefilter::segments(std::string_view text, const std::vector<EndRange>& ranges,
                         std::span<const Span> provider_value_ends, PrefilterScratch& scratch,
                         std::vector<Segment>& out) const {
  out.clear();
  std::vector<Segment>& found = scratch.found_;
  found.clear();
  scratch.provider_value_ends_.assign(provider_value_ends.begin(), provider_value_ends.end());
  scratch.prefix_ends_.clear();
  Span line;
  for (const EndRange& range : ranges) {
    if (range.rule < impl_->rules.size()) {
      found.push_back(impl_->segment(text, range, line));
      continue;
    }
    if (range.rule == impl_->rules.size() + 2) continue;
    scratch.prefix_ends_.push_back({range.first, range.last});
    if (range.rule == impl_->rules.size())
      scratch.provider_value_ends_.push_back({range.first, range.last});
  }
  scratch.assignment_ends_.clear();
  impl_->assignments->find(text, scratch.prefix_ends_, scratch.deadline_, *scratch.assignment_,
                           scratch.assignment_ends_);
  for (const AssignmentEnd& end : scratch.assignment_ends_) {
    found.push_back(impl_->segment(text, {end.rule, end.end, end.end}, line));
  }
  impl_->provider_words->segments(text, scratch.provider_value_ends_, scratch.deadline_,
                                  *scratch.provider_words_, found);
  impl_->keyword_gate->segments(text, *scratch.keyword_gate_, found);
  for (const uint32_t rule : impl_->unfiltered) found.push_back({rule, {0, text.size()}});
  std::sort(found.begin(), found.end(), [](const Segment& a, const Segment& b) {
    return std::tie(a.rule, a.span.begin, a.span.end) < std::tie(b.rule, b.span.begin, b.span.end);
  });
  for (const Segment& segment : found) append_joined(out, segment);
}

}  // namespace rekey
