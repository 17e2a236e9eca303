#include "scanner/match/literal_search.h"

#include <algorithm>
#include <map>

#include "scanner/base/line.h"
#include "scanner/match/required_literal.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

// Expressions that reach farther are searched in the whole text. So is one whose literals have
// newlines, for which there is no line.
constexpr size_t kFarthest = 4096;

enum Kind : uint8_t { kWord = 1, kExpression = 2, kWide = 4 };

struct Written {
  unsigned kinds = 0;
  size_t reach = 0;
  size_t wide = 0;
  char beside = '\0';
};

// The byte that the literal's expressions all have, of which `other` has `byte`.
void agree(Written& written, char byte, bool is_first) {
  if (is_first) written.beside = byte;
  if (written.beside != byte) written.beside = '\0';
}

}  // namespace

std::string compile_literal_search(const std::vector<WholeExpression>& expressions,
                                   const std::vector<std::string>& words,
                                   const std::vector<std::string>& wide) {
  std::map<std::string, Written> literals;
  bool whole = false;
  for (const WholeExpression& expression : expressions) {
    const std::vector<std::string> required = required_literals(expression.regex);
    const char byte = required_byte(expression.regex);
    whole = whole || required.empty();
    for (const std::string& literal : required) {
      Written& written = literals[literal];
      agree(written, byte, written.kinds == 0);
      written.kinds |= kExpression;
      const bool is_line = expression.line && literal.find('\n') == std::string::npos;
      if (!is_line) written.reach = std::max(written.reach, expression.reach);
    }
  }
  for (const std::string& word : words) literals[word].kinds |= kWord;
  for (size_t i = 0; i < wide.size(); ++i) {
    literals[wide[i]].kinds |= kWide;
    literals[wide[i]].wide = i;
  }
  WireWriter out;
  out.number(whole ? 1 : 0);
  std::vector<std::string> texts;
  for (const auto& [text, written] : literals) {
    texts.push_back(text);
    out.number(written.kinds);
    out.number(std::min(written.reach, kFarthest + 1));
    out.number(written.wide);
    out.number(static_cast<uint8_t>(written.beside));
  }
  WireWriter all;
  all.number(texts.size());
  all.text(out.take());
  all.text(compile_literals(texts));
  return all.take();
}

Result<LiteralSearch> LiteralSearch::create(std::string_view bytes) {
  WireReader all(bytes);
  const uint64_t count = all.number();
  WireReader reader(all.text());
  Result<LiteralSet> set = LiteralSet::create(all.text());
  if (!set) return set.error();
  LiteralSearch out;
  out.set_ = *std::move(set);
  out.whole_ = reader.number() != 0;
  for (uint64_t i = 0; i < count && reader.ok(); ++i) {
    Use use;
    const uint64_t kinds = reader.number();
    use.word = (kinds & kWord) != 0;
    use.expression = (kinds & kExpression) != 0;
    use.reach = static_cast<size_t>(reader.number());
    const uint64_t bit = reader.number();
    use.beside = static_cast<char>(reader.number());
    if ((kinds & kWide) != 0) use.wide = uint64_t{1} << (bit & 63U);
    out.uses_.push_back(use);
  }
  if (!all.ok() || !reader.ok() || out.uses_.size() != out.set_.literals().size()) {
    return Error{ErrorCode::kMalformed, "compiled rules: literals cut short"};
  }
  return out;
}

// Where matches with this literal may lie.
Span LiteralSearch::window(std::string_view text, const LiteralHit& hit) const {
  const size_t reach = uses_[hit.literal].reach;
  const size_t end = hit.begin + set_.literals()[hit.literal].size();
  return {line_begin(text, hit.begin - std::min(hit.begin, reach)),
          line_end(text, end + std::min(text.size() - end, reach))};
}

// Not when the latest has it, or it lacks a byte that matches have; of a line that lacks one this
// is remembered, for it may be long and have many such literals.
void LiteralSearch::add_window(std::string_view text, const LiteralHit& hit,
                               LiteralFinds& out) const {
  const Use& use = uses_[hit.literal];
  const auto is_in = [&](const Span& window) {
    return use.reach == 0 && window.begin <= hit.begin && hit.begin < window.end;
  };
  if (!out.found.empty() && is_in(out.found.back())) return;
  if (is_in(out.lacking) && out.lacked == use.beside) return;
  const Span found = window(text, hit);
  const bool has_all =
      use.beside == '\0' || found.of(text).find(use.beside) != std::string_view::npos;
  if (has_all) {
    out.found.push_back(found);
  } else {
    out.lacking = found;
    out.lacked = use.beside;
  }
}

void LiteralSearch::find(std::string_view text, LiteralFinds& out) const {
  out.whole = whole_;
  out.word_ends.clear();
  out.wide = 0;
  out.hits.clear();
  out.found.clear();
  out.lacking = {};
  set_.find(text, out.hits);
  for (const LiteralHit& hit : out.hits) {
    const Use& use = uses_[hit.literal];
    const size_t end = hit.begin + set_.literals()[hit.literal].size();
    if (use.word) out.word_ends.push_back(end);
    out.wide |= use.wide;
    if (!use.expression) continue;
    out.whole = out.whole || use.reach > kFarthest;
    if (!out.whole) add_window(text, hit, out);
  }
  out.lines.windows.clear();
  if (out.whole) return;
  const auto begins_before = [](const Span& a, const Span& b) { return a.begin < b.begin; };
  if (!std::is_sorted(out.found.begin(), out.found.end(), begins_before)) {
    std::sort(out.found.begin(), out.found.end(), begins_before);
  }
  for (const Span& window : out.found) out.lines.add(window);
}

}  // namespace rekey
