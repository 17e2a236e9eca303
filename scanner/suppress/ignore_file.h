// IgnoreFile: the entries of a .rekeyignore, and of a .gitleaksignore.
//
// A line of .rekeyignore:
//
//   WHAT [rule-id,...] [until YYYY-MM-DD] [# reason]
//
// WHAT is a leak's fingerprint (64 hex digits) or a pattern on paths (path_glob.h) with one of
// "/.*?[" in it; a '\' keeps the meaning off a blank or a '#'. Blank lines and those that start
// with
// '#' say nothing; everything else is an error: an entry that is misspelt must not look like one.
//
// A line of .gitleaksignore is `commit:path:rule-id:line` or `path:rule-id:line`.
// Pure functions; any thread. No message holds what the file says: it may be anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/suppress/inline_mark.h"
#include "scanner/suppress/path_glob.h"

namespace rekey {

constexpr size_t kMostPatterns = 5000;  // of a .rekeyignore: each is tried on each place of a leak

struct IgnoreEntry {
  std::string place;              // "file:line"
  std::string fingerprint;        // or
  std::optional<PathGlob> paths;  // one of the two
  AllowTerms terms;               // without a fault
};

// kUsage, starting with file:line.
Result<std::vector<IgnoreEntry>> parse_ignore_file(std::string_view text, const std::string& name);

// `text` with every entry's fingerprint that `names` has replaced by what it has for it; all else
// stays as it is.
std::string renewed_ignore_file(std::string_view text,
                                const std::map<std::string, std::string, std::less<>>& names);

struct GitleaksEntry {
  std::string place;
  std::string commit;  // "" = any
  std::string path, rule;
  uint32_t line = 0;
};

// `unknown` gets "file:line: ..." for lines that are none: as in gitleaks they suppress nothing.
std::vector<GitleaksEntry> parse_gitleaks_ignore(std::string_view text, const std::string& name,
                                                 std::vector<std::string>& unknown);

}  // namespace rekey
