#include "scanner/match/model/feature.h"

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/base/ascii.h"
#include "scanner/base/entropy.h"
#include "scanner/match/model/placeholder.h"
#include "scanner/match/model/wordlike.h"

namespace rekey {
namespace {

// Words that samples and code put where a secret would stand, long ones first within a letter's
// reach: a value is measured by how much of it they cover, never dropped for holding one.
constexpr std::array<std::string_view, 128> kSampleWords = {
    "placeholder", "credentials", "passphrase", "credential", "username", "redacted", "password",
    "database",    "postgres",    "incorrect",  "localhost",  "changeme", "account",  "invalid",
    "example",     "encrypt",     "service",    "letmein",    "private",  "correct",  "current",
    "confirm",     "default",     "welcome",    "session",    "replace",  "github",   "google",
    "passwd",      "secret",      "sample",     "string",     "hidden",   "insert",   "access",
    "public",      "client",      "server",     "qwerty",     "config",   "cookie",   "bearer",
    "change",      "strong",      "random",     "crypt",      "token",    "dummy",    "admin",
    "value",       "false",       "local",      "login",      "guest",    "hello",    "world",
    "valid",       "wrong",       "email",      "basic",      "oauth",    "azure",    "mysql",
    "super",       "short",       "phrase",     "pass",       "auth",     "test",     "root",
    "user",        "name",        "demo",       "your",       "none",     "null",     "true",
    "here",        "some",        "host",       "todo",       "fake",     "mock",     "good",
    "that",        "this",        "with",       "from",       "data",     "type",     "code",
    "file",        "path",        "http",       "base",       "hash",     "long",     "very",
    "real",        "pwd",         "key",        "foo",        "bar",      "baz",      "api",
    "abc",         "xyz",         "bad",        "new",        "old",      "the",      "not",
    "for",         "and",         "get",        "set",        "env",      "url",      "com",
    "org",         "net",         "aws",        "app",        "my",       "id",       "is",
    "db",          "to"};

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 84> kOtherEnds = {
    "id",      "ids",      "hash",       "file",    "files",     "filename", "path",
    "paths",   "name",     "names",      "url",     "uri",       "type",     "types",
    "length",  "len",      "size",       "min",     "max",       "policy",   "field",
    "fields",  "label",    "header",     "user",    "username",  "prefix",   "suffix",
    "column",  "version",  "expires",    "expiry",  "ttl",       "regex",    "pattern",
    "arn",     "endpoint", "spec",       "method",  "algorithm", "mode",     "format",
    "enabled", "required", "reset",      "change",  "changed",   "confirm",  "message",
    "msg",     "error",    "text",       "title",   "help",      "page",     "view",
    "form",    "input",    "controller", "service", "provider",  "manager",  "store",
    "vault",   "ref",      "reference",  "index",   "count",     "limit",    "timeout",
    "age",     "attempts", "strength",   "state",   "status",    "usage",    "created",
    "updated", "date",     "time",       "at",      "is",        "has",      "alg"};

constexpr std::array<std::string_view, 30> kOtherStarts = {
    "public", "csrf",    "xsrf",  "primary", "foreign", "cache", "sort", "partition",
    "hot",    "map",     "row",   "group",   "ssh",     "host",  "no",   "is",
    "has",    "invalid", "wrong", "bad",     "fake",    "dummy", "mock", "example",
    "sample", "forgot",  "reset", "show",    "hide",    "test"};

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

template <typename Test>
int32_t number_of(std::string_view text, const Test& test) {
  return static_cast<int32_t>(std::count_if(text.begin(), text.end(), test));
}

int32_t share(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<int32_t>(part * 1000 / whole);
}
int32_t share(int32_t part, size_t whole) {
  return share(static_cast<size_t>(part), whole);
}

template <typename List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Filled one by one, by name.
class Measure {
 public:
  int32_t& operator[](Feature feature) { return values_[static_cast<size_t>(feature)]; }
  [[nodiscard]] const Features& values() const { return values_; }

