#include "scanner/rules/template/template.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace rekey {
namespace {

using Kind = TemplateNode::Kind;

// Bounds what a crafted rule file can make a template do.
constexpr uint32_t kMaxRun = 4000;
constexpr int kMaxDepth = 6;

Error bad(std::string_view placeholder, std::string_view why) {
  return {ErrorCode::kUsage,
          "placeholder <<" + std::string(placeholder) + ">>: " + std::string(why)};
}

struct Function {
  std::string_view name;
  bool takes_argument;
};

constexpr std::array kFunctions = {
    Function{"uuid", false},       Function{"crc62", false},      Function{"crchex", false},
    Function{"github-sum", false}, Function{"gitlab-sum", false}, Function{"grafana-sum", false},
    Function{"age-sum", false},    Function{"nats-sum", false},   Function{"token", false},
    Function{"b64", true},         Function{"b64url", true},      Function{"jwt", true},
    Function{"pem", true},         Function{"opt", true},
};

// The position of the >> that closes the << before `from`; npos when there is none.
size_t closing(std::string_view text, size_t from) {
  int depth = 1;
  for (size_t i = from; i + 1 < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "<<") {
      ++depth;
      ++i;
    } else if (two == ">>") {
      if (--depth == 0) return i;
      ++i;
    }
  }
  return std::string_view::npos;
}

bool parse_number(std::string_view text, uint32_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

Result<TemplateNode> parse_run(std::string_view inner, size_t star) {
  TemplateNode node;
  node.kind = Kind::kRun;
  const std::optional<Alphabet> alphabet = find_alphabet(inner.substr(0, star));
  if (!alphabet) return bad(inner, "no such alphabet");
  node.alphabet = *alphabet;
  const std::string_view count = inner.substr(star + 1);
  const size_t dots = count.find("..");
  const std::string_view low = count.substr(0, dots);
  const std::string_view high = dots == std::string_view::npos ? low : count.substr(dots + 2);
  if (!parse_number(low, node.min) || !parse_number(high, node.max) || node.min > node.max ||
      node.max == 0 || node.max > kMaxRun) {
    return bad(inner, "the count must be N or N..M, 1 to " + std::to_string(kMaxRun));
  }
  return node;
}

TemplateNode parse_words(std::string_view inner) {
  TemplateNode node;
  node.kind = Kind::kWords;
  for (;;) {
    const size_t bar = inner.find('|');
    node.words.emplace_back(inner.substr(0, bar));
    if (bar == std::string_view::npos) return node;
    inner.remove_prefix(bar + 1);
  }
}

Result<Template> parse(std::string_view text, int depth);

Result<TemplateNode> parse_placeholder(std::string_view inner, int depth) {
  const size_t paren = inner.find('(');
  const std::string_view name = inner.substr(0, paren);
  for (const Function& function : kFunctions) {
    if (function.name != name) continue;
    if (function.takes_argument != (paren != std::string_view::npos && inner.ends_with(')'))) {
      return bad(inner, function.takes_argument ? "needs (...)" : "takes no (...)");
    }
    TemplateNode node;
    node.kind = Kind::kFunction;
    node.text = name;
    if (!function.takes_argument) return node;
    Result<Template> arguments =
        parse(inner.substr(paren + 1, inner.size() - paren - 2), depth + 1);
    if (!arguments) return arguments.error();
    node.arguments = *std::move(arguments);
    return node;
  }
  const size_t star = inner.rfind('*');
  if (star != std::string_view::npos) return parse_run(inner, star);
  if (inner.find('|') != std::string_view::npos) return parse_words(inner);
  return bad(inner, "unknown");
}

void add_literal(Template& out, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty() && out.back().kind == Kind::kLiteral) {
    out.back().text += text;
    return;
  }
  TemplateNode node;
  node.text = text;
  out.push_back(std::move(node));
}

Result<Template> parse(std::string_view text, int depth) {
  if (depth > kMaxDepth) return bad(text.substr(0, 20), "nested too deeply");
  Template out;
  for (size_t i = 0; i < text.size();) {
    const std::string_view two = text.substr(i, 2);
    if (two == "[[" || two == "]]") {
      TemplateNode node;
      node.kind = two == "[[" ? Kind::kSecretBegin : Kind::kSecretEnd;
      out.push_back(std::move(node));
      i += 2;
      continue;
    }
    const size_t end = two == "<<" ? closing(text, i + 2) : std::string_view::npos;
    if (end == std::string_view::npos) {  // also a shell's << without a >> behind it
      add_literal(out, text.substr(i, 1));
      ++i;
      continue;
    }
    Result<TemplateNode> node = parse_placeholder(text.substr(i + 2, end - i - 2), depth);
    if (!node) return node.error();
    out.push_back(*std::move(node));
    i = end + 2;
  }
  return out;
}

}  // namespace

Result<Template> parse_template(std::string_view text) {
  return parse(text, 0);
}

}  // namespace rekey
