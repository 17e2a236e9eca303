#include "scanner/scan/staged.h"

#include <chrono>
#include <set>

#include "scanner/scan/text_scan.h"

namespace rekey {
namespace {

class StagedScan {
 public:
  StagedScan(const std::shared_ptr<const ScanContext>& context, ObjectReader reader)
      : context_(context), reader_(std::move(reader)), now_(context), before_(context) {}

  void one(const StagedBlob& staged) {
    Result<Object> object = reader_.read(staged.blob, context_->options().max_file_size);
    if (!object) {
      const std::string& message = object.error().message;
      skipped_.push_back({staged.path, message.substr(message.find(": ") + 2)});
      return;
    }
    std::vector<Hit> hits = now_.find(object->bytes);
    if (hits.empty()) return;
    const std::set<std::string> known = secrets_of(staged);
    for (Hit& hit : hits) {
      if (known.contains(hit.secret.reveal())) {
        ++dropped_["in HEAD"];
        continue;
      }
      if (!reported_at(*context_, hit, staged.path, "")) {
        ++dropped_["path"];
        continue;
      }
      hit.occurrence.path = staged.path;
      hit.occurrence.blob = staged.blob.hex();
      now_.store().add(std::move(hit));
    }
  }

  void put(Report& report) {
    report.stats = now_.stats();
    for (const auto& [reason, count] : dropped_) report.stats.dropped[reason] += count;
    report.skipped = std::move(skipped_);
    finish(report, std::move(now_.store()), *context_);
  }

 private:
  // The secrets that HEAD's version of the file has; none when it cannot be read.
  std::set<std::string> secrets_of(const StagedBlob& staged) {
    std::set<std::string> secrets;
    if (!staged.head) return secrets;
    Result<Object> object = reader_.read(*staged.head, context_->options().max_file_size);
    if (!object) return secrets;
    for (const Hit& hit : before_.find(object->bytes)) secrets.insert(hit.secret.reveal());
    return secrets;
  }

  std::shared_ptr<const ScanContext> context_;
  ObjectReader reader_;
  TextScan now_, before_;
  std::map<std::string, uint64_t> dropped_;
  std::vector<Skipped> skipped_;
};

}  // namespace

Result<Report> scan_staged(const Repository& repository, const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Result<std::vector<StagedBlob>> staged = repository.staged();
  if (!staged) return staged.error();
  Report report;
  report.source = "staged";
  report.root = repository.work_tree();
  if (staged->empty()) {
    report.note = "No staged changes.";
    finish(report, FindingStore((*context)->rules()), **context);
    return report;
  }
  Result<ObjectReader> reader = ObjectReader::open(repository);
  if (!reader) return reader.error();
  StagedScan scan(*context, *std::move(reader));
  for (const StagedBlob& blob : *staged) scan.one(blob);
  scan.put(report);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace rekey
