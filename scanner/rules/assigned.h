// Assigned: rules for values that are assigned to a name that means a credential, whatever the
// value looks like.
//
// Such rules (generic-password, aws-secret-access-key, ...) begin with words that are everywhere:
// key, token, secret. Each would make the prefilter follow every one of these words by itself. So a
// rule may say `assigned = true`: every match of it contains one of the way from the name to the
// value that this file describes, or of the longer one of named rules (named.h); the prefilter
// follows these two alone and looks for the rule around them (match/assigned_search.h).
// check.h tries the claim with each of the rule's examples. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>

namespace rekey {

// Between a name and what assigns to it, perhaps: the type that it is declared with, in Kotlin,
// Python, Rust, Swift, TypeScript, Go, Basic or C, or C#'s accessors.
std::string declared_type();

// From the name to the third byte of the value, on one line. RE2 syntax, any case of letters.
std::string assigned_lead();

// The longest match of it.
constexpr uint32_t kAssignedReach = 192;

}  // namespace rekey
