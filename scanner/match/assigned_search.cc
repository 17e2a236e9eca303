#include "scanner/match/assigned_search.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

#include "scanner/match/dialect.h"
#include "scanner/match/serialized.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

// What an expression looks at beside its match.
constexpr size_t kLook = 2;
// The widest expression: windows of other lines are as wide.
constexpr size_t kWidest = 1024;

const std::string& searched(const Rule& rule) {
  return rule.prefilter.empty() ? rule.regex : rule.prefilter;
}

// Of the widest match; 0 when that may be of any width.
size_t width_of(const std::string& regex) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  size_t width = 0;
  if (hs_expression_info(regex.c_str(), HS_FLAG_MULTILINE, &info, &error) == HS_SUCCESS &&
      info->max_width != std::numeric_limits<unsigned>::max()) {
    width = info->max_width;
  }
  hs_free_compile_error(error);
  std::free(info);
  return width;
}

// The part of the line around `end` that matches of `width` bytes with the end in them need.
Span window_of(std::string_view text, const Span& end, size_t width) {
  const size_t least = end.begin > width ? end.begin - width : 0;
  const size_t most = end.end + std::min(text.size() - end.end, width);
  const void* before =
      end.begin > least ? memrchr(text.data() + least, '\n', end.begin - least) : nullptr;
  const void* behind =
      most > end.end ? std::memchr(text.data() + end.end, '\n', most - end.end) : nullptr;
  const auto at = [&](const void* newline) {
    return static_cast<size_t>(static_cast<const char*>(newline) - text.data());
  };
  return {before == nullptr ? least : at(before) + 1, behind == nullptr ? most : at(behind)};
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

struct Found {
  std::vector<AssignedEnd>* ends;
  size_t from;
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  const auto& found = *static_cast<Found*>(context);
  found.ends->push_back({id, found.from + static_cast<size_t>(to)});
  return 0;
}

}  // namespace

Result<std::string> compile_assigned(const std::vector<Rule>& rules) {
  std::vector<std::string> regexes;
  std::vector<unsigned> ids;
  size_t width = 0;
  for (uint32_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].assigned) continue;
    regexes.push_back(hyperscan_dialect(searched(rules[i])));
    ids.push_back(i);
    const size_t own = width_of(regexes.back());
    if (rules[i].extent != 0 || own == 0 || own > kWidest) {
      return Error{ErrorCode::kUsage, "rule " + rules[i].id +
                                          ": assigned, but not of one line or " + "of more than " +
                                          std::to_string(kWidest) + " bytes"};
    }
    width = std::max(width, own);
  }
  if (regexes.empty()) return std::string();
  std::vector<const char*> texts(regexes.size());
  std::transform(regexes.begin(), regexes.end(), texts.begin(),
                 [](const std::string& regex) { return regex.c_str(); });
  const std::vector<unsigned> flags(texts.size(), HS_FLAG_MULTILINE);
  hs_platform_info_t platform{};
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(texts.size()),
                       HS_MODE_BLOCK, &platform, &database, &error) != HS_SUCCESS) {
    const std::string why = error != nullptr ? error->message : "out of memory";
    hs_free_compile_error(error);
    return Error{ErrorCode::kUsage, "assigned rules: Hyperscan: " + why};
  }
  Result<std::string> bytes = serialized(database);
  if (!bytes) return bytes;
  WireWriter writer;
  writer.number(width);
  writer.text(*bytes);
  return writer.take();
}

AssignedSearch::AssignedSearch(hs_database* database, size_t width)
    : database_(database), width_(width) {}

AssignedSearch::~AssignedSearch() {
  hs_free_database(database_);
}

AssignedScratch::~AssignedScratch() {
  hs_free_scratch(scratch_);
}

Result<std::unique_ptr<AssignedSearch>> AssignedSearch::create(std::string_view bytes) {
  WireReader reader(bytes);
  const uint64_t width = bytes.empty() ? 0 : reader.number();
  const std::string_view database = bytes.empty() ? bytes : reader.text();
  if (!reader.ok() || width > kWidest) {
    return Error{ErrorCode::kMalformed, "compiled rules: assigned ones cut short"};
  }
  Result<hs_database_t*> made = deserialized(database);
  if (!made) return made.error();
  return std::unique_ptr<AssignedSearch>(new AssignedSearch(*made, static_cast<size_t>(width)));
}

std::unique_ptr<AssignedScratch> AssignedSearch::make_scratch() const {
  auto scratch = std::make_unique<AssignedScratch>();
  if (database_ != nullptr && hs_alloc_scratch(database_, &scratch->scratch_) != HS_SUCCESS) {
    throw std::bad_alloc();
  }
  return scratch;
}

void AssignedSearch::find(std::string_view text, const std::vector<Span>& ends,
                          AssignedScratch& scratch, std::vector<AssignedEnd>& out) const {
  if (database_ == nullptr) return;
  std::vector<Span>& windows = scratch.windows_;
  windows.clear();
  for (const Span& end : ends) windows.push_back(window_of(text, end, width_ + kLook));
  join(windows);
  for (const Span& window : windows) {
    Found found{&out, window.begin};
    hs_scan(database_, text.data() + window.begin, static_cast<unsigned>(window.end - window.begin),
            0, scratch.scratch_, on_match, &found);
  }
}

}  // namespace rekey
