#include "scanner/match/prefilter/assignment_search.h"

#include <hs/hs.h>

#include <algorithm>

#include "scanner/base/line.h"
#include "scanner/match/regex/dialect.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

// What an expression looks at beside its match.
constexpr size_t kLook = 2;
// The widest expression: windows of other lines are as wide.
constexpr size_t kWidest = 1024;

// The part of the line around `end` that matches of `width` bytes with the end in them need.
Span window_of(std::string_view text, const Span& end, size_t width) {
  const size_t least = end.begin - std::min(end.begin, width);
  const size_t most = end.end + std::min(text.size() - end.end, width);
  return {line_begin(text, end.begin, least), line_end(text, end.end, most)};
}

// In order, those that overlap as one.
void join(std::vector<Span>& windows) {
  std::sort(windows.begin(), windows.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  size_t kept = 0;
  for (size_t i = 1; i < windows.size(); ++i) {
    if (windows[i].begin <= windows[kept].end) {
      windows[kept].end = std::max(windows[kept].end, windows[i].end);
    } else {
      windows[++kept] = windows[i];
    }
  }
  if (!windows.empty()) windows.resize(kept + 1);
}

struct Collector {
  std::vector<AssignmentEnd>* found;
  SearchClock clock;
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto* collector = static_cast<Collector*>(context);
  collector->found->push_back({id, static_cast<size_t>(to)});
  return collector->clock.stops() ? 1 : 0;
}

}  // namespace

Result<std::string> compile_assignments(const std::vector<Rule>& rules) {
  Expressions expressions;
  size_t width = 0;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].assignment) continue;
    const std::string text = hyperscan_dialect(rules[i].searched());
    const Result<size_t> own = widest_match(text, HS_FLAG_MULTILINE);
    if (!own) return Error{ErrorCode::kUsage, "rule " + rules[i].id + ": " + own.error().message};
    if (rules[i].extent != 0 || *own > kWidest) {
      return Error{ErrorCode::kUsage, "rule " + rules[i].id +
                                          ": assigned, but not of one line or " + "of more than " +
                                          std::to_string(kWidest) + " bytes"};
    }
    width = std::max(width, *own);
    expressions.add(text, HS_FLAG_MULTILINE, i);
  }
  Result<std::string> bytes = compiled_bytes(expressions);
  if (!bytes || bytes->empty()) return bytes;
  WireWriter writer;
  writer.number(width);
  writer.text(*bytes);
  return writer.take();
}

AssignmentSearch::AssignmentSearch(Database database, size_t width)
    : database_(std::move(database)), width_(width) {}

Result<std::unique_ptr<AssignmentSearch>> AssignmentSearch::create(std::string_view bytes) {
  WireReader reader(bytes);
  const uint64_t width = bytes.empty() ? 0 : reader.number();
  const std::string_view database = bytes.empty() ? bytes : reader.text();
  if (!reader.ok() || width > kWidest) {
    return Error{ErrorCode::kMalformed, "compiled rules: assigned ones cut short"};
  }
  Result<Database> made = deserialized(database);
  if (!made) return made.error();
  return std::unique_ptr<AssignmentSearch>(
      new AssignmentSearch(*std::move(made), static_cast<size_t>(width)));
}

std::unique_ptr<AssignmentScratch> AssignmentSearch::make_scratch() const {
  auto scratch = std::make_unique<AssignmentScratch>();
  allocate_scratch(database_, scratch->hyperscan);
  return scratch;
}

void AssignmentSearch::find(std::string_view text, const std::vector<Span>& ends,
                            const Deadline& deadline, AssignmentScratch& scratch,
                            std::vector<AssignmentEnd>& out) const {
  if (database_ == nullptr) return;
  std::vector<Span>& windows = scratch.windows;
  windows.clear();
  for (const Span& end : ends) windows.push_back(window_of(text, end, width_ + kLook));
  join(windows);
  for (const Span& window : windows) {
    if (deadline.over()) return;
    const std::string_view bytes = window.of(text);
    std::optional<std::span<const AssignmentEnd>> found = scratch.known.find(bytes);
    if (!found) {
      scratch.found.clear();
      Collector collector{&scratch.found, {deadline}};
      hs_scan(database_.get(), bytes.data(), static_cast<unsigned>(bytes.size()), 0,
              scratch.hyperscan.get(), on_match, &collector);
      scratch.known.keep(bytes, scratch.found);
      found = scratch.found;
    }
    for (const AssignmentEnd& end : *found) out.push_back({end.rule, window.begin + end.end});
  }
}

}  // namespace rekey
