#include "scanner/match/prefilter/literal_search.h"

#include <algorithm>
#include <map>

#include "scanner/base/line.h"
#include "scanner/match/regex/required_literal.h"
#include "scanner/rules/wire.h"

namespace rekey {
namespace {

// Expressions that reach farther are searched in the whole text.
constexpr size_t kFarthest = 4096;

// The literals of an expression; false when it has none.
bool add_expression(const WholeExpression& expression, std::map<std::string, LiteralUse>& uses) {
  const auto [literals, byte] = required(expression.regex);
  for (const std::string& literal : literals) {
    LiteralUse& use = uses[literal];
    use.beside = !use.expression || use.beside == byte ? byte : '\0';
    use.expression = true;
    const bool in_line = expression.line && literal.find('\n') == std::string::npos;
    if (!in_line) use.reach = std::max(use.reach, expression.reach);
  }
  return !literals.empty();
}

}  // namespace

std::string compile_literal_search(const std::vector<WholeExpression>& expressions,
                                   const std::vector<WordLiteral>& words,
                                   const std::vector<std::string>& wide) {
  std::map<std::string, LiteralUse> uses;
  bool whole = false;
  for (const WholeExpression& expression : expressions) {
    whole = !add_expression(expression, uses) || whole;
  }
  for (const WordLiteral& word : words) uses[word.text].word = 1 + word.behind;
  for (size_t i = 0; i < wide.size(); ++i) uses[wide[i]].wide = uint64_t{1} << i;
  std::vector<std::string> literals(uses.size());
  std::transform(uses.begin(), uses.end(), literals.begin(),
                 [](const auto& one) { return one.first; });
  WireWriter out;
  out.number(whole ? 1 : 0);
  out.text(compile_literals(literals));
  for (const auto& [literal, use] : uses) {
    out.number(use.word);
    out.number(use.expression ? 1 : 0);
    out.number(std::min(use.reach, kFarthest + 1));
    out.number(static_cast<uint8_t>(use.beside));
    out.number(use.wide);
  }
  return out.take();
}

Result<LiteralSearch> LiteralSearch::create(std::string_view bytes) {
  WireReader reader(bytes);
  LiteralSearch out;
  out.whole_ = reader.number() != 0;
  Result<LiteralSet> set = LiteralSet::create(reader.text());
  if (!set) return set.error();
  out.set_ = *std::move(set);
  out.uses_.resize(out.set_.literals().size());
  for (LiteralUse& use : out.uses_) {
    use.word = static_cast<size_t>(reader.number());
    use.expression = reader.number() != 0;
    use.reach = static_cast<size_t>(reader.number());
    use.beside = static_cast<char>(reader.number());
    use.wide = reader.number();
  }
  if (!reader.ok()) return Error{ErrorCode::kMalformed, "compiled rules: literals cut short"};
  return out;
}

// The lines in which matches with this literal may lie. Not when the latest ones have them, or they
// lack a byte that matches have. Lines that lack one are remembered by that byte: they may be long
// and have many such literals, and to look for a line's ends at each of them would take the square
// of its length.
void LiteralSearch::add_window(std::string_view text, const LiteralHit& hit,
                               LiteralFinds& out) const {
  const LiteralUse& use = uses_[hit.literal];
  const size_t end = hit.begin + set_.literals()[hit.literal].size();
  const Span near{hit.begin - std::min(hit.begin, use.reach),
                  end + std::min(text.size() - end, use.reach)};
  if (!out.found.empty() && out.found.back().contains(near)) return;
  const auto lacking = std::find_if(out.lacking.begin(), out.lacking.end(),
                                    [&](const auto& one) { return one.first == use.beside; });
  if (lacking != out.lacking.end() && lacking->second.contains(near)) return;
  const Span found{line_begin(text, near.begin), line_end(text, near.end)};
  if (use.beside == '\0' || found.of(text).find(use.beside) != std::string_view::npos) {
    out.found.push_back(found);
  } else if (lacking != out.lacking.end()) {
    lacking->second = found;
  } else {
    out.lacking.emplace_back(use.beside, found);
  }
}

void LiteralSearch::find(std::string_view text, LiteralFinds& out) const {
  out.whole = whole_;
  out.word_ends.clear();
  out.wide = 0;
  out.hits.clear();
  out.found.clear();
  out.lacking.clear();
  set_.find(text, out.hits);
  for (const LiteralHit& hit : out.hits) {
    const LiteralUse& use = uses_[hit.literal];
    const size_t end = hit.begin + set_.literals()[hit.literal].size();
    if (use.word != 0) out.word_ends.push_back(end - std::min(end, use.word - 1));
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
