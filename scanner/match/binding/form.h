// Form: the ways in which people bind a value to a credential's name, and where the value begins in
// each: `NAME=V`, `"name": "NAME", "value": "V"`, `<NAME>V</NAME>`, `define('NAME', 'V')`.
//
// A form looks from the name on, no farther than kFormReach bytes and over those newlines alone
// that its family can cross (form_crosses()), so that what it finds in the changed part of a text
// is what it finds in the whole. Each has examples and counter-examples, which the build checks
// (match/proof). Pure functions; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "scanner/base/bytes.h"

namespace rekey {

// The farthest that the value's first byte is from the end of the word in the name, and a name
// behind its value.
constexpr size_t kFormReach = 512;

// How what stands at a value's beginning is read to its end (value_end.h).
enum class ValueStyle : uint8_t {
  kLiteral,  // a quote, or what opens a string in some language
  kScalar,   // what follows on the line: quoted, or as its surroundings end it
  kToken,    // without a quote up to the next blank
  kElement,  // up to "</"
  kLine,     // the rest of the line, as in a block of text
};

struct Opening {
  size_t at = 0;  // the value's first byte, or the quote before it
  ValueStyle style = ValueStyle::kScalar;
  bool is_list = false;  // more literals may follow, each behind a comma
};

// A credential's name where it stands.
struct BoundName {
  Span span;
  size_t after = 0;  // behind the quotes and brackets that end it
  char next = 0;     // the first byte behind these and blanks
  bool is_quoted = false;
};

// Whether the name is one word of the language, a verb or a thing of every program: "key", "pass".
// Such a name says little where nothing else binds a value to it.
bool is_plain_word(std::string_view name);

// Whether it is a variable's, not a word of a sentence: "storePassword", "DB_PASS", "api-secret".
bool is_identifier(std::string_view name);

BoundName bound_name(std::string_view text, const Span& name);

struct Form {
  std::string_view id;
  std::optional<Opening> (*find)(std::string_view text, const BoundName& name);
  // BoundName::next of a name that the form may find something for.
  std::string_view begins;
  // With "V" for the value.
  std::span<const std::string_view> examples, counter_examples;
};

// In the order in which they are asked; the first that finds a beginning has it.
std::span<const Form> forms();

// The families (a file each).
std::optional<Opening> find_assignment(std::string_view text, const BoundName& name);
std::optional<Opening> find_pair(std::string_view text, const BoundName& name);
std::optional<Opening> find_element(std::string_view text, const BoundName& name);
std::optional<Opening> find_call(std::string_view text, const BoundName& name);
std::optional<Opening> find_bare(std::string_view text, const BoundName& name);

// Whether a form may go on over the newline at `newline`; errs on the side of true.
bool form_crosses(std::string_view text, size_t newline);

}  // namespace rekey
