#include "scanner/match/binding/form.h"

#include "scanner/base/line.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

using Texts = std::string_view;

constexpr std::array<Texts, 27> kAssignmentExamples = {
    "DB_PASSWORD=V",
    "DB_PASSWORD = V",
    "DB_PASSWORD= V",
    "DB_PASSWORD =V",
    "password: V",
    "password                                   = V",
    "\"api_secret\": \"V\"",
    "{\\\"api_secret\\\":\\\"V\\\"}",
    "{\\u0022api_secret\\u0022:\\u0022V\\u0022}",
    "'api_secret' => 'V'",
    "api_secret := \"V\"",
    "API_SECRET ?= V",
    "api_secret <- \"V\"",
    "api_secret: string = \"V\"",
    "var apiSecret string = \"V\"",
    "Dim password As String = \"V\"",
    "char password[32] = \"V\";",
    "public string Password { get; set; } = \"V\";",
    "password = r#\"V\"#",
    "password = os.environ[\"DB_PASSWORD\"] or \"V\"",
    "DB_PASSWORD=${DB_PASSWORD:-V}",
    "password: >-\n  V",
    "password:\n  V",
    "api_secret = (\n    \"V\"\n)",
    "passwords: [\"V\"]",
    "passwords:\n  - V",
    "| Password | `V` |"};
constexpr std::array<Texts, 3> kAssignmentCounters = {"password == other", "password = get(V)",
                                                      "password:\nother: V"};
constexpr std::array<Texts, 11> kPairExamples = {
    "config(\"SECRET_KEY\", default=\"V\")",
    "add_argument(\"--password\", default=\"V\")",
    "{\"name\":\"DB_PASSWORD\",\"value\":\"V\"}",
    "- name: DB_PASSWORD\n  value: V",
    "- { name: DB_PASSWORD, value: \"V\" }",
    "{\n  \"value\": \"V\",\n  \"name\": \"DB_PASSWORD\"\n}",
    "{\"ParameterKey\": \"DbPassword\", \"ParameterValue\": \"V\"}",
    "<add key=\"DbPassword\" value=\"V\"/>",
    "name  = \"DB_PASSWORD\"\n  value = \"V\"",
    "variable \"db_password\" {\n  type    = string\n  default = \"V\"\n}",
    "put-parameter --name /db/password --type SecureString --value \"V\""};
constexpr std::array<Texts, 2> kPairCounters = {"name: password\nother: V",
                                                "\"name\": \"password\", \"type\": \"V\""};
constexpr std::array<Texts, 8> kElementExamples = {
    "<password>V</password>",
    "<apiKey type=\"x\">V</apiKey>",
    "<wsse:Password Type=\"t\">V</wsse:Password>",
    "<password>\n  V\n</password>",
    "<password><![CDATA[V]]></password>",
    "<key>Password</key>\n\t<string>V</string>",
    "<property><name>db.password</name><value>V</value>",
    "<string name=\"api_secret\">V</string>"};
constexpr std::array<Texts, 2> kElementCounters = {"<password> V", "<password/>V</a>"};
constexpr std::array<Texts, 6> kCallExamples = {"define('DB_PASSWORD', 'V');",
                                                "os.environ.get(\"DB_PASSWORD\", \"V\")",
                                                "setPassword(\"V\")",
                                                "set :session_secret, \"V\"",
                                                "VALUES ('smtp_password', 'V')",
                                                "(\"DB_PASSWORD\", \"V\")"};
constexpr std::array<Texts, 2> kCallCounters = {"get(\"password\", other)", "password(V)"};
constexpr std::array<Texts, 12> kBareExamples = {
    "#define DB_PASSWORD \"V\"", "storePassword \"V\"",   "ENV DB_PASSWORD V",
    "setenv DB_PASSWORD V",      "set -gx DB_PASSWORD V", "set $api_secret V;",
    "(setq api-secret \"V\")",   "enable password 0 V",   "login u password V",
    "tool --db-password V",      "password is V",         "requirepass V"};
constexpr std::array<Texts, 2> kBareCounters = {"the password V was", "password and V"};

constexpr std::array<Form, 5> kForms = {
    {{"pair", find_pair, "\n\r,{;-}]/", kPairExamples, kPairCounters},
     {"element", find_element, "<>\\&", kElementExamples, kElementCounters},
     {"call", find_call, ",(", kCallExamples, kCallCounters},
     {"assignment", find_assignment, "=:?|!+.<%\\&[{", kAssignmentExamples, kAssignmentCounters},
     {"bare", find_bare, "<", kBareExamples, kBareCounters}}};

}  // namespace

