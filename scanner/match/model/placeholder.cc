#include "scanner/match/model/placeholder.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/base/entropy.h"
#include "scanner/match/model/wordlike.h"

namespace rekey {
namespace {

template <typename Test>
bool all(std::string_view text, const Test& test) {
  return std::all_of(text.begin(), text.end(), test);
}

template <typename Test>
bool any(std::string_view text, const Test& test) {
  return std::any_of(text.begin(), text.end(), test);
}

// Words that stand in the place of a value, whole, in any case.
constexpr std::array<std::string_view, 62> kStandIns = {
    "access_token", "admin",     "api_key",   "apikey",     "auth",     "bar",      "basic",
    "bearer",       "bytes",     "client",    "credential", "data",     "default",  "disabled",
    "empty",        "enabled",   "env",       "error",      "false",    "foo",      "foobar",
    "guest",        "hash",      "hidden",    "id",         "input",    "invalid",  "key",
    "login",        "localhost", "mysql",     "name",       "nil",      "no",       "none",
    "null",         "number",    "object",    "off",        "on",       "optional", "pass",
    "passwd",       "password",  "postgres",  "private",    "public",   "qwerty",   "required",
    "root",         "secret",    "server",    "set",        "string",   "test",     "text",
    "token",        "true",      "undefined", "user",       "username", "value"};

// Parts that make a value a sample, in any case.
constexpr std::array<std::string_view, 25> kSampleParts = {
    "example",   "changeme", "change_me", "change-me", "placeholder", "redacted", "replace",
    "your_",     "your-",    "yourp",     "yours",     "yourt",       "yourk",    "insert_",
    "insert-",   "todo",     "dummy",     "sample",    "foobar",      "lorem",    "****",
    "my-secret", "mysecret", "my_secret", "....",
};

bool is_stand_in(const std::string& lower) {
  return std::find(kStandIns.begin(), kStandIns.end(), lower) != kStandIns.end();
}

// In a long value only at the start of a word: it may hold any four letters by chance.
bool has_sample_part(const std::string& lower) {
  constexpr size_t kShort = 64;
  return std::any_of(kSampleParts.begin(), kSampleParts.end(), [&](std::string_view part) {
    size_t at = lower.find(part);
    if (lower.size() <= kShort) return at != std::string::npos;
    while (at != std::string::npos && at > 0 &&
           (is_letter(lower[at - 1]) || is_digit(lower[at - 1]))) {
      at = lower.find(part, at + 1);
    }
    return at != std::string::npos;
  });
}

// Filled in by a shell, a template engine or a program.
bool is_variable(std::string_view text) {
  constexpr std::array<std::string_view, 7> kMarks = {"${", "#{", "{{", "$(", "<%", "%(", "@{"};
  for (const std::string_view mark : kMarks) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  const size_t open = text.find('<');  // "ci-<number>", in the value too
  if (open != std::string_view::npos && text.find('>', open) != std::string_view::npos) return true;
  if (text.front() == '$' && text.size() > 1 && (is_letter(text[1]) || text[1] == '_')) {
    return all(text.substr(1), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  }
  const bool bracketed = (text.front() == '<' && text.back() == '>') ||
                         (text.front() == '{' && text.back() == '}') ||
                         (text.front() == '[' && text.back() == ']') ||
                         (text.front() == '%' && text.back() == '%' && text.size() > 1);
  return bracketed || (text.front() == '%' && text.size() <= 3);
}

// One character over and over, or a run up or down the alphabet or the digits ("12345678").
bool is_sequence(std::string_view text) {
  if (text.size() < 4) return false;
  size_t same = 0, steps = 0;
  for (size_t i = 1; i < text.size(); ++i) {
    const int step = text[i] - text[i - 1];
    same += step == 0 ? 1 : 0;
    steps += step == 1 || step == -1 || (text[i] == '0' && text[i - 1] == '9') ? 1 : 0;
  }
  const size_t pairs = text.size() - 1;
  return same * 10 >= pairs * 7 || steps * 10 >= pairs * 7;
}

// The same behind a prefix, and with marks between: the last two thirds are "0000-0000" or count.
bool is_filled(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c)) bare += c;
  }
  constexpr size_t kShortest = 10;
  const std::string_view body = std::string_view(bare).substr(bare.size() / 3);
  if (body.size() < kShortest) return false;
  size_t regular = 0;
  for (size_t i = 1; i < body.size(); ++i) {
    const int step = body[i] - body[i - 1];
    regular += (step >= -1 && step <= 1) || (body[i] == '0' && body[i - 1] == '9') ? 1 : 0;
  }
  return regular * 10 >= (body.size() - 1) * 8;
}

}  // namespace

