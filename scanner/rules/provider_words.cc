#include "scanner/rules/provider_words.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "scanner/base/ascii.h"
#include "scanner/rules/assignments.h"

namespace rekey {
namespace {

// Parts of names that mean a credential.
constexpr std::string_view kCredential =
    "(?:key|token|secret|passw|pwd|auth|cred|api|access|private|sid|license|client|account|webhook|"
    "bearer|jwt)";
constexpr std::string_view kRestOfName = R"([\w.\-]{0,30})";
// What ends a name: quotes, brackets; and how the name in one field, attribute or element reaches
// the value in the next, perhaps on the next line: Kubernetes, XML, HTML, property lists,
// Terraform. provider_prefix_crosses() knows the words behind its newlines.
constexpr std::string_view kClose =
    R"(["'`\])}\\]{0,4}(?:,?(?:[\t ]{0,3}\r?\n)?[\t ]{0,24}["']?(?:value|default|content)["']?|)"
    R"(</key>[\t ]{0,3}(?:\r?\n[\t ]{0,24})?<string|)"
    R"([\t ]{1,2}\{[\t ]{0,3}\r?\n(?:[\t ]{1,8}(?:type|description)[\t ][^\n]{1,40}\n)?[\t ]{1,8}default|)"
    R"([\t ]was)?)";
constexpr std::string_view kSeparator =
    R"([\t ]{0,8}(?:=>|[:?]=|==|<-|::|\|\||\?[?:]|or[\t ]|%3[Dd]|[=:,(>|\t ])[\t ]{0,8})";
// YAML's block scalars: the value stands on the next line. provider_prefix_crosses() knows what
// stands before the newline.
constexpr std::string_view kBlock = R"((?:[|>][\-+0-9]{0,2}[\t ]{0,4}\r?\n[\t ]{1,24})?)";
// Calls, casts, quotes, string prefixes, HTTP authentication schemes.
constexpr std::string_view kOpen =
    R"((?:[A-Za-z_][\w.:]{0,24}[(\[]){0,2}[\[({]{0,2}(?:<!\[CDATA\[)?(?:[bBuUrRfFLN@$]{0,2}[\\"'`]{1,4})?(?:(?:bearer|token|basic|apikey|key|bot)[ :=]{1,2})?)";

// "data dog" is also written data_dog, data-dog, data.dog and datadog.
std::string word_expression(const std::string& word) {
  std::string out;
  for (const char c : word) {
    if (c == ' ') {
      out += R"([_\-. ]?)";
      continue;
    }
    if (!is_word(c)) out += '\\';
    out += c;
  }
  return out;
}

std::string any_of(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "|") + word_expression(word);
  return "(?:" + out + ")";
}

std::string after_name() {
  std::string out(kClose);
  out += declared_type();
  for (const std::string_view part : {kSeparator, kBlock, kOpen}) out += part;
  return out;
}

// What a value may not be followed by: a byte that would make it longer, or a name that goes on.
std::string end_of(const Template& value) {
  const TemplateNode& last = value.back();
  const std::string more =
      last.kind == TemplateNode::Kind::kRun ? last.alphabet.expression : std::string();
  return R"((?:[^\w\-)" + more + R"(]|\z))";
}

uint32_t fixed_width(const TemplateNode& node) {
  constexpr uint32_t kUuid = 36;
  constexpr uint32_t kSum = 8;
  return node.text == "uuid" ? kUuid : kSum;
}

}  // namespace

