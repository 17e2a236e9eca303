#include "scanner/org/work/worker.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "scanner/org/hosts/patience.h"
#include "scanner/org/state/results.h"
#include "scanner/org/work/heartbeat.h"
#include "scanner/org/work/repository_scan.h"
#include "scanner/org/work/worker_id.h"

namespace rekey {
namespace {

class Worker {
 public:
  Worker(StateDatabase& database, const SecretKey& key, const WorkOptions& options)
      : database_(database),
        key_(key),
        options_(options),
        clones_(options.clones),
        name_(worker_id()) {}

  Status run() {
    clones_.sweep();
    for (;;) {
      Status status = retried([&] { return release_dead(); });
      if (!status) return status;
      Result<std::optional<Job>> job =
          retried([&] { return take_job(database_, name_, options_.limits); });
      if (!job) return job.error();
      if (*job) {
        status = do_job(**job);
        if (!status) return status;
        continue;
      }
      const Result<QueueCounts> counts = retried([&] { return queue_counts(database_); });
      if (!counts) return counts.error();
      if (counts->queued + counts->working == 0) return {};
      std::this_thread::sleep_for(kPatienceStep);
    }
  }

 private:
  Status release_dead() {
    const Result<std::vector<std::string>> names = working(database_);
    if (!names) return names.error();
    for (const std::string& other : *names) {
      if (!is_dead_worker(other)) continue;
      Status released = release(database_, other, options_.limits);
      if (!released) return released;
    }
    return {};
  }

  Status do_job(const Job& job) {
    const Result<bool> allowed = retried([&] { return has_allowed(database_, job); });
    if (!allowed) return allowed.error();
    ScannedRepository scanned;
    {
      const Heartbeat heartbeat(options_.connect, job, name_, options_.limits);
      const RepositoryScan scan{options_.scan, options_.scan_key, clones_,
                                job.failures + 1 >= options_.limits.attempts};
      scanned = scan.run(job, *allowed);
    }
    const Result<bool> kept = retried([&] { return store(job, scanned); });
    if (!kept) return kept.error();
    if (!options_.keep_clones) clones_.drop(job.planned);
    if (*kept && options_.tell) options_.tell(job, scanned.finished);
    return {};
  }

  Result<bool> store(const Job& job, const ScannedRepository& scanned) {
    const Result<std::unique_ptr<Transaction>> transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    Result<bool> ours = finish_job(database_, job, name_, scanned.finished, options_.limits);
    if (!ours || !*ours) return ours;
    Status status;
    if (scanned.report) {
      status = store_report(database_, job, *scanned.report, key_, scanned.owners);
    }
    if (status) status = (*transaction)->commit();
    if (!status) return status.error();
    return true;
  }

  StateDatabase& database_;
  const SecretKey& key_;
  const WorkOptions& options_;
  Clones clones_;
  std::string name_;
};

}  // namespace

Status work(StateDatabase& database, const SecretKey& key, const WorkOptions& options) {
  return Worker(database, key, options).run();
}

}  // namespace rekey
