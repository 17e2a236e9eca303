// Assigned: rules for values that are assigned to a name that means a credential, whatever the
// value looks like.
//
// Such rules (generic-password, aws-secret-access-key, ...) begin with words that are everywhere:
// key, token, secret. Each would make the prefilter follow every one of these words by itself. So a
// rule may say `assigned = true`: every match of it contains one of the way from the name to the
// value that this file describes, or of the longer one of named rules (named.h); the prefilter
// follows these two alone and looks for the rule around them (match/prefilter/assignment_search.h).
// check.h tries the claim with each of the rule's examples. Pure functions; any thread.
//
// The way, on one line: a word that means a credential; up to 40 more bytes of the name; up to four
// quotes or brackets that end it; perhaps a type that follows without a colon; blanks; what assigns
// or compares (the colon before a type does, too); three bytes. Nearly all words lead nowhere, and
// to learn that takes an automaton longer than code: only the words are searched for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rekey {

// Between a name and what assigns to it, perhaps: the type that it is declared with, in Kotlin,
// Python, Rust, Swift, TypeScript, Go, Basic or C, or C#'s accessors.
std::string declared_type();

// The words, which the way begins with: in lower case, but any case of letters counts.
const std::vector<std::string>& assignment_words();

// Where the way with a word that ends at `at` <= text.size() ends; npos when there is none.
size_t assignment_end(std::string_view text, size_t at);

// The longest way.
constexpr uint32_t kAssignmentReach = 192;

}  // namespace rekey
