// Names in reports: a path, a ref, an author or a thing that was skipped may have a secret in its
// name.
#pragma once

#include <string>
#include <string_view>

#include "scanner/findings/finding.h"
#include "scanner/scan/text_scan.h"

namespace rekey {

// Whether a secret that stands in a name tells nothing: names have words, and so may passwords.
// What is no word has 12 bytes and a digit.
bool is_word(std::string_view secret);

// `text` with what is a secret to the rules, and no word, masked.
std::string masked_by_rules(std::string text, const Matcher& matcher, MatchScratch& scratch);

// Masks in all names of `report` what its findings have as secrets and what is a secret to
// the rules, if it is no word. The names no longer lead to files then; the rest of
// the report stays.
void mask_names(Report& report, const ScanContext& context);

}  // namespace rekey
