#include "scanner/match/binding/credential_name.h"

#include <algorithm>
#include <array>

#include "scanner/base/ascii.h"
#include "scanner/match/binding/scan.h"

namespace rekey {
namespace {

// A word of fewer letters than kWithin counts only where a part of a name begins and ends with it.
struct Word {
  std::string_view text;
  bool whole;  // a part of the name by itself
};

// English, and the word for password in the languages that field reports named.
constexpr std::array<Word, 45> kWords = {{
    {"pass", false},
    {"pwd", false},
    {"pword", true},
    {"pw", true},
    {"psw", true},
    {"pswd", false},
    {"psk", true},
    {"secret", false},
    {"token", false},
    {"key", false},
    {"credential", false},
    {"creds", false},
    {"oauth", false},
    {"auth", true},
    {"authorization", false},
    {"pat", true},
    {"community", true},
    {"masterauth", false},
    {"sonar.login", false},
    {"dsn", false},
    {"databaseurl", false},
    {"database_url", false},
    {"database-url", false},
    {"connectionstring", false},
    {"connection_string", false},
    {"connection-string", false},
    {"senha", false},
    {"contrase\xc3\xb1"
     "a",
     false},
    {"contrasena", false},
    {"clave", true},
    {"heslo", true},
    {"kennwort", false},
    {"wachtwoord", false},
    {"mdp", true},
    {"parola", false},
    {"haslo", true},
    {"has\xc5\x82o", true},
    {"salasana", false},
    {"losenord", false},
    {"l\xc3\xb6senord", false},
    {"\xc5\x9fifre", true},
    {"\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c", false},
    {"\xe5\xaf\x86\xe7\xa0\x81", false},
    {"\xe3\x83\x91\xe3\x82\xb9\xe3\x83\xaf\xe3\x83\xbc\xe3\x83\x89", false},
    {"\xeb\xb9\x84\xeb\xb0\x80\xeb\xb2\x88\xed\x98\xb8", false},
}};

// By the last byte, for the search from the end.
struct Ending {
  std::array<std::vector<const Word*>, 256> words;
};

const Ending& endings() {
  static const Ending kEndings = [] {
    Ending out;
    for (const Word& word : kWords) {
      out.words[static_cast<unsigned char>(word.text.back())].push_back(&word);
    }
    for (auto& words : out.words) {
      std::sort(words.begin(), words.end(),
                [](const Word* a, const Word* b) { return a->text.size() > b->text.size(); });
    }
    return out;
  }();
  return kEndings;
}

// The shortest literal of a search, and what may follow a word that is shorter.
constexpr size_t kShortestLiteral = 3;
constexpr std::string_view kFollows = "=: \"'";
constexpr ByteSet kMayFollow(kFollows);

// Words of three letters, and one that is in "author", are everywhere: these are searched so, too.
constexpr bool is_searched_with_next(std::string_view word) {
  return word.size() <= kShortestLiteral ? word != "pwd" && word != "key" && word != "dsn"
                                         : word == "auth";
}

// The last two bytes of the words, as far as five bits of each say: nearly no two bytes of a text.
constexpr size_t kPairs = size_t{1} << 10;
constexpr size_t pair_of(char a, char b) {
  constexpr unsigned kBits = 5, kMask = (1U << kBits) - 1;
  return (static_cast<unsigned char>(a) & kMask) << kBits | (static_cast<unsigned char>(b) & kMask);
}
constexpr std::array<bool, kPairs> made_last_pairs() {
  std::array<bool, kPairs> out{};
  for (const Word& word : kWords) {
    out[pair_of(word.text[word.text.size() - 2], word.text.back())] = true;
  }
  return out;
}
const std::array<bool, kPairs>& last_pairs() {
  static constexpr std::array<bool, kPairs> kLastPairs = made_last_pairs();
  return kLastPairs;
}

const Word* longest_word(std::string_view text, size_t end) {
  if (end < 2) return nullptr;
  const auto last = static_cast<unsigned char>(lowered(text[end - 1]));
  for (const Word* word : endings().words[last]) {
    if (is_searched_with_next(word->text) && (end == text.size() || !kMayFollow.has(text[end]))) {
      continue;
    }
    if (lowered(text[end - 2]) != word->text[word->text.size() - 2]) continue;
    if (word->text.size() <= end &&
        starts_with_ignoring_case(text.substr(end - word->text.size()), word->text)) {
      return word;
    }
  }
  return nullptr;
}

// A part begins where letters do, at a hump ("userPw"), and, in capitals, anywhere ("USERPW").
bool begins_part(std::string_view text, size_t at) {
  if (at == 0 || !is_letter(text[at - 1])) return true;
  return is_upper(text[at]) && (is_lower(text[at - 1]) || is_upper(text[at + 1]));
}

bool ends_part(std::string_view text, size_t end) {
  if (end == text.size() || !is_letter(text[end])) return true;
  return is_upper(text[end]) && is_lower(text[end - 1]);
}

// Whether so many signs stand before the name without a blank that it is one of a crafted or a
// generated line: each name of it would have all that follows for its value.
bool is_far_in_a_chain(std::string_view text, size_t at) {
  constexpr size_t kMostBytes = 256, kMostSigns = 16;
  const size_t least = at - std::min(at, kMostBytes);
  size_t signs = 0;
  while (at > least && static_cast<unsigned char>(text[at - 1]) > ' ' && signs < kMostSigns) {
    --at;
    signs += text[at] == '=' || text[at] == ':' ? 1 : 0;
  }
  return signs == kMostSigns;
}

}  // namespace

std::vector<WordLiteral> word_literals() {
  std::vector<WordLiteral> out;
  for (const Word& word : kWords) {
    const std::string text(word.text);
    if (!is_searched_with_next(word.text)) {
      out.push_back({text, 0});
      continue;
    }
    for (const char next : kFollows) out.push_back({text + next, 1});
  }
  return out;
}

bool is_name_byte(char c) {
  static constexpr ByteSet kNameBytes("_.-", true);
  return kNameBytes.has(c);
}

size_t word_ending_at(std::string_view text, size_t end) {
  if (end < 2 || !last_pairs()[pair_of(text[end - 2], text[end - 1])]) return 0;
  const Word* word = longest_word(text, end);
  return word == nullptr ? 0 : word->text.size();
}

std::optional<Span> credential_name(std::string_view text, size_t end) {
  const Word* word = longest_word(text, end);
  if (word == nullptr) return std::nullopt;
  const size_t at = end - word->text.size();
  if (word->whole && !(begins_part(text, at) && ends_part(text, end))) return std::nullopt;
  Span name{at, end};
  const size_t least = at - std::min(at, kMostBeforeWord);
  while (name.begin > least && is_name_byte(text[name.begin - 1])) --name.begin;
  const size_t most = end + std::min(kMostBehindWord, text.size() - end);
  while (name.end < most && is_name_byte(text[name.end])) ++name.end;
  if (name.end < text.size() && is_name_byte(text[name.end])) return std::nullopt;
  // "%26password": two digits that say a byte. "${NAME-default}": the name of a shell ends there.
  if (name.begin > 0 && text[name.begin - 1] == '%' && at >= name.begin + 2) name.begin += 2;
  if (name.begin > 1 && text[name.begin - 1] == '{' && text[name.begin - 2] == '$') {
    const size_t hyphen = text.substr(0, name.end).find('-', end);
    if (hyphen != kNotThere) name.end = hyphen;
  }
  if (is_far_in_a_chain(text, name.begin)) return std::nullopt;
  // "--password", "-Dkey": the hyphens are the option's; "password-": the end of a word.
  while (name.begin < at && (text[name.begin] == '-' || text[name.begin] == '.')) ++name.begin;
  while (name.end > end && (text[name.end - 1] == '-' || text[name.end - 1] == '.')) --name.end;
  return name;
}

}  // namespace rekey
