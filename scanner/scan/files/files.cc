#include "scanner/scan/files/files.h"

#include <atomic>
#include <chrono>
#include <mutex>

#include "scanner/base/memory.h"
#include "scanner/base/threads.h"
#include "scanner/scan/finish/finish.h"
#include "scanner/scan/text/text_scan.h"
#include "scanner/source/working_tree.h"

namespace rekey {
namespace {

// One thread's results.
struct Worker {
  explicit Worker(const std::shared_ptr<const ScanContext>& context) : scan(context) {}

  TextScan scan;
  std::vector<Skipped> skipped;
};

// "path: reason" as what and why.
Skipped skipped_by(const Error& error, const std::string& reported) {
  const size_t colon = error.message.rfind(": ");
  return {reported, colon == std::string::npos ? error.message : error.message.substr(colon + 2)};
}

class FileScan {
 public:
  FileScan(std::shared_ptr<const ScanContext> context, const FileList& list)
      : context_(std::move(context)),
        files_(list.files),
        reader_(list),
        store_(context_->rules()) {}

  void run(Worker& worker) {
    for (size_t i = next_++; i < files_.size(); i = next_++) {
      if (context_->options().deadline.over()) {
        worker.skipped.push_back({files_[i].reported, std::string(kOutOfTime)});
        continue;
      }
      one(files_[i], worker);
      report_progress();
      if (worker.scan.store().places() > kPlacesAtATime) give_places(worker);
    }
    give_places(worker);
  }

  FindingStore take_store() { return std::move(store_); }

 private:
  static constexpr size_t kPlacesAtATime = 1000;

  // All threads' are in one store: each would have room for as many as the report.
  void give_places(Worker& worker) {
    const std::lock_guard lock(giving_);
    store_.merge(std::move(worker.scan.store()));
  }

  void one(const ListedFile& file, Worker& worker) {
    if (had_memory([&] { read(file, worker); })) return;
    worker.skipped.push_back({file.reported, kNoMemory});
    worker.scan.renew();
  }

  void read(const ListedFile& file, Worker& worker) {
    Result<std::string> text = reader_.read(file, context_->options().max_file_size);
    if (!text) {
      worker.skipped.push_back(skipped_by(text.error(), file.reported));
      return;
    }
    Occurrence origin;
    origin.path = file.reported;
    worker.scan.add(*text, origin);
    if (!context_->options().deadline.over()) return;
    worker.skipped.push_back({file.reported, std::string(kOutOfTime)});
  }

  void report_progress() {
    const uint64_t done = ++done_;
    if (!context_->options().progress || done % 64 != 0) return;
    const std::lock_guard lock(progress_);
    context_->options().progress({"files", done, files_.size()});
  }

  std::shared_ptr<const ScanContext> context_;
  const std::vector<ListedFile>& files_;
  const FileReader reader_;
  FindingStore store_;
  std::mutex giving_;
  std::atomic<size_t> next_ = 0;
  std::atomic<uint64_t> done_ = 0;
  std::mutex progress_;
};

}  // namespace

Result<Report> scan_files(const std::vector<std::string>& paths, const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Result<FileList> list = list_files(paths, options.git_folders);
  if (!list) return list.error();

  FileScan scan(*context, *list);
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < thread_count(options, list->files.size()); ++i) {
    const auto add = [&] { workers.push_back(std::make_unique<Worker>(*context)); };
    if (i > 0 && !had_memory(add)) break;  // fewer do as well
    if (i == 0) add();
  }
  Report report;
  if (!had_memory([&] { on_threads(workers.size(), [&](size_t i) { scan.run(*workers[i]); }); })) {
    report.skipped.push_back({"files", "the memory was too small for all of them"});
  }
  report.source = "dir";
  for (const std::string& path : paths) report.source += " " + path;
  if (paths.size() == 1) report.root = paths.front();
  for (const Error& error : list->unreadable) {
    report.skipped.push_back(skipped_by(error, error.message.substr(0, error.message.rfind(": "))));
  }
  for (const auto& worker : workers) {
    add_stats(report.stats, worker->scan.stats());
    report.skipped.insert(report.skipped.end(), worker->skipped.begin(), worker->skipped.end());
  }
  finish(report, scan.take_store(), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

Result<Report> scan_text(std::string_view text, const std::string& path,
                         const ScanOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Report report;
  report.source = "stdin";
  TextScan scan(*context);
  Occurrence origin;
  origin.path = path;
  if (!had_memory([&] { scan.add(text, origin); })) {
    report.skipped.push_back({path.empty() ? "standard input" : path, kNoMemory});
  } else if (options.deadline.over()) {
    report.skipped.push_back({path.empty() ? "standard input" : path, std::string(kOutOfTime)});
  }
  add_stats(report.stats, scan.stats());
  finish(report, std::move(scan.store()), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace rekey
