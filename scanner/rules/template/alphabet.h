// Alphabet: a named set of bytes that a token's part is made of.
//
// The names are those that patterns/README.md lists. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rekey {

struct Alphabet {
  std::string bytes;       // its members, each once, ascending
  std::string expression;  // the inside of a bracket expression: "0-9A-Za-z_\-"

  // Whether all members are letters, digits or '_', so that \b bounds a run of them.
  [[nodiscard]] bool is_word() const;
};

// "base62", "hex", "class:0-9a-f_", ...; nothing for an unknown name or an empty class.
std::optional<Alphabet> find_alphabet(std::string_view name);

}  // namespace rekey
