// CredentialName: the names that mean a credential ("DB_PASSWORD", "clientSecret", "senha"), found
// by the words they hold.
//
// The prefilter finds the words in a text at machine speed; what it gives is where a word ends.
// Short words count only as parts of a name: "pw" in DB_PW and userPw, not in "upward". Offsets in
// bytes. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/bytes.h"

namespace rekey {

// What is searched for in a text, in lower case, to find a word; any case of ASCII letters counts.
// Words that are too short for a search (simd/literal_set.h) are searched with what follows them.
struct WordLiteral {
  std::string text;
  size_t behind = 0;  // bytes of it behind the word
};
std::vector<WordLiteral> word_literals();

// A name has no more bytes before its word, and behind it.
constexpr size_t kMostBeforeWord = 64, kMostBehindWord = 48;

// The whole name around a word that ends at `end` <= text.size(); nothing when no word ends there,
// or it is no part of the name.
std::optional<Span> credential_name(std::string_view text, size_t end);

// Calls `take` with the end of each word in `text` that begins and ends within `span`, in order. As
// slow as it is simple: for short stretches, and for the reference.
template <typename Take>
void for_each_word(std::string_view text, const Span& span, const Take& take);

// Whether the byte may be a part of a name: letters, digits, "_", "-", "." and all of 128 and more.
bool is_name_byte(char c);

// The length of the longest word that ends there; 0 = none.
size_t word_ending_at(std::string_view text, size_t end);

template <typename Take>
void for_each_word(std::string_view text, const Span& span, const Take& take) {
  for (size_t end = span.begin + 1; end <= span.end; ++end) {
    const size_t size = word_ending_at(text, end);
    if (size != 0 && size <= end - span.begin) take(end);
  }
}

}  // namespace rekey
