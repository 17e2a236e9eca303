// StoredPlaces: between places in a text as it is searched and places in it as it is stored. Pure;
// any thread.
#pragma once

#include <vector>

#include "scanner/findings/store.h"
#include "scanner/match/match.h"
#include "scanner/scan/text/searched_text.h"

namespace rekey {

// Bytes become those of the text as it is stored, and layers are told; lines and columns stay those
// of the text that was made of it. What was found in its parts alone gets the stored text's lines.
void place_in_stored(const SearchedText& searched, std::vector<Hit>& hits);

// One list for the candidates of a text and of its parts: these behind the text's end. And back.
void put_parts(const SearchedText& searched, const std::vector<Candidate>& of_parts,
               std::vector<Candidate>& all);
std::vector<Candidate> take_parts(const SearchedText& searched, std::vector<Candidate>& all);

}  // namespace rekey
