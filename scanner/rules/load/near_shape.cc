#include "scanner/rules/load/near_shape.h"

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/rules/provider_words.h"

namespace rekey {
namespace {

using Kind = TemplateNode::Kind;

constexpr uint32_t kShortest = 20;       // shorter formats may be had by chance
constexpr size_t kTelling = 3;           // so many literal bytes tell a format without a name,
constexpr size_t kTellingLetters = 5;    // so many where all are letters
constexpr uint32_t kMoreBehind = 12;     // what may be glued to a token
constexpr uint32_t kMostRepeats = 1000;  // RE2's

// What is known of the format's first half while it is put together.
struct Half {
  std::string expression;
  std::string mark;    // the longest literal so far
  size_t telling = 0;  // literal bytes so far, but for marks that stand alone, as in a UUID
  uint32_t width = 0;  // least bytes so far
};

std::string repeated(const std::string& members, uint32_t least, uint32_t most) {
  return "[" + members + "]{" + std::to_string(least) + "," + std::to_string(most) + "}";
}

// Takes a part whole, or, where it is the last one, so many bytes of it as `wanted` asks for.
bool add_part(const TemplateNode& node, uint32_t wanted, Half& half) {
  const uint32_t missing = wanted > half.width ? wanted - half.width : 0;
  if (node.kind == Kind::kRun) {
    const bool last = !half.mark.empty() && missing <= node.min;
    const uint32_t least = last ? std::max(missing, 1U) : node.min;
    half.expression += repeated(node.alphabet.expression, least, last ? least : node.max);
    half.width += least;
    return true;
  }
  const Result<std::string> body = format_body({node});
  if (!body) return false;
  half.expression += "(?i:" + *body + ")";
  half.width += width_of({node}).least;
  if (node.kind != Kind::kLiteral) return true;
  if (node.text.size() > 1) half.telling += node.text.size();
  if (node.text.size() > half.mark.size()) half.mark = lowered(node.text);
  return true;
}

}  // namespace

std::optional<Rule::Near> near_shape(const Template& format) {
  const Width width = width_of(format);
  const uint32_t wanted = (width.least + 1) / 2;
  if (width.least < kShortest || width.most + kMoreBehind > kMostRepeats) return std::nullopt;
  Half half;
  for (const TemplateNode& node : format) {
    if (!half.mark.empty() && half.width >= wanted) break;
    if (!add_part(node, wanted, half)) return std::nullopt;
  }
  const bool letters = std::all_of(half.mark.begin(), half.mark.end(), is_letter);
  const bool tells_nothing = half.mark.size() < 2 && (half.mark.empty() || is_word(half.mark[0]));
  if (tells_nothing) return std::nullopt;
  const std::string rest =
      "[^\\s]{0," + std::to_string(width.most + kMoreBehind - half.width) + "}";
  return Rule::Near{half.mark, R"(\A\w{0,4}?)" + half.expression + rest + R"(\z)",
                    half.telling >= (letters ? kTellingLetters : kTelling)};
}

}  // namespace rekey
