// WideCores: where in a text something is written in two or four bytes a character.
//
// ASCII in UTF-16 has a NUL in every second byte, in UTF-32 three in four, whatever the order of
// bytes is and wherever it stands. A core is eight such NULs, or threes of NULs, with plain
// characters between them:
//
//   s \0 e \0 c \0 r \0 e \0 t \0 = \0 x \0        begins at the first NUL
//
// Secrets are made of ASCII, so one that is written so lies in a core, or is shorter than what
// rules look for. Machine code and pictures are full of NULs, but hardly ever like that. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace rekey {

// The first core's first NUL from `from` on; npos: none. At the speed of memory: a text without
// NULs costs a search for one.
size_t next_wide_core(std::string_view text, size_t from);

// The same, byte by byte: what the other one must agree with.
size_t next_wide_core_simple(std::string_view text, size_t from);

// Space to '~', tab, line ends.
inline bool is_plain_byte(char c) {
  return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace rekey
