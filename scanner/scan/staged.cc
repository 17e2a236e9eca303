#include "scanner/scan/staged.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <unordered_map>

#include "scanner/scan/change_scan.h"

namespace rekey {

Report nothing_staged(const Repository& repository) {
  Report report;
  report.version = REKEY_VERSION;
  report.source = "staged";
  report.root = repository.work_tree();
  report.note = "No staged changes.";
  return report;
}

Result<Report> scan_staged(const Repository& repository, const std::vector<Change>& changes,
                           const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Report report = nothing_staged(repository);
  FindingStore store((*context)->rules());
  if (!changes.empty()) {
    report.note.clear();
    const Status scanned = scan_changes(repository, *context, {{changes, {}}}, {}, store, report);
    if (!scanned) return scanned.error();
  }
  finish(report, std::move(store), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

Result<std::vector<Change>> changes_of_files(const Repository& repository, const RawIndex& raw,
                                             const std::vector<Change>& changes,
                                             const std::vector<std::string>& files,
                                             std::vector<std::string>& unknown) {
  const std::set<std::string> wanted(files.begin(), files.end());
  std::set<std::string> staged;
  for (const Change& change : changes) staged.insert(change.path);
  if (std::includes(staged.begin(), staged.end(), wanted.begin(), wanted.end())) {
    // What goes away stays in: it tells what has moved.
    std::vector<Change> out;
    for (const Change& change : changes) {
      if (!change.blob || wanted.contains(change.path)) out.push_back(change);
    }
    return out;
  }
  Result<std::vector<IndexedBlob>> index = indexed_blobs(repository, raw);
  if (!index) return index.error();
  std::vector<Change> out;
  std::set<std::string> found;
  for (const IndexedBlob& blob : *index) {
    if (!wanted.contains(blob.path)) continue;
    found.insert(blob.path);
    out.push_back({blob.path, blob.blob, {}});
  }
  std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(),
                      std::back_inserter(unknown));
  return out;
}

}  // namespace rekey
