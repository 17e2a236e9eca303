// PrefixLines: the lines around a place that one lead of named rules (rules/provider_words.h) may
// be in: nearly always one. Offsets in bytes. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace rekey {

// The begin of the first line from which a lead may reach the line of `at`, but no less than
// `least` <= at <= text.size().
size_t prefix_lines_begin(std::string_view text, size_t at, size_t least);

// The end of the last line that a lead in the line of `at` may reach, but no more than `most`;
// at <= most <= text.size().
size_t prefix_lines_end(std::string_view text, size_t at, size_t most);

}  // namespace rekey
