// Placeholder: what stands where a secret could stand and is none: variables, samples, code, words.
//
// These are judgements, not proofs: kReject is for what no credential looks like, kWeak for what is
// more likely none. Pure functions; any thread.
#pragma once

#include <string_view>

#include "scanner/match/verdict.h"

namespace rekey {

// ${VAR}, <your-key>, %s, xxxx, 123456789, "changeme", "example...", null.
Verdict check_not_placeholder(std::string_view secret);
// Code and names: a.b.c, snake_case, camelCase, f(x), paths, sentences.
Verdict check_not_identifier(std::string_view secret);
// A value given as a password: weak when it reads like words, rejected when a placeholder or code.
Verdict check_password_like(std::string_view secret);
// Letters of both cases, with digits or not like words: for opaque tokens in context.
Verdict check_mixed_classes(std::string_view secret);
Verdict check_has_digit(std::string_view secret);
Verdict check_not_hex(std::string_view secret);
Verdict check_not_uuid(std::string_view secret);
Verdict check_impact_token(std::string_view secret);

// Letters and digits in words joined by one of ".-_/:" or by case, each part wordlike or a number.
bool is_joined_words(std::string_view text);
// Calls, operators, subscripts.
bool is_code(std::string_view text);

}  // namespace rekey
