// Value: the exact bytes of what a form (form.h) opens: to the same quote, escapes and other quotes
// inside; without quotes as far as the surroundings let it go: the rest of an assignment in a
// shell, a pair of a connection string up to ";", of a query up to "&", an element up to "</".
//
// Where the end cannot be known the longest reading is taken: what is left over of a value would be
// printed in every report. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "scanner/base/bytes.h"
#include "scanner/match/binding/form.h"

namespace rekey {

// The shortest value and the longest.
constexpr size_t kShortestValue = 4, kLongestValue = 8192;

struct ReadValue {
  Span value;
  size_t end = 0;  // behind what closes it
  bool is_quoted = true;
};

// Nothing when there is no value, or what stands there refers to one: `${NAME}`, `get(name)`.
// `looked` is raised to behind the last byte that decided, where that is on another line.
std::optional<ReadValue> read_value(std::string_view text, const BoundName& name,
                                    const Opening& opening, size_t& looked);

// False where the line of the name shows that no value is there: code, a constant, three bytes.
// Looks at no other line.
bool may_be_value(std::string_view text, const BoundName& name, const Opening& opening);

// A quoted text that begins at `at`, with its prefix: "...", r#"..."#, """...""", \"...\".
std::optional<ReadValue> read_literal(std::string_view text, size_t at, size_t& looked);

}  // namespace rekey