bool is_plain_word(std::string_view name) {
  constexpr std::array<Texts, 12> kWords = {"key",  "keys",  "token", "tokens",  "pass",   "auth",
                                            "cred", "creds", "pat",   "secrets", "passes", "keyed"};
  return std::any_of(kWords.begin(), kWords.end(), [&](Texts word) {
    return word.size() == name.size() && starts_with_ignoring_case(name, word);
  });
}

bool is_identifier(std::string_view name) {
  if (std::none_of(name.begin(), name.end(), is_lower)) return true;  // as SQL's words
  for (size_t i = 1; i < name.size(); ++i) {
    if (name[i] == '_' || name[i] == '-' || name[i] == '.') return true;
    if (is_upper(name[i]) && is_lower(name[i - 1])) return true;
  }
  return false;
}

BoundName bound_name(std::string_view text, const Span& name) {
  constexpr int kMostClosing = 5;
  BoundName out{name, name.end, 0, false};
  static constexpr ByteSet kClosing("\"'`\\&%)]");
  for (int i = 0; i < kMostClosing && out.after < text.size(); ++i) {
    if (!kClosing.has(text[out.after])) break;
    const size_t quote = quote_at(text, out.after);
    if (quote == 0 && text[out.after] != ')' && text[out.after] != ']') break;
    out.is_quoted = out.is_quoted || quote != 0;
    out.after += std::max<size_t>(quote, 1);
  }
  const size_t next = skip_blanks(text, out.after);
  if (next < text.size()) out.next = text[next];
  return out;
}

std::span<const Form> forms() {
  return kForms;
}

namespace {

// The line that ends at `end`, no more than its last bytes, without blanks before it.
std::string_view line_before(std::string_view text, size_t end) {
  constexpr size_t kMost = 200;
  const size_t begin = line_begin(text, end, end - std::min(end, kMost));
  return text.substr(skip_blanks(text, begin), end - std::min(end, skip_blanks(text, begin)));
}

bool opens_block(std::string_view line) {
  while (!line.empty() && (line.back() == '-' || line.back() == '+')) line.remove_suffix(1);
  if (line.size() < 2 || (line.back() != '|' && line.back() != '>')) return false;
  return is_blank(line[line.size() - 2]);
}

// "NAME:" by itself, as YAML has it.
bool is_key_alone(std::string_view line) {
  if (line.starts_with("- ")) line.remove_prefix(2);
  return line.find(' ') == std::string_view::npos;
}

}  // namespace

bool form_crosses(std::string_view text, size_t newline) {
  size_t next = skip_blanks(text, newline + 1);
  const size_t quote = quote_at(text, next);
  next += quote;
  // The other field of a pair, and what may stand between the two.
  static constexpr ByteSet kFirsts("vdc<tnkpVDCTNKP");  // decides nearly always
  const bool may_be = next < text.size() && kFirsts.has(text[next]);
  if (may_be && any_at(text, next,
                       {"value", "default", "content", "<string", "<value", "type", "description",
                        "parameter"}) != 0) {
    return true;
  }
  if (may_be && any_at(text, next, {"name", "key", "\"name", "\"key"}) != 0) {
    std::string_view line = line_before(text, newline);
    if (line.starts_with("- ")) line.remove_prefix(2);
    const size_t word = quote_at(line, 0);
    if (any_at(line, word, {"value", "default", "content", "parameter"}) != 0) return true;
  }
  size_t end = newline;
  while (end > 0 && (is_blank(text[end - 1]) || text[end - 1] == '\r')) --end;
  if (end == 0) return false;
  switch (text[end - 1]) {
    case ':':
      return quote != 0 || is_key_alone(line_before(text, end));
    case '=':
    case '(':
    case '[':
    case '\\':
      return quote != 0;
    case '|':
    case '+':
    case '-':
      return opens_block(line_before(text, end));
    case '>': {
      const std::string_view line = line_before(text, end);
      return opens_block(line) || (line.starts_with('<') && !is_at(text, next, "<"));
    }
    case '`':
      return true;
    case '"':
    case '\'':
      return end > 2 && text[end - 2] == text[end - 1] && text[end - 3] == text[end - 1];
    default:
      return false;
  }
}

}  // namespace rekey