 private:
  Features values_{};
};

int class_of(char c) {
  if (is_digit(c)) return 0;
  if (is_upper(c)) return 1;
  return is_lower(c) ? 2 : 3;
}

void measure_bytes(std::string_view value, Measure& out) {
  const size_t size = value.size();
  std::array<bool, 256> seen{};
  for (const char c : value) seen[static_cast<unsigned char>(c)] = true;
  out[Feature::kLength] = static_cast<int32_t>(std::min<size_t>(size, 1000));
  out[Feature::kDigits] = share(number_of(value, is_digit), size);
  out[Feature::kUppers] = share(number_of(value, is_upper), size);
  out[Feature::kLowers] = share(number_of(value, is_lower), size);
  out[Feature::kMarks] = share(number_of(value, [](char c) { return class_of(c) == 3; }), size);
  out[Feature::kEntropy] = static_cast<int32_t>(entropy(value) * 100);
  out[Feature::kDistinct] =
      share(static_cast<size_t>(std::count(seen.begin(), seen.end(), true)), size);
  out[Feature::kWordlike] = static_cast<int32_t>(wordlike_score(value) * 100);
  out[Feature::kHighBytes] = number_of(value, [](char c) { return static_cast<uint8_t>(c) > 126; });
}

void measure_runs(std::string_view value, Measure& out) {
  int32_t pairs = 0, changes = 0, repeats = 0, steps = 0, run = 0, longest = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    run = is_lower(value[i]) ? run + 1 : 0;
    longest = std::max(longest, run);
    if (i == 0) continue;
    const int step = value[i] - value[i - 1];
    pairs += is_letter(value[i]) && is_letter(value[i - 1]) ? 1 : 0;
    changes += class_of(value[i]) != class_of(value[i - 1]) ? 1 : 0;
    repeats += step == 0 ? 1 : 0;
    steps += step == 1 || step == -1 ? 1 : 0;
  }
  out[Feature::kPairs] = pairs;
  out[Feature::kChanges] = share(changes, value.size());
  out[Feature::kRepeats] = share(repeats, value.size());
  out[Feature::kSteps] = share(steps, value.size());
  out[Feature::kLowerRun] = longest;
}

void measure_words(std::string_view value, Measure& out) {
  const std::string lower = lowered(value);
  std::vector<bool> covered(value.size());
  for (const std::string_view word : kSampleWords) {
    for (size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      const auto begin = covered.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = begin + static_cast<std::ptrdiff_t>(word.size());
      if (std::find(begin, end, true) == end) std::fill(begin, end, true);
    }
  }
  const auto bytes = static_cast<size_t>(std::count(covered.begin(), covered.end(), true));
  out[Feature::kCovered] = share(bytes, value.size());
  out[Feature::kUncovered] = static_cast<int32_t>(std::min<size_t>(value.size() - bytes, 1000));
}

int32_t kind_of_first(char c) {
  if (is_letter(c)) return 0;
  if (is_digit(c)) return 1;
  if (is_one_of(c, "$%{<")) return 2;
  return is_one_of(c, "./") ? 3 : 4;
}

int32_t kind_of_last(char c) {
  if (is_letter(c)) return 0;
  if (is_digit(c)) return 1;
  if (is_one_of(c, ")}]>")) return 2;
  return c == '=' ? 3 : 4;
}

void measure_shape(std::string_view value, Measure& out) {
  const auto all = [&](const auto& test) {
    return std::all_of(value.begin(), value.end(), test) ? 1 : 0;
  };
  const auto count = [&](std::string_view set) {
    return number_of(value, [&](char c) { return is_one_of(c, set); });
  };
  const auto plain = [](char c) { return is_letter(c) || is_digit(c); };
  out[Feature::kHex] = all(is_hex);
  out[Feature::kBase64] = all([&](char c) { return plain(c) || is_one_of(c, "+/=_-"); });
  out[Feature::kPlain] = all([&](char c) { return plain(c) || c == '_'; });
  out[Feature::kPlaceholder] = check_not_placeholder(value) == Verdict::kReject ? 1 : 0;
  out[Feature::kIdentifier] = check_not_identifier(value) == Verdict::kReject ? 1 : 0;
  out[Feature::kDots] = count(".");
  out[Feature::kUnderscores] = count("_");
  out[Feature::kDashes] = count("-");
  out[Feature::kSlashes] = count("/");
  out[Feature::kColons] = count(":");
  out[Feature::kSpaces] = count(" ");
  out[Feature::kBrackets] = count("(){}[]<>");
  out[Feature::kDollars] = count("$");
  out[Feature::kPercents] = count("%");
  out[Feature::kOddMarks] = count("!#^&*~?@+|;,");
  out[Feature::kFirst] = kind_of_first(value.front());
  out[Feature::kLast] = kind_of_last(value.back());
}

// "dbPassword_2" -> "db", "password".
Words words_of(std::string_view name) {
  Words out;
  bool inside = false;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool letter = is_letter(name[i]);
    const bool hump = letter && inside && is_upper(name[i]) && is_lower(name[i - 1]);
    if (letter && (!inside || hump)) out.emplace_back();
    if (letter) out.back() += lowered(name[i]);
    inside = letter;
  }
  return out;
}

// A part of five letters and more may stand within a word, one of four at its end ("dbpass").
bool any_has(const Words& words, std::initializer_list<std::string_view> parts) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
      if (part.size() < 4) return word == part;
      return part.size() == 4 ? word.ends_with(part) : word.find(part) != std::string::npos;
    });
  });
}

