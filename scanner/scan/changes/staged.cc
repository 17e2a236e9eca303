#include "scanner/scan/changes/staged.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <unordered_map>

#include "scanner/scan/changes/change_scan.h"
#include "scanner/scan/finish/finish.h"

namespace rekey {

Report nothing_staged(const Repository& repository) {
  Report report;
  report.version = REKEY_VERSION;
  report.source = "staged";
  report.root = repository.work_tree();
  report.note = "No staged changes.";
  return report;
}

Result<Report> scan_staged(const Repository& repository, const StagedChanges& staged,
                           const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Report report = nothing_staged(repository);
  FindingStore store((*context)->rules());
  for (const Error& error : staged.errors) report.skipped.push_back(skipped_of(error));
  if (!staged.changes.empty()) {
    report.note.clear();
    const Status scanned =
        scan_changes(repository, *context, {{staged.changes, {}}}, {}, store, report);
    if (!scanned) return scanned.error();
  }
  finish(report, std::move(store), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

StagedChanges changes_of_files(const Repository& repository, const IndexFile& index,
                               const StagedChanges& staged, const std::vector<std::string>& files,
                               std::vector<std::string>& unknown) {
  const std::set<std::string> wanted(files.begin(), files.end());
  std::set<std::string> changed;
  for (const Change& change : staged.changes) changed.insert(change.path);
  StagedChanges out{{}, staged.errors};
  if (std::includes(changed.begin(), changed.end(), wanted.begin(), wanted.end())) {
    // What goes away stays in: it tells what has moved.
    for (const Change& change : staged.changes) {
      if (!change.blob || wanted.contains(change.path)) out.changes.push_back(change);
    }
    return out;
  }
  std::set<std::string> found;
  for (const IndexedBlob& blob : indexed_blobs(repository, index, out.errors)) {
    if (!wanted.contains(blob.path)) continue;
    found.insert(blob.path);
    out.changes.push_back({blob.path, blob.blob, {}});
  }
  std::set_difference(wanted.begin(), wanted.end(), found.begin(), found.end(),
                      std::back_inserter(unknown));
  return out;
}

}  // namespace rekey
