// From a format to its expression: parts, then boundaries on both sides.
#include <algorithm>
#include <cctype>

#include "scanner/base/ascii.h"
#include "scanner/rules/template/template.h"

namespace rekey {
namespace {

using Kind = TemplateNode::Kind;

constexpr std::string_view kUuid =
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}";

std::string quoted(std::string_view literal) {
  std::string out;
  for (const char c : literal) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0 && c != '_' && byte < 0x80) out += '\\';
    out += c;
  }
  return out;
}

// The bytes a checksum is written in, and how many.
std::string_view checksum_expression(std::string_view function) {
  if (function == "crc62") return "[0-9A-Za-z]{6}";
  if (function == "crchex" || function == "grafana-sum") return "[0-9a-f]{8}";
  if (function == "github-sum") return "[0-9A-Za-z]{8}";
  if (function == "age-sum") return "[02-9ac-hj-np-zAC-HJ-NP-Z]{6}";
  if (function == "nats-sum") return "[A-Z2-7]{4}";
  if (function == "gitlab-sum") return "[0-9a-z]{9}";
  if (function == "uuid") return kUuid;
  return {};
}

Result<std::string> parts(const Template& format);

Result<std::string> part(const TemplateNode& node) {
  switch (node.kind) {
    case Kind::kLiteral:
      return quoted(node.text);
    case Kind::kRun: {
      std::string out = "[" + node.alphabet.expression + "]{" + std::to_string(node.min);
      if (node.max != node.min) out += "," + std::to_string(node.max);
      return out + "}";
    }
    case Kind::kWords: {
      std::string out = "(?:";
      for (size_t i = 0; i < node.words.size(); ++i) {
        if (i > 0) out += '|';
        out += quoted(node.words[i]);
      }
      return out + ")";
    }
    case Kind::kFunction: {
      if (node.text == "opt") {
        Result<std::string> inner = parts(node.arguments);
        if (!inner) return inner;
        return "(?:" + *inner + ")?";
      }
      const std::string_view found = checksum_expression(node.text);
      if (!found.empty()) return std::string(found);
      return Error{ErrorCode::kUsage, "placeholder <<" + node.text + ">> is for examples only"};
    }
    default:
      return Error{ErrorCode::kUsage, "[[ ]] is for examples only"};
  }
}

Result<std::string> parts(const Template& format) {
  std::string body;
  for (const TemplateNode& node : format) {
    Result<std::string> text = part(node);
    if (!text) return text;
    body += *text;
  }
  return body;
}

// What may stand before: no byte that would be part of the token or of a word. A token also starts
// behind an escaped byte in a string, behind a percent-encoded one and a "=" of quoted-printable
// text, and behind the colours of a terminal, whose last letter or digit is none of its.
std::string left_boundary(const TemplateNode& first) {
  constexpr std::string_view kEscapes =
      R"(\\[abefnrtv0]|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\0[0-7]{2}|%[0-9A-Fa-f]{2}|=3D|\[[0-9;]{1,12}m)";
  const auto behind = [&](std::string_view other_than) {
    return "(?:(?m:^)|[^" + std::string(other_than) + R"(\n]|)" + std::string(kEscapes) + ")";
  };
  std::string word_start = R"((?:\b|)" + std::string(kEscapes) + ")";
  switch (first.kind) {
    case Kind::kLiteral:
      return is_word(first.text.front()) ? word_start : behind("0-9A-Za-z_");
    case Kind::kRun:
      return first.alphabet.is_word() ? word_start
                                      : behind(first.alphabet.expression + "0-9A-Za-z_");
    default:
      return word_start;
  }
}

// The part that ends the format; an optional part counts, as its bytes would make the token longer.
const TemplateNode& last_part(const TemplateNode& last) {
  const bool optional = last.kind == Kind::kFunction && last.text == "opt";
  return optional && !last.arguments.empty() ? last_part(last.arguments.back()) : last;
}

// What may stand behind: no byte that would make the token longer. Behind the padding of base64 no
// letter either.
std::string right_boundary(const Template& format) {
  constexpr std::string_view kBase64 = R"(0-9A-Za-z+\/=)";
  const auto before = [](std::string_view other_than) {
    return "(?:[^" + std::string(other_than) + R"(\n]|(?m:$)))";
  };
  const TemplateNode& last = last_part(format.back());
  switch (last.kind) {
    case Kind::kLiteral:
      if (last.text.back() == '=') return before(kBase64);
      return is_word(last.text.back()) ? R"(\b)" : "";
    case Kind::kRun:
      if (last.alphabet.is_word()) return R"(\b)";
      return before(last.alphabet.bytes == "=" ? kBase64 : last.alphabet.expression);
    default:
      return R"(\b)";
  }
}

// What an expression can be found by: how many literal bytes stand together in a part.
size_t literal_size(const TemplateNode& node) {
  return node.kind == Kind::kLiteral ? node.text.size() : 0;
}

}  // namespace

Result<std::string> format_body(const Template& format) {
  return parts(format);
}

std::string tail_expression(const Template& format) {
  constexpr size_t kShortest = 3;
  if (format.front().kind != Kind::kRun) return {};
  const auto longest = std::max_element(
      format.begin(), format.end(),
      [](const auto& a, const auto& b) { return literal_size(a) < literal_size(b); });
  if (literal_size(*longest) < kShortest) return {};
  const Result<std::string> body = parts(Template(longest, format.end()));
  return body ? "(?:" + *body + ")" + right_boundary(format) : std::string();
}

Result<std::string> expression(const Template& format) {
  if (format.empty()) return Error{ErrorCode::kUsage, "the format is empty"};
  Result<std::string> body = parts(format);
  if (!body) return body;
  return left_boundary(format.front()) + "(" + *body + ")" + right_boundary(format);
}

std::string literal_prefix(const Template& format) {
  if (format.empty() || format.front().kind != Kind::kLiteral) return {};
  return format.front().text;
}

}  // namespace rekey