void measure_name(const LineContext& line_context, Measure& out) {
  const std::string_view name = line_context.name;
  const Words words = words_of(name);
  const auto of = [&](const auto& list, size_t from) {
    return static_cast<int32_t>(
        std::count_if(words.begin() + static_cast<std::ptrdiff_t>(std::min(from, words.size())),
                      words.end(), [&](const std::string& word) { return contains(list, word); }));
  };
  out[Feature::kNameWords] = static_cast<int32_t>(words.size());
  out[Feature::kNameLength] = static_cast<int32_t>(name.size());
  out[Feature::kNamePassword] =
      any_has(words, {"password", "passwd", "passphrase", "pass", "pwd", "pw", "passcode"});
  out[Feature::kNameSecret] = any_has(words, {"secret"});
  out[Feature::kNameToken] = any_has(words, {"token"});
  out[Feature::kNameKey] = any_has(words, {"key", "keys", "apikey", "accesskey", "secretkey"});
  out[Feature::kNameAuth] =
      any_has(words, {"auth", "authorization", "bearer", "basic", "credential", "cred"});
  out[Feature::kNameApi] = any_has(words, {"api", "apikey", "access", "client", "consumer", "app"});
  out[Feature::kNamePrivate] =
      any_has(words, {"private", "encryption", "signing", "master", "aes", "crypto", "shared"});
  out[Feature::kNameEndsOther] = !words.empty() && contains(kOtherEnds, words.back()) ? 1 : 0;
  out[Feature::kNameOther] = of(kOtherEnds, 1);
  out[Feature::kNameStartsOther] = of(kOtherStarts, 0);
  const bool letters = std::any_of(name.begin(), name.end(), is_letter);
  out[Feature::kNameCapitals] = letters && std::none_of(name.begin(), name.end(), is_lower) ? 1 : 0;
  const std::string low_name = lowered(name), low_value = lowered(line_context.secret);
  out[Feature::kNameInValue] =
      !low_name.empty() && (low_name.find(low_value) != std::string::npos ||
                            low_value.find(low_name) != std::string::npos)
          ? 1
          : 0;
}

int32_t kind_of_separator(std::string_view separator) {
  constexpr std::array<std::string_view, 10> kKinds = {
      "://", "(", ",", "=>", "==", "!=", ":=", "=", ":", ">"};
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (separator.find(kKinds[i]) != std::string_view::npos) return static_cast<int32_t>(i) + 1;
  }
  return 0;
}

int32_t kind_of_next(std::string_view rest) {
  while (!rest.empty() && (is_blank(rest.front()) || rest.front() == '\r')) rest.remove_prefix(1);
  constexpr std::array<std::string_view, 5> kKinds = {",", ";", ")]}", "\"'`", "+."};
  if (rest.empty()) return 0;
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (is_one_of(rest.front(), kKinds[i])) return static_cast<int32_t>(i) + 1;
  }
  return static_cast<int32_t>(kKinds.size()) + 1;
}

void measure_separator(const LineContext& line_context, Measure& out) {
  const std::string_view separator = line_context.separator;
  const size_t quote =
      separator.empty() ? std::string_view::npos : std::string_view("\"'`").find(separator.back());
  out[Feature::kSeparator] = kind_of_separator(separator);
  out[Feature::kSeparatorSpaced] =
      std::any_of(separator.begin(), separator.end(), is_blank) ? 1 : 0;
  out[Feature::kSeparatorCall] = separator.find('(') != std::string_view::npos ? 1 : 0;
  out[Feature::kQuote] = quote == std::string_view::npos ? 0 : static_cast<int32_t>(quote) + 1;
  out[Feature::kEscaped] = separator.find('\\') != std::string_view::npos ? 1 : 0;
  out[Feature::kNameQuoted] = !separator.empty() && is_one_of(separator.front(), "\"'`") ? 1 : 0;
  out[Feature::kUrl] = separator.find("://") != std::string_view::npos ? 1 : 0;
  std::string_view behind = line_context.behind;
  if (quote != std::string_view::npos && !behind.empty()) behind.remove_prefix(1);
  out[Feature::kNext] = kind_of_next(behind);
}

void measure_line(const LineContext& line_context, Measure& out) {
  std::string_view start = line_context.before;
  while (!start.empty() && is_blank(start.front())) start.remove_prefix(1);
  std::string_view end = start;
  while (!end.empty() && is_blank(end.back())) end.remove_suffix(1);
  out[Feature::kComment] = start.starts_with("//") || start.starts_with("/*") ||
                                   (!start.empty() && is_one_of(start.front(), "#*;"))
                               ? 1
                               : 0;
  out[Feature::kFlow] = !end.empty() && is_one_of(end.back(), "{(,") ? 1 : 0;
  const std::string lower = lowered(start);
  const auto has = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  out[Feature::kChecks] =
      has("assert") || has("expect") || has("should") || has("equal") || has("test") ? 1 : 0;
  out[Feature::kLineStart] = start.empty() ? 1 : 0;
  out[Feature::kIndent] = static_cast<int32_t>(line_context.before.size() - start.size());
}

}  // namespace

Features features_of(const LineContext& line_context) {
  Measure out;
  if (line_context.secret.empty()) return out.values();
  measure_bytes(line_context.secret, out);
  measure_runs(line_context.secret, out);
  measure_words(line_context.secret, out);
  measure_shape(line_context.secret, out);
  measure_name(line_context, out);
  measure_separator(line_context, out);
  measure_line(line_context, out);
  return out.values();
}

}  // namespace rekey
