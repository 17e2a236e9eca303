#include "scanner/scan/history/history.h"

#include <chrono>
#include <memory>

#include "scanner/scan/finish/finish.h"
#include "scanner/scan/history/history_scan.h"
#include "scanner/source/git_folder.h"

namespace rekey {
namespace {

Result<std::unique_ptr<HistoryScan>> scanned_history(
    const Repository& repository, const ObjectStore& store, RememberedScan& remembered,
    const std::shared_ptr<const ScanContext>& context, const std::vector<Ref>& refs,
    const HistoryPart* part) {
  for (;;) {
    Result<StoreReader> reader = StoreReader::open(store);
    if (!reader) return reader.error();
    Result<ObjectScan> objects = remembered.objects();
    if (!objects) return objects.error();
    auto scan = std::make_unique<HistoryScan>(repository, remembered, context, *std::move(reader),
                                              *std::move(objects), refs, part);
    const Result<bool> done = scan->run();
    if (!done) return done.error();
    if (done.value()) return scan;
  }
}

// How reports name the repository's own folder: as it lies in the work tree, else by its name.
std::string own_name(const Repository& repository) {
  const std::string folder = repository.common_dir();
  const std::string work_tree = repository.work_tree();
  if (!work_tree.empty() && folder.starts_with(work_tree)) return folder.substr(work_tree.size());
  const size_t slash = folder.rfind('/', folder.size() - 2);
  return slash == std::string::npos ? folder : folder.substr(slash + 1);
}

// What lies beside the objects.
void scan_own_texts(const Repository& repository, const std::shared_ptr<const ScanContext>& context,
                    FindingStore& store, Report& report) {
  FileList list;
  list_git_folder(repository.common_dir(), own_name(repository), list);
  const FileReader reader(list);
  TextScan scan(context);
  for (const Error& error : list.unreadable) report.skipped.push_back(skipped_of(error));
  for (const ListedFile& file : list.files) {
    Result<std::string> text = reader.read(file, context->options().max_file_size);
    if (!text) {
      if (text.error().code == ErrorCode::kNotFound) continue;  // gone since
      report.skipped.push_back({file.reported, skipped_of(text.error()).why});
      continue;
    }
    Occurrence origin;
    origin.path = file.reported;
    scan.add(*text, origin);
  }
  store.merge(std::move(scan.store()));
  add_stats(report.stats, scan.stats());
}

}  // namespace

Result<Report> scan_history(const Repository& repository, const std::string& name,
                            const ScanOptions& options, const HistoryPart* part) {
  const auto start = std::chrono::steady_clock::now();
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  const RefList refs = repository.refs();
  std::vector<Error> unlisted = refs.unread;
  const Reading reading = options.one_by_one ? Reading::kOneByOne : Reading::kPacks;
  Result<ObjectStore> store = ObjectStore::open(repository, unlisted, reading);
  if (!store) return store.error();
  const bool by_path = !(*context)->origins().path_rules().empty();
  RememberedScan remembered(*store, *context, by_path ? "" : options.cache,
                            options.fetched ? "" : memory_owner(repository));
  Result<std::unique_ptr<HistoryScan>> scanned =
      scanned_history(repository, *store, remembered, *context, refs.refs, part);
  if (!scanned) return scanned.error();
  HistoryScan& scan = **scanned;

  Report report;
  report.source = "git " + name;
  report.root = repository.work_tree();
  report.repository = repository.origin_url();
  if (const Ref* head = head_of(refs.refs)) report.revision = head->target.hex();
  const bool was_whole =
      scan.objects().skipped.empty() && unlisted.empty() && !(*context)->had_files_cut();
  if (scan.is_remembered() && was_whole) {
    const Status learned = scan.learn();
    if (!learned)
      report.note =
          "Scanned; the memory for the next scan could not be written: " + learned.error().message;
  }
  report.stats = scan.objects().stats;
  const uint64_t by_place = scan.places().dropped_by_path();
  if (by_place > 0) report.stats.dropped["path"] += by_place;
  report.skipped = std::move(scan.objects().skipped);
  for (const Error& error : unlisted) report.skipped.push_back(skipped_of(error));
  if (store->is_partial()) {
    report.skipped.push_back({"history", "a partial clone: what was never fetched is not in it"});
  }
  if (repository.is_shallow()) {
    report.skipped.push_back({"history", "the clone is shallow: what came before is not in it"});
  }
  if (by_path && !options.cache.empty()) {
    report.note = "Scanned without the cache: rules for paths alone ask for every tree.";
  }
  if (store->count() == 0 && report.skipped.empty()) report.note = "The repository is empty.";
  report.whole_history = true;
  if (part == nullptr && options.git_folders) {
    scan_own_texts(repository, *context, scan.places().store(), report);
  }
  finish(report, std::move(scan.places().store()), **context);
  report.stats.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

Result<Report> unread_history(const Error& error, const std::string& name,
                              const ScanOptions& options) {
  Result<std::shared_ptr<const ScanContext>> context = ScanContext::create(options);
  if (!context) return context.error();
  Report report;
  report.source = "git " + name;
  report.skipped.push_back(skipped_of(error));
  finish(report, FindingStore((*context)->rules()), **context);
  return report;
}

}  // namespace rekey