bool is_joined_words(std::string_view text) {
  bool letters = false;
  size_t digits = 0, part = 0;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) &&
        std::string_view("._-/:").find(c) == std::string_view::npos) {
      return false;
    }
    letters = letters || is_letter(c);
    digits += is_digit(c) ? 1 : 0;
    part = is_digit(c) ? part + 1 : 0;
    if (part > 4) return false;
  }
  return letters && digits * 4 <= text.size() && is_wordlike(text);
}

bool is_code(std::string_view text) {
  constexpr std::array<std::string_view, 10> kMarks = {
      "()", "->", "::", "=>", "==", "&&", "||", "[\"", "['", ");"};
  for (const std::string_view mark : kMarks) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  const size_t open = text.find('(');
  return open != std::string_view::npos && open > 0 && is_letter(text[open - 1]) &&
         text.find(')', open) != std::string_view::npos;
}

Verdict check_not_placeholder(std::string_view secret) {
  if (secret.empty() || is_variable(secret) || is_sequence(secret) || is_filled(secret)) {
    return Verdict::kReject;
  }
  if (contains(secret, "xxxx") || contains(secret, "XXXX")) return Verdict::kReject;
  const std::string lower = lowered(secret);
  return is_stand_in(lower) || has_sample_part(lower) ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_not_identifier(std::string_view secret) {
  if (is_code(secret) || is_joined_words(secret)) return Verdict::kReject;
  const bool spaced = secret.find(' ') != std::string_view::npos;
  return spaced && is_wordlike(secret) ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_password_like(std::string_view secret) {
  if (check_not_placeholder(secret) == Verdict::kReject || is_code(secret)) return Verdict::kReject;
  if (secret.size() < 4) return Verdict::kReject;
  const bool outside_ascii = any(secret, [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
  if (outside_ascii) return Verdict::kWeak;
  const bool spaced = secret.find(' ') != std::string_view::npos;
  if (spaced && is_wordlike(secret)) return Verdict::kReject;
  return is_joined_words(secret) || all(secret, is_digit) ? Verdict::kWeak : Verdict::kPlausible;
}

Verdict check_mixed_classes(std::string_view secret) {
  if (!any(secret, is_upper) || !any(secret, is_lower)) return Verdict::kReject;
  return any(secret, is_digit) || !is_wordlike(secret) ? Verdict::kPlausible : Verdict::kReject;
}

Verdict check_has_digit(std::string_view secret) {
  return any(secret, is_digit) ? Verdict::kPlausible : Verdict::kReject;
}

Verdict check_not_hex(std::string_view secret) {
  return all(secret, is_hex) ? Verdict::kReject : Verdict::kPlausible;
}

Verdict check_not_uuid(std::string_view secret) {
  constexpr std::array<size_t, 4> kDashes = {8, 13, 18, 23};
  if (secret.size() != 36) return Verdict::kPlausible;
  for (size_t i = 0; i < secret.size(); ++i) {
    const bool dash = std::find(kDashes.begin(), kDashes.end(), i) != kDashes.end();
    if (dash ? secret[i] != '-' : !is_hex(secret[i])) return Verdict::kPlausible;
  }
  return Verdict::kReject;
}

Verdict check_impact_token(std::string_view secret) {
  if (std::count_if(secret.begin(), secret.end(), is_digit) < 2 || entropy(secret) <= 3.5) {
    return Verdict::kReject;
  }
  if (check_not_placeholder(secret) == Verdict::kReject) return Verdict::kReject;
  return check_not_identifier(secret);
}

}  // namespace rekey
