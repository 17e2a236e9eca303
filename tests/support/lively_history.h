// LivelyHistory: a bare repository drawn from a seed, as packs like it: long files edited again and
// again with secrets of many kinds coming, staying and going in them, folders, merges, tags, notes.
#pragma once

#include <cstdint>
#include <string>

#include "scanner/findings/finding.h"
#include "scanner/scan/options.h"

namespace rekey::test {

// In `folder`, which is new or empty. `commits` of them.
void write_lively_history(const std::string& folder, uint64_t seed, int commits = 60);

// What the scan of the repository at `folder` reports with every built-in rule.
Report scanned(const std::string& folder, const ScanOptions& options);

// The report as JSON, without what differs from run to run.
std::string json_of(Report report);

// Where two texts start to differ; "" when they do not.
std::string difference(const std::string& a, const std::string& b);

// Every built-in rule at any severity and confidence.
ScanOptions all_rules(unsigned threads);

}  // namespace rekey::test
