// LoadLimits: how much a file of rules may say, asked before anything is made of it.
//
// A configuration may come from whoever filled the scanned folder. What is beyond a limit is an
// error with its place, found in linear time. The limits are ten times what the largest
// configurations in use have. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/rules/load/load.h"

namespace rekey {

constexpr size_t kMostRules = 2000;        // of a file
constexpr size_t kMostAllowTexts = 10000;  // expressions, commits and paths of all its allowlists
constexpr size_t kMostStopwords = 20000;   // of all its allowlists
constexpr size_t kLongestExpression = size_t{64} << 10;  // bytes
constexpr size_t kMostSeverities = 2000;
constexpr size_t kMostDisabled = 2000;
constexpr int kDeepestKey = 100;  // names in a key: a.b.c has three

// Of the text, before it is parsed: parser and tables go down by recursion along a dotted key.
Status check_key_depth(std::string_view toml, const std::string& file);

// Of what was read.
Status check_counts(const RuleFile& file);

}  // namespace rekey
