// Wordlike: how much a run of letters reads like words rather than like a random draw.
//
// A person's "password" and a program's "pwtovjiz" differ in which letters follow each other. The
// score is the mean over all pairs of neighbouring letters of how usual the pair is in English
// technical prose, 0 (never) to 9; random letters have a mean of 3.5, words one above 5.5.
// Other bytes end a run. Pure; any thread.
#pragma once

#include <string_view>

namespace rekey {

// 0 when no two letters stand together.
double wordlike_score(std::string_view text);

// Whether the score is one of words; true too for texts with fewer than three pairs.
bool is_wordlike(std::string_view text);

}  // namespace rekey
