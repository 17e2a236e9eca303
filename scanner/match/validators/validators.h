// Validators: checks on a secret that an expression cannot say: checksums and structure.
//
// A validator is a pure function of the bytes given, any thread. Where a published algorithm does
// not bind every token of a shape, the validator answers kPlausible, not kReject.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/match/model/line_context.h"
#include "scanner/match/verdict.h"

namespace rekey {

struct Validator {
  std::string_view name;  // as rules write it: "crc32-base62"
  Verdict (*check)(std::string_view secret);
  std::string_view summary;  // one line for `rekey rules show`: algorithm and source
  // Asked in place of `check` where the secret's line context is known: in a text.
  Verdict (*check_there)(const LineContext& line_context) = nullptr;
};

// All of them, sorted by name.
const std::vector<Validator>& validators();

// nullptr when there is none of that name.
const Validator* find_validator(std::string_view name);

}  // namespace rekey
