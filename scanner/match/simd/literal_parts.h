// LiteralParts: the few bytes by which a literal is looked for, and the groups that literals are
// looked for in (literal_places.h): so that few places of a usual text stay by chance.
//
// How often a byte is in source texts is a rough table. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/simd/literal_places.h"

namespace rekey {

// Where the part of `literal` begins that texts have least often: LiteralTables::kBytes bytes, or
// all of a literal that has no more.
size_t rarest_part(std::string_view literal);

// The share of all places of texts where that part stands, roughly.
double rarest_share(std::string_view literal);
// The share of a byte; of a letter, of both cases.
double byte_share(char byte);

// Tables for such parts, which have no capitals; letters of both cases are let through. Groups are
// made one by one of the two that let the least more through together.
LiteralTables grouped(std::vector<std::string> parts);

}  // namespace rekey