Width width_of(const Template& format) {
  Width width;
  for (const TemplateNode& node : format) {
    switch (node.kind) {
      case TemplateNode::Kind::kLiteral:
        width.least += static_cast<uint32_t>(node.text.size());
        width.most += static_cast<uint32_t>(node.text.size());
        break;
      case TemplateNode::Kind::kRun:
        width.least += node.min;
        width.most += node.max;
        break;
      case TemplateNode::Kind::kWords: {
        const auto [least, most] = std::minmax_element(
            node.words.begin(), node.words.end(),
            [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
        width.least += static_cast<uint32_t>(least->size());
        width.most += static_cast<uint32_t>(most->size());
        break;
      }
      case TemplateNode::Kind::kFunction:
        if (node.text == "opt") {
          width.most += width_of(node.arguments).most;
        } else {
          width.least += fixed_width(node);
          width.most += fixed_width(node);
        }
        break;
      default:
        break;
    }
  }
  return width;
}

std::string bytes_of(const Template& format) {
  // A UUID's and the checksums' bytes.
  constexpr std::string_view kFunctionBytes =
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string out;
  for (const TemplateNode& node : format) {
    if (node.kind == TemplateNode::Kind::kLiteral) out += node.text;
    if (node.kind == TemplateNode::Kind::kRun) out += node.alphabet.bytes;
    for (const std::string& word : node.words) out += word;
    if (node.kind != TemplateNode::Kind::kFunction) continue;
    if (node.text == "opt") {
      out += bytes_of(node.arguments);
    } else {
      out += kFunctionBytes;
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string provider_prefix() {
  return "(?i:" + std::string(kCredential) + std::string(kRestOfName) + after_name() + ")";
}

namespace {

// kClose: what follows its newlines.
bool goes_on(std::string_view line) {
  constexpr std::array<std::string_view, 6> kWords = {"value",   "default", "content",
                                                      "<string", "type",    "description"};
  size_t at = 0;
  while (at < line.size() && is_blank(line[at])) ++at;
  if (at < line.size() && (line[at] == '"' || line[at] == '\'')) ++at;
  if (at == line.size()) return false;
  const char first = lowered(line[at]);  // decides nearly always
  if (first != 'v' && first != 'd' && first != 'c' && first != '<' && first != 't') return false;
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return starts_with_ignoring_case(line.substr(at), word);
  });
}

// kBlock behind kSeparator, without what may follow the newline.
bool ends_as_block(std::string_view line) {
  size_t end = line.size();
  const auto drop = [&](size_t most, const auto& is_one) {
    while (most-- > 0 && end > 0 && is_one(line[end - 1])) --end;
  };
  drop(1, [](char c) { return c == '\r'; });
  drop(4, is_blank);
  drop(2, [](char c) { return c == '-' || c == '+' || is_digit(c); });
  if (end == 0 || (line[end - 1] != '|' && line[end - 1] != '>')) return false;
  const std::string_view before = line.substr(0, end - 1);
  constexpr std::string_view kLasts = "=>-:|?(, \t";
  return before.empty() || kLasts.find(before.back()) != std::string_view::npos ||
         before.ends_with("3D") || before.ends_with("3d");
}

}  // namespace

bool provider_prefix_crosses(std::string_view text, size_t newline) {
  return goes_on(text.substr(newline + 1)) || ends_as_block(text.substr(0, newline));
}

Result<std::string> provider_word_expression(const std::vector<std::string>& words, bool in_name,
                                             const Template& value) {
  Result<std::string> body = format_body(value);
  if (!body) return body;
  const std::string tail = "(" + *body + ")" + end_of(value);
  if (!in_name) return provider_prefix() + tail;
  const std::string word = any_of(words);
  const std::string before =
      R"((?i:)" + word + R"([\w.\-"'`\]\[:{}/<> ]{0,40}?)" + ")" + provider_prefix();
  const std::string behind = "(?i:" + std::string(kCredential) + R"([\w.\-]{0,10})" + word +
                             R"([\w.\-]{0,10})" + after_name() + ")";
  return "(?:" + before + "|" + behind + ")" + tail;
}

std::vector<std::string> provider_word_examples(std::string_view word, bool in_name) {
  std::string upper, lower, camel;
  for (const char c : word) {
    const bool joined = !std::isalnum(static_cast<unsigned char>(c));
    upper += joined ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    lower += joined ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!joined) camel += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  std::vector<std::string> out = {
      upper + "_API_KEY=[[<<token>>]]",
      "\"" + camel + "ApiKey\": \"[[<<token>>]]\",",
      lower + "_token: '[[<<token>>]]'",
      "<" + lower + ".apikey>[[<<token>>]]</" + lower + ".apikey>",
      "{\\\"" + lower + "_auth_key\\\":\\\"[[<<token>>]]\\\"}",
  };
  if (!in_name) out.push_back(lower + ":\n  secret_key: |\n    [[<<token>>]]");
  out.push_back("val " + camel + "ApiKey: String = \"[[<<token>>]]\"");
  out.push_back("process.env." + upper + "_TOKEN || '[[<<token>>]]'");
  out.push_back("- name: " + upper + "_API_TOKEN\n  value: \"[[<<token>>]]\"");
  return out;
}

}  // namespace rekey
