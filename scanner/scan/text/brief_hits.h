// BriefHits: what is kept of very many secrets in one text, so that no text and no history of such
// texts takes the memory of the machine.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/findings/store.h"
#include "scanner/match/match.h"
#include "scanner/scan/text/text_scan.h"
#include "scanner/suppress/inline_mark.h"

namespace rekey {

// The most secrets that one text has in a report.
constexpr size_t kMostHits = 20'000;

// Of more matches than kMostHits those of the worst rules, then the first ones; they keep their
// order. How many are dropped.
uint64_t keep_worst(std::vector<Match>& matches, const std::vector<Rule>& rules);

// What comments around the match say of the hit, to it.
void add_mark(const Span& match, const ScanContext& context, InlineMarks& marks, Hit& hit);

// Hits that say what a mark is made of (marks.h) and whether a day may change it, nothing else.
std::vector<Hit> brief_hits(std::string_view text, const std::vector<Match>& matches,
                            const ScanContext& context);

// What a report says of `count` places that it has no room for.
Skipped left_out_places(uint64_t count);

}  // namespace rekey
